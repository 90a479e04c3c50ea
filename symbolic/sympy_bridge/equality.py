"""Trees as SymPy expressions, and whether two of them are equal: decided by ``cancel``, never by ``simplify``."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.errors import ProofFailed
from symbolic.meanings import meaning
from symbolic.tree import Abs, Add, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sym

#: SymPy's own names of the functions that are not opened by a definition.
PLAIN = {
    "ln": "log",
    "tanh": "tanh",
    "sinh": "sinh",
    "cosh": "cosh",
    "erf": "erf",
    "sin": "sin",
    "cos": "cos",
    "arctan": "atan",
}


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
        raise ProofFailed(f"nothing can be proved of {node.name} here")
    return to_sympy(opened)


def equal(left: Node, right: Node) -> bool:
    """Whether left - right is zero: decided by ``cancel`` on a form that is rational in x, e^x and opaque atoms.

    For rational functions of these atoms that is a decision procedure; ``simplify`` and ``equals`` may run for ever.
    """
    difference = to_sympy(left) - to_sympy(right)
    if difference == 0:
        return True
    forms = (in_atoms(difference), in_atoms(tanh_opened(difference)))
    return any(sympy.cancel(sympy.together(form)) == 0 for form in forms)


def tanh_opened(expression: Any) -> Any:
    """Return *expression* with tanh, sinh and cosh written in exponentials."""
    opened = expression.replace(sympy.tanh, lambda u: 1 - 2 / (sympy.exp(2 * u) + 1))
    return opened.rewrite([sympy.sinh, sympy.cosh], sympy.exp)


def in_atoms(expression: Any) -> Any:
    """Write every exponential as a power of independent symbols, and every other function as a symbol."""
    linear = expression.replace(sympy.tanh, lambda u: tanh_opened(sympy.tanh(u)) if _is_linear(u) else sympy.tanh(u))
    opened = sympy.expand_power_exp(linear).replace(
        lambda part: isinstance(part, sympy.exp), lambda part: _exponential(part.args[0])
    )
    functions = sorted(opened.atoms(sympy.Function) - opened.atoms(sympy.exp), key=sympy.default_sort_key)
    return opened.xreplace({part: sympy.Dummy(f"f{place}") for place, part in enumerate(functions)})


def _is_linear(inside: Any) -> bool:
    x = sympy.Symbol("x", real=True)
    return bool(inside.is_polynomial(x) and sympy.degree(inside, x) == 1)


def _exponential(power: Any) -> Any:
    result = sympy.Integer(1)
    for term in sympy.Add.make_args(sympy.expand(power)):
        value, rest = term.as_coeff_Mul()
        result *= _atom(rest, value.q) ** value.p
    return result


@lru_cache(maxsize=1 << 12)
def _atom(rest: Any, denominator: int) -> Any:
    return sympy.Symbol(f"exp<{rest}/{denominator}>", positive=True)
