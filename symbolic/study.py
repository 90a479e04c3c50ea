"""Where a smooth function vanishes and which sign it has between: from its core, or from the variation of its slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb, ctx, fmpq

from symbolic import sympy_bridge as bridge
from symbolic.activation import X
from symbolic.cores import Core, roots
from symbolic.enclosure import BITS, value
from symbolic.tree import Node

#: An end of an interval: a rational, or None for infinity.
End = Fraction | None


class NotProved(Exception):
    """A property was not decided; the page says so."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the line: its enclosure, and its exact value where one was found."""

    at: Any
    exact: Any = None


@dataclass(frozen=True, slots=True)
class Study:
    """The zeros of g between two ends, left to right, and its sign before, between and after them; () for g = 0."""

    node: Node
    low: End
    high: End
    zeros: tuple[Point, ...]
    signs: tuple[int, ...]

    @property
    def changes(self) -> list[Point]:
        """The zeros at which the sign turns."""
        return [p for p, a, b in zip(self.zeros, self.signs, self.signs[1:], strict=False) if a != b]


def enclosed(number: Any) -> Any:
    """Return an enclosure of an exact real constant."""
    exact = bridge.rational(number)
    return arb(fmpq(*exact)) if exact else arb(f"{bridge.digits(number)} +/- 1e-70")


def study(node: Node, low: End, high: End, slope: Study | None = None) -> Study:
    """Return the study of *node* between the ends; *slope* is the study of its derivative, for what has no core."""
    ctx.prec = BITS
    if bridge.to_sympy(node) == 0:
        return Study(node, low, high, (), ())
    found = _from_core(node, low, high)
    if found is None:
        found = _from_variation(node, low, high, slope)
    return Study(node, low, high, tuple(found), tuple(_sign_between(node, low, high, found)))


def _from_core(node: Node, low: End, high: End) -> list[Point] | None:
    parts = bridge.exponential_polynomial(node)
    if parts is None:
        return None
    top, bottom, exponent = parts
    if any(_zeros(terms, exponent, low, high) for terms, _ in bottom):
        raise NotProved("the denominator vanishes")
    found = [point for terms, _ in top for point in _zeros(terms, exponent, low, high)]
    return sorted(found, key=lambda point: float(point.at.mid()))


def _zeros(terms: Any, exponent: Any, low: End, high: End) -> list[Point]:
    if set(terms) == {(0, 0)}:
        return []
    exact = bridge.exact_roots(terms, exponent)
    if exact is not None:
        return [point for point in (Point(enclosed(root), root) for root in exact) if inside(point, low, high)]
    core = Core(tuple((i, j, enclosed(c)) for (i, j), c in terms.items()), tuple(map(enclosed, exponent)))
    found = roots(core, low, high)
    if found is None:
        raise NotProved("the roots were not isolated")
    return [point for point in map(Point, found) if inside(point, low, high)]


def inside(point: Point, low: End, high: End) -> bool:
    """Whether a point lies strictly between the ends."""
    return (low is None or bool(point.at > end(low))) and (high is None or bool(point.at < end(high)))


def end(at: Fraction) -> Any:
    """Return a finite end as an enclosure."""
    return arb(fmpq(at.numerator, at.denominator))


def _sign_between(node: Node, low: End, high: End, zeros: list[Point]) -> list[int]:
    marks = [None if low is None else end(low), *(p.at.mid() for p in zeros), None if high is None else end(high)]
    return [sign(value(node, {X: _middle(a, b)}, X)) for a, b in pairwise(marks)]


def _middle(a: Any, b: Any) -> Any:
    if a is None and b is None:
        return arb("0.3")
    if a is None or b is None:
        return (b - 1 if a is None else a + 1).mid()
    return ((a + b) / 2).mid()


def sign(number: Any) -> int:
    """Return the sign of an enclosure; an enclosure that holds 0 decides nothing."""
    if number > 0:
        return 1
    if number < 0:
        return -1
    raise NotProved("a sign was not decided")


def _from_variation(node: Node, low: End, high: End, slope: Study | None) -> list[Point]:
    """Between two turning points a function has at most one zero: there is one where its signs at the ends differ."""
    if slope is None or not slope.signs:
        raise NotProved("the function has no core and its slope is not known")
    turns = slope.changes
    signs = [_sign_at_end(node, low, -1, slope.signs[0])]
    signs += [sign(value(node, {X: point.at}, X)) for point in turns]
    signs.append(_sign_at_end(node, high, 1, -slope.signs[-1]))
    marks = [
        _finite(node, low, signs[0], -1, turns),
        *(p.at.mid() for p in turns),
        _finite(node, high, signs[-1], 1, turns),
    ]
    pairs = zip(pairwise(marks), pairwise(signs), strict=True)
    return [_bisected(node, a, b) for (a, b), (before, after) in pairs if before != after]


def _sign_at_end(node: Node, at: End, side: int, leaving_zero: int) -> int:
    """Return the sign near an end; where the limit is 0 it is the one that the monotone function has on leaving it.

    Towards the right end a rising function that tends to 0 is negative; from the left end it leaves 0 upwards.
    """
    if at is not None:
        return sign(value(node, {X: end(at)}, X))
    tends = bridge.limit(node, side)
    if infinite := bridge.infinite(tends):
        return infinite
    return leaving_zero if tends == 0 else sign(enclosed(tends))


def _finite(node: Node, at: End, wanted: int, side: int, turns: list[Point]) -> Any:
    """Return a point beyond all turning points where the function has the sign of its end already."""
    if at is not None:
        return end(at)
    start = (turns[0 if side < 0 else -1].at if turns else arb(0)).mid()
    for step in range(12):
        place = (start + side * 2**step).mid()
        if value(node, {X: place}, X) * wanted > 0:
            return place
    raise NotProved("no point was found where the sign of the limit holds")


def _bisected(node: Node, low: Any, high: Any) -> Point:
    return bisect(lambda x: value(node, {X: x}, X), low, high)


def bisect(g: Callable[[Any], Any], low: Any, high: Any) -> Point:
    """Return the zero of a function that is monotone between two points of different sign; 0 itself is tried first."""
    if low < 0 < high and g(arb(0)) == 0:
        from symbolic.sympy_bridge import zero

        return Point(arb(0), zero())
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
