"""The instructor's own numbers: read exactly, and refused in one line where nothing can be made of them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalkgrad.course import parse
from chalkgrad.course_numbers import spelled_out
from chalkgrad.posing import orders, posed
from chalkgrad.record import record
from symbolic.errors import UserError
from symbolic.exact import decimal, ln, spelled

HEAD = '[course]\ntitle = "T"\nseed = 1\n[[week]]\nnumber = 3\ntitle = "W"\n[[week.problem]]\n'
DENSE = 'family = "dense-layer"\ngiven.x = [1, 2]\ngiven.W = [[1, 2], [3, 4], [5, 6]]\ngiven.b = [1, 2, 3]\n'
NET = (
    'family = "two-layer-backprop"\ngiven.x = [1, 2]\ngiven.W1 = [[1, -2], [3, 4]]\ngiven.b1 = [1, 2]\n'
    "given.W2 = [[1, 2]]\ngiven.b2 = [0]\ngiven.y = [1]\n"
)


def exercise(text):
    """Return the given problem of a course with one."""
    course = parse(HEAD + text, "c.toml")
    (one,) = posed(course, course.weeks[0], orders(course, course.weeks[0]))
    return one


MISTAKES = {
    DENSE.replace("[1, 2]\n", "[1, 2, 3]\n", 1): "W is 3×2 and x has 3 entries: W x needs 2",
    DENSE.replace("[1, 2, 3]", "[1, 2]"): "W is 3×2 and b has 2 entries: W x + b needs 3",
    DENSE.replace("given.W", "given.V"): "given.W is missing: given are x, V, b",
    DENSE + 'given.activaton = "relu"\n': "no given of dense-layer named 'activaton': did you mean 'activation'? ",
    DENSE + 'given.activation = "rleu"\n': "no given.activation named 'rleu': did you mean 'relu'? ",
    DENSE + "given.activation = 3\n": "no given.activation named '3': ",
    DENSE.replace("[[1, 2], [3, 4], [5, 6]]", "[1, 2]"): "W must be a matrix, a list of rows",
    'family = "matrix-product"\ngiven.A = [[1, 2]]\ngiven.B = [[1, 2]]\n': "A is 1×2 and B is 1×2: ",
    'family = "matrix-product"\ngiven.A = [[1, 2]]\n': "given.B is missing",
    'family = "activation-values"\ngiven.z = [1, 2]\n': "given.activation is missing",
    NET.replace("given.y = [1]\n", ""): "given.y is missing",
    NET + "given.eta = 1\n": "no given of two-layer-backprop named 'eta': ",
    NET.replace("[[1, 2]]", "[[1, 2, 3]]"): "W2",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_what_does_not_fit_is_told_with_its_place(text):
    """File, line, week and problem, and then what does not fit and why."""
    with pytest.raises(UserError) as caught:
        exercise(text)

    assert str(caught.value).startswith("c.toml, line 7: week 3, problem 1: " + MISTAKES[text])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2/3", Fraction(2, 3)),
        ("-4", Fraction(-4)),
        ("log(2)", ln(2)),
        ("ln(9)/2", ln(3)),
        ("1 - 2/3*log(3)/5", 1 - Fraction(2, 15) * ln(3)),
    ],
)
def test_a_text_spells_an_exact_number(text, value):
    """Fractions and logarithms are typed as texts, since TOML has none."""
    assert spelled_out(text) == value


@given(st.lists(st.tuples(st.fractions(-2, 2, max_denominator=2), st.sampled_from([1, 2, 3])), max_size=3))
def test_what_a_record_spells_reads_back(terms):
    """The exact strings of a record can be typed into a course file again."""
    value = sum((q * (ln(m) if m > 1 else 1) for q, m in terms), start=Fraction(0))

    assert abs(decimal(spelled_out(spelled(value))) - decimal(value)) < 1e-20


@pytest.mark.parametrize("text", ["", "relu", "2/0", "log(0)", "1 2", "log(2", "2//3", "9" * 50, "1e3", "__import__"])
def test_what_spells_no_number_is_none(text):
    """Anything else is a word, or a mistake."""
    assert spelled_out(text) is None


def test_logarithms_give_exact_answers():
    """The sigmoid of ln 2 is 2/3: a problem with such numbers needs no calculator."""
    text = 'family = "dense-layer"\nrounding = "exact"\ngiven.x = ["log(2)"]\ngiven.W = [[1]]\ngiven.b = [0]\n'
    made = record(exercise(text + 'given.activation = "sigmoid"\n'))

    assert made["given_exact"]["x"] == [["log(2)"]]
    assert made["parts"][-1]["exact"] == [["2/3"]]


def test_what_a_guard_refuses_is_built_and_said():
    """A unit at the kink is the instructor's business: built, proved, and remarked."""
    one = exercise(DENSE.replace("[1, 2, 3]", "[-5, 2, 3]") + 'given.activation = "relu"\n')

    assert "unit 1 of z lies at the kink of relu" in one.remarks
    assert record(one)["parts"][0]["value"][0] == [0.0]
