"""The book before other judges: SymPy reads every line back, and automatic differentiation recomputes every slope."""

import math

import pytest

from symbolic.activations import ACTIVATIONS
from symbolic.book import load
from symbolic.proof import as_fraction

SCALAR = [name for name in ACTIVATIONS if not ACTIVATIONS[name].vector]
each = pytest.mark.parametrize("name", SCALAR)


def spots(name, where=None):
    """Return points off the kinks, on one branch of an activation or on all."""
    kinks = [float(as_fraction(kink)) for kink in ACTIVATIONS[name].kinks]
    points = [k / 7 + 0.013 for k in range(-60, 61)]
    if where is None:
        return points
    low, high = ([-math.inf, *kinks][where], [*kinks, math.inf][where])
    return [x for x in points if low < x < high][::17]


@each
def test_sympy_reads_every_line_back(name):
    """Each line's string for SymPy has the value of the slope (or of the function) on its branch."""
    import sympy

    x, entry = sympy.Symbol("x"), load(name)
    places = {piece["where"]: place for place, piece in enumerate(entry["pieces"])}
    branches = [piece["definition"]["sympy"] for piece in entry["pieces"]] or [entry["definition"]["sympy"]]
    lines = [line for route in entry["routes"].values() for line in route["lines"]] + entry["second"]["lines"]
    for line in lines:
        place = places.get(line.get("where"), 0)
        truth = sympy.diff(sympy.sympify(branches[place]), x, line["left"].count("'"))
        gap = sympy.lambdify(x, sympy.sympify(line["sympy"]).doit() - truth, "mpmath")
        assert all(abs(gap(point)) < 1e-9 for point in spots(name, place)), line


def functions():
    """Return the activations written for automatic differentiation, from their usual definitions."""
    import autograd.numpy as np

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def elu(x):
        return np.where(x > 0, x, np.exp(np.where(x > 0, 0, x)) - 1)

    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return {
        "identity": lambda x: 1 * x,
        "step": lambda x: 0 * x + (x > 0),
        "sigmoid": sigmoid,
        "tanh": np.tanh,
        "relu": lambda x: x * (x > 0),
        "leaky-relu": lambda x: np.where(x > 0, x, 0.01 * x),
        "prelu": lambda x: np.where(x > 0, x, 0.25 * x),
        "elu": elu,
        "selu": lambda x: scale * np.where(x > 0, x, alpha * elu(x)),
        "softplus": lambda x: np.log(1 + np.exp(x)),
        "swish": lambda x: x * sigmoid(x),
        "gelu-tanh": lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
        "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
        "hard-sigmoid": lambda x: np.where(x > 3, 1, np.where(x < -3, 0, x / 6 + 0.5)),
        "hard-swish": lambda x: np.where(x > 3, x, np.where(x < -3, 0, x * (x + 3) / 6)),
        "relu6": lambda x: np.where(x > 6, 6, np.where(x < 0, 0, x)),
        "softsign": lambda x: x / (1 + np.abs(x)),
    }


@each
def test_slopes_agree_with_automatic_differentiation(name):
    """The slope in the book is what autograd makes of the definition, off the kinks; for GELU math.erf is the judge."""
    pytest.importorskip("autograd")
    import sympy
    from autograd import elementwise_grad

    x = sympy.Symbol("x")
    slope = sympy.lambdify(x, sympy.sympify(load(name)["result"]["sympy"]), "math")
    if name == "gelu":
        known = [
            (1 + math.erf(p / 2**0.5)) / 2 + p * math.exp(-p * p / 2) / math.sqrt(2 * math.pi) for p in spots(name)
        ]
    else:
        import autograd.numpy as np

        known = elementwise_grad(functions()[name])(np.array(spots(name)))

    assert [slope(point) for point in spots(name)] == pytest.approx(list(known), rel=1e-12, abs=1e-12)
