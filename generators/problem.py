"""A problem as data: what is given, what is asked, the worked lines and what was checked. No words, no formats."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from generators.later import Later
from generators.sketches import NONE, Sketches
from symbolic.diagram import Diagram
from symbolic.exact import Exact
from symbolic.fields import Quantity
from symbolic.notation import Notation

#: A number as it is computed with: exact, or a decimal of 28 digits where the truth has no exact form.
Value = int | Fraction | Exact | Decimal
#: A matrix by rows; a column vector is n rows of one entry.
Matrix = tuple[tuple[Value, ...], ...]
#: What stands in a place of the page: the digits of one number, or of a matrix by rows, as LaTeX.
Digits = str | tuple[tuple[str, ...], ...]
Given = Matrix | Value | str
#: What a line needs that says nothing beside its rule.
NOTHING: Mapping[str, object] = {}


class Part(Struct, frozen=True):
    """One quantity of the solution; ``question`` numbers the sub-question that asks it, 0 where it is only on the way.

    ``value`` is the unrounded truth as floats, or a string where the answer is a choice, a line or code; ``printed``
    is what the page shows; an answer within ``tolerance`` of ``value``, in each entry, is right.
    """

    name: str
    symbol: str  # LaTeX, in the notation of the problem
    value: object
    exact: object
    printed: object
    tolerance: float | None
    marks: int
    question: int = 1
    scalar: bool = False  # a number by nature; kept as one row of one entry all the same
    choices: tuple[str, ...] = ()  # what there is to choose from, in the order of the page


class Line(Struct, frozen=True):
    """One worked line: the part it belongs to, the rule that leads to it, its LaTeX and the mark that it earns.

    ``facts`` are what the wording of the rule needs: shapes, the units that are dead, a kink.
    """

    part: str
    rule: str
    latex: str
    mark: str = ""  # "M" for method, "A" for an accurate answer, "" for none
    facts: Mapping[str, object] = NOTHING


class Mistake(Struct, frozen=True):
    """A named mistake and the wrong answer to which it leads in a part."""

    part: str
    name: str
    value: object  # floats in the shape of the part's value, or a string as that is
    printed: Later[object]  # as on the page
    marks: int = 0  # the marks that the part still earns
    quantity: Quantity = None  # unrounded, as the first road computes


class Problem(Struct, frozen=True):
    """A proved problem; with its words it becomes an exercise, and then a record of the contract."""

    family: str
    version: int
    seed: int
    index: int
    attempt: int
    difficulty: str
    rounding: str
    options: Mapping[str, object]  # as asked for, what the id must hold
    notation: Notation
    given: Mapping[str, Given]
    given_printed: Mapping[str, str]  # LaTeX of each given, a matrix whole
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    mistakes: tuple[Mistake, ...]
    effort: int
    checks: Mapping[str, object]
    facts: Mapping[str, object]  # what the wording needs: sizes, activations, shapes
    remarks: tuple[str, ...] = ()  # what a guard would have refused in a drawn problem
    figures: tuple[str, ...] = ()  # names of plots in the book, such as "sigmoid"
    case: Hashable = None  # what its family needs to solve it again from a student's own values
    refused: tuple[str, ...] = ()  # why the draws before it were passed over
    sketches: Later[Sketches] = NONE
    week: int | None = None  # of a given problem, with its number on the sheet
    variant: int = 0  # which of several wordings it takes, 0 the plain one; neighbours on a sheet take different ones

    @property
    def drawings(self) -> tuple[Diagram, ...]:
        """What is drawn of the givens alone."""
        return self.sketches().given

    @property
    def solved(self) -> tuple[Diagram, ...]:
        """The same with all that was found, for the key."""
        return self.sketches().solved
