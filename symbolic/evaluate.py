"""Compute what a line says, from its printed digits, in a chosen kind of number.

A tree is compiled once into nested functions; its literals are numbered in written order, so that the same line
with other digits is computed without being read again. A ``Field`` is a kind of number: exact rationals with
logarithms, or decimals of 28 digits whose ``exp`` and ``ln`` are correctly rounded by the General Decimal
Arithmetic standard and so the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symbolic import exact
from symbolic.activations import ACTIVATIONS
from symbolic.tree import (
    Abs,
    Add,
    Boxed,
    Cases,
    Chain,
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
    Text,
    Transpose,
    children,
    walk,
)

#: Numbers of any field; matrices are lists of rows, and one entry alone is a scalar.
Quantity = Any
#: The decimals in which problems are computed.
WORK = Context(prec=28, rounding=ROUND_HALF_EVEN)


class NotComputable(ArithmeticError):
    """A line holds something that has no value by itself, such as a derivative still to be taken."""


@dataclass(frozen=True, slots=True)
class Field:
    """A kind of number: how digits are read, and the functions that arithmetic alone does not give."""

    number: Callable[[str], Quantity]
    divide: Callable[[Quantity, Quantity], Quantity]
    exp: Callable[[Quantity], Quantity]
    ln: Callable[[Quantity], Quantity]
    sqrt: Callable[[Quantity], Quantity]
    sign: Callable[[Quantity], int]


@lru_cache(maxsize=1 << 14)
def _decimal_exp(x: Decimal) -> Decimal:
    return x.exp(WORK)


@lru_cache(maxsize=1 << 14)
def _decimal_ln(x: Decimal) -> Decimal:
    return x.ln(WORK)


def _exact_number(text: str) -> int | Fraction:
    return Fraction(text) if "." in text else int(text)


def _exact_divide(u: Quantity, v: Quantity) -> Quantity:
    return Fraction(u, v) if type(u) is type(v) is int else u / v


def _no_root(x: Quantity) -> Quantity:
    raise exact.NotExact(f"the square root of {x}")


#: Rationals and logarithms, exactly; raises ``NotExact`` where a value leaves them.
EXACT = Field(_exact_number, _exact_divide, exact.exp, exact.ln, _no_root, exact.sign)
#: Decimals of 28 digits.
DECIMAL = Field(Decimal, WORK.divide, _decimal_exp, _decimal_ln, lambda x: x.sqrt(WORK), exact.sign)


@lru_cache(maxsize=1)
def interval_field(digits: int) -> Field:
    """Return the field of real enclosures (Arb), where a literal of so many decimals stands for all that round to it."""
    from flint import arb

    def number(text: str) -> Quantity:
        loose = len(text.partition(".")[2]) == digits
        return arb(f"{text} +/- 0.5e-{digits}") if loose else arb(text)

    def sign(x: Quantity) -> int:
        return int(bool(x > 0)) - int(bool(x < 0))

    return Field(number, lambda u, v: u / v, lambda x: x.exp(), lambda x: x.log(), lambda x: x.sqrt(), sign)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a compiled line runs on: the field, its literals in written order, and the values of its symbols."""

    field: Field
    literals: Sequence[Quantity]
    values: Mapping[Node, Quantity]


Run = Callable[[Frame], Quantity]


def evaluate(node: Node, field: Field, values: Mapping[Node, Quantity] | None = None) -> Quantity:
    """Return the value of *node* in *field*, its symbols taken from *values*.

    >>> from symbolic.tree import Add, Num
    >>> evaluate(Add((Num("0.10"), Num("-3"))), EXACT)
    Fraction(-29, 10)
    """
    literals = [field.number(leaf.text) for leaf in literals_of(node)]
    return compiled(node)(Frame(field, literals, values or {}))


def activate(name: str, z: Quantity, field: Field, parameters: Mapping[Node, Quantity] | None = None) -> Quantity:
    """Return an activation of numbers or, entry by entry, of a matrix, by its definition."""
    return _applied(name)(Frame(field, (), {_Z: z, **(parameters or {})}))


