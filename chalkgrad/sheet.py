"""The format-neutral document: one week's sheet, from which every format prints the sheet and the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from chalkgrad.exercise import Exercise
from chalkgrad.figures import Figure, figure
from chalkgrad.wording import ENGLISH, words
from symbolic.notation import Notation

if TYPE_CHECKING:
    from chalkgrad.drawing.shapes import Drawing

#: The student's pages, or the marker's.
Kind = Literal["sheet", "key"]


class Sheet(Struct, frozen=True):
    """A week's exercises under their titles; ``note`` is plain text of the instructor's; week 0 is no week."""

    course: str
    week: int
    title: str
    id: str
    notation: Notation
    exercises: tuple[Exercise, ...]
    examples: tuple[Exercise, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()  # the instructor's own, for notes
    language: str = ENGLISH

    @property
    def label(self) -> str:
        """Week 3, or nothing for problems that belong to no week."""
        return f"{words(self.language)['week']} {self.week}" if self.week else ""

    @property
    def heading(self) -> str:
        """The title with its week."""
        return f"{self.label}: {self.title}" if self.week else self.title

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """The note: its paragraphs, which blank lines part, each by its lines."""
        parts = re.split(r"\n\s*\n", self.note.strip())
        return tuple(tuple(" ".join(line.split()) for line in part.split("\n")) for part in parts if part)

    @property
    def marks(self) -> int:
        """The marks of the whole sheet."""
        return sum(exercise.marks for exercise in self.exercises)

    @property
    def rounding(self) -> str:
        """The sentence on rounding, where one holds for every problem that needs any; else each says its own."""
        said = {exercise.rounding for exercise in self.exercises if exercise.rounding}
        return said.pop() if len(said) == 1 else ""

    @property
    def worked(self) -> bool:
        """Whether the student sees worked lines outside the examples."""
        return any(exercise.shown for exercise in self.exercises)

    @property
    def faded(self) -> bool:
        """Whether there are blanks to fill in."""
        return any(exercise.help == "faded" for exercise in (*self.examples, *self.exercises))

    @property
    def hints(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The hints, each said once for all the problems that it helps with: ("Problems 2, 3", hints)."""
        helped: dict[tuple[str, ...], list[str]] = {}
        for number, exercise in enumerate(self.exercises, 1):
            helped.setdefault(exercise.helped, []).append(str(number))
        named = words(self.language)
        many = {False: named["problem"], True: named["problems"]}
        return tuple((f"{many[len(on) > 1]} {', '.join(on)}", hints) for hints, on in helped.items() if hints)

    def drawings(self, kind: Kind) -> Iterator[Drawing]:
        """Yield the drawings of a page: for the student what is given, in an example and in the key what was found."""
        for exercise in (*self.examples, *self.exercises):
            yield from exercise.solved if kind == "key" else exercise.seen

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The plots of the functions in question, each once, in the order in which they are met."""
        every = (*self.examples, *self.exercises)
        return tuple(figure(name) for name in dict.fromkeys(name for one in every for name in one.figures))
