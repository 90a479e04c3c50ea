"""Read every printed line back from its LaTeX and compute it again from its printed digits.

This is the check that a reader makes with a pencil. The structure of a line is read by the strict reader once for
each form, with marks where its numbers stand; the digits are read every time, from the text as it was printed. Of
every = it asks that both sides agree exactly, and of every ≈ that the right side is the left one rounded under the
stated policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from generators.lines import Page, Printed
from generators.rounding import NOISE, Rounding, rounded
from symbolic.compiled import compiled
from symbolic.errors import ProofFailed
from symbolic.evaluate import evaluate
from symbolic.fields import Field, Quantity, interval_field
from symbolic.frame import Frame, Run, literals_of
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import Chain, Node

#: Numbers that no page holds; in the structure of a line they mark its slots.
_FIRST = 7_000_001


@dataclass(frozen=True, slots=True)
class Reading:
    """The structure of a form: its sides ready to be computed, and where each of their literals comes from.

    A source is the place of a slot, or the fixed text of a literal that stands in the form itself. The relation of
    side k and the next is fixed too, or the place of a slot.
    """

    head: Node  # the first side, what the line is about
    sides: tuple[Run, ...]
    sources: tuple[int | str, ...]
    relations: tuple[int | str, ...]


class PrintCheck:
    """Checks the lines of problems in one notation; a form that was read before is not read again."""

    def __init__(self, notation: Notation) -> None:
        """Start with nothing read."""
        self.notation = notation
        self._readings: dict[int, tuple[Printed, Reading]] = {}
        self._numbers: dict[int, dict[str, Quantity]] = {}

    def line(
        self, form: Printed, latex: str, rounding: Rounding, values: Mapping[Node, Quantity], page: Page | None = None
    ) -> int:
        """Recompute a printed line and return how many relations held; raises ProofFailed with both values.

        With a *page*, each number must be the one that the page holds there: beside a 0 any other would hold as well.
        """
        texts, reading, field = slot_texts(form, latex), self._reading(form), field_of(rounding)
        if page is not None:
            _demand(texts == (quoted := form.texts(page)), latex, texts, "does not quote", quoted)
        literals = self.numbers([texts[s] if isinstance(s, int) else s for s in reading.sources], field)
        frame = Frame(field, literals, values)
        sides = [run(frame) for run in reading.sides]
        relations = [texts[r] if isinstance(r, int) else r for r in reading.relations]
        if reading.head in values:  # what the line finds is what stands at its end
            _demand(_same(sides[0], sides[-1], rounding), latex, sides[0], "is not", sides[-1])
            sides, relations = sides[1:], relations[1:]
        for relation, (left, right) in zip(relations, pairwise(sides), strict=True):
            _demand(_HOLDS[relation](left, right, rounding), latex, left, f"{relation} does not hold with", right)
        return len(reading.relations)

    def given(self, form: Printed, latex: str, value: Quantity, rounding: Rounding) -> None:
        """Demand that a printed matrix or number says *value*."""
        field = rounding.field
        run = self._reading(form).sides[0]
        back = run(Frame(field, self.numbers(slot_texts(form, latex), field), {}))
        _demand(back == value, latex, back, "is not the given", value)

    def numbers(self, texts: Sequence[str], field: Field) -> list[Quantity]:
        """Return the values of printed numbers: their digits, or a fraction or logarithm read as it stands."""
        known = self._numbers.setdefault(id(field), {})
        if len(known) > 1 << 16:
            known.clear()
        for text in texts:
            if text not in known:
                known[text] = self._read_number(text, field)
        return [known[text] for text in texts]

    def _read_number(self, text: str, field: Field) -> Quantity:
        bare = text[1:-1] if text[0] == "(" and text[-1] == ")" else text
        if bare.lstrip("-").replace(".", "", 1).isdigit():
            return field.number(bare)
        return evaluate(read(text, self.notation), field)

    def _reading(self, form: Printed) -> Reading:
        known = self._readings.get(id(form))
        if known is None or known[0] is not form:
            known = self._readings[id(form)] = (form, _structure(form, self.notation))
        return known[1]


def slot_texts(form: Printed, latex: str) -> list[str]:
    """Return what stands in the slots of a printed line, found in its text between the fixed pieces.

    Raises ProofFailed where the text does not have the form, or a number in a guarded place lacks its parentheses.
    """
    pieces, place = form.pieces, len(form.pieces[0])
    found = []
    fits = latex.startswith(pieces[0])
    for k, guarded in zip(range(1, len(pieces), 2), form.guarded, strict=True):
        stop = _end(latex, pieces, k, place)
        text = latex[place:stop]
        fits = fits and stop >= place and text != "" and not (guarded and text[0] == "-")
        found.append(text)
        place = stop + len(pieces[k + 1])
    if not fits or place != len(latex):
        raise ProofFailed(f"the printed line {latex!r} does not have its form, or a negative number lacks parentheses")
    return found


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
        follows = not before_relation or latex.startswith(_SIGNS, stop + len(piece))
        if follows and _closed(latex[place:stop]):
            break
        stop = latex.find(piece, stop + 1)
    return stop


def _closed(text: str) -> bool:
    """Whether every bracket of a number's text is closed."""
    if "(" not in text and "{" not in text:
        return True
    return text.count("(") == text.count(")") and text.count("{") == text.count("}")


