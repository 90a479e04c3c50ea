"""What ``chalkgrad check`` counts of the problems that it proves: sums, of one size however many there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import inf, sqrt
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from chalkgrad.exercise import Exercise
    from generators.problem import Part, Problem

#: What of a reason is of one problem only: figures in parentheses, the number of a unit.
_PARTICULAR = re.compile(r" \([^()]*\)| \d+(?![\w.])")
_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")


class Correlation(Struct):
    """Pearson's r of pairs that come one by one, from their sums."""

    sums: list[float] = field(default_factory=lambda: [0.0] * 6)

    def add(self, x: float, y: float) -> None:
        """Take in a pair."""
        for place, term in enumerate((1.0, x, y, x * x, y * y, x * y)):
            self.sums[place] += term

    def join(self, other: Correlation) -> None:
        """Take in what another has taken in."""
        self.sums = [u + v for u, v in zip(self.sums, other.sums, strict=True)]

    @property
    def r(self) -> float:
        """The correlation; 0 where one of the two never changes."""
        n, x, y, xx, yy, xy = self.sums
        spread = (n * xx - x * x) * (n * yy - y * y)
        return (n * xy - x * y) / sqrt(spread) if spread > 1e-9 * n * n else 0.0


class Tally(Struct):
    """What was seen of some problems of a family."""

    proved: int = 0
    distinct: int = 0
    seconds: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    effort: dict[str, tuple[int, int]] = field(default_factory=dict)  # least and most, by difficulty
    values: tuple[float, float, float] = (inf, -inf, inf)  # least, largest, nearest to zero but not zero
    digits: tuple[int, int] = (0, 0)  # most after the point, most in all
    signs: Counter[int] = field(default_factory=Counter)
    clues: dict[tuple[str, str], Correlation] = field(default_factory=dict)  # by kind and part

    def add(self, one: Exercise) -> None:
        """Take in a proved problem."""
        problem = one.problem
        self.proved += 1
        self.refused.update(_PARTICULAR.sub("", reason) for reason in problem.refused)
        self.checks.update({n: v for n, v in problem.checks.items() if isinstance(v, int)})
        self.checks["followed"] += sum(slip.onward is not None for slip in one.mistakes)
        self._span(problem.difficulty, problem.effort, problem.effort)
        for part in problem.parts:
            self._look(part)
        for kind, name, x, y in clues(problem):
            self.clues.setdefault((kind, name), Correlation()).add(x, y)

    def join(self, other: Tally) -> None:
        """Take in what another tally has taken in."""
        self.proved, self.distinct = self.proved + other.proved, self.distinct + other.distinct
        self.seconds += other.seconds
        self.refused += other.refused
        self.checks += other.checks
        self.signs += other.signs
        for difficulty, span in other.effort.items():
            self._span(difficulty, *span)
        self._stretch(*other.values)
        self.digits = (max(self.digits[0], other.digits[0]), max(self.digits[1], other.digits[1]))
        for key, clue in other.clues.items():
            self.clues.setdefault(key, Correlation()).join(clue)

    def clue(self, kind: str) -> tuple[float, str]:
        """Return the correlation of a kind that is largest in size, and the part that shows it."""
        found = [(correlation.r, name) for (of, name), correlation in self.clues.items() if of == kind]
        return max(found, key=lambda pair: (abs(pair[0]), pair[1]), default=(0.0, ""))

    def _span(self, difficulty: str, least: int, most: int) -> None:
        low, high = self.effort.get(difficulty, (least, most))
        self.effort[difficulty] = (min(low, least), max(high, most))

    def _stretch(self, least: float, largest: float, nearest: float) -> None:
        low, high, near = self.values
        self.values = (min(low, least), max(high, largest), min(near, nearest))

    def _look(self, part: Part) -> None:
        """Take in the numbers of a part and the digits that the page shows."""
        for entry in flat(part.value):
            if not isinstance(entry, str):
                self._stretch(entry, entry, abs(entry) or inf)
                self.signs[(entry > 0) - (entry < 0)] += 1
        for text in flat(part.printed):
            if found := _NUMBER.fullmatch(str(text)):
                after, every = len(found[1] or ""), sum(map(str.isdigit, found[0]))
                self.digits = (max(self.digits[0], after), max(self.digits[1], every))


def flat(value: Any) -> list[Any]:
    """Return the entries of a matrix, row by row, or the one value."""
    if isinstance(value, list | tuple):
        return [entry for row in value for entry in flat(row)]
    return [value]


def clues(problem: Problem) -> Iterator[tuple[str, str, float, float]]:
    """Yield what might give an answer away, as pairs whose correlation should be small.

    position  where an entry stands in its answer, and whether it is the largest there; of a choice, whether it is right
    sign      how positive an answer is, and whether it is the right one among those of the named mistakes
    size      how large it is among them, or how long a choice is among the others, and whether it is right
    """
    for part in problem.parts:
        if isinstance(part.value, str):
            yield from _choices(part)
            continue
        entries = flat(part.value)
        if len(set(entries)) > 1:
            top = max(entries)
            for place, entry in enumerate(entries):
                yield "position", part.name, place / (len(entries) - 1), float(entry == top)
        wrong = [flat(slip.value) for slip in problem.mistakes if slip.part == part.name]
        answers = [answer for answer in (entries, *wrong) if not any(isinstance(entry, str) for entry in answer)]
        yield from _among(part.name, answers)


def _choices(part: Part) -> Iterator[tuple[str, str, float, float]]:
    lengths = [len(choice) for choice in part.choices]
    for place, choice in enumerate(part.choices):
        right = float(choice == part.value)
        yield "position", part.name, place / (len(lengths) - 1), right
        yield "size", part.name, _rank(lengths[place], lengths), right


def _among(name: str, answers: list[list[float]]) -> Iterator[tuple[str, str, float, float]]:
    """Compare the right answer, the first, with the wrong ones."""
    if len(answers) < 2:
        return
    sizes = [sum(map(abs, answer)) / len(answer) for answer in answers]
    for place, answer in enumerate(answers):
        right = float(place == 0)
        yield "sign", name, _mean((entry > 0) - (entry < 0) for entry in answer), right
        yield "size", name, _rank(sizes[place], sizes), right


def _rank(one: float, every: Sequence[float]) -> float:
    """Return where a number stands among others: 1 above all, -1 below."""
    return _mean((one > other) - (one < other) for other in every)


def _mean(numbers: Iterable[int]) -> float:
    found = list(numbers)
    return sum(found) / len(found)
