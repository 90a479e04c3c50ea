"""Long formulas in pieces: a chain before each of its relations, a listing after each of its commas."""

from __future__ import annotations

from functools import lru_cache

from symbolic.latex import LatexPrinter
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import Chain, Listing, Node

#: A formula of so few characters fits any line.
_SHORT = 60


@lru_cache(4096)
def pieces(latex: str, notation: Notation) -> tuple[str, ...]:
    """Return the LaTeX of a formula in the pieces between which a line may end."""
    if len(latex) < _SHORT:
        return (latex,)
    return tuple(_pieces(read(latex, notation), LatexPrinter(notation)))


def _pieces(node: Node, printer: LatexPrinter) -> list[str]:
    if isinstance(node, Listing):
        items = [_pieces(item, printer) for item in node.items]
        return [piece + "," * (last is not items[-1] and piece is last[-1]) for last in items for piece in last]
    if isinstance(node, Chain):
        first, *rest = node.sides
        signs = zip(node.relations, rest, strict=True)
        return [printer.show(first, 1), *(f"{sign} {printer.show(side, 1)}" for sign, side in signs)]
    return [printer.show(node)]
