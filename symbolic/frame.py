"""What a compiled line runs on: its field, its literals in written order, and the values of its symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from symbolic.fields import Field, Quantity
from symbolic.traverse import children
from symbolic.tree import (
    Node,
    Num,
    Pow,
)


class Frame(NamedTuple):
    """What a compiled line runs on: the field, its literals in written order, and the values of its symbols."""

    field: Field
    literals: Sequence[Quantity]
    values: Mapping[Node, Quantity]


Run = Callable[[Frame], Quantity]


def literals_of(node: Node) -> Iterator[Num]:
    """Yield the literals of *node* in the order in which ``compiled`` numbers them; a power u^2 is no literal."""
    if type(node) is Num:
        yield node
    for child in (node.base,) if isinstance(node, Pow) else children(node):
        yield from literals_of(child)
