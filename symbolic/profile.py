"""The whole of a function and of its slope: studies of every branch, and the values that can be extreme."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flint import arb, ctx
from msgspec import Struct
from msgspec.structs import replace

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, X
from symbolic.algebra import opposite
from symbolic.enclosure import BITS, value
from symbolic.points import End, NotProved, Point, enclosed, fixed
from symbolic.study import Study, study
from symbolic.traverse import substitute
from symbolic.tree import D, Neg, Node


class Value(Struct, frozen=True):
    """A value that a function takes or tends to: where, how much, exactly where known, and whether it is taken.

    ``twin`` and ``sign`` tell the values at x and -x of an even or odd function: equal twins of one sign are equal.
    """

    at: Point | None  # None at infinity
    value: Any
    exact: Any
    attained: bool
    branch: int | None = None  # taken on the whole of this branch
    side: str = ""  # a slope at a kink that is taken from one side only
    twin: tuple[int, int] | None = None
    sign: int = 1


class Profile:
    """An activation at its usual parameters, studied branch by branch up to its second derivative."""

    def __init__(self, activation: Activation) -> None:
        """Take the branches at the usual parameters."""
        ctx.prec = BITS
        self.activation = activation
        self.bodies = [activation.at_usual(body) for body in activation.branches]
        self._studies: dict[int, list[Study] | NotProved] = {}
        self.kinks: list[Point] = [fixed(bridge.to_sympy(kink)) for kink in activation.kinks]

    def ends(self, place: int) -> tuple[End, End]:
        """Return the ends of branch *place*."""
        low = self.kinks[place - 1] if place else None
        return low, self.kinks[place] if place < len(self.kinks) else None

    @property
    def seconds(self) -> list[Study]:
        """The study of f'' on each branch."""
        return self._studied(2, lambda k, body: study(D(D(body, X), X), *self.ends(k)))

    @property
    def slopes(self) -> list[Study]:
        """The study of f' on each branch."""
        return self._studied(1, lambda k, body: study(D(body, X), *self.ends(k), self.seconds[k]))

    @property
    def functions(self) -> list[Study]:
        """The study of f on each branch."""
        return self._studied(0, lambda k, body: study(body, *self.ends(k), self.slopes[k]))

    def _studied(self, order: int, one: Callable[[int, Node], Study]) -> list[Study]:
        """Return the studies of every branch, done once: what was not decided is not tried again."""
        if order not in self._studies:
            try:
                self._studies[order] = [one(k, body) for k, body in enumerate(self.bodies)]
            except (NotProved, NotImplementedError) as why:
                self._studies[order] = NotProved(str(why))
        found = self._studies[order]
        if isinstance(found, NotProved):
            raise found
        return found

    def jump(self, place: int, order: int) -> bool:
        """Whether the *order*-th derivative jumps at kink *place*, decided exactly."""
        left, right = (self.exact_at_kink(place, side, order) for side in (0, 1))
        return not bridge.identical(left, right)

    def exact_at_kink(self, place: int, side: int, order: int) -> Any:
        """Return the one-sided value of a derivative at a kink: side 0 is the left."""
        node: Node = self.bodies[place + side]
        for _ in range(order):
            node = D(node, X)
        return bridge.at_point(node, self.kinks[place].exact)

    def at_kink(self, place: int, order: int) -> Any:
        """Return f (or f', order 1) at a kink: the owner's value, or the slope that the convention takes."""
        held = self.activation.owners if order == 0 else self.activation.slopes
        return self.exact_at_kink(place, 0 if held[place] == "left" else 1, order)

    def limit(self, order: int, side: int) -> Any:
        """Return the limit of a derivative at an infinite end."""
        node: Node = self.bodies[0 if side < 0 else -1]
        for _ in range(order):
            node = D(node, X)
        return bridge.limit(node, side)

    def values(self, order: int) -> list[Value]:
        """Return every value among which the extreme ones of f (or f', order 1) are: turning points, ends, limits."""
        return self.levels if order == 0 else self.rates

    @cached_property
    def levels(self) -> list[Value]:
        """The candidates for extreme values of f."""
        return self._candidates(0)

    @cached_property
    def rates(self) -> list[Value]:
        """The candidates for extreme values of f'."""
        return self._candidates(1)

    def _candidates(self, order: int) -> list[Value]:
        return [one for place in range(len(self.bodies)) for one in self.of_branch(place, order)]

    def of_branch(self, place: int, order: int) -> list[Value]:
        """Return the values among which the extreme ones of f (or f', order 1) on one branch are."""
        turns = (self.slopes if order == 0 else self.seconds)[place]
        node = self._derived(place, order)
        low, high = self.ends(place)
        if not turns.signs:  # constant on this branch
            exact = bridge.at_point(node, bridge.zero())
            return [Value(_inner(low, high), enclosed(exact), exact, True, place)]
        return [
            *self._at_turns(place, order),
            self._at_end(place, node, low, -1, order),
            self._at_end(place, node, high, 1, order),
        ]

    def _at_turns(self, place: int, order: int) -> list[Value]:
        """Return the values at turning points; of an even or odd function the left half mirrors the right one."""
        points = list((self.slopes if order == 0 else self.seconds)[place].zeros)
        node, partner = self._derived(place, order), len(self.bodies) - 1 - place
        sign = self.symmetry * (-1) ** order
        if not sign or place > partner:
            return [replace(self._at(node, point), twin=(place, i)) for i, point in enumerate(points)]
        if place < partner:
            right = self._at_turns(partner, order)
            return [_mirrored(one, point, sign) for one, point in zip(reversed(right), points, strict=True)]
        half = len(points) // 2
        right = [replace(self._at(node, point), twin=(place, i)) for i, point in enumerate(points[half:])]
        left = [_mirrored(one, point, sign) for one, point in zip(reversed(right), points[:half], strict=False)]
        return [*left, *right]

    @cached_property
    def symmetry(self) -> int:
        """1 where f is even, -1 where it is odd, 0 where neither is proved: branch against mirrored branch."""
        mirrored = [substitute(body, X, Neg(X)) for body in reversed(self.bodies)]
        ends = [kink.exact for kink in self.kinks]
        if not all(bridge.identical(-right, left) for left, right in zip(ends, reversed(ends), strict=True)):
            return 0
        pairs = list(zip(self.bodies, mirrored, strict=True))
        if all(bridge.equal(other, opposite(body)) for body, other in pairs):
            return -1
        return int(all(bridge.equal(other, body) for body, other in pairs))

    def _derived(self, place: int, order: int) -> Node:
        return self.bodies[place] if order == 0 else D(self.bodies[place], X)

    def _at(self, node: Node, point: Point) -> Value:
        exact = None if point.exact is None else bridge.at_point(node, point.exact)
        return Value(point, value(node, {X: point.at}, X) if exact is None else enclosed(exact), exact, True)

    def _at_end(self, place: int, node: Node, at: End, side: int, order: int) -> Value:
        if at is None:
            tends = bridge.limit(node, side)
            sign = bridge.infinite(tends)
            return Value(None, arb("inf") * sign if sign else enclosed(tends), tends, False)
        exact = bridge.at_point(node, at.exact)
        kink = place if side > 0 else place - 1
        mine = "left" if side > 0 else "right"
        held = self.activation.owners if order == 0 else self.activation.slopes
        smooth = not self.jump(kink, order)
        one_sided = "" if smooth or order == 0 else mine
        return Value(at, enclosed(exact), exact, smooth or held[kink] == mine, side=one_sided)


