"""A problem family: how its problems are drawn, solved, written out, checked by a second road and got wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from generators.lines import Form
from generators.rounding import Ledger, Rounding
from generators.space import Space
from symbolic.diagram import Diagram, Table
from symbolic.errors import UserError, cut, unknown
from symbolic.fields import Quantity
from symbolic.notation import Notation
from symbolic.tree import Node

DIFFICULTIES = ("easy", "medium", "hard")


class Case(Hashable, Protocol):
    """What fixes the shape of a problem before its numbers: sizes, functions, rounding. Frozen and hashable."""

    @property
    def rounding(self) -> Rounding:
        """The policy that its answers follow."""

    @property
    def notation(self) -> Notation:
        """The letters and conventions that it is written in."""


C = TypeVar("C", bound=Case)


class Option(Struct, frozen=True):
    """An option of a family: what it means, and how a text or a value of the course file is read and checked."""

    help: str
    read: Callable[[str, object], object]


class Setting(Struct, frozen=True):
    """What a problem was asked to be: its difficulty, the options that were set, and the notation of the course."""

    difficulty: str
    options: Mapping[str, Any]
    notation: Notation

    @property
    def columns(self) -> Notation:
        """The notation in column convention, for what has no samples: row convention would write X for a lone x."""
        return replace(self.notation, convention="column")


class Ask(Struct, frozen=True):
    """A quantity of the solution: its name in the record, its symbol, and the sub-question that asks for it.

    ``scalar`` says that it is a number by nature, such as a loss, and no matrix that happens to have one entry. An
    answer in words (a choice, a line, code, a shape) is a string in the ledger and may have no symbol. A ``count``, of
    layers say, is right or wrong, and nothing near it is accepted.
    """

    name: str
    symbol: Node | None
    question: int = 1
    scalar: bool = False
    count: bool = False


class Slip(Struct, frozen=True):
    """A named mistake as a family computes it: in which part, the wrong value, and the marks still earned there."""

    part: str
    name: str
    value: Quantity | str
    marks: int = 0


class Family(Struct, Generic[C], frozen=True, eq=False):
    """A family; each field is a function of the case and its numbers, and none knows of formats or words.

    ``cases``      what a setting allows, in the order in which consecutive problems take them
    ``space``      the counted space of a case;  ``pose`` turns one of its draws into the givens
    ``solve``      the first road: exact arithmetic, entering each quantity into the ledger by name
    ``recompute``  the second road: NumPy from the givens alone, sharing no code with the first
    ``forms``      the worked lines;  ``asks`` the parts;  ``slips`` the named mistakes
    ``guards``     why a draw makes a poor problem, asked as each quantity of the solution is found
    ``accept``     reads an instructor's own numbers;  ``symbols`` says which quantity each symbol stands for
    ``choices``    of a part that is answered by choosing, what there is to choose from, in the order of the page
    ``together``   whether ``recompute`` takes many problems of a case at once, on an axis in front of each matrix
    ``drawings``   what is to be seen, from the printed numbers: the givens alone for the sheet, all for the key
    """

    name: str
    version: int
    summary: str
    options: Mapping[str, Option]
    cases: Callable[[Setting], tuple[C, ...]]
    space: Callable[[C], Space]
    pose: Callable[[C, dict[str, Any]], dict[str, Any]]
    solve: Callable[[C, Mapping[str, Any], Ledger], None]
    recompute: Callable[[C, Mapping[str, Any]], Mapping[str, Any]]
    forms: Callable[[C], tuple[Form, ...]]
    asks: Callable[[C], tuple[Ask, ...]]
    slips: Callable[[C, Mapping[str, Any], Ledger], Iterable[Slip]]
    accept: Callable[[Setting, Mapping[str, Any]], tuple[C, dict[str, Any]]]
    symbols: Callable[[C], Mapping[Node, str]]
    guards: Callable[[C, Mapping[str, Any], Ledger, str], Iterable[str]] = lambda case, given, found, name: ()
    facts: Callable[[C, Mapping[str, Any], Ledger], Mapping[str, object]] = field(default=lambda case, given, found: {})
    figures: Callable[[C], tuple[str, ...]] = lambda case: ()
    choices: Callable[[C, Mapping[str, Any]], Mapping[str, tuple[str, ...]]] = lambda case, given: {}
    drawings: Callable[[C, Mapping[str, Table]], tuple[Diagram, ...]] | None = None
    together: bool = False

    def setting(self, difficulty: str, options: Mapping[str, object], notation: Notation) -> Setting:
        """Check a difficulty and options; raises UserError with what fits."""
        if difficulty not in DIFFICULTIES:
            raise unknown("difficulty", difficulty, DIFFICULTIES)
        chosen = {}
        for name, value in options.items():
            if name not in self.options:
                raise unknown(f"option of {self.name}", name, self.options)
            chosen[name] = self.options[name].read(name, value)
        return Setting(difficulty, chosen, notation)


def one_of(*choices: str) -> Callable[[str, object], object]:
    """Return the reader of an option that names one of *choices*."""

    def read(name: str, value: object) -> object:
        if value not in choices:
            raise unknown(name, str(value), choices)
        return value

    return read


def whole(low: int, high: int) -> Callable[[str, object], object]:
    """Return the reader of a whole number from *low* to *high*."""

    def read(name: str, value: object) -> object:
        try:
            number = int(str(value))
        except ValueError:
            number = low - 1
        if not low <= number <= high or isinstance(value, bool):
            raise UserError(f"{name} = {cut(repr(value))} is no whole number from {low} to {high}")
        return number

    return read


def sizes(count: int, low: int, high: int, meaning: str) -> Callable[[str, object], object]:
    """Return the reader of sizes such as "2,3,2" or [2, 3, 2]; *meaning* names what they count."""

    def read(name: str, value: object) -> object:
        items = value if isinstance(value, list | tuple) else str(value).split(",")
        texts = [str(item).strip() for item in items]
        numbers = tuple(int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1 for text in texts)
        if len(numbers) != count or not all(low <= n <= high for n in numbers):
            raise UserError(
                f"{name} = {cut(repr(value))} must be {count} whole numbers from {low} to {high}: {meaning}"
            )
        return numbers

    return read
