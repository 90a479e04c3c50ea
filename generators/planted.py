"""A worked solution with one mistake planted in it: the base is another family, and later lines go on from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generators.answers import apart, page_of
from generators.family import Family
from generators.lines import Page
from generators.nets import size
from generators.rounding import Ledger, Rounding
from generators.shapes import Shape, shape_of
from symbolic.fields import Quantity
from symbolic.notation import Notation

#: A line that works out one entry again is left out: it would be wrong a second time.
LEFT_OUT = "first unit"


class Planted(Struct, frozen=True):
    """A solution of a base family with a mistake of one of its parts planted in it."""

    base: str
    inner: Any
    part: str
    mistake: str
    rounding: Rounding
    notation: Notation

    @property
    def family(self) -> Family[Any]:
        """The family whose solution it is."""
        from generators.families import FAMILIES

        return FAMILIES[self.base]


class Wrong(NamedTuple):
    """The solution with the mistake: its page, the line that has it, and the wrong value."""

    page: Page
    number: int
    value: Quantity


def lines_of(case: Planted) -> Shape:
    """Return the lines that are shown."""
    shape = shape_of(case.family, case.inner)
    return replace(shape, forms=tuple(form for form in shape.forms if form.form.rule != LEFT_OUT))


def planted(case: Planted, given: Mapping[str, Any], truth: Ledger) -> Wrong | None:
    """Go on from the wrong value; None where this mistake makes none here, or one of another shape.

    The last answers are kept, since the same is asked while a problem is solved, guarded, worded and proved.
    """
    key = (case, str(given), str(truth.values))
    if key not in _KEPT:
        while len(_KEPT) >= _MOST:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[key] = _planted(case, given, Ledger(_as_it_is, values=truth.values, carried=truth.carried))
    return _KEPT[key]


_KEPT: dict[tuple[Planted, str, str], Wrong | None] = {}
_MOST = 4


def _as_it_is(value: Quantity) -> Quantity:
    return value


def _planted(case: Planted, given: Mapping[str, Any], truth: Ledger) -> Wrong | None:
    slips = case.family.slips(case.inner, given, truth)
    value = next((slip.value for slip in slips if (slip.part, slip.name) == (case.part, case.mistake)), None)
    right = truth.values.get(case.part)
    if value is None or right is None or isinstance(value, str) or size(value) != size(right):
        return None
    if not apart(value, right, 0.0):
        return None
    wrong = Ledger(_as_it_is, replaced={case.part: value})
    case.family.solve(case.inner, given, wrong)
    return Wrong(page_of(case.inner, given, wrong), _number(case), value)


def _number(case: Planted) -> int:
    """Return the number of the line that ends in the part, counted from 1."""
    ends = [place for place, form in enumerate(lines_of(case).forms, 1) if form.form.part == case.part]
    return ends[-1]
