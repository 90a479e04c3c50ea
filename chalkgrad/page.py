"""A page of Markdown from its template: plain text escaped, callouts marked on every line, blank lines single."""

from __future__ import annotations

from chalkgrad.markdown import escaped, quoted
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.wording import environment, words


def page(template: str, sheet: Sheet, kind: Kind) -> bytes:
    """Return the page that *template* makes of the sheet or its key."""
    loaded = environment().get_template(template)
    text = loaded.render(sheet=sheet, key=kind == "key", words=words(), plain=escaped, quoted=quoted)
    return _single_blanks(text).encode()


def _single_blanks(text: str) -> str:
    """Leave one blank line where a template left several, bare lines of a callout included."""
    kept: list[str] = []
    for line in text.strip().split("\n"):
        bare = line.rstrip(" >") == ""
        if not (bare and kept and kept[-1].rstrip(" >") == "" and len(kept[-1]) <= len(line)):
            kept.append(line)
    return "\n".join(kept) + "\n"
