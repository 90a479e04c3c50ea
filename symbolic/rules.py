"""The rules of differentiation, one small step each, named as a teacher names them.

``open_all`` rewrites a line: it takes the rule that its first pending derivative asks for and applies it to each
derivative that the same rule opens. Constants, x itself, signs and constant factors are silent: they earn no line
of their own inside another rule.
"""

from __future__ import annotations

from collections.abc import Callable

from symbolic.algebra import (
    coefficient,
    depends,
    fraction,
    may_be,
    opposite,
    places,
    power,
    product,
    put,
    rational,
    scaled,
    split_sign,
    total,
    with_sign,
)
from symbolic.errors import UserError
from symbolic.traverse import walk
from symbolic.tree import ONE, TWO, ZERO, Abs, Add, D, Exp, Fn, Frac, Mul, Neg, Node, Pow, Sqrt, Sum, Sym, number

#: What a rule makes of a derivative: its name and the result.
Opened = tuple[str, Node]


def open_all(line: Node, reciprocal: str = "chain") -> tuple[str, Node] | None:
    """Return the rule that opens the first pending derivative, and the line after it; None where none is pending."""
    waiting = [(path, node) for path, node in places(line) if isinstance(node, D)]
    if not waiting:
        return None
    rule, _ = open_one(_d(waiting[0][1]), reciprocal)
    for path, node in reversed(waiting):
        name, result = open_one(_d(node), reciprocal)
        if name == rule:
            line = put(line, path, result)
    return rule, line


def _d(node: Node) -> D:
    assert isinstance(node, D)  # chosen as one above
    return node


def open_one(d: D, reciprocal: str = "chain") -> Opened:
    """Return the name of the rule that opens d/dx[u], and what it makes of it."""
    u, x = d.of, d.by
    if not depends(u, x):
        return "constant", ZERO
    if u == x:
        return "identity", ONE
    if may_be(u, x):
        return "one entry by another", kronecker(u, x)
    if isinstance(u, Frac):
        return _fraction(u, x, reciprocal)
    if type(u) in _RULES:
        return _RULES[type(u)](u, x)
    raise UserError(f"no rule opens the derivative of {_named(u)}")


def slope(u: Node, x: Node) -> Node:
    """Return d/dx[u] with what is silent done at once: constants, x, signs, constant factors, a constant beside it."""
    if not depends(u, x):
        return ZERO
    if u == x:
        return ONE
    if may_be(u, x):
        return kronecker(u, x)
    if isinstance(u, Neg):
        return opposite(slope(u.arg, x))
    if isinstance(u, Add) and len(moving := [term for term in u.terms if depends(term, x)]) == 1:
        return alone if not pending(alone := slope(moving[0], x)) else D(u, x)
    if isinstance(u, Mul) and len(factors := [factor for factor in u.factors if depends(factor, x)]) == 1:
        return product((*(factor for factor in u.factors if not depends(factor, x)), slope(factors[0], x)))
    if isinstance(u, Frac) and not depends(u.bottom, x):
        return _over(slope(u.top, x), u.bottom)
    if isinstance(u, Pow) and u.base == x:
        return _power(u, x)[1]
    return D(u, x)


def kronecker(u: Node, x: Node) -> Node:
    """Return ∂z_i/∂z_j = δ_ij: 1 where i is j, else 0."""
    assert isinstance(u, Sym) and isinstance(x, Sym)  # noqa: PT018  # two entries of one vector
    return Sym("delta", 0, (*u.index, *x.index))


def pending(node: Node) -> bool:
    """Whether a derivative is still to be taken in *node*."""
    return any(isinstance(part, D) for part in walk(node))


def _over(top: Node, bottom: Node) -> Node:
    if isinstance(top, Neg):
        return opposite(_over(top.arg, bottom))
    return fraction(ONE, bottom) if top == ONE else product((fraction(ONE, bottom), top))


def chained(outer: Node, inner: Node, x: Node) -> Node:
    """Return outer · d/dx[inner]: the chain rule, a constant inner slope in front."""
    if isinstance(outer, Neg):
        return opposite(chained(outer.arg, inner, x))
    factor = slope(inner, x)
    if depends(factor, x):
        return product((outer, factor), dot=True)
    minus, bare = split_sign(factor)
    return with_sign(minus, product((bare, outer)))


def _sum(u: Node, x: Node) -> Opened:
    assert isinstance(u, Add)
    moving = [term for term in u.terms if depends(term, x)]
    if len(moving) == 1:  # the constants have slope 0 and are silent: the rule of what is left gives the line its name
        return open_one(D(moving[0], x)) if depends(moving[0], x) else ("constant", ZERO)
    return "sum rule", total(slope(term, x) for term in moving)


def _series(u: Node, x: Node) -> Opened:
    assert isinstance(u, Sum)
    return "sum rule", Sum(slope(u.body, x), u.index, u.low, u.high)


