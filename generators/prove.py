"""Prove a problem: both roads, every printed line, the guards and the mistakes, before it may leave.

A fault of ours (the roads part, a printed line does not follow) raises ProofFailed. A poor draw (a dead layer, a
rounding tie) raises Poor, and the next place is tried; where the numbers are the instructor's own it is only remarked.
A mistake that would give the right answer is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from generators import second_road
from generators.answers import answered, digit_remarks, distinct, is_text, mistake, page_of, part, table_of, tolerances
from generators.checks import one_right_choice, recomputed
from generators.family import Case, Family
from generators.problem import Line, Problem
from generators.rounding import Ledger, Rounding
from generators.shapes import shape_of
from generators.sketches import sketches
from symbolic.errors import UserError
from symbolic.exact import NotExact


class Poor(Exception):
    """A draw that a guard refuses, with the reason."""


def drafted(family: Family[Any], case: Case, given: Mapping[str, Any], *, drawn: bool) -> Problem:
    """Return the problem of these givens once everything about it has held but the second road, which comes last."""
    remarks: list[str] = []
    truth = _truth(family, case, given, remarks, drawn)
    habit = truth if case.rounding.policy == "exact" else _rounding_student(family, case, given, drawn)
    written = habit if case.rounding.policy == "printed" else truth
    shape, page = shape_of(family, case), page_of(case, given, written)
    remarks += digit_remarks(page.shown)
    if case.rounding.policy == "full":  # answers have fewer places than the lines
        asked = {ask.name: truth.values[ask.name] for ask, _ in shape.asks}
        short = {name: table_of(value, partial(answered, case)) for name, value in asked.items() if not is_text(value)}
        remarks += digit_remarks(short)
    _refuse(remarks, drawn)
    made, choices = family.slips(case, given, written.as_carried()), family.choices(case, given)
    allowed = tolerances([ask for ask, _ in shape.asks], truth, habit, case.rounding)
    slips = distinct(made, truth, allowed, [] if drawn else remarks)
    lines = tuple(Line(f.form.part, f.form.rule, f.fill(page), f.form.mark, f.form.facts) for f in shape.forms)
    stated = {name: shape.given(name, value).fill(page) for name, value in given.items() if not is_text(value)}
    checks = {
        "parts by second road": len(shape.asks),
        "largest difference allowed": second_road.BOUND,
        "printed relations recomputed": recomputed(shape, case, given, page, stated, lines),
        "mistakes told apart": len(slips),
    }
    if choices:
        checks["right choices"] = one_right_choice(choices, truth)
    return Problem(
        family=family.name, version=family.version, seed=0, index=0, attempt=0, difficulty="",
        rounding=case.rounding.policy, options={}, notation=case.notation,
        given=given, given_printed=stated,
        parts=tuple(part(ask, symbol, case, truth, allowed, page, shape, choices) for ask, symbol in shape.asks),
        lines=lines, mistakes=tuple(mistake(slip, case, choices) for slip in slips), effort=shape.effort, checks=checks,
        facts=family.facts(case, given, truth), remarks=tuple(remarks), figures=family.figures(case),
        case=case, sketches=sketches(family, case, page, given),
    )  # fmt: skip  # a table of fields reads better than a column of them


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
        _refuse(["a value does not exist"], drawn)
        raise UserError(f"{family.name}: a value does not exist for these numbers (ln 0 or a division by 0)") from error
    return truth


def _rounding_student(family: Family[Any], case: Case, given: Mapping[str, Any], drawn: bool) -> Ledger:
    """Solve once more as a student does who rounds each value as it is written down, whatever the policy asks.

    Where that leaves no value, ln 0 say, the digits of the worked lines are tried; raises UserError if they fail too.
    """
    for digits in sorted({case.rounding.digits, case.rounding.shown}):
        written = Ledger(Rounding("printed", digits).carried)
        try:
            family.solve(case, given, written)
        except ArithmeticError:
            continue
        return written
    _refuse(["a value does not exist once rounded"], drawn)
    way = "give numbers that saturate less"
    raise UserError(f"{family.name}: once rounded, a value does not exist (ln 0 or a division by 0): {way}")
