"""A user's own function: read strictly, derived by the same rules, refused by name where it cannot be."""

import json

import pytest

from chalkgrad.derive import derivation, record
from chalkgrad.derived_pages import FORMATS
from symbolic.activations import ACTIVATIONS
from symbolic.errors import UserError
from symbolic.expression import expression

GOOD = {
    "x/(1+abs(x))": "1/((1 + x)**2)",
    "max(0, x)^2": "2*x",
    "exp(-x**2)": "-2*x*exp(-x**2)",
    "log(1 + t^2)": "2*x/(1 + x**2)",
    "x*tanh(log(1+exp(x)))": "tanh(log(1 + exp(x)))",
    "sqrt(x^2)": "Piecewise((1,",
    "2^x": "log(2)*exp(x*log(2))",
    "tan(x)": "cos(x)",
    "gelu(x)": "erf",
}

BAD = {
    "sigmod": "did you mean 'sigmoid'",
    "x*y": "several variables (x, y)",
    "3 + 4": "has no variable",
    "log(x)": "no real value at x = -11.63: a logarithm or root of a negative number",
    "sqrt(x)": "no real value at x = -",
    "1/(x - x)": "has no real value anywhere: it divides by zero",
    "x^x": "no real value",
    "(x + 1": "this bracket is never closed, at >>> in  >>>(x + 1",
    "x + 1)": "never opened, at >>> in  x + 1>>>)",
    "2x": "an operator is missing (write 2*x, not 2x)",
    "x +": "missing, at >>> in  x +>>>",
    "__import__('os')": "no part of a formula",
    "open(x)": "'open' is no function that is known here",
    "x.real": "no part of a formula",
    "lambda x: x": "no part of a formula",
    "foo + x": "neither a function nor a variable",
    "max(x)": "max takes 2 arguments, not 1",
    "tanh + x": "needs its argument in brackets",
    "(" * 60 + "x" + ")" * 60: "nested more than 40 deep",
    "-" * 200 + "x": "more than 40 signs",
    "x" + "+x" * 180: "at most 150",
    "x + " * 150 + "x": "at most 400",
    "abs(x^5 - x - 1)": "a point without an exact form",
    "": "missing",
    "sqrt(x^2 - 9)": "no real value at x = ",
    "max(x*x*x, 3)": "a point that no exact form writes",
    "log(abs(x))": "beside x = 0 the slope grows without bound",
    "sqrt(abs(x))": "beside x = 0 the slope grows without bound",
    "exp(1/abs(x))": "beside x = 0 the slope grows without bound",
    "LambertW(abs(x))": "nothing can be proved of lambert here",
    "x^(1/3)": "a power with a broken exponent is taken of positive numbers only",
    "x^1.5": "a power with a broken exponent is taken of positive numbers only",
    "max(0,x)^-1": "has no real value for x < 0: it divides by zero",
}


@pytest.mark.parametrize(("text", "slope"), GOOD.items())
def test_a_function_of_the_users_own_is_derived(text, slope):
    """The slope of the branch on the right is the one that calculus gives."""
    found = json.loads(derivation(text, None, "json"))

    assert slope in found["result"]["sympy"]
    assert all(
        line["proof"].get("algebra") == "sympy.cancel" for line in found["lines"] if line["rule"] != "definition"
    )


@pytest.mark.parametrize(("text", "why"), BAD.items())
def test_bad_input_gets_one_clear_line(text, why):
    """What cannot be read or derived is refused with the reason and the place, and nothing is executed."""
    with pytest.raises(UserError) as caught:
        record(text)

    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_has_no_shorter_constant_is_printed_as_it_stands():
    """The slope of sin(max(x, 1)) at its kink holds cos(1), for which there is no shorter form."""
    assert "cos(1)" in derivation("sin(max(x, 1))", None, "text")


def test_a_periodic_function_claims_nothing_that_is_not_proved():
    """Of sin its slope is derived; its range is not, and is said not to be."""
    found = record("sin(x)")

    assert found["result"]["sympy"] == "cos(x)"
    assert found["properties"]["range"] == "not proved"


def test_an_exponent_is_worked_out():
    """1 + 1, 2^2 and 4/2 are exponents like any other; what holds x, or is too large, stays as it stands."""
    assert expression("x^(1+1)") == expression("x^(4/2)") == expression("x^2")
    assert expression("x^2^2") == expression("x^4")
    assert expression("x^(1/2)") == expression("sqrt(x)")
    assert expression("2^(x+1)") != expression("2^x")


def test_a_constant_without_a_name_of_ours_stands_as_it_is():
    """The slope of erf(|x|) at its corner holds a root of π."""
    assert "erf(abs(x))" in derivation("erf(abs(x))", None, "text")


def test_powers_are_read_both_ways():
    """** and ^ are the same power, and a minus before a power is taken after it."""
    assert expression("-x**2") == expression("-x^2") == expression("-(x^2)")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_entry_prints_in_every_format(name, form):
    """Each entry of the catalogue is printed by each format."""
    assert derivation(name, None, form).strip()


def test_an_unknown_route_is_refused():
    """A misspelt route is answered with those that there are."""
    with pytest.raises(UserError, match="did you mean 'quotient'"):
        derivation("sigmoid", "quotent", "text")


def test_the_deadline_stops_what_takes_too_long():
    """What computes beyond the limit ends in one line."""
    from chalkgrad.derive import deadline

    def for_ever():
        while True:
            pass

    with pytest.raises(UserError, match="takes longer"), deadline(1, "f"):
        for_ever()
