"""The counted space of a family: the keyed walk meets every place once, and no problem depends on another."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import chain, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generators.draw import _elsewhere, _places, capacity, draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES, Option, whole
from generators.space import FEW, LARGE, PLACES, Choice, Space, key_of, permuted
from symbolic.errors import ProofFailed, UserError
from symbolic.notation import Notation

COLUMN, ROW = Notation(), Notation("row")
keys = st.binary(min_size=32, max_size=32)
choices = st.builds(
    lambda values, rows, columns: Choice("", range(values), rows, columns),
    st.integers(1, 4),
    st.integers(0, 2),
    st.integers(1, 2),
)

each = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
everywhere = pytest.mark.parametrize(
    ("family", "difficulty"), [(f, d) for f in FAMILIES.values() for d in DIFFICULTIES], ids=str
)


def cases(family, difficulty):
    """Return the shapes that a difficulty has."""
    return family.cases(family.setting(difficulty, {}, COLUMN))


def large(family, difficulty):
    """Whether all the shapes of a difficulty have spaces in which different seeds hardly ever meet."""
    return all(family.space(case).size >= LARGE for case in cases(family, difficulty))


def numbers(problem):
    """Return what makes a problem this one and no other."""
    return repr(sorted(problem.given.items()))


@pytest.mark.parametrize("key", [bytes(32), bytes(range(32))], ids=["zeros", "counting"])
def test_the_walk_meets_every_place_once(key):
    """The keyed permutation of 0 … n - 1 is one, for every small n."""
    for size in [*range(1, 70), 127, 128, 129, 1000]:
        assert sorted(permuted(n, size, key) for n in range(size)) == list(range(size))


@given(keys, st.integers(1, 10**40), st.data())
def test_a_large_walk_stays_inside_and_apart(key, size, data):
    """Different places of a space of any size are taken to different places of it."""
    places = data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=8))
    found = {permuted(place, size, key) for place in places}

    assert len(found) == len(places)
    assert all(0 <= place < size for place in found)


def test_a_space_beyond_one_digest_is_walked():
    """A space of more bits than BLAKE2b gives at a time is walked like any other."""
    size = 10**320
    found = {permuted(place, size, bytes(32)) for place in (0, 1, size - 1)}

    assert len(found) == 3
    assert max(found) < size


def test_different_keys_walk_differently():
    """Family, version, seed, difficulty and each option set make another walk; the order of the options does not."""
    usual = ("f", 1, 7, "easy", {"a": 1, "b": 2})
    others = [("g", *usual[1:]), ("f", 2, *usual[2:]), ("f", 1, 8, *usual[3:]), ("f", 1, 7, "hard", usual[4])]
    others += [(*usual[:4], {"a": 1}), (*usual[:4], {"a": 2, "b": 1})]
    walks = {tuple(permuted(n, 10**6, key_of(*key)) for n in range(5)) for key in [usual, *others]}

    assert len(walks) == 1 + len(others)
    assert key_of(*usual) == key_of(*usual[:4], {"b": 2, "a": 1})


@given(st.lists(choices, max_size=3))
def test_every_number_names_another_draw(drawn):
    """Decoding in mixed radix is injective: a space of n problems holds n different ones."""
    space = Space(tuple(replace(choice, name=str(k)) for k, choice in enumerate(drawn)))
    found = {repr(space.at(number)) for number in range(min(space.size, 500))}

    assert len(found) == min(space.size, 500)


def test_a_matrix_is_drawn_in_its_shape():
    """A choice with rows gives a matrix of that shape, one without gives a value."""
    assert Choice("W", (5, 6), 2, 3).at(0b100001) == [[6, 5, 5], [5, 5, 6]]
    assert Choice("base", (2, 3)).at(1) == 3
    assert Choice("W", range(15), 2, 3).size == 15**6


@pytest.mark.parametrize(
    ("size", "refuses", "places"), [(LARGE, True, PLACES), (LARGE - 1, True, FEW), (LARGE, False, 1), (90, False, 1)]
)
def test_an_index_has_places_of_its_own(size, refuses, places):
    """Where draws may be refused, an index owns so many places; there are as many indices as fit."""
    space = Space((Choice("n", range(size)),), refuses)

    assert (space.places, space.capacity) == (places, size // places)


@everywhere
def test_there_are_problems_enough(family, difficulty):
    """Each family has at least fourteen problems in each difficulty, in either convention."""
    assert all(capacity(family, difficulty, {}, notation) >= 14 for notation in (COLUMN, ROW))


@each
def test_the_first_problems_of_a_small_space_differ(family):
    """Fourteen consecutive problems of each difficulty are fourteen problems."""
    for difficulty in DIFFICULTIES:
        found = {numbers(draw(family, 3, index, difficulty, {}, COLUMN)) for index in range(14)}

        assert len(found) == 14


@everywhere
def test_beyond_the_last_problem_the_number_is_said(family, difficulty):
    """An index past the end of the space is a user's mistake, answered with how many there are."""
    end = capacity(family, difficulty, {}, COLUMN)
    with pytest.raises(UserError, match=rf"holds only {end} {difficulty} problems with these options") as caught:
        draw(family, 1, end, difficulty, {}, COLUMN)

    assert "\n" not in str(caught.value)


