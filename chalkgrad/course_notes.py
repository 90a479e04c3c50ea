"""What the course file says for the notes of a week: the plan, the topics, the reading, the instructor's own text."""

from __future__ import annotations

import re

from msgspec import Struct

from chalkgrad.course_table import Table
from symbolic.errors import unknown

PLAN_KEYS = ("time", "topic", "covered")
READING_KEYS = ("book", "chapters", "covers", "use")
NOTE_KEYS = ("plan", "topics", "functions", "reading", "embed", "text")
#: What no tag of Obsidian's may hold.
_NO_TAG = re.compile(r"""[\s\u2000-\u206F\u2E00-\u2E7F'!"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]""")
#: What would be taken for a comment of Obsidian's or a marker of ours.
_REFUSED = re.compile(r"%%|chalkgrad:(?:begin|end)")


class Session(Struct, frozen=True):
    """A row of the plan: when, on what, and what is covered."""

    time: str
    topic: str
    covered: str


class Reading(Struct, frozen=True):
    """A book of the reading list: which chapters, what they hold, and what for."""

    book: str
    chapters: str
    covers: str
    use: str


class WeekNotes(Struct, frozen=True):
    """What the note of a week holds of the instructor's; ``embed`` names notes of the user's, as links do."""

    plan: tuple[Session, ...] = ()
    topics: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()  # to look up, and to make cards of
    reading: tuple[Reading, ...] = ()
    embed: tuple[str, ...] = ()
    text: str = ""


def week_notes(week: Table, label: str) -> WeekNotes:
    """Read what a week says for its notes."""
    return WeekNotes(
        plan=tuple(_session(row) for row in week.tables("plan", lambda place: f"{label}, plan {place + 1}")),
        topics=week.words("topics"),
        functions=_functions(week),
        reading=tuple(_reading(row) for row in week.tables("reading", lambda place: f"{label}, reading {place + 1}")),
        embed=_embed(week),
        text=_text(week),
    )


def tags(table: Table) -> tuple[str, ...]:
    """Read the tags of notes: words of letters, digits, dashes and strokes, a letter among them."""
    found = table.words("tags")
    for tag in found:
        if not tag or tag.isdigit() or _NO_TAG.search(tag):
            raise table.error(f"tags names '{tag}': a tag is one word of letters, digits, - _ and /", "tags")
    return found


def _functions(week: Table) -> tuple[str, ...]:
    from symbolic.activations import ACTIVATIONS

    names = week.words("functions")
    for name in names:
        if name not in ACTIVATIONS:
            raise week.error(str(unknown("activation", name, ACTIVATIONS)), "functions")
    return names


def _session(row: Table) -> Session:
    row.only(PLAN_KEYS)
    row.need("topic")
    return Session(row.text("time"), row.text("topic"), row.text("covered"))


def _reading(row: Table) -> Reading:
    row.only(READING_KEYS)
    row.need("book")
    return Reading(row.text("book"), row.text("chapters"), row.text("covers"), row.text("use"))


def _embed(week: Table) -> tuple[str, ...]:
    targets = week.words("embed")
    for target in targets:
        if not target.partition("#")[0].strip() or any(sign in target for sign in ("[[", "]]", "|", "%%")):
            raise week.error(
                f"embed names '{target}': give a note, or one of its headings, as in \"Books#Week 3\"", "embed"
            )
    return targets


def _text(week: Table) -> str:
    text = week.prose("text")
    if found := _REFUSED.search(text):
        raise week.error(f"text holds '{found[0]}', which would end a part of the note: take it out", "text")
    return text
