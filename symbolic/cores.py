"""All real roots of an exponential polynomial, proved to be all: tails by dominance, the middle by interval bisection.

A core is P(x, E) = Σ c_ij x^i E^j with E = e^{q(x)}. Beyond some M one term outweighs all others and P keeps its sign;
between -M and M a box is discarded when P cannot vanish on it, and kept as one root when P is monotone on it and
changes its sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import arb, ctx
from msgspec import Struct

from symbolic.enclosure import BITS

#: Boxes looked at before the search says that it does not know.
CAP = 600
REACH = (2, 4, 8, 16, 32, 64)


class Core(Struct, frozen=True):
    """P(x, e^{q(x)}) with its coefficients as enclosures; q by its coefficients from x^0."""

    terms: tuple[tuple[int, int, Any], ...]
    exponent: tuple[Any, ...]

    def at(self, x: Any) -> Any:
        """Return an enclosure of P on x."""
        e = polynomial(self.exponent, x).exp() if self.exponent else arb(1)
        return sum((c * x**i * e**j for i, j, c in self.terms), arb(0))

    def slope(self, x: Any) -> Any:
        """Return an enclosure of dP/dx on x."""
        e = polynomial(self.exponent, x).exp() if self.exponent else arb(1)
        rate = polynomial(derivative(self.exponent), x) if self.exponent else arb(0)
        falling = sum((c * i * x ** (i - 1) * e**j for i, j, c in self.terms if i), arb(0))
        return falling + sum((c * j * x**i * e**j for i, j, c in self.terms if j), arb(0)) * rate

    def mirrored(self) -> Core:
        """Return P(-x), multiplied by a power of E so that the exponent grows to the right again."""
        turned = tuple(c * (-1) ** k for k, c in enumerate(self.exponent))
        terms = tuple((i, j, c * (-1) ** i) for i, j, c in self.terms)
        if not turned or turned[-1] > 0:
            return Core(terms, turned)
        top = max(j for _, j, _ in terms)
        return Core(tuple((i, top - j, c) for i, j, c in terms), tuple(-c for c in turned))

    def dominated_beyond(self, reach: int) -> bool:
        """Whether for x ≥ reach the leading term outweighs the sum of all others, so that P keeps its sign.

        x^m e^{-k q} falls where k x q'(x) ≥ m; the left side grows if no coefficient of q from x^1 on is negative.
        """
        if any(not c >= 0 for c in self.exponent[1:]):
            return False
        x, high = arb(reach), max(j for _, j, _ in self.terms)
        degree = max(i for i, j, _ in self.terms if j == high)
        lead = next(c for i, j, c in self.terms if (i, j) == (degree, high))
        e = polynomial(self.exponent, x).exp() if self.exponent else arb(1)
        rate = polynomial(derivative(self.exponent), x) * x if self.exponent else arb(0)
        share = arb(0)
        for i, j, c in self.terms:
            if (i, j) == (degree, high):
                continue
            if i > degree and not (high - j) * rate >= i - degree:
                return False
            share += abs(c / lead) * x ** (i - degree) / e ** (high - j)
        return bool(share < 1)


def polynomial(coefficients: tuple[Any, ...], x: Any) -> Any:
    """Return Σ c_k x^k."""
    return sum((c * x**k for k, c in enumerate(coefficients)), arb(0))


def derivative(coefficients: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the coefficients of the derivative of Σ c_k x^k."""
    return tuple(c * k for k, c in enumerate(coefficients))[1:]


def reach_of(core: Core) -> int | None:
    """Return M beyond which, on both sides, the core keeps its sign; None where it was not found."""
    return next((m for m in REACH if core.dominated_beyond(m) and core.mirrored().dominated_beyond(m)), None)


def roots(core: Core, low: Any, high: Any) -> list[Any] | None:
    """Return enclosures of all roots of *core* between two enclosed ends, None at infinity; None if undecided."""
    ctx.prec = BITS
    reach = reach_of(core) if low is None or high is None else 0
    if reach is None:
        return None
    left = arb(-reach) - arb("0.0137") if low is None else arb(low)
    right = arb(reach) + arb("0.0137") if high is None else arb(high)
    try:
        return list(_isolated(core, left.mid(), right.mid()))
    except RecursionError:
        return None


def _isolated(core: Core, low: Any, high: Any) -> Iterator[Any]:
    boxes, seen = [(low, high)], 0
    while boxes:
        a, b = boxes.pop()
        seen += 1
        if seen > CAP:
            raise RecursionError
        box = a.union(b)
        if not core.at(box).contains(0):
            continue
        if not core.slope(box).contains(0):
            if core.at(a) * core.at(b) < 0:
                yield refined(core, a, b)
            elif not core.at(a) * core.at(b) > 0:
                raise RecursionError
            continue
        cut = (a + (b - a) * arb("0.4871")).mid()
        boxes += [(cut, b), (a, cut)]


def refined(core: Core, low: Any, high: Any) -> Any:
    """Narrow one simple root by interval Newton to fifty digits."""
    box = low.union(high)
    for _ in range(200):
        middle = box.mid()
        step = middle - core.at(middle) / core.slope(box)
        narrower = _meet(box, step)
        if narrower.rad() >= box.rad() * arb("0.9"):
            return narrower
        box = narrower
    return box


def _meet(u: Any, v: Any) -> Any:
    low = max(u.lower(), v.lower())
    high = min(u.upper(), v.upper())
    return low.union(high)
