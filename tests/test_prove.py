"""Nothing leaves unproved: the second road bites, and every guard speaks of a given problem and stops a drawn one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
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
from symbolic.notation import Notation

COLUMN, ROW = Notation(), Notation("row")
NET = {"x": [1, 2], "W1": [[1, -2], [3, 4]], "b1": [1, 2], "W2": [[1, 2]], "b2": [0], "y": [1]}
SMOOTH = {"x": [1, 2], "W1": [["0.1", "-0.2"], ["0.3", "0.4"]], "b1": [0, "0.1"], "W2": [["0.5", "0.3"]], "b2": [0]}

LINEAR = {"x": [1, 2], "W1": [[1, 2], [3, 4]], "b1": [1, 2], "W2": [[1, -1], [2, 3]], "b2": [1, 1]}
SOFT = SMOOTH | {"W2": [["0.5", "0.3"], ["0.1", "0.2"]], "activation1": "tanh", "activation2": "softmax", "y": [1, 0]}
#: What a batch of rows needs beside its samples and first weights.
COLUMNS = {"W2": [[1], [2]], "b2": [0], "y": [[1], [2]]}

each = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))


def given(name, numbers, rounding=None, notation=COLUMN):
    """Return the given problem of a family."""
    options = {"rounding": rounding} if rounding else {}
    return draw.given(FAMILIES[name], numbers, options, notation, 3, 1)


def layer(activation, W, b, x=(1, 2), rounding=None):
    """Return the given layer."""
    return given("dense-layer", {"x": list(x), "W": W, "b": b, "activation": activation}, rounding)


def moved(value):
    """Return what *value* is not."""
    return value + ("?" if isinstance(value, str) else 1)


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


REMARKS = {
    "kink": (lambda: layer("relu", [[1, 2], [3, 4]], [-5, 2]), "unit 1 of z lies at the kink of relu"),
    "near": (lambda: layer("relu", [[1, 2], [3, 4]], ["-5.01", -20]), "unit 1 of z lies next to the kink of relu"),
    "point": (lambda: given("activation-values", {"z": [0, 1], "activation": "relu"}), "point 1 lies at the kink"),
    "dead": (lambda: layer("relu", [[1, 2], [3, 4]], [-9, -20]), "all units of z are dead"),
    "live": (lambda: layer("relu", [[1, 2], [3, 4]], [1, 2]), "all units of z are live"),
    "leaking": (lambda: layer("leaky-relu", [[1, 2], [3, 4]], [-9, -20]), "all units of z are leaking"),
    "lone": (lambda: layer("relu", [[1, 2]], [-9]), "the only unit of z is dead"),
    "saturated": (lambda: layer("sigmoid", [[1, 2], [0, 1]], [1, 0]), "unit 1 of z is saturated (sigmoid of 6"),
    "tanh": (lambda: layer("tanh", [[1, 1], [0, 1]], [0, 0]), "unit 1 of z is saturated (tanh of 3"),
    "zeros": (lambda: given("matrix-product", {"A": [[0, 0], [0, 1]], "B": [[1, 2], [3, 4]]}), "A is mostly zeros"),
    "gradient": (lambda: given("two-layer-backprop", NET | {"b1": [-9, -20]}), "dW1 is zero throughout"),
    "target": (
        lambda: given("two-layer-backprop", NET | {"y": [26]}),
        "an output is already at its target",
    ),
    "large": (lambda: given("two-layer-backprop", NET | {"y": [-999]}), "the numbers grow too large"),
    "tie": (
        lambda: given("matrix-product", {"A": [["0.00005"]], "B": [[1]]}, "printed"),
        "C has a last digit that is a rounding tie",
    ),
    "full tie": (
        lambda: given("matrix-product", {"A": [["0.12345"]], "B": [[1]]}, "full"),
        "C has a last digit that is a rounding tie",
    ),
    "vanished": (
        lambda: given("matrix-product", {"A": [["0.00004"]], "B": [[1]]}, "printed"),
        "C has an entry that is not zero and rounds to zero",
    ),
    "next to nothing": (
        lambda: given("computational-graph", {"u": 0, "v": 1, "w": 2}),
        "p is next to nothing",
    ),
    "too large for a graph": (
        lambda: given("computational-graph", {"u": 99, "v": 99, "w": 99}),
        "the numbers grow too large to work with by hand",
    ),
    "flat loss": (
        lambda: given("gradient-check", {"w": 1, "x": 2, "y": 2, "epsilon": "0.1"}),
        "the slope is next to nothing",
    ),
    "overshoots": (
        lambda: given("gradient-step", NET | {"eta": 9}),
        "the step overshoots: the loss does not fall",
    ),
    "too large to collapse": (
        lambda: given("linear-collapse", LINEAR | {"W1": [[99, 1], [1, 99]]}),
        "the numbers grow too large to work with by hand",
    ),
    "at the jump": (
        lambda: given("perceptron-step", {"W": [1, 1], "b": -2, "eta": 1, "x1": [1, 1], "y1": 0}),
        "z1 lies at the jump of the step function",
    ),
    "same scores": (lambda: given("softmax", {"z": [1, 1, 2]}, "printed"), "two scores are the same"),
    "tiny share": (lambda: given("softmax", {"z": [0, 9, 1]}, "printed"), "a share is next to nothing"),
    "tiny output": (
        lambda: given("two-layer-backprop", SOFT | {"b2": [0, 9]}),
        "a softmax output is next to nothing",
    ),
    "same samples": (
        lambda: given("two-layer-backprop-batch", NET | {"x": [[1, 2], [1, 2]], "W1": [[1, 3], [-2, 4]], **COLUMNS}),
        "two samples are the same",
    ),
    "no live unit": (
        lambda: given("two-layer-backprop-batch", NET | {"x": [[1, 2], [-9, -9]], "W1": [[1, 3], [2, 4]], **COLUMNS}),
        "no hidden unit is live for some sample",
    ),
    "no loss": (lambda: given("two-layer-forward", NET | {"y": [26]}), "the loss is zero"),
    "stays": (
        lambda: given("vanishing-gradient", {"w": "4.1", "a": "0.5", "activation": "sigmoid", "layers": 20, "k": 3}),
        "the gradient neither vanishes nor explodes",
    ),
    "all saturate": (
        lambda: given("saturation", {"x": [1, 1], "W": [[1, 2], [2, 1]], "c": 9, "activation": "sigmoid"}),
        "all units saturate, or none",
    ),
    "same sizes": (
        lambda: given("shapes", {"batch": 5, "sizes": [3, 3, 2]}),
        "two layers have the same size",
    ),
    "coinciding": (
        lambda: given("matrix-product", {"A": [[1, 0], [0, 1]], "B": [[1, 2], [3, 4]]}),
        "the mistake 'factors exchanged' cannot be told apart in C",
    ),
}


@pytest.mark.parametrize("name", REMARKS)
def test_every_guard_speaks_of_a_given_problem(name):
    """What a guard would refuse is built all the same, and said."""
    build, remark = REMARKS[name]
    problem = build()

    assert [said for said in problem.remarks if said.startswith(remark)], problem.remarks
    assert problem.parts
    assert problem.checks["parts by second road"] == len(problem.parts)


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


def test_a_mistake_that_coincides_is_dropped():
    """With the identity for A the product is the same either way, and its mistake is not among those named."""
    problem = REMARKS["coinciding"][0]()

    assert "factors exchanged" not in [mistake.name for mistake in problem.mistakes]


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
