"""Properties: proved from the definition, and never contradicted by the function itself."""

import re
from fractions import Fraction

import pytest

from symbolic.activation import X
from symbolic.activations import ACTIVATIONS
from symbolic.book import load
from symbolic.cores import Core, roots
from symbolic.curve import taylor
from symbolic.evaluate import evaluate
from symbolic.expression import expression
from symbolic.fields import EXACT
from symbolic.networks.special import bound
from symbolic.proof import as_fraction
from symbolic.statements import flat

SCALAR = [name for name in ACTIVATIONS if not ACTIVATIONS[name].vector]
each = pytest.mark.parametrize("name", SCALAR)

#: (activation, property, where, value): from the literature and by hand.
KNOWN = [
    ("sigmoid", "derivative_maximum", 0, 0.25),
    ("tanh", "derivative_maximum", 0, 1),
    ("swish", "minimum", -1.278464542761073795, -0.278464542761073795),
    ("swish", "derivative_maximum", 2.399357280515467668, 1.099839320128866917),
    ("gelu", "minimum", -0.751791524693564457, -0.169971207479903662),
    ("gelu", "derivative_maximum", 2**0.5, 1.128904145185154786),
    ("gelu-tanh", "minimum", -0.752461422071016258, -0.170040750571254051),
    ("mish", "minimum", -1.192431214515495212, -0.308843413017250407),
    ("mish", "derivative_minimum", -2.256376396360793, -0.112526122389462557),
    ("hard-swish", "minimum", -1.5, -0.375),
]


@pytest.mark.parametrize(("name", "which", "where", "value"), KNOWN)
def test_extrema_are_those_of_the_literature(name, which, where, value):
    """The proved extrema agree with published ones."""
    found = load(name)["properties"][which]

    assert found["at"] == pytest.approx(where, abs=1e-15)
    assert found["value"] == pytest.approx(value, abs=1e-15)


@each
@pytest.mark.parametrize("order", [0, 1])
def test_no_value_lies_outside_the_proved_range(name, order):
    """A thousand values of f and f' stay within the proved bounds."""
    activation = ACTIVATIONS[name]
    bounds = load(name)["properties"]["derivative_range" if order else "range"]
    low = bounds["low"]["value"] if bounds["low"]["value"] is not None else float("-inf")
    high = bounds["high"]["value"] if bounds["high"]["value"] is not None else float("inf")
    kinks = [as_fraction(kink) for kink in activation.kinks]
    for step in range(-120, 121):
        x = Fraction(step, 9) + Fraction(1, 1000)
        found = taylor(activation, sum(kink < x for kink in kinks), x, order)
        assert low - 1e-15 <= found <= high + 1e-15


@each
def test_everything_is_decided(name):
    """No property of the catalogue is left as not proved."""
    assert [key for key, found in load(name)["properties"].items() if found == "not proved"] == []


def test_elu_is_smooth_exactly_at_one():
    """The slopes of ELU agree at its kink where α = 1 and nowhere else."""
    agreements = [one for one in load("elu")["properties"]["in_parameters"] if one["holds"] == "smoothness"]

    assert [one["slopes_agree_at"] for one in agreements] == ["1"]


@pytest.mark.parametrize(
    ("name", "smooth"),
    [
        ("relu", "C^0"),
        ("elu", "C^1"),
        ("selu", "C^0"),
        ("softsign", "C^1"),
        ("step", "not continuous"),
        ("gelu", "C^oo"),
    ],
)
def test_smoothness(name, smooth):
    """The class of smoothness is found from the one-sided derivatives at the kinks."""
    assert load(name)["properties"]["smoothness"] == smooth


def test_a_core_with_a_double_root_is_not_decided():
    """(x - 1)² touches 0 without a change of sign: bisection alone cannot prove it, and says so."""
    from flint import arb

    core = Core(((2, 0, arb(1)), (1, 0, arb(-2)), (0, 0, arb(1))), ())

    assert roots(core, None, None) is None


def test_all_roots_of_a_core_are_found():
    """x² - 2 has the two roots that it has, and x² + 1 none."""
    from flint import arb

    found = roots(Core(((2, 0, arb(1)), (0, 0, arb(-2))), ()), None, None)

    assert sorted(float(root.mid()) for root in found) == pytest.approx([-(2**0.5), 2**0.5])
    assert roots(Core(((2, 0, arb(1)), (0, 0, arb(1))), ()), None, None) == []


def test_a_function_with_a_gap_claims_nothing():
    """1/x has no value at 0: what would need one is not proved."""
    from symbolic.branching import activation_of
    from symbolic.properties import NOT_PROVED, properties

    found = properties(activation_of(expression("1/x"), "1/x"))

    assert found["smoothness"] == found["range"] == found["monotone"] == NOT_PROVED
    assert found["parity"] == "odd"


def test_the_sampler_samples_both_sides():
    """The points of the range test lie on both sides of every kink (test the sampler, not only the sample)."""
    points = [Fraction(step, 9) + Fraction(1, 1000) for step in range(-120, 121)]

    for name in SCALAR:
        for kink in map(as_fraction, ACTIVATIONS[name].kinks):
            assert any(x < kink for x in points)
            assert any(x > kink for x in points)
    assert X.name == "x"


@each
def test_a_bound_holds_as_it_is_printed(name):
    """By its printed digits: beyond the printed |x| the slope is under 1 %, and nowhere over the printed bound."""
    facts = load(name)["properties"]
    lipschitz, saturates = facts["lipschitz"], facts["saturates"]
    if isinstance(lipschitz, dict) and lipschitz["value"]:
        printed = evaluate(bound(name)[0].tree.sides[1], EXACT)
        assert lipschitz["value"] <= float(printed) < lipschitz["value"] * 1.001
    if isinstance(saturates, dict):
        for figures in (3, 4):
            for sign, at in re.findall(r"x ([<>]) (-?[\d.]+)", flat(saturates, figures)):
                end = saturates["left" if sign == "<" else "right"]["at"]
                assert float(at) <= end if sign == "<" else float(at) >= end
