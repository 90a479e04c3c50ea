"""Print a tree as a string that SymPy reads back: its functions only, in x, parameters at their usual values."""

from __future__ import annotations

from collections.abc import Mapping

from symbolic.activation import Activation, X
from symbolic.activations import ACTIVATIONS
from symbolic.meanings import meaning
from symbolic.traverse import substitute
from symbolic.tree import Abs, Add, Cases, Chain, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sym

#: SymPy's names of functions.
NAMES = {
    "ln": "log",
    "tanh": "tanh",
    "sinh": "sinh",
    "cosh": "cosh",
    "erf": "erf",
    "sin": "sin",
    "cos": "cos",
    "arctan": "atan",
    "max": "Max",
    "min": "Min",
}
SIGNS = {"\\le": "<=", "\\ge": ">=", "<": "<", ">": ">"}
LOOSE, TERM, FACTOR = range(3)


def sympy_text(node: Node, activation: Activation, known: Mapping[Node, Node] | None = None) -> str:
    """Return *node* for ``sympy.sympify``; functions that SymPy does not have are written out.

    >>> from symbolic.activations.sigmoid import ACTIVATION
    >>> sympy_text(ACTIVATION.definition, ACTIVATION)
    '1/(1 + exp(-x))'
    """
    for function, body in (known or {}).items():
        node = substitute(node, function, body)
    return _show(activation.at_usual(node), LOOSE)


def _show(node: Node, place: int) -> str:
    text, binds = _text(node)
    return f"({text})" if binds < place else text


def _text(node: Node) -> tuple[str, int]:
    match node:
        case Num():
            value = node.value
            return (str(value), FACTOR) if value.denominator == 1 and value >= 0 else (f"({value})", FACTOR)
        case Sym():
            return node.name + "".join(f"_{part}" for part in node.index), FACTOR
        case Add():
            return _sum(node), LOOSE
        case Neg():
            return "-" + _show(node.arg, TERM), LOOSE
        case Mul():
            return "*".join(_show(factor, FACTOR) for factor in node.factors), TERM
        case Frac():
            return f"{_show(node.top, TERM)}/{_show(node.bottom, FACTOR)}", TERM
        case Pow():
            return f"{_show(node.base, FACTOR)}**{_show(node.power, FACTOR)}", TERM
        case Exp() | Sqrt() | Abs():
            return _call(node), FACTOR
        case D():
            return f"Derivative({_show(node.of, LOOSE)}, {_show(node.by, LOOSE)})", FACTOR
        case Cases():
            return _cases(node), FACTOR
        case Fn():
            return _function(node)
    raise TypeError(f"no SymPy text for a {type(node).__name__}")


def _call(node: Exp | Sqrt | Abs) -> str:
    if isinstance(node, Exp):
        return f"exp({_show(node.power, LOOSE)})"
    return f"{'sqrt' if isinstance(node, Sqrt) else 'Abs'}({_show(node.arg, LOOSE)})"


def _sum(node: Add) -> str:
    text = _show(node.terms[0], LOOSE)
    for term in node.terms[1:]:
        text += f" - {_show(term.arg, TERM)}" if isinstance(term, Neg) else f" + {_show(term, TERM)}"
    return text


def _cases(node: Cases) -> str:
    rows = [f"({_show(value, LOOSE)}, {_condition(where)})" for value, where in node.branches[:-1]]
    return f"Piecewise({', '.join(rows)}, ({_show(node.branches[-1][0], LOOSE)}, True))"


def _condition(where: Node) -> str:
    assert isinstance(where, Chain)  # conditions of branches are comparisons
    pairs = zip(where.sides, where.relations, where.sides[1:], strict=False)
    parts = [f"{_show(left, LOOSE)} {SIGNS[sign]} {_show(right, LOOSE)}" for left, sign, right in pairs]
    return parts[0] if len(parts) == 1 else " & ".join(f"({part})" for part in parts)


def _function(node: Fn) -> tuple[str, int]:
    if node.name in NAMES:
        return f"{NAMES[node.name]}({', '.join(_show(argument, LOOSE) for argument in node.args)})", FACTOR
    opened = meaning(node)
    if opened is None:  # a function of the catalogue with several branches
        activation = ACTIVATIONS[node.name]
        opened = substitute(activation.body(), X, node.args[0])
        return _text(opened)
    return _text(opened)
