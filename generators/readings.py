"""The structure of a printed form, read once by the strict reader, and what a printed line holds in its slots.

A line is taken apart at its blanks: the words that belong to the form must be the form's own, and the others, less
what touches them, fill its slots. Where what fills a slot has blanks of its own, as 2 ln 3 does, the slots are found
between the fixed pieces instead, each with its brackets closed.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Hashable
from itertools import accumulate, count

from msgspec import Struct

from generators.lines import Picker, Printed, picker
from generators.rounding import EQUAL, ROUNDED
from symbolic.compiled import compiled
from symbolic.errors import ProofFailed
from symbolic.frame import literals_of
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.straight import Straight
from symbolic.tree import Chain

RELATIONS = (EQUAL, ROUNDED)
#: Numbers that no page holds; in the structure of a line they mark its slots.
_FIRST = 7_000_001


class Reading(Struct, frozen=True, eq=False):
    """The structure of a form: its sides ready to be computed, and where each of their literals comes from.

    The literals are picked from the texts of the slots with *fixed* after them, what stands in the form itself. The
    relation of side k and the next is fixed too, or the place of a slot.
    """

    form: Printed
    head: Hashable  # the name of what the line is about, if its first side is a symbol
    sides: Straight
    fixed: list[str]
    literals: Picker
    relations: tuple[int | str, ...]
    words: Words

    def texts(self, latex: str) -> list[str]:
        """Return what stands in the slots of a printed line.

        Raises ProofFailed where the text does not have the form, or a number in a guarded place lacks its parentheses.
        """
        texts = self.words.texts(latex)
        if texts is None:
            return slot_texts(self.form, latex)
        for slot in self.form.guarded:
            if texts[slot][0] == "-":
                raise _formless(latex)
        return texts


class Words(Struct, frozen=True, eq=False):
    """The words of a form between blanks: how many there are, its own, and where its slots are."""

    count: int
    own: tuple[str, ...]
    picked: Picker  # those places of a line that should hold the form's own words
    slots: Picker  # those that hold its slots
    touched: list[tuple[int, str, str]]  # what stands directly before and after a slot, where something does

    def texts(self, latex: str) -> list[str] | None:
        """Return what stands in the slots of a printed line, None where its words are others."""
        words = latex.split()
        if len(words) != self.count or self.picked(words) != self.own:
            return None
        texts = list(self.slots(words))
        for slot, before, after in self.touched:
            text = texts[slot]
            if not (text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after)):
                return None
            texts[slot] = text[len(before) : len(text) - len(after)]
        return texts


def sides_of(line: str, notation: Notation) -> Chain:
    """Read a line as its sides and the relations between them; what states none is one side alone."""
    tree = read(line, notation)
    return tree if isinstance(tree, Chain) else Chain((tree,), ())


def reading(form: Printed, notation: Notation) -> Reading:
    """Read the form with a mark in each slot of a number, and = in each slot of a relation."""
    relation_slots = [k for k, slot in enumerate(form.pieces[1::2]) if slot[0] == "?"]
    filled = list(form.pieces)
    filled[1::2] = ["=" if k in relation_slots else str(_FIRST + k) for k in range(len(form.slots))]
    chain = sides_of("".join(filled), notation)
    literals = [[_source(leaf.text) for leaf in literals_of(side)] for side in chain.sides]
    starts = accumulate(map(len, literals), initial=0)
    runs = [compiled(side, start, form.symbols.get) for side, start in zip(chain.sides, starts, strict=False)]
    relations: list[int | str] = list(chain.relations)
    for offset, slot in enumerate(reversed(relation_slots), 1):  # a rounded result can only stand at the end
        relations[-offset] = slot
    sources = [source for side in literals for source in side]
    fixed = [source for source in sources if isinstance(source, str)]
    after = count(len(form.slots))  # the places of the fixed ones
    picked = picker([source if isinstance(source, int) else next(after) for source in sources])
    return Reading(
        form, form.symbols.get(chain.sides[0]), Straight(*runs), fixed, picked, tuple(relations), _worded(filled)
    )


def _source(text: str) -> int | str:
    return int(text) - _FIRST if text.isdigit() and int(text) >= _FIRST else text


def _worded(filled: list[str]) -> Words:
    """Return the words of a marked form.

    Of two slots in one word each is left in what touches the other, so that no line is taken for such a form.
    """
    text = "".join(filled)
    words, found = text.split(), list(re.finditer(r"\S+", text))
    starts = [word.start() for word in found]
    slots, touched = [], []
    ends = list(accumulate(map(len, filled)))
    for slot, (start, end) in enumerate(zip(ends[::2], ends[1::2], strict=False)):
        place = bisect(starts, start) - 1
        before, after = text[starts[place] : start], text[end : found[place].end()]
        slots.append(place)
        if before or after:
            touched.append((slot, before, after))
    own = [place for place in range(len(words)) if place not in slots]
    return Words(len(words), tuple(words[place] for place in own), picker(own), picker(slots), touched)


def slot_texts(form: Printed, latex: str) -> list[str]:
    """Return what stands in the slots of a printed line, found in its text between the fixed pieces.

    Raises ProofFailed where the text does not have the form, or a number in a guarded place lacks its parentheses.
    """
    pieces, place = form.pieces, len(form.pieces[0])
    found = []
    fits = latex.startswith(pieces[0])
    for k in range(1, len(pieces), 2):
        stop = _end(latex, pieces, k, place)
        text = latex[place:stop]
        fits = fits and stop >= place and text != ""
        found.append(text)
        place = stop + len(pieces[k + 1])
    if not fits or place != len(latex) or any(found[k][0] == "-" for k in form.guarded):
        raise _formless(latex)
    return found


def _formless(latex: str) -> ProofFailed:
    return ProofFailed(f"the printed line {latex!r} does not have its form, or a negative number lacks parentheses")


def _end(latex: str, pieces: tuple[str, ...], k: int, place: int) -> int:
    """Return where slot k ends: before its next piece, with its brackets closed; -1 if nowhere.

    Where a relation follows, the piece before it is a mere blank, and counts only with the relation behind it.
    """
    piece = pieces[k + 1]
    if k + 2 == len(pieces):
        return len(latex) - len(piece)
    before_relation = pieces[k + 2][0] == "?"
    stop = latex.find(piece, place)
    while stop >= 0:
        follows = not before_relation or latex.startswith(RELATIONS, stop + len(piece))
        if follows and _closed(latex[place:stop]):
            break
        stop = latex.find(piece, stop + 1)
    return stop


def _closed(text: str) -> bool:
    """Whether every bracket of a number's text is closed."""
    if "(" not in text and "{" not in text:
        return True
    return text.count("(") == text.count(")") and text.count("{") == text.count("}")
