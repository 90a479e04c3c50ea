"""Compile a tree into nested functions that compute it from its literals and the values of its symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count
from operator import mul, neg
from typing import Any

from msgspec import Struct

from symbolic.activations import ACTIVATIONS
from symbolic.arithmetic import NotComputable, entrywise, plus, scalar, times
from symbolic.comparisons import condition
from symbolic.fields import Quantity
from symbolic.frame import Frame, Names, Run, literals_of
from symbolic.functions import VARIABLE, Definition, function
from symbolic.traverse import walk
from symbolic.tree import (
    Abs,
    Add,
    Boxed,
    Cases,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Leibniz,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Slot,
    Sqrt,
    Sym,
    Transpose,
)


class Scope(Struct, frozen=True):
    """What a tree is compiled in: the places of its literals, and the names of the quantities that a frame holds."""

    places: Iterator[int]
    names: Names


def compiled(node: Node, first: int = 0, names: Names = lambda node: node) -> Run:
    """Compile *node*; its k-th literal in written order is literal *first* + k of the frame.

    *names* says under which name a frame holds the value of a symbol; without it they go by the symbols themselves.
    """
    return _compile(node, Scope(count(first), names))


def _compile(node: Node, scope: Scope) -> Run:
    if type(node) is Num:
        place = next(scope.places)
        return lambda frame: frame.literals[place]
    if type(node) not in _COMPILE:
        raise NotComputable(f"{type(node).__name__} has no value by itself")
    return _COMPILE[type(node)](node, scope)


def _add(node: Add, scope: Scope) -> Run:
    if all(map(_is_dot_product_term, node.terms)):
        return _dot_product([(next(scope.places), next(scope.places)) for _ in node.terms])
    head, *tail = [_compile(term, scope) for term in node.terms]

    def run(frame: Frame) -> Quantity:
        total = head(frame)
        for term in tail:
            total = plus(total, term(frame))
        return total

    return run


def _is_dot_product_term(node: Node) -> bool:
    return type(node) is Mul and len(node.factors) == 2 and all(type(factor) is Num for factor in node.factors)


def _dot_product(pairs: list[tuple[int, int]]) -> Run:
    """Run a sum of products of two literals each, the most frequent line of all, without a call for every number."""
    (i, j), *rest = pairs

    def run(frame: Frame) -> Quantity:
        literals = frame.literals
        total = literals[i] * literals[j]
        for k, m in rest:
            total += literals[k] * literals[m]
        return total

    return run


def _mul(node: Mul, scope: Scope) -> Run:
    """Multiply in order; a product of symbols that was found on an earlier line has the value found there."""
    name = None if any(isinstance(below, Num | Slot) for below in walk(node)) else scope.names(node)
    head, *tail = [_compile(factor, scope) for factor in node.factors]

    def run(frame: Frame) -> Quantity:
        if name is not None and name in frame.values:
            return frame.values[name]
        product = head(frame)
        for factor in tail:
            product = times(product, factor(frame))
        return product

    return run


def _hadamard(node: Hadamard, scope: Scope) -> Run:
    head, *tail = [_compile(factor, scope) for factor in node.factors]

    def run(frame: Frame) -> Quantity:
        product = head(frame)
        for factor in tail:
            product = entrywise(mul, product, factor(frame))
        return product

    return run


def _frac(node: Frac, scope: Scope) -> Run:
    top, bottom = _compile(node.top, scope), _compile(node.bottom, scope)
    return lambda frame: entrywise(frame.field.divide, top(frame), bottom(frame))


def _pow(node: Pow, scope: Scope) -> Run:
    base = _compile(node.base, scope)
    if not isinstance(node.power, Num) or node.power.value.denominator != 1:
        raise NotComputable("a power that is no whole number")
    power = int(node.power.value)
    if power == 2:  # an enclosure with 0 in it has a product with itself, and no second power
        return lambda frame: entrywise(lambda x: x * x, base(frame))
    return lambda frame: entrywise(lambda x: x**power, base(frame))


def _unary(part: str, function: Callable[[Frame], Callable[[Quantity], Quantity]]) -> Callable[[Any, Scope], Run]:
    """Return how a node with the one argument *part* is compiled: the *function* of a frame, entry by entry."""

    def compile_(node: Any, scope: Scope) -> Run:
        arg = _compile(getattr(node, part), scope)
        return lambda frame: entrywise(function(frame), arg(frame))

    return compile_


def _matrix(node: Matrix, scope: Scope) -> Run:
    if all(type(entry) is Num for row in node.rows for entry in row):
        width = len(node.rows[0])
        cuts = [
            slice(place, place + width) for place in [next(scope.places) for row in node.rows for _ in row][::width]
        ]
        return lambda frame: scalar([list(frame.literals[cut]) for cut in cuts])
    rows = [[_compile(entry, scope) for entry in row] for row in node.rows]
    return lambda frame: scalar([[entry(frame) for entry in row] for row in rows])


def _transpose(node: Transpose, scope: Scope) -> Run:
    arg = _compile(node.arg, scope)

    def run(frame: Frame) -> Quantity:
        value = arg(frame)
        return [list(row) for row in zip(*value, strict=True)] if type(value) is list else value

    return run


def _cases(node: Cases, scope: Scope) -> Run:
    branches = [
        (_compile(value, scope), condition(test, lambda side: _compile(side, scope))) for value, test in node.branches
    ]
    return lambda frame: frame.branch(branches)


def _fn(node: Fn, scope: Scope) -> Run:
    return function(node, [_compile(arg, scope) for arg in node.args], scope.names, _definition)


@lru_cache(maxsize=64)
def _definition(name: str) -> Definition:
    """Return the definition of an activation of the catalogue, ready to run."""
    activation = ACTIVATIONS[name]
    names: dict[Node, str] = {activation.variable: VARIABLE, **{p.symbol: p.name for p in activation.parameters}}
    tree = activation.definition
    return Definition(
        compiled(tree, 0, names.get), tuple(leaf.text for leaf in literals_of(tree)), activation.parameters
    )


def _sym(node: Sym | Slot | Leibniz, scope: Scope) -> Run:
    name = node if (known := scope.names(node)) is None else known
    return lambda frame: frame.values[name]


_COMPILE: dict[type[Node], Callable[[Any, Scope], Run]] = {
    Sym: _sym,
    Slot: _sym,
    Leibniz: _sym,
    Add: _add,
    Neg: _unary("arg", lambda frame: neg),
    Mul: _mul,
    Hadamard: _hadamard,
    Frac: _frac,
    Pow: _pow,
    Exp: _unary("power", lambda frame: frame.field.exp),
    Sqrt: _unary("arg", lambda frame: frame.field.sqrt),
    Abs: _unary("arg", lambda frame: abs),
    Matrix: _matrix,
    Transpose: _transpose,
    Cases: _cases,
    Fn: _fn,
    Boxed: lambda node, scope: _compile(node.arg, scope),
}
