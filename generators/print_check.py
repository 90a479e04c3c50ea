"""Read every printed line back from its LaTeX and compute it again from its printed digits.

This is the check that a reader makes with a pencil. The structure of a line is read by the strict reader once for
each form, with marks where its numbers stand; the digits are read every time, from the text as it was printed. Of
every = it asks that both sides agree exactly, and of every ≈ that the right side is the left one rounded under the
stated policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generators.lines import Page, Printed
from generators.readings import RELATIONS, Reading, reading
from generators.rounding import NOISE, Rounding, rounded
from symbolic.errors import ProofFailed, UserError
from symbolic.evaluate import evaluate
from symbolic.fields import Field, Quantity, interval_field
from symbolic.frame import Frame
from symbolic.notation import Notation
from symbolic.reader import read


class PrintCheck:
    """Checks the lines of problems in one notation; a form that was read before is not read again."""

    def __init__(self, notation: Notation) -> None:
        """Start with nothing read."""
        self.notation = notation
        self._readings: dict[Printed, Reading] = {}
        self._numbers: dict[Field, dict[str, Quantity]] = {}

    def line(
        self,
        form: Printed,
        latex: str,
        rounding: Rounding,
        values: Mapping[Any, Quantity],
        page: Page | None = None,
    ) -> int:
        """Recompute a printed line and return how many relations held; raises ProofFailed with both values.

        *values* are those of the symbols of the form, by their names. With a *page*, each number must be the one that
        the page holds there: beside a 0 any other would hold as well.
        """
        reading, field = self.reading(form), field_of(rounding)
        texts = reading.texts(latex)
        if page is not None and texts != (quoted := form.texts(page)):
            raise _wrong(latex, texts, "does not quote", quoted)
        literals = self.numbers(reading.literals(texts + reading.fixed), field)
        sides = reading.sides(Frame(field, literals, values))
        stated = reading.head in values
        if stated and not _same(sides[0], sides[-1], rounding):  # what the line finds is what stands at its end
            raise _wrong(latex, sides[0], "is not", sides[-1])
        for place, relation in enumerate(reading.relations):
            if place or not stated:
                sign = texts[relation] if isinstance(relation, int) else relation
                left, right = sides[place], sides[place + 1]
                if not _HOLDS[sign](left, right, rounding):
                    raise _wrong(latex, left, f"{sign} does not hold with", right)
        return len(reading.relations)

    def given(self, form: Printed, latex: str, value: Quantity, rounding: Rounding) -> None:
        """Demand that a printed matrix or number says *value*."""
        reading, field = self.reading(form), rounding.field
        (back,) = reading.sides(Frame(field, self.numbers(reading.texts(latex), field), {}))
        if back != value:
            raise _wrong(latex, back, "is not the given", value)

    def numbers(self, texts: Sequence[str], field: Field) -> list[Quantity]:
        """Return the values of printed numbers: their digits, or a fraction or logarithm read as it stands."""
        known = self._numbers.setdefault(field, {})
        try:
            return list(map(known.__getitem__, texts))
        except KeyError:
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
        try:
            return evaluate(read(text, self.notation), field)
        except UserError as error:
            raise ProofFailed(f"{text!r} stands where a number should") from error

    def reading(self, form: Printed) -> Reading:
        """Return the structure of a form, read when it is first met."""
        if form not in self._readings:
            self._readings[form] = reading(form, self.notation)
        return self._readings[form]


def field_of(rounding: Rounding) -> Field:
    """Return the field of the printed digits: enclosures where everything is carried in full behind them."""
    return interval_field(rounding.shown) if rounding.policy == "full" else rounding.field


def _wrong(latex: str, left: Quantity, relation: str, right: Quantity) -> ProofFailed:
    return ProofFailed(f"the printed line {latex!r} is wrong: {_written(left)} {relation} {_written(right)}")


def _equal(left: Quantity, right: Quantity, rounding: Rounding) -> bool:
    policy = rounding.policy
    if policy == "full":
        return _every(_meet, left, right)
    return bool(left == right) or (policy == "printed" and _every(_near, left, right))


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
    digits = rounding.digits
    return (
        rounding.policy == "printed"
        and _every(lambda u, v: rounded(u, digits) == v, left, right)
        and not _equal(left, right, rounding)
    )


def _every(test: Callable[[Any, Any], bool], left: Quantity, right: Quantity) -> bool:
    if type(left) is not list or type(right) is not list:
        return type(left) is not list and type(right) is not list and test(left, right)
    if len(left) != len(right) or len(left[0]) != len(right[0]):
        return False
    return all(all(map(test, p, q)) for p, q in zip(left, right, strict=True))


def _written(value: Quantity) -> str:
    return str(value).replace("Decimal", "").replace("Fraction", "")


_HOLDS: dict[str, Callable[[Quantity, Quantity, Rounding], bool]] = dict(
    zip(RELATIONS, (_equal, _rounds_to), strict=True)
)
