"""Exact constants: values at points, their digits, and whether two are the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.sympy_bridge.equality import to_sympy
from symbolic.tree import Node


@lru_cache(maxsize=1 << 10)
def at_point(node: Node, point: Any) -> Any:
    """Return the exact value of *node* at x = *point*, simplified."""
    return sympy.simplify(to_sympy(node).subs(sympy.Symbol("x", real=True), point))


def digits(number: Any) -> str:
    """Return 80 digits of a real constant."""
    return str(sympy.N(number, 80))


def rational(number: Any) -> tuple[int, int] | None:
    """Return (p, q) for a rational constant."""
    return (int(number.p), int(number.q)) if number.is_Rational else None


def infinite(number: Any) -> int:
    """Return 1 for infinity, -1 for minus infinity, else 0."""
    return 1 if number == sympy.oo else -1 if number == -sympy.oo else 0


def zero() -> Any:
    """Return SymPy's 0."""
    return sympy.Integer(0)


def constant_text(number: Any) -> str:
    """Return an exact constant as SymPy writes and reads it."""
    return str(number)


def identical(left: Any, right: Any) -> bool:
    """Whether two exact constants are equal."""
    return bool(sympy.simplify(left - right) == 0)


def parameter_values(difference: Node, parameter: str) -> list[Any]:
    """Return the values of a positive parameter at which *difference* vanishes."""
    letter = sympy.Symbol(parameter, real=True, positive=True)
    return list(sympy.solve(sympy.simplify(to_sympy(difference)), letter))


def identical_or_infinite(left: Any, right: Any) -> bool:
    """Whether two exact values, infinite ones among them, are equal."""
    return bool(left == right) or (not infinite(left) and not infinite(right) and identical(left, right))


def number(top: int, bottom: int) -> Any:
    """Return a rational of SymPy."""
    return sympy.Rational(top, bottom)


def is_positive(constant: Any) -> bool:
    """Whether an exact constant that is not 0 is positive."""
    return bool(constant > 0)
