// Reads a JSON list of formulas, writes a JSON list of their MathML as MathJax 3.2.2 understands them.
const { mathjax } = require("mathjax-full/js/mathjax.js");
const { TeX } = require("mathjax-full/js/input/tex.js");
const { AllPackages } = require("mathjax-full/js/input/tex/AllPackages.js");
const { liteAdaptor } = require("mathjax-full/js/adaptors/liteAdaptor.js");
const { RegisterHTMLHandler } = require("mathjax-full/js/handlers/html.js");
const { SerializedMmlVisitor } = require("mathjax-full/js/core/MmlTree/SerializedMmlVisitor.js");
const { STATE } = require("mathjax-full/js/core/MathItem.js");

RegisterHTMLHandler(liteAdaptor());
const quiet = new Set(["noerrors", "noundefined", "bussproofs"]);
const page = mathjax.document("", { InputJax: new TeX({ packages: AllPackages.filter((name) => !quiet.has(name)) }) });
const visitor = new SerializedMmlVisitor();

const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const shown = formulas.map((formula) => visitor.visitTree(page.convert(formula, { display: true, end: STATE.CONVERT })));
console.log(JSON.stringify(shown));
