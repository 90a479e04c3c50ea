"""Read every printed line back from its LaTeX and compute it again from its printed digits.

This is the check that a reader makes with a pencil. It knows nothing of how the line was made: it finds the
numbers in the text, reads the rest once for each structure, and asks of every = that both sides agree exactly and
of every ≈ that the right side is the left one rounded under the stated policy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generators.rounding import NOISE, Rounding, rounded
from symbolic.errors import ProofFailed
from symbolic.evaluate import Frame, Run, compiled, literals_of
from symbolic.fields import Field, Quantity, interval_field
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import Chain, Node

#: A number of a line: digits, the sign that touches them, and parentheses that only guard the sign. The digits of
#: a layer, an index or a power are part of the structure; those of a power of e are not.
NUMBER = re.compile(r"\((-\d+(?:\.\d+)?)\)|((?:(?<![\^_]\{)(?<!\^\{[\[(])|(?<=e\^\{))-?(?<!\d)(?<!\d\.)\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The structure of a printed line: its sides, ready to be computed from other digits, and its relations."""

    head: Node  # the first side, what the line is about
    sides: tuple[tuple[Run, int, int], ...]  # each side with the range of its literals
    relations: tuple[str, ...]


class PrintCheck:
    """Checks the lines of problems in one notation; structures that were read before are not read again."""

    def __init__(self, notation: Notation) -> None:
        """Start with nothing read."""
        self.notation = notation
        self._readings: dict[str, Reading] = {}

    def line(self, latex: str, rounding: Rounding, values: Mapping[Node, Quantity]) -> int:
        """Recompute a line and return how many relations held; raises ProofFailed with both values."""
        texts, reading = self._reading(latex)
        field = field_of(rounding)
        literals = [field.number(text) for text in texts]
        sides = [run(Frame(field, literals[start:stop], values)) for run, start, stop in reading.sides]
        relations = reading.relations
        if reading.head in values:  # what the line finds is what stands at its end
            _demand(_equal(sides[0], sides[-1], rounding), latex, sides[0], "is not", sides[-1])
            sides, relations = sides[1:], relations[1:]
        for relation, left, right in zip(relations, sides, sides[1:], strict=False):
            _demand(_HOLDS[relation](left, right, rounding), latex, left, f"{relation} does not hold with", right)
        return len(reading.relations)

    def number(self, text: str, field: Field) -> Quantity:
        """Return the value of one printed number: its digits, or a fraction or logarithm read as it stands."""
        return field.number(text) if text.lstrip("-").replace(".", "", 1).isdigit() else self.value(text, field, {})

    def value(self, latex: str, field: Field, values: Mapping[Node, Quantity]) -> Quantity:
        """Return the value of a printed expression, such as a given matrix."""
        texts, reading = self._reading(latex)
        run, start, stop = reading.sides[0]
        return run(Frame(field, [field.number(text) for text in texts][start:stop], values))

    def _reading(self, latex: str) -> tuple[list[str], Reading]:
        texts: list[str] = []

        def keep(match: re.Match[str]) -> str:
            texts.append(match[1] or match[2])
            return "#"

        structure = NUMBER.sub(keep, latex)
        reading = self._readings.get(structure)
        if reading is None:
            tree = read(latex, self.notation)
            reading = self._read(tree)
            literals = [leaf.text for leaf in literals_of(tree)]
            if literals != texts:  # the digits are not where we looked: trust the reader, keep nothing
                return literals, reading
            self._readings[structure] = reading
        return texts, reading

    def _read(self, tree: Node) -> Reading:
        chain = tree if isinstance(tree, Chain) else Chain((tree,), ())
        sides, start = [], 0
        for side in chain.sides:
            stop = start + sum(1 for _ in literals_of(side))
            sides.append((compiled(side), start, stop))
            start = stop
        return Reading(chain.sides[0], tuple(sides), chain.relations)


def field_of(rounding: Rounding) -> Field:
    """Return the field of the printed digits: enclosures where everything is carried in full behind them."""
    return interval_field(rounding.shown) if rounding.policy == "full" else rounding.field


def _demand(holds: bool, latex: str, left: Quantity, relation: str, right: Quantity) -> None:
    if not holds:
        raise ProofFailed(f"the printed line {latex!r} is wrong: {_written(left)} {relation} {_written(right)}")


def _equal(left: Quantity, right: Quantity, rounding: Rounding) -> bool:
    if rounding.policy == "full":
        return _every(lambda u, v: bool(u.overlaps(v)), left, right)
    return bool(left == right) or (rounding.policy == "printed" and _every(_near, left, right))


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
        return type(left) is type(right) and test(left, right)
    if len(left) != len(right) or len(left[0]) != len(right[0]):
        return False
    return all(test(u, v) for p, q in zip(left, right, strict=True) for u, v in zip(p, q, strict=True))


def _written(value: Quantity) -> str:
    return str(value).replace("Decimal", "").replace("Fraction", "")


_HOLDS: dict[str, Callable[[Quantity, Quantity, Rounding], bool]] = {"=": _equal, "\\approx": _rounds_to}
