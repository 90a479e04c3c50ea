"""Obsidian: properties, callouts, hints folded in the sheet and solutions folded in the key, plots embedded."""

from __future__ import annotations

from chalkgrad.formats import Format
from chalkgrad.page import page
from chalkgrad.sheet import Kind, Sheet


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the note and, for the student's, the plots that it embeds."""
    figures = {} if kind == "key" else {f"{figure.name}.svg": figure.svg for figure in sheet.figures}
    return {f"{kind}.md": page("obsidian/page.md.j2", sheet, kind), **figures}


FORMAT = Format("obsidian", "a note for an Obsidian vault, with callouts that fold", "md", render)
