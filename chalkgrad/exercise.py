"""The one door through which a problem leaves: its words join it here, and it becomes an exercise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chalkgrad.accepted import accepted, digits
from chalkgrad.identity import identity
from chalkgrad.wording import View, macro, wording

if TYPE_CHECKING:
    from generators.problem import Line, Mistake, Part, Problem

_SHARED = "problems/_shared.md.j2"
_DECIMALS = re.compile(r"\.(\d+)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sub-question: what it asks, its marks, and how many lines a student needs for it."""

    number: int
    letter: str  # empty where the problem asks one thing only
    text: str
    marks: int
    space_lines: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A worked line with its reason in words; ``mark`` is "M1", "A1" or empty."""

    part: str
    words: str
    latex: str
    mark: str
    question: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the page shows it, and what else is accepted."""

    part: str
    symbol: str
    latex: str
    accepted: str
    question: int


@dataclass(frozen=True, slots=True)
class NamedMistake:
    """A mistake by its name, with what the student then has and the marks that are still earned."""

    part: str
    words: str
    symbol: str
    latex: str
    marks: int
    of: int
    question: int


@dataclass(frozen=True, slots=True)
class Worked:
    """A sub-question with all that the key says about it."""

    prompt: Prompt
    steps: tuple[Step, ...]
    answers: tuple[Answer, ...]
    mistakes: tuple[NamedMistake, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A proved problem in words; every text is Markdown with dollar maths."""

    problem: Problem
    id: str
    statement: str
    rounding: str
    prompts: tuple[Prompt, ...]
    hints: tuple[str, ...]
    steps: tuple[Step, ...]
    answers: tuple[Answer, ...]
    mistakes: tuple[NamedMistake, ...]
    remarks: tuple[str, ...]
    proof: str
    figures: tuple[str, ...]
    solution: str
    title: str = ""  # what the instructor calls it, as typed

    @property
    def marks(self) -> int:
        """The marks of the whole problem."""
        return sum(prompt.marks for prompt in self.prompts)

    @property
    def worked(self) -> tuple[Worked, ...]:
        """The sub-questions, each with its steps, answers and mistakes."""
        return tuple(_worked(self, prompt) for prompt in self.prompts)


def exercise(problem: Problem, folder: Path | None = None) -> Exercise:
    """Join the words to a proved problem; a wording in *folder* stands in for ours."""
    view = View(problem)
    questions = _questions(problem.parts)
    prompts = tuple(_prompts(view, questions, folder))
    steps = tuple(_step(view, line, questions, folder) for line in problem.lines)
    return Exercise(
        problem=problem,
        id=identity(problem),
        statement=_say(problem, "statement", folder)(view).strip(),
        rounding=_rounding(problem),
        prompts=prompts,
        hints=_hints(view, folder),
        steps=steps,
        answers=tuple(_answer(problem, part) for part in problem.parts if part.question),
        mistakes=tuple(_mistake(view, mistake, questions, folder) for mistake in problem.mistakes),
        remarks=problem.remarks,
        proof=macro(_SHARED, "proved")(problem.checks).strip(),
        figures=problem.figures,
        solution=macro(_SHARED, "solution")(prompts, steps).strip(),
    )


def _say(problem: Problem, name: str, folder: Path | None):  # type: ignore[no-untyped-def]
    return wording(problem.family, name, folder)


def _questions(parts: tuple[Part, ...]) -> dict[str, int]:
    """Return the question that each part belongs to; what is worked on the way goes with the next that is asked."""
    found: dict[str, int] = {}
    asked = max((part.question for part in parts), default=1)
    for part in reversed(parts):
        asked = part.question or asked
        found[part.name] = asked
    return dict(reversed(found.items()))


def _prompts(view: View, questions: dict[str, int], folder: Path | None):  # type: ignore[no-untyped-def]
    problem = view.problem
    numbers = sorted({part.question for part in problem.parts if part.question})
    ask = wording(problem.family, "prompt", folder)
    for number in numbers:
        parts = [part for part in problem.parts if part.question == number]
        lines = [line.latex for line in problem.lines if questions.get(line.part) == number]
        yield Prompt(
            number=number,
            letter=_LETTERS[number - 1] if len(numbers) > 1 else "",
            text=ask(view, number).strip(),
            marks=sum(part.marks for part in problem.parts if questions[part.name] == number),
            space_lines=2 + sum(map(_height, lines)),
            parts=tuple(part.name for part in parts),
        )


def _height(latex: str) -> int:
    """Count the lines of handwriting that a worked line takes: the rows of its tallest matrix."""
    return 1 + max(piece.count("\\\\") for piece in latex.split("\\end{"))


def _step(view: View, line: Line, questions: dict[str, int], folder: Path | None) -> Step:
    words = wording(view.problem.family, "why", folder)(view, line).strip()
    return Step(line.part, words, line.latex, line.mark and line.mark + "1", questions.get(line.part, 1))


def _hints(view: View, folder: Path | None) -> tuple[str, ...]:
    hint = wording(view.problem.family, "hint", folder)
    return tuple(said for level in (1, 2) if (said := hint(view, level).strip()))


def _answer(problem: Problem, part: Part) -> Answer:
    allowed = accepted(part, exact=problem.rounding == "exact")
    return Answer(part.name, part.symbol, digits(part.printed), allowed, part.question)


def _mistake(view: View, mistake: Mistake, questions: dict[str, int], folder: Path | None) -> NamedMistake:
    words = wording(view.problem.family, "mistake", folder)(view, mistake).strip()
    part = next(part for part in view.problem.parts if part.name == mistake.part)
    right, question = part.marks, questions[part.name]
    return NamedMistake(part.name, words, part.symbol, digits(mistake.printed), mistake.marks, right, question)


def _rounding(problem: Problem) -> str:
    """Say how to round, where there is anything to round: decimals, or exact values that are no whole numbers."""
    answers = [digits(part.printed) for part in problem.parts if not isinstance(part.value, str)]
    places = max((len(found) for answer in answers for found in _DECIMALS.findall(answer)), default=0)
    broken = any("\\frac" in answer or "\\ln" in answer or "\\log" in answer for answer in answers)
    return macro(_SHARED, "rounding")(problem.rounding, places, broken).strip()


def _worked(whole: Exercise, prompt: Prompt) -> Worked:
    number = prompt.number
    return Worked(
        prompt,
        tuple(step for step in whole.steps if step.question == number),
        tuple(answer for answer in whole.answers if answer.question == number),
        tuple(mistake for mistake in whole.mistakes if mistake.question == number),
    )
