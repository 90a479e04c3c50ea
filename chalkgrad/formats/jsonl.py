"""Records: one JSON object a line, for scripts; they hold the answers, so they come with the key."""

from __future__ import annotations

from chalkgrad.formats import Format
from chalkgrad.record import line
from chalkgrad.sheet import Kind, Sheet


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the records of a whole sheet, its examples first."""
    if kind == "sheet":
        return {}
    return {"problems.jsonl": b"".join(map(line, (*sheet.examples, *sheet.exercises)))}


FORMAT = Format("jsonl", "One JSON record a problem, for scripts", "jsonl", render, line)
