"""What a problem shows: drawn of the givens alone for the sheet, and of all that was found for the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from generators.family import Case, Family
from generators.later import Later, at_once
from generators.lines import Page
from symbolic.diagram import Diagram


class Sketches(Struct, frozen=True):
    """The drawings of the sheet, and the same with what was found."""

    given: tuple[Diagram, ...] = ()
    solved: tuple[Diagram, ...] = ()


#: Of a problem that shows nothing.
NONE = at_once(Sketches())


def sketches(family: Family[Any], case: Case, page: Page, given: Mapping[str, Any]) -> Later[Sketches]:
    """Return what the family draws of the printed numbers; for the sheet it is handed those of the givens alone."""
    return NONE if family.drawings is None else Later(partial(_drawn, family, case, page, given))


def _drawn(family: Family[Any], case: Case, page: Page, given: Mapping[str, Any]) -> Sketches:
    def of(names: Iterable[str]) -> tuple[Diagram, ...]:
        tables = {name: [[e.bare for e in row] for row in page.shown[name]] for name in names if name in page.shown}
        return family.drawings(case, tables) if family.drawings else ()

    return Sketches(of(given), of(page.shown))
