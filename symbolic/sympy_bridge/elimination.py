"""Closed forms by elimination: the slope as a polynomial in the function itself, and the ways to write it."""

from __future__ import annotations

from typing import Any

import sympy

from symbolic.sympy_bridge.equality import in_atoms, tanh_opened, to_sympy
from symbolic.tree import Node


def eliminated(derivative: Node, known: dict[str, Node], degree: int | None = None) -> Any:
    """Return the derivative as a polynomial in the functions *known* by name, e^x eliminated; None where there is none.

    From {D·q(E) - p(E), s·v(E) - u(E), …} a Gröbner basis in which E is eliminated holds the theorem itself:
    D = s - s². Nothing but the definitions goes in. Where *degree* is given, no basis is sought beyond it: its cost
    has no other bound.
    """
    d, names = sympy.Symbol("D"), [sympy.Symbol(name) for name in known]
    parts = [in_atoms(tanh_opened(to_sympy(node))) for node in (derivative, *known.values())]
    atoms = sorted({a for part in parts for a in part.free_symbols if a.name.startswith("exp<")}, key=str)
    if not atoms:
        return None
    equations = [_cleared(part, sign) for part, sign in zip(parts, (d, *names), strict=True)]
    if degree is not None and any(sympy.Poly(equation, *atoms).total_degree() > degree for equation in equations):
        return None
    letters = sorted({a for part in parts for a in part.free_symbols} - set(atoms), key=str)
    variables = [letter for letter in letters if letter.name == "x"]
    for gone in (variables, []) if variables else ([],):
        fixed = [letter for letter in letters if letter not in gone]
        if (found := _solved(equations, (*atoms, *gone), d, names, fixed)) is not None:
            return found
    return None


def _solved(equations: list[Any], gone: tuple[Any, ...], d: Any, names: list[Any], fixed: list[Any]) -> Any:
    """Return D as a polynomial in *names* with everything in *gone* eliminated, or None."""
    field = sympy.QQ.frac_field(*fixed) if fixed else sympy.QQ
    try:
        basis = sympy.groebner(equations, *gone, d, *names, domain=field, order="lex").exprs
    except (sympy.CoercionFailed, sympy.PolynomialError, ValueError):  # a constant such as the root of π
        return None
    for element in basis:
        if not element.has(*gone) and sympy.degree(element, d) == 1:
            top, bottom = sympy.Poly(element, d).all_coeffs()
            if not top.has(*names):
                return sympy.expand(sympy.cancel(-bottom / top))
    return None


def _cleared(part: Any, sign: Any) -> Any:
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(part)))
    return sympy.expand(sign * bottom - top)


def ways(polynomial: Any, letters: tuple[str, ...]) -> list[Any]:
    """Return a polynomial factored, with its common factor taken out, collected by each letter, and expanded."""
    expanded = sympy.expand(polynomial)
    present = [sympy.Symbol(name) for name in letters if expanded.has(sympy.Symbol(name))]
    collected = [sympy.collect(expanded, letter, sympy.factor_terms) for letter in present]
    return [sympy.factor(expanded), sympy.factor_terms(expanded), *collected, expanded]


def shortest(constant: Node) -> Any:
    """Return a constant in SymPy's shortest form."""
    return sympy.simplify(to_sympy(constant))