def _mirrored(one: Value, point: Point, sign: int) -> Value:
    exact = None if one.exact is None else sign * one.exact
    return replace(one, at=point, value=sign * one.value, exact=exact, sign=sign)


def _inner(low: End, high: End) -> Point:
    """Return a point inside the ends."""
    if low is not None and high is not None:
        return fixed((low.exact + high.exact) / 2)
    return fixed(low.exact + 1 if low is not None else high.exact - 1 if high is not None else bridge.number(1, 2))


def extreme(values: list[Value], side: int) -> Value:
    """Return the largest (side 1) or smallest (side -1) of *values*.

    Of equals the one that is taken wins, and of these the one that is taken on a whole branch.
    """
    best = values[0]
    for other in values[1:]:
        order = compare(other, best) * side
        if order > 0 or (order == 0 and _rank(other) > _rank(best)):
            best = other
    return best


def _rank(one: Value) -> tuple[bool, bool]:
    return one.attained, one.branch is not None


def equals(values: list[Value], best: Value) -> list[Value]:
    """Return the values that are equal to *best*, itself among them."""
    return [one for one in values if one is best or compare(one, best) == 0]


def compare(left: Value, right: Value) -> int:
    """Return -1, 0 or 1; values whose enclosures meet must be equal exactly."""
    if left.value < right.value:
        return -1
    if left.value > right.value:
        return 1
    if left.twin is not None and (left.twin, left.sign) == (right.twin, right.sign):
        return 0
    if left.exact is not None and right.exact is not None and bridge.identical_or_infinite(left.exact, right.exact):
        return 0
    raise NotProved("two values were not told apart")
