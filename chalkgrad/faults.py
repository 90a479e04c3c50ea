"""What is wrong with a wording, which may be the instructor's own: one line, with the template and its line."""

from __future__ import annotations

import traceback

from symbolic.errors import UserError


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
