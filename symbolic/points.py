"""Points of the line, exact where that is known and enclosed always; and what is raised where nothing is decided."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, fmpq
from msgspec import Struct

from symbolic import sympy_bridge as bridge

#: Digits that an enclosure shows.
DIGITS = 35


class NotProved(Exception):
    """A property was not decided; the page says so."""


class NotIsolated(NotProved):
    """The zeros of a core were not parted; the variation may still find them."""


class Point(Struct, frozen=True):
    """A point of the line: its enclosure, and its exact value where one was found."""

    at: Any
    exact: Any = None


#: An end of an interval: a point, or None for infinity.
End = Point | None


def as_float(number: Any) -> float:
    """Return the double nearest to an enclosed number; 0 has no sign."""
    return float(number.mid()) + 0.0


def fixed(exact: Any) -> Point:
    """Return the point of an exact constant."""
    return Point(enclosed(exact), exact)


def rational(at: Fraction) -> Point:
    """Return the point of a fraction."""
    return fixed(bridge.number(at.numerator, at.denominator))


def enclosed(number: Any) -> Any:
    """Return an enclosure of an exact real constant."""
    exact = bridge.rational(number)
    return arb(fmpq(*exact)) if exact else arb(f"{bridge.digits(number)} +/- 1e-70")


def inside(point: Point, low: End, high: End) -> bool:
    """Whether a point lies strictly between the ends."""
    return (low is None or _before(low, point)) and (high is None or _before(point, high))


def _before(left: Point, right: Point) -> bool:
    if left.at < right.at:
        return True
    if left.at > right.at or (left.exact is not None and right.exact is not None and _same(left, right)):
        return False
    raise NotProved("two points were not told apart")


def _same(left: Point, right: Point) -> bool:
    return bool(bridge.identical(left.exact, right.exact))


def sign(number: Any) -> int:
    """Return the sign of an enclosure; an enclosure that holds 0 decides nothing."""
    if number > 0:
        return 1
    if number < 0:
        return -1
    raise NotProved("a sign was not decided")
