"""Ways through a tree: its parts in written order, and the same tree with something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import astuple, replace

from symbolic.tree import Node, Num, Slot, Sym

#: What has nothing under it, as most of a tree.
_LEAVES = (Num, Sym, Slot)


def children(node: Node) -> list[Node]:
    """Return the nodes directly under *node*, left to right."""
    if type(node) in _LEAVES:
        return []
    found: list[Node] = []
    _gather(astuple(node), found)
    return found


def _gather(values: tuple[object, ...], found: list[Node]) -> None:
    for value in values:
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            _gather(value, found)


def walk(node: Node) -> Iterator[Node]:
    """Yield *node* and all below it, in written order."""
    ahead = [node]
    while ahead:
        node = ahead.pop()
        yield node
        ahead += reversed(children(node))


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return *node* with *change* applied to each of its direct children."""
    updates = {}
    for field in node.__struct_fields__:
        old = getattr(node, field)
        new = _mapped(old, change)
        if new != old:
            updates[field] = new
    return replace(node, **updates) if updates else node


def _mapped(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    return value


def substitute(node: Node, old: Node, new: Node) -> Node:
    """Return *node* with every *old* in it replaced by *new*."""
    if node == old:
        return new
    return rebuild(node, lambda child: substitute(child, old, new))
