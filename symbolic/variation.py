"""The zeros of a function that is monotone between its turning points: one where the sign changes, by bisection."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from flint import arb

from symbolic import sympy_bridge as bridge
from symbolic.activation import X
from symbolic.enclosure import value
from symbolic.points import End, NotProved, Point, enclosed, fixed, sign
from symbolic.tree import Node


def zeros_by_variation(node: Node, low: End, high: End, turns: list[Point], ends: tuple[int, int]) -> list[Point]:
    """Return the zeros of a function that turns at *turns* and whose slope has the signs *ends* first and last.

    Between two turning points there is at most one zero: there is one where the signs at the ends differ.
    """
    signs = [_sign_at_end(node, low, -1, ends[0])]
    signs += [_sign_at(node, point) for point in turns]
    signs.append(_sign_at_end(node, high, 1, -ends[1]))
    marks = [
        _near_end(node, low, signs[0], -1, turns),
        *(p.at.mid() for p in turns),
        _near_end(node, high, signs[-1], 1, turns),
    ]
    found = [point for point, here in zip(turns, signs[1:-1], strict=True) if here == 0]
    pairs = zip(pairwise(marks), pairwise(signs), strict=True)
    found += [_bisected(node, a, b) for (a, b), (before, after) in pairs if before * after < 0]
    return sorted(found, key=lambda point: float(point.at.mid()))


def _sign_at(node: Node, point: Point) -> int:
    """Return the sign at a point; 0 only where the value is 0 exactly."""
    if point.exact is not None and bridge.at_point(node, point.exact) == 0:
        return 0
    return sign(value(node, {X: point.at}, X))


def _sign_at_end(node: Node, at: End, side: int, leaving_zero: int) -> int:
    """Return the sign near an end; where the limit is 0 it is the one that the monotone function has on leaving it.

    Towards the right end a rising function that tends to 0 is negative; from the left end it leaves 0 upwards.
    """
    if at is not None:
        return _sign_at(node, at) or leaving_zero
    tends = bridge.limit(node, side)
    if infinite := bridge.infinite(tends):
        return infinite
    return leaving_zero if tends == 0 else sign(enclosed(tends))


def _near_end(node: Node, at: End, wanted: int, side: int, turns: list[Point]) -> Any:
    """Return a point on the near side of the end, beyond all turning points, where the sign is that of the end."""
    if at is not None and value(node, {X: at.at}, X) * wanted > 0:
        return at.at.mid()
    start = (turns[0 if side < 0 else -1].at if turns else arb(0)).mid()
    for step in range(12):
        place = (start + side * 2**step).mid() if at is None else (at.at - side * arb(2) ** (-4 * step)).mid()
        if value(node, {X: place}, X) * wanted > 0:
            return place
    raise NotProved("no point was found where the sign of the end holds")


def _bisected(node: Node, low: Any, high: Any) -> Point:
    return bisect(lambda x: value(node, {X: x}, X), low, high)


def bisect(g: Callable[[Any], Any], low: Any, high: Any) -> Point:
    """Return the zero of a function that is monotone between two points of different sign; 0 itself is tried first."""
    if low < 0 < high and g(arb(0)) == 0:
        return fixed(bridge.zero())
    before = sign(g(low))
    for _ in range(150):
        middle = ((low + high) / 2).mid()
        found = g(middle)
        if found.contains(0):
            return _around(g, middle, before)
        low, high = (middle, high) if sign(found) == before else (low, middle)
    return Point(low.union(high))


def _around(g: Callable[[Any], Any], middle: Any, before: int) -> Point:
    """Enclose a zero that lies within the working precision of *middle*."""
    low, high = (middle - arb(2) ** -150).mid(), (middle + arb(2) ** -150).mid()
    if sign(g(low)) != before or sign(g(high)) == before:
        raise NotProved("a zero was not enclosed")
    return Point(low.union(high))
