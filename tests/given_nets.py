"""Given problems of single layers and small nets, and what is not a value: what the tests of proofs share."""

from __future__ import annotations

from generators import draw
from generators.families import FAMILIES
from symbolic.notation import Notation

COLUMN, ROW = Notation(), Notation("row")
NET = {"x": [1, 2], "W1": [[1, -2], [3, 4]], "b1": [1, 2], "W2": [[1, 2]], "b2": [0], "y": [1]}
SMOOTH = {"x": [1, 2], "W1": [["0.1", "-0.2"], ["0.3", "0.4"]], "b1": [0, "0.1"], "W2": [["0.5", "0.3"]], "b2": [0]}


def given(name, numbers, rounding=None, notation=COLUMN):
    """Return the given problem of a family."""
    options = {"rounding": rounding} if rounding else {}
    return draw.given(FAMILIES[name], numbers, options, notation, 3, 1)


def layer(activation, W, b, x=(1, 2), rounding=None):
    """Return the given layer."""
    return given("dense-layer", {"x": list(x), "W": W, "b": b, "activation": activation}, rounding)


def moved(value):
    """Return what *value* is not."""
    return value + ("?" if isinstance(value, str) else 1)
