"""The reader takes the dialect as it is printed and as a person writes it, and refuses the rest by name and place."""

from __future__ import annotations

import pytest

from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tokens import END, unreadable, words
from symbolic.tree import Chain, Exp, Fn, Listing, Mul, Neg, Num, Pow, Sym, Text

#: What people write, and how we print it.
WRITTEN = [
    ("Wx+b", "W x + b"),
    ("(1)(1) + (-1)(2)", r"1 \cdot 1 + (-1) \cdot 2"),
    ("- 2 - -3", "- 2 - (-3)"),
    ("-2^2", "- 2^{2}"),
    ("-2 x", "(-2) x"),
    ("e^x e^{-x}", "e^{x} e^{-x}"),
    ("x^2 x_1", "x^{2} x_{1}"),
    (r"\sigma'(z) = \sigma(z)(1-\sigma(z))", r"\sigma'(z) = \sigma(z) (1 - \sigma(z))"),
    (r"1 - \tanh^2(x)", r"1 - \tanh^{2}(x)"),
    (r"-(y \ln a + (1-y)\log(1-a))", r"-(y \ln(a) + (1 - y) \ln(1 - a))"),
    (r"\left(x\right)\left[ y \right]", "x y"),
    (r"\frac{d}{dz}\left(\frac{1}{z}\right)", r"\frac{d}{dz}\left[\frac{1}{z}\right]"),
    (r"\frac{d \sigma}{d z}", r"\frac{d\sigma}{dz}"),
    (r"W^{\top}\delta \odot f'(z)", r"(W^{\top} \delta) \odot f'(z)"),
    (r"(300 \times 2)(2 \times 4) + (1 \times 4)", r"(300 \times 2) (2 \times 4) + (1 \times 4)"),
    (r"W\in\mathbb{R}^{3\times2}", r"W \in \mathbb{R}^{3 \times 2}"),
    (r"z \in (-\infty, \infty)", r"z \in \left(-\infty, \infty\right)"),
    (r"[0, 1)", r"\left[0, 1\right)"),
    (r"x \leq 0,\quad y \neq 1, z \geq 2", r"x \le 0, \quad y \ne 1, \quad z \ge 2"),
    (r"\begin{cases} z, & z > 0 \\ 0 & \text{otherwise} \end{cases}",
     "\\begin{cases} z & z > 0 \\\\\n0 & \\text{otherwise} \\end{cases}"),
    (r"\begin{aligned} z &= 1 + 1 \\ &= \boxed{2} \end{aligned}",
     "\\begin{aligned} z & = 1 + 1 \\\\\n& = \\boxed{2} \\end{aligned}"),
    (r"= a - y", "{} = a - y"),
    (r"w_{12}^{[1]} x_2", "w^{[1]}_{12} x_{2}"),
    (r"x_{1,2} x_{12} w_{1,12}", "x_{1,2} x_{12} w_{1,12}"),
    (r"W_{\text{new}} \leftarrow W - \eta \frac{\partial J}{\partial W}",
     r"W_{\text{new}} \leftarrow W - \eta \frac{\partial J}{\partial W}"),
    (r"\frac{1}{2}\sum_{i=1}^{n}(a_i-y_i)^2", r"\frac{1}{2} \sum_{i = 1}^{n} (a_{i} - y_{i})^{2}"),
    (r"a^{[1]}=f^{[1]}(z^{[1]})", "a^{[1]} = f^{[1]}(z^{[1]})"),
    (r"(a^{[2]})_{i}", "a^{[2]}_{i}"),
    (r"1 + \dots + n", r"1 + \ldots + n"),
]  # fmt: skip  # a table


@pytest.mark.parametrize(("written", "printed"), WRITTEN)
def test_what_people_write_is_read(written, printed):
    """A formula written by hand inside the dialect is understood, and from then on printed one way."""
    node = read(written)

    assert printed == latex(node)
    assert node == read(printed)


