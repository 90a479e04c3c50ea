"""Every family takes the numbers that a teacher would give, and says of any others what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from given_nets import moved
from msgspec.structs import replace

from generators import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.nets import in_field
from generators.rounding import Rounding, shown_given
from symbolic.errors import ProofFailed, UserError
from symbolic.exact import Exact, ln
from symbolic.notation import Notation

COLUMN = Notation()
each = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))


def typed(value):
    """Return a given as a course file has it: plain numbers, in rows where there are several."""
    if isinstance(value, list):
        return [typed(entry) for entry in value]
    return value if isinstance(value, str | Exact) else Fraction(value)


def taken(family, given):
    """Make the problem of these numbers, second road and all."""
    return draw.given(family, given, {}, COLUMN, 3, 1)


def refusal(family, given):
    """Return what is said of numbers that are refused, "" of those that are taken."""
    try:
        taken(family, given)
    except UserError as error:
        return str(error)
    return ""


def examples(family):
    """Yield the numbers of drawn problems, of which those that can be typed make a given problem."""
    for number, difficulty in enumerate(DIFFICULTIES * 2):
        problem = draw.draw(family, 3, number, difficulty, {}, COLUMN)
        given = {name: typed(value) for name, value in problem.given.items() if name != "convention"}
        if not refusal(family, given):  # sizes, say, are typed in another way than they are kept
            yield given


@each
def test_the_second_road_of_a_given_problem_is_walked(family):
    """A given problem that is made alone, as ``chalkgrad show given:3:1`` does, is proved like any other."""
    off = replace(family, recompute=lambda case, given: {k: moved(v) for k, v in family.recompute(case, given).items()})
    for given in examples(family):
        with pytest.raises(ProofFailed):
            taken(off, given)


JUNK = {
    "a comma for a point": "0,5",
    "a word": "two",
    "a list for a number": [Fraction(1, 10)],
    "rows for a number": [[Fraction(1, 10)]],
    "a negative": Fraction(-1),
    "nothing": Fraction(0),
}


@each
def test_junk_among_the_numbers_is_the_users_mistake(family):
    """Whatever stands in place of a given is taken, and proved, or refused in one line; nothing else is raised."""
    for given in examples(family):
        for name in given:
            for junk in JUNK.values():
                assert "\n" not in refusal(family, {**given, name: junk})


def first(value, new):
    """Return a given with its first entry replaced."""
    if not isinstance(value, list):
        return new
    row, *rows = value
    return [[new, *row[1:]], *rows] if isinstance(row, list) else [new, *rows]


SIZES = [10**6, 10**9, Fraction(-123456789, 1000), Fraction(123456, 10**6), Fraction(1, 10**9)]


@each
@pytest.mark.parametrize("new", SIZES, ids=str)
def test_large_and_tiny_numbers_are_taken(family, new):
    """A number of any size that a course takes makes a problem that is proved, or is refused in one line."""
    for given in examples(family):
        for name, value in given.items():
            if not isinstance(value, str):
                assert "\n" not in refusal(family, {**given, name: first(value, new)})


@each
@pytest.mark.parametrize("new", [ln(2), 12 + 6 * ln(2), Fraction(137, 1000), Fraction(-2619, 1000)], ids=str)
def test_logarithms_and_long_decimals_are_taken(family, new):
    """log(2), 12 + 6 log(2) and numbers of three decimals make problems whose every line holds, or are refused."""
    for given in examples(family):
        for name, value in given.items():
            if not isinstance(value, str):
                assert "\n" not in refusal(family, {**given, name: first(value, new)})


#: Sums that are 0, and of doubles not quite: 0.1 + 0.2 - 0.3.
TENTH, FIFTH, THIRD = Fraction(1, 10), Fraction(1, 5), Fraction(-3, 10)
AT_ZERO = {
    "layer-backprop": {
        "x": [1, 1], "W": [[TENTH, FIFTH], [1, 1]], "b": [THIRD, 1], "activation": "relu", "upstream": [1, 2],
    },
    "dense-layer": {"x": [1, 1], "W": [[TENTH, FIFTH], [1, 1]], "b": [THIRD, 1], "activation": "leaky-relu"},
    "two-layer-backprop": {
        "x": [1, 1], "W1": [[TENTH, FIFTH], [1, 1]], "b1": [THIRD, 1], "W2": [[1, 2]], "b2": [0], "y": [1],
    },
    "perceptron-step": {"W": [TENTH, FIFTH], "b": THIRD, "eta": 1, "x1": [1, 1], "y1": 0},
    "logic-gates": {"W": [[-TENTH, -FIFTH]], "b": -THIRD},
    "saturation": {"W": [[TENTH, FIFTH], [-1, -1]], "b": [THIRD, 1]},
}  # fmt: skip  # a table


@pytest.mark.parametrize("name", AT_ZERO)
def test_a_sum_at_a_kink_or_jump_is_settled(name):
    """Both roads see that 0.1 + 0.2 - 0.3 is 0: the problem is built, and the kink is said."""
    assert taken(FAMILIES[name], AT_ZERO[name]).parts


def test_without_settling_the_roads_part(monkeypatch):
    """Left to doubles the second road would step over the kink, and the proof says so."""
    from generators import second_road

    monkeypatch.setattr(second_road, "NOTHING", 0.0)
    with pytest.raises(ProofFailed, match="second road"):
        taken(FAMILIES["layer-backprop"], AT_ZERO["layer-backprop"])


def test_a_planted_mistake_that_changes_nothing_is_refused():
    """Without biases none can be forgotten: there is no such problem."""
    given = {"base": "dense-layer", "part": "z", "mistake": "bias forgotten", "activation": "relu"}
    given |= {"x": [1, 2], "W": [[1, 2], [3, -4]], "b": [0, 0]}

    with pytest.raises(UserError, match="the mistake 'bias forgotten' changes nothing in z"):
        taken(FAMILIES["find-the-mistake"], given)


def test_a_sum_in_one_go_may_be_rounded_where_its_steps_are_not():
    """0.456 · 0.123 + 0.333 · 0.517 + 0.1 is 0.328249: the line of the first unit says ≈, and holds."""
    W = [[Fraction(456, 1000), Fraction(333, 1000)], [Fraction(1, 5), Fraction(-719, 1000)]]
    given = {"x": [Fraction(123, 1000), Fraction(517, 1000)], "W": W, "b": [TENTH, Fraction(1, 4)]}
    problem = taken(FAMILIES["dense-layer"], {**given, "activation": "sigmoid"})

    assert problem.lines[0].latex.endswith("+ 0.1 \\approx 0.3282")


def chain(w, a, k, activation="relu", layers=50):
    """Return a deep chain of equal layers."""
    return {"w": w, "a": a, "k": k, "activation": activation, "layers": layers}


HALF = Fraction(1, 2)
MET = [
    chain(10, HALF, 6),
    chain(TENTH, HALF, 6),
    chain(100, HALF, 6),
    chain(-10, HALF, 5),
    chain(40, HALF, 3, "sigmoid"),
]


@pytest.mark.parametrize("given", MET, ids=str)
def test_a_bound_that_is_met_exactly_is_not_yet_passed(given):
    """Where q layers bring the slope just to 10^k, N = q + 1 on both roads, and a reason names q."""
    problem = taken(FAMILIES["vanishing-gradient"], given)
    found = {part.name: part.printed for part in problem.parts}

    assert problem.lines[-1].latex == f"{problem.facts['met']} < {found['N'][0][0]}"
    assert int(found["N"][0][0]) == problem.facts["met"] + 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (chain(Fraction(101, 100), HALF, 1), "N is 232 in full and 233 with d to four decimals"),
        (chain(Fraction(40001, 10000), HALF, 1, "sigmoid"), "the factor of a layer is 1, or too near it"),
        (chain(1, HALF, 3), "the factor of a layer is 1, or too near it"),
    ],
)
def test_a_count_that_rounding_decides_is_refused(given, message):
    """No N is printed that is not the true one, and the refusal says what rounding did."""
    assert message in refusal(FAMILIES["vanishing-gradient"], given)


def test_a_chain_that_hardly_changes_is_not_said_to_explode():
    """D = 0.43 is less than one power of ten: the words and the remark agree."""
    problem = taken(FAMILIES["vanishing-gradient"], chain(Fraction(102, 100), HALF, 1))

    assert problem.facts["way"] == "stays"
    assert "the gradient neither vanishes nor explodes" in problem.remarks


@pytest.mark.parametrize("c", [HALF, 1, 0, -10], ids=str)
def test_weights_that_do_not_grow_are_refused(c):
    """Of weights that are made no larger nothing could be said of saturation."""
    given = {"x": [-2, 1], "W": [[HALF, HALF], [TENTH, THIRD]], "c": c}

    assert "c must be more than 1" in refusal(FAMILIES["saturation"], given)


def test_a_program_has_its_numbers_as_python_reads_them():
    """A third is 1/3 in code, and a logarithm, which the program could not print, is refused."""
    given = {"x": [Fraction(1, 3), HALF], "W": [[Fraction(-2, 3), 1], [2, HALF]], "b": [1, 2]}
    data = taken(FAMILIES["numpy-code"], given).facts["data"]

    assert data == {
        "x": "np.array([1/3, 0.5])", "W": "np.array([[-2/3, 1], [2, 0.5]])", "b": "np.array([1, 2])",
    }  # fmt: skip  # the program
    assert "give its decimals" in refusal(FAMILIES["numpy-code"], {**given, "b": [ln(2), 1]})


@pytest.mark.parametrize(("B", "same"), [([[2, 0], [0, 3]], False), ([[4, 5], [5, 4]], True)])
def test_factors_that_may_be_exchanged_are_said_to_be(B, same):
    """Whether B A is A B is seen from the numbers, and not only from the shapes."""
    assert taken(FAMILIES["matrix-product"], {"A": [[1, 2], [2, 1]], "B": B}).facts["commute"] == same


@pytest.mark.parametrize("of", [Fraction(1, 3), Fraction(-2, 7), Fraction(1, 30), Fraction(100, 99)])
def test_a_given_fraction_stays_one(of):
    """Whatever the policy computes with, a fraction that no decimal ends in is printed as it was given."""
    as_decimal = in_field(of, Rounding("printed"))

    assert isinstance(as_decimal, Decimal)
    assert shown_given(as_decimal, COLUMN) == shown_given(of, COLUMN)
