"""A table of the course file, read field by field: each mistake is one line, with its place and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from chalkgrad.letters import unprinted
from symbolic.errors import UserError, unknown

if TYPE_CHECKING:
    from chalkgrad.places import Path

#: The largest seed or count that a command or a course takes.
MOST = 10_000_000
#: The longest title, which still fits on the head of a page.
LONGEST_TITLE = 200
#: The longest note at the head of a sheet.
LONGEST_PROSE = 10_000


class Source(Struct, frozen=True, dict=True):  # a dict, to keep what is cached
    """The text of a course file, and what the user calls it."""

    name: str
    text: str

    @cached_property
    def places(self) -> list[tuple[Path, int]]:
        """The line of each key, worked out when the first mistake is told."""
        from chalkgrad.places import places

        return places(self.text)

    def where(self, path: Path) -> str:
        """Name the file and the line of a key."""
        from chalkgrad.places import line_of

        line = line_of(path, self.places)
        return self.name if line is None else f"{self.name}, line {line}"


class Table(Struct, frozen=True):
    """One table of the course file: its values, the way to it, and what an error calls it ("week 3, problem 2")."""

    source: Source
    path: Path
    label: str
    values: Mapping[str, object]

    def error(self, what: str, key: str | None = None) -> UserError:
        """Return the error *what*, with the file, the line and the table before it."""
        where = self.source.where(self.path if key is None else (*self.path, key))
        return UserError(f"{where}: {self.label}: {what}" if self.label else f"{where}: {what}")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.values

    def only(self, known: Iterable[str], kind: str = "key") -> None:
        """Refuse a key that is none of the *known*, with the nearest right one."""
        names = list(known)
        for key in self.values:
            if key not in names:
                raise self.error(str(unknown(kind, key, names)), key)

    def need(self, *keys: str) -> None:
        """Refuse the table where one of the *keys* is missing."""
        for key in keys:
            if key not in self.values:
                raise self.error(f"'{key}' is missing")

    def wrong(self, key: str, wanted: str) -> UserError:
        """Return the error for a value that is not what was wanted."""
        return self.error(f"{key} is {_shown(self.values[key])}: {wanted}", key)

    def text(self, key: str, default: str = "") -> str:
        """Return one line of text, as typed."""
        return self._typed(key, default, LONGEST_TITLE, "")

    def prose(self, key: str, default: str = "") -> str:
        """Return text of any number of lines, as typed."""
        return self._typed(key, default, LONGEST_PROSE, "\n\t")

    def _typed(self, key: str, default: str, longest: int, besides: str) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, 'give text in quotes, such as "Week three"')
        if fault := _fault(value, longest, besides):
            raise self.error(f"{key} {fault}", key)
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = MOST) -> int:
        """Return a whole number between *least* and *most*."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.wrong(key, f"give a whole number from {least} to {most}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where nothing is said."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "give true or false, without quotes")
        return value

    def choice(self, key: str, choices: Iterable[str], default: str, kind: str | None = None) -> str:
        """Return one of the *choices*."""
        value = self.values.get(key, default)
        names = list(choices)
        if not isinstance(value, str):
            raise self.wrong(key, f"give one of {', '.join(names)}, in quotes")
        if value not in names:
            raise self.error(str(unknown(kind or key, value, names)), key)
        return value

    def words(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.values.get(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(word, str) for word in value):
            raise self.wrong(key, 'give a list of texts, such as ["week3"]')
        for word in value:
            if fault := _fault(word, LONGEST_TITLE):
                raise self.error(f"an entry of {key} {fault}", key)
        return tuple(value)

    def table(self, key: str, label: str) -> Table:
        """Return the table below *key*; an empty one where it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"it is a table: write [{key}] and its keys below")
        return Table(self.source, (*self.path, key), label, value)

    def tables(self, key: str, label: Callable[[int], str]) -> tuple[Table, ...]:
        """Return the tables of the array below *key*, each with its label."""
        value = self.values.get(key, [])
        heading = ".".join(str(step) for step in (*self.path, key) if isinstance(step, str))
        if not isinstance(value, list) or not all(isinstance(below, dict) for below in value):
            raise self.wrong(key, f"write it as [[{heading}]] with its keys below, once for each")
        return tuple(
            Table(self.source, (*self.path, key, number), label(number), below) for number, below in enumerate(value)
        )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    shown = f"{value!r}" if isinstance(value, (str, list, tuple)) else f"{value}"
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _fault(text: str, longest: int, besides: str = "") -> str:
    """Say what of *text* a printed page cannot hold: line ends, control characters, a text without end."""
    if len(text) > longest:
        return f"has {len(text)} characters: {longest} fit"
    return unprinted(text, besides)
