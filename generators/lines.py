"""Worked lines as forms: a tree with slots, printed once for a shape of problem and filled for each problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise, starmap
from operator import itemgetter
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import astuple

from generators.rounding import EQUAL, MODES, ROUNDED, Shown
from symbolic.latex import MARK, latex
from symbolic.notation import Notation
from symbolic.traverse import children
from symbolic.tree import Add, Fn, Frac, Mul, Node, Pow, Slot
from symbolic.written import rows_of

#: How many operations by hand a node stands for, beside the n - 1 of sums and products.
_ONE_OPERATION = (Frac, Pow)
#: The row and column of a slot that speaks of all entries.
ALL = -1
#: So much there is to quote of each entry.
_WIDE = len(Shown.__struct_fields__)
#: What picks some of many texts.
Picker = Callable[[Sequence[str]], tuple[str, ...]]


class Form(Struct, frozen=True):
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


class Page(Struct, frozen=True, dict=True):  # a dict, to keep what is cached
    """The numbers of one problem as they stand on the page, by name, row and column."""

    shown: Mapping[str, Sequence[Sequence[Shown]]]

    @cached_property
    def quoted(self) -> dict[Printed, list[str]]:
        """What was put into the slots of forms so far."""
        return {}

    @cached_property
    def layout(self) -> Layout:
        """Where each text of the page is among all of them."""
        return _layout(tuple([(name, len(table), len(table[0])) for name, table in self.shown.items()]))

    @cached_property
    def texts(self) -> list[Any]:
        """All that slots can hold: of each entry what it shows, then of each table the relation before the whole."""
        entries = chain.from_iterable(chain.from_iterable(self.shown.values()))
        texts = list(chain.from_iterable(map(astuple, entries)))
        signs = texts[MODES["relation"] :: _WIDE]
        return texts + [ROUNDED if ROUNDED in signs[span] else EQUAL for span in self.layout.spans]

    @property
    def numbers(self) -> list[str]:
        """Each entry as it stands alone, by name, row and column."""
        return self.texts[: self.layout.wholes : _WIDE]


class Place(NamedTuple):
    """What fills a slot: an entry of *name* as its *mode* shows it, or the relation before it, of one entry or all."""

    name: str
    row: int
    column: int
    mode: int


class Printed(Struct, frozen=True, eq=False):
    """A form in print: fixed LaTeX at even places, and what fills the slots at odd ones."""

    form: Form
    pieces: tuple[str, ...]
    slots: tuple[Place, ...]
    guarded: tuple[int, ...]  # the slots where a bare sign would say something else
    symbols: Mapping[Node, str]  # which quantity each symbol in it stands for

    @property
    def finds(self) -> frozenset[str]:
        """The names of the quantities that the line ends in: those after a relation of theirs, or that of the last."""
        slots = self.pieces[1::2]
        related = [slot[1:] for slot in slots if slot[0] == "?"]
        return frozenset(slot.partition(",")[0] for slot in related or slots[-1:])

    @property
    def names(self) -> frozenset[str]:
        """The names of all quantities that stand in the line."""
        return frozenset(slot.lstrip("?").partition(",")[0] for slot in self.pieces[1::2])

    def texts(self, page: Page) -> list[str]:
        """Return what *page* puts into the slots; to print a line and to check it asks for the same."""
        texts = page.quoted.get(self)
        if texts is None:
            texts = page.quoted[self] = list(page.layout.picker(self)(page.texts))
        return texts

    def fill(self, page: Page) -> str:
        """Return the LaTeX of the line with the numbers of *page* in it."""
        filled = list(self.pieces)
        filled[1::2] = self.texts(page)
        return "".join(filled)


class Layout:
    """Where the texts of a page are, the same for all pages with tables of these names and sizes."""

    def __init__(self, tables: Sequence[tuple[str, int, int]]) -> None:
        """Take the name, rows and columns of each table."""
        stops = list(accumulate((rows * columns for _, rows, columns in tables), initial=0))
        self.spans = list(starmap(slice, pairwise(stops)))
        self._tables = {name: (place, stops[place], columns) for place, (name, _, columns) in enumerate(tables)}
        self.wholes = stops[-1] * _WIDE
        self._pickers: dict[Printed, Picker] = {}

    def picker(self, form: Printed) -> Picker:
        """Return what picks the texts of the slots of a form."""
        if form not in self._pickers:
            self._pickers[form] = picker([self._place(*slot) for slot in form.slots])
        return self._pickers[form]

    def _place(self, name: str, row: int, column: int, mode: int) -> int:
        table, start, columns = self._tables[name]
        if row == ALL:
            return self.wholes + table
        return (start + row * columns + column) * _WIDE + mode


@lru_cache(maxsize=256)
def _layout(tables: tuple[tuple[str, int, int], ...]) -> Layout:
    return Layout(tables)


def picker(places: Sequence[int]) -> Picker:
    """Return what picks the texts at *places*."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda texts: tuple([texts[place] for place in places])


def printed(form: Form, notation: Notation, symbols: Mapping[Node, str] | None = None) -> Printed:
    """Print *form* in *notation*, its slots left open; *symbols* says which quantity each symbol stands for."""
    pieces = tuple(latex(form.tree, notation).split(MARK)) if form.tree is not None else ("",)
    slots = pieces[1::2]
    guarded = tuple(k for k, slot in enumerate(slots) if slot.endswith((",guarded", ",base")))
    return Printed(form, pieces, tuple(map(_place, slots)), guarded, symbols or {})


def _place(slot: str) -> Place:
    """Read a slot: "?NAME" or "?NAME,ROW,COLUMN" is = or ≈, "NAME,ROW,COLUMN,MODE" a number."""
    name, *place = slot.split(",")
    if name[0] == "?":
        row, column = map(int, place or (ALL, ALL))
        return Place(name[1:], row, column, MODES["relation"])
    return Place(name, int(place[0]), int(place[1]), MODES[place[2]])


def operations(tree: Node | None) -> int:
    """Count the operations by hand in what is written out with numbers; a line of words is one thought."""
    if tree is None:
        return 1
    return _counted(tree)[0]


def _counted(node: Node) -> tuple[int, bool]:
    """Return the operations in *node*, and whether it has numbers at all."""
    if isinstance(node, Slot):
        return 0, True
    below = [_counted(child) for child in children(node)]
    written = any(has for _, has in below)
    return sum(count for count, _ in below) + (_operations(node) if written else 0), written


def _operations(node: Node) -> int:
    if isinstance(node, Add):
        return len(node.terms) - 1
    if isinstance(node, Mul):
        return len(node.factors) - 1
    if isinstance(node, Fn):
        return max(len(rows) * len(rows[0]) for rows in map(rows_of, node.args))
    return int(isinstance(node, _ONE_OPERATION))
