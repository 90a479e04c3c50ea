"""Exact constants: values at points, their digits, and whether two are the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.sympy_bridge.equality import tanh_opened, to_sympy
from symbolic.tree import Node


@lru_cache(maxsize=1 << 10)
def at_point(node: Node, point: Any) -> Any:
    """Return the exact value of *node* at x = *point*, in a short form."""
    return settled(put_in(to_sympy(node), point))


def put_in(expression: Any, point: Any) -> Any:
    """Return an expression of SymPy at x = *point*."""
    return expression.subs(sympy.Symbol("x", real=True), point)


@lru_cache(maxsize=1 << 10)
def settled(constant: Any) -> Any:
    """Return an exact constant in a short form: hyperbolic functions opened, roots out of denominators.

    ``simplify`` does as much and takes a hundred times as long.
    """
    if constant.is_Rational or constant.is_infinite:
        return constant
    plain = sympy.powdenest(sympy.expand_power_exp(tanh_opened(constant)), force=True)
    plain = plain.replace(  # e^W(c) is c/W(c)
        lambda part: isinstance(part, sympy.exp) and isinstance(part.args[0], sympy.LambertW),
        lambda part: part.args[0].args[0] / part.args[0],
    )
    forms = [constant, plain]
    try:
        forms += [sympy.radsimp(sympy.cancel(sympy.together(plain))), sympy.radsimp(plain)]
        forms.append(sympy.sqrtdenest(forms[-1]))
    except (sympy.PolynomialError, NotImplementedError):  # a form that has no fraction
        forms.append(sympy.expand(plain))
    return min(forms, key=lambda form: (sympy.count_ops(form), len(str(form))))


def digits(number: Any) -> str:
    """Return 80 digits of a real constant."""
    return str(sympy.N(number, 80))


def rational(number: Any) -> tuple[int, int] | None:
    """Return (p, q) for a rational constant."""
    return (int(number.p), int(number.q)) if number.is_Rational else None


def infinite(number: Any) -> int:
    """Return 1 for infinity, -1 for minus infinity, else 0."""
    return 1 if number == sympy.oo else -1 if number == -sympy.oo else 0


def exists(tends: Any) -> bool:
    """Whether a limit is one number or an infinity, and not a set between which a function swings."""
    return bool(tends.is_number and not isinstance(tends, sympy.AccumBounds) and tends != sympy.nan)


def zero() -> Any:
    """Return SymPy's 0."""
    return sympy.Integer(0)


def constant_text(number: Any) -> str:
    """Return an exact constant as SymPy writes and reads it."""
    return str(number)


@lru_cache(maxsize=1 << 10)
def identical(left: Any, right: Any) -> bool:
    """Whether two exact constants are equal: forty digits part them, or an exact form joins them."""
    if left == right:
        return True
    gap = left - right
    if gap.is_Rational or abs(sympy.N(gap, 60, maxn=400)) > sympy.Float(10) ** -40:
        return bool(gap == 0)
    if settled(gap) == 0 or sympy.expand(gap) == 0:
        return True
    if gap.is_algebraic:
        return bool(sympy.minimal_polynomial(gap, polys=False) == sympy.Symbol("x"))
    return bool(sympy.simplify(gap) == 0)


def parameter_values(left: Node, right: Node, parameter: str) -> list[Any]:
    """Return the values of a letter at which two constants agree."""
    gap = to_sympy(left) - to_sympy(right)
    letters = [letter for letter in gap.free_symbols if letter.name == parameter]
    return list(sympy.solve(settled(gap), letters[0])) if letters else []


def identical_or_infinite(left: Any, right: Any) -> bool:
    """Whether two exact values, infinite ones among them, are equal."""
    return bool(left == right) or (not infinite(left) and not infinite(right) and identical(left, right))


def number(top: int, bottom: int) -> Any:
    """Return a rational of SymPy."""
    return sympy.Rational(top, bottom)


def is_positive(constant: Any) -> bool:
    """Whether an exact constant that is not 0 is positive."""
    return bool(constant > 0)
