"""Prove a problem: both roads, every printed line, the guards and the mistakes, before it may leave.

A fault of ours (the roads part, a printed line does not follow) raises ProofFailed. A poor draw (a rounding tie, a
mistake that gives the right answer) raises Poor, and the next place is tried; where the numbers are the instructor's
own it is only remarked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

import numpy as np

from generators import second_road
from generators.family import Ask, Case, Family, Slip
from generators.lines import Page, Printed, operations, printed
from generators.print_check import PrintCheck, field_of
from generators.problem import Line, Mistake, Part, Problem
from generators.rounding import Ledger, Rounding, Shown, shown, shown_decimal, shown_given
from symbolic.arithmetic import scalar
from symbolic.errors import ProofFailed, UserError
from symbolic.exact import NotExact, decimal, spelled
from symbolic.fields import Quantity
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import Node, Sym, walk


class Poor(Exception):
    """A draw that a guard refuses, with the reason."""


def proved(family: Family[Any], case: Case, given: Mapping[str, Any], *, drawn: bool) -> Problem:
    """Return the problem of these givens once everything about it has held."""
    remarks: list[str] = []
    truth = _truth(family, case, given, remarks, drawn)
    written = _carried(family, case, given, drawn) if case.rounding.policy == "printed" else truth
    shape, page = _shape_of(family, case), _page(case, given, written)
    remarks += _digit_remarks(page.shown)
    if case.rounding.policy == "full":  # answers have fewer places than the lines
        short = {ask.name: _table(truth.values[ask.name], partial(_answered, case)) for ask, _ in shape.asks}
        remarks += _digit_remarks(short)
    _refuse(remarks, drawn)
    slips = _distinct(family.slips(case, given, truth), truth, case.rounding, [] if drawn else remarks)
    lines = tuple(Line(f.form.part, f.form.rule, f.fill(page), f.form.mark, f.form.facts) for f in shape.forms)
    checks = {
        "parts by second road": _second_road(family, case, given, truth, shape.asks),
        "largest difference allowed": second_road.BOUND,
        "printed relations recomputed": _recomputed(shape, case, given, page, lines),
        "mistakes told apart": len(slips),
    }
    return Problem(
        family=family.name, version=family.version, seed=0, index=0, attempt=0, difficulty="",
        rounding=case.rounding.policy, options={}, notation=case.notation,
        given=given, given_printed={n: whole(page.shown[n]) for n, value in given.items() if not isinstance(value, str)},
        parts=tuple(_part(ask, symbol, case, truth, written, page, shape) for ask, symbol in shape.asks),
        lines=lines, mistakes=tuple(_mistake(slip, case) for slip in slips), effort=shape.effort, checks=checks,
        facts=family.facts(case, given, truth), remarks=tuple(remarks), figures=family.figures(case),
    )  # fmt: skip  # a table of fields reads better than a column of them


@dataclass(frozen=True, slots=True)
class _Shape:
    """What all problems of one case share: made once, filled for each."""

    forms: tuple[Printed, ...]
    asks: tuple[tuple[Ask, str], ...]  # with the LaTeX of its symbol
    symbols: tuple[tuple[Node, str], ...]
    entries: tuple[tuple[Node, str, int, int], ...]  # w_12 and its like: which entry of which quantity
    marks: Mapping[str, int]
    effort: int


@lru_cache(maxsize=512)
def _shape_of(family: Family[Any], case: Case) -> _Shape:
    stated = family.forms(case)
    symbols = family.symbols(case)
    indexed = {s for form in stated for s in walk(form.tree) if isinstance(s, Sym) and s.index}
    return _Shape(
        forms=tuple(printed(form, case.notation) for form in stated),
        asks=tuple((ask, latex(ask.symbol, case.notation)) for ask in family.asks(case)),
        symbols=tuple(symbols.items()),
        entries=tuple(_entry(s, symbols, case.notation.rows) for s in sorted(indexed, key=repr)),
        marks=Counter(form.part for form in stated if form.mark),
        effort=sum(operations(form.tree) for form in stated),
    )


def _entry(symbol: Sym, symbols: Mapping[Node, str], by_rows: bool) -> tuple[Node, str, int, int]:
    """Return where an entry is found: w_12 goes to unit 1 from input 2, in whichever place the convention keeps it."""
    whole_name = "W" if symbol.name == "w" else symbol.name
    first, *second = (int(part) - 1 for part in symbol.index)
    row, column = (first, second[0]) if second else (first, 0)
    name = symbols[Sym(whole_name, symbol.layer)]
    return (symbol, name, column, row) if by_rows else (symbol, name, row, column)


def _refuse(remarks: list[str], drawn: bool) -> None:
    if remarks and drawn:
        raise Poor(remarks[0])


def _truth(family: Family[Any], case: Case, given: Mapping[str, Any], remarks: list[str], drawn: bool) -> Ledger:
    """Solve without rounding; a guard is asked about each quantity as it is found."""

    def watch(found: Ledger, name: str) -> None:
        remarks.extend(family.guards(case, given, found, name))
        _refuse(remarks, drawn)

    try:
        family.solve(case, given, truth := Ledger(lambda value: value, watch))
    except NotExact as error:
        raise UserError(f"{family.name}: no exact answer ({error}); use rounding = 'printed' or 'full'") from error
    except ArithmeticError as error:
        raise UserError(f"{family.name}: a value does not exist for these numbers (ln 0 or a division by 0)") from error
    return truth


def _carried(family: Family[Any], case: Case, given: Mapping[str, Any], drawn: bool) -> Ledger:
    """Solve once more as the page carries its values."""
    try:
        family.solve(case, given, written := Ledger(case.rounding.carried))
    except ArithmeticError as error:
        _refuse(["a value does not exist once rounded"], drawn)
        way = "use rounding = 'full' or other numbers"
        raise UserError(
            f"{family.name}: once rounded, a value does not exist (ln 0 or a division by 0): {way}"
        ) from error
    return written


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


def _digit_remarks(shown: Mapping[str, Any]) -> Iterator[str]:
    for name, table in shown.items():
        for row in table:
            for entry in row:
                if entry.tie:
                    yield f"{name} has a last digit that is a rounding tie"
                if entry.vanished:
                    yield f"{name} has an entry that is not zero and rounds to zero"


@lru_cache(maxsize=64)
def _checker(notation: Notation) -> PrintCheck:
    return PrintCheck(notation)


def _recomputed(shape: _Shape, case: Case, given: Mapping[str, Any], page: Page, lines: tuple[Line, ...]) -> int:
    """Read every given and every line back from its LaTeX; return how many relations held."""
    check, rounding = _checker(case.notation), case.rounding
    tables = {name: _read(table, check, rounding) for name, table in page.shown.items()}
    values: dict[Node, Quantity] = {s: scalar(tables[name]) for s, name in shape.symbols if name in tables}
    for symbol, name, row, column in shape.entries:
        values[symbol] = tables[name][row][column]
    try:
        for name, value in given.items():
            if not isinstance(value, str):
                _same_given(name, value, whole(page.shown[name]), check, rounding)
        pairs = zip(shape.forms, lines, strict=True)
        return sum(check.line(form, line.latex, rounding, values) for form, line in pairs)
    except (KeyError, ArithmeticError) as error:
        raise ProofFailed(f"a line cannot be recomputed: {error!r}") from error


def _read(table: Any, check: PrintCheck, rounding: Rounding) -> list[list[Quantity]]:
    """Return the numbers of a printed table from their digits."""
    field = field_of(rounding)
    return [[check.number(entry.bare, field) for entry in row] for row in table]


def _same_given(name: str, value: Quantity, text: str, check: PrintCheck, rounding: Rounding) -> None:
    back = check.value(text, rounding.field)
    if back != scalar(value if isinstance(value, list) else [[value]]):
        raise ProofFailed(f"{name} = {value} is printed as {text}")


def whole(table: Any) -> str:
    """Return the LaTeX of a printed matrix, or of the one number that it is."""
    if len(table) == len(table[0]) == 1:
        return str(table[0][0].bare)
    rows = " \\\\\n".join(" & ".join(entry.bare for entry in row) for row in table)
    return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"


def _second_road(
    family: Family[Any], case: Case, given: Mapping[str, Any], truth: Ledger, asks: tuple[tuple[Ask, str], ...]
) -> int:
    arrays = {name: _array(value) for name, value in given.items() if not isinstance(value, str)}
    again = family.recompute(case, arrays)
    for ask, _ in asks:
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


def _part(ask: Ask, symbol: str, case: Case, truth: Ledger, written: Ledger, page: Page, shape: _Shape) -> Part:
    value, name = truth.values[ask.name], ask.name
    return Part(
        name=name,
        symbol=symbol,
        value=floats(value),
        exact=_exact(value, case.rounding),
        printed=_answer(value, case)
        if case.rounding.policy == "full"
        else [[e.bare for e in row] for row in page.shown[name]],
        tolerance=tolerance(value, written.carried[name], case.rounding),
        marks=shape.marks.get(name, 0),
        question=ask.question,
    )


def _exact(value: Quantity, rounding: Rounding) -> object:
    if rounding.policy != "exact":
        return None
    return [[spelled(entry) for entry in row] for row in (value if isinstance(value, list) else [[value]])]


def _answer(value: Quantity, case: Case) -> list[list[str]]:
    return [[entry.bare for entry in row] for row in _table(value, partial(_answered, case))]


def _answered(case: Case, entry: Quantity) -> Shown:
    """Return how a number stands as an answer: without the guard digits of a worked line."""
    if isinstance(entry, Decimal):
        return shown_decimal(entry, case.rounding.digits)
    return shown(entry, case.rounding, case.notation)


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


def _distinct(slips: Any, truth: Ledger, rounding: Rounding, remarks: list[str]) -> list[Slip]:
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
