"""How wide a formula will stand on the page, in ems: close enough to choose a layout, without laying it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic.traverse import children
from symbolic.tree import (
    Add,
    Cases,
    Chain,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Leibniz,
    Listing,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sqrt,
    Sum,
    Sym,
    Text,
    Transpose,
)

#: A figure or a small letter, a relation and a sign with the blanks round them, a pair of parentheses, a script's size.
_LETTER, _RELATION, _SIGN, _PAIR, _SCRIPT = 0.53, 1.35, 1.25, 0.8, 0.7

#: The box of what is to be filled in.
_BOX = 2.4


def width(node: Node) -> float:
    """Return the width of *node* in ems."""
    return _WIDTHS.get(type(node), _loose)(node)


def _sum(nodes: tuple[Node, ...], between: float) -> float:
    return sum(map(width, nodes)) + between * (len(nodes) - 1)


def _loose(node: Node) -> float:
    return _PAIR + sum(map(width, children(node)))


def _literal(n: Num) -> float:
    return _LETTER * len(n.text) + (_LETTER if n.text[0] == "-" else 0)


def _symbol(s: Sym) -> float:
    if s.name == "blank":
        return _BOX
    marks = len(s.index) + (2 if s.layer else 0)
    return _LETTER * (1.2 + _SCRIPT * marks)


def _product(p: Mul) -> float:
    parentheses = sum(_PAIR for factor in p.factors if isinstance(factor, (Add, Neg)) or _negative(factor))
    return _sum(p.factors, 0.75 if p.dot else 0.15) + parentheses


def _negative(node: Node) -> bool:
    return isinstance(node, Num) and node.text[0] == "-"


def _matrix(m: Matrix) -> float:
    columns = zip(*m.rows, strict=True)
    return sum(max(map(width, column)) for column in columns) + 0.9 * (m.shape[1] - 1) + 1.1


def _fraction(q: Frac | Leibniz) -> float:
    parts = (q.top, q.bottom) if isinstance(q, Frac) else (q.of, q.by)
    return max(map(width, parts)) + (0.3 if isinstance(q, Frac) else 0.9)


def _raised(p: Pow) -> float:
    return width(p.base) + _SCRIPT * width(p.power) + (_PAIR if not isinstance(p.base, Num) else 0)


_WIDTHS: dict[type[Node], Callable[[Any], float]] = {
    Num: _literal,
    Sym: _symbol,
    Text: lambda t: 0.5 * len(t.words),
    Add: lambda s: _sum(s.terms, _SIGN) + sum(_PAIR for term in s.terms[1:] if _negative(term)),
    Neg: lambda n: 0.8 + width(n.arg),
    Mul: _product,
    Hadamard: lambda p: _sum(p.factors, _SIGN),
    Frac: _fraction,
    Leibniz: _fraction,
    Pow: _raised,
    Exp: lambda e: 0.5 + _SCRIPT * width(e.power),
    Sqrt: lambda r: 0.9 + width(r.arg),
    Transpose: lambda t: 0.5 + width(t.arg) + (_PAIR if isinstance(t.arg, Sym) and t.arg.layer else 0),
    Fn: lambda f: 0.5 * len(f.name) + _PAIR + _sum(f.args, 0.5) + 0.3 * f.primes,
    Matrix: _matrix,
    Cases: lambda c: 1.2 + max(width(value) + width(condition) + 1 for value, condition in c.branches),
    Chain: lambda c: _sum(c.sides, _RELATION),
    Listing: lambda items: _sum(items.items, 1.4),
    Sum: lambda s: 1.6 + width(s.body),
}
