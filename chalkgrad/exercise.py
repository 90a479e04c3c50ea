"""The one door through which a problem leaves: its words join it here, and it becomes an exercise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from chalkgrad.accepted import accepted, digits
from chalkgrad.following import Onward, onward
from chalkgrad.identity import identity
from chalkgrad.speaker import Speaker
from chalkgrad.wording import ENGLISH, common, shared
from chalkgrad.worked import Answer, Key, NamedMistake, Prompt, Step, Worked
from generators.later import Later

if TYPE_CHECKING:
    from chalkgrad.drawing.shapes import Drawing
    from generators.family import Family
    from generators.problem import Mistake, Part, Problem
    from symbolic.diagram import Diagram

_BROKEN = re.compile(r"\\(frac|ln|log)\b")
_DECIMALS = re.compile(r"\.(\d+)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Exercise(Struct, frozen=True, dict=True):
    """A proved problem in words; every text is Markdown with dollar maths."""

    problem: Problem
    id: str
    statement: str
    likeness: str  # the statement in the first of its wordings, by which two problems are told apart
    prompts: tuple[Prompt, ...]
    hints: tuple[str, ...]
    steps: tuple[Step, ...]
    key: Later[Key]  # a record does without
    remarks: tuple[str, ...]
    figures: tuple[str, ...]
    solution: str
    title: str = ""  # what the instructor calls it, as typed
    wordings: Path | None = None  # the folder of wordings that stand in for ours
    language: str = ENGLISH
    help: str = "hints"  # what the student sees of the solution: "full", "faded", "hints" or "none"
    shown: tuple[Step, ...] = ()  # the lines of it

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What is right, and what is accepted."""
        return self.key().answers

    @property
    def mistakes(self) -> tuple[NamedMistake, ...]:
        """The named mistakes."""
        return self.key().mistakes

    @property
    def rounding(self) -> str:
        """How to round, where anything is."""
        return self.key().rounding

    @property
    def proof(self) -> str:
        """What was proved."""
        return self.key().proof

    @property
    def helped(self) -> tuple[str, ...]:
        """The hints that the student gets."""
        return self.hints if self.help == "hints" else ()

    @property
    def seen(self) -> tuple[Drawing, ...]:
        """The drawings that the student sees."""
        return self.solved if self.help == "full" else self.drawings

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        """The drawings of what is given, for the student."""
        return self._drawn(self.problem.drawings)

    @cached_property
    def solved(self) -> tuple[Drawing, ...]:
        """The drawings with what was found, for the key."""
        return self._drawn(self.problem.solved)

    def _drawn(self, diagrams: tuple[Diagram, ...]) -> tuple[Drawing, ...]:
        from chalkgrad.drawing import drawing  # only who prints a page draws

        problem = self.problem
        speaker = Speaker(problem, self.wordings, self.language, problem.variant)
        captions = [speaker.caption(diagram.name) for diagram in diagrams]
        pairs = zip(diagrams, captions, strict=True)
        return tuple(drawing(diagram, problem.notation, caption, self.language) for diagram, caption in pairs)

    @property
    def marks(self) -> int:
        """The marks of the whole problem."""
        return sum(prompt.marks for prompt in self.prompts)

    @cached_property
    def worked(self) -> tuple[Worked, ...]:
        """The sub-questions, each with its steps, answers and mistakes."""
        return tuple(_worked(self, prompt) for prompt in self.prompts)


def exercise(
    problem: Problem, folder: Path | None = None, language: str = ENGLISH, followed: Family[Any] | None = None
) -> Exercise:
    """Join the words to a proved problem; a wording in *folder* stands in for ours.

    With its family as *followed*, each named mistake is followed to what it leads to.
    """
    speaker, questions = Speaker(problem, folder, language, problem.variant), _questions(problem.parts)
    numbers = sorted({part.question for part in problem.parts if part.question})
    said = speaker.whole(numbers, problem.lines)
    prompts = tuple(_prompts(problem, dict(zip(numbers, said.prompts, strict=True)), questions))
    steps = tuple(
        Step(line.part, words, line.latex, line.mark and line.mark + "1", questions.get(line.part, 1))
        for line, words in zip(problem.lines, said.whys, strict=True)
    )
    return Exercise(
        problem=problem,
        id=identity(problem),
        statement=said.statement,
        likeness=said.likeness,
        prompts=prompts,
        hints=tuple(filter(None, said.hints)),
        steps=steps,
        key=Later(partial(_key, problem, speaker, questions, followed)),
        remarks=problem.remarks,
        figures=problem.figures,
        solution=solution(language, prompts, steps),
        wordings=folder,
        language=language,
    )


