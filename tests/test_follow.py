"""Follow-through: from a student's own value the later parts come out as an honest marker would have them."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from chalkgrad.cli import main
from chalkgrad.course_numbers import spelled_out
from chalkgrad.exercise import exercise
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.follow import Trail
from generators.nets import size
from generators.rounding import POLICIES
from symbolic.errors import ProofFailed, UserError
from symbolic.notation import Notation

COLUMN, ROW = Notation(), Notation("row")

each = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))


def drawn(family, index=0, difficulty="medium", policy=None, notation=COLUMN):
    """Draw a problem."""
    options = {"rounding": policy} if policy and "rounding" in family.options else {}
    return draw(family, 5, index, difficulty, options, notation)


def followable(problem):
    """Return the named mistakes from which a student can go on: numbers in the shape of the part."""
    parts = {part.name: part for part in problem.parts}
    numbers = [slip for slip in problem.mistakes if not isinstance(slip.value, str)]
    return [slip for slip in numbers if size(slip.value) == size(parts[slip.part].value)]


def exactly(part):
    """Return the exact value of a part that has one, else the floats."""
    return [[spelled_out(x) for x in row] for row in part.exact] if part.exact else part.value


@each
def test_every_named_mistake_is_followed_and_proved(family):
    """From each named mistake, in every difficulty, policy and convention, the later lines hold from their digits."""
    for number, difficulty in enumerate(DIFFICULTIES * 2):
        for policy in POLICIES:
            problem = drawn(family, number, difficulty, policy, (COLUMN, ROW)[number % 2])
            trail, names = Trail(family, problem), [part.name for part in problem.parts]
            for slip in followable(problem):
                found = trail.followed({slip.part: slip.quantity})
                later = [part.name for part in found.parts]

                assert set(later) <= set(names) - {slip.part}
                assert not later or trail.leads(slip.part)
                assert found.relations >= len(later)
                assert all(part.marks >= 0 and part.printed for part in found.parts)


@each
def test_what_is_right_changes_nothing(family):
    """The right values, put in the place of themselves, are called right, and no part comes out otherwise."""
    problem = drawn(family, policy="exact")
    for part in problem.parts:
        if not isinstance(part.value, str):
            found = Trail(family, problem).followed({part.name: exactly(part)})

            assert (found.parts, found.remarks) == ((), (f"{part.name} is right",))


def test_a_solution_that_forgets_the_students_value_is_refused():
    """A family that goes on from its own number, and not from what the ledger gives back, fails the proof."""
    family = FAMILIES["dense-layer"]
    problem = drawn(family, policy="exact")
    truth = {part.name: exactly(part) for part in problem.parts}

    def deaf(case, given, keep):
        family.solve(case, given, keep)
        keep("a", truth["a"])

    wrong = {"z": [[x + 50] for (x,) in truth["z"]]}
    with pytest.raises(ProofFailed, match="is wrong"):
        Trail(replace(family, solve=deaf), problem).followed(wrong)


def net(index=0, policy="full"):
    """Draw a net with a hidden ReLU and a sigmoid, and return it with its numbers as arrays."""
    options = {"hidden": "relu", "output": "sigmoid", "loss": "bce", "sizes": "2,3,2", "rounding": policy}
    problem = draw(FAMILIES["two-layer-backprop"], 1, index, "medium", options, COLUMN)
    return problem, {n: np.array(v, float) for n, v in problem.given.items() if isinstance(v, list)}


@pytest.mark.parametrize("index", range(4))
def test_a_net_is_followed_as_numpy_follows_it(index):
    """From a wrong z1 everything behind it is what NumPy finds when it starts from that z1."""
    problem, at = net(index)
    z1 = np.array([[0.5], [-1.25], [2.0]])
    found = Trail(FAMILIES["two-layer-backprop"], problem).followed(
        {"z1": [[Fraction(x).limit_denominator()] for (x,) in z1]}
    )

    a1 = np.maximum(0, z1)
    z2 = at["W2"] @ a1 + at["b2"]
    a2 = 1 / (1 + np.exp(-z2))
    d2 = a2 - at["y"]
    d1 = (at["W2"].T @ d2) * (z1 > 0)
    loss = -(at["y"] * np.log(a2) + (1 - at["y"]) * np.log(1 - a2)).sum().reshape(1, 1)
    wanted = {"a1": a1, "z2": z2, "a2": a2, "loss": loss, "delta2": d2, "dW2": d2 @ a1.T, "db2": d2}
    wanted |= {"delta1": d1, "dW1": d1 @ at["x"].T, "db1": d1}
    assert {part.name for part in found.parts} == set(wanted)
    for part in found.parts:
        assert np.allclose(part.value, wanted[part.name], rtol=1e-12, atol=1e-12)
        assert np.allclose(np.array(part.printed, float), wanted[part.name], atol=part.tolerance)


def test_a_value_that_makes_the_rest_trivial_is_said():
    """Where all hidden units die, nothing flows back: the gradient of the first layer asks nothing any more."""
    problem, _ = net()
    found = Trail(FAMILIES["two-layer-backprop"], problem).followed({"z1": [[-1], [-2], [-3]]})

    assert set(found.trivial) == {"a1", "dW2", "delta1", "dW1", "db1"}
    assert "a1 is zero throughout, and asks nothing any more" in found.remarks
    assert "all units of z1 are off" in found.remarks


def test_where_a_value_ends_the_way_what_is_before_it_is_told():
    """An output of exactly 1 has no binary cross-entropy against 0; what does not hang on it is still followed."""
    problem, _ = net()
    found = Trail(FAMILIES["two-layer-backprop"], problem).followed({"a2": [[1], [0]]})

    assert "loss does not exist from there (ln 0 or a division by 0)" in found.remarks
    assert "loss" not in {part.name for part in found.parts}


def test_a_bound_that_is_met_exactly_takes_one_layer_more():
    """Where a student's d brings five layers just to the bound, N is 6, and the marker learns why."""
    family = FAMILIES["vanishing-gradient"]
    problem = draw(family, 4, 9, "hard", {}, COLUMN)
    found = Trail(family, problem).followed({"d": [[Fraction(problem.given["k"]) / 5]]})

    assert [part.printed for part in found.parts if part.name == "N"] == [[["6"]]]
    assert "a whole number of layers brings the slope just to the bound" in found.remarks


