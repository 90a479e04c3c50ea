"""Markdown: the subset that GitHub, Pandoc, Jupyter and VS Code read alike; matrices stand in displays only."""

from __future__ import annotations

from chalkgrad.formats import Format
from chalkgrad.page import page
from chalkgrad.sheet import Kind, Sheet


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the page and, for the student's, the plots that it shows."""
    figures = {} if kind == "key" else {f"{figure.name}.svg": figure.svg for figure in sheet.figures}
    return {f"{kind}.md": page("markdown/page.md.j2", sheet, kind), **figures}


FORMAT = Format("markdown", "portable Markdown, as GitHub shows it", "md", render)
