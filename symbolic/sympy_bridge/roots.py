"""Functions with one square root: a(x) + b(x) √q(x), whose zeros are among the roots of the norm a² - b² q."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.sympy_bridge.equality import to_sympy
from symbolic.tree import Node

#: (norm as {(i, 0): coefficient of x^i}, a + b √q, a - b √q)
Norm = tuple[dict[tuple[int, int], Any], Any, Any]


@lru_cache(maxsize=256)
def with_a_root(node: Node) -> tuple[Norm, Norm] | None:
    """Return what is needed of the numerator and of the denominator; None where *node* is no such quotient."""
    x, root = sympy.Symbol("x", real=True), sympy.Dummy("s", positive=True)
    expression = to_sympy(node)
    inside = {part.base for part in expression.atoms(sympy.Pow) if part.exp.is_Rational and part.exp.q == 2}
    inside = {base for base in inside if base.has(x)}
    if len(inside) != 1 or not (base := inside.pop()).is_polynomial(x):
        return None
    even = expression.replace(
        lambda part: part.is_Pow and part.base == base and part.exp.is_Rational and part.exp.q == 2,
        lambda part: root**part.exp.p,
    )
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(even)))
    try:
        return _norm(top, base, root, x), _norm(bottom, base, root, x)
    except (sympy.PolynomialError, ValueError):
        return None


def _norm(polynomial: Any, base: Any, root: Any, x: Any) -> Norm:
    rest = sympy.rem(sympy.Poly(polynomial, root), sympy.Poly(root**2 - base, root))
    a, b = rest.coeff_monomial(1), rest.coeff_monomial(root)
    norm = sympy.Poly(sympy.expand(a**2 - b**2 * base), x)
    if not all(c.is_Rational for c in norm.coeffs()):
        raise ValueError
    s = sympy.sqrt(base)
    return {(i, 0): c for (i,), c in norm.terms()}, a + b * s, a - b * s
