"""What is wrong with a wording, which may be the instructor's own: one line, with the template and its line."""

from __future__ import annotations

import traceback
from collections.abc import Iterable

from chalkgrad.letters import unprinted
from symbolic.errors import UserError
from symbolic.notation import Notation


def fault(template: str, macro: str, error: Exception) -> UserError:
    """Return what to tell of an *error* that came up when *macro* of a *template* was asked for words."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateNotFound):
        there = f", which {template} asks for" if error.name != template else ""
        return UserError(f"there is no wording templates/{error.name}{there}: write it beside the course file")
    if isinstance(error, TemplateSyntaxError):
        return UserError(f"the wording {error.name}, line {error.lineno}: {error.message}")
    if isinstance(error, AttributeError) and error.name == macro:
        return UserError(f"the wording {template} lacks the macro {macro}")
    places = [
        f"{source.name}, line {source.get_corresponding_lineno(line)}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (source := frame.f_globals.get("__jinja_template__"))
    ]
    return UserError(f"the wording {places[-1] if places else template}, in {macro}: {error}")


def printable(template: str, macro: str, text: str) -> None:
    """Refuse a *text* of a wording that holds what no format prints; raises UserError."""
    if fault := unprinted(text, "\n\t"):
        raise UserError(f"the wording {template}, in {macro}, {fault}")


def readable(template: str, texts: Iterable[str], notation: Notation) -> None:
    """Refuse a formula that cannot be read in *texts* of a wording; raises UserError.

    Some formats would print it as it stands, and only what makes pages of theirs would stumble.
    """
    from chalkgrad.markdown import blocks, formulas
    from symbolic.reader import read

    for formula in (formula for text in texts for formula in formulas(blocks(text))):
        try:
            read(formula, notation)
        except UserError as error:
            raise UserError(f"the wording {template}: {error}") from None
