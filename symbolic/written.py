"""Pieces of worked lines: matrices of slots, and products with every term written out.

Slots stand for numbers that each problem fills in, so a line is built once for a shape: ``written_product`` of a
3×2 and a 2×1 matrix of slots is the column of sums  a·b + c·d  that a teacher writes before the result.
"""

from __future__ import annotations

from collections.abc import Callable

from symbolic.tree import Add, Matrix, Mul, Neg, Node, Slot

Rows = tuple[tuple[Node, ...], ...]


def slots(name: str, rows: int, columns: int) -> Node:
    """Return the rows × columns matrix of the slots of *name*; a single entry is the slot itself."""
    return joined(tuple(tuple(Slot(name, i, j) for j in range(columns)) for i in range(rows)))


def joined(rows: Rows) -> Node:
    """Return the matrix of *rows*, or its entry where there is only one."""
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else Matrix(rows)


def rows_of(node: Node) -> Rows:
    """Return the rows of a matrix; any other node is a matrix of one entry."""
    return node.rows if isinstance(node, Matrix) else ((node,),)


def turned(node: Node) -> Node:
    """Return the transpose of a written matrix, entry by entry."""
    return joined(tuple(zip(*rows_of(node), strict=True)))


def written_product(left: Node, right: Node) -> Node:
    """Return the product of two written matrices, each entry as its sum of products in order."""
    columns = tuple(zip(*rows_of(right), strict=True))
    return joined(tuple(tuple(_dotted(row, column) for column in columns) for row in rows_of(left)))


def _dotted(row: tuple[Node, ...], column: tuple[Node, ...]) -> Node:
    products = tuple(Mul((a, b), dot=True) for a, b in zip(row, column, strict=True))
    return products[0] if len(products) == 1 else Add(products)


def entrywise(combine: Callable[..., Node], *matrices: Node) -> Node:
    """Return the matrix whose entries are *combine* of the entries of written matrices of one shape."""
    stacked = zip(*(rows_of(matrix) for matrix in matrices), strict=True)
    return joined(tuple(tuple(combine(*entries) for entries in zip(*rows, strict=True)) for rows in stacked))


def side_by_side(left: Node, right: Node) -> Node:
    """Return the product of two written matrices as it is written down; two numbers get a dot between them."""
    plain = not isinstance(left, Matrix) and not isinstance(right, Matrix)
    return Mul((left, right), dot=plain)


def minus(u: Node, v: Node) -> Node:
    """Return u - v."""
    return Add((u, Neg(v)))
