"""What is said of the point at which two branches meet: a slope that evaluates, no value, or a true refusal."""

import re

import pytest
from flint import arb

from chalkgrad.derive import derivation, record
from symbolic.activation import X
from symbolic.enclosure import value
from symbolic.errors import UserError
from symbolic.expression import expression

#: Functions whose slope has no value at x = 0 by its formula, and what it tends to from left and right.
TENDING = {
    "x*sqrt(abs(x))": (0, 0),
    "x^2*sqrt(abs(x))": (0, 0),
    "abs(x)^1.5": (0, 0),
    "max(0,x)^1.5": (0, 0),
    "x*max(0,x)^0.5": (0, 0),
    "log(1+sqrt(abs(x))^3)": (0, 0),
    "2*x+x*sqrt(abs(x))": (2, 2),
    "abs(x)+x*sqrt(abs(x))": (-1, 1),
}


@pytest.mark.parametrize(("text", "slopes"), TENDING.items())
def test_where_the_formula_of_a_slope_fails_its_limit_is_the_slope(text, slopes):
    """0/0 is no slope: beside a kink the one-sided slope is what f' tends to."""
    (kink,) = record(text)["kinks"]

    assert (kink["left"]["value"], kink["right"]["value"]) == slopes
    assert kink["left"]["latex"] == str(slopes[0])
    sentence = re.search(r"At x = 0 .*", derivation(text))[0]
    assert "√" not in sentence
    assert ("tend to" in sentence) == (slopes[0] == slopes[1])


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("x^2*sqrt(abs(x))", "if x < 0}"),
        ("abs(x-1)/(x^2-1)", "if x < 1}"),
        ("x*max(0,x)^0.5", "0 if x ≤ 0}"),
        ("max(0,x)^2", "0 if x ≤ 0}"),
    ],
)
def test_a_piece_of_the_slope_takes_in_the_kink_only_where_it_has_a_value_there(text, piece):
    """(-5 x²)/(2 √(-x)) is no slope at 0, so that it is said for x < 0 alone."""
    assert piece in re.search(r"^slope: .*", derivation(text), re.MULTILINE)[0]


@pytest.mark.parametrize("text", ["sqrt(abs(x))", "sqrt(max(0,x))", "max(0,x)^0.5", "abs(x)*log(abs(x))"])
def test_only_a_slope_that_grows_is_said_to_grow(text):
    """A root of 0 is 0, so that the branch has values; the slope beside it has no bound, and that is the reason."""
    with pytest.raises(UserError, match="beside x = 0 the slope grows without bound"):
        record(text)


@pytest.mark.parametrize("text", ["abs(x)/x", "max(x,0)/x", "x*abs(x)*log(abs(x))", "exp(-1/abs(x))"])
def test_where_a_function_has_no_value_it_neither_jumps_nor_gets_a_slope(text):
    """0 is not in the domain, so no convention takes a slope there."""
    page = derivation(text)

    assert "At x = 0 the function has no value, and so no slope." in page
    assert "jumps and has no slope" not in page


def test_a_value_that_is_none_is_not_lost_in_a_product_or_quotient():
    """0 · ln 0 and 0/√(-1) have no value, and no enclosure says 0."""
    for text, at in (("x*log(x)", 0), ("(x+1)/sqrt(x)", -1)):
        assert not value(expression(text), {X: arb(at)}, X).is_finite()
