"""Exact numbers with logarithms: their arithmetic is SymPy's, and every way of writing one reads back as itself."""

from __future__ import annotations

import operator
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.evaluate import evaluate
from symbolic.exact import Exact, NotExact, decimal, exp, ln, node, sign, spelled
from symbolic.fields import EXACT, WORK
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.reader import read

few = settings(max_examples=30, deadline=None)
rationals = st.fractions(-9, 9, max_denominator=9)
positive = st.fractions(Fraction(1, 40), 40, max_denominator=40)
logarithms = st.builds(lambda q, m: q * ln(m), rationals, positive)
#: Sums of a rational, logarithms and products of two logarithms.
exacts = st.builds(
    lambda q, u, v, w: q + u + v * w, rationals, logarithms, logarithms, logarithms | st.just(Fraction(0))
)


def in_sympy(value):
    """Return the number to 40 digits as SymPy has it, from its terms and not from what it is spelled as."""
    terms = value.terms if isinstance(value, Exact) else {(): value}
    return sum(
        sympy.Rational(q.numerator, q.denominator) * sympy.prod(sympy.log(p).n(40) for p in logs)
        for logs, q in terms.items()
    )


def near(u, v):
    """Whether two numbers of SymPy are the same to 25 places."""
    return abs(u - v) < sympy.Float("1e-25", 40)


@few
@given(exacts, exacts)
def test_sums_and_products_are_those_of_sympy(u, v):
    """Sum, difference and product agree with SymPy, and so does the opposite."""
    for combine in (operator.add, operator.sub, operator.mul):
        assert near(in_sympy(combine(u, v)), combine(in_sympy(u), in_sympy(v)))
    assert near(in_sympy(-u), -in_sympy(u))


@few
@given(exacts, rationals, st.integers(0, 3))
def test_a_rational_goes_on_either_side(u, q, power):
    """A rational is added, taken away, multiplied and divided from either side; powers are products."""
    assert q + u == u + q
    assert q - u == -(u - q)
    assert q * u == u * q
    assert q == 0 or u / q * q == u
    assert near(in_sympy(Fraction(1) * u**power), in_sympy(u) ** power)


@few
@given(exacts)
def test_what_is_rational_is_a_fraction(u):
    """Where all logarithms cancel a plain rational is left, and equal numbers are equal and hash alike."""
    nothing = u - u

    assert nothing == 0
    assert not isinstance(nothing, Exact)
    assert u + 0 == u
    assert hash(u + 0) == hash(u)


@few
@given(positive, positive)
def test_logarithms_are_gathered(p, q):
    """The logarithm of a product is the sum, ln 6 - ln 2 = ln 3 without anybody simplifying."""
    assert ln(p * q) == ln(p) + ln(q)
    assert ln(p / q) == ln(p) - ln(q)
    assert ln(6) - ln(2) == ln(3)


@few
@given(positive)
def test_exp_undoes_ln(q):
    """e^(ln q) = q and e^(-2 ln q) = 1/q², exactly; of a whole combination too."""
    assert exp(ln(q)) == q
    assert exp(-2 * ln(q)) == 1 / q**2
    assert exp(Fraction(0)) == 1
    assert ln(exp(3 * ln(q))) == 3 * ln(q)


@few
@given(st.lists(st.tuples(st.integers(-3, 3), st.sampled_from([2, 3, 5, 7])), max_size=4))
def test_ln_undoes_exp(terms):
    """Of each whole combination of logarithms, ln(e^v) = v."""
    value = sum((k * ln(p) for k, p in terms), start=Fraction(0))

    assert ln(exp(value)) == value


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: ln(0),
        lambda: ln(-2),
        lambda: ln(ln(2)),
        lambda: exp(1),
        lambda: exp(Fraction(1, 2)),
        lambda: exp(ln(2) / 2),
        lambda: exp(ln(2) + 1),
        lambda: exp(ln(2) * ln(2)),
        lambda: 1 / ln(2),
        lambda: ln(3) / ln(2),
        lambda: EXACT.sqrt(2),
    ],
)
def test_what_has_no_exact_form_is_refused(impossible):
    """Powers of e that are no rational, logarithms below a fraction, of nothing and of less: NotExact."""
    with pytest.raises(NotExact):
        impossible()


@few
@given(exacts)
def test_the_decimal_is_the_number(u):
    """The decimal agrees with SymPy's to 20 places; sign and float agree with it."""
    with localcontext(WORK):
        found = decimal(u)
    right = sympy.Float(in_sympy(u), 40)

    assert abs(sympy.Float(str(found), 40) - right) < sympy.Float("1e-20", 40)
    assert sign(u) == sympy.sign(right) or abs(right) < 1e-20
    assert float(u) == pytest.approx(float(right), abs=1e-15)


def test_signs_of_all_kinds_of_number():
    """Whole numbers, fractions, decimals and logarithms have signs."""
    values = [-3, 0, Fraction(1, 2), Decimal("-0.1"), Decimal("-0"), ln(2), ln(Fraction(1, 2)), ln(2) - 1]

    assert [sign(value) for value in values] == [-1, 0, 1, -1, 0, 1, -1, -1]


@few
@given(exacts)
def test_what_is_spelled_sympy_reads(u):
    """The string in a record is the number for SymPy."""
    assert near(sympy.sympify(spelled(u)).n(40), in_sympy(u))


@pytest.mark.parametrize("log", ["ln", "log"])
@few
@given(u=exacts)
def test_what_is_printed_reads_back(log, u):
    """Tree, LaTeX, tree, value: the number comes back, in either name of the logarithm."""
    notation = Notation(log=log)

    assert evaluate(node(u), EXACT) == u
    assert evaluate(read(latex(node(u), notation), notation), EXACT) == u


@pytest.mark.parametrize(
    ("value", "text", "printed"),
    [
        (2 * ln(2), "2*log(2)", "2 \\ln 2"),
        (ln(4), "2*log(2)", "2 \\ln 2"),
        (-ln(2) / 3, "-log(2)/3", "-\\frac{\\ln 2}{3}"),
        (1 + ln(Fraction(3, 2)), "1+log(3/2)", "1 + \\ln\\left(\\frac{3}{2}\\right)"),
        (ln(6) - ln(2), "log(3)", "\\ln 3"),
        (ln(Fraction(1, 2)), "-log(2)", "-\\ln 2"),
        (Fraction(-1, 2), "-1/2", "-\\frac{1}{2}"),
        (3, "3", "3"),
    ],
)
def test_a_number_is_written_as_a_teacher_writes_it(value, text, printed):
    """One logarithm of a number above 1, the sign in front, the denominator below everything."""
    assert spelled(value) == text
    assert latex(node(value)) == printed
    assert repr(value) == f"Exact({text})" or not isinstance(value, Exact)
