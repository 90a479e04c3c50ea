"""LaTeX: the exam class, one template for sheet and key, plots beside it; pdflatex takes it as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalkgrad.drawing.tikz import PREAMBLE, tikz
from chalkgrad.formats import Format
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.tex import Typesetter, breakable, escaped, lined
from chalkgrad.wording import Brackets, environment, words

if TYPE_CHECKING:
    from jinja2 import Template

#: Tags that leave braces and percent signs to LaTeX.
_BRACKETS = Brackets(("<%", "%>"), ("<<", ">>"), ("<#", "#>"))


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the page and, for the student's, the plots that it shows."""
    typesetter = Typesetter(sheet.notation)
    text = _page().render(
        sheet=sheet,
        key=kind == "key",
        words=words(sheet.language),
        plain=escaped,
        lined=lined,
        md=typesetter.blocks,
        line=typesetter.inline,
        math=typesetter.formula,
        id=breakable,
        tikz=tikz,
        drawings=PREAMBLE if any(sheet.drawings(kind)) else "",
    )
    figures = {} if kind == "key" else {f"{figure.name}.pdf": figure.pdf for figure in sheet.figures}
    return {f"{kind}.tex": text.encode(), **figures}


def _page() -> Template:
    return environment(None, _BRACKETS).get_template("latex/page.tex.j2")


FORMAT = Format("latex", "LaTeX with the exam class, for pdflatex", "tex", render, warm=_page)
