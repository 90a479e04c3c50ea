"""The instructor's own numbers, as the course file gives them: exact, finite, and in rows of one length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chalkgrad.course_table import Table
from symbolic.errors import UserError, unknown
from symbolic.exact import Exact, ln

#: A number, exact; or a text: a choice such as "relu", or an exact number such as "2/3" or "log(2)".
Entry = int | Fraction | Exact | str
#: What a key of ``given`` holds: an entry, a vector, or a matrix by rows.
Numbers = Entry | list[Entry] | list[list[Entry]]

#: The largest number in size, the most digits after the point, and the most rows or columns that a page can hold.
LARGEST, DECIMALS, LONGEST = 10**9, 12, 12

_NUMBER = r"\d{1,9}(?:/\d{1,9})?"
_TERM = re.compile(rf" *([+-]?) *(?:(?:({_NUMBER})\*)?(?:log|ln)\(({_NUMBER})\)(?:/(\d{{1,9}}))?|({_NUMBER}))")


class Asked(Mapping[str, Numbers]):
    """The given numbers as a family asks for them: what it misses, and what it never asks for, is a mistake."""

    def __init__(self, given: Mapping[str, Numbers]) -> None:
        """Nothing has been asked for yet."""
        self.given, self.asked = given, set[str]()

    def __getitem__(self, name: str) -> Numbers:
        """Return what is given under a name that must be there."""
        self.asked.add(name)
        if name not in self.given:
            there = ", ".join(self.given) or "nothing"
            raise UserError(f"given.{name} is missing: given are {there}")
        return self.given[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is given under a name that may be left out."""
        self.asked.add(name)
        return self.given.get(name, default)

    def __contains__(self, name: object) -> bool:
        """Whether a name is given."""
        self.asked.add(str(name))
        return name in self.given

    def __iter__(self) -> Iterator[str]:
        """Run over the names."""
        return iter(self.given)

    def __len__(self) -> int:
        """Count the names."""
        return len(self.given)

    def refuse_the_rest(self, family: str) -> None:
        """Refuse what nothing was made of, with the nearest right name."""
        for name in self.given:
            if name not in self.asked:
                raise unknown(f"given of {family}", name, sorted(self.asked))


def numbers(given: Table, key: str) -> Numbers:
    """Return the value of a key of ``given``: a number, a text, a vector, or a matrix by rows."""
    value = given.values[key]
    if isinstance(value, str):
        return value if (number := spelled_out(value)) is None else number
    if not isinstance(value, list):
        return _entry(given, key, value)
    if not any(isinstance(row, list) for row in value):
        return _row(given, key, value)
    if not all(isinstance(row, list) for row in value):
        raise given.error(f"{key} mixes numbers and rows: give one list of numbers, or one list of rows", key)
    _regular(given, key, value)
    return [_row(given, key, row) for row in value]


def spelled_out(text: str) -> Fraction | Exact | None:
    """Return the exact number that a text spells, such as 2/3 or 1 - 2*log(3)/5; None where it spells none."""
    total: Fraction | Exact = Fraction(0)
    text, at = text.strip(), 0
    while found := _TERM.match(text, at):
        sign, scale, logarithm, bottom, plain = found.groups()
        if at and not sign:
            return None
        try:
            size = Fraction(plain) if plain else Fraction(scale or 1) / int(bottom or 1) * ln(Fraction(logarithm))
        except ArithmeticError:  # a division by zero, the logarithm of zero
            return None
        total, at = total + (-size if sign == "-" else size), found.end()
    return total if text and at == len(text) else None


def _regular(given: Table, key: str, rows: list[list[object]]) -> None:
    lengths = [len(row) for row in rows]
    if len(set(lengths)) > 1:
        listed = ", ".join(map(str, lengths[:-1])) + f" and {lengths[-1]}"
        raise given.error(f"{key} has rows of {listed} entries: give every row as many", key)
    if len(rows) > LONGEST:
        raise given.error(f"{key} has {len(rows)} rows: at most {LONGEST} fit", key)


def _row(given: Table, key: str, row: Iterable[object]) -> list[Entry]:
    entries = [_entry(given, key, value) for value in row]
    if not entries:
        raise given.error(f"{key} is empty: give at least one number", key)
    if len(entries) > LONGEST:
        raise given.error(f"{key} has {len(entries)} entries in a row: at most {LONGEST} fit", key)
    return entries


def _entry(given: Table, key: str, value: object) -> Entry:
    if isinstance(value, str) and (number := spelled_out(value)) is not None:
        return number
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise given.error(f'{key} has {_shown(value)}: give numbers, such as 2, -0.5, "2/3" and "log(2)"', key)
    if isinstance(value, Decimal) and not value.is_finite():
        raise given.error(f"{key} has an entry that is {_name(value)}: give finite numbers", key)
    if not -LARGEST <= value <= LARGEST:
        raise given.error(f"{key} has an entry over 10^9 in size: give smaller numbers", key)
    return value if isinstance(value, int) else _fraction(given, key, value)


def _fraction(given: Table, key: str, value: Decimal) -> Fraction:
    digits = -(value.adjusted() - len(value.as_tuple().digits) + 1)  # after the point, as typed
    exact = Fraction(value) if digits <= 4 * DECIMALS else None
    if exact is None or 10**DECIMALS % exact.denominator:
        raise given.error(f"{key} has {_shown(value)}: at most {DECIMALS} digits after the point fit", key)
    return exact


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = "a table" if isinstance(value, dict) else "a list in a row" if isinstance(value, list) else str(value)
    return text if len(text) <= 30 else f"{text[:27]}..."


def _name(value: Decimal) -> str:
    return "not a number (nan)" if value.is_nan() else "infinite"