@each
def test_the_last_problem_of_a_space_can_be_drawn(family):
    """The capacity is a promise: the last index gives a problem."""
    for difficulty in DIFFICULTIES:
        assert draw(family, 1, capacity(family, difficulty, {}, COLUMN) - 1, difficulty, {}, COLUMN).parts


@each
def test_neighbouring_seeds_and_weeks_share_no_problem(family):
    """Seeds one apart, and weeks one apart (index 1000 · week + k), have nothing in common where spaces are large."""
    for difficulty in DIFFICULTIES:
        if not large(family, difficulty):
            continue
        keys = [(seed, 1000 * week + k) for seed in (2025, 2026) for week in (3, 4) for k in (1, 2, 3, 4)]
        found = {numbers(draw(family, *key, difficulty, {}, COLUMN)) for key in keys}

        assert len(found) == len(keys)


def test_the_families_with_matrices_have_large_spaces():
    """All families whose matrices have sizes to choose can keep seeds and weeks apart."""
    sized = [family for family in FAMILIES.values() if "sizes" in family.options]

    assert len(sized) > 3
    assert [family.name for family in sized if not large(family, "hard")] == []


@each
def test_an_attempt_is_another_problem_of_its_own(family):
    """The attempts at an index differ from one another, and asking for them leaves the neighbours as they were."""
    neighbour = numbers(draw(family, 1, 4, "medium", {}, COLUMN))
    found = {numbers(draw(family, 1, 3, "medium", {}, COLUMN, attempt)) for attempt in range(3)}

    assert len(found) == 3
    assert neighbour not in found
    assert numbers(draw(family, 1, 4, "medium", {}, COLUMN)) == neighbour


@each
def test_an_option_more_shifts_nothing(family):
    """A family that learns a new option poses the same problems where the option is not set."""
    richer = replace(family, options={**family.options, "novelty": Option("new", whole(0, 9))})
    for index in range(3):
        before, after = (draw(f, 5, index, "medium", {}, COLUMN) for f in (family, richer))

        assert numbers(before) == numbers(after)


@each
def test_the_notation_words_a_problem_and_does_not_choose_it(family):
    """Letters, and the side on which the weights stand, leave the drawn numbers as they are, but for their turning."""
    for index in range(3):
        drawn = [draw(family, 5, index, "medium", {}, n) for n in (COLUMN, ROW, Notation(loss="L", log="log"))]
        found = [
            {name: sorted(map(str, chain(*value))) for name, value in problem.given.items() if type(value) is list}
            for problem in drawn
        ]

        assert found[0] == found[1] == found[2]


SCRIPT = """
from generators.draw import draw
from generators.families import FAMILIES
from symbolic.notation import Notation
for family in FAMILIES.values():
    for difficulty in ("easy", "hard"):
        print(draw(family, 2025, 11, difficulty, {}, Notation()))
"""


def test_the_same_key_is_the_same_problem_in_another_process():
    """Nothing of a problem hangs on the order of a set: the hash seed of the process changes no character of it."""
    runs = [
        subprocess.Popen([sys.executable, "-c", SCRIPT], env={**os.environ, "PYTHONHASHSEED": seed}, stdout=-1)
        for seed in ("1", "2")
    ]
    first, second = (run.communicate()[0] for run in runs)

    assert [run.returncode for run in runs] == [0, 0]
    assert first == second != b""


@each
def test_what_was_drawn_before_changes_nothing(family):
    """A problem drawn alone is the problem drawn among others: no stream runs from one to the next."""
    forwards = [draw(family, 9, index, "easy", {}, COLUMN) for index in range(4)]
    backwards = [draw(family, 9, index, "easy", {}, COLUMN) for index in reversed(range(4))]

    assert forwards == backwards[::-1]


@pytest.mark.parametrize("most", [14, 22, 54, 97, 1310])
def test_attempts_in_a_small_space_come_to_every_problem(most):
    """However much of a small space is used up, enough attempts find what is left, and none begins next door."""
    assert sorted(_elsewhere(3, attempt, most) for attempt in range(most)) == list(range(most))
    assert abs(_elsewhere(3, 1, most) - 3) > most // 4


def test_the_places_of_an_index_are_its_own():
    """Two indices never try the same place, however many draws are refused."""
    space = Space((Choice("n", range(5000)),))
    tried = [list(islice(_places(place, space, bytes(32)), FEW)) for place in range(space.capacity)]

    assert len({number for places in tried for number in places}) == space.capacity * FEW


def test_options_that_leave_no_good_problem_are_a_users_mistake():
    """Where every draw is refused, the line says why, how often, and what to change; without options it is ours."""
    family = FAMILIES["dense-layer"]
    barren = replace(family, guards=lambda case, given, found, name: ["nothing will do"])

    with pytest.raises(
        UserError, match=r"no good problem among \d+ draws: nothing will do \(\d+\); set .*: activation=relu"
    ):
        draw(barren, 1, 0, "easy", {"activation": "relu"}, COLUMN)
    with pytest.raises(ProofFailed, match="no good problem among"):
        draw(barren, 1, 0, "easy", {}, COLUMN)
