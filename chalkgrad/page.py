"""A page of Markdown from its template: plain text escaped, each line of a callout marked, blank lines single."""

from __future__ import annotations

import re

from chalkgrad.drawing.svg import file
from chalkgrad.markdown import escaped, quoted
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.wording import environment, words

#: Two subscripts behind brackets, }_{ and }_{, would be a pair of emphasis marks to a reader that looks for Markdown
#: before it looks for maths; between blanks, which maths ignores, they are none.
_SUBSCRIPT = re.compile(r"(?<=[})])_(?=\{)")


def page(template: str, sheet: Sheet, kind: Kind) -> bytes:
    """Return the page that *template* makes of the sheet or its key."""
    loaded = environment().get_template(template)
    text = loaded.render(
        sheet=sheet,
        key=kind == "key",
        words=words(sheet.language),
        plain=escaped,
        callout=callout,
        file=lambda drawing: file(drawing, sheet.notation)[0],
    )
    return (_SUBSCRIPT.sub(" _ ", _single_blanks(text)) + "\n").encode()


def pictures(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the files that a page shows: its drawings and, for the student's, the plots of the functions."""
    plots = {} if kind == "key" else {f"{figure.name}.svg": figure.svg for figure in sheet.figures}
    return plots | dict(file(drawing, sheet.notation) for drawing in sheet.drawings(kind))


def callout(kind: str, title: str, body: str) -> str:
    """Return a callout of Obsidian's; a kind that ends in "-" is folded."""
    fold = "-" if kind.endswith("-") else ""
    return f"> [!{kind.rstrip('-')}]{fold} {title}\n>\n{quoted(_single_blanks(body))}"


def _single_blanks(text: str) -> str:
    """Leave one blank line where a template left several, and none at the ends."""
    kept: list[str] = []
    for line in text.strip().split("\n"):
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept)