def _structure(form: Printed, notation: Notation) -> Reading:
    """Read the form with a mark in each slot of a number, and = in each slot of a relation."""
    slots = form.pieces[1::2]
    relation_slots = [k for k, slot in enumerate(slots) if slot[0] == "?"]
    filled = list(form.pieces)
    filled[1::2] = ["=" if slot[0] == "?" else str(_FIRST + k) for k, slot in enumerate(slots)]
    tree = read("".join(filled), notation)
    chain = tree if isinstance(tree, Chain) else Chain((tree,), ())
    literals = [[_source(leaf.text) for leaf in literals_of(side)] for side in chain.sides]
    starts = accumulate(map(len, literals), initial=0)
    runs = tuple(compiled(side, start) for side, start in zip(chain.sides, starts, strict=False))
    relations: list[int | str] = list(chain.relations)
    for offset, slot in enumerate(reversed(relation_slots), 1):  # a rounded result can only stand at the end
        relations[-offset] = slot
    return Reading(chain.sides[0], runs, tuple(source for side in literals for source in side), tuple(relations))


def _source(text: str) -> int | str:
    return int(text) - _FIRST if text.isdigit() and int(text) >= _FIRST else text


def field_of(rounding: Rounding) -> Field:
    """Return the field of the printed digits: enclosures where everything is carried in full behind them."""
    return interval_field(rounding.shown) if rounding.policy == "full" else rounding.field


def _demand(holds: bool, latex: str, left: Quantity, relation: str, right: Quantity) -> None:
    if not holds:
        raise ProofFailed(f"the printed line {latex!r} is wrong: {_written(left)} {relation} {_written(right)}")


def _equal(left: Quantity, right: Quantity, rounding: Rounding) -> bool:
    if rounding.policy == "full":
        return _every(_meet, left, right)
    return bool(left == right) or (rounding.policy == "printed" and _every(_near, left, right))


def _meet(u: Any, v: Any) -> bool:
    """Whether two enclosures have a number in common; the logarithm of nothing encloses all, and says nothing."""
    return bool(u.is_finite() and v.is_finite() and u.overlaps(v))


def _same(left: Quantity, right: Quantity, rounding: Rounding) -> bool:
    """Whether both are the same printed digits, so that an enclosure has to be the other and not to touch it."""
    if rounding.policy == "full":
        return _every(lambda u, v: bool(u.mid() == v.mid()), left, right)
    return _equal(left, right, rounding)


def _near(u: Any, v: Any) -> bool:
    return bool(abs(u - v) < NOISE)


def _rounds_to(left: Quantity, right: Quantity, rounding: Rounding) -> bool:
    """Whether the right side is the left one rounded, and differs from it somewhere: else = should stand there."""
    if rounding.policy == "full":
        return _equal(left, right, rounding)
    if _equal(left, right, rounding):
        return False
    return _every(lambda u, v: rounded(u, rounding.digits) == v, left, right)


def _every(test: Callable[[Any, Any], bool], left: Quantity, right: Quantity) -> bool:
    if type(left) is not list or type(right) is not list:
        return type(left) is not list and type(right) is not list and test(left, right)
    if len(left) != len(right) or len(left[0]) != len(right[0]):
        return False
    return all(test(u, v) for p, q in zip(left, right, strict=True) for u, v in zip(p, q, strict=True))


def _written(value: Quantity) -> str:
    return str(value).replace("Decimal", "").replace("Fraction", "")


_HOLDS: dict[str, Callable[[Quantity, Quantity, Rounding], bool]] = {"=": _equal, "\\approx": _rounds_to}
_SIGNS = tuple(_HOLDS)
