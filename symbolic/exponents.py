"""Exponents that are worked out of numbers: x^(1 + 1) is a square, and x^2^2 a fourth power."""

from __future__ import annotations

from fractions import Fraction

from symbolic.evaluate import evaluate
from symbolic.fields import EXACT
from symbolic.traverse import walk
from symbolic.tree import Add, Frac, Mul, Neg, Node, Num, Pow, number

#: A power in an exponent is worked out below this one.
LARGEST = 16


def settled(exponent: Node) -> Node:
    """Return an exponent of several numbers as the one that they come to, and any other as it stands.

    >>> settled(Add((Num("1"), Num("1"))))
    Num(text='2')
    """
    if isinstance(exponent, Num | Neg) or not all(map(_is_small, walk(exponent))):
        return exponent
    try:
        return number(Fraction(evaluate(exponent, EXACT)))
    except ZeroDivisionError:
        return exponent


def _is_small(part: Node) -> bool:
    """Whether a part of an exponent is a number, or an operation on numbers that leads to none of endless digits."""
    power = part.power if isinstance(part, Pow) else None
    return isinstance(part, Num | Neg | Add | Mul | Frac) or (isinstance(power, Num) and power.value in range(LARGEST))
