"""What every printer of the tree shares: how tightly a node binds, and so where parentheses and dots must stand.

A printer is a table from kinds of node to methods. The text of a node is put in parentheses where its place binds
tighter than the node does; a line so printed has one reading, and ``symbolic.reader`` finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, ClassVar

from symbolic.errors import UserError
from symbolic.notation import CAPITAL_IN_ROWS, FUNCTIONS, LAYERED, SMALL, Notation, letters
from symbolic.tree import (
    Add,
    Aligned,
    Cases,
    Chain,
    D,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Leibniz,
    Listing,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Shape,
    Slot,
    Sum,
    Sym,
    Text,
    Transpose,
    walk,
)

#: How tightly a place binds: what stands there in parentheses is whatever binds less.
RELATION, SUM, TERM, PRODUCT, FACTOR, BASE = range(6)

#: How tightly each kind binds; what is not named is closed by itself and binds like a letter.
BINDS: dict[type[Node], int] = {
    Aligned: RELATION,
    Listing: RELATION,
    Chain: RELATION,
    Shape: RELATION,
    Add: SUM,
    Neg: SUM,
    Hadamard: TERM,
    Sum: TERM,
    Mul: PRODUCT,  # with a dot, TERM
    Frac: FACTOR,
    Leibniz: FACTOR,
    D: FACTOR,
    Pow: FACTOR,
    Transpose: FACTOR,
    Exp: FACTOR,
    Fn: FACTOR,
    Cases: FACTOR,
}

_TALL = (Frac, Leibniz, D, Matrix, Cases, Sum)


def binding(node: Node) -> int:
    """Return how tightly *node* binds."""
    if type(node) is Mul and (node.dot or needs_dot(node.factors)):
        return TERM
    if type(node) is Num and node.text[0] == "-":
        return SUM
    return BINDS.get(type(node), BASE)


def needs_dot(factors: tuple[Node, ...]) -> bool:
    """Whether a product cannot stand side by side: figures would run together, or a letter would take an argument."""
    return any(_runs_on(left, right) for left, right in pairwise(factors))


def _runs_on(left: Node, right: Node) -> bool:
    if _starts_with_figure(right):
        return True
    if type(left) is Fn:  # ln 2 x would be read as ln (2x)
        return is_bare(left) and type(right) is not Matrix
    left = _carrier(left)
    return type(left) is Sym and (left.name in FUNCTIONS or left.name == "ln") and binding(right) < FACTOR


def _carrier(node: Node) -> Node:
    """Return what stands first in a power."""
    while isinstance(node, (Pow, Transpose)):
        node = node.base if isinstance(node, Pow) else node.arg
    return node


def _starts_with_figure(node: Node) -> bool:
    node = _carrier(node)
    return type(node) is Slot or (type(node) is Num and node.text[0] != "-")


def is_bare(f: Fn) -> bool:
    """Whether a function stands without parentheses: ln 2."""
    return f.name == "ln" and not f.primes and type(f.args[0]) is Num and f.args[0].text[0] != "-"


def is_open(node: Node) -> bool:
    """Whether what follows *node* in a product would be taken into it: a sum sign has no end of its own."""
    return type(node) is Sum or (type(node) is Mul and is_open(node.factors[-1]))


def is_tall(*nodes: Node) -> bool:
    """Whether parentheses round *nodes* must grow."""
    return any(isinstance(below, _TALL) for node in nodes for below in walk(node))


class Printer:
    """Prints nodes in one notation; ``show(node, place)`` adds the parentheses that the place needs."""

    KINDS: ClassVar[Mapping[type[Node], Callable[[Any, Any], str]]]
    DOT: ClassVar[str]
    ODOT: ClassVar[str]

    def __init__(self, notation: Notation) -> None:
        """Keep the notation that every symbol goes through."""
        self.notation = notation

    def show(self, node: Node, place: int = RELATION) -> str:
        """Return the text of *node* as it stands in *place*."""
        if type(node) is Listing or type(node) is Aligned:
            raise UserError(f"a {type(node).__name__.lower()} of formulas cannot stand inside a formula")
        text = self.KINDS[type(node)](self, node)
        return self.wrapped(text, is_tall(node)) if self.binding(node) < place else text

    def binding(self, node: Node) -> int:
        """Return how tightly the text of *node* binds."""
        return binding(node)

    def whole(self, node: Node) -> str:
        """Return the text of a whole formula, which alone may be a display of rows or a listing."""
        return self.KINDS[type(node)](self, node) if isinstance(node, (Aligned, Listing)) else self.show(node)

    def wrapped(self, text: str, tall: bool) -> str:
        """Return *text* in parentheses."""
        raise NotImplementedError

    def letter(self, s: Sym) -> str:
        """Return the LaTeX of a symbol's letter, refused where the course has given that letter to something else."""
        entry = bool(s.index)
        name = s.name[1:] if s.name[0] == SMALL and (entry or not self.notation.rows) else s.name
        glyph = self.notation.glyph(name, entry)
        holder = letters(self.notation, entry).get(glyph)
        if holder is None:
            raise UserError(f"no letter stands for {s.name!r}")
        if holder != name:
            raise UserError(f"{s.name!r} would print as {glyph}, which stands for {holder!r} in this notation")
        if s.layer and name.lstrip(SMALL) not in LAYERED and self.notation.layer in ("superscript", "subscript"):
            raise UserError(f"{s.name!r} has no layers: its mark would read as a power or an index")
        return glyph

    def num(self, n: Num) -> str:
        """Print a literal."""
        return n.text

    def add(self, s: Add) -> str:
        """Print a sum; a term under Neg is taken away."""
        head = s.terms[0]
        text = self.show(head, SUM if type(head) is Neg or type(head) is Num else TERM)
        for term in s.terms[1:]:
            text += f" {self.MINUS} {self.show(term.arg, TERM)}" if type(term) is Neg else f" + {self.show(term, TERM)}"
        return text

    MINUS: ClassVar[str] = "-"

    def neg(self, u: Neg) -> str:
        """Print -u; a sign that could be taken for a literal's own stands apart from the digits."""
        inner = self.show(u.arg, TERM)
        return f"{self.MINUS} {inner}" if inner[0].isdigit() or type(u.arg) is Slot else f"{self.MINUS}{inner}"

    def mul(self, p: Mul) -> str:
        """Print a product, with dots or side by side; where that has no other reading."""
        dot = p.dot or needs_dot(p.factors)
        place = PRODUCT if dot else FACTOR
        head = [self.factor(factor, place) for factor in p.factors[:-1]]
        last = p.factors[-1]
        tail = self.show(last, TERM) if type(last) is Sum else self.show(last, place)
        return (self.DOT if dot else " ").join([*head, tail])

    def factor(self, node: Node, place: int) -> str:
        """Print a factor that another follows: a sum sign among them would take in what follows."""
        text = self.show(node, place)
        return self.wrapped(text, is_tall(node)) if type(node) is Mul and is_open(node) and place < FACTOR else text

    def hadamard(self, p: Hadamard) -> str:
        """Print an entrywise product."""
        return self.ODOT.join(self.show(factor, FACTOR) for factor in p.factors)

    def chain(self, c: Chain) -> str:
        """Print sides joined by relations."""
        text = self.show(c.sides[0], SUM)
        for relation, side in zip(c.relations, c.sides[1:], strict=True):
            text += f" {self.relation(relation)} {self.show(side, SUM)}"
        return text

    def relation(self, relation: str) -> str:
        """Return the sign of a relation."""
        raise NotImplementedError


