"""Fingerprints of expressions in the integers modulo 2^61 - 1: equal expressions agree, others hardly ever.

A search asks thousands of times whether a piece of a line is σ(x). Each symbol and each function that no rule
of arithmetic opens gets a fixed pseudo-random residue, so the question costs microseconds. Nothing rests on the
answer: what a fingerprint suggests is proved afterwards like any other line.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from symbolic.algebra import coefficient
from symbolic.meanings import meaning
from symbolic.same import key
from symbolic.tree import Add, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sym

P = (1 << 61) - 1


def _residue(name: str) -> int:
    """Return the residue that *name* always gets."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") % (P - 2) + 2


@lru_cache(maxsize=1 << 16)
def fingerprint(node: Node) -> int | None:
    """Return the residue of *node*; None where it divides by zero."""
    try:
        return _print(node)
    except ZeroDivisionError:
        return None


def _print(node: Node) -> int:
    match node:
        case Num():
            return _ratio(node.value.numerator, node.value.denominator)
        case Add():
            return sum(map(_must, node.terms)) % P
        case Neg():
            return -_must(node.arg) % P
        case Mul():
            return _times(*map(_must, node.factors))
        case Frac():
            return _ratio(_must(node.top), _must(node.bottom))
        case Pow(base, Num() as n) if n.value.denominator == 1:
            return _power(_must(base), n.value.numerator)
        case Exp():
            return _exponential(node.power)
        case Fn() if (body := meaning(node)) is not None:
            return _must(body)
        case Sym():
            return _residue(f"{node.name} {node.layer} {node.index}")
    return _residue(key(node))


def _must(node: Node) -> int:
    value = fingerprint(node)
    if value is None:
        raise ZeroDivisionError
    return value


def _times(*values: int) -> int:
    result = 1
    for value in values:
        result = result * value % P
    return result


def _ratio(top: int, bottom: int) -> int:
    if bottom % P == 0:
        raise ZeroDivisionError
    return top * pow(bottom, -1, P) % P


def _power(base: int, n: int) -> int:
    if n < 0 and base == 0:
        raise ZeroDivisionError
    return pow(base, n, P)


def _exponential(power: Node) -> int:
    """e^{a + b} is e^a e^b, and e^{n u} is (e^u)^n."""
    if isinstance(power, Add):
        return _times(*map(_exponential, power.terms))
    if isinstance(power, Fn) and power.name == "ln":
        return _must(power.args[0])
    value, rest = coefficient(power)
    return _power(_residue(f"e^ {value.denominator} {key(rest)}"), value.numerator)
