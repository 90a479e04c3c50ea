"""Prove a problem: both roads, every printed line, the guards and the mistakes, before it may leave.

A fault of ours (the roads part, a printed line does not follow) raises ProofFailed. A poor draw (a rounding tie, a
mistake that gives the right answer) raises Poor, and the next place is tried; where the numbers are the instructor's
own it is only remarked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from generators import second_road
from generators.family import Ask, Case, Family, Slip
from generators.lines import Form, Page, Printed, operations, printed
from generators.print_check import PrintCheck, field_of
from generators.problem import Line, Mistake, Part, Problem
from generators.rounding import Ledger, Rounding, Shown, shown, shown_decimal, shown_given
from symbolic.errors import ProofFailed
from symbolic.evaluate import Quantity
from symbolic.exact import decimal, spelled
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import Node, Sym


class Poor(Exception):
    """A draw that a guard refuses, with the reason."""


def proved(family: Family[Any], case: Case, given: Mapping[str, Any], *, drawn: bool) -> Problem:
    """Return the problem of these givens once everything about it has held."""
    truth, written = _solved(family, case, given)
    remarks = list(family.guards(case, given, truth))
    _refuse(remarks, drawn)
    asks, forms = family.asks(case), _forms(family, case)
    page = _page(case, given, written)
    slips = _distinct(family.slips(case, given, truth), truth, case.rounding, asks, remarks)
    remarks += _digit_remarks(page)
    _refuse(remarks, drawn)
    lines = tuple(_line(family, case, form, page, given, truth) for form in forms)
    relations = _recomputed(family, case, given, written, page, lines)
    compared = _second_road(family, case, given, truth, asks)
    parts = tuple(_part(ask, case, truth, written, lines) for ask in asks)
    return Problem(
        family=family.name, version=family.version, seed=0, index=0, attempt=0, difficulty="",
        rounding=case.rounding.policy, options={}, notation=case.notation,
        given=given, given_printed={n: _whole(page.shown[n]) for n, value in given.items() if not isinstance(value, str)},
        parts=parts, lines=lines,
        mistakes=tuple(_mistake(slip, case) for slip in slips),
        effort=_effort(family, case),
        checks={
            "parts by second road": compared,
            "largest difference allowed": second_road.BOUND,
            "printed relations recomputed": relations,
            "mistakes told apart": len(slips),
        },
        facts=family.facts(case, given, truth), remarks=tuple(remarks), figures=family.figures(case),
    )  # fmt: skip  # a table of fields reads better than a column of them


def _refuse(remarks: list[str], drawn: bool) -> None:
    if remarks and drawn:
        raise Poor(remarks[0])


def _solved(family: Family[Any], case: Case, given: Mapping[str, Any]) -> tuple[Ledger, Ledger]:
    """Solve without rounding, and once more as the page carries its values where that differs."""
    truth = Ledger(lambda value: value)
    family.solve(case, given, truth)
    if case.rounding.policy != "printed":
        return truth, truth
    written = Ledger(case.rounding.carried)
    family.solve(case, given, written)
    return truth, written


def _page(case: Case, given: Mapping[str, Any], written: Ledger) -> Page:
    table = {
        name: _table(value, lambda x: shown_given(x, case.notation))
        for name, value in given.items()
        if not isinstance(value, str)
    }
    for name, value in written.values.items():
        table[name] = _table(value, lambda x: shown(x, case.rounding, case.notation))
    return Page(table)


def _table(value: Quantity, show: Any) -> list[list[Shown]]:
    rows = value if isinstance(value, list) else [[value]]
    return [[show(entry) for entry in row] for row in rows]


def _digit_remarks(page: Page) -> Iterator[str]:
    for name, table in page.shown.items():
        for row in table:
            for entry in row:
                if entry.tie:
                    yield f"{name} has a last digit that is a rounding tie"
                if entry.vanished:
                    yield f"{name} has an entry that is not zero and rounds to zero"


@lru_cache(maxsize=512)
def _forms(family: Family[Any], case: Case) -> tuple[Printed, ...]:
    return tuple(printed(form, case.notation) for form in family.forms(case))


@lru_cache(maxsize=512)
def _effort(family: Family[Any], case: Case) -> int:
    return sum(operations(form.form.tree) for form in _forms(family, case))


def _line(
    family: Family[Any], case: Case, form: Printed, page: Page, given: Mapping[str, Any], truth: Ledger
) -> Line:
    stated: Form = form.form
    return Line(stated.part, stated.rule, form.fill(page), stated.mark, stated.facts)


@lru_cache(maxsize=64)
def _checker(notation: Notation) -> PrintCheck:
    return PrintCheck(notation)


def _recomputed(
    family: Family[Any], case: Case, given: Mapping[str, Any], written: Ledger, page: Page, lines: tuple[Line, ...]
) -> int:
    """Read every given and every line back from its LaTeX; return how many relations held."""
    check, rounding = _checker(case.notation), case.rounding
    values: dict[Node, Quantity] = {}
    for symbol, name in family.symbols(case).items():
        if name in page.shown:
            values[symbol] = check.value(_whole(page.shown[name]), field_of(rounding), {})
    for name in given:
        _same_given(name, given, check, rounding, page)
    _entries(values, case)
    try:
        return sum(check.line(line.latex, rounding, values) for line in lines)
    except (KeyError, ArithmeticError) as error:
        raise ProofFailed(f"{family.name}: a line cannot be recomputed: {error!r}") from error


def _same_given(name: str, given: Mapping[str, Any], check: PrintCheck, rounding: Rounding, page: Page) -> None:
    if isinstance(given[name], str):
        return
    value, text = given[name], _whole(page.shown[name])
    back = check.value(text, rounding.field, {})
    flat = [x for row in (value if isinstance(value, list) else [[value]]) for x in row]
    read = [x for row in (back if isinstance(back, list) else [[back]]) for x in row]
    if [decimal(x) for x in flat] != [decimal(x) for x in read]:
        raise ProofFailed(f"{name} = {value} is printed as {text}")


def _entries(values: dict[Node, Quantity], case: Case) -> None:
    """Let each entry of a named matrix be asked for by its index, w_12 or z_1, in the order of the convention."""
    for symbol in [s for s in values if isinstance(s, Sym)]:
        value = values[symbol]
        rows = value if isinstance(value, list) else [[value]]
        for i, row in enumerate(rows, 1):
            for j, entry in enumerate(row, 1):
                values[_entry(symbol, i, j, case.notation.rows)] = entry


def _entry(symbol: Any, i: int, j: int, by_rows: bool) -> Node:
    if symbol.name == "W":
        return Sym("w", symbol.layer, (j, i) if by_rows else (i, j))
    return Sym(symbol.name, symbol.layer, (j if by_rows else i,))


def _whole(table: Any) -> str:
    """Return the LaTeX of a printed matrix, or of the one number that it is."""
    if len(table) == len(table[0]) == 1:
        return str(table[0][0].bare)
    rows = " \\\\\n".join(" & ".join(entry.bare for entry in row) for row in table)
    return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"


def _second_road(
    family: Family[Any], case: Case, given: Mapping[str, Any], truth: Ledger, asks: tuple[Ask, ...]
) -> int:
    arrays = {name: _array(value) for name, value in given.items() if not isinstance(value, str)}
    again = family.recompute(case, arrays)
    for ask in asks:
        if not isinstance(truth.values[ask.name], str):
            second_road.compare(ask.name, floats(truth.values[ask.name]), again[ask.name])
        elif truth.values[ask.name] != again[ask.name]:
            raise ProofFailed(f"{ask.name} is {truth.values[ask.name]} by hand and {again[ask.name]} by NumPy")
    return len(asks)


def _array(value: Quantity) -> Any:
    return np.array(floats(value), dtype=float)


def floats(value: Quantity) -> Any:
    """Return a quantity as floats, a number as one entry in two brackets, for it is a matrix of one entry."""
    rows = value if isinstance(value, list) else [[value]]
    return [[float(entry) + 0.0 for entry in row] for row in rows]  # -0.0 + 0.0 is 0.0


def _part(ask: Ask, case: Case, truth: Ledger, written: Ledger, lines: tuple[Line, ...]) -> Part:
    value = truth.values[ask.name]
    return Part(
        ask.name,
        latex(ask.symbol, case.notation),
        floats(value),
        _exact(value, case.rounding),
        _answer(written.values[ask.name], case),
        tolerance(value, written.carried[ask.name], case.rounding),
        sum(1 for line in lines if line.part == ask.name and line.mark),
        ask.question,
    )


def _exact(value: Quantity, rounding: Rounding) -> object:
    if rounding.policy != "exact":
        return None
    return [[spelled(entry) for entry in row] for row in (value if isinstance(value, list) else [[value]])]


def _answer(value: Quantity, case: Case) -> list[list[str]]:
    def show(entry: Quantity) -> Shown:
        if isinstance(entry, Decimal):
            return shown_decimal(entry, case.rounding.digits)
        return shown(entry, case.rounding, case.notation)

    return [[entry.bare for entry in row] for row in _table(value, show)]


def tolerance(value: Quantity, carried: Quantity, rounding: Rounding) -> float:
    """Return how far an honest answer may lie from the truth, in each entry.

    Nothing for whole numbers; half a unit of the second decimal for other exact answers, which may be given as
    decimals; else one unit of the last printed decimal more than the rounding on the way has already cost.
    """
    pairs = list(zip(_flat(value), _flat(carried), strict=True))
    if rounding.policy == "exact":
        return 0.0 if all(isinstance(u, int) or _is_whole(u) for u, _ in pairs) else 0.005
    drift = max(abs(decimal(u) - decimal(v)) for u, v in pairs)
    unit = Decimal(1).scaleb(-rounding.digits)
    return float((drift + unit).quantize(unit, "ROUND_UP"))


def _is_whole(value: object) -> bool:
    return isinstance(value, Fraction) and value.denominator == 1


def _flat(value: Quantity) -> list[Any]:
    return [entry for row in value for entry in row] if isinstance(value, list) else [value]


def _distinct(
    slips: Any, truth: Ledger, rounding: Rounding, asks: tuple[Ask, ...], remarks: list[str]
) -> list[Slip]:
    """Keep the mistakes that differ, beyond what is accepted, from the truth and from one another in their part."""
    kept: list[Slip] = []
    for slip in slips:
        right = truth.values[slip.part]
        others = [other.value for other in kept if other.part == slip.part]
        if all(_apart(slip.value, other, rounding) for other in [right, *others]):
            kept.append(slip)
        else:
            remarks.append(f"the mistake {slip.name!r} cannot be told apart in {slip.part}")
    return kept


def _apart(u: Quantity, v: Quantity, rounding: Rounding) -> bool:
    if _shape(u) != _shape(v):
        return True
    least = Decimal("0.02") if rounding.policy == "exact" else Decimal(5).scaleb(-rounding.digits)
    return any(abs(decimal(a) - decimal(b)) > least for a, b in zip(_flat(u), _flat(v), strict=True))


def _shape(value: Quantity) -> tuple[int, int]:
    return (len(value), len(value[0])) if isinstance(value, list) else (1, 1)


def _mistake(slip: Slip, case: Case) -> Mistake:
    return Mistake(slip.part, slip.name, floats(slip.value), _answer(slip.value, case), slip.marks)