def _sign(u: Node, x: Node) -> Opened:
    assert isinstance(u, Neg)
    rule, result = open_one(D(u.arg, x))
    return rule, opposite(result)


def _product(u: Node, x: Node) -> Opened:
    assert isinstance(u, Mul)
    constants = [factor for factor in u.factors if not depends(factor, x)]
    moving = [factor for factor in u.factors if depends(factor, x)]
    if constants:
        rest = product(moving)
        return "constant factor", product((*constants, slope(rest, x)))
    first, rest = moving[0], product(moving[1:])
    return "product rule", total((product((slope(first, x), rest)), product((first, slope(rest, x)))))


def _fraction(u: Frac, x: Node, reciprocal: str) -> Opened:
    if not depends(u.bottom, x):
        return "constant factor", _over(slope(u.top, x), u.bottom)
    if not depends(u.top, x) and reciprocal == "chain":
        outer = Neg(Frac(u.top, power(u.bottom, TWO)))
        return "chain rule with 1/u", chained(outer, u.bottom, x)
    down = product((slope(u.top, x), u.bottom))
    up = _in_front(u.top, slope(u.bottom, x))
    return "quotient rule", Frac(total((down, opposite(up))), power(u.bottom, TWO))


def _in_front(u: Node, rate: Node) -> Node:
    """Return u · rate, the figures of a rate that is worked out in front."""
    if pending(rate):
        return product((u, rate))
    value, rest = coefficient(rate)
    return scaled(value, product((u, rest)))


def _power(u: Node, x: Node) -> Opened:
    assert isinstance(u, Pow)
    if depends(u.power, x):
        raise UserError("no rule opens a power with the variable in its exponent, unless the base is e")
    n = rational(u.power)
    if n is None:
        lowered: Node = total((u.power, Neg(ONE)))
    else:
        lowered = number(n - 1)
    lower = Pow(u.base, lowered) if lowered not in (ONE, ZERO) else power(u.base, lowered)
    if n is not None and n < 0:  # the minus in front, -2 x^{-3}
        return "power rule", chained(opposite(product((number(-n), lower))), u.base, x)
    outer = product((u.power, lower))
    return "power rule", chained(outer, u.base, x)


def _exponential(u: Node, x: Node) -> Opened:
    assert isinstance(u, Exp)
    return "exponential rule", chained(u, u.power, x)


def _root(u: Node, x: Node) -> Opened:
    assert isinstance(u, Sqrt)
    return "square root rule", chained(Frac(ONE, Mul((TWO, u))), u.arg, x)


def _sigma(u: Node) -> Node:
    return Mul((Fn("sigmoid", (u,)), Add((ONE, Neg(Fn("sigmoid", (u,)))))))


def _one_minus_square(u: Node) -> Node:
    return Add((ONE, Neg(Pow(Fn("tanh", (u,)), TWO))))


#: The slopes that a table gives, f'(u) as a tree of u. Those of the catalogue are derived on pages of their own.
TABLE: dict[str, tuple[str, Callable[[Node], Node]]] = {
    "ln": ("logarithm rule", lambda u: Frac(ONE, u)),
    "sigmoid": ("slope of the sigmoid", _sigma),
    "tanh": ("slope of tanh", _one_minus_square),
    "softplus": ("slope of softplus", lambda u: Fn("sigmoid", (u,))),
    "Phi": ("slope of the normal distribution", lambda u: Fn("phi", (u,))),
    "phi": ("slope of the normal density", lambda u: Neg(Mul((u, Fn("phi", (u,)))))),
    "erf": ("slope of erf", lambda u: Mul((Frac(TWO, Sqrt(Sym("pi"))), Exp(Neg(power(u, TWO)))))),
    "sinh": ("slope of sinh", lambda u: Fn("cosh", (u,))),
    "cosh": ("slope of cosh", lambda u: Fn("sinh", (u,))),
    "sin": ("slope of sin", lambda u: Fn("cos", (u,))),
    "cos": ("slope of cos", lambda u: Neg(Fn("sin", (u,)))),
    "arctan": ("slope of arctan", lambda u: Frac(ONE, Add((ONE, power(u, TWO))))),
}


def _function(u: Node, x: Node) -> Opened:
    assert isinstance(u, Fn)
    if u.name not in TABLE:
        raise UserError(f"no rule opens the derivative of {u.name}")
    rule, outer = TABLE[u.name]
    return rule, chained(outer(u.args[0]), u.args[0], x)


def _absolute(_u: Node, _x: Node) -> Opened:
    raise UserError("no rule opens an absolute value whose sign is not known: split it into branches first")


def _named(u: Node) -> str:
    return type(u).__name__.lower()


_RULES: dict[type[Node], Callable[[Node, Node], Opened]] = {
    Add: _sum,
    Sum: _series,
    Neg: _sign,
    Mul: _product,
    Pow: _power,
    Exp: _exponential,
    Sqrt: _root,
    Fn: _function,
    Abs: _absolute,
}
