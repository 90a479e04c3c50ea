"""The LaTeX of each construct, whole; what has another reading is printed another way, or refused."""

from __future__ import annotations

import pytest

from symbolic.binding import (
    BASE,
    FACTOR,
    PRODUCT,
    RELATION,
    SUM,
    TERM,
    binding,
    is_bare,
    is_letter,
    is_open,
    is_tall,
    needs_dot,
    starts_with_figure,
    takes_power,
)
from symbolic.errors import UserError
from symbolic.latex import MARK, LatexPrinter, latex
from symbolic.notation import Notation, index_text, letters, weight_index
from symbolic.tree import (
    Add,
    Aligned,
    Boxed,
    Cases,
    Chain,
    D,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Interval,
    Leibniz,
    Listing,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Shape,
    Slot,
    Sum,
    Sym,
    Text,
    Transpose,
)


def equation(left: Node, right: Node) -> Node:
    """Join two sides by an equals sign."""
    return Chain((left, right), ("=",))


p, q, z = Sym("p"), Sym("q"), Sym("z")
ONE, TWO, MINUS = Num("1"), Num("2"), Num("-2")
W1 = Sym("W", 1)
HALF = Frac(ONE, TWO)

TABLE = [
    (Add((p, Neg(q), MINUS)), "p - q + (-2)"),
    (Add((Add((p, q)), Add((p, q)))), "(p + q) + (p + q)"),
    (Neg(TWO), "- 2"),
    (Neg(MINUS), "-(-2)"),
    (Neg(Mul((TWO, p))), "- 2 p"),
    (Mul((TWO, p, Add((p, q)))), "2 p (p + q)"),
    (Mul((TWO, MINUS), dot=True), r"2 \cdot (-2)"),
    (Mul((p, TWO)), r"p \cdot 2"),
    (Mul((Mul((TWO, p)), q), dot=True), r"2 p \cdot q"),
    (Mul((Fn("ln", (TWO,)), p)), r"\ln 2 \cdot p"),
    (Mul((Fn("ln", (TWO,)), Matrix(((ONE, TWO),)))), r"\ln 2 \begin{bmatrix} 1 & 2 \end{bmatrix}"),
    (Mul((Sym("f"), Add((p, q)))), r"f \cdot (p + q)"),
    (Mul((HALF, Sum(p, Sym("i")))), r"\frac{1}{2} \sum_{i} p"),
    (Mul((Sum(p, Sym("i")), HALF)), r"\left(\sum_{i} p\right) \frac{1}{2}"),
    (Hadamard((Mul((W1, p)), q)), r"(W^{[1]} p) \odot q"),
    (Pow(HALF, TWO), r"\left(\frac{1}{2}\right)^{2}"),
    (Pow(MINUS, TWO), "(-2)^{2}"),
    (Pow(Sym("z", 1), TWO), "(z^{[1]})^{2}"),
    (Pow(Sym("e"), p), "(e)^{p}"),
    (Pow(Fn("tanh", (p,)), TWO), r"\tanh^{2}(p)"),
    (Pow(Fn("tanh", (p,)), Num("-1")), r"(\tanh(p))^{-1}"),
    (Pow(Fn("f", (p,)), TWO), "(f(p))^{2}"),
    (Transpose(W1), r"(W^{[1]})^{\top}"),
    (Pow(Transpose(p), TWO), r"(p^{\top})^{2}"),
    (Fn("max", (Num("0"), p)), r"\max(0, p)"),
    (Fn("sigmoid", (HALF,), 1), r"\sigma'\left(\frac{1}{2}\right)"),
    (Fn("f1", (z,), 1), "f'^{[1]}(z)"),
    (Exp(Neg(p)), "e^{-p}"),
    (D(p, z), r"\frac{d}{dz}\left[p\right]"),
    (Leibniz(Sym("J"), W1), r"\frac{\partial J}{\partial W^{[1]}}"),
    (Leibniz(Fn("sigmoid", (z,)), z, partial=False), r"\frac{d\sigma(z)}{dz}"),
    (Matrix(((ONE, MINUS), (p, q))), "\\begin{bmatrix} 1 & -2 \\\\\np & q \\end{bmatrix}"),
    (Shape((Num("3"), TWO)), r"3 \times 2"),
    (equation(Mul((Shape((ONE, TWO)), Shape((TWO, ONE)))), Shape((ONE, ONE))),
     r"(1 \times 2) (2 \times 1) = (1 \times 1)"),
    (Pow(Sym("reals"), Shape((Num("3"), TWO))), r"\mathbb{R}^{3 \times 2}"),
    (Interval(Num("0"), Sym("infinity"), low_closed=True), r"\left[0, \infty\right)"),
    (Cases(((p, Chain((p, Num("0")), (">",))), (ONE, Text("otherwise")))),
     "\\begin{cases} p & p > 0 \\\\\n1 & \\text{otherwise} \\end{cases}"),
    (Listing((equation(p, ONE), equation(q, TWO))), r"p = 1, \quad q = 2"),
    (Aligned((equation(p, ONE), equation(Text(""), Boxed(ONE)), q)),
     "\\begin{aligned} p & = 1 \\\\\n& = \\boxed{1} \\\\\n& q \\end{aligned}"),
    (Chain((p, equation(q, ONE)), ("\\to",)), r"p \to (q = 1)"),
    (Sym("W", 1, ("new",)), r"W^{[1]}_{\text{new}}"),
]  # fmt: skip  # a table


