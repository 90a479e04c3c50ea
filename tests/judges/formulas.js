// Reads a JSON list of formulas, writes a JSON list of the refused ones: { judge, formula, message }.
// MathJax shows an error in red where it stands; here it is thrown, so that nothing is let through quietly.
const katex = require("katex");
const { mathjax } = require("mathjax-full/js/mathjax.js");
const { TeX } = require("mathjax-full/js/input/tex.js");
const { AllPackages } = require("mathjax-full/js/input/tex/AllPackages.js");
const { liteAdaptor } = require("mathjax-full/js/adaptors/liteAdaptor.js");
const { RegisterHTMLHandler } = require("mathjax-full/js/handlers/html.js");
const { STATE } = require("mathjax-full/js/core/MathItem.js");

RegisterHTMLHandler(liteAdaptor());
const quiet = new Set(["noerrors", "noundefined", "bussproofs"]);
const tex = new TeX({
  packages: AllPackages.filter((name) => !quiet.has(name)),
  formatError: (_, error) => { throw error; },
});
const page = mathjax.document("", { InputJax: tex });

const judges = {
  mathjax: (formula) => page.convert(formula, { display: true, end: STATE.CONVERT }),
  katex: (formula) => katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "error", output: "mathml" }),
};

const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const refused = [];
for (const formula of formulas) {
  for (const [judge, ask] of Object.entries(judges)) {
    try {
      ask(formula);
    } catch (error) {
      refused.push({ judge, formula, message: String(error.message || error) });
    }
  }
}
console.log(JSON.stringify(refused));
