"""The pieces of an exercise in words: sub-questions, worked lines, answers, mistakes."""

from __future__ import annotations

from msgspec import Struct

from chalkgrad.following import Onward


class Prompt(Struct, frozen=True):
    """A sub-question: what it asks, its marks, and how many lines a student needs for it."""

    number: int
    letter: str  # empty where the problem asks one thing only
    text: str
    marks: int
    space_lines: int
    parts: tuple[str, ...]


class Step(Struct, frozen=True):
    """A worked line with its reason in words; ``mark`` is "M1", "A1" or empty. Words alone have no ``latex``."""

    part: str
    words: str
    latex: str
    mark: str
    question: int
    bare: bool = False  # of a faded solution: all but the rule is to be filled in


class Answer(Struct, frozen=True):
    """An answer as the page shows it, and what else is accepted; one in words is Markdown and has no LaTeX."""

    part: str
    symbol: str
    latex: str
    accepted: str
    question: int
    text: str = ""


class NamedMistake(Struct, frozen=True):
    """A mistake by its name, with what the student then has and the marks that are still earned."""

    part: str
    words: str
    symbol: str
    latex: str
    marks: int
    of: int
    question: int
    text: str = ""
    onward: Onward | None = None  # what it leads to, where somebody asked


class Key(Struct, frozen=True):
    """What the key says beside the worked lines, and how answers are to be rounded."""

    answers: tuple[Answer, ...]
    mistakes: tuple[NamedMistake, ...]
    rounding: str
    proof: str


class Worked(Struct, frozen=True):
    """A sub-question with all that the key says about it."""

    prompt: Prompt
    steps: tuple[Step, ...]
    answers: tuple[Answer, ...]
    mistakes: tuple[NamedMistake, ...]
    shown: tuple[Step, ...] = ()  # to the student
