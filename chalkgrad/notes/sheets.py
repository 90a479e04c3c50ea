"""The practice and the key of a week as notes: the pages that `build` prints, in regions, with links."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Literal

from chalkgrad.course import Course, Week
from chalkgrad.exercise import Exercise
from chalkgrad.notes.links import Links
from chalkgrad.notes.slots import activation_id, week_id
from chalkgrad.page import Placed, page
from chalkgrad.sheet import Sheet
from chalkgrad.vault.export import Note, note
from symbolic.activations import ACTIVATIONS

_WORD = re.compile(r"[a-z0-9]+")


def block(week: int, one: Exercise) -> str:
    """Return the name of a problem within its note, of its region and of its block: it keeps it when others come.

    A problem with a title is known by that, any other by its id.
    """
    if one.title and (said := "-".join(_WORD.findall(one.title.lower()))):
        return f"w{week:02}-{said[:40].strip('-')}"
    if one.problem.week is not None:
        return f"w{week:02}-given-{one.problem.index}"
    return f"w{week:02}-{one.problem.family}-{blake2b(one.id.encode(), digest_size=3).hexdigest()}"


def blocks(sheet: Sheet) -> dict[str, str]:
    """Return the name of each problem of a sheet by its id, no two alike."""
    found: dict[str, str] = {}
    for one in (*sheet.examples, *sheet.exercises):
        usual = block(sheet.week, one)
        names = (usual, *(f"{usual}-{number}" for number in range(2, len(found) + 3)))
        found[one.id] = next(name for name in names if name not in found.values())
    return found


def uses(one: Exercise) -> tuple[str, ...]:
    """Return the activations that a problem is about, in the order in which they are met."""
    given = [value for key, value in one.problem.given.items() if key.startswith("activation")]
    about = (*given, one.problem.facts.get("activation"), *one.figures)
    return tuple(dict.fromkeys(name for name in about if isinstance(name, str) and name in ACTIVATIONS))


def sheet_note(
    course: Course, week: Week, sheet: Sheet, links: Links, kind: Literal["practice", "key"], id_: str
) -> Note:
    """Return the practice of a week, its solutions folded, or its key."""
    named = blocks(sheet)
    every = (*sheet.examples, *sheet.exercises)
    about = {named[one.id]: [links.to(activation_id(name)) for name in uses(one)] for one in every}
    topics = dict.fromkeys(links.listed(activation_id(name)) for one in every for name in uses(one))
    placed = Placed(named, about, tuple(topics), links.to(week_id(week.number), f"{week.title}"))
    return note(id_, course.title, page("obsidian/page.md.j2", sheet, kind, placed).decode())


def used_by(sheet: Sheet, practice: str, title: str, links: Links) -> dict[str, list[str]]:
    """Return the links to the problems of a sheet that use each activation."""
    named = blocks(sheet)
    found: dict[str, list[str]] = {}
    for number, one in enumerate(sheet.exercises, 1):
        label = f"{title} {number}" + (f": {one.title}" if one.title else "")
        for name in uses(one):
            found.setdefault(name, []).append(links.to(practice, label, named[one.id]))
    return found