_Z = Sym("z")


@lru_cache(maxsize=64)
def _applied(name: str) -> Run:
    return compiled(Fn(name, (_Z,)))


def literals_of(node: Node) -> Iterator[Num]:
    """Yield the literals of *node* in the order in which ``compiled`` numbers them; a power u^2 is no literal."""
    if type(node) is Num:
        yield node
    for child in (node.base,) if isinstance(node, Pow) else children(node):
        yield from literals_of(child)


def compiled(node: Node) -> Run:
    """Compile *node*; the k-th literal of the frame stands for its k-th literal in written order."""
    return _compile(node, iter(range(1 << 30)))


def _compile(node: Node, places: Iterator[int]) -> Run:
    if type(node) is Num:
        place = next(places)
        return lambda frame: frame.literals[place]
    if type(node) not in _COMPILE:
        raise NotComputable(f"{type(node).__name__} has no value by itself")
    return _COMPILE[type(node)](node, places)


def _add(node: Add, places: Iterator[int]) -> Run:
    head, *tail = [_compile(term, places) for term in node.terms]

    def run(frame: Frame) -> Quantity:
        total = head(frame)
        for term in tail:
            total = plus(total, term(frame))
        return total

    return run


def plus(u: Quantity, v: Quantity) -> Quantity:
    """Add numbers, or matrices of one shape; a row added to a matrix of more rows is added to each (a bias)."""
    if type(u) is not list:
        if type(v) is list:
            raise NotComputable("a number added to a matrix")
        return u + v
    if type(v) is not list or len(u[0]) != len(v[0]) or len(v) not in (1, len(u)):
        raise NotComputable("a sum of matrices of different shapes")
    rows = v if len(v) == len(u) else v * len(u)
    return [[a + b for a, b in zip(p, q, strict=True)] for p, q in zip(u, rows, strict=True)]


def _neg(node: Neg, places: Iterator[int]) -> Run:
    arg = _compile(node.arg, places)
    return lambda frame: entrywise(lambda x: -x, arg(frame))


def entrywise(function: Callable[..., Quantity], *args: Quantity) -> Quantity:
    """Apply a scalar function to numbers or, entry by entry, to matrices; a number goes with every entry."""
    if len(args) == 1:
        value = args[0]
        return [[function(x) for x in row] for row in value] if type(value) is list else function(value)
    shaped = [arg for arg in args if type(arg) is list]
    if not shaped:
        return function(*args)
    rows, columns = len(shaped[0]), len(shaped[0][0])
    if any(len(matrix) != rows or len(matrix[0]) != columns for matrix in shaped):
        raise NotComputable("entries of matrices of different shapes")
    grids = [arg if type(arg) is list else [[arg] * columns] * rows for arg in args]
    return [[function(*entries) for entries in zip(*lines, strict=True)] for lines in zip(*grids, strict=True)]


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


def times(u: Quantity, v: Quantity) -> Quantity:
    """Multiply numbers, a number with a matrix, or matrices by rows and columns."""
    if type(u) is not list:
        return u * v if type(v) is not list else [[u * x for x in row] for row in v]
    if type(v) is not list:
        return [[x * v for x in row] for row in u]
    if len(u[0]) != len(v):
        raise NotComputable(f"a {len(u)}×{len(u[0])} matrix times a {len(v)}×{len(v[0])} one")
    columns = list(zip(*v, strict=True))
    return scalar([[sum((a * b for a, b in zip(row, c, strict=True)), 0 * row[0]) for c in columns] for row in u])


def scalar(matrix: Quantity) -> Quantity:
    """Return the entry of a 1×1 matrix as a number, and any other matrix as it is."""
    return matrix[0][0] if len(matrix) == len(matrix[0]) == 1 else matrix


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


def _exp(node: Exp, places: Iterator[int]) -> Run:
    power = _compile(node.power, places)
    return lambda frame: entrywise(frame.field.exp, power(frame))


