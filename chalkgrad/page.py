"""A page of Markdown from its template: plain text escaped, each line of a callout marked, blank lines single."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from chalkgrad.drawing.svg import file
from chalkgrad.markdown import escaped, lined, quoted
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.wording import environment, words

#: Two subscripts behind brackets, }_{ and }_{, would be a pair of emphasis marks to a reader that looks for Markdown
#: before it looks for maths; between blanks, which maths ignores, they are none.
_SUBSCRIPT = re.compile(r"_(?<=[})]_)(?=\{)")  # the sign itself first: it is rare, and quickly found
_BLANKS = re.compile(r"\n\n\n+")


class Placed(Struct, frozen=True):
    """What a page is besides, where it is a note of a vault: its regions, the blocks that links lead to, its links.

    Outside of a vault there are none of these.
    """

    blocks: Mapping[str, str] = field(default_factory=dict)  # of each problem, by its id
    about: Mapping[str, Sequence[str]] = field(default_factory=dict)  # links to what a problem is about, by its block
    topics: tuple[str, ...] = ()
    week: str = ""  # a link to the note of the week

    @property
    def prefix(self) -> str:
        """What the names of its pictures begin with, so that none is like one of the user's."""
        return PREFIX if self.blocks else ""

    def region(self, name: str, caller: Callable[[], str]) -> str:
        """Return a part of the page, in a vault between the markers of its region."""
        return region(name, caller) if self.blocks and name else caller()


PREFIX = "chalkgrad-"


def region(name: str, caller: Callable[[], str]) -> str:
    """Return a text between the markers of a region, which are signed when it is written."""
    return f"\n%% chalkgrad:begin {name} %%\n\n{caller()}\n\n%% chalkgrad:end {name} %%\n"


def page(template: str, sheet: Sheet, kind: Literal[Kind, "practice"], placed: Placed = Placed()) -> bytes:  # noqa: B008  frozen
    """Return the page that *template* makes of the sheet, of its key, or of both, the solutions folded."""
    return rendered(
        template,
        sheet.language,
        sheet=sheet,
        kind=kind,
        key=kind == "key",
        placed=placed,
        file=lambda drawing: placed.prefix + file(drawing, sheet.notation)[0],
    ).encode()


def rendered(template: str, language: str, **seen: object) -> str:
    """Return the text that *template* makes of what it sees, blank lines single."""
    shared = {"words": words(language), "plain": escaped, "lined": lined, "callout": callout}
    made = environment().get_template(template).render(**shared, **seen)
    return _SUBSCRIPT.sub(" _ ", _single_blanks(made)) + "\n"


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
    return _BLANKS.sub("\n\n", "\n".join([line.rstrip() for line in text.strip().split("\n")]))
