"""The kinds of number that a line can be computed in.

Exact rationals with logarithms; decimals of 28 digits, whose ``exp`` and ``ln`` are correctly rounded by the General
Decimal Arithmetic standard and so the same on every machine; and real enclosures (Arb) around printed digits.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec import Struct

from symbolic import exact

#: A number of any field; a matrix is a list of rows, and one entry alone is a number.
Quantity = Any
#: The decimals in which problems are computed.
WORK = Context(prec=28, rounding=ROUND_HALF_EVEN)


class Field(Struct, frozen=True, eq=False):
    """A kind of number: how digits are read, and the functions that arithmetic alone does not give."""

    number: Callable[[str], Quantity]
    divide: Callable[[Quantity, Quantity], Quantity]
    exp: Callable[[Quantity], Quantity]
    ln: Callable[[Quantity], Quantity]
    sqrt: Callable[[Quantity], Quantity]
    sign: Callable[[Quantity], int]


@lru_cache(maxsize=1 << 14)
def _decimal_exp(x: Decimal) -> Decimal:
    return x.exp(WORK)


@lru_cache(maxsize=1 << 14)
def _decimal_ln(x: Decimal) -> Decimal:
    return x.ln(WORK)


def _exact_number(text: str) -> int | Fraction:
    return Fraction(text) if "." in text else int(text)


def _exact_divide(u: Quantity, v: Quantity) -> Quantity:
    return Fraction(u, v) if type(u) is type(v) is int else u / v


def _no_root(x: Quantity) -> Quantity:
    raise exact.NotExact(f"a root or logarithm of {x}")


#: Rationals and logarithms, exactly; raises ``NotExact`` where a value leaves them.
EXACT = Field(_exact_number, _exact_divide, exact.exp, exact.ln, _no_root, exact.sign)


def _finite_divide(u: Quantity, v: Quantity) -> Quantity:
    quotient = WORK.divide(u, v)
    if quotient * v != u:
        raise exact.NotExact(f"{u} / {v} is no decimal that ends")
    return quotient


def _no_end(x: Quantity) -> Quantity:
    if x == 0:
        return Decimal(1)
    raise exact.NotExact(f"a function of {x}")


def _sign(x: Decimal) -> int:
    return (x > 0) - (x < 0)


#: Decimals that end, exactly: quicker than fractions, where nothing but halves and tenths comes up.
FINITE = Field(Decimal, _finite_divide, _no_end, _no_root, _no_root, _sign)
#: Decimals of 28 digits.
DECIMAL = Field(Decimal, WORK.divide, _decimal_exp, _decimal_ln, lambda x: x.sqrt(WORK), _sign)


@lru_cache(maxsize=1)
def interval_field(digits: int) -> Field:
    """Return the field of real enclosures (Arb); a literal of so many decimals stands for all that round to it."""
    from flint import arb

    def number(text: str) -> Quantity:
        loose = len(text.partition(".")[2]) == digits
        return arb(f"{text} +/- 0.5e-{digits}") if loose else arb(text)

    def sign(x: Quantity) -> int:
        return int(bool(x > 0)) - int(bool(x < 0))

    return Field(number, lambda u, v: u / v, lambda x: x.exp(), lambda x: x.log(), lambda x: x.sqrt(), sign)