def _sqrt(node: Sqrt, places: Iterator[int]) -> Run:
    arg = _compile(node.arg, places)
    return lambda frame: entrywise(frame.field.sqrt, arg(frame))


def _abs(node: Abs, places: Iterator[int]) -> Run:
    arg = _compile(node.arg, places)
    return lambda frame: entrywise(abs, arg(frame))


def _matrix(node: Matrix, places: Iterator[int]) -> Run:
    rows = [[_compile(entry, places) for entry in row] for row in node.rows]
    return lambda frame: scalar([[entry(frame) for entry in row] for row in rows])


def _transpose(node: Transpose, places: Iterator[int]) -> Run:
    arg = _compile(node.arg, places)

    def run(frame: Frame) -> Quantity:
        value = arg(frame)
        return [list(row) for row in zip(*value, strict=True)] if type(value) is list else value

    return run


def _cases(node: Cases, places: Iterator[int]) -> Run:
    branches = [(_compile(value, places), _condition(condition, places)) for value, condition in node.branches]

    def run(frame: Frame) -> Quantity:
        for value, holds in branches:
            if holds(frame):
                return value(frame)
        raise NotComputable("no branch holds")

    return run


_HOLDS: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "<": lambda sign: sign < 0,
    ">": lambda sign: sign > 0,
    "\\le": lambda sign: sign <= 0,
    "\\ge": lambda sign: sign >= 0,
    "\\ne": lambda sign: sign != 0,
}


def _condition(node: Node, places: Iterator[int]) -> Callable[[Frame], bool]:
    if isinstance(node, Text):
        return lambda frame: True
    if not isinstance(node, Chain) or any(relation not in _HOLDS for relation in node.relations):
        raise NotComputable("a condition that compares nothing")
    sides = [_compile(side, places) for side in node.sides]
    tests = [_HOLDS[relation] for relation in node.relations]

    def run(frame: Frame) -> bool:
        values = [side(frame) for side in sides]
        signs = [frame.field.sign(u - v) for u, v in zip(values, values[1:], strict=False)]
        return all(test(s) for test, s in zip(tests, signs, strict=True))

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


def softmax(field: Field, z: Quantity) -> Quantity:
    """Return e^{z_i} / Σ_k e^{z_k} over a column, or over each row of a matrix of rows."""
    if type(z) is not list:
        return field.number("1")
    rows = [[row[0] for row in z]] if len(z[0]) == 1 else z
    powers = [[field.exp(x) for x in row] for row in rows]
    shares = [[field.divide(e, sum(row)) for e in row] for row in powers]
    return [[share] for share in shares[0]] if len(z[0]) == 1 else shares


@lru_cache(maxsize=64)
def _of_catalogue(name: str) -> Callable[..., Quantity]:
    """Return an activation of the catalogue by its definition; parameters that a frame does not name are usual."""
    activation = ACTIVATIONS[name]
    run, literals = compiled(activation.definition), [leaf.text for leaf in literals_of(activation.definition)]

    def function(frame: Frame, x: Quantity) -> Quantity:
        number = frame.field.number
        values = {p.symbol: frame.values.get(p.symbol, number(p.usual)) for p in activation.parameters}
        values[activation.variable] = x
        return run(Frame(frame.field, [number(text) for text in literals], values))

    return function


def _sym(node: Sym | Slot | Leibniz, places: Iterator[int]) -> Run:
    return lambda frame: frame.values[node]


def _boxed(node: Boxed, places: Iterator[int]) -> Run:
    return _compile(node.arg, places)


_COMPILE: dict[type[Node], Callable[[Any, Iterator[int]], Run]] = {
    Sym: _sym,
    Slot: _sym,
    Leibniz: _sym,
    Add: _add,
    Neg: _neg,
    Mul: _mul,
    Hadamard: _hadamard,
    Frac: _frac,
    Pow: _pow,
    Exp: _exp,
    Sqrt: _sqrt,
    Abs: _abs,
    Matrix: _matrix,
    Transpose: _transpose,
    Cases: _cases,
    Fn: _fn,
    Boxed: _boxed,
}
