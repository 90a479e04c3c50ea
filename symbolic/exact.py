"""Exact numbers: rationals, and rationals times logarithms such as (2/3) ln 2, for answers without a calculator.

A problem whose pre-activations are logarithms has exact answers: σ(ln 2) = 2/3, tanh(ln 2) = 3/5. Such a number
is kept as a polynomial in the logarithms of primes, so that ln 6 - ln 2 is ln 3 without anybody simplifying.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd, prod

from symbolic.tree import Add, Fn, Frac, Mul, Neg, Node, Num, Pow, number

#: A product of logarithms of primes, sorted: (2, 2) is (ln 2)², and () is 1.
Logs = tuple[int, ...]
Rational = int | Fraction


#: Logarithms are taken apart into those of primes up to the square of this, which takes a few milliseconds.
LARGEST_PRIME = 20_000


class NotExact(ArithmeticError):
    """A value has no exact form here, such as e^(1/2) or 1 / ln 2."""


class Exact:
    """A number with logarithms in it, Σ q · ln p · ln p' …, exactly; a plain rational stays a ``Fraction``."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[Logs, Fraction]) -> None:
        """Keep the coefficient of each product of logarithms."""
        self.terms = terms

    def __add__(self, other: Exact | Rational) -> Exact | Fraction:
        """Add term by term."""
        terms = dict(self.terms)
        for logs, q in _terms(other).items():
            terms[logs] = terms.get(logs, Fraction(0)) + q
        return _tidy(terms)

    def __mul__(self, other: Exact | Rational) -> Exact | Fraction:
        """Multiply out."""
        terms: dict[Logs, Fraction] = {}
        for m, p in self.terms.items():
            for n, q in _terms(other).items():
                logs = tuple(sorted(m + n))
                terms[logs] = terms.get(logs, Fraction(0)) + p * q
        return _tidy(terms)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Exact | Fraction:
        """Turn the sign."""
        return self * -1

    def __sub__(self, other: Exact | Rational) -> Exact | Fraction:
        """Take away."""
        return self + -1 * other

    def __rsub__(self, other: Exact | Rational) -> Exact | Fraction:
        """Be taken away."""
        return -self + other

    def __truediv__(self, other: Exact | Rational) -> Exact | Fraction:
        """Divide by a rational; a logarithm below has no exact form here."""
        if isinstance(other, Exact):
            raise NotExact("a logarithm in the denominator")
        return self * (1 / Fraction(other))

    def __rtruediv__(self, other: Rational) -> Exact | Fraction:
        """Refuse to be a denominator."""
        raise NotExact("a logarithm in the denominator")

    def __pow__(self, power: int) -> Exact | Fraction:
        """Multiply by itself."""
        return prod([self] * power, start=Fraction(1))

    def __eq__(self, other: object) -> bool:
        """Equal exactly when every coefficient is."""
        return isinstance(other, Exact) and self.terms == other.terms

    def __hash__(self) -> int:
        """Hash by the terms."""
        return hash(frozenset(self.terms.items()))

    def __abs__(self) -> Exact | Fraction:
        """Return the number or its negative, whichever is positive."""
        return -self if sign(self) < 0 else self

    def __lt__(self, other: Exact | Rational) -> bool:
        """Compare by the difference."""
        return sign(self - other) < 0

    def __gt__(self, other: Exact | Rational) -> bool:
        """Compare by the difference."""
        return sign(self - other) > 0

    def __float__(self) -> float:
        """Return the nearest double."""
        return float(decimal(self))

    def __repr__(self) -> str:
        """Show it as SymPy would read it."""
        return f"Exact({spelled(self)})"


def _terms(value: Exact | Rational) -> dict[Logs, Fraction]:
    return value.terms if isinstance(value, Exact) else {(): Fraction(value)}


def _tidy(terms: dict[Logs, Fraction]) -> Exact | Fraction:
    kept = {logs: q for logs, q in sorted(terms.items()) if q}
    return Exact(kept) if any(kept) else kept.get((), Fraction(0))


def ln(value: Exact | Rational) -> Exact | Fraction:
    """Return ln q of a positive rational, Σ v_p(q) ln p; raises NotExact for anything else."""
    if isinstance(value, Exact) or value <= 0:
        raise NotExact("the logarithm of what is no positive rational")
    q = Fraction(value)
    powers: dict[Logs, Fraction] = {(p,): Fraction(k) for p, k in _factors(q.numerator).items()}
    powers |= {(p,): Fraction(-k) for p, k in _factors(q.denominator).items()}
    return _tidy(powers)