def test_a_mistake_that_ends_the_way_promises_no_marks():
    """A slope of -0.2 for 0.96 makes r = -1: there is no number of layers then, and no marks in all are named."""
    family = FAMILIES["vanishing-gradient"]
    problem = draw(family, 4, 9, "hard", {}, COLUMN)
    ended, *others = exercise(problem, followed=family).mistakes

    assert Trail(family, problem).followed({"slope": [[Fraction(-1, 5)]]}).lost == ("N",)
    assert Trail(family, problem).followed({"d": [[0]]}).facts["way"] == "stays"
    assert ended.onward is None
    assert any(slip.onward for slip in others)


def test_a_value_without_an_exact_way_on_is_followed_in_decimals():
    """The sigmoid of 1/2 has no exact form: what follows from it is told in decimals, and said to be."""
    family = FAMILIES["dense-layer"]
    options = {"activation": "sigmoid", "rounding": "exact", "sizes": "2,2"}
    found = Trail(family, draw(family, 1, 0, "medium", options, COLUMN)).followed({"z": [[Fraction(1, 2)], [0]]})

    assert found.remarks[0] == "from there no answer is exact: these are decimals"
    assert [part.printed for part in found.parts] == [[["0.6225"], ["0.5"]]]


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"z3": [[1]]}, "no part with numbers in two-layer-backprop named 'z3': did you mean 'z2'"),
        ({"z1": [[1, 2, 3]]}, "z1 is 3×1 here, and not 1×3"),
        ({"W1": [[1]]}, "no part with numbers in two-layer-backprop named 'W1'"),
    ],
)
def test_a_value_that_fits_nothing_is_a_users_mistake(own, message):
    """A name that is no part, or another shape than the part has, is told with what would fit."""
    problem, _ = net()
    with pytest.raises(UserError, match=message):
        Trail(FAMILIES["two-layer-backprop"], problem).followed(own)


