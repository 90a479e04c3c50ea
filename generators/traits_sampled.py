"""The second road to the traits of the activations: each is sampled in NumPy, and its values are looked at.

Nothing here knows of the book. A fine grid shows slopes, kinks and flat regions, two points far out the bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from generators.numpy_later import np
from generators.traits import NEITHER, SIDES

#: What counts as no slope at the end of the grid, as far out, as a dead region's edge, as nothing, as nearly
#: nothing, as a jump of the slope, as one of the function.
TAIL, FAR, NEAR, NOISE, NEARLY, JERK, JUMP = 0.005, 1e6, 7, 1e-14, 1e-9, 0.05, 100


def _normal(x: Any) -> Any:
    """Φ(x) by the trapezoid rule over its density."""
    grid = np.linspace(-12.0, 12.0, 24001)
    heights = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    below = np.concatenate([[0.0], np.cumsum((heights[1:] + heights[:-1]) / 2 * np.diff(grid))])
    return np.interp(x, grid, below, 0.0, 1.0)


def _sigmoid(x: Any) -> Any:
    return np.where(
        x < 0, np.exp(np.minimum(x, 0)) / (1 + np.exp(np.minimum(x, 0))), 1 / (1 + np.exp(-np.maximum(x, 0)))
    )


SAMPLED: dict[str, Callable[[Any], Any]] = {
    "identity": lambda x: x, "step": lambda x: np.where(x >= 0, 1.0, 0.0), "sigmoid": _sigmoid,
    "tanh": lambda x: 2 * _sigmoid(2 * x) - 1, "relu": lambda x: np.maximum(0, x), "relu6": lambda x: np.clip(x, 0, 6),
    "leaky-relu": lambda x: np.maximum(x, 0.01 * x), "elu": lambda x: np.maximum(x, 0) + np.expm1(np.minimum(x, 0)),
    "softplus": lambda x: np.logaddexp(0, x), "softsign": lambda x: x / (1 + np.abs(x)),
    "hard-sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1), "hard-swish": lambda x: x * np.clip(x + 3, 0, 6) / 6,
    "swish": lambda x: x * _sigmoid(x), "gelu": lambda x: x * _normal(x),
}  # fmt: skip  # a table


@lru_cache
def sampled(name: str) -> Mapping[str, str]:
    """Return the traits of a function as its values show them, on a fine grid and far out."""
    if name == "softmax":
        shares = np.exp(z := np.array([0.3, -1.2, 2.0])) / np.exp(z).sum()
        return {"sum": "yes" if np.isclose(shares.sum(), 1) else "no", "range": "(0, 1)"}
    f = SAMPLED[name]
    step = 1 / 512
    x = np.arange(-15, 15 + step / 2, step)
    values, far = f(x), f(np.array([-1e9, 1e9]))
    slopes = np.diff(values) / step
    low, high = min(values.min(), far[0]), max(values.max(), far[1])
    tails = [abs(slopes[0]) < TAIL, abs(slopes[-1]) < TAIL]
    steepest = np.abs(slopes).max()
    bends = np.abs(np.diff(slopes)).max()
    found = {
        "centred": "yes" if np.allclose(f(-x), -values) else "no",
        "saturates": SIDES.get((bool(tails[0]), bool(tails[1])), NEITHER),
        "dead": _flat(slopes, x),
        "rises": "strictly increasing"
        if slopes.min() > 0
        else "non-decreasing"
        if slopes.min() >= -1e-9
        else "not monotone",
        "corner": "yes" if JERK < bends < JUMP else "no",
        "far": "1" if abs(slopes[-1] - 1) < TAIL else "other",
        "slope": "jumps" if bends > JERK else "continuous",
        "straight": "yes" if bends < NEARLY else "no",
        "flat": "yes" if np.count_nonzero(slopes) <= 1 else "no",
        "sum": "no",
        "bounded": "yes" if max(-low, high) < FAR else "no",
        "negative": "yes" if low < -1e-3 else "no",
        "steeper": "exactly" if abs(steepest - 1) < 0.01 else "more" if steepest > 1 else "less",
        "steepest": str(Fraction(float(steepest)).limit_denominator(12)),
    }
    if steepest > JUMP:
        del found["steeper"], found["steepest"]
    found["range"] = _range(values, low, high)
    return found


def _rises(least: float) -> str:
    return "strictly increasing" if least > 0 else "non-decreasing" if least >= -NOISE else "not monotone"


def _range(values: Any, low: float, high: float) -> str:
    """Write the values as an interval; an end is closed where a value on the grid has it."""
    first, last = _end(low), _end(high)
    if len(np.unique(values)) == 2:
        return f"only the values {first} and {last}"
    opens = "[" if values.min() <= low + NOISE and "∞" not in first else "("
    return f"{opens}{first}, {last}{']' if values.max() >= high - NOISE and '∞' not in last else ')'}"


def _end(value: float) -> str:
    return "-∞" if value < -FAR else "∞" if value > FAR else str(round(value))


def _flat(slopes: Any, x: Any) -> str:
    """Say where the slope is 0 throughout, off a grid that has every kink among its points."""
    still = np.abs(slopes) == 0
    left, right = round(x[np.argmin(still)]), round(x[len(slopes) - np.argmin(still[::-1])])
    sides = [f"x < {left}"] * bool(still[0] and left > -NEAR) + [f"x > {right}"] * bool(still[-1] and right < NEAR)
    return " and ".join(sides) or "none"
