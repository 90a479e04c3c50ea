"""Where a function has a value: where no bottom vanishes and no logarithm or root meets what it cannot take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symbolic import sympy_bridge as bridge
from symbolic.activation import X
from symbolic.algebra import rational, whole
from symbolic.enclosure import value
from symbolic.points import End, NotProved, Point
from symbolic.profile import Profile
from symbolic.study import study
from symbolic.traverse import children, walk
from symbolic.tree import Fn, Frac, Node, Pow, Sqrt


def gaps(profile: Profile) -> list[Point]:
    """Return the points at which f has no value, left to right; between them every branch is smooth."""
    found: list[Point] = []
    for place, body in enumerate(profile.bodies):
        for point in _gaps(body, *profile.ends(place)):
            if not any(point.at.overlaps(other.at) for other in found):
                found.append(point)
    return sorted(found, key=lambda point: float(point.at.mid()))


def without_value(bodies: Iterable[Node], point: Point) -> bool:
    """Whether one of *bodies* has no value at a point: a bottom or the inside of a logarithm is 0 there."""
    guarded = (found for body in bodies for part in walk(body) if (found := _guarded(part)))
    insides = (inside for inside, _, at_zero in guarded if not at_zero and not _opens(inside))
    return any(bool(bridge.at_point(inside, point.exact) == 0) for inside in insides)


def _opens(node: Node) -> bool:
    """Whether max or min stands in a node: the branches beside the point speak for it."""
    return any(isinstance(part, Fn) and part.name in ("max", "min") for part in walk(node))


def _guarded(node: Node) -> tuple[Node, bool, bool] | None:
    """Return what in *node* may not be any number, whether it must be positive, and whether there is a value at 0."""
    if isinstance(node, Frac):
        return node.bottom, False, False
    if isinstance(node, Sqrt):
        return node.arg, True, True
    if isinstance(node, Fn) and node.name == "ln":
        return node.args[0], True, False
    if isinstance(node, Pow) and ((n := whole(node.power)) is None or n < 0):
        r = rational(node.power)
        return node.base, n is None, r is None or r > 0
    return None


def _gaps(node: Node, low: End, high: End) -> Iterator[Point]:
    for child in children(node):
        yield from _gaps(child, low, high)
    if guarded := _guarded(node):
        inside, positive, _ = guarded
        yield from _zeros(inside, low, high, positive)


def _zeros(guarded: Node, low: End, high: End, positive: bool) -> Iterator[Point]:
    """Yield the zeros of what must not vanish, the ends of the branch included; *positive* asks for more."""
    found = study(guarded, low, high)
    ends = [point for point in (low, high) if point is not None and _vanishes(guarded, point)]
    if positive and (found.signs != (1,) or ends):
        raise NotProved("a root or logarithm of a number that is not positive")
    if not found.signs:
        raise NotProved("the bottom is 0 throughout")
    yield from (*ends, *found.zeros)


def _vanishes(guarded: Node, point: Point) -> bool:
    if not value(guarded, {X: point.at}, X).contains(0):
        return False
    if bridge.at_point(guarded, point.exact) != 0:
        raise NotProved("a value at an end was not told from 0")
    return True