def _key(problem: Problem, speaker: Speaker, questions: dict[str, int], followed: Family[Any] | None) -> Key:
    parts, language = {part.name: part for part in problem.parts}, speaker.language
    leads = onward(followed, problem) if followed else lambda slip: None
    answers = tuple(_answer(part, problem.rounding == "exact", speaker) for part in problem.parts if part.question)
    return Key(
        answers=answers,
        mistakes=tuple(_mistake(parts, slip, speaker, questions, leads(slip)) for slip in problem.mistakes),
        rounding=_rounding(problem, answers, language),
        proof=shared(language, "proved", tuple(problem.checks.items())),
    )


def solution(language: str, prompts: tuple[Prompt, ...], steps: tuple[Step, ...]) -> str:
    """Return worked lines under their questions, in Markdown."""
    under = defaultdict[int, list[tuple[str, str]]](list)
    for step in steps:
        under[step.question].append((step.words, step.latex))
    questions = [(prompt.letter, prompt.text, under[prompt.number]) for prompt in prompts]
    return common(language, "solution")(questions).strip()


def _questions(parts: tuple[Part, ...]) -> dict[str, int]:
    """Return the question that each part belongs to; what is worked on the way goes with the next that is asked."""
    found: dict[str, int] = {}
    asked = max((part.question for part in parts), default=1)
    for part in reversed(parts):
        asked = part.question or asked
        found[part.name] = asked
    return found


def _prompts(problem: Problem, texts: Mapping[int, str], questions: dict[str, int]) -> Iterator[Prompt]:
    asked: dict[int, list[str]] = {number: [] for number in texts}
    marks, space, rows = dict.fromkeys(texts, 0), dict.fromkeys(texts, 2), dict[str, int]()
    for part in problem.parts:
        rows[part.name] = len(part.printed) if isinstance(part.printed, (list, tuple)) else 1
        marks[questions[part.name]] += part.marks
        if part.question:
            asked[part.question].append(part.name)
    for line in problem.lines:
        if line.part in questions:
            space[questions[line.part]] += rows[line.part]
    for number, text in texts.items():
        letter = _LETTERS[number - 1] if len(texts) > 1 else ""
        yield Prompt(number, letter, text, marks[number], space[number], tuple(asked[number]))


def _answer(part: Part, exact: bool, speaker: Speaker) -> Answer:
    if isinstance(part.value, str):
        said = speaker.answer(part.name, part.value, str(part.printed))
        return Answer(part.name, "", "", "", part.question, said)
    return Answer(part.name, part.symbol, digits(part.printed), accepted(part, exact, speaker.language), part.question)


def _rounding(problem: Problem, answers: tuple[Answer, ...], language: str) -> str:
    """Say how to round where anything is rounded, and that exact answers are asked where they are no integers."""
    broken = any(_BROKEN.search(answer.latex) for answer in answers)
    results = [line.latex.rpartition("\\approx")[2] for line in problem.lines if "\\approx" in line.latex]
    if problem.rounding == "exact" or (results and problem.rounding == "full"):  # the way may show more decimals
        results = [answer.latex for answer in answers]
    places = max(map(len, _DECIMALS.findall("".join(results))), default=0)
    return shared(language, "rounding", problem.rounding, places, broken)


def _mistake(
    parts: dict[str, Part], slip: Mistake, speaker: Speaker, questions: dict[str, int], leads: Onward | None
) -> NamedMistake:
    words = speaker.mistake(slip)
    part, question = parts[slip.part], questions[slip.part]
    if isinstance(slip.value, str):
        said = speaker.answer(part.name, slip.value, str(slip.printed()))
        return NamedMistake(part.name, words, "", "", slip.marks, part.marks, question, said)
    return NamedMistake(
        part.name, words, part.symbol, digits(slip.printed()), slip.marks, part.marks, question, "", leads
    )


def _worked(whole: Exercise, prompt: Prompt) -> Worked:
    number = prompt.number
    return Worked(
        prompt,
        tuple(step for step in whole.steps if step.question == number),
        tuple(answer for answer in whole.answers if answer.question == number),
        tuple(mistake for mistake in whole.mistakes if mistake.question == number),
        tuple(step for step in whole.shown if step.question == number),
    )