def exp(value: Exact | Rational) -> Fraction:
    """Return e^v where v is a whole combination of logarithms, e^(2 ln 3) = 9; raises NotExact elsewhere."""
    power = Fraction(1)
    for logs, q in _terms(value).items():
        if q and (len(logs) != 1 or q.denominator != 1):
            raise NotExact("a power of e that is no rational")
        power *= Fraction(logs[0]) ** int(q) if q else 1
    return power


@lru_cache(maxsize=4096)
def _factors(n: int) -> dict[int, int]:
    powers: dict[int, int] = {}
    p = 2
    while p * p <= n:
        if p > LARGEST_PRIME:
            raise NotExact(f"the logarithm of {n}, whose prime factors are too large to look for")
        while n % p == 0:
            powers[p] = powers.get(p, 0) + 1
            n //= p
        p += 1
    return powers | ({n: powers.get(n, 0) + 1} if n > 1 else {})


@lru_cache(maxsize=1024)
def _ln_decimal(p: int) -> Decimal:
    return Decimal(p).ln()


def decimal(value: Exact | Rational | Decimal) -> Decimal:
    """Return the decimal of *value*, correct to the precision of the decimal context."""
    if isinstance(value, Decimal):
        return value
    if type(value) is int:
        return Decimal(value)
    total = Decimal(0)
    for logs, q in _terms(value).items():
        total += prod(map(_ln_decimal, logs), start=Decimal(q.numerator)) / q.denominator
    return total


def sign(value: Exact | Rational | Decimal) -> int:
    """Return -1, 0 or 1."""
    comparable = decimal(value) if isinstance(value, Exact) else value
    return (comparable > 0) - (comparable < 0)


def _collected(logarithms: dict[Logs, Fraction]) -> list[tuple[Fraction, tuple[Node, ...], str]]:
    """Write the linear logarithms as one, q ln m with m > 1, and keep products as they are."""
    linear = {logs[0]: q for logs, q in logarithms.items() if len(logs) == 1}
    pieces = [_one_logarithm(linear)] if linear else []
    for logs, q in logarithms.items():
        if len(logs) > 1:
            pieces.append((q, _powers(logs), "*".join(f"log({p})" for p in logs)))
    return pieces


def _one_logarithm(linear: dict[int, Fraction]) -> tuple[Fraction, tuple[Node, ...], str]:
    bottom = prod({q.denominator for q in linear.values()})
    whole = {p: int(q * bottom) for p, q in linear.items()}
    common = gcd(*whole.values())
    m = prod((Fraction(p) ** (k // common) for p, k in whole.items()), start=Fraction(1))
    scale = Fraction(common, bottom)
    if m < 1:
        m, scale = 1 / m, -scale
    return scale, (Fn("ln", (number(m),)),), f"log({m})"


def _powers(logs: Logs) -> tuple[Node, ...]:
    counts = {p: logs.count(p) for p in logs}
    return tuple(
        Fn("ln", (Num(str(p)),)) if k == 1 else Pow(Fn("ln", (Num(str(p)),)), Num(str(k))) for p, k in counts.items()
    )


def node(value: Exact | Rational) -> Node:
    """Return the tree of an exact number as a teacher writes it: 2 ln 2, -(ln 2)/3, 1 + ln 3/2."""
    if not isinstance(value, Exact):
        return number(value)
    rational = value.terms.get((), Fraction(0))
    terms = [number(rational)] if rational else []
    terms += [_scaled(q, factors) for q, factors, _ in _collected({k: q for k, q in value.terms.items() if k})]
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _scaled(q: Fraction, factors: tuple[Node, ...]) -> Node:
    top: tuple[Node, ...] = factors if abs(q.numerator) == 1 else (Num(str(abs(q.numerator))), *factors)
    product = top[0] if len(top) == 1 else Mul(top)
    whole = product if q.denominator == 1 else Frac(product, Num(str(q.denominator)))
    return Neg(whole) if q < 0 else whole


@lru_cache(maxsize=1 << 14)
def spelled(value: Exact | Rational | Decimal) -> str:
    """Return the exact number as a string that SymPy reads: -1, 2/3, log(2), -log(2)/3."""
    if not isinstance(value, Exact):
        return str(int(value) if value == int(value) else Fraction(value))
    rational = value.terms.get((), Fraction(0))
    text = str(rational) if rational else ""
    for q, _, logs in _collected({k: q for k, q in value.terms.items() if k}):
        head = "-" if q < 0 else "+" if text else ""
        times = "" if abs(q.numerator) == 1 else f"{abs(q.numerator)}*"
        text += f"{head}{times}{logs}" + (f"/{q.denominator}" if q.denominator != 1 else "")
    return text
