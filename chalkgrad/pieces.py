"""Long formulas in pieces: a chain before each of its relations, a listing after each of its commas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from symbolic.binding import SUM
from symbolic.latex import LatexPrinter
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import Chain, Listing, Node

#: A formula of so few characters fits any line.
_SHORT = 60


class Piece(Struct, frozen=True):
    """A stretch of a formula that stays on one line: its relation to what went before, a side, a comma."""

    sign: str
    node: Node
    more: bool = False  # whether another item of a listing follows, after a comma

    def latex(self, notation: Notation) -> str:
        """Return the piece as LaTeX."""
        text = LatexPrinter(notation).show(self.node, SUM)
        return (f"{self.sign} " if self.sign else "") + text + (", \\quad" if self.more else "")


@lru_cache(4096)
def pieces(latex: str, notation: Notation) -> tuple[str, ...]:
    """Return the LaTeX of a formula in the pieces between which a line may end."""
    if len(latex) < _SHORT:
        return (latex,)
    return tuple(part.latex(notation) for part in parts(latex, notation))


def parts(latex: str, notation: Notation) -> tuple[Piece, ...]:
    """Read a formula and return its pieces."""
    return tuple(_parts(read(latex, notation)))


def _parts(node: Node) -> Iterator[Piece]:
    if isinstance(node, Listing):
        for item in node.items[:-1]:
            *head, last = _parts(item)
            yield from head
            yield replace(last, more=True)
        yield from _parts(node.items[-1])
    elif isinstance(node, Chain):
        yield Piece("", node.sides[0])
        yield from (Piece(sign, side) for sign, side in zip(node.relations, node.sides[1:], strict=True))
    else:
        yield Piece("", node)
