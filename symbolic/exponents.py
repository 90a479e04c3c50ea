"""Exponents that are worked out of numbers: x^(1 + 1) is a square, and x^2^2 a fourth power."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from symbolic.tree import Add, Frac, Mul, Neg, Node, Num, Pow, number

#: A power in an exponent is worked out up to this one.
LARGEST = 16


def settled(exponent: Node) -> Node:
    """Return an exponent of several numbers as the one that they come to, and any other as it stands.

    >>> settled(Add((Num("1"), Num("1"))))
    Num(text='2')
    """
    found = None if isinstance(exponent, Num | Neg) else _worked_out(exponent)
    return exponent if found is None else number(found)


def _worked_out(node: Node) -> Fraction | None:
    match node:
        case Num():
            return node.value
        case Neg(arg):
            inner = _worked_out(arg)
            return None if inner is None else -inner
        case Add(parts) | Mul(parts):
            known = [one for one in map(_worked_out, parts) if one is not None]
            together = sum(known, Fraction(0)) if isinstance(node, Add) else prod(known, start=Fraction(1))
            return together if len(known) == len(parts) else None
        case Frac(top, bottom):
            above, below = _worked_out(top), _worked_out(bottom)
            return above / below if above is not None and below else None
        case Pow(base, Num() as power) if power.value in range(LARGEST):
            inner = _worked_out(base)
            return None if inner is None else inner ** int(power.value)
    return None
