"""The first road by the trees that the page prints: what a written form comes to for matrices of numbers."""

from __future__ import annotations

from collections.abc import Hashable

from msgspec import Struct

from symbolic.compiled import compiled
from symbolic.fields import Field, Quantity
from symbolic.frame import Frame, literals_of
from symbolic.straight import Straight
from symbolic.tree import Node, Slot


class ByTree(Struct, frozen=True):
    """A form over slots, ready to be computed from the matrices that fill them."""

    run: Straight
    literals: tuple[str, ...]

    def of(self, field: Field, **matrices: Quantity) -> Quantity:
        """Return its value; each matrix goes by the name of its slots, and one entry alone is a number."""
        values = {
            (name, i, j): entry
            for name, value in matrices.items()
            for i, row in enumerate(value if type(value) is list else [[value]])
            for j, entry in enumerate(row)
        }
        return self.run(Frame(field, list(map(field.number, self.literals)), values))[0]


def by_tree(tree: Node) -> ByTree:
    """Return a tree over slots ready to be computed."""
    return ByTree(Straight(compiled(tree, 0, _name)), tuple(leaf.text for leaf in literals_of(tree)))


def _name(node: Node) -> Hashable:
    return (node.name, node.row, node.column) if isinstance(node, Slot) else None
