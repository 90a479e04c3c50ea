"""What the wording of a family says of a problem: said once, and found again for all that are alike in their facts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from chalkgrad import wording
from chalkgrad.faults import fault, printable, readable
from chalkgrad.views import VARIANT, AnswerView, Facts, LineView, SlipView, View
from chalkgrad.wording import ENGLISH, macro, shared

if TYPE_CHECKING:
    from generators.problem import Line, Mistake, Problem

#: The levels of the hints.
HINTS = (1, 2)
#: What was said, its slots still open, and the facts that were ever asked for to say it.
Said = tuple[str, tuple[str, ...]]


class Told(Struct):
    """What was said of one thing: the facts that were ever asked for, and the text for each of their values."""

    arguments: object  # kept, so that their identity is theirs alone
    asked: tuple[str, ...] = ()
    texts: dict[tuple[str, ...], str] = field(default_factory=dict)


class Whole(Struct, frozen=True):
    """What is said of a problem on its way to a page: how it is posed and asked, two hints, why each line holds."""

    statement: str
    likeness: str  # the statement in the first of its wordings
    prompts: list[str]
    hints: list[str]  # the first is small, the second says more
    whys: list[str]


class Speaker:
    """What the wording of a family says of one problem.

    The wording sees a slot where a given number stands, and the number is filled in afterwards. So what is said
    hangs on the facts alone, on those that it asks for, and is said once for all problems where they are the same.
    """

    def __init__(self, problem: Problem, folder: Path | None = None, language: str = ENGLISH, variant: int = 0) -> None:
        """Take a problem; *variant* chooses among the wordings of a template."""
        self.template = f"problems/{language}/{problem.family}.md.j2"
        self.folder, self.language = folder, language
        self.given, self.problem = problem.given_printed, problem
        self.facts = {**problem.facts, VARIANT: variant, _LOGS: any("\\log" in one for one in self.given.values())}
        symbols = tuple([(part.name, part.symbol) for part in problem.parts])
        told = (tuple(self.given), symbols, repr(problem.options), problem.rounding)
        if len(_SAID) > _MOST:
            _SAID.clear()
        self.told = _SAID.setdefault((self.template, folder, problem.notation, told), {})

    def plain(self) -> Speaker:
        """Return who says the same in the first of the wordings."""
        other = copy(self)
        other.facts = {**self.facts, VARIANT: 0}
        return other

    def whole(self, questions: Sequence[int], lines: Sequence[Line]) -> Whole:
        """Return what is said of a problem with these questions and worked lines, all found at once."""
        about = tuple(questions), tuple([_about(line) for line in lines])
        text, _ = self._heard(("whole", about), lines, partial(self._joined, questions, lines))
        statement, likeness, *texts = self._filled(text).split(_NEXT)
        asked, helped = len(questions), len(questions) + len(HINTS)
        return Whole(statement, likeness, texts[:asked], texts[asked:helped], texts[helped:])

    def caption(self, name: str) -> str:
        """Return the words under a drawing."""
        return self._filled(self._said("caption", name, name)[0])

    def why(self, line: Line) -> str:
        """Return the reason of a worked line."""
        return self._filled(self._reason(line)[0])

    def mistake(self, slip: Mistake) -> str:
        """Return the name of a mistake in words."""
        return self._filled(self._said("mistake", (slip.name, slip.part), SlipView(slip.name, slip.part))[0])

    def answer(self, part: str, value: str, printed: str) -> str:
        """Return an answer in words, right or wrong."""
        seen = AnswerView(part, value, letter="" if printed == value else printed)
        return self._filled(self._said("answer", seen, seen)[0])

    def statement(self) -> Said:
        """Return the text that poses the problem, its slots still open, and what signs mean that it leaves unsaid."""
        text, asked = self._said("statement", "")
        meanings = shared(self.language, "unsaid", text, self.facts[_LOGS])
        return f"{text}\n\n{meanings}" if meanings else text, (*asked, _LOGS)

    def _joined(self, questions: Sequence[int], lines: Sequence[Line], asked: set[str]) -> str:
        said = [one.statement() for one in (self, self.plain())]
        said += [self._said("prompt", number, number) for number in questions]
        said += [self._said("hint", level, level) for level in HINTS]
        said += map(self._reason, lines)
        asked.update(name for _, names in said for name in names)
        return _NEXT.join(text for text, _ in said)

    def _reason(self, line: Line) -> Said:
        return self._said("why", _about(line), LineView(line.rule, line.part, line.facts))

    def _said(self, name: str, about: Hashable, *arguments: object) -> Said:
        return self._heard((name, about), arguments, partial(self._spoken, name, arguments))

    def _heard(self, key: tuple[str, Hashable], arguments: object, speak: Callable[[set[str]], str]) -> Said:
        """Return what was said of the same before, else what *speak* says now, who notes the facts that it asks for."""
        told = self.told.get(key)
        if told is None:
            told = self.told[key] = Told(arguments)
        text = told.texts.get(self._values(told))
        if text is None:
            asked = set[str]()
            text = speak(asked)
            if not asked.issubset(told.asked) or len(told.texts) > _MOST:
                told.asked = tuple(sorted(asked.union(told.asked)))
                told.texts.clear()
            told.texts[self._values(told)] = text
        return text, told.asked

    def _spoken(self, name: str, arguments: tuple[object, ...], asked: set[str]) -> str:
        try:
            text = macro(self.template, name, self.folder)(self._view(asked), *arguments).strip()
        except Exception as error:
            raise fault(self.template, name, error) from error
        if self.folder:  # the shipped wordings are tested
            printable(self.template, name, self._between(text))
        return text

    def _between(self, text: str) -> str:
        """Return what stands between the slots."""
        for name in self.given:
            text = text.replace(f"{_SLOT}{name}{_SLOT}", " ")
        return text

    def _view(self, asked: set[str]) -> View:
        """Lay out what the macros see; what they ask for is noted."""
        slots = {name: f"{_SLOT}{name}{_SLOT}" for name in self.given}
        symbols = {part.name: part.symbol for part in self.problem.parts}
        problem = self.problem
        return View(slots, symbols, Facts(self.facts, asked), problem.options, problem.notation, problem.rounding)

    def _values(self, told: Told) -> tuple[str, ...]:
        facts = self.facts
        return tuple([repr(facts[name]) if name in facts else "" for name in told.asked])

    def _filled(self, text: str) -> str:
        if _SLOT in text:
            pieces = text.split(_SLOT)
            pieces[1::2] = [self.given[name] for name in pieces[1::2]]
            text = "".join(pieces)
        if self.folder:
            readable(self.template, text.split(_NEXT), self.problem.notation)
        return text


def _about(line: Line) -> tuple[str, str, int]:
    """Return what the reason of a line hangs on; the lines of a shape share their facts, which are kept."""
    return line.rule, line.part, id(line.facts)


def forget() -> None:
    """Drop every wording and what was said, as when a template has changed."""
    _SAID.clear()
    wording.forget()


#: What was told of problems that look alike but for their facts, by the macro and what it is about.
_SAID: dict[Hashable, dict[tuple[str, Hashable], Told]] = {}
#: So much is kept: of so many kinds of problems, and of each thing for so many values of the facts.
_MOST = 2_000
#: The fact that a given number is a logarithm, written log; no family names one of its facts so.
_LOGS = "log "
#: Stands on both sides of the name of a given, and between what is said of one thing and of the next.
_SLOT, _NEXT = "\x00", "\x01"
