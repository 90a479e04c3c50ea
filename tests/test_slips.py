"""A named mistake is what its name says: its value, computed from the name by a judge that shares no code with ours."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from slip_judges import JUDGES as NUMBER_JUDGES
from slip_judges_scalars import SCALAR_JUDGES
from slip_judges_words import WORD_JUDGES

from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.exact import decimal
from symbolic.notation import Notation

JUDGES = NUMBER_JUDGES | SCALAR_JUDGES | WORD_JUDGES
#: How far values may lie apart: exact ones, and those that were rounded on the way, to four decimals each.
EXACT = 1e-7
ROUNDED = 5e-4
#: Where a batch stands in rows whatever the convention, and the judges take it so.
IN_ROWS = ("dense-layer-batch", "two-layer-backprop-batch")


def array(value):
    """Return a given, or an answer as it is printed, as an array; words stay words."""
    if isinstance(value, str):
        return value
    rows = value if isinstance(value, list) else [[value]]
    return np.array([[float(decimal(entry)) for entry in row] for row in rows])


def columns(problem, values):
    """Return values by name in column convention: all that is in rows is turned; words stay words."""
    turn = problem.notation.rows and problem.family not in IN_ROWS
    return {name: value.T if turn and not isinstance(value, str) else value for name, value in values.items()}


def givens(problem):
    """Return the givens, the convention, and what there is to choose from in each part."""
    found = columns(problem, {name: array(value) for name, value in problem.given.items()})
    offered = {part.name: part.choices for part in problem.parts}
    return found | {"convention": problem.notation.convention, "offered": offered}


def answers(problem):
    """Return the answers as a student has them on paper, else in full."""
    printed = problem.rounding == "printed"
    words = {part.name: part.value for part in problem.parts if isinstance(part.value, str)}
    numbers = {part.name: part.printed if printed else part.value for part in problem.parts if part.name not in words}
    return columns(problem, words | {name: np.array(value, dtype=float) for name, value in numbers.items()})


def wrong(problem, slip):
    """Return the value of a mistake."""
    value = slip.value if isinstance(slip.value, str) else np.array(slip.value, dtype=float)
    return columns(problem, {slip.part: value})[slip.part]


def fits(value, wanted, near):
    """Whether a value is what a judge says; words, whether they are one of those that do what the name says."""
    if isinstance(value, str):
        return value in ({wanted} if isinstance(wanted, str) else wanted)
    return value.shape == np.shape(wanted) and np.allclose(value, wanted, rtol=EXACT, atol=near)


@cache
def problems(family):
    """Return problems of every difficulty and case, in both conventions."""
    return tuple(
        draw(FAMILIES[family], 9, index, difficulty, {}, Notation(convention))
        for convention in ("column", "row")
        for difficulty in DIFFICULTIES
        for index in range(14)
    )


def test_every_family_with_mistakes_has_judges():
    """A new family cannot be forgotten."""
    assert {family for family in FAMILIES if any(problem.mistakes for problem in problems(family))} == set(JUDGES)


@pytest.mark.parametrize("family", JUDGES)
def test_a_mistake_is_what_its_name_says(family):
    """Every mistake has a judge, and comes to what the judge says."""
    for problem in problems(family):
        given, found = givens(problem), answers(problem)
        near = EXACT if problem.rounding == "exact" else ROUNDED
        for slip in problem.mistakes:
            wanted, value = JUDGES[family][slip.part, slip.name](given, found), wrong(problem, slip)
            assert fits(value, wanted, near), f"{slip.part}: {slip.name}: {value} where its name says {wanted}"


@pytest.mark.parametrize("family", JUDGES)
def test_no_judge_takes_the_right_answer(family):
    """No judge takes the right answer for the mistake."""
    for problem in problems(family):
        given, found = givens(problem), answers(problem)
        for slip in problem.mistakes:
            wanted = JUDGES[family][slip.part, slip.name](given, found)
            assert not fits(found[slip.part], wanted, EXACT), f"{slip.part}: {slip.name}"
