"""A record is one JSON object on one line, written as Python's own encoder writes it, whatever the numbers."""

from __future__ import annotations

import json
from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalkgrad.exercise import Exercise, exercise
from chalkgrad.record import _encoded, _unusual, _written, line, record
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.notation import Notation


@pytest.fixture
def one() -> Exercise:
    """Give an exercise with numbers in each place."""
    return exercise(draw(FAMILIES["two-layer-backprop"], 1, 2, "medium", {}, Notation()))


def written(one: Exercise) -> bytes:
    """Write a record with Python's own encoder."""
    return json.dumps(record(one), ensure_ascii=False).encode() + b"\n"


def test_the_record_of_backprop_names_every_quantity(one):
    """Asked or worked on the way, each is a part."""
    names = [part["name"] for part in record(one)["parts"]]

    assert set(names) >= {"z1", "a1", "z2", "a2", "loss", "delta2", "dW2", "db2", "delta1", "dW1", "db1"}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_line_is_the_json_that_python_writes(family, difficulty):
    """Byte for byte, so that no record changes with what encodes it."""
    for index in range(3):
        made = exercise(draw(FAMILIES[family], 8, index, difficulty, {}, Notation()))

        assert line(made) == written(made)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(-0.0)
@example(1e-4)
@example(1e16)
@example(5e-324)
def test_a_number_is_written_as_python_writes_it(value):
    """Whatever its size, alone and in a matrix."""
    assert _encoded(_written([[value], [-value]])).decode() == f"[[{value!r}],[{-value!r}]]"
    assert _encoded(_written(value)).decode() == repr(value)


@pytest.mark.parametrize("number", [1e-5, -9.99e-5, 1e-4, 3e-40, 1e15, 1e16, -2e17, 5e300, 0.0, -0.0, 5e-324])
@pytest.mark.parametrize("place", ["given", "value", "tolerance", "mistake"])
def test_very_large_and_very_small_numbers_are_written_as_python_writes_them(one, place, number):
    """A power of ten, where one is needed, reads 1e-05 and 1e+16, in whichever place it stands."""
    problem, table = one.problem, [[number, 1.5]]
    changed = {
        "given": {"given": {**problem.given, "W1": table}},
        "value": {"parts": (replace(problem.parts[0], value=table), *problem.parts[1:])},
        "tolerance": {"parts": (*problem.parts[:-1], replace(problem.parts[-1], tolerance=abs(number)))},
        "mistake": {"mistakes": (replace(problem.mistakes[0], value=table), *problem.mistakes[1:])},
    }
    other = replace(one, problem=replace(problem, **changed[place]))

    assert line(other) == written(other)


@pytest.mark.parametrize("value", [1e-5, 1e16, 5e-324, nan, inf, -inf])
def test_an_unusual_value_is_seen(one, value):
    """One among many answers, mistakes or givens is enough, and zeros do not hide it; usual ones are none."""
    problem, table = one.problem, [[0.0, 1.5], [value, 2.5]]
    part, slip = problem.parts[0], problem.mistakes[-1]

    assert not _unusual(problem, {})
    assert _unusual(replace(problem, parts=(replace(part, value=table), *problem.parts[1:])), {})
    assert _unusual(replace(problem, mistakes=(*problem.mistakes[:-1], replace(slip, value=[[value]]))), {})
    assert _unusual(problem, {"W1": table})
    assert _unusual(problem, {"slope": value})


@pytest.mark.parametrize("number", [nan, inf, -inf])
@pytest.mark.parametrize("place", ["parts", "mistakes"])
def test_what_is_no_number_is_refused(one, place, number):
    """NaN and infinity are no JSON: none is ever written."""
    first, *others = getattr(one.problem, place)
    other = replace(one, problem=replace(one.problem, **{place: (replace(first, value=[[1.0, number]]), *others)}))

    with pytest.raises(ValueError, match="is no number of a record"):
        line(other)
