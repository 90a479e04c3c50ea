"""Worked lines as forms: a tree with slots, printed once for a shape of problem and filled for each problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from generators.rounding import MODES, Shown
from symbolic.latex import MARK, latex
from symbolic.notation import Notation
from symbolic.traverse import walk
from symbolic.tree import Add, Fn, Frac, Mul, Node, Pow, Slot
from symbolic.written import rows_of

#: How many operations by hand a node stands for, beside the n - 1 of sums and products.
_ONE_OPERATION = (Frac, Pow)


@dataclass(frozen=True, slots=True)
class Form:
    """A worked line before its numbers: part, rule, tree, the mark it earns, and what its wording needs.

    A line of words alone has no tree. One that is no equation of numbers, such as (3 × 2)(2 × 4) = (3 × 4), says with
    ``holds`` how it is checked: by what its slots hold, as printed.
    """

    part: str
    rule: str
    tree: Node | None
    mark: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    holds: Callable[[Sequence[str]], bool] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The numbers of one problem as they stand on the page, by name, row and column."""

    shown: Mapping[str, Sequence[Sequence[Shown]]]

    def relation(self, name: str, *place: int) -> str:
        """Return ≈ if some entry of *name*, or the one at *place*, had to be rounded, else =."""
        table = self.shown[name]
        loose = table[place[0]][place[1]].rounded if place else any(e.rounded for row in table for e in row)
        return "\\approx" if loose else "="

    def number(self, name: str, row: int, column: int, mode: int) -> str:
        """Return a number as its slot wants it."""
        return str(self.shown[name][row][column][mode])


#: What fills a slot, read off the page.
Filler = Callable[[Page], str]


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """A form in print: fixed LaTeX at even places, and what fills the slots at odd ones."""

    form: Form
    pieces: tuple[str, ...]
    fillers: tuple[Filler, ...]
    guarded: tuple[bool, ...]  # where a bare sign would say something else

    def texts(self, page: Page) -> list[str]:
        """Return what *page* puts into the slots."""
        return [filler(page) for filler in self.fillers]

    def fill(self, page: Page) -> str:
        """Return the LaTeX of the line with the numbers of *page* in it."""
        filled = list(self.pieces)
        filled[1::2] = self.texts(page)
        return "".join(filled)


def printed(form: Form, notation: Notation) -> Printed:
    """Print *form* in *notation*, its slots left open."""
    pieces = tuple(latex(form.tree, notation).split(MARK)) if form.tree is not None else ("",)
    slots = pieces[1::2]
    return Printed(
        form, pieces, tuple(map(_filler, slots)), tuple(slot.endswith((",guarded", ",base")) for slot in slots)
    )


def _filler(slot: str) -> Filler:
    """Return what fills a slot: "?NAME" or "?NAME,ROW,COLUMN" is = or ≈, "NAME,ROW,COLUMN,MODE" a number."""
    name, *place = slot.split(",")
    if name[0] == "?":
        found = tuple(map(int, place))
        return lambda page: page.relation(name[1:], *found)
    row, column, mode = int(place[0]), int(place[1]), MODES[place[2]]
    return lambda page: page.number(name, row, column, mode)


def operations(tree: Node | None) -> int:
    """Count the operations by hand in what is written out with numbers; a line of words is one thought."""
    if tree is None:
        return 1
    return sum(_operations(node) for node in walk(tree) if any(isinstance(n, Slot) for n in walk(node)))


def _operations(node: Node) -> int:
    if isinstance(node, Add):
        return len(node.terms) - 1
    if isinstance(node, Mul):
        return len(node.factors) - 1
    if isinstance(node, Fn):
        return max(len(rows) * len(rows[0]) for rows in map(rows_of, node.args))
    return int(isinstance(node, _ONE_OPERATION))
