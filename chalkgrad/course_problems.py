"""The problems of a week as the course file has them: so many to draw, or one whose numbers are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from chalkgrad.course_numbers import Numbers, numbers
from chalkgrad.course_table import Table
from generators.family import DIFFICULTIES, Family
from symbolic.errors import UserError, unknown

#: Families by name.
Families = Mapping[str, Family[Any]]

#: What a student may see of a solution: all of it, with blanks, hints alone, nothing.
HELPS = ("full", "faded", "hints", "none")
#: What only a problem that is drawn has, and all that a problem may say whatever its family.
DRAWN_KEYS = ("count", "difficulty")
KEYS = ("family", "given", *DRAWN_KEYS, "title", "example", "solution")


class ProblemPlan(Struct, frozen=True):
    """Problems of one kind for a week: *count* to draw, or one whose numbers are given.

    ``number`` counts the given problems of a week in the order of the file, and 0 is a drawn one. What else stands in
    the ``table`` are options, which the family alone can read: see `options`.
    """

    table: Table
    family: str
    count: int
    difficulty: str
    given: Mapping[str, Numbers] = field(default_factory=dict)
    number: int = 0
    title: str = ""
    example: bool = False
    solution: str = ""  # what the student sees of it; empty where the course says


def options(plan: ProblemPlan, families: Families) -> dict[str, object]:
    """Return the options of a plan as the file has them, each checked by its family, which is loaded for them."""
    chosen = {key: value for key, value in plan.table.values.items() if key not in KEYS}
    if not chosen:
        return {}
    known = families[plan.family].options
    plan.table.only((*KEYS, *known), f"key or option of {plan.family}")
    for key, value in chosen.items():
        try:
            known[key].read(key, value)
        except UserError as error:
            raise plan.table.error(str(error), key) from None
    return chosen


def _family(table: Table, families: Families) -> str:
    if not table.has("family"):
        _misspelt(table, families)
        table.need("family")
    return table.choice("family", families, "")


def _misspelt(table: Table, families: Families) -> None:
    """Refuse a key that is none whatever the family: where the family is missing, it may be the family."""
    known = {*KEYS, *(option for family in families.values() for option in family.options)}
    for key in table.values:
        if key not in known:
            raise table.error(str(unknown("key", key, KEYS)), key)


def _solution(table: Table) -> str:
    """Return what the student sees of the solution; an example shows one."""
    if not table.has("solution"):
        return "full" if table.flag("example") else ""
    chosen = table.choice("solution", HELPS, "")
    if table.flag("example") and chosen not in ("full", "faded"):
        raise table.error(f"solution is '{chosen}', and an example shows one: give full or faded", "solution")
    return chosen


def drawn_plan(table: Table, families: Families) -> ProblemPlan:
    """Return the plan of problems to draw from one of the *families*."""
    return ProblemPlan(
        table=table,
        family=_family(table, families),
        count=table.whole("count", 1),
        difficulty=table.choice("difficulty", DIFFICULTIES, "medium"),
        title=table.text("title"),
        example=table.flag("example"),
        solution=_solution(table),
    )


def given_plan(table: Table, families: Families, number: int) -> ProblemPlan:
    """Return the plan of a problem whose numbers are given, the *number*-th of its week."""
    given = table.table("given", table.label)
    for key in DRAWN_KEYS:
        if table.has(key):
            raise table.error(f"a problem whose numbers are given has no {key}: take it out", key)
    return ProblemPlan(
        table=table,
        family=_family(table, families),
        count=1,
        difficulty="given",
        given={key: numbers(given, key) for key in given.values},
        number=number,
        title=table.text("title"),
        example=table.flag("example"),
        solution=_solution(table),
    )
