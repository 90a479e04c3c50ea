"""Functions that nobody prepared: what is proved of them is held against values computed by mpmath from their text."""

import functools
import itertools
import math
import re

import mpmath
import pytest

from chalkgrad.derive import record
from symbolic.errors import UserError

#: Functions of every kind that the proofs tell apart: rational, exponential, with a root, piecewise, with irrational
#: kinks, even, odd, bounded and not.
UNSEEN = (
    "x/(1+abs(x))",
    "max(0, x)^2",
    "x*exp(-x^2)",
    "atan(x)",
    "log(cosh(x))",
    "1/(1+exp(-x))^2",
    "x^3/(1+x^2)",
    "sqrt(1+x^2)-1",
    "x/sqrt(1+x^2)",
    "(x+sqrt(x^2+4))/2",
    "min(max(x,-1),1)",
    "exp(x)/(exp(x)+1)",
    "abs(x)^3",
    "abs(x^2-2)",
    "max(exp(x)-2, 0)",
    "max(x, exp(x)-1)",
    "tanh(x)^2",
    "x-tanh(x)",
    "sigmoid(2*x)-sigmoid(x)",
    "tanh(x)/(1+x^2)",
    "x*log(1+exp(-abs(x)))",
    "exp(-exp(-x))",
    "x*sigmoid(1.702*x)",
    "x*erf(x)",
    "exp(-x^2)*x^2",
    "x^4-3*x^2+x",
)
EXACT = {  # (property, exact value, exact place): from the literature and by hand
    "x*exp(-x^2)": ("maximum", "sqrt(2)*exp(-1/2)/2", "sqrt(2)/2"),
    "x^3/(1+x^2)": ("derivative_maximum", "9/8", "-sqrt(3)"),
    "1/(1+exp(-x))^2": ("derivative_maximum", "8/27", "log(2)"),
    "x*sigmoid(x)": ("minimum", "-LambertW(exp(-1))", "-1 - LambertW(exp(-1))"),
    "tanh(x)^2": ("derivative_maximum", "4*sqrt(3)/9", "log(sqrt(3) + 2)/2"),
    "exp(-exp(-x))": ("derivative_maximum", "exp(-1)", "0"),
    "sqrt(1+x^2)-1": ("minimum", "0", "0"),
}
CLOSED = {
    "exp(x)/(exp(x)+1)": "f(x) (1 - f(x))",
    "2/(1+exp(-2*x))-1": "1 - (f(x))^{2}",
    "x*sigmoid(x)": r"\sigma(x) (1 + x - f(x))",
    "tanh(3*x)": "3 (1 - (f(x))^{2})",
    "exp(2*x+1)": "2 f(x)",
    "log(cosh(x))": r"\tanh(x)",
    "log(1+exp(2*x))/2": r"\sigma(2 x)",
}

found = functools.cache(record)
each = pytest.mark.parametrize("text", UNSEEN)


def computed(text):
    """Return f as mpmath computes it from the text itself, by no code of ours."""
    names = {
        "exp": mpmath.exp,
        "log": mpmath.log,
        "sqrt": mpmath.sqrt,
        "tanh": mpmath.tanh,
        "cosh": mpmath.cosh,
        "erf": mpmath.erf,
        "atan": mpmath.atan,
        "abs": abs,
        "max": max,
        "min": min,
        "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
        "LambertW": mpmath.lambertw,
        "pi": mpmath.pi,
    }
    code = compile(re.sub(r"(\d+(\.\d+)?)", r"mpf('\1')", text.replace("^", "**")), text, "eval")
    return lambda x: eval(code, {**names, "mpf": mpmath.mpf, "x": x})  # noqa: S307  # texts of this file and our own


def points(text):
    """Return points of the line away from the kinks."""
    kinks = [
        computed(piece["at"].replace("\\sqrt{2}", "sqrt(2)").replace("\\ln 2", "log(2)"))(0)
        for piece in found(text)["kinks"]
    ]
    spread = [mpmath.mpf(k) / 13 + mpmath.mpf("0.017") for k in range(-90, 91)]
    return [x for x in spread if all(abs(x - kink) > 0.02 for kink in kinks)]


def slope(text):
    """Return f' by a difference of f at forty digits."""
    f, step = computed(text), mpmath.mpf(10) ** -16
    return lambda x: (f(x + step) - f(x - step)) / (2 * step)


@pytest.fixture(autouse=True)
def _digits():
    with mpmath.workdps(40):
        yield


@each
@pytest.mark.parametrize("order", [0, 1])
def test_no_value_lies_outside_what_is_proved(text, order):
    """All values lie in the proved image, and come near its finite ends."""
    proved = found(text)["properties"]["derivative_range" if order else "range"]
    values = list(map(slope(text) if order else computed(text), points(text)))
    low, high = (proved[side]["value"] for side in ("low", "high"))

    assert low is None or min(values) >= low - 1e-12
    assert high is None or max(values) <= high + 1e-12
    for part, after in itertools.pairwise(proved.get("parts", [proved])):
        assert not any(part["high"]["value"] + 1e-12 < y < after["low"]["value"] - 1e-12 for y in values)


@each
def test_extremes_are_where_they_are_said_to_be(text):
    """f takes its least and greatest value at the places that are named, f' its own; the digits are those of mpmath."""
    facts = found(text)["properties"]
    for name, g in (("minimum", computed(text)), ("maximum", computed(text))):
        for at in [facts[name], *facts[name].get("also_at", ())] if facts[name] else []:
            assert abs(g(mpmath.mpf(at["at"])) - facts[name]["value"]) < 1e-12
    for name in ("derivative_minimum", "derivative_maximum"):
        extreme = facts[name]
        if extreme and not extreme.get("one_sided"):
            for at in (extreme, *extreme.get("also_at", ())):
                near = min(abs(slope(text)(mpmath.mpf(at["at"]) + side * 1e-9) - extreme["value"]) for side in (-1, 1))
                assert near < 1e-6


