"""What the words say is so: of sums and squares, of mistakes, of what is counted, and of what can be multiplied."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from click.testing import CliRunner

from chalkgrad.cli import main
from chalkgrad.exercise import exercise
from chalkgrad.generating import named
from generators.derivation_lines import DERIVATIONS, lines, offered, wrong_lines
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.follow import Trail
from symbolic.notation import Notation


def shown(identity):
    """Return the exercise of an id."""
    return named(identity, None)


def made(identity):
    """Make the exercise of an id as for a key."""
    from msgspec.structs import replace

    from chalkgrad.posing import made as make

    return make(replace(shown(identity), follow=True))


def page(*arguments):
    """Return what a command prints."""
    run = CliRunner(catch_exceptions=False).invoke(main, arguments)
    assert run.exit_code == 0, run.output
    return run.stdout


@pytest.mark.parametrize("loss", ["squared-error", "mse"])
def test_no_logarithm_is_named_where_differences_are_squared(loss):
    """Whatever the targets are, the words of a squared loss speak of its squares."""
    for seed in range(6):
        for step in made(f"loss:1:{seed}:0:medium:loss={loss}").steps:
            assert "logarithm" not in step.words


def test_the_label_of_a_wrong_line_says_what_was_changed():
    """A square dropped leaves one less, one added one more; two things wrong are not one of the other mistakes."""
    for key in DERIVATIONS:
        for place in range(2, len(lines(*key))):
            wrong = wrong_lines(*key, place)
            for text, change in offered(*key, place, "1"):
                assert (change == "both") == (text not in wrong)
                assert change == wrong.get(text, "both")
    labels = {
        change
        for key in DERIVATIONS
        for place in range(2, len(lines(*key)))
        for change in wrong_lines(*key, place).values()
    }
    assert {"power", "square"} <= labels


def test_a_question_does_not_answer_the_one_before():
    """Which line is wrong is asked first: what should stand there is then asked without naming it."""
    for seed in range(6):
        for difficulty in DIFFICULTIES:
            (_, second) = made(f"find-the-mistake:1:{seed}:0:{difficulty}").prompts
            assert "$" not in second.text


def test_the_other_order_is_judged_by_its_shapes():
    """Of single numbers nothing is said; where it multiplies to another shape, to which."""
    assert "other order" not in page("generate", "dense-layer", "--set", "sizes=1,1", "--format", "markdown")
    said = page("generate", "dense-layer", "--set", "sizes=3,1", "--format", "markdown")
    assert "The other order would multiply too, but to a $3 \\times 3$ matrix." in said


def test_a_key_says_how_to_round_where_each_problem_says_so_itself():
    """The Markdown key has the rule of each problem, as the sheet has it."""
    said = page("generate", "neuron", "--difficulty", "hard", "--seed", "1", "--count", "3", "--format", "markdown")
    rounded = [part for part in said.split("### Problem")[1:] if "\\approx" in part]

    assert rounded
    assert all("Round each result" in part for part in rounded)


def test_a_count_is_right_or_wrong():
    """No range is accepted around a number of layers, not even after a mistake; one operation is no operations."""
    one = made("vanishing-gradient:1:1:2:hard")
    (count,) = (answer for answer in one.answers if answer.part == "N")

    assert count.accepted == "exactly"
    assert "about 1 operation*" in page(
        "show", "activation-derivation:1:1:0:easy", "--format", "markdown", "--solution", "none"
    )


KEPT = {
    ("loss:1:1:0:easy", "loss", "half forgotten"): 1,
    ("gradient-check:1:1:0:hard", "dw", "inner slope forgotten"): 1,
    ("gradient-check:1:1:0:hard", "dw", "slope of the activation forgotten"): 0,
    ("computational-graph:1:1:0:easy", "du", "ways multiplied"): 2,
    ("computational-graph:1:1:0:medium", "dp", "second way forgotten"): 2,
    ("two-layer-backprop:2:2:2:hard", "delta2", "sign turned"): 1,
}


@pytest.mark.parametrize("case", KEPT, ids=str)
def test_a_mistake_keeps_the_marks_of_the_lines_before_it(case):
    """The key gives each line its mark: what is right of them is still earned."""
    identity, part, name = case
    found = [slip.marks for slip in made(identity).problem.mistakes if (slip.part, slip.name) == (part, name)]

    assert found in ([KEPT[case]], []), found


def test_a_number_that_merely_comes_out_as_0_keeps_its_marks():
    """A prediction of 0 is an honest answer; a gradient of zeros asks nothing any more."""
    problem = draw(FAMILIES["perceptron-step"], 1, 2, "hard", {}, Notation())
    for part in problem.parts:
        if part.name.startswith("W"):
            own = {part.name: [[entry + 3 for entry in row] for row in part.value]}
            assert not any(
                name.startswith(("yhat", "z", "b"))
                for name in Trail(FAMILIES["perceptron-step"], problem).followed(own).trivial
            )


def test_what_terminals_obey_is_spelled_out():
    """Escapes and marks that turn the direction of writing reach no terminal; a long name is cut."""
    for text in ("x\x1b]0;y\x07", "x\u202ey", "x\ny"):
        run = CliRunner().invoke(main, ["generate", "dense-layer", "--set", f"activation={text}"])
        assert run.exit_code == 1
        assert run.stderr[:-1].isprintable()
    run = CliRunner().invoke(main, ["generate", "a" * 100_000])
    assert len(run.stderr) < 2_000


@pytest.mark.parametrize("size", ["²", "٣,٣", "9" * 5000, "2,x", "0,2"])
def test_a_size_is_a_number_in_plain_figures(size):
    """Superscripts, figures of other scripts and endless ones are no sizes."""
    run = CliRunner(catch_exceptions=False).invoke(main, ["generate", "dense-layer", "--set", f"sizes={size}"])

    assert run.exit_code == 1
    assert re.search(r"must be 2 whole numbers from 1 to", run.stderr)


def test_no_problems_are_no_pass(monkeypatch):
    """A family that has nothing to check is not said to have been proved."""
    from chalkgrad import checking

    monkeypatch.setattr(checking, "proved", lambda batch: (batch.order.family, checking.Tally()))
    run = CliRunner(catch_exceptions=False).invoke(main, ["check", "neuron", "--count", "3", "--jobs", "1"])

    assert run.exit_code == 1
    assert "neuron has no problems to check" in run.stderr


def test_a_dropout_thins_by_its_own_rate():
    """Whoever takes dropout for a thinner layer counts the share of the inputs that its rate lets through."""
    rates = set()
    for index in range(40):
        problem = draw(FAMILIES["shapes"], 5, index, "medium", {"kind": "parameters"}, Notation())
        told = re.findall(r"Dropout\((.*)\),\s*nn\.Linear\((\d+), (\d+)\)", problem.given["model"])
        thinner = {slip.value[0][0] for slip in problem.mistakes if "thinner" in slip.name}
        left = {rate: float((int(n) * (1 - Fraction(rate)) + 1) * int(units)) for rate, n, units in told}
        rates |= {rate for rate, count in left.items() if count in thinner}
        assert not told or thinner <= set(left.values())
    assert rates == {"0.5", "0.2"}


HINTS = {
    ("numpy-code", "kind=trace", "difficulty=easy"): ("np.maximum(0, z)", "z > 0"),
    ("matrix-product", "sizes=1,3,1"): ("row 1 and column 1", "column 2"),
    ("two-layer-backprop-batch", "loss=mse", "sizes=2,2,2", "samples=3"): ("\\frac{2}{6}", "\\frac{1}{3}"),
    ("two-layer-backprop-batch", "loss=squared-error", "samples=3"): ("\\frac{1}{3}", "\\frac{2}{3}"),
}


@pytest.mark.parametrize("asked", HINTS, ids=str)
def test_a_hint_fits_the_problem(asked):
    """It names the function of the program, an entry that there is, and the factor that the mean of the loss has."""
    family, *settings = asked
    sets = [word for one in settings if "difficulty" not in one for word in ("--set", one)]
    level = [word for one in settings if "difficulty" in one for word in ("--difficulty", one.partition("=")[2])]
    said = page("generate", family, *sets, *level, "--solution", "hints", "--format", "markdown").split("Hints")[-1]

    assert HINTS[asked][0] in said
    assert HINTS[asked][1] not in said


def test_a_unit_is_off_for_a_sample_and_not_dead():
    """Dead is a unit that no input switches on, and of that a single sample says nothing."""
    said = [step.words for seed in range(4) for step in made(f"two-layer-backprop:2:{seed}:0:easy").steps]

    assert any("off for this sample" in words for words in said)
    assert not any("dead" in words for words in said)


@pytest.mark.parametrize("loss", ["squared-error", "mse"])
def test_the_slope_of_a_loss_is_said_with_its_result(loss):
    """The reason is a sentence that names what the slope comes to."""
    steps = made(f"two-layer-backprop:2:1:0:hard:loss={loss}:output=tanh").steps

    assert any(re.match(r"The slope of (each|the|half the) square is \$.*a\^", step.words) for step in steps)


def test_one_sample_and_one_layer_are_singular():
    """Of a batch of one sample through one layer nothing is said in the plural."""
    from generators.draw import given

    asked = exercise(given(FAMILIES["shapes"], {"batch": 1, "sizes": [2, 4]}, {}, Notation(), 1, 1)).statement

    assert "1 sample goes through its layer," in asked
    assert "The layer computes" in asked
    assert not re.search("samples|layers|Each layer", asked)
