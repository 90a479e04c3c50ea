"""Limits at infinity, by three roads of bounded cost: a quotient's leading terms, the parts of an expression, SymPy's.

The last has no bound of its own, so it is asked of small expressions alone; what is left is not decided.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.sympy_bridge.equality import to_sympy
from symbolic.sympy_bridge.quotients import quotient
from symbolic.tree import Node

X = sympy.Symbol("x", real=True)
#: Operations of an expression beyond which SymPy's own limit is not asked.
LARGEST = 40
#: How near a point a limit there is tried, and how near to the limit the value must be.
NEAR, TOLERANCE = sympy.Rational(1, 10**24), sympy.Rational(1, 10)
#: Functions that rise to a bound on both sides.
BOUNDED = {sympy.tanh: sympy.Integer(1), sympy.erf: sympy.Integer(1), sympy.atan: sympy.pi / 2}


@lru_cache(maxsize=1 << 10)
def limit(node: Node, side: int) -> Any:
    """Return the limit of a smooth *node* at plus or minus infinity; never used across branches."""
    expression = to_sympy(node)
    found = of_parts(expression, side)
    if found is not None:
        return found
    nested = any(not part.args[0].is_polynomial(X) for part in expression.atoms(sympy.exp, sympy.tanh, sympy.erf))
    if nested or sympy.count_ops(expression) > LARGEST:
        raise NotImplementedError("a limit of too large an expression")
    return sympy.limit(expression, X, side * sympy.oo)


@lru_cache(maxsize=1 << 10)
def beside(node: Node, point: Node, side: int) -> Any:
    """Return what a smooth *node* tends to at a point from the left (side -1) or from the right, or None.

    What SymPy says is believed where *node* has come near to it at ``NEAR`` from the point.
    """
    expression, at = to_sympy(node), to_sympy(point)
    if sympy.count_ops(expression) > LARGEST:
        return None
    try:
        found = sympy.limit(expression, X, at, "+" if side > 0 else "-")
        seen = sympy.N(expression.subs(X, at + side * NEAR), 30)
    except (NotImplementedError, TypeError, ValueError, AttributeError):
        return None
    near = seen * sympy.sign(found) > 1 / TOLERANCE if found.is_infinite else abs(seen - found) < TOLERANCE
    return found if found.is_extended_real and near == True else None  # noqa: E712  # SymPy's own truth


@lru_cache(maxsize=1 << 11)
def of_parts(expression: Any, side: int) -> Any:
    """Return the limit by leading terms or from the limits of the parts; None where these leave it open."""
    if not expression.has(X):
        return expression
    rest = sympy.Dummy("R", positive=True)
    if (parts := quotient(_tails(expression, side, rest))) is not None:
        found = _of_quotient(parts, side)
        return None if found.has(rest) else found
    if expression.is_Mul and len(powers := [part for part in expression.args if isinstance(part, sympy.exp)]) > 1:
        others = [part for part in expression.args if part not in powers]  # e^u e^v is e^{u + v}
        inside = of_parts(sympy.Add(*(part.args[0] for part in powers)), side)
        rest_of = of_parts(sympy.Mul(*others), side)
        return None if inside is None or rest_of is None else _product(sympy.exp(inside), rest_of)
    if expression.func in RULES:
        inside = [of_parts(part, side) for part in expression.args]
        return None if None in inside else RULES[expression.func](*inside)
    return None


def _of_quotient(parts: tuple[Any, Any, Any], side: int) -> Any:
    top, bottom, base = parts
    if top.is_zero:
        return sympy.Integer(0)
    odd = base != 0 and sympy.degree(base) % 2 == 1
    (i, j, c), (k, m, d) = (_leading(part, -1 if odd and side < 0 else 1) for part in (top, bottom))
    growth = (j - m) * (-1 if odd and side < 0 else 1) or i - k
    if growth < 0:
        return sympy.Integer(0)
    ratio = sympy.simplify(c / d) * side ** (i - k)
    return ratio if growth == 0 else sympy.sign(ratio) * sympy.oo


def _sum(*terms: Any) -> Any:
    return None if {sympy.oo, -sympy.oo} <= set(terms) else sympy.Add(*terms)


def _product(*factors: Any) -> Any:
    return None if 0 in factors and any(factor.is_infinite for factor in factors) else sympy.Mul(*factors)


def _power(base: Any, exponent: Any) -> Any:
    if not exponent.is_Rational or (base == 0 and exponent < 0) or (base.is_negative and not exponent.is_Integer):
        return None
    return base**exponent


def _exponential(inside: Any) -> Any:
    return sympy.exp(inside)


def _logarithm(inside: Any) -> Any:
    return sympy.log(inside) if inside.is_positive else -sympy.oo if inside == 0 else None


def _rising(function: Any) -> Any:
    def of(inside: Any) -> Any:
        return (BOUNDED[function] * sympy.sign(inside)) if inside.is_infinite else function(inside)

    return of


RULES: dict[Any, Any] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _power,
    sympy.exp: _exponential,
    sympy.log: _logarithm,
    **{function: _rising(function) for function in BOUNDED},
}


def _tails(expression: Any, side: int, rest: Any) -> Any:
    """Return an expression with erf(a x) as ±(1 - e^{-a²x²} R) far out, where 0 < R ≤ 1: it is erfcx(|a x|)."""
    x = sympy.Symbol("x", real=True)

    def tail(inside: Any) -> Any:
        rate = sympy.cancel(inside / x)
        if rate.free_symbols:
            return sympy.erf(inside)
        return sympy.sign(rate) * side * (1 - sympy.exp(-(inside**2)) * rest)

    return expression.replace(sympy.erf, tail)


def _leading(polynomial: Any, order: int) -> tuple[int, int, Any]:
    """Return (i, j, c) of the term c x^i E^j that outweighs the others; *order* is -1 where E tends to 0."""
    (i, j), c = max(polynomial.terms(), key=lambda term: (order * term[0][1], term[0][0]))
    return i, j, c
