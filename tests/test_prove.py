"""Nothing leaves unproved: the second road bites, and every guard speaks of a given problem and stops a drawn one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from given_nets import COLUMN, NET, ROW, SMOOTH, given, layer, moved
from msgspec.structs import replace

from chalkgrad.order import Order
from chalkgrad.posing import distinct
from generators import draw
from generators.confirm import agreed, confirm
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.rounding import POLICIES
from symbolic.arithmetic import entrywise
from symbolic.errors import ProofFailed, UserError

each = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))


@each
def test_a_wrong_answer_is_refused_with_both_values(family):
    """Each asked quantity off by one, in the first road or in the second, stops the proof and shows both values."""

    def off(name):
        def recompute(case, at):
            found = dict(family.recompute(case, at))
            return found | {name: moved(found[name])}

        return replace(family, recompute=recompute)

    for part in draw.draw(family, 1, 0, "medium", {}, COLUMN).parts:
        with pytest.raises(
            ProofFailed,
            match=rf"^{part.name} (does not survive|is .* by hand and)",
        ):
            draw.draw(off(part.name), 1, 0, "medium", {}, COLUMN)


@each
def test_a_wrong_first_road_is_refused(family):
    """A ledger into which something wrong is entered never becomes a problem."""

    def solve(case, at, keep):
        def crooked(name, value):
            return keep(name, entrywise(moved, value))

        crooked.values, crooked.carried = keep.values, keep.carried
        family.solve(case, at, crooked)

    with pytest.raises(ProofFailed, match=r"by NumPy|again|is wrong|no good problem|is not one choice"):
        draw.draw(replace(family, solve=solve), 1, 0, "medium", {}, COLUMN)


def test_a_softmax_of_one_unit_is_refused():
    """A softmax of one unit is no problem, given or drawn: its answer is always 1."""
    with pytest.raises(UserError, match="a softmax of one unit is always 1"):
        given("two-layer-backprop", NET | {"activation2": "softmax"})
    with pytest.raises(UserError, match="a softmax of one unit is always 1"):
        draw.draw(FAMILIES["two-layer-backprop"], 1, 0, "easy", {"output": "softmax", "sizes": "2,2,1"}, COLUMN)


def test_a_good_given_problem_has_no_remark():
    """The guards keep quiet where there is nothing to say."""
    assert layer("relu", [[1, -2], [3, 5]], [1, -2]).remarks == ()
    assert layer("sigmoid", [["0.5", "0.3"], ["0.1", "-0.7"]], ["0.1", "0.2"]).remarks == ()


@each
def test_a_drawn_problem_carries_no_remark(family):
    """What is drawn has passed every guard: over seeds, difficulties, policies and conventions nothing is remarked."""
    for seed, difficulty in enumerate(DIFFICULTIES * 2):
        for policy in POLICIES if "rounding" in family.options else (None,):
            for notation in (COLUMN, ROW):
                options = {"rounding": policy} if policy else {}
                problem = draw.draw(family, seed, seed, difficulty, options, notation)

                assert problem.remarks == ()
                assert problem.checks["mistakes told apart"] == len(problem.mistakes)


@each
def test_mistakes_differ_from_the_truth_and_from_each_other(family):
    """In each part, the truth and the wrong answers of one shape lie further apart than what is accepted."""
    for index in range(8):
        problem = draw.draw(family, 6, index, "medium", {}, COLUMN)
        for part in problem.parts:
            answers = [part.value, *(m.value for m in problem.mistakes if m.part == part.name)]
            for u, v in combinations(map(np.array, answers), 2):
                assert u.shape != v.shape or (
                    u != v if part.tolerance is None else np.max(np.abs(u - v)) > part.tolerance
                )


@pytest.mark.parametrize(("activation", "notation"), [(a, n) for a in ("sigmoid", "tanh") for n in (COLUMN, ROW)])
def test_exact_without_an_exact_answer_is_a_users_mistake(activation, notation):
    """The sigmoid of 1/2 has no exact form here; the message says which policies there are."""
    numbers = {"z": ["0.5", 1], "activation": activation}
    with pytest.raises(UserError, match=r"no exact answer .*; use rounding = 'printed' or 'full'") as caught:
        given("activation-values", numbers, "exact", notation)

    assert "\n" not in str(caught.value)


def test_the_logarithm_of_nothing_is_a_users_mistake():
    """An output that rounds to 1 leaves ln 0 in the loss: said with the way out, which works."""
    net = SMOOTH | {"y": [0], "b2": [10], "activation1": "tanh", "activation2": "sigmoid", "loss": "bce"}
    with pytest.raises(UserError, match=r"once rounded, a value does not exist .*: give numbers that saturate less"):
        given("two-layer-backprop", net, "printed")

    assert given("two-layer-backprop", net, "full").parts


TOGETHER = [family for family in FAMILIES.values() if family.together]


def some(family, notation=COLUMN, difficulty="hard"):
    """Return three problems of one case of a family."""
    drawn = [draw.draw(family, 4, index, difficulty, {}, notation) for index in range(12)]
    return [problem for problem in drawn if problem.case == drawn[0].case][:3]


def with_answer(problem, part, value):
    """Return a problem of which one part has another answer."""
    return replace(problem, parts=tuple(replace(one, value=value) if one is part else one for one in problem.parts))


@pytest.mark.parametrize("notation", [COLUMN, ROW], ids=lambda notation: notation.convention)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("family", TOGETHER, ids=lambda family: family.name)
def test_the_second_road_of_many_problems_finds_every_change(family, difficulty, notation):
    """Walked for all at once it confirms what it confirms alone, and refuses any answer with one entry changed."""
    first, second, third = some(family, notation, difficulty)

    assert agreed(family, [first, second, third])
    for part in second.parts:
        for i, row in enumerate(part.value):
            for j, entry in enumerate(row):
                changed = [list(values) for values in part.value]
                changed[i][j] = entry + 1e-6 * max(1, abs(entry))
                wrong = with_answer(second, part, changed)
                assert not agreed(family, [first, wrong, third])
                with pytest.raises(ProofFailed, match=f"{part.name} does not survive its second road"):
                    confirm(family, wrong)


@pytest.mark.parametrize("wrong", [float("nan"), [[0.0, 0.0, 0.0, 0.0, 0.0]]], ids=["no number", "another shape"])
@pytest.mark.parametrize("family", TOGETHER, ids=lambda family: family.name)
def test_roads_that_cannot_be_compared_do_not_agree(family, wrong):
    """An answer that is no number, or of another shape, agrees with nothing."""
    problems = some(family)
    value = wrong if isinstance(wrong, list) else [[wrong for _ in row] for row in problems[0].parts[0].value]

    assert not agreed(family, [with_answer(problem, problem.parts[0], value) for problem in problems])


@pytest.mark.parametrize("family", TOGETHER, ids=lambda family: family.name)
def test_a_wrong_second_road_of_many_is_told_with_the_id(family, monkeypatch):
    """Where the roads part in a row of problems, the first of them is named, and none goes out."""
    name = family.name
    wrong = replace(family, recompute=lambda case, given: family.recompute(case, {**given, "b1": given["b1"] + 1e-3}))
    monkeypatch.setattr(Order, "source", property(lambda order: wrong))

    with pytest.raises(ProofFailed, match=f"^{name}:.*:7:0:medium.* does not survive its second road"):
        list(distinct(Order(name, 7, index, "medium", {}, COLUMN) for index in range(9)))
