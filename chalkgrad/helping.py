"""How much of a solution the student sees: all of it, with blanks, hints alone, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from chalkgrad.exercise import Exercise
from chalkgrad.speaker import Speaker
from chalkgrad.wording import shared
from chalkgrad.worked import Step
from symbolic.errors import UserError

if TYPE_CHECKING:
    from generators.family import Family
    from generators.problem import Line


def helping(one: Exercise, help_: str, family: Family[Any], folder: Path | None) -> Exercise:
    """Return an exercise with what the student is to see of its solution; its key stays whole."""
    if help_ == "full":
        return replace(one, help=help_, shown=tuple(replace(step, mark="") for step in one.steps))
    return replace(one, help=help_, shown=tuple(_faded(one, family, folder)) if help_ == "faded" else ())


def _faded(one: Exercise, family: Family[Any], folder: Path | None) -> Iterator[Step]:
    """Yield the worked lines with blanks; words that hang on the solution are left to the student."""
    from generators.fading import faded

    problem, found = one.problem, faded(family, one.problem)
    other = None if found.facts is None else replace(problem, facts=found.facts)
    speaker = None if other is None else Speaker(other, folder, one.language, problem.variant)
    lines = zip(one.steps, problem.lines, found.lines, found.bare, found.telling, strict=True)
    for step, line, latex, bare, telling in lines:
        free = speaker is not None and not telling and _says(speaker, line) == step.words
        words = step.words if free else shared(one.language, "left_to_say", bool(line.latex)).strip()
        yield replace(step, words=words, latex=latex, mark="", bare=bare)


def _says(speaker: Speaker, line: Line) -> str:
    try:
        return speaker.why(line)
    except UserError:  # the wording has no words for other facts
        return ""