def show(*arguments):
    """Run ``chalkgrad show`` in this process."""
    return CliRunner(catch_exceptions=False).invoke(main, ["show", *arguments], prog_name="chalkgrad")


NET = "two-layer-backprop:2:1:0:medium:hidden=relu:loss=bce:output=sigmoid:rounding=full:sizes=2,3,2"


def test_the_command_line_goes_on_from_a_students_value():
    """What is printed is what follows, worked from the student's value, in the form of a problem or of a record."""
    page = show(NET, "--given", "z1=0.5,-1.25,2")
    record = json.loads(show(NET, "--given", "z1=[[0.5], [-1.25], [2]]", "--format", "jsonl").stdout)
    found = {part["name"]: part for part in record["parts"]}

    assert page.exit_code == 0
    assert "from z1\\=0.5,-1.25,2" in page.stdout
    assert "a^{[1]} = \\begin{bmatrix} 0.5 \\\\\n0 \\\\\n2 \\end{bmatrix}" in page.stdout
    assert "W^{[1]} x" not in page.stdout.partition("Find")[2]
    assert found["a1"]["value"] == [[0.5], [0.0], [2.0]]
    assert "z1" not in found


def test_the_command_line_says_what_is_trivial_and_what_is_right():
    """A value that kills the layer is said on stderr and on the page; a last value or a right one leads nowhere."""
    dead = show(NET, "--given", "z1=-1,-2,-3")
    last = show(NET, "--given", "db1=1,2,3")

    assert "dW1 is zero throughout, and asks nothing any more" in dead.stderr
    assert "dW1 is zero throughout, and asks nothing any more" in dead.stdout
    assert (last.exit_code, last.stdout, last.stderr) == (0, "", "nothing comes out otherwise from there\n")


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ("z1=1,a,2", "z1 has 'a': give numbers, such as 1,-2"),
        ("z1=1,2", "z1 is 3×1 here, and not 2×1"),
        ("z1=1,2;3", "z1 = 1,2;3 has rows of different lengths"),
        ("q=1", "no part with numbers in two-layer-backprop named 'q'"),
        ("z1", "'z1' after --given sets nothing: write NAME=VALUE, such as z1=1,-2"),
        ("z1=", "'z1=' after --given sets nothing: write NAME=VALUE, such as z1=1,-2"),
        ("a2=1e999,0", "a2 has '1e999': give numbers"),
        ("a2=1.5e999999999,0", "a2 has '1.5e999999999': give numbers"),
        ("z2=99999,0", "a pre-activation of sigmoid is beyond 300 in size"),
    ],
)
def test_a_value_that_cannot_be_read_is_a_users_mistake(own, message):
    """One line says what of a typed value is wrong, and what would do."""
    result = show(NET, "--given", own)

    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@each
def test_a_key_says_what_each_mistake_leads_to_and_earns(family):
    """Marks in all are those of the problem, less what the mistake costs in its part and what is trivial from there."""
    problem = drawn(family, 1)
    one = exercise(problem, followed=family)
    for named, slip in zip(one.mistakes, problem.mistakes, strict=True):
        if named.onward:
            found = Trail(family, problem).followed({slip.part: slip.quantity})
            trivial = sum(part.marks for part in problem.parts if part.name in found.trivial)

            assert len(named.onward.later) == len(found.parts) > 0
            assert named.onward.of == one.marks
            assert named.onward.marks == one.marks - (named.of - named.marks) - trivial
