"""What a mistake leads to, for the one who marks: the later parts as they follow from it, and the marks they earn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from chalkgrad.accepted import digits
from symbolic.errors import UserError

if TYPE_CHECKING:
    from generators.family import Family
    from generators.follow import Followed
    from generators.problem import Mistake, Problem


class Later(NamedTuple):
    """A later part as it follows from a student's own value."""

    symbol: str
    latex: str


class Onward(NamedTuple):
    """Where a mistake leads: the later parts, those that ask nothing any more, and the marks of the whole problem."""

    later: tuple[Later, ...]
    trivial: tuple[str, ...]  # symbols
    marks: int
    of: int


def onward(family: Family[Any], problem: Problem) -> Callable[[Mistake], Onward | None]:
    """Return what says of a mistake in *problem* where it leads; nothing where nobody could go on from it."""
    from generators.follow import Trail

    trail = Trail(family, problem)

    def of(slip: Mistake) -> Onward | None:
        if isinstance(slip.value, str):
            return None
        try:
            found = trail.followed({slip.part: slip.quantity})
        except UserError:  # of another shape, or out of reach
            return None
        return _onward(problem, slip, found) if found.parts else None

    return of


def _onward(problem: Problem, slip: Mistake, found: Followed) -> Onward:
    marks = {part.name: part.marks for part in problem.parts}
    total, lost = sum(marks.values()), marks[slip.part] - slip.marks
    return Onward(
        later=tuple(Later(part.symbol, digits(part.printed)) for part in found.parts),
        trivial=tuple(part.symbol for part in found.parts if part.name in found.trivial),
        marks=total - lost - sum(marks[name] for name in found.trivial),
        of=total,
    )
