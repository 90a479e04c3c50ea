"""Compute what a line says, from its printed digits, in a chosen kind of number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from symbolic.compiled import compiled
from symbolic.fields import Field, Quantity
from symbolic.frame import Frame, literals_of
from symbolic.straight import Straight
from symbolic.tree import (
    Fn,
    Node,
    Sym,
)


def evaluate(node: Node, field: Field, values: Mapping[Node, Quantity] | None = None) -> Quantity:
    """Return the value of *node* in *field*, its symbols taken from *values*.

    >>> from symbolic.fields import EXACT
    >>> from symbolic.tree import Add, Num
    >>> evaluate(Add((Num("0.10"), Num("-3"))), EXACT)
    Fraction(-29, 10)
    """
    literals = [field.number(leaf.text) for leaf in literals_of(node)]
    return compiled(node)(Frame(field, literals, values or {}))


def activate(name: str, z: Quantity, field: Field, parameters: Mapping[Node, Quantity] | None = None) -> Quantity:
    """Return an activation of numbers or, entry by entry, of a matrix, by its definition."""
    shape = (len(z), len(z[0])) if type(z) is list else None
    return _applied(name, shape)(Frame(field, (), {_Z: z, **(parameters or {})}))[0]


_Z = Sym("z")


@lru_cache(maxsize=64)
def _applied(name: str, shape: tuple[int, int] | None) -> Straight:
    """Return the run of an activation of matrices of a shape, or of numbers."""
    return Straight(compiled(Fn(name, (_Z,))))
