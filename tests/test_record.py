"""A record is one JSON object on one line, written as Python's own encoder writes it, whatever the numbers."""

from __future__ import annotations

import json
from math import inf, nan

import pytest
from msgspec.structs import replace

from chalkgrad.exercise import Exercise, exercise
from chalkgrad.record import line, record
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.notation import Notation


def written(one: Exercise) -> str:
    """Write a record with Python's own encoder."""
    return json.dumps(record(one), ensure_ascii=False) + "\n"


@pytest.fixture
def one() -> Exercise:
    """Give an exercise with numbers in each place."""
    return exercise(draw(FAMILIES["two-layer-backprop"], 1, 2, "medium", {}, Notation()))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_record_is_written_as_python_writes_it(family):
    """The same bytes as from the usual encoder, for every family and difficulty."""
    for difficulty in DIFFICULTIES:
        made = exercise(draw(FAMILIES[family], 5, 1, difficulty, {}, Notation()))
        assert line(made) == written(made)


@pytest.mark.parametrize("number", [1e-5, -9.99e-5, 1e-4, 3e-40, 1e15, 1e16, -2e17, 5e300, 0.0, -0.0, 5e-324])
@pytest.mark.parametrize("place", ["given", "value", "tolerance", "mistake"])
def test_very_large_and_very_small_numbers_are_written_as_python_writes_them(one, place, number):
    """A power of ten, where one is needed, reads 1e-05 and 1e+16, in whichever place it stands."""
    problem, table = one.problem, [[number, 1.5]]
    changed = {
        "given": {"given": {**problem.given, "W1": table}},
        "value": {"parts": (problem.parts[0]._replace(value=table), *problem.parts[1:])},
        "tolerance": {"parts": (*problem.parts[:-1], problem.parts[-1]._replace(tolerance=abs(number)))},
        "mistake": {"mistakes": (problem.mistakes[0]._replace(value=table), *problem.mistakes[1:])},
    }
    other = replace(one, problem=replace(problem, **changed[place]))

    assert line(other) == written(other)


@pytest.mark.parametrize("number", [nan, inf, -inf])
@pytest.mark.parametrize("place", ["parts", "mistakes"])
def test_what_is_no_number_is_refused(one, place, number):
    """NaN and infinity are no JSON: none is ever written."""
    first, *others = getattr(one.problem, place)
    other = replace(one, problem=replace(one.problem, **{place: (first._replace(value=[[1.0, number]]), *others)}))

    with pytest.raises(ValueError, match="is no number of a record"):
        line(other)
