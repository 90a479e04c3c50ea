"""The one door to SymPy, opened only when something is derived or proved: it checks lines, it never writes them.

SymPy reorders and merges whatever it touches, so a line goes in as a tree and only a verdict, a polynomial or a
number comes out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.meanings import meaning
from symbolic.tree import Abs, Add, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sum, Sym

#: SymPy's own names of the functions that are not opened by a definition.
PLAIN = {"ln": "log", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "erf": "erf", "sin": "sin", "cos": "cos",
         "arctan": "atan"}


@lru_cache(maxsize=1 << 14)
def to_sympy(node: Node) -> Any:
    """Return what *node* says as a SymPy expression; a pending derivative is taken."""
    match node:
        case Num():
            return sympy.Rational(node.value.numerator, node.value.denominator)
        case Sym():
            return _symbol(node)
        case Add():
            return sympy.Add(*map(to_sympy, node.terms))
        case Neg():
            return -to_sympy(node.arg)
        case Mul():
            return sympy.Mul(*map(to_sympy, node.factors))
        case Frac():
            return to_sympy(node.top) / to_sympy(node.bottom)
        case Pow():
            return to_sympy(node.base) ** to_sympy(node.power)
        case Exp():
            return sympy.exp(to_sympy(node.power))
        case Sqrt():
            return sympy.sqrt(to_sympy(node.arg))
        case Abs():
            return sympy.Abs(to_sympy(node.arg))
        case D():
            return sympy.diff(to_sympy(node.of), to_sympy(node.by))
        case Fn():
            return _function(node)
    raise TypeError(f"no meaning for SymPy in a {type(node).__name__}")


def _symbol(node: Sym) -> Any:
    if node.name == "pi":
        return sympy.pi
    index = "".join(f"_{part}" for part in node.index)
    return sympy.Symbol(node.name + index, real=True, positive=None if node.name in "xzuvt" else True)


def _function(node: Fn) -> Any:
    if node.name in PLAIN:
        return getattr(sympy, PLAIN[node.name])(to_sympy(node.args[0]))
    opened = meaning(node)
    if opened is None:
        raise TypeError(f"no meaning for SymPy in {node.name}")
    return to_sympy(opened)


def equal(left: Node, right: Node) -> bool:
    """Whether left - right is zero: decided by ``cancel`` on a form that is rational in x, e^x and opaque atoms.

    For rational functions of these atoms that is a decision procedure; ``simplify`` and ``equals`` may run for ever.
    """
    difference = to_sympy(left) - to_sympy(right)
    if difference == 0:
        return True
    forms = (_in_atoms(difference), _in_atoms(_tanh_opened(difference)))
    return any(sympy.cancel(sympy.together(form)) == 0 for form in forms)


def _tanh_opened(expression: Any) -> Any:
    opened = expression.replace(sympy.tanh, lambda u: 1 - 2 / (sympy.exp(2 * u) + 1))
    return opened.rewrite([sympy.sinh, sympy.cosh], sympy.exp)


def _in_atoms(expression: Any) -> Any:
    """Write every exponential as a power of independent symbols, and every other function as a symbol."""
    linear = expression.replace(lambda part: part.func is sympy.tanh and part.args[0].is_polynomial()
                                and sympy.degree(part.args[0]) == 1, lambda part: part.rewrite(sympy.exp)
                                ) if expression.has(sympy.tanh) else expression
    opened = sympy.expand_power_exp(linear).replace(
        lambda part: isinstance(part, sympy.exp), lambda part: _exponential(part.args[0])
    )
    functions = sorted(opened.atoms(sympy.Function) - opened.atoms(sympy.exp), key=sympy.default_sort_key)
    return opened.xreplace({part: sympy.Dummy(f"f{place}") for place, part in enumerate(functions)})


def _exponential(power: Any) -> Any:
    result = sympy.Integer(1)
    for term in sympy.Add.make_args(sympy.expand(power)):
        value, rest = term.as_coeff_Mul()
        result *= _atom(rest, value.q) ** value.p
    return result


@lru_cache(maxsize=1 << 12)
def _atom(rest: Any, denominator: int) -> Any:
    return sympy.Symbol(f"exp<{rest}/{denominator}>", positive=True)


def eliminated(derivative: Node, known: dict[str, Node]) -> Any:
    """Return the derivative as a polynomial in the functions *known* by name, e^x eliminated; None where there is none.

    From {D·q(E) - p(E), s·v(E) - u(E), …} a Gröbner basis in which E is eliminated holds the theorem itself:
    D = s - s². Nothing but the definitions goes in.
    """
    d, names = sympy.Symbol("D"), [sympy.Symbol(name) for name in known]
    parts = [_in_atoms(_tanh_opened(to_sympy(node))) for node in (derivative, *known.values())]
    atoms = sorted({a for part in parts for a in part.free_symbols if a.name.startswith("exp<")}, key=str)
    if not atoms:
        return None
    equations = [_cleared(part, sign) for part, sign in zip(parts, (d, *names), strict=True)]
    letters = sorted({a for part in parts for a in part.free_symbols} - set(atoms), key=str)
    basis = sympy.groebner(equations, *atoms, d, *names, domain=sympy.QQ.frac_field(*letters) if letters else sympy.QQ,
                           order="lex")
    for element in basis.exprs:
        if not element.has(*atoms) and sympy.degree(element, d) == 1:
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
