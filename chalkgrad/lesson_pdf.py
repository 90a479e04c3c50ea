"""A lesson as a handout in PDF: its sections as data for a static Typst template, tagged, with drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalkgrad.drawing.typst import data as drawn
from chalkgrad.formats.pdf import compiled
from chalkgrad.lesson_drawings import drawings
from chalkgrad.lesson_pages import COMMAND, broken, groups, rows
from chalkgrad.widths import width
from symbolic.networks.lines import Derivation, Line, Section, Words
from symbolic.notation import Notation
from symbolic.text import text
from symbolic.tree import Node
from symbolic.typst import typst

#: The room for a formula alone, and with its reason beside it, in ems.
ROOM, BESIDE = 42.0, 25.0


def as_pdf(lesson: Derivation, title: str, notation: Notation, proof: Mapping[str, Any]) -> bytes:
    """Return the handout."""
    setter = Setter(notation)
    sizes = "-".join(map(str, proof["sizes"]))
    page = {
        "title": title,
        "proof": f"{proof['lines']} lines proved by SymPy, {proof['entries']} entries at {sizes}",
        "sections": [setter.section(part, lesson) for part in lesson.sections],
    }
    return compiled("lesson", page)


class Setter:
    """Turns sections into data, in one notation."""

    def __init__(self, notation: Notation) -> None:
        """Keep the notation."""
        self.notation = notation

    def section(self, part: Section, lesson: Derivation) -> dict[str, Any]:
        """Return a section."""
        shown = drawings(lesson, self.notation) if part.drawing else ()
        return {
            "title": part.title,
            "words": self.words(part.words),
            "drawings": [drawn(each, self.notation) | {"caption": []} for each in shown],
            "table": [[self.words((cell,)) for cell in row] for row in part.table],
            "lines": list(self.lines(part)),
            "code": "\n".join(part.code),
        }

    def lines(self, part: Section) -> Iterator[dict[str, Any]]:
        """Yield lines row by row, the left side on the first of those that share it, its reason at its end."""
        for group in groups(part):
            for place, (chain, line) in enumerate(zip(rows(group), group, strict=True)):
                pieces = broken(chain, ROOM)
                for number, node in enumerate(pieces):
                    first, last = not place and not number, number == len(pieces) - 1
                    where = ["For ", self.formula(line.where), ":"] if line.where is not None and first else []
                    why = self.reason(line) if last else []
                    shown = {"first": first, "beside": width(node) <= BESIDE, "formula": self.formula(node)}
                    yield {**shown, "where": where, "why": why}

    def reason(self, line: Line) -> list[Any]:
        """Return why a line holds, and how its shapes come out."""
        why = self.words(line.why)
        if line.shapes is None:
            return why
        return [*why, *["; "] * bool(why), self.formula(line.shapes)]

    def words(self, words: Words) -> list[Any]:
        """Return words with their formulas."""
        return [self.piece(part) for part in words]

    def piece(self, part: str | Node) -> Any:
        """Return a piece of words, a formula, or what is typed at a prompt."""
        if not isinstance(part, str):
            return self.formula(part)
        return {"raw": part} if part.startswith(COMMAND) else part

    def formula(self, node: Node) -> dict[str, Any]:
        """Return a formula as Typst maths, with words beside."""
        shown = typst(node, self.notation)
        return {"m": shown, "alt": text(node, self.notation), "tall": "frac(" in shown, "short": width(node) < BESIDE}
