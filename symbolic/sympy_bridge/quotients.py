"""Functions as quotients of polynomials in x and one exponential: their roots, exactly, and their limits."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.sympy_bridge.equality import tanh_opened, to_sympy
from symbolic.tree import Node


@lru_cache(maxsize=512)
def exponential_polynomial(node: Node) -> tuple[Any, Any, tuple[Any, ...]] | None:
    """Return (p, q, exponent) with node = c p(x, E)/q(x, E), E = e^{exponent(x)}; None where node is no such thing.

    p and q are lists of ({(i, j): coefficient of x^i E^j}, multiplicity); the exponent is its coefficients from x^0.
    """
    parts = quotient(without_positive(tanh_opened(to_sympy(node))))
    if parts is None:
        return None
    top, bottom, base = parts
    x = sympy.Symbol("x", real=True)
    coefficients = tuple(reversed(sympy.Poly(base, x).all_coeffs())) if base != 0 else ()
    return _factors(top), _factors(bottom), coefficients


def without_positive(expression: Any) -> Any:
    """Return an expression without factors e^{g} whose g is no polynomial, such as e^{-e^{-x}}: they never vanish."""
    nested = [part for part in expression.atoms(sympy.exp) if not part.args[0].is_polynomial(*part.free_symbols)]
    if not nested:
        return expression
    marks = {part: sympy.Dummy(f"n{place}", positive=True) for place, part in enumerate(sorted(nested, key=str))}
    parts = sympy.fraction(sympy.cancel(sympy.together(expression.xreplace(marks))))
    factors = [sympy.Poly(part, *marks.values()) for part in parts]
    if not all(factor.is_monomial for factor in factors):
        return expression
    return factors[0].LC() / factors[1].LC()


@lru_cache(maxsize=512)
def quotient(whole: Any) -> tuple[Any, Any, Any] | None:
    """Return numerator and denominator as polynomials in x and E, and the exponent of E."""
    x, mark = sympy.Symbol("x", real=True), sympy.Symbol("E", positive=True)
    expression = tanh_opened(whole)
    base = _common_exponent(expression, x)
    if base is None:
        return None
    if base != 0:
        expression = expression.replace(sympy.exp, lambda power: mark ** sympy.cancel(power / base))
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(expression)))
    if any(part.free_symbols for part in (top * bottom).atoms(sympy.Function)):
        return None
    try:
        return sympy.Poly(sympy.expand(top), x, mark), sympy.Poly(sympy.expand(bottom), x, mark), base
    except sympy.PolynomialError:  # a root of x
        return None


def _common_exponent(expression: Any, x: Any) -> Any:
    """Return the exponent of which all others are whole multiples, growing to the right; 0 for none, None if none."""
    powers = [part.args[0] for part in expression.atoms(sympy.exp) if part.free_symbols]
    if not powers:
        return sympy.Integer(0)
    ratios = [sympy.cancel(power / powers[0]) for power in powers]
    if not all(ratio.is_Rational for ratio in ratios) or not all(power.is_polynomial(x) for power in powers):
        return None
    base = powers[0] / sympy.ilcm(1, *(ratio.q for ratio in ratios))
    return sympy.expand(base if sympy.LC(base, x) > 0 else -base)


def _factors(whole: Any) -> list[tuple[dict[tuple[int, int], Any], int]]:
    """Return the factors with their multiplicities; a constant factor is dropped, since only the roots matter."""
    if whole.is_zero:
        return []
    lead = whole.LC()
    ratios = {powers: sympy.cancel(c / lead) for powers, c in whole.terms()}
    if not all(ratio.is_Rational for ratio in ratios.values()):
        return [(dict(whole.terms()), 1)]
    return [(dict(part.terms()), n) for part, n in sympy.factor_list(sympy.Poly(ratios, *whole.gens))[1]]


def exact_roots(terms: dict[tuple[int, int], Any], exponent: tuple[Any, ...]) -> list[Any] | None:
    """Return the real roots of a core in x alone, in E = e^{cx} alone, or linear in both; None for any other."""
    x = sympy.Symbol("x")
    alone = {i: c for (i, j), c in terms.items() if j == 0}
    if len(alone) == len(terms):
        return _real_roots(alone, x)
    alone = {j: c for (i, j), c in terms.items() if i == 0}
    if len(alone) == len(terms) and len(exponent) == 2 and exponent[0] == 0:
        roots = _real_roots(alone, x)
        return None if roots is None else [sympy.log(r) / exponent[1] for r in roots if r.is_positive]
    if set(terms) <= {(0, 0), (1, 0), (0, 1)} and len(exponent) == 2 and exponent[0] == 0:
        return _lambert_roots(terms.get((0, 0), sympy.Integer(0)), terms[1, 0], terms[0, 1], exponent[1])
    return None


def _lambert_roots(a: Any, b: Any, c: Any, k: Any) -> list[Any] | None:
    """Return the roots of a + b x + c e^{kx}: with u = -k (x + a/b) it says u e^u = (k c/b) e^{-ka/b}."""
    right = k * c / b * sympy.exp(-k * a / b)
    if right.is_positive:
        return [-a / b - sympy.LambertW(right) / k]
    return [] if (right + sympy.exp(-1)).is_negative else None


def _real_roots(coefficients: dict[int, Any], x: Any) -> list[Any] | None:
    polynomial = sympy.Poly({(i,): c for i, c in coefficients.items()}, x)
    if not all(c.is_Rational for c in polynomial.coeffs()):
        return None
    roots = sympy.real_roots(polynomial, multiple=True) if polynomial.degree() else []
    return None if any(root.has(sympy.CRootOf) for root in roots) else list(dict.fromkeys(roots))
