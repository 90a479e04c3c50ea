"""Write a polynomial in the form in which it is taught: s(1 - s) and not s - s², 1 - t² and not (1 - t)(1 + t).

Of the ways to write it (expanded, a common factor taken out, factored, collected) the one wins in which the
functions occur least often; of equals the shortest, and of these the factored one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic.algebra import power, product, split_sign, total, with_sign
from symbolic.same import size
from symbolic.sympy_bridge import shortest, ways
from symbolic.traverse import walk
from symbolic.tree import ONE, Exp, Fn, Frac, Node, Sqrt, Sym, number

#: Our names of SymPy's functions.
FUNCTIONS = {"log": "ln", "erf": "erf", "tanh": "tanh", "LambertW": "lambert"}
#: What a symbol of SymPy stands for on the page.
Names = dict[str, Node]


def taught(polynomial: Any, names: Names) -> Node:
    """Return *polynomial*, its symbols written as *names* say, in the form that is taught."""
    forms = [written(form, names) for form in ways(polynomial, tuple(names))]
    return min(forms, key=lambda way: (*_occurrences(way, names), size(way)))


def _occurrences(node: Node, names: Names) -> tuple[int, int]:
    """Count the functions in *node*: all of them, and those that are not the first of *names*."""
    own = next(iter(names.values()))
    functions = [part for part in walk(node) if isinstance(part, Fn | Exp)]
    return len(functions), sum(part != own for part in functions)


def written(expression: Any, names: Names) -> Node:
    """Return an expression of SymPy as a tree: constants first, rising powers, no bracket that starts with a minus.

    Raises KeyError where it has a part that we have no name for.
    """
    if expression.is_Add:
        ordered = sorted(expression.args, key=_rank(names))
        first = next((term for term in ordered if not _negative(term)), ordered[0])
        return total(written(term, names) for term in sorted(ordered, key=lambda term: term != first))
    if expression.is_Mul:
        return _product(expression, names)
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        return power(written(expression.base, names), number(int(expression.exp)))
    if expression.is_Pow and expression.exp.is_Rational and expression.exp < 0:
        return Frac(ONE, written(expression.base**-expression.exp, names))
    if expression.is_Pow and expression.exp.is_Rational and expression.exp * 2 == 1:
        return Sqrt(written(expression.base, names))
    if expression.is_Function:
        inside = written(expression.args[0], names)
        return Exp(inside) if expression.func.__name__ == "exp" else Fn(FUNCTIONS[expression.func.__name__], (inside,))
    if expression.is_Rational:
        value = sympy_fraction(expression)
        return with_sign(value < 0, number(abs(value)))
    if not expression.is_Symbol:
        raise KeyError(str(expression))
    return names[expression.name] if expression.name in names else Sym(expression.name)


def sympy_fraction(value: Any) -> Any:
    """Return a rational of SymPy as a Fraction."""
    from fractions import Fraction

    return Fraction(int(value.p), int(value.q))


def _rank(names: Names) -> Callable[[Any], Any]:
    order = list(names)

    def rank(term: Any) -> Any:
        powers = term.as_powers_dict()
        degree = sum(int(n) for base, n in powers.items() if base.is_Symbol and base.name in names)
        first = min((order.index(s.name) for s in term.free_symbols if s.name in order), default=-1)
        return degree, first, _negative(term), str(term)

    return rank


def _product(expression: Any, names: Names) -> Node:
    minus, factors = False, []
    for factor in sorted(expression.args, key=_weight(names)):
        turned = _negative(min(factor.args, key=_rank(names))) if factor.is_Add else factor.is_Rational and factor < 0
        minus = minus != bool(turned)
        bare = -factor if turned else factor
        if bare != 1:
            factors.append(written(bare, names))
    return with_sign(minus, product(factors))


def _negative(term: Any) -> bool:
    return bool(term.as_coeff_Mul()[0] < 0)


def _weight(names: Names) -> Callable[[Any], Any]:
    order = list(names)

    def weight(factor: Any) -> Any:
        inside = [order.index(s.name) for s in factor.free_symbols if s.name in order]
        return (bool(inside), factor.is_Add, len(factor.args), min(inside, default=-1), str(factor))

    return weight


def constant(node: Node) -> Node:
    """Return a constant expression in its shortest form, α e^0 is α; as it stands where we have no name for a part."""
    try:
        other = written(shortest(node), {})
    except KeyError:
        return node
    plain = with_sign(*split_sign(node))
    return other if size(other) < size(plain) else plain
