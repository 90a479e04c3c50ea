"""Read every printed line back from its LaTeX and compute it again from its printed digits.

This is the check that a reader makes with a pencil. The structure of a line is read by the strict reader once for
each form, with marks where its numbers stand; the digits are read every time, from the text as it was printed. Of
every = it asks that both sides agree exactly, and of every ≈ that the right side is the left one rounded under the
stated policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import eq
from typing import Any

from generators.lines import Page, Printed
from generators.readings import RELATIONS, Reading, reading, sides_of
from generators.rounding import Rounding, near, rounded
from symbolic.errors import ProofFailed, UserError
from symbolic.evaluate import evaluate
from symbolic.fields import Field, Quantity, interval_field
from symbolic.frame import Frame
from symbolic.notation import Notation
from symbolic.reader import read

#: Whether two sides agree.
Compare = Callable[[Quantity, Quantity], bool]


class PrintCheck:
    """Checks the lines of problems of one notation and rounding; a form that was read before is not read again."""

    def __init__(self, notation: Notation, rounding: Rounding) -> None:
        """Start with nothing read."""
        self.notation = notation
        self.digits = Digits(notation, field_of(rounding))
        self._given = Digits(notation, rounding.field)
        self._agree = Agreement(rounding)
        self._readings: dict[Printed, Reading] = {}

    def line(self, form: Printed, latex: str, values: Mapping[Any, Quantity], page: Page | None = None) -> int:
        """Recompute a printed line and return how many relations held; raises ProofFailed with both values.

        *values* are those of the symbols of the form, by their names. With a *page*, each number must be the one that
        the page holds there: beside a 0 any other would hold as well.
        """
        reading = self.reading(form)
        try:
            texts = reading.texts(latex)
            if page is not None and texts != (quoted := form.texts(page)):
                raise _wrong(latex, texts, "does not quote", quoted)
        except ProofFailed:
            if page is None or not _prints(form, latex, page):
                raise
            return self._whole(form, latex, values)
        literals = self.digits(reading.literals(texts + reading.fixed))
        sides = reading.sides(Frame(self.digits.field, literals, values))
        signs = [texts[sign] if isinstance(sign, int) else sign for sign in reading.relations]
        return self._held(latex, sides, signs, stated=reading.head in values)

    def _whole(self, form: Printed, latex: str, values: Mapping[Any, Quantity]) -> int:
        """Recompute a line that is the form with its page, where 12 + 6 ln 2 + 3 hides how far a number goes."""
        chain = sides_of(latex, self.notation)
        known = {symbol: values[name] for symbol, name in form.symbols.items() if name in values}
        sides = [evaluate(side, self.digits.field, known) for side in chain.sides]
        return self._held(latex, sides, chain.relations, stated=chain.sides[0] in known)

    def _held(self, latex: str, sides: Sequence[Quantity], signs: Sequence[str], *, stated: bool) -> int:
        """Demand that each relation holds; of a quantity *stated* at the head, that it is what stands at the end."""
        agree = self._agree
        if stated and not agree.same(sides[0], sides[-1]):
            raise _wrong(latex, sides[0], "is not", sides[-1])
        for place, sign in enumerate(signs):
            if (place or not stated) and not agree.holds[sign](sides[place], sides[place + 1]):
                raise _wrong(latex, sides[place], f"{sign} does not hold with", sides[place + 1])
        return len(signs)

    def given(self, form: Printed, latex: str, value: Quantity) -> None:
        """Demand that a printed matrix or number says *value*."""
        reading, digits = self.reading(form), self._given
        (back,) = reading.sides(Frame(digits.field, digits(reading.texts(latex)), {}))
        if back != value:
            raise _wrong(latex, back, "is not the given", value)

    def reading(self, form: Printed) -> Reading:
        """Return the structure of a form, read when it is first met."""
        if form not in self._readings:
            self._readings[form] = reading(form, self.notation)
        return self._readings[form]


class Digits:
    """Reads printed numbers into one field; what was read before is not read again."""

    def __init__(self, notation: Notation, field: Field) -> None:
        """Start with nothing read."""
        self.notation, self.field = notation, field
        self._known: dict[str, Quantity] = {}

    def __call__(self, texts: Sequence[str]) -> list[Quantity]:
        """Return the values of printed numbers: their digits, or a fraction or logarithm read as it stands."""
        known = self._known
        try:
            return list(map(known.__getitem__, texts))
        except KeyError:
            if len(known) > 1 << 16:
                known.clear()
            known.update({text: self._read(text) for text in texts if text not in known})
            return [known[text] for text in texts]

    def _read(self, text: str) -> Quantity:
        bare = text[1:-1] if text[0] == "(" and text[-1] == ")" else text
        if bare.lstrip("-").replace(".", "", 1).isdigit():
            return self.field.number(bare)
        try:
            return evaluate(read(text, self.notation), self.field)
        except UserError as error:
            raise ProofFailed(f"{text!r} stands where a number should") from error


def field_of(rounding: Rounding) -> Field:
    """Return the field of the printed digits: enclosures where everything is carried in full behind them."""
    return interval_field(rounding.shown) if rounding.policy == "full" else rounding.field


def _prints(form: Printed, latex: str, page: Page) -> bool:
    """Whether a line is its form with the numbers of a page in it, those that need parentheses in them."""
    return latex == form.fill(page) and not any(form.texts(page)[slot][0] == "-" for slot in form.guarded)


def _wrong(latex: str, left: Quantity, relation: str, right: Quantity) -> ProofFailed:
    return ProofFailed(f"the printed line {latex!r} is wrong: {_written(left)} {relation} {_written(right)}")


class Agreement:
    """When the two sides of a printed relation agree under a policy."""

    def __init__(self, rounding: Rounding) -> None:
        """Take the policy."""
        self._digits = rounding.digits
        equal, self.same, rounds_to = {
            "exact": (eq, eq, _never),
            "printed": (_near, _near, self._rounds_to),
            "full": (_meet, _same, _meet),  # enclosures say whether they can be equal, rounded or not
        }[rounding.policy]
        self.holds: dict[str, Compare] = dict(zip(RELATIONS, (equal, rounds_to), strict=True))

    def _rounds_to(self, left: Quantity, right: Quantity) -> bool:
        """Whether the right side is the left one rounded, and differs from it somewhere: else = should stand there."""
        digits = self._digits
        return _every(lambda u, v: rounded(u, digits) == v, left, right) and not _near(left, right)


def _never(left: Quantity, right: Quantity) -> bool:
    return False  # nothing exact is rounded


def _near(left: Quantity, right: Quantity) -> bool:
    """Whether both sides are equal, but for the last digits of a division."""
    return bool(left == right) or _every(near, left, right)


def _meet(left: Quantity, right: Quantity) -> bool:
    """Whether enclosures have a number in common; the logarithm of nothing encloses all, and says nothing."""
    return _every(lambda u, v: bool(u.is_finite() and v.is_finite() and u.overlaps(v)), left, right)


def _same(left: Quantity, right: Quantity) -> bool:
    """Whether enclosures are those of the same printed digits: one has to be the other and not to touch it."""
    return _every(lambda u, v: bool(u.mid() == v.mid()), left, right)


def _every(test: Callable[[Any, Any], bool], left: Quantity, right: Quantity) -> bool:
    if type(left) is not list or type(right) is not list:
        return type(left) is not list and type(right) is not list and test(left, right)
    if len(left) != len(right) or len(left[0]) != len(right[0]):
        return False
    return all(all(map(test, p, q)) for p, q in zip(left, right, strict=True))


def _written(value: Quantity) -> str:
    return str(value).replace("Decimal", "").replace("Fraction", "")
