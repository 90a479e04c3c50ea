"""What a mistake leads to, for the one who marks: the later parts as they follow from it, and the marks they earn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from chalkgrad.accepted import digits
from chalkgrad.course_numbers import spelled_out
from chalkgrad.identity import pairs
from symbolic.errors import UserError
from symbolic.exact import Exact

if TYPE_CHECKING:
    from generators.family import Family
    from generators.follow import Followed
    from generators.problem import Mistake, Part, Problem

#: The longest number that is typed.
LONGEST = 40
_DECIMAL = re.compile(r"[+-]?\d{0,20}\.\d{1,20}")


class Onward(Struct, frozen=True):
    """Where a mistake leads, in LaTeX, and the marks that the whole problem earns if all follows from it.

    ``trivial`` are the later parts that ask nothing any more, and for which no mark is left.
    """

    later: tuple[str, ...]
    trivial: tuple[str, ...]
    marks: int
    of: int


def followed(family: Family[Any], problem: Problem, settings: Sequence[str]) -> Followed:
    """Follow a student's own values, each typed as NAME=VALUE.

    Raises UserError for a name that is no part with numbers, and for a value that does not fit it.
    """
    from generators.follow import Trail

    parts = {part.name: part for part in problem.parts}
    such = next((_such(part) for part in problem.parts if not isinstance(part.value, str)), "z=1,-2")
    typed = pairs(settings, "after --given", such)
    return Trail(family, problem).followed({name: _own(name, text, parts.get(name)) for name, text in typed.items()})


def _such(part: Part) -> str:
    """Return a value for a part as it is typed."""
    shape = (len(part.value), len(part.value[0])) if isinstance(part.value, list) else (1, 1)
    return f"{part.name}={'2' if shape == (1, 1) else '1,-2' if 1 in shape else '1,2;3,4'}"


def _own(name: str, text: str, part: Part | None) -> list[list[Fraction | Exact]]:
    """Read 1,-2 or [1, -2] as a vector that lies or stands as the part does, and 1,2;3,4 or [[1,2],[3,4]] as rows."""
    rows = text.replace(" ", "").replace("],[", ";").strip("[]").split(";")
    read = [[_number(name, entry) for entry in row.split(",")] for row in rows]
    if len({len(row) for row in read}) > 1:
        raise UserError(f"{name} = {text} has rows of different lengths: give every row as many numbers")
    stands = part is not None and isinstance(part.value, list) and len(part.value) > len(part.value[0]) == 1
    return [[entry] for entry in read[0]] if stands and len(read) == 1 else read


def _number(name: str, text: str) -> Fraction | Exact:
    number = Fraction(text) if _DECIMAL.fullmatch(text) else spelled_out(text)
    if number is None or len(text) > LONGEST:
        raise UserError(f"{name} has '{text[:LONGEST]}': give numbers, such as 1,-2 or 0.25,2/3 or 1,2;3,4 for rows")
    return number


def onward(family: Family[Any], problem: Problem) -> Callable[[Mistake], Onward | None]:
    """Return what says of a mistake in *problem* where it leads; nothing where nobody could go on to the end."""
    from generators.follow import Trail

    trail = Trail(family, problem)

    def of(slip: Mistake) -> Onward | None:
        if isinstance(slip.value, str) or not trail.leads(slip.part):
            return None
        try:
            found = trail.followed({slip.part: slip.quantity})
        except UserError:  # of another shape, or out of reach
            return None
        # What does not exist from there, such as a number of layers for d = 0, cannot be marked as a number
        return _onward(problem, slip, found) if found.parts and not found.lost else None

    return of


def _onward(problem: Problem, slip: Mistake, found: Followed) -> Onward:
    marks = {part.name: part.marks for part in problem.parts}
    total, lost = sum(marks.values()), marks[slip.part] - slip.marks
    return Onward(
        later=tuple(f"{part.symbol} = {digits(part.printed)}" for part in found.parts),
        trivial=tuple(part.symbol for part in found.parts if part.name in found.trivial),
        marks=total - lost - sum(marks[name] for name in found.trivial),
        of=total,
    )
