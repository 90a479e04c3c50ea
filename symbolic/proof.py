"""Certificates: a line equals the line before by algebra and by fifty digits, and its rule made again gives it.

The three are independent. SymPy decides the identity on a rational form; arb evaluates both lines at points of the
domain, pending derivatives by Taylor series; and the named rule is replayed, for an equal line may have a wrong name.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b

from msgspec import Struct

from symbolic.activation import Parameter, X
from symbolic.algebra import rational
from symbolic.tree import Node

#: Digits to which two lines must agree, and the points at which they are compared.
DIGITS = 50
POINTS = 6


class Domain(Struct, frozen=True):
    """Where the variable and the letters of a line may lie; None is an infinite end."""

    low: Fraction | None = None
    high: Fraction | None = None
    parameters: tuple[Parameter, ...] = ()

    def points(self) -> list[dict[Node, Fraction]]:
        """Return values for x and the letters, spread over the domain, the same ones on every machine."""
        return [self._point(place) for place in range(POINTS)]

    def _point(self, place: int) -> dict[Node, Fraction]:
        spots: dict[Node, Fraction] = {X: _between(self.low, self.high, f"x {place}")}
        for parameter in self.parameters:
            low = None if parameter.low is None else Fraction(parameter.low)
            high = None if parameter.high is None else Fraction(parameter.high)
            spots[parameter.symbol] = _between(low, high, f"{parameter.name} {place}")
        return spots


def _between(low: Fraction | None, high: Fraction | None, name: str) -> Fraction:
    share = Fraction(int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") + 1, (1 << 32) + 2)
    if low is not None and high is not None:
        return low + (high - low) * share
    if low is not None:
        return low + 6 * share
    return high - 6 * share if high is not None else 12 * share - 6


class Proof(Struct, frozen=True):
    """What was found when a line was compared with the line before it."""

    algebra: bool
    digits: int
    points: int
    replayed: bool
    conditions: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all three agree."""
        return self.algebra and self.digits >= DIGITS and self.points > 0 and self.replayed

    def record(self) -> dict[str, object]:
        """Return the proof as it stands in the book."""
        return {
            "algebra": "sympy.cancel" if self.algebra else "failed",
            "digits": self.digits,
            "points": self.points,
            "rule": "replayed" if self.replayed else "not replayed",
            "conditions": list(self.conditions),
        }


def algebraically_equal(before: Node, after: Node) -> bool:
    """Whether SymPy finds the two equal on a rational form."""
    from symbolic.sympy_bridge import equal

    return equal(before, after)


def agreement(before: Node, after: Node, domain: Domain) -> tuple[int, int]:
    """Return the digits to which two lines agree at every point of *domain*, and the points at which they have a value.

    The digits are certain: the whole of both enclosures agrees to them.
    """
    from flint import arb, ctx, fmpq

    from symbolic.enclosure import BITS, value

    ctx.prec = BITS

    digits, compared = 10 * DIGITS, 0
    for point in domain.points():
        values = {name: arb(fmpq(spot.numerator, spot.denominator)) for name, spot in point.items()}
        left, right = value(before, values, X), value(after, values, X)
        if not (left.is_finite() and right.is_finite()):
            return 0, compared
        compared += 1
        digits = min(digits, _digits(abs(left - right), abs(left)))
    return min(digits, DIGITS), compared


def _digits(gap: object, scale: object) -> int:
    from flint import arb

    for count in (DIGITS, DIGITS // 2, 10, 3):
        if gap < (arb(1) + scale) * arb(10) ** -count:  # type: ignore[operator]  # flint ships no types
            return count
    return 0


def as_fraction(node: Node) -> Fraction:
    """Return the rational that a kink's tree says; for √2 or ln 2 one that differs by less than 2^-200."""
    found = rational(node)
    if found is not None:
        return found
    from symbolic.enclosure import value

    mantissa, exponent = value(node, {}, X).mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
