"""The lines of a solution as one text: taken apart, and its sides computed, in one go.

What is asked of each line stays the same; but what costs as much for a line as for a page is paid once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from generators.readings import Reading, Words, marked, picker, worded
from symbolic.compiled import compiled
from symbolic.straight import Straight

#: A word that no line holds: it stands between two lines.
_BETWEEN = "\x00"
#: One equation: its reading, and where its slots and its sides begin among those of all lines.
Equation = tuple[Reading, int, int]


class Joined(Struct, frozen=True, eq=False):
    """The structure of several lines read as one, as ``Reading`` is of one line."""

    equations: list[Equation]
    relations: int
    sides: Straight
    fixed: list[str]
    literals: Callable[[Sequence[str]], tuple[str, ...]]
    words: Words
    guarded: list[int]

    def texts(self, lines: Sequence[str]) -> list[str] | None:
        """Return what stands in the slots of the printed lines, None where they have to be looked at one by one."""
        texts = self.words.texts(_text(lines))
        if texts is None or any(texts[slot][0] == "-" for slot in self.guarded):
            return None
        return texts


def joined(readings: Sequence[Reading]) -> Joined:
    """Join the readings of several lines."""
    slots = list(accumulate((len(one.form.slots) for one in readings), initial=0))
    starts = list(accumulate((len(one.sources) for one in readings), initial=0))
    counts = [len(one.relations) for one in readings]
    sides = accumulate((count + 1 for count in counts), initial=0)
    fixed = [text for one in readings for text in one.fixed]
    after = iter(range(slots[-1], slots[-1] + len(fixed)))  # the places of the fixed ones
    places = [
        begin + source if isinstance(source, int) else next(after)
        for one, begin in zip(readings, slots, strict=False)
        for source in one.sources
    ]
    return Joined(
        equations=list(zip(readings, slots, sides, strict=False)),
        relations=sum(counts),
        sides=Straight(*(run for one, start in zip(readings, starts, strict=False) for run in _runs(one, start))),
        fixed=fixed,
        literals=picker(places),
        words=worded(_filled(readings)),
        guarded=[begin + slot for one, begin in zip(readings, slots, strict=False) for slot in one.form.guarded],
    )


def _runs(one: Reading, start: int) -> Iterator[Callable[..., object]]:
    for tree, begin in one.trees:
        yield compiled(tree, start + begin, one.form.symbols.get)


def _filled(readings: Sequence[Reading]) -> list[str]:
    """Return the marked pieces of all lines, fixed ones at even places."""
    filled = [""]
    for k, one in enumerate(readings):
        first, *rest = marked(one.form)
        filled[-1] += f" {_BETWEEN} {first}" if k else first
        filled += rest
    return filled


def _text(lines: Sequence[str]) -> str:
    return f" {_BETWEEN} ".join(lines)
