"""Rounding as a stated policy, and how a number stands on the page.

exact    nothing is rounded: integers, fractions, and logarithms such as (2/3) ln 2
printed  each value is rounded as it is written down and is the truth from there on
full     everything is carried in full; worked lines show two guard digits more than answers do
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from symbolic import exact
from symbolic.arithmetic import entrywise
from symbolic.exact import Exact
from symbolic.fields import DECIMAL, EXACT, FINITE, WORK, Field, Quantity
from symbolic.latex import BASE, FACTOR, LatexPrinter
from symbolic.notation import Notation

POLICIES = ("exact", "printed", "full")
#: Differences below this are the last digits of a division by three, not a difference.
NOISE = Decimal("1e-20")


#: The same beside 1, where a relation is printed: nearer to 1 than this no sigmoid of up to 55 comes.
_LAST = Decimal("1e-24")


#: The largest denominator of a fraction that somebody may have given.
_MOST = 10**6


class Rounding(Struct, frozen=True):
    """A policy and the decimals that answers have."""

    policy: str
    digits: int = 4
    decimals: bool = False  # exact answers as decimals where they end, since the givens are decimals

    @property
    def field(self) -> Field:
        """The kind of number that the policy computes in."""
        if self.policy != "exact":
            return DECIMAL
        return FINITE if self.decimals else EXACT

    @property
    def shown(self) -> int:
        """The decimals of a value in a worked line: two guard digits where everything is carried in full."""
        return self.digits + 2 if self.policy == "full" else self.digits

    def carried(self, value: Quantity) -> Quantity:
        """Return what the next line goes on with: under ``printed`` the value as it is written down."""
        if self.policy != "printed":
            return value
        digits = self.digits
        return entrywise(lambda entry: rounded(entry, digits) if isinstance(entry, Decimal) else entry, value)


#: What stands before a number of which all digits are on the page, and before one that had to be rounded.
EQUAL, ROUNDED = "=", "\\approx"


class Shown(Struct, frozen=True):
    """One number as it stands on the page: alone, guarded (as a term or factor), and under an exponent."""

    bare: str
    guarded: str
    base: str
    relation: str = EQUAL  # what stands before it
    tie: bool = False
    vanished: bool = False  # not zero, yet it rounds to zero

    @property
    def rounded(self) -> bool:
        """Whether some of its digits are not on the page."""
        return self.relation != EQUAL


#: Where each mode of a slot stands in a ``Shown``.
MODES = {"bare": 0, "guarded": 1, "base": 2, "relation": 3}


#: One of the last of so many decimals, and half of it less the noise of a division: no rounding is further off.
UNIT = {digits: Decimal(1).scaleb(-digits) for digits in range(13)}
_NEARLY_HALF = {digits: unit / 2 - NOISE for digits, unit in UNIT.items()}
#: Up to so many decimals Python writes every number without a power of ten.
_PLAIN = 6


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero, as taught at school; never to -0."""
    result = value.quantize(UNIT[digits], ROUND_HALF_UP)
    return result or abs(result)


def shown(value: Quantity, rounding: Rounding, notation: Notation) -> Shown:
    """Return how *value* stands in a worked line: exact numbers as they are, decimals to so many places."""
    if isinstance(value, Decimal):
        return _ended(value) if rounding.policy == "exact" else shown_decimal(value, rounding.shown)
    return _exact(value, notation, rounding.decimals)


def shown_by(rounding: Rounding, notation: Notation) -> Callable[[Quantity], Shown]:
    """Return ``shown`` for one policy and notation."""
    if rounding.policy == "exact":
        return lambda value: shown(value, rounding, notation)
    digits = rounding.shown
    return lambda value: shown_decimal(value, digits) if type(value) is Decimal else shown(value, rounding, notation)


def _ended(value: Decimal) -> Shown:
    return _whole(str(value + 0))  # + 0 turns -0 into 0


@lru_cache(maxsize=1 << 14)
def _whole(number: str) -> Shown:
    text = _shortest(Decimal(number))
    return Shown(text, guarded(text), guarded(text))


def near(left: Decimal, right: Decimal) -> bool:
    """Whether two numbers are equal, but for the last digits of a division."""
    return abs(left - right) < _LAST * max(Decimal(1), abs(right))


def shown_decimal(value: Decimal, digits: int) -> Shown:
    """Return *value* to so many places, without trailing zeros where it ends sooner."""
    result = rounded(value, digits)
    error = abs(value - result)
    if not error or near(value, result):
        return _ended(result)
    text = str(result) if digits <= _PLAIN else f"{result:f}"
    bracketed = guarded(text)
    return Shown(text, bracketed, bracketed, ROUNDED, error > _NEARLY_HALF[digits], not result)


def _shortest(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def guarded(text: str) -> str:
    """Put a negative number in parentheses."""
    return f"({text})" if text[0] == "-" else text


@lru_cache(maxsize=4096)
def _exact(value: int | Fraction | Exact, notation: Notation, decimals: bool) -> Shown:
    if not isinstance(value, Exact) and (value.denominator == 1 or (decimals and ends(value.denominator))):
        text = _shortest(Decimal(value.numerator) / value.denominator)
        return Shown(text, guarded(text), guarded(text))
    printer, tree = LatexPrinter(notation), exact.node(value)
    return Shown(printer.show(tree), printer.show(tree, FACTOR), printer.show(tree, BASE))


def ends(bottom: int) -> bool:
    """Whether a fraction over *bottom* is a decimal of finitely many places, bottom = 2^m 5^n."""
    for p in (2, 5):
        while bottom % p == 0:
            bottom //= p
    return bottom == 1


def shown_given(value: Quantity, notation: Notation) -> Shown:
    """Return how a given number stands on the page: all its digits, whatever the policy; 1/3 as a fraction."""
    if isinstance(value, Decimal):
        fraction = _endless(value)
        return _exact(fraction, notation, True) if fraction else _ended(value)
    return _exact(value, notation, True)


def _endless(value: Decimal) -> Fraction | None:
    """Return the fraction of which a decimal has all the digits that it is computed with, such as 1/3."""
    if len(value.as_tuple().digits) < WORK.prec:
        return None
    fraction = Fraction(value).limit_denominator(_MOST)
    return fraction if WORK.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)) == value else None


class Ledger(Struct):
    """What a solution finds, each quantity by name: called with it, gives back what the next line goes on with.

    ``watch`` is told of each quantity as it is found, and may refuse it. A quantity that is ``replaced`` is another's:
    what was found is let go, and the solution goes on from that one as it stands.
    """

    carry: Callable[[Quantity], Quantity]
    watch: Callable[[Ledger, str], None] = lambda ledger, name: None
    replaced: Mapping[str, Quantity] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)  # before rounding
    carried: dict[str, Any] = field(default_factory=dict)

    def as_carried(self) -> Ledger:
        """Return what a student has on paper, whose mistakes go on from there."""
        return Ledger(self.carry, values=self.carried, carried=self.carried)

    def __call__(self, name: str, value: Quantity) -> Quantity:
        """Enter *value* under *name*."""
        own = name in self.replaced
        self.values[name] = value = self.replaced[name] if own else value
        self.carried[name] = result = value if own else self.carry(value)
        self.watch(self, name)
        return result
