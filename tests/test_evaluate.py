"""A tree is computed alike in every kind of number, and what has no value is refused."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.activations import ACTIVATIONS
from symbolic.arithmetic import NotComputable, entrywise, plus, scalar, softmax, times
from symbolic.evaluate import activate, evaluate
from symbolic.exact import NotExact, ln
from symbolic.fields import DECIMAL, EXACT, WORK, interval_field
from symbolic.tree import Abs, Add, Exp, Fn, Frac, Hadamard, Matrix, Mul, Neg, Num, Pow, Sym, Text, Transpose

BALLS = interval_field(6)
FIELDS = {"exact": EXACT, "decimal": DECIMAL, "interval": BALLS}
few = settings(max_examples=40, deadline=None)
literals = st.integers(-50, 50).map(lambda n: Num(str(Decimal(n) / 10)))
trees = st.recursive(
    literals,
    lambda below: (
        st.builds(lambda u, v: Add((u, v)), below, below)
        | st.builds(lambda u, v: Mul((u, v), dot=True), below, below)
        | st.builds(lambda u, n: Frac(u, Num(str(n))), below, st.integers(1, 8))
        | st.builds(lambda u, n: Pow(u, Num(str(n))), below, st.integers(1, 3))
        | st.builds(Neg, below)
        | st.builds(lambda u: Fn("max", (Num("0"), u)), below)
        | st.builds(Abs, below)
    ),
    max_leaves=8,
)


@few
@given(trees)
def test_the_three_fields_agree(tree):
    """Exact rationals, decimals of 28 digits and enclosures find the same value."""
    exact = evaluate(tree, EXACT)
    with localcontext(WORK):
        decimal = evaluate(tree, DECIMAL)
    ball = evaluate(tree, BALLS)

    assert abs(Fraction(decimal) - exact) <= Fraction(1, 10**18) * max(1, abs(exact))
    assert abs(float(ball.mid()) - float(exact)) <= float(ball.rad()) + 1e-9 * max(1, abs(float(exact)))


def test_the_square_of_an_output_at_its_target_is_nothing():
    """An enclosure with 0 in it, as (1.000000 - 1)² has one, is squared like any other."""
    square = evaluate(Pow(Add((Num("1.000000"), Neg(Num("1")))), Num("2")), BALLS)

    assert square.is_finite()
    assert square.contains(0)


@pytest.mark.parametrize("name", [n for n in ACTIVATIONS if n in ("sigmoid", "tanh", "relu", "leaky-relu", "identity")])
@pytest.mark.parametrize("z", ["-2.5", "-0.3", "0.7", "3"])
def test_activations_are_those_of_floats(name, z):
    """In decimals and enclosures an activation is what a calculator finds."""
    x = float(z)
    right = {
        "sigmoid": 1 / (1 + math.exp(-x)),
        "tanh": math.tanh(x),
        "relu": max(0, x),
        "leaky-relu": x if x > 0 else float(ACTIVATIONS["leaky-relu"].parameters[0].usual) * x,
        "identity": x,
    }[name]
    for field in (DECIMAL, BALLS):
        assert float(activate(name, field.number(z), field)) == pytest.approx(right, abs=1e-12)


def test_logarithms_give_exact_activations():
    """σ(ln 2) = 2/3 and tanh(ln 2) = 3/5; of 1/2 there is no exact sigmoid."""
    assert activate("sigmoid", ln(2), EXACT) == Fraction(2, 3)
    assert activate("tanh", ln(2), EXACT) == Fraction(3, 5)
    with pytest.raises(NotExact):
        activate("sigmoid", Fraction(1, 2), EXACT)


def column(*texts):
    """Return a written column."""
    return Matrix(tuple((Num(text),) for text in texts))


@pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))
@pytest.mark.parametrize(
    "tree",
    [
        Add((column("1", "2"), column("1", "2", "3"))),
        Add((Num("1"), column("1", "2"))),
        Mul((column("1", "2"), column("1", "2"))),
        Hadamard((column("1", "2"), Transpose(column("1", "2")))),
        Pow(Num("2"), Num("0.5")),
        Text("words"),
    ],
    ids=lambda tree: type(tree).__name__,
)
def test_what_does_not_fit_is_refused(field, tree):
    """Sums and products of shapes that do not fit, roots as powers, and words have no value."""
    with pytest.raises(NotComputable):
        evaluate(tree, field)


@pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))
def test_a_slope_goes_by_branches(field):
    """The slope of a piecewise linear function is that of the side on which z lies, the left one at 0 itself."""
    z, alpha = Sym("z"), Sym("alpha")
    at = {z: [[field.number(text)] for text in ("-3", "0", "2")], alpha: field.number("0.5")}
    slopes = {name: evaluate(Fn(name, (z,), 1), field, at) for name in ("relu", "leaky-relu", "identity")}

    assert [float(s[0]) for s in slopes["relu"]] == pytest.approx([0, 0, 1])
    assert [float(s[0]) for s in slopes["leaky-relu"]] == pytest.approx([0.5, 0.5, 1])
    assert [float(s[0]) for s in slopes["identity"]] == pytest.approx([1, 1, 1])


def test_a_slope_that_was_found_is_taken():
    """A slope that an earlier line found is that number, whatever a difference would give."""
    z = Sym("z")

    assert evaluate(Fn("sigmoid", (z,), 1), EXACT, {Fn("sigmoid", (z,), 1): Fraction(2, 9)}) == Fraction(2, 9)


def test_a_product_that_was_found_is_taken():
    """W x, found on the line before, stands for what was found there, so that a rounded product goes on rounded."""
    W, x = Sym("W"), Sym("x")

    assert evaluate(Add((Mul((W, x)), Num("1"))), EXACT, {Mul((W, x)): 5, W: 1, x: 1}) == 6


def test_a_bias_of_one_unit_is_added_to_each_sample():
    """A batch through one unit is a column, and its bias, a matrix of one entry, prints as a number."""
    assert evaluate(Add((column("1", "2"), Num("3"))), EXACT) == [[4], [5]]
    with pytest.raises(NotComputable, match="number added to a matrix"):
        evaluate(Add((Num("3"), column("1", "2"))), EXACT)


def test_matrices_by_hand():
    """Rows and columns, a bias added to each row, entries, a 1×1 matrix as its number, and shares that sum to 1."""
    assert times([[1, 2], [3, 4]], [[5], [6]]) == [[17], [39]]
    assert times([[1, 2]], [[3], [4]]) == 11
    assert plus([[1, 2], [3, 4]], [[10, 20]]) == [[11, 22], [13, 24]]
    assert entrywise(lambda u, v: u - v, [[1, 2]], 1) == [[0, 1]]
    assert scalar([[7]]) == 7
    assert softmax(EXACT, [[ln(1)], [ln(2)], [ln(3)]]) == [[Fraction(1, 6)], [Fraction(1, 3)], [Fraction(1, 2)]]
    assert softmax(EXACT, [[ln(1), ln(3)]]) == [[Fraction(1, 4), Fraction(3, 4)]]


def test_an_exponential_is_exact_where_it_can_be():
    """e^(2 ln 3) is 9, and a literal of as many decimals as are shown encloses all that round to it."""
    assert evaluate(Exp(Mul((Num("2"), Fn("ln", (Num("3"),))))), EXACT) == 9
    assert float(BALLS.number("0.123456").rad()) == pytest.approx(0.5e-6)
    assert float(BALLS.number("0.12345").rad()) < 1e-15
