"""What becomes of a solution: the page with its digits, the parts with what is accepted, the mistakes told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_UP, Decimal
from functools import partial
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any, TypeGuard

from generators.family import Ask, Case, Slip
from generators.later import Later, at_once
from generators.lines import Page
from generators.nets import entries
from generators.problem import Mistake, Part
from generators.rounding import UNIT, Ledger, Rounding, Shown, shown, shown_by, shown_decimal, shown_given
from generators.shapes import Shape
from symbolic.exact import Exact, decimal, spelled
from symbolic.fields import Quantity


def page_of(case: Case, given: Mapping[str, Any], written: Ledger) -> Page:
    """Return the numbers of the problem as they stand on the page, the givens among them."""
    as_given = partial(shown_given, notation=case.notation)
    table = {name: table_of(value, as_given) for name, value in given.items() if not is_text(value)}
    as_found = shown_by(case.rounding, case.notation)
    for name, value in written.values.items():
        if not is_text(value):
            table[name] = table_of(value, as_found)
    return Page(table)


def is_text(value: object) -> TypeGuard[str]:
    """Whether a quantity is an answer or a given in words: a choice, a line, code."""
    return isinstance(value, str)


def table_of(value: Quantity, show: Any) -> list[list[Shown]]:
    """Return a quantity by rows, each number as *show* has it."""
    return [list(map(show, row)) for row in _rows(value)]


def digit_remarks(shown: Mapping[str, Any]) -> Iterator[str]:
    """Yield which last digits are ties, and which values vanish when they are rounded."""
    for name, table in shown.items():
        for row in table:
            for entry in row:
                if entry.tie:
                    yield f"{name} has a last digit that is a rounding tie"
                if entry.vanished:
                    yield f"{name} has an entry that is not zero and rounds to zero"


def floats(value: Quantity) -> Any:
    """Return a quantity as floats, a number as one entry in two brackets, for it is a matrix of one entry."""
    return [[float(entry) + 0.0 for entry in row] for row in _rows(value)]  # -0.0 + 0.0 is 0.0


def part(
    ask: Ask,
    symbol: str,
    case: Case,
    truth: Ledger,
    allowed: Mapping[str, float],
    page: Page,
    shape: Shape,
    choices: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Part:
    """Return a part with its truth, what the page shows, and what is accepted: so much is *allowed* for each."""
    value, name = truth.values[ask.name], ask.name
    if is_text(value):
        offered, marks = choices.get(name, ()), shape.marks.get(name, 0)
        return Part(
            name, symbol, value, None, letter(value, offered), None, marks, ask.question, ask.scalar, choices=offered
        )
    whole = case.rounding.policy == "full"
    printed = _answer(value, case) if whole else [[entry.bare for entry in row] for row in page.shown[name]]
    exact, marks = _exact(value, case.rounding), shape.marks.get(name, 0)
    return Part(name, symbol, floats(value), exact, printed, allowed.get(name, 0.0), marks, ask.question, ask.scalar)


def _exact(value: Quantity, rounding: Rounding) -> object:
    if rounding.policy != "exact":
        return None
    return [[spelled(entry) for entry in row] for row in _rows(value)]


def _answer(value: Quantity, case: Case) -> list[list[str]]:
    return [[entry.bare for entry in row] for row in table_of(value, partial(answered, case))]


def answered(case: Case, entry: Quantity) -> Shown:
    """Return how a number stands as an answer: without the guard digits of a worked line."""
    if isinstance(entry, Decimal) and case.rounding.policy != "exact":
        return shown_decimal(entry, case.rounding.digits)
    return shown(entry, case.rounding, case.notation)


def letter(value: str, offered: tuple[str, ...]) -> str:
    """Return what stands on the page for an answer in words: the letter of a choice, or the words themselves."""
    return ascii_uppercase[offered.index(value)] if value in offered else value


def tolerance(value: Quantity, carried: Quantity, rounding: Rounding) -> float:
    """Return how far an honest answer may lie from the truth, in each entry.

    Nothing for whole numbers; half a unit of the third figure of the smallest entry (of the second decimal at most)
    for other exact answers, which may be given as decimals; else one unit of the last printed decimal more than the
    rounding on the way has already cost.
    """
    values = entries(value)
    if rounding.policy == "exact":
        return 0.0 if all(map(_is_whole, values)) else _third_figure(values)
    drift = max(map(distance, values, entries(carried)))
    unit = UNIT[rounding.digits]
    return float((drift + unit).quantize(unit, ROUND_UP))


def tolerances(asks: Iterable[Ask], truth: Ledger, written: Ledger, rounding: Rounding) -> dict[str, float]:
    """Return how far an honest answer may lie from each of the quantities asked for that is a number and no count."""
    values, carried = truth.values, written.carried
    names = [ask.name for ask in asks if not ask.count]
    return {name: tolerance(values[name], carried[name], rounding) for name in names if not is_text(values[name])}


def distance(u: Quantity, v: Quantity) -> Decimal:
    """Return how far apart two numbers are."""
    return abs(u - v) if type(u) is type(v) is Decimal else abs(decimal(u) - decimal(v))


def _third_figure(values: list[Any]) -> float:
    smallest = min(abs(decimal(value)) for value in values if value)
    return float(Decimal(5).scaleb(min(0, smallest.adjusted() + 1) - 3))


def _is_whole(value: Quantity) -> bool:
    return not isinstance(value, Exact) and value == int(value)


def distinct(slips: Iterable[Slip], truth: Ledger, allowed: Mapping[str, float], remarks: list[str]) -> list[Slip]:
    """Keep the mistakes that differ, beyond what is accepted, from the truth and from one another in their part."""
    kept: list[Slip] = []
    known: dict[str, tuple[Decimal, list[Quantity]]] = {}  # of a part, how far answers must be apart, and its answers
    for slip in slips:
        if slip.part not in known:
            right = truth.values[slip.part]
            known[slip.part] = Decimal(2 * allowed.get(slip.part, 0.0)), [right]  # words differ or do not
        enough, others = known[slip.part]
        if all(apart(slip.value, other, enough) for other in others):
            kept.append(slip)
            others.append(slip.value)
        else:
            remarks.append(f"the mistake {slip.name!r} cannot be told apart in {slip.part}")
    return kept


def apart(u: Quantity | str, v: Quantity | str, least: float | Decimal) -> bool:
    """Whether two quantities differ by more than *least* in some entry, or in shape; words differ or do not."""
    if is_text(u) or is_text(v):
        return bool(u != v)
    rows, others = _rows(u), _rows(v)
    if len(rows) != len(others) or len(rows[0]) != len(others[0]):
        return True
    for row, other in zip(rows, others, strict=True):  # most differ in their first entry, and no more are looked at
        for p, q in zip(row, other, strict=True):
            if distance(p, q) > least:
                return True
    return False


def _rows(value: Quantity) -> list[list[Any]]:
    return value if type(value) is list else [[value]]


def mistake(slip: Slip, case: Case, choices: Mapping[str, tuple[str, ...]]) -> Mistake:
    """Return a mistake as the record has it."""
    if is_text(slip.value):
        chosen = letter(slip.value, choices.get(slip.part, ()))
        return Mistake(slip.part, slip.name, slip.value, at_once(chosen), slip.marks, slip.value)
    printed = Later(partial(_answer, slip.value, case))
    return Mistake(slip.part, slip.name, floats(slip.value), printed, slip.marks, slip.value)
