"""Which notes a course has, by their identities, and where each is put at first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from chalkgrad.course import Course, Week
from chalkgrad.notes.activation_words import activation_words
from chalkgrad.notes.networks import NETWORKS
from chalkgrad.vault.export import Slot
from chalkgrad.wording import words
from symbolic.activations import ACTIVATIONS

HUB = "hub"
_REFUSED = re.compile(r'[?<>:*|"\[\]#^%\x00-\x1f\x7f-\x9f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
#: The longest name of a file, in bytes, and some room for what tells it from another.
_LONGEST = 180


def file_name(title: str) -> str:
    """Return a title as a name that every disk takes and that a link can lead to.

    >>> file_name("Nets: a/b [2025]?")
    'Nets a-b 2025'
    """
    text = _REFUSED.sub("", unicodedata.normalize("NFC", title).replace("/", "-").replace("\\", "-"))
    text = " ".join(text.split()).strip(". ")
    text = text.encode()[:_LONGEST].decode(errors="ignore").strip(". ")
    return f"{text} notes" if _DEVICE.fullmatch(text) else text or "Course"


def activation_id(name: str) -> str:
    """Return the identity of the note of an activation."""
    return f"activation/{name}"


def week_id(number: int) -> str:
    """Return the identity of the note of a week."""
    return f"week/{number:02}"


def sheet_id_of(course: Course, week: Week, kind: str) -> str:
    """Return the identity of the practice or the key of a week: another seed makes another note."""
    return f"{week_id(week.number)}/{kind}@{course.seed}"


def week_name(course: Course, number: int) -> str:
    """Return the name of the note of a week, unlike that of any calendar's week."""
    return f"{file_name(course.title)} {words(course.language)['week']} {number:02}"


def slots(course: Course, week: Week, *, key: bool) -> tuple[Slot, ...]:
    """Return the notes of an export: those of the course, and those of one week."""
    return tuple(_slots(course, week, key=key))


def _slots(course: Course, week: Week, *, key: bool) -> Iterator[Slot]:
    title, named = file_name(course.title), words(course.language)
    yield Slot(HUB, f"{title}.md", "course")
    for name in ACTIVATIONS:
        shown = activation_words(course.language, name).name
        yield Slot(activation_id(name), f"{named['activations']}/{file_name(shown)}.md", title)
    for network in NETWORKS:
        yield Slot(network.id, f"{named['networks']}/{network.title(course.language)}.md", title)
    folder, name = named["weeks"], week_name(course, week.number)
    yield Slot(week_id(week.number), f"{folder}/{name}.md", "course")
    seed = f"seed {course.seed}"
    kinds = ["practice", *(["key"] if key else [])]
    for kind in kinds:
        yield Slot(sheet_id_of(course, week, kind), f"{folder}/{name} {named[kind + ' note']}.md", seed)
    yield Slot(f"{week_id(week.number)}/cards", f"{folder}/{name} {named['cards']}.md", "course")
