"""Compile a tree into nested functions that compute it from its literals and the values of its symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count
from typing import Any

from symbolic.activations import ACTIVATIONS
from symbolic.arithmetic import NotComputable, entrywise, plus, scalar, softmax, times
from symbolic.comparisons import condition
from symbolic.fields import Quantity
from symbolic.frame import Frame, Run, literals_of
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


def compiled(node: Node, first: int = 0) -> Run:
    """Compile *node*; its k-th literal in written order is literal *first* + k of the frame."""
    return _compile(node, count(first))


def _compile(node: Node, places: Iterator[int]) -> Run:
    if type(node) is Num:
        place = next(places)
        return lambda frame: frame.literals[place]
    if type(node) not in _COMPILE:
        raise NotComputable(f"{type(node).__name__} has no value by itself")
    return _COMPILE[type(node)](node, places)


def _add(node: Add, places: Iterator[int]) -> Run:
    if all(map(_is_dot_product_term, node.terms)):
        return _dot_product([(next(places), next(places)) for _ in node.terms])
    head, *tail = [_compile(term, places) for term in node.terms]

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


def _mul(node: Mul, places: Iterator[int]) -> Run:
    """Multiply in order; a product of symbols that was found on an earlier line has the value found there."""
    named = not any(isinstance(below, Num | Slot) for below in walk(node))
    head, *tail = [_compile(factor, places) for factor in node.factors]

    def run(frame: Frame) -> Quantity:
        if named and node in frame.values:
            return frame.values[node]
        product = head(frame)
        for factor in tail:
            product = times(product, factor(frame))
        return product

    return run


def _hadamard(node: Hadamard, places: Iterator[int]) -> Run:
    factors = [_compile(factor, places) for factor in node.factors]

    def run(frame: Frame) -> Quantity:
        values = [factor(frame) for factor in factors]
        product = values[0]
        for value in values[1:]:
            product = entrywise(lambda x, y: x * y, product, value)
        return product

    return run


def _frac(node: Frac, places: Iterator[int]) -> Run:
    top, bottom = _compile(node.top, places), _compile(node.bottom, places)
    return lambda frame: entrywise(frame.field.divide, top(frame), bottom(frame))


def _pow(node: Pow, places: Iterator[int]) -> Run:
    base = _compile(node.base, places)
    if not isinstance(node.power, Num) or node.power.value.denominator != 1:
        raise NotComputable("a power that is no whole number")
    power = int(node.power.value)
    return lambda frame: entrywise(lambda x: x**power, base(frame))


def _unary(part: str, function: Callable[[Frame, Quantity], Quantity]) -> Callable[[Any, Iterator[int]], Run]:
    """Return how a node with the one argument *part* is compiled: *function*, entry by entry."""

    def compile_(node: Any, places: Iterator[int]) -> Run:
        arg = _compile(getattr(node, part), places)
        return lambda frame: entrywise(lambda x: function(frame, x), arg(frame))

    return compile_


def _matrix(node: Matrix, places: Iterator[int]) -> Run:
    if all(type(entry) is Num for row in node.rows for entry in row):
        cuts = [next(places) for row in node.rows for _ in row][:: len(node.rows[0])]
        width = len(node.rows[0])
        return lambda frame: scalar([list(frame.literals[cut : cut + width]) for cut in cuts])
    rows = [[_compile(entry, places) for entry in row] for row in node.rows]
    return lambda frame: scalar([[entry(frame) for entry in row] for row in rows])


def _transpose(node: Transpose, places: Iterator[int]) -> Run:
    arg = _compile(node.arg, places)

    def run(frame: Frame) -> Quantity:
        value = arg(frame)
        return [list(row) for row in zip(*value, strict=True)] if type(value) is list else value

    return run


def _cases(node: Cases, places: Iterator[int]) -> Run:
    branches = [
        (_compile(value, places), condition(test, lambda side: _compile(side, places))) for value, test in node.branches
    ]

    def run(frame: Frame) -> Quantity:
        for value, holds in branches:
            if holds(frame):
                return value(frame)
        raise NotComputable("no branch holds")

    return run


def _fn(node: Fn, places: Iterator[int]) -> Run:
    args = [_compile(arg, places) for arg in node.args]
    if node.primes:
        return _slope(node, args[0])
    if node.name == "softmax":
        return lambda frame: softmax(frame.field, args[0](frame))
    function = _PRIMITIVES.get(node.name) or _of_catalogue(node.name)
    return lambda frame: entrywise(lambda *xs: function(frame, *xs), *(arg(frame) for arg in args))


def _slope(node: Fn, arg: Run) -> Run:
    """Return f'(z) where it was found before, or by a difference on the branch of a piecewise linear function."""

    def run(frame: Frame) -> Quantity:
        if node in frame.values:
            return frame.values[node]
        return entrywise(lambda x: _one_sided(frame, node.name, x), arg(frame))

    return run


def _one_sided(frame: Frame, name: str, x: Quantity) -> Quantity:
    """Return the slope to the side on which x lies of the kink at 0, the left one at 0 itself."""
    f, h = _of_catalogue(name), frame.field.number("0.01")
    if frame.field.sign(x) > 0:
        return frame.field.divide(f(frame, x + h) - f(frame, x), h)
    return frame.field.divide(f(frame, x) - f(frame, x - h), h)


_PRIMITIVES: dict[str, Callable[..., Quantity]] = {
    "ln": lambda frame, x: frame.field.ln(x),
    "max": lambda frame, x, y: x if frame.field.sign(x - y) >= 0 else y,
    "min": lambda frame, x, y: x if frame.field.sign(x - y) <= 0 else y,
}


@lru_cache(maxsize=64)
def _of_catalogue(name: str) -> Callable[..., Quantity]:
    """Return an activation of the catalogue by its definition; parameters that a frame does not name are usual."""
    activation = ACTIVATIONS[name]
    run, literals = compiled(activation.definition), [leaf.text for leaf in literals_of(activation.definition)]

    def function(frame: Frame, x: Quantity) -> Quantity:
        number = frame.field.number
        values: dict[Node, Quantity] = {
            p.symbol: frame.values.get(p.symbol, number(p.usual)) for p in activation.parameters
        }
        values[activation.variable] = x
        return run(Frame(frame.field, [number(text) for text in literals], values))

    return function


def _sym(node: Sym | Slot | Leibniz, places: Iterator[int]) -> Run:
    return lambda frame: frame.values[node]


_COMPILE: dict[type[Node], Callable[[Any, Iterator[int]], Run]] = {
    Sym: _sym,
    Slot: _sym,
    Leibniz: _sym,
    Add: _add,
    Neg: _unary("arg", lambda frame, x: -x),
    Mul: _mul,
    Hadamard: _hadamard,
    Frac: _frac,
    Pow: _pow,
    Exp: _unary("power", lambda frame, x: frame.field.exp(x)),
    Sqrt: _unary("arg", lambda frame, x: frame.field.sqrt(x)),
    Abs: _unary("arg", lambda frame, x: abs(x)),
    Matrix: _matrix,
    Transpose: _transpose,
    Cases: _cases,
    Fn: _fn,
    Boxed: lambda node, places: _compile(node.arg, places),
}
