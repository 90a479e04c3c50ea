"""Obsidian: properties, callouts, hints folded in the sheet and solutions folded in the key, plots embedded."""

from __future__ import annotations

from chalkgrad.formats import Format
from chalkgrad.page import page, pictures
from chalkgrad.sheet import Kind, Sheet


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the note with the drawings and plots that it embeds."""
    return {f"{kind}.md": page("obsidian/page.md.j2", sheet, kind), **pictures(sheet, kind)}


FORMAT = Format("obsidian", "a note for an Obsidian vault, with callouts that fold", "md", render)
