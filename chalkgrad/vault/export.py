"""What we would write into a vault: notes by their identities, each of regions and of text that is only seeded."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from chalkgrad.vault.front import front, page
from chalkgrad.vault.regions import SCHEMA, found, written

ID, COURSE = "chalkgrad-id", "chalkgrad-course"
#: Lists that we share with the user: ours are added, and nothing is ever taken out.
SHARED = ("aliases", "tags", "cssclasses")

#: The value of one of our properties.
Owned = str | tuple[str, ...]


class Region(Struct, frozen=True):
    """A text that is kept up to date as long as the user leaves it as it is."""

    name: str
    body: str


class Slot(Struct, frozen=True):
    """A note by its identity: where it is put at first, and what tells it from a file that has its name already."""

    id: str
    path: str
    other: str


class Note(Struct, frozen=True):
    """A note; its ``pieces`` are regions and, between them, text that is written once and then the user's."""

    id: str
    properties: Mapping[str, Owned]
    lists: Mapping[str, tuple[str, ...]]
    pieces: tuple[Region | str, ...]

    @property
    def regions(self) -> dict[str, Region]:
        """The regions by name."""
        return {piece.name: piece for piece in self.pieces if isinstance(piece, Region)}


class Attachment(Struct, frozen=True):
    """A file that is no note, known by its name; a ``seeded`` one is written once and then the user's."""

    path: str
    data: bytes
    seeded: bool = False


class Export(Struct, frozen=True):
    """All that one export holds of a course."""

    course: str
    notes: tuple[Note, ...]
    attachments: tuple[Attachment, ...] = field(default=())


def note(id: str, course: str, text: str) -> Note:  # noqa: A002  the property's name
    """Read a note as its template prints it: the front matter, regions between markers, and seeded text between."""
    matter = front(text)
    assert matter is not None  # a template begins with front matter
    values = {key: one.value for key in matter.rows if (one := matter.get(key)) and one.value}
    ours = {key: value for key, value in values.items() if key.startswith("chalkgrad-")}
    return Note(
        id=id,
        properties={ID: id, COURSE: course, "chalkgrad-schema": str(SCHEMA), **ours},
        lists={key: value for key in SHARED if isinstance(value := values.get(key), tuple)},
        pieces=tuple(_pieces(text[matter.close :].partition("\n")[2])),
    )


def _pieces(text: str) -> list[Region | str]:
    pieces: list[Region | str] = []
    at = 0
    for region in found(text).values():
        pieces += [text[at : region.begin].strip("\n"), Region(region.name, region.body.strip("\n"))]
        at = region.end
    pieces.append(text[at:].strip("\n"))
    return [piece for piece in pieces if piece]


def fresh(one: Note) -> str:
    """Return the text of a note that is written for the first time."""
    lists = {key: value for key in SHARED if (value := one.lists.get(key))}
    shown = [written(piece.name, piece.body) if isinstance(piece, Region) else f"{piece}\n" for piece in one.pieces]
    return "\n".join([page({**lists, **one.properties}), *shown])
