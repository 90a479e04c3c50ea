"""A page says what its signs mean and how to answer, and what it asks has one answer."""

from __future__ import annotations

import pytest
from test_said import made as named

from chalkgrad.order import Order
from chalkgrad.posing import made
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.nets import entries
from symbolic.notation import Notation

#: What stands in a statement, and one of what must then be said of it.
MEANINGS = {
    "\\log": ["natural logarithm"],
    "\\sigma(": ["\\sigma(z) =", "\\sigma(x) ="],
    "\\operatorname{softmax}(": ["\\frac{e^{"],
    "\\odot": ["entry by entry"],
    "\\Phi": ["normal distribution"],
}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_statement_says_what_its_signs_mean(family):
    """Which logarithm is meant, and what a sigmoid, a softmax, an odd product or a normal share is, stands there."""
    for difficulty in DIFFICULTIES:
        for index in range(14):
            statement = made(Order(family, 1, index, difficulty, {}, Notation(log="log"))).statement
            for sign, said in MEANINGS.items():
                assert sign not in statement or any(words in statement for words in said), (sign, statement)


def test_signs_that_want_a_meaning_come_up():
    """Each of the signs stands in some statement, so that the test above is about something."""
    found = {
        sign
        for family in FAMILIES
        for index in range(14)
        for sign in MEANINGS
        if sign in made(Order(family, 1, index, "hard", {}, Notation(log="log"))).statement
    }

    assert found == set(MEANINGS)


def test_a_slope_that_is_1_is_no_wrong_factor():
    """Of an identity 1 and f'(z) are the same, so one of them is on offer."""
    met = 0
    for index in range(24):
        exercise = named(f"chain-rule:1:3:{index}:easy")
        given = exercise.problem.given
        if given["output"] == "identity" and given.get("factor") == "a2/z2":
            (part,) = [part for part in exercise.problem.parts if part.name == "factor"]
            assert not {"1", "f'(z2)"} <= set(part.choices)
            met += 1

    assert met


def test_the_words_of_a_net_of_gates_do_not_say_what_it_is_asked():
    """Whether one perceptron could do the same is a question, so no opening says it."""
    for index in range(24):
        statement = named(f"logic-gates:1:1:{index}:hard:kind=xor").statement
        assert "cannot" not in statement
        assert "stairway" not in statement


@pytest.mark.parametrize("loss", ["mse", "squared-error"])
def test_who_forgets_to_divide_rounds_once(loss):
    """The sum in place of the mean, and the squares without their half, are worked from the errors."""
    met = 0
    for index in range(12):
        problem = draw(FAMILIES["loss"], 21, index, "medium", {"loss": loss, "rounding": "printed"}, Notation())
        outputs, targets = entries(problem.given["a"]), entries(problem.given["y"])
        squares = sum((a - y) ** 2 for a, y in zip(outputs, targets, strict=True))
        for slip in problem.mistakes:
            if slip.name in ("sum in place of the mean", "half forgotten") and slip.part == "loss":
                assert slip.quantity == squares
                met += 1

    assert met


def test_a_long_exact_answer_says_how_many_decimals_will_do():
    """An answer such as 7.4718621594165248 comes with the decimals that are enough."""
    exercise = named("gradient-step:1:21:0:easy:rounding=exact")

    assert "two decimals" in exercise.rounding
    assert any(len(answer.latex.partition(".")[2]) > 4 for answer in exercise.answers)


def test_lines_below_are_spoken_of_where_there_are_some():
    """A mistake in the last line of a solution has no consequences to speak of."""
    last = 0
    for index in range(24):
        exercise = named(f"find-the-mistake:1:11:{index}:easy")
        at_end = exercise.problem.parts[0].value == str(len(exercise.problem.facts["lines"]))
        assert at_end != ("lines below" in exercise.steps[0].words)
        last += at_end

    assert 0 < last < 24


def test_a_lone_variable_stays_small_in_row_convention():
    """What is said of a function of one number is said of x: X would be a batch."""
    for family in ("activation-properties", "activation-derivation"):
        for index in range(14):
            exercise = made(Order(family, 1, index, "medium", {}, Notation("row")))
            assert "X" not in exercise.statement.replace("XOR", "")
