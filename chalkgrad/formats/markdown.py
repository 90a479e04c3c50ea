"""Markdown: the subset that GitHub, Pandoc, Jupyter and VS Code read alike; matrices stand in displays only."""

from __future__ import annotations

from chalkgrad.formats import Format
from chalkgrad.page import page, pictures
from chalkgrad.sheet import Kind, Sheet


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the page with the drawings and plots that it shows."""
    return {f"{kind}.md": page("markdown/page.md.j2", sheet, kind), **pictures(sheet, kind)}


FORMAT = Format("markdown", "portable Markdown, as GitHub shows it", "md", render)
