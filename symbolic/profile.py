"""The whole of a function and of its slope: studies of every branch, and the values that can be extreme."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import arb, ctx

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, X
from symbolic.algebra import whole
from symbolic.enclosure import BITS, value
from symbolic.proof import as_fraction
from symbolic.study import NotProved, Point, Study, enclosed, end, study
from symbolic.traverse import children
from symbolic.tree import D, Fn, Frac, Node, Pow, Sqrt


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a function takes or tends to: where, how much, exactly where known, and whether it is taken."""

    at: Point | None  # None at infinity
    value: Any
    exact: Any
    attained: bool
    everywhere: bool = False  # taken on the whole of a branch
    side: str = ""  # a slope at a kink that is taken from one side only


class Profile:
    """An activation at its usual parameters, studied branch by branch up to its second derivative."""

    def __init__(self, activation: Activation) -> None:
        """Take the branches at the usual parameters."""
        ctx.prec = BITS
        self.activation = activation
        self.bodies = [activation.at_usual(body) for body in activation.branches]
        self.kinks: list[Fraction] = [as_fraction(kink) for kink in activation.kinks]

    @cached_property
    def total(self) -> bool:
        """Whether f has a value everywhere: no bottom vanishes, no logarithm or root meets a negative number."""
        return all(defined(body, *self.ends(place)) for place, body in enumerate(self.bodies))

    def ends(self, place: int) -> tuple[Fraction | None, Fraction | None]:
        """Return the ends of branch *place*."""
        low = self.kinks[place - 1] if place else None
        return low, self.kinks[place] if place < len(self.kinks) else None

    @cached_property
    def seconds(self) -> list[Study]:
        """The study of f'' on each branch."""
        return [study(D(D(body, X), X), *self.ends(k)) for k, body in enumerate(self.bodies)]

    @cached_property
    def slopes(self) -> list[Study]:
        """The study of f' on each branch."""
        return [study(D(body, X), *self.ends(k), self.seconds[k]) for k, body in enumerate(self.bodies)]

    @cached_property
    def functions(self) -> list[Study]:
        """The study of f on each branch."""
        return [study(body, *self.ends(k), self.slopes[k]) for k, body in enumerate(self.bodies)]

    def jump(self, place: int, order: int) -> bool:
        """Whether the *order*-th derivative jumps at kink *place*, decided exactly."""
        left, right = (self.exact_at_kink(place, side, order) for side in (0, 1))
        return not bridge.identical(left, right)

    def exact_at_kink(self, place: int, side: int, order: int) -> Any:
        """Return the one-sided value of a derivative at a kink: side 0 is the left."""
        node: Node = self.bodies[place + side]
        for _ in range(order):
            node = D(node, X)
        kink = self.kinks[place]
        return bridge.at_point(node, _exact(kink))

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
        turning = self.slopes if order == 0 else self.seconds
        found: list[Value] = []
        for place, turns in enumerate(turning):
            node = self.bodies[place] if order == 0 else D(self.bodies[place], X)
            found += self._of_branch(place, node, turns, order)
        return found

    def _of_branch(self, place: int, node: Node, turns: Study, order: int) -> list[Value]:
        low, high = self.ends(place)
        if not turns.signs:  # constant on this branch
            point = Point(arb(0.5) if low is None and high is None else _inner(low, high))
            exact = bridge.at_point(node, bridge.zero())
            return [Value(point, enclosed(exact), exact, True, True)]
        return [
            *(self._at(node, point) for point in turns.zeros),
            self._at_end(place, node, low, -1, order),
            self._at_end(place, node, high, 1, order),
        ]

    def _at(self, node: Node, point: Point) -> Value:
        exact = None if point.exact is None else bridge.at_point(node, point.exact)
        return Value(point, value(node, {X: point.at}, X) if exact is None else enclosed(exact), exact, True)

    def _at_end(self, place: int, node: Node, at: Fraction | None, side: int, order: int) -> Value:
        if at is None:
            tends = bridge.limit(node, side)
            sign = bridge.infinite(tends)
            return Value(None, arb("inf") * sign if sign else enclosed(tends), tends, False)
        exact = bridge.at_point(node, _exact(at))
        kink = place if side > 0 else place - 1
        mine = "left" if side > 0 else "right"
        held = self.activation.owners if order == 0 else self.activation.slopes
        smooth = not self.jump(kink, order)
        one_sided = "" if smooth or order == 0 else mine
        return Value(Point(end(at), _exact(at)), enclosed(exact), exact, smooth or held[kink] == mine, side=one_sided)


def _inner(low: Fraction | None, high: Fraction | None) -> Any:
    if low is not None and high is not None:
        return end((low + high) / 2)
    return end(low + 1) if low is not None else end((high or Fraction(0)) - 1)


def _exact(at: Fraction) -> Any:
    return bridge.number(at.numerator, at.denominator)


def extreme(values: list[Value], side: int) -> Value:
    """Return the largest (side 1) or smallest (side -1) of *values*, one that is taken where one of equals is."""
    best = values[0]
    for other in values[1:]:
        order = compare(other, best) * side
        if order > 0 or (order == 0 and other.attained and not best.attained):
            best = other
    return best


def compare(left: Value, right: Value) -> int:
    """Return -1, 0 or 1; values whose enclosures meet must be equal exactly."""
    if left.value < right.value:
        return -1
    if left.value > right.value:
        return 1
    if left.exact is not None and right.exact is not None and bridge.identical_or_infinite(left.exact, right.exact):
        return 0
    raise NotProved("two values were not told apart")


def defined(node: Node, low: Fraction | None, high: Fraction | None) -> bool:
    """Whether *node* is known to be smooth between the ends, the ends themselves included."""
    return all(defined(child, low, high) for child in children(node)) and _keeps_off_zero(node, low, high)


def _keeps_off_zero(node: Node, low: Fraction | None, high: Fraction | None) -> bool:
    if isinstance(node, Frac):
        guarded, positive = node.bottom, False
    elif isinstance(node, Sqrt):
        guarded, positive = node.arg, True
    elif isinstance(node, Fn) and node.name == "ln":
        guarded, positive = node.args[0], True
    elif isinstance(node, Pow) and ((n := whole(node.power)) is None or n < 0):
        guarded, positive = node.base, n is None
    else:
        return True
    found = study(guarded, low, high)
    ends = [value(guarded, {X: end(at)}, X) for at in (low, high) if at is not None]
    clear = bool(found.signs) and not found.zeros and not any(at.contains(0) for at in ends)
    return clear and (not positive or found.signs == (1,))
