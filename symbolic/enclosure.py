"""Enclosures: a tree evaluated in real interval arithmetic (arb), with as many of its derivatives as are asked for.

Arb stays on the real line: ln of a negative number has no value there, where complex arithmetic would accept it in
silence. A derivative that is still to be taken is read off the Taylor series of what it is taken of, so a line can
be checked before and after a rule by arithmetic that knows no rule.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import flint
from flint import arb, arb_series

from symbolic.meanings import meaning
from symbolic.traverse import walk
from symbolic.tree import Abs, Add, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sym

#: Working precision in bits: fifty digits and a margin.
BITS = 240
#: Values of the symbols, as arb.
Values = Mapping[Node, Any]


def value(node: Node, values: Values, x: Node) -> Any:
    """Return an enclosure of the value of *node*, its symbols at *values*; x is what derivatives are taken by.

    Where the node has no real value the enclosure is not finite.
    """
    try:
        return series(node, values, x, 1)[0]
    except (ValueError, ZeroDivisionError):  # a series divided by one that starts with 0
        return arb("nan")


def series(node: Node, values: Values, x: Node, length: int) -> Any:
    """Return *length* terms of the Taylor series of *node* around the value of *x*."""
    pending = max_depth(node)
    flint.ctx.prec = BITS
    flint.ctx.cap = length + pending
    return _Series(values, x).show(node)


def max_depth(node: Node) -> int:
    """Count the derivatives that stand inside one another."""
    inside = max((max_depth(part) for part in _below(node)), default=0)
    return inside + isinstance(node, D)


def _below(node: Node) -> list[Node]:
    from symbolic.traverse import children

    return children(node)


class _Series:
    """Folds a tree into a truncated series."""

    def __init__(self, values: Values, x: Node) -> None:
        """Keep where the symbols stand."""
        self.values, self.x = values, x

    def show(self, node: Node) -> Any:
        """Return the series of *node*."""
        match node:
            case Num():
                return arb_series([_rational(node)])
            case Sym():
                return self.symbol(node)
            case Add():
                return sum((self.show(term) for term in node.terms[1:]), self.show(node.terms[0]))
            case Neg():
                return -self.show(node.arg)
            case Mul():
                return self.product(node)
            case Frac():
                return _kept(operator.truediv, self.show(node.top), self.show(node.bottom))
            case Pow():
                return self.power(node)
            case Exp():
                return self.show(node.power).exp()
            case Sqrt():
                return self.show(node.arg).sqrt()
            case Abs():
                return self.absolute(node)
            case D():
                return self.show(node.of).derivative()
            case Fn():
                return self.function(node)
        raise TypeError(f"a {type(node).__name__} has no value on the line")

    def symbol(self, node: Sym) -> Any:
        """The variable is its own series; any other symbol is constant."""
        if node.name == "pi":
            return arb_series([arb.pi()])
        return arb_series([self.values[node], 1] if node == self.x else [self.values[node]])

    def product(self, node: Mul) -> Any:
        """Multiply the factors."""
        result = self.show(node.factors[0])
        for factor in node.factors[1:]:
            result = _kept(operator.mul, result, self.show(factor))
        return result

    def power(self, node: Pow) -> Any:
        """Raise to a whole power by multiplying; any other power is exp(n ln u)."""
        base = self.show(node.base)
        if isinstance(node.power, Num) and node.power.value.denominator == 1:
            return _whole_power(base, node.power.value.numerator)
        return (base.log() * self.show(node.power)).exp()

    def absolute(self, node: Abs) -> Any:
        """|u| is u or -u where the sign of u is known."""
        inside = self.show(node.arg)
        if inside[0] > 0:
            return inside
        return -inside if inside[0] < 0 else inside * arb("nan")

    def function(self, node: Fn) -> Any:
        """Open a named function by its definition, or take arb's own."""
        if node.name in _OWN:
            return _OWN[node.name](self.show(node.args[0]))
        if (opened := meaning(node)) is None:
            raise TypeError(f"{node.name} has no value on the line")
        return self.show(opened)


def _kept(combine: Callable[[Any, Any], Any], u: Any, v: Any) -> Any:
    """Return u times or over v; flint takes 0 · nan and 0 / nan for 0, where there is no value."""
    return combine(u, v) if u[0].is_finite() and v[0].is_finite() else arb_series([arb("nan")])


def _tanh(u: Any) -> Any:
    return 1 - 2 / ((2 * u).exp() + 1)


_OWN: dict[str, Callable[[Any], Any]] = {
    "ln": lambda u: u.log(),
    "tanh": _tanh,
    "erf": lambda u: u.erf(),
    "sin": lambda u: u.sin(),
    "cos": lambda u: u.cos(),
    "arctan": lambda u: u.atan(),
    "lambert": lambda u: u.lambertw(),
}


def _rational(node: Num) -> Any:
    return arb(flint.fmpq(node.value.numerator, node.value.denominator))


def _whole_power(base: Any, n: int) -> Any:
    if n < 0:
        return 1 / _whole_power(base, -n)
    result = arb_series([1])
    for _ in range(n):
        result = result * base
    return result


def symbols(node: Node) -> set[Node]:
    """Return the symbols that stand in *node*, π left out."""
    return {part for part in walk(node) if isinstance(part, Sym) and part.name != "pi"}
