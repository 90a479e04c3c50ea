"""What a compiled line runs on: its field, its literals in written order, and the values of its symbols."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from symbolic.arithmetic import NotComputable
from symbolic.fields import Field, Quantity
from symbolic.traverse import children
from symbolic.tree import Node, Num, Pow


class Frame(Struct, frozen=True):
    """What a compiled line runs on: the field, its literals in written order, and the values of its symbols by name."""

    field: Field
    literals: Sequence[Quantity]
    values: Mapping[Any, Quantity]

    def within(self, literals: Sequence[Quantity], values: Mapping[Any, Quantity]) -> Frame:
        """Return a frame of the same field for the inside of a definition."""
        return Frame(self.field, literals, values)

    def branch(self, branches: Sequence[Branch]) -> Quantity:
        """Return the first value whose condition holds here."""
        for value, holds in branches:
            if holds(self):
                return value(self)
        raise NotComputable("no branch holds")


Run = Callable[[Frame], Quantity]
#: A value, and the condition under which it is the one.
Branch = tuple[Run, Callable[[Frame], bool]]
#: Under which name a frame holds the value of a symbol, or of a product or slope that was found before; None for none.
Names = Callable[[Node], Hashable]


def literals_of(node: Node) -> Iterator[Num]:
    """Yield the literals of *node* in the order in which ``compiled`` numbers them; a power u^2 is no literal."""
    if type(node) is Num:
        yield node
    for child in (node.base,) if isinstance(node, Pow) else children(node):
        yield from literals_of(child)
