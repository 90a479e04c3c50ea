"""What is asked of a draft: its lines, read back from their print, must hold, and a choice has one right answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from generators.answers import is_text
from generators.family import Case
from generators.lines import Page, Printed
from generators.print_check import Digits, PrintCheck
from generators.problem import Line
from generators.readings import slot_texts
from generators.rounding import Ledger, Rounding
from generators.shapes import Shape
from symbolic.arithmetic import scalar
from symbolic.errors import ProofFailed
from symbolic.fields import Quantity
from symbolic.notation import Notation


@lru_cache(maxsize=64)
def _checker(notation: Notation, rounding: Rounding) -> PrintCheck:
    return PrintCheck(notation, rounding)


def recomputed(
    shape: Shape,
    case: Case,
    given: Mapping[str, Any],
    page: Page,
    printed_given: Mapping[str, str],
    lines: tuple[Line, ...],
) -> int:
    """Read every given and every line back from its LaTeX; return how many relations held."""
    check = _checker(case.notation, case.rounding)
    values = values_of(shape, page, check.digits)
    try:
        for name, value in given.items():
            if not is_text(value):
                whole = scalar(value if isinstance(value, list) else [[value]])
                check.given(shape.given(name, value), printed_given[name], whole)
        return sum(
            [
                held(form, line.latex, page) if form.form.holds else check.line(form, line.latex, values, page)
                for form, line in zip(shape.forms, lines, strict=True)
                if form.form.tree is not None
            ]
        )
    except (KeyError, ArithmeticError) as error:
        raise ProofFailed(f"a line cannot be recomputed: {error!r}") from error


def failing(shape: Shape, case: Case, page: Page) -> tuple[int, ...]:
    """Fill the lines of a solution from a page, read each back, and return the places of those that do not hold."""
    check = _checker(case.notation, case.rounding)
    values = values_of(shape, page, check.digits)
    found = []
    for place, form in enumerate(shape.forms):
        try:
            check.line(form, form.fill(page), values, page)
        except ProofFailed:
            found.append(place)
    return tuple(found)


def held(form: Printed, latex: str, page: Page) -> int:
    """Ask a line that is no equation of numbers whether what stands in its slots makes it true."""
    texts = slot_texts(form, latex)
    if form.form.holds is None or texts != form.texts(page) or not form.form.holds(texts):
        raise ProofFailed(f"the printed line {latex!r} is wrong")
    return 1


def values_of(shape: Shape, page: Page, digits: Digits) -> dict[Hashable, Quantity]:
    """Return what the symbols of the lines stand for, by their names, read from the digits of the page."""
    numbers = iter(digits(page.numbers))
    tables = {name: [list(islice(numbers, len(row))) for row in table] for name, table in page.shown.items()}
    values: dict[Hashable, Quantity] = {name: scalar(table) for name, table in tables.items()}
    for entry, (name, row, column) in shape.entries.items():
        values[entry] = tables[name][row][column]
    return values


def one_right_choice(choices: Mapping[str, tuple[str, ...]], truth: Ledger) -> int:
    """Demand that the answer stands once among what there is to choose from, and nothing twice; return how many do."""
    for name, offered in choices.items():
        if offered.count(truth.values[name]) != 1 or len(set(offered)) != len(offered):
            raise ProofFailed(f"{name} = {truth.values[name]!r} is not one choice among {', '.join(offered)}")
    return len(choices)
