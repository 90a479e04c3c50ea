"""The Typst maths of a formula says what its LaTeX says, and Typst takes it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import mathml
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import batches, drawn

from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import Aligned, Fn, Matrix, Num, Sym, Text
from symbolic.typst import typst

JUDGES = Path(__file__).parent / "judges"
BATCH = st.lists(drawn, min_size=20, max_size=20)

#: LaTeX of the course, and how Typst writes it.
TABLE = [
    (r"z^{[1]} = W x + b", "z^(bracket.l 1 bracket.r) = W x + b"),
    (r"\begin{bmatrix} 1 & -1 \\ 0 & 2 \end{bmatrix}", 'mat(delim: "[", 1, -1 ; 0, 2)'),
    (r"\frac{1}{1 + e^{-z}}", "frac(1, 1 + e^(-z))"),
    (r"\max(0, x)", "max paren.l 0 comma x paren.r"),
    (r"\operatorname{ReLU}'(z)", 'op("ReLU")\' paren.l z paren.r'),
    (r"w_{12} x_2 + w_{ij}", "w_(12) x_(2) + w_(i j)"),
    (r"(W^{[2]})^{\top} \delta", "paren.l W^(bracket.l 2 bracket.r) paren.r^(top) delta"),
    (r"\frac{\partial J}{\partial W}", "frac(partial J, partial W)"),
    (r"a \odot \left(-\frac{1}{2}\right)", "a dot.o lr(paren.l -frac(1, 2) paren.r)"),
    (r"\left[0, \infty\right)", "lr(bracket.l 0 comma infinity paren.r)"),
    (r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}", 'cases(x & quad x gt 0, 0 & quad "otherwise")'),
    (r"x \in \mathbb{R}^{3 \times 2}", "x in RR^(3 times 2)"),
    (r"\sum_{i=1}^{n} \hat{y}_i", "sum_(i = 1)^(n) hat(y)_(i)"),
    (r"\begin{aligned} z &= 1 + 1 \\ &= 2 \end{aligned}", "z & = 1 + 1 \\\n& = 2"),
]  # fmt: skip  # a table


@pytest.mark.parametrize(("written", "expected"), TABLE)
def test_typst_of_the_dialect(written, expected):
    """Each construct of the dialect has one way to be written in Typst."""
    assert expected == typst(read(written))


def test_the_letters_are_the_course_s():
    """The notation reaches Typst as it reaches LaTeX."""
    notation = Notation(convention="row", layer="paren", loss="\\mathcal{L}", rate="\\alpha", log="log")
    line = "\\mathcal{L} = \\alpha \\log(Z^{(1)})"

    assert typst(read(line, notation), notation) == "cal(L) = alpha log paren.l Z^(paren.l 1 paren.r) paren.r"


def test_a_text_that_typst_would_take_for_code_is_refused():
    """Words stand in quotation marks, so they cannot hold any."""
    with pytest.raises(UserError, match="quotation mark"):
        typst(Text('say "x"'))


def page(formulas: list[str]) -> bytes:
    """Return a Typst page with each formula as a display, evaluated as in the PDF."""
    literals = [entry.replace("\\", "\\\\").replace('"', '\\"') for entry in formulas]
    shown = [f'#math.equation(block: true, alt: "x", eval("{entry}", mode: "math"))' for entry in literals]
    return "\n\n".join(["#set document(title: [x], date: none)", *shown]).encode()


@settings(batches, max_examples=8)
@given(BATCH)
def test_typst_compiles_every_formula(cases):
    """The accessible PDF takes them all, without a warning."""
    import typst as compiler

    source = page([typst(node, notation) for notation, node in cases])
    pdf, warnings = compiler.Compiler(source, ignore_system_fonts=True).compile_with_warnings(pdf_standards=["ua-1"])

    assert pdf[:4] == b"%PDF"
    assert not warnings


@pytest.fixture(scope="session")
def of_mathjax(refused_formulas):
    """Ask MathJax 3.2.2 what formulas say; skips where there is no Node."""
    assert not refused_formulas(["x"])

    def ask(formulas: list[str]) -> list:
        command = ["node", str(JUDGES / "mathml.js")]
        run = subprocess.run(command, input=json.dumps(formulas), capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return [mathml.formulas(markup)[0] for markup in json.loads(run.stdout)]

    return ask


def of_typst(formulas: list[str]) -> list:
    """Return what formulas say as Typst exports them to the web."""
    import typst as compiler

    return mathml.formulas(compiler.Compiler(page(formulas)).compile(format="html").decode())


@settings(batches, max_examples=8)
@given(BATCH)
def test_typst_says_what_latex_says(of_mathjax, cases):
    """MathJax reading the LaTeX and Typst reading its own maths understand the same, sign by sign."""
    # a display of one row is no table in Typst
    cases = [(n, t) for n, t in cases if not isinstance(t, Aligned) or len(t.rows) > 1]
    printed = [latex(node, notation) for notation, node in cases]

    for formula, left, right in zip(
        printed, of_mathjax(printed), of_typst([typst(node, notation) for notation, node in cases]), strict=True
    ):
        assert left == right, formula


@pytest.mark.parametrize(
    ("written", "other"),
    [
        (r"\frac{1}{2}", "frac(2, 1)"),
        (r"x_{12}", "x_1 2"),
        (r"2 (x + 1)", "2 x + 1"),
        (r"\sigma'(z)", "sigma paren.l z paren.r"),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}", 'mat(delim: "[", 1 ; 2)'),
        (r"\boxed{x}", "x"),
        (r"a \odot b", "a dot.op b"),
        (r"e^{-x}", "e - x"),
    ],
)
def test_the_comparison_bites(of_mathjax, written, other):
    """Each of these differs from its LaTeX in one place, and is told apart; the right one is not."""
    (left,) = of_mathjax([written])

    assert [left] != of_typst([other])
    assert [left] == of_typst([typst(read(written))])


def test_a_frame_in_a_matrix_keeps_its_row():
    """A semicolon that touched the frame's code would be swallowed, and two rows would be one."""
    framed = read(r"\begin{bmatrix} \boxed{1} \\ 2 \end{bmatrix}")

    assert of_typst([typst(framed)]) == [["[", ("table", [[("box", ["1"])]], [["2"]]), "]"]]


def test_an_argument_never_touches_its_function():
    """Typst would call what touches a parenthesis."""
    entrywise = Fn("relu", (Matrix(((Num("1"),), (Num("2"),))),))

    assert typst(entrywise) == 'op("ReLU") lr(paren.l mat(delim: "[", 1 ; 2) paren.r)'
    assert typst(Fn("f", (Sym("z"),))) == "f paren.l z paren.r"