#: What is no formula of ours: the word that is named, and its place.
REFUSED = [
    (r"3 \foo", r"'\\foo' at 2"),
    (r"\bigl( x \bigr)", r"'\\bigl' at 0"),
    (r"x \, y", r"'\\,' at 2"),
    (r"x \quad y", r"'\\quad' at 2"),
    ("x % y", "'%' at 2"),
    ("x & y", "'&' at 2"),
    ("|x|", "'|' at 0"),
    ("x / y", "'/' at 2"),
    ("1{,}5", "',' at 2"),
    ("x 2", "'2' at 2: a figure in a product stands after"),
    (r"2 \times 3 + 1", r"'+' at 11"),
    (r"1 + 2 \times 3", r"'\\times' at 6: it is for shapes alone"),
    (r"a \cdot b \odot c", r"'\\odot' at 10: parentheses must say"),
    (r"a \odot b c", "'c' at 10: parentheses must say"),
    ("W^T", "'T' at 2: a transpose is written"),
    ("W^{T}", "'T' at 3: a transpose is written"),
    ("x^{2}^{3}", "'^' at 5"),
    ("x^23", "'23' at 2"),
    ("x_1_2", "'_2' at 3"),
    ("z^{[1]2}", "'2' at 6"),
    ("z^{[0]}", "'^{[0]}' at 1: layers are counted from 1"),
    ("z^{[1]}^{2}", "'^' at 7: what has a raised mark already"),
    ("f^{2}(x)", "'^' at 1: put the power or the index of a function behind its arguments"),
    ("f'^{2}(x)", "'^' at 2: put the power or the index of a derivative behind its arguments"),
    (r"\tanh^{-1}(x)", "'^' at 5: put the power"),
    (r"\tanh^2 x", "'x' at 8: the arguments of a power of a function stand in parentheses"),
    (r"\frac12", "'12' at 5: { must stand here"),
    (r"\frac{d x + 1}{d y}", "'d' at 6: it would read as a derivative"),
    (r"\frac{\partial^2 J}{\partial x^2}", "'^' at 14"),
    (r"\frac{d}{dx} x^2", "'x' at 13: a derivative stands before brackets"),
    (r"\begin{pmatrix} 1 \end{pmatrix}", r"'\\begin{pmatrix}' at 0"),
    (r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", "the rows of a matrix have different lengths"),
    (r"\begin{bmatrix} 1 ; 2 \end{bmatrix}", "';' at 18"),
    (r"x + \begin{aligned} a \end{aligned}", r"'\\begin{aligned}' at 4"),
    (r"\operatorname{relu}(x)", r"'\\operatorname{relu}' at 0"),
    (r"\mathbf{x}", r"'\\mathbf' at 0"),
    (r"\text{50\%}", r"'\\text' at 0"),
    (r"\text{$x$}", r"'\\text' at 0"),
    ("(x]", "']' at 2"),
    (r"\left(x)", "')' at 7"),
    ("+ x", "'+' at 0"),
    ("x +", "it ends too soon"),
    ("", "it ends too soon"),
    ("x²", "'²' at 1"),
    ("(1, 2, 3)", "',' at 5"),
    (r"\sum x", "'x' at 5: a sum names its index below"),
]


@pytest.mark.parametrize(("written", "complaint"), REFUSED)
def test_what_is_outside_the_dialect_is_refused_by_name(written, complaint):
    """One line names the word and its place; nothing is understood by half."""
    with pytest.raises(UserError) as refusal:
        read(written)

    place, _, why = complaint.rpartition(": ") if ": " in complaint else (complaint, "", "")
    assert place in str(refusal.value)
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("written", "notation"),
    [
        ("J", Notation(loss="L")),
        ("\\mathcal{L}", Notation()),
        ("\\eta", Notation(rate="\\alpha")),
        ("z^{(1)}", Notation()),
        ("z^{[1]}", Notation(layer="paren")),
        ("A_{12}", Notation(convention="row")),
    ],
)
def test_a_letter_of_another_notation_is_refused(written, notation):
    """A wording that is not in the notation of the course does not pass."""
    with pytest.raises(UserError, match="cannot read"):
        read(written, notation)


def test_a_mark_means_what_the_notation_says():
    """The same marks are a layer in one notation and a power or an index in another."""
    assert Sym("z", 2) == read("z^{2}", Notation(layer="superscript"))
    assert Pow(Sym("z"), Num("2")) == read("z^{2}")
    assert Sym("z", 2) == read("z_2", Notation(layer="subscript"))
    assert Sym("z", 0, (2,)) == read("z_2")
    assert Pow(Sym("x"), Num("2")) == read("x^{2}", Notation(layer="superscript"))
    assert Sym("z", 1, (2,)) == read("(z_{1})_{2}", Notation(layer="subscript"))
    assert Sym("w", 0, (2, 1)) == read("w_{12}", Notation(index="input-output"))


def test_capitals_are_the_letters_of_the_rows():
    """In row convention Z is the matrix that is z elsewhere, its entries are small, and a small z is a number."""
    rows = Notation(convention="row")

    assert Sym("z", 1) == read("Z^{[1]}", rows)
    assert Sym("z", 1, (1, 2)) == read("z^{[1]}_{1,2}", rows)
    assert Sym("~z") == read("z", rows)
    assert latex(Sym("~z")) == "z"


def test_a_sign_that_touches_its_digits_belongs_to_them():
    """-2 is a literal where an operand stands; between operands, or apart from the digits, it is a minus."""
    assert Num("-2") == read("-2")
    assert Neg(Num("2")) == read("- 2")
    assert read("a - 2") == read("a-2") == read("a -2")
    assert Mul((Num("3"), Num("-2")), dot=True) == read(r"3 \cdot (-2)")


def test_e_and_d_are_letters_too():
    """e with a power is the exponential, and without one a letter; d alone is a letter."""
    assert Exp(Sym("x")) == read("e^x")
    assert Mul((Sym("e"), Sym("d"))) == read("e d")


def test_a_function_without_arguments_is_its_letter():
    """σ is a symbol, f' the derivative as a function."""
    assert Sym("sigmoid") == read(r"\sigma")
    assert Fn("f", (), 1) == read("f'")
    assert Listing((Sym("relu"), Fn("sigmoid", (), 2))) == read(r"\operatorname{ReLU}, \quad \sigma''")


def test_a_line_may_go_on_from_the_one_above():
    """A relation at the head has a blank left side."""
    assert Chain((Text(""), Num("2")), ("=",)) == read("= 2")


def test_what_is_nested_too_deeply_is_refused():
    """A thousand brackets are a user's mistake, not a crash."""
    with pytest.raises(UserError, match="too deeply"):
        read("(" * 5000 + "x" + ")" * 5000)


def test_words_keep_marks_together():
    """What belongs together is one word."""
    expected = [r"\begin{bmatrix}", "-2", "&", "x", "_{12}", "^{[1]}", END, END, END]

    assert expected == words(r"\begin{bmatrix}-2 & x_{12}^{[1]}")


def test_the_place_of_an_error_is_that_of_its_word():
    """Places count characters from 0."""
    assert str(unreadable("a  b", 1, "why")) == "cannot read 'b' at 3 in 'a  b': why"