def weight_index(s: Sym, notation: Notation) -> tuple[int | str, ...]:
    """Return the index of a symbol as the course writes it: a weight's two figures in the order of the course.

    The order is its own inverse, so the reader uses the same function.
    """
    if s.name == "w" and len(s.index) == 2 and notation.index == "input-output":
        return s.index[::-1]
    return s.index


#: What has one index; two of its figures are parted by a comma, so that x_{12} is the twelfth. Of all else w_{12} is
#: row 1, column 2.
VECTORS = frozenset({*CAPITAL_IN_ROWS, "b", "n", "p"})


def index_text(name: str, index: tuple[int | str, ...]) -> str:
    """Return the figures of an index as one string, commas where they would run together.

    >>> index_text("w", (1, 2)), index_text("w", (1, 12)), index_text("x", (12,)), index_text("x", (1, 2))
    ('12', '1,12', '12', '1,2')
    """
    parts = [str(part) for part in index]
    figures = all(part.isdigit() for part in parts)
    if len(parts) == 1 and (len(parts[0]) == 1 or not figures or name in VECTORS):
        return parts[0]
    if len(parts) == 1:
        raise UserError(f"the index {parts[0]} of {name!r} would read as row and column")
    close = all(len(part) == 1 for part in parts) and not (figures and name in VECTORS)
    return ("" if close else ",").join(parts)


def heads(c: Chain) -> bool:
    """Whether a chain goes on from the line above it: its first side is left blank."""
    return c.sides[0] == Text("")
