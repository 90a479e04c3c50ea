"""How tightly each kind of node binds, and so where parentheses and dots must stand, in any print.

The printers put a node in parentheses where its place binds tighter than the node does; the reader builds the same
products that a printer would write without a dot.
"""

from __future__ import annotations

from itertools import pairwise

from symbolic.notation import FUNCTIONS
from symbolic.traverse import walk
from symbolic.tree import (
    Add,
    Aligned,
    Cases,
    Chain,
    D,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Interval,
    Leibniz,
    Listing,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Shape,
    Slot,
    Sum,
    Sym,
    Transpose,
)

#: How tightly a place binds: what stands there in parentheses is whatever binds less.
RELATION, SUM, TERM, PRODUCT, FACTOR, BASE = range(6)

#: How tightly each kind binds; what is not named is closed by itself and binds like a letter.
BINDS: dict[type[Node], int] = {
    Aligned: RELATION,
    Listing: RELATION,
    Chain: RELATION,
    Shape: RELATION,
    Add: SUM,
    Neg: SUM,
    Hadamard: TERM,
    Sum: TERM,
    Mul: PRODUCT,  # with a dot, TERM
    Frac: FACTOR,
    Leibniz: FACTOR,
    D: FACTOR,
    Pow: FACTOR,
    Transpose: FACTOR,
    Exp: FACTOR,
    Fn: FACTOR,
    Cases: FACTOR,
}

#: The functions that LaTeX has as operators, which take the factor that follows: ln 2.
OPERATORS = ("ln", "tanh", "sinh", "cosh")

_TALL = (Frac, Leibniz, D, Matrix, Cases, Sum)


def binding(node: Node) -> int:
    """Return how tightly *node* binds."""
    if type(node) is Mul and (node.dot or needs_dot(node.factors)):
        return TERM
    if type(node) is Num and node.text[0] == "-":
        return SUM
    return BINDS.get(type(node), BASE)


def needs_dot(factors: tuple[Node, ...]) -> bool:
    """Whether a product cannot stand side by side: figures would run together, or a letter would take an argument."""
    return any(_runs_on(left, right) for left, right in pairwise(factors))


def _runs_on(left: Node, right: Node) -> bool:
    if starts_with_figure(right):
        return True
    if type(left) is Fn and left.args:  # ln 2 x would be read as ln (2x)
        return is_bare(left) and type(right) is not Matrix
    left = _carrier(left)
    if type(left) is Sym and left.name in OPERATORS:
        return True
    named = type(left) is Fn or (type(left) is Sym and left.name in FUNCTIONS)
    return named and _may_open(right)


def _may_open(node: Node) -> bool:
    """Whether the text of *node* starts with a parenthesis in some notation."""
    if isinstance(node, (Pow, Transpose, Interval)) or (type(node) is Sym and node.index):
        return True
    return binding(node) < FACTOR


def _carrier(node: Node) -> Node:
    """Return what stands first in a power."""
    while isinstance(node, (Pow, Transpose)):
        node = node.base if isinstance(node, Pow) else node.arg
    return node


def starts_with_figure(node: Node) -> bool:
    """Whether the text of *node* starts with a digit."""
    node = _carrier(node)
    return type(node) is Slot or (type(node) is Num and node.text[0] != "-")


def is_bare(f: Fn) -> bool:
    """Whether a function stands without parentheses: ln 2."""
    return f.name == "ln" and bool(f.args) and not f.primes and type(f.args[0]) is Num and f.args[0].text[0] != "-"


def is_open(node: Node) -> bool:
    """Whether what follows *node* in a product would be taken into it: a sum sign has no end of its own."""
    return type(node) is Sum or (type(node) is Mul and is_open(node.factors[-1]))


def is_tall(*nodes: Node) -> bool:
    """Whether parentheses round *nodes* must grow."""
    return any(isinstance(below, _TALL) for node in nodes for below in walk(node))


def is_letter(f: Fn) -> bool:
    """Whether a function's name is a letter, with a layer or without: f, g1."""
    return f.name[0] in "fgh" and (len(f.name) == 1 or f.name[1:].isdigit())


def takes_power(f: Fn, power: Node) -> bool:
    """Whether u(x)^n is written u^n(x): of operators only, and never with -1, which would mean the inverse."""
    if f.primes or not f.args or f.name in ("max", "min") or is_letter(f):
        return False
    return type(power) is Num and power.text[0] != "-"