@pytest.mark.parametrize(("node", "expected"), TABLE)
def test_each_construct_prints_so(node, expected):
    """The exact LaTeX of one construct."""
    assert expected == latex(node)


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        (Notation(), r"z^{[1]} w^{[1]}_{12} z_{2} z^{2} J \eta \ln(p)"),
        (Notation(layer="paren", index="input-output"), r"z^{(1)} w^{(1)}_{21} z_{2} z^{2} J \eta \ln(p)"),
        (Notation(layer="superscript", loss="L"), r"z^{1} w^{1}_{12} z_{2} (z)^{2} L \eta \ln(p)"),
        (Notation(layer="subscript", log="log"), r"z_{1} (w_{1})_{12} (z)_{2} z^{2} J \eta \log(p)"),
        (Notation(convention="row", rate="\\alpha"), r"Z^{[1]} w^{[1]}_{12} z_{2} Z^{2} J \alpha \ln(p)"),
    ],
)
def test_every_symbol_goes_through_the_notation(notation, expected):
    """Layers, indices, powers and letters as the course writes them."""
    symbols = (Sym("z", 1), Sym("w", 1, (1, 2)), Sym("z", 0, (2,)), Pow(z, TWO), Sym("J"), Sym("eta"))

    assert expected == latex(Mul((*symbols, Fn("ln", (p,)))), notation)


REFUSED = [
    (Frac(Mul((Sym("d"), p)), Mul((Sym("d"), q))), Notation(), "derivative"),
    (Pow(p, Sym("T")), Notation(), "transpose"),
    (Add((p, Listing((p, q)))), Notation(), "listing"),
    (Text("50 %"), Notation(), "'%'"),
    (Sym("fan"), Notation(), "no letter"),
    (Sym("A"), Notation(convention="row"), "stands for 'a'"),
    (Sym("gamma"), Notation(rate="\\alpha"), "stands for 'alpha'"),
    (Sym("y", 1), Notation(layer="superscript"), "no layers"),
    (Sym("w", 0, (12,)), Notation(), "row and column"),
]


@pytest.mark.parametrize(("node", "notation", "why"), REFUSED)
def test_what_would_read_as_something_else_is_refused(node, notation, why):
    """The printer never changes a meaning silently."""
    with pytest.raises(UserError, match=why):
        latex(node, notation)


def test_a_letter_that_the_course_has_given_away_is_replaced():
    """Where L is the loss, the number of layers is ℓ; where α is the rate, the slope of a leaky ReLU is γ."""
    assert latex(Sym("L"), Notation(loss="L")) == "\\ell"
    assert latex(Sym("alpha"), Notation(rate="\\alpha")) == "\\gamma"


def test_a_slot_says_how_its_number_must_stand():
    """Bare at the head, guarded against a sign as a term or factor, and as a base under an exponent."""
    line = Add((Slot("b"), Mul((Slot("W", 0, 1), Pow(Slot("x"), TWO)), dot=True)))
    pieces = latex(line).split(MARK)

    assert pieces[1::2] == ["b,0,0,bare", "W,0,1,guarded", "x,0,0,base"]
    assert pieces[0::2] == ["", " + ", " \\cdot ", "^{2}"]


def test_a_relation_may_wait_for_its_digits():
    """A relation that becomes = or ≈ is marked like a slot."""
    assert f"p {MARK}?z{MARK} q" == latex(Chain((p, q), ("?z",)))


def test_how_tightly_things_bind():
    """The order of the places, and what stands where in it."""
    assert sorted({RELATION, SUM, TERM, PRODUCT, FACTOR, BASE}) == [RELATION, SUM, TERM, PRODUCT, FACTOR, BASE]
    assert [binding(node) for node in (equation(p, q), Add((p, q)), Mul((p, q), dot=True), Mul((p, q)), HALF, p)] == [
        RELATION,
        SUM,
        TERM,
        PRODUCT,
        FACTOR,
        BASE,
    ]
    assert binding(MINUS) == SUM
    assert LatexPrinter(Notation()).show(Add((p, q)), FACTOR) == "(p + q)"


def test_the_questions_that_printers_ask():
    """Dots, bare functions, open ends, height, powers behind a name."""
    assert needs_dot((p, TWO))
    assert not needs_dot((TWO, p))
    assert starts_with_figure(Pow(TWO, p))
    assert is_bare(Fn("ln", (TWO,)))
    assert not is_bare(Fn("ln", (p,)))
    assert is_open(Mul((p, Sum(p, q))))
    assert is_tall(Add((p, HALF)))
    assert not is_tall(p)
    assert is_letter(Fn("g2", (p,)))
    assert not is_letter(Fn("gelu", (p,)))
    assert takes_power(Fn("tanh", (p,)), TWO)
    assert not takes_power(Fn("tanh", (p,)), Num("-1"))


def test_letters_and_indices():
    """Each letter means one thing, and an index of a weight is turned round with the order of the course."""
    assert letters(Notation(convention="row"))["Z"] == "z"
    assert weight_index("w", (1, 2), Notation(index="input-output")) == (2, 1)
    assert index_text("x", (1, 2)) == "1,2"
