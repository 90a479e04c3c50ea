"""Where a smooth function vanishes and which sign it has between: from its core, or from the variation of its slope."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flint import arb, ctx
from msgspec import Struct

from symbolic import sympy_bridge as bridge
from symbolic.activation import X
from symbolic.cores import Core, roots
from symbolic.enclosure import BITS, value
from symbolic.points import End, NotIsolated, NotProved, Point, enclosed, fixed, inside, sign
from symbolic.tree import Node
from symbolic.variation import zeros_by_variation


class Study(Struct, frozen=True):
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


def study(node: Node, low: End, high: End, slope: Study | None = None) -> Study:
    """Return the study of *node* between the ends; *slope* is the study of its derivative, for what has no core."""
    ctx.prec = BITS
    if bridge.to_sympy(node) == 0:
        return Study(node, low, high, (), ())
    found = _zeros_of(node, low, high, slope)
    return Study(node, low, high, tuple(found), tuple(_sign_between(node, low, high, found)))


def _zeros_of(node: Node, low: End, high: End, slope: Study | None) -> list[Point]:
    """Return the zeros by whichever road decides: the core, the norm of a root, the variation."""
    for road in (_from_core, _from_root):
        try:
            found = road(node, low, high)
        except NotIsolated:
            if slope is None:
                raise
            break
        if found is not None:
            return found
    if slope is None or not slope.signs:
        raise NotProved("the function has no core and its slope is not known")
    return zeros_by_variation(node, low, high, slope.changes, (slope.signs[0], slope.signs[-1]))


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
    found = roots(core, low and low.at, high and high.at)
    if found is None:
        raise NotIsolated("the roots were not isolated")
    points = [_seen_as_zero(Point(root), terms, exponent) for root in found]
    return [point for point in points if inside(point, low, high)]


def _seen_as_zero(point: Point, terms: Any, exponent: Any) -> Point:
    """Return the root 0 exactly where the core vanishes there: Σ c_0j e^{j q(0)} with q(0) = 0."""
    if (
        point.at.contains(0)
        and (not exponent or exponent[0] == 0)
        and sum(c for (i, _), c in terms.items() if not i) == 0
    ):
        return fixed(bridge.zero())
    return point


def _sign_between(node: Node, low: End, high: End, zeros: list[Point]) -> list[int]:
    marks = [None if low is None else low.at, *(p.at.mid() for p in zeros), None if high is None else high.at]
    return [sign(value(node, {X: _middle(a, b)}, X)) for a, b in pairwise(marks)]


def _middle(a: Any, b: Any) -> Any:
    if a is None and b is None:
        return arb("0.3")
    if a is None or b is None:
        return (b - 1 if a is None else a + 1).mid()
    return ((a + b) / 2).mid()


def _from_root(node: Node, low: End, high: End) -> list[Point] | None:
    """Return the zeros of a(x) + b(x) √q(x): roots of its norm a² - b² q, less those of a - b √q."""
    parts = bridge.with_a_root(node)
    if parts is None:
        return None
    top, bottom = parts
    if _of_norm(*bottom, low, high):
        raise NotProved("the denominator vanishes")
    return _of_norm(*top, low, high)


def _of_norm(norm: Any, whole: Any, conjugate: Any, low: End, high: End) -> list[Point]:
    roots = bridge.exact_roots(norm, ())
    if roots is None:
        raise NotProved("the roots under a root sign were not found")
    points = [point for point in map(fixed, roots) if inside(point, low, high)]
    return [point for point in points if _is_root(whole, conjugate, point)]


def _is_root(whole: Any, conjugate: Any, point: Point) -> bool:
    """Whether a root of the norm is one of the function: one factor of the norm is 0 there, and which is seen."""
    here, there = (bridge.put_in(one, point.exact) for one in (whole, conjugate))
    if not enclosed(here).contains(0):
        return False
    return not enclosed(there).contains(0) or bool(bridge.identical(here, bridge.zero()))