@each
def test_shape_is_what_the_values_show(text):
    """Parity, monotony and saturation agree with values of the function."""
    facts, f, g = found(text)["properties"], computed(text), slope(text)
    spread = points(text)
    odd = all(abs(f(-x) + f(x)) < 1e-25 for x in spread)
    even = all(abs(f(-x) - f(x)) < 1e-25 for x in spread)

    assert facts["parity"] == ("odd" if odd else "even" if even else "neither")
    for stretch in facts["rises"]:
        low, high = (stretch[side]["value"] for side in ("low", "high"))
        inside = [g(x) for x in spread if (low is None or x > low + 0.03) and (high is None or x < high - 0.03)]
        sign = {"increasing": 1, "decreasing": -1, "constant": 0}[stretch["is"]]
        assert all(y * sign >= -1e-15 if sign else abs(y) < 1e-15 for y in inside)
    for side, where in facts["saturates"].items():
        if where:
            beyond = [g(x) for x in spread if (x < where["at"] if side == "left" else x > where["at"])]
            assert all(abs(y) < 0.01 for y in beyond)


@each
def test_slopes_are_those_that_differences_give(text):
    """The slope of each branch equals a difference quotient of the text, and so does each line before it."""
    import sympy

    x = sympy.Symbol("x")
    entry, g = found(text), slope(text)
    slopes = sympy.lambdify(x, sympy.sympify(entry["result"]["sympy"]), "mpmath")
    for at in points(text)[::9]:
        assert abs(slopes(at) - g(at)) < 1e-14 * (1 + abs(g(at)))


@pytest.mark.parametrize(("text", "known"), EXACT.items())
def test_extremes_are_exact_where_there_is_an_exact_form(text, known):
    """A value and a place that have a closed form are given by it."""
    which, value, at = known
    fact = found(text)["properties"][which]

    assert (fact["exact"], fact["exact_at"]) == (value, at)
    assert math.isclose(computed(value)(0).real, fact["value"], rel_tol=1e-15, abs_tol=1e-15)
    assert math.isclose(computed(at)(0).real, fact["at"], rel_tol=1e-15, abs_tol=1e-15)


@pytest.mark.parametrize(("text", "closed"), CLOSED.items())
def test_slopes_are_written_in_the_function_itself(text, closed):
    """Where the slope is a polynomial in f it is said so, without anything being typed in."""
    assert found(text)["closed_form"] == closed


def test_no_closed_form_divides_by_x():
    """x e^{-x²} has the slope (1/x - 2x) f(x), which says nothing at 0: it is not taken."""
    assert "f(x)" not in found("x*exp(-x^2)")["closed_form"]


@pytest.mark.parametrize(
    ("text", "kinks"),
    [
        ("abs(x^2-2)", ["-\\sqrt{2}", "\\sqrt{2}"]),
        ("max(exp(x)-2, 0)", ["\\ln 2"]),
        ("x*abs(x)", ["0"]),
    ],
)
def test_kinks_are_exact(text, kinks):
    """Kinks are opened wherever they have an exact form."""
    assert [kink["at"] for kink in found(text)["kinks"]] == kinks


def test_a_maximum_that_only_touches_has_no_kink():
    """e^x - 1 lies above x everywhere and touches it at 0: the maximum of the two is e^x - 1."""
    entry = found("max(x, exp(x)-1)")

    assert entry["kinks"] == []
    assert entry["definition"]["sympy"] == "exp(x) - 1"


@pytest.mark.parametrize("text", ["1/x", "sin(x)/x", "x/(1-abs(x))", "x*cos(x)", "exp(sin(x))"])
def test_what_is_not_proved_gives_no_reason(text):
    """A property that was not decided says so, and nothing follows from it for or against."""
    entry = found(text)
    points_ = {one["point"] for side in ("for", "against") for one in entry["verdict"][side]}

    assert entry["properties"]["range"] == "not proved"
    assert not points_ & {"units can die", "sparse", "bounded output", "not monotone"}


@pytest.mark.parametrize(
    ("text", "holes"),
    [("1/x", ["0"]), ("x/(1-abs(x))", ["-1", "1"]), ("sin(x)/x", ["0"]), ("1/(x^2-2)", ["-sqrt(2)", "sqrt(2)"])],
)
def test_gaps_of_the_domain_are_named(text, holes):
    """Where a bottom vanishes the function has no value, and the table says so."""
    assert [one["exact"] for one in found(text)["properties"]["domain"]["except"]] == holes


def test_a_kink_without_an_exact_form_is_refused_by_its_place():
    """|x^5 - x - 1| turns at a point that no formula writes."""
    with pytest.raises(UserError, match=r"near x = 1\.1673"):
        record("abs(x^5 - x - 1)")


def test_the_judge_bites():
    """The difference quotients see a slope that is wrong by a thousandth."""
    g = slope("x*exp(-x^2)")

    assert abs(g(mpmath.mpf(1)) + mpmath.exp(-1)) < 1e-14
    assert abs(g(mpmath.mpf(1)) + mpmath.exp(-1) + 0.001) > 1e-4


def test_a_piece_that_vanishes_is_written_as_0():
    """x² tanh(max(0, x)) is 0 on the left, where tanh(0) is not left standing, the slopes told piece by piece."""
    entry = found("x^2*tanh(max(0, x))")

    assert [line["latex"] for line in entry["lines"] if line["where"] == "x < 0"][::2] == ["0", "0"]
    assert entry["result"]["sympy"].startswith("Piecewise")
