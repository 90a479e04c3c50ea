"""Points of an activation or of a derivative of it, branch by branch, for a drawing."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from symbolic.activation import Activation, X
from symbolic.proof import as_fraction

#: Points of a smooth branch over the whole of a drawing.
STEPS = 240


@lru_cache(maxsize=256)
def curve(activation: Activation, order: int, reach: int) -> list[list[tuple[float, float]]]:
    """Return the points of the *order*-th derivative on [-reach, reach], a list for each branch.

    The values come from Taylor series of the definition, rounded once from an enclosure.
    """
    ends = [Fraction(-reach), *(k for k in map(as_fraction, activation.kinks) if abs(k) < reach), Fraction(reach)]
    first = sum(as_fraction(k) <= -reach for k in activation.kinks)
    return [
        [(float(x), taylor(activation, first + place, x, order)) for x in _spread(low, high, reach)]
        for place, (low, high) in enumerate(pairwise(ends))
    ]


def _spread(low: Fraction, high: Fraction, reach: int) -> list[Fraction]:
    count = max(2, int(STEPS * (high - low) / (2 * reach)))
    return [low + (high - low) * k / count for k in range(count + 1)]


def taylor(activation: Activation, place: int, x: Fraction, order: int) -> float:
    """Return the *order*-th derivative of branch *place* at x, from the Taylor series of the definition."""
    from flint import arb, ctx, fmpq

    from symbolic.enclosure import BITS, series

    ctx.prec = BITS
    body = activation.at_usual(activation.branches[place])
    try:
        found = series(body, {X: arb(fmpq(x.numerator, x.denominator))}, X, order + 1)
    except (ZeroDivisionError, ValueError):  # a pole: a gap in the drawing
        return float("nan")
    return float(found[order].mid()) * (2 if order == 2 else 1)
