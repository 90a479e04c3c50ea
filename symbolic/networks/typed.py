"""Matrices that know their dimensions by name: a product whose shapes do not fit cannot be built.

A shape is a pair of names, ("n1", "n0"); "1" is the number 1 and "m" the samples of a batch. Two dimensions fit
only if they have the same name, so what holds here holds for every size.
"""

from __future__ import annotations

from msgspec import Struct

from symbolic.errors import UserError
from symbolic.tree import ONE, Add, Chain, Fn, Hadamard, Mul, Neg, Node, Num, Shape, Sym, Transpose

Dims = tuple[str, str]

#: The shape of a number.
NUMBER: Dims = ("1", "1")


class IllShaped(UserError):
    """A product, sum or entrywise product whose shapes do not fit; the message gives both."""


class Typed(Struct, frozen=True):
    """An expression with its shape, and how the shape comes out of those of its factors."""

    node: Node
    dims: Dims
    reckoning: Node | None = None

    @property
    def shape(self) -> Shape:
        """The shape as a tree, n_1 × n_0."""
        return shape_of(self.dims)


def dimension(name: str) -> Node:
    """Return a dimension as it is printed: n_1, m, 1 or a figure.

    >>> dimension("n1"), dimension("m"), dimension("3")
    (Sym(name='n', layer=0, index=(1,)), Sym(name='m', layer=0, index=()), Num(text='3'))
    """
    if name.isdigit():
        return Num(name) if name != "1" else ONE
    return Sym(name[0], 0, (int(name[1:]),)) if name[1:] else Sym(name)


def shape_of(dims: Dims) -> Shape:
    """Return a shape as a tree."""
    return Shape((dimension(dims[0]), dimension(dims[1])))


def said(dims: Dims) -> str:
    """Return a shape in a message: n1 × n0."""
    return f"{dims[0]} × {dims[1]}"


def times(u: Typed, v: Typed) -> Typed:
    """Return the matrix product u v; raise ``IllShaped`` unless u has as many columns as v has rows.

    >>> W, x = Typed(Sym("W", 1), ("n1", "n0")), Typed(Sym("x"), ("n0", "1"))
    >>> said(times(W, x).dims)
    'n1 × 1'
    >>> times(x, W)
    Traceback (most recent call last):
    symbolic.networks.typed.IllShaped: no product of n0 × 1 and n1 × n0: 1 column does not meet n1 rows
    """
    if u.dims[1] != v.dims[0]:
        columns = f"{u.dims[1]} column{'s' * (u.dims[1] != '1')}"
        raise IllShaped(
            f"no product of {said(u.dims)} and {said(v.dims)}: {columns} {_does(u.dims[1])} not meet "
            f"{v.dims[0]} row{'s' * (v.dims[0] != '1')}"
        )
    dims = u.dims[0], v.dims[1]
    reckoned = Chain((Mul((u.shape, v.shape)), shape_of(dims)), ("=",))
    return Typed(Mul((*_factors(u.node), *_factors(v.node))), dims, reckoned)


def _does(count: str) -> str:
    return "does" if count == "1" else "do"


def _factors(node: Node) -> tuple[Node, ...]:
    """Return the factors of a product written side by side: matrix products need no parentheses."""
    return node.factors if type(node) is Mul and not node.dot else (node,)


def plus(u: Typed, v: Typed) -> Typed:
    """Return u + v; a bias of one row is added to each row of a batch. Raise ``IllShaped`` for any other difference."""
    spread = v.dims[0] == "1" and u.dims == ("m", v.dims[1])
    if u.dims != v.dims and not spread:
        raise IllShaped(f"no sum of {said(u.dims)} and {said(v.dims)}: the shapes differ")
    terms = (*_terms(u.node), *_terms(v.node))
    if u.reckoning is None:
        return Typed(Add(terms), u.dims)
    assert isinstance(u.reckoning, Chain)  # what ``times`` and ``plus`` make
    summed = Add((*_terms(u.reckoning.sides[0]), v.shape))
    return Typed(Add(terms), u.dims, Chain((summed, shape_of(u.dims)), ("=",)))


def _terms(node: Node) -> tuple[Node, ...]:
    return node.terms if type(node) is Add else (node,)


def minus(u: Typed, v: Typed) -> Typed:
    """Return u - v, of one shape."""
    if u.dims != v.dims:
        raise IllShaped(f"no difference of {said(u.dims)} and {said(v.dims)}: the shapes differ")
    return Typed(Add((u.node, Neg(v.node))), u.dims)


def entrywise(u: Typed, v: Typed) -> Typed:
    """Return u ⊙ v, of one shape."""
    if u.dims != v.dims:
        raise IllShaped(f"no entrywise product of {said(u.dims)} and {said(v.dims)}: the shapes differ")
    reckoned = Chain((Hadamard((u.shape, v.shape)), u.shape), ("=",))
    return Typed(Hadamard((u.node, v.node)), u.dims, reckoned)


def transposed(u: Typed) -> Typed:
    """Return uᵀ."""
    return Typed(Transpose(u.node), (u.dims[1], u.dims[0]))


def applied(function: str, u: Typed, primes: int = 0) -> Typed:
    """Return f(u) or f'(u), entry by entry."""
    return Typed(Fn(function, (u.node,), primes), u.dims)


def scaled(factor: Node | None, u: Typed) -> Typed:
    """Return a number times u; None is the factor 1."""
    return u if factor is None else Typed(Mul((factor, u.node)), u.dims, u.reckoning)


def same_shape(u: Typed, v: Typed) -> Typed:
    """Return *v* if it has the shape of *u*, as a gradient must; raise ``IllShaped`` if not."""
    if u.dims != v.dims:
        raise IllShaped(f"a gradient of {said(v.dims)} for what is {said(u.dims)}: the shapes differ")
    return v
