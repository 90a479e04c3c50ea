"""Worked lines as forms: a tree with slots, printed once for a shape of problem and filled for each problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generators.rounding import Shown
from symbolic.latex import MARK, latex
from symbolic.notation import Notation
from symbolic.tree import Add, Fn, Frac, Mul, Node, Pow, Slot, walk
from symbolic.written import rows_of

#: How many operations by hand a node stands for, beside the n - 1 of sums and products.
_ONE_OPERATION = (Frac, Pow)


@dataclass(frozen=True, slots=True)
class Form:
    """A worked line before its numbers: part, rule, tree, the mark it earns, and what its wording needs."""

    part: str
    rule: str
    tree: Node
    mark: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """The numbers of one problem as they stand on the page, by name, row and column."""

    shown: Mapping[str, Sequence[Sequence[Shown]]]

    def rounded(self, name: str) -> bool:
        """Whether some entry of *name*, or the one entry "NAME,ROW,COLUMN", had to be rounded."""
        name, *place = name.split(",")
        if place:
            return self.shown[name][int(place[0])][int(place[1])].rounded
        return any(entry.rounded for row in self.shown[name] for entry in row)

    def text(self, slot: str) -> str:
        """Return what fills a slot of a printed form: "?NAME" is = or ≈, "NAME,ROW,COLUMN,MODE" a number."""
        if slot[0] == "?":
            return "\\approx" if self.rounded(slot[1:]) else "="
        name, row, column, mode = slot.split(",")
        return self.shown[name][int(row)][int(column)][mode]


@dataclass(frozen=True, slots=True)
class Printed:
    """A form in print: fixed LaTeX at even places, slots at odd ones."""

    form: Form
    pieces: tuple[str, ...]

    def fill(self, page: Page) -> str:
        """Return the LaTeX of the line with the numbers of *page* in it."""
        filled = list(self.pieces)
        filled[1::2] = [page.text(slot) for slot in self.pieces[1::2]]
        return "".join(filled)


def printed(form: Form, notation: Notation) -> Printed:
    """Print *form* in *notation*, its slots left open."""
    return Printed(form, tuple(latex(form.tree, notation).split(MARK)))


def operations(tree: Node) -> int:
    """Count the operations by hand in what is written out with numbers: sums, products, fractions, functions."""
    return sum(_operations(node) for node in walk(tree) if any(isinstance(n, Slot) for n in walk(node)))


def _operations(node: Node) -> int:
    if isinstance(node, Add):
        return len(node.terms) - 1
    if isinstance(node, Mul):
        return len(node.factors) - 1
    if isinstance(node, Fn):
        return max(len(rows) * len(rows[0]) for rows in map(rows_of, node.args))
    return int(isinstance(node, _ONE_OPERATION))
