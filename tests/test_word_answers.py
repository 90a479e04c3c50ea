"""Answers in words: one right choice, in any place alike, each wrong one told; and the checks behind it bite."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from generators import draw
from generators.draw import capacity
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.model_code import layers
from generators.numpy_fill import APART
from symbolic.errors import ProofFailed, UserError
from symbolic.notation import Notation

COLUMN, ROW = Notation(), Notation("row")
#: From so many right choices to a place on it is judged whether they are spread.
FEW = 15


def offering() -> list[str]:
    """Return the families that offer choices."""
    drawn = {name: draw.draw(family, 1, 0, "hard", {}, COLUMN) for name, family in FAMILIES.items()}
    return [name for name, problem in drawn.items() if any(part.choices for part in problem.parts)]


def places(family, count: int) -> Counter:
    """Return how often the right choice of four stands in each place."""
    found: Counter = Counter()
    for difficulty in DIFFICULTIES:
        holds = capacity(family, difficulty, {}, COLUMN)
        for index in range(count):
            problem = draw.draw(family, 11 + index // holds, index % holds, difficulty, {}, COLUMN)
            found.update(part.choices.index(part.value) for part in problem.parts if len(part.choices) == 4)
    return found


def lopsided(found: Counter) -> bool:
    """Whether some place has less than half or more than twice its share, of choices enough to tell."""
    share = sum(found.values()) / 4
    return share >= FEW and any(not share / 2 < found[place] < 2 * share for place in range(4))


@pytest.mark.parametrize("family", [FAMILIES[name] for name in offering()], ids=offering())
def test_the_right_choice_stands_in_any_place(family):
    """Neither the first nor the last place, nor any other, is a guess that pays."""
    assert not lopsided(places(family, 40))


def test_a_family_that_gives_the_place_away_is_seen():
    """With the right choice always first the places are lopsided."""
    family = FAMILIES["activation-choice"]

    def first(case, given):
        right = {part: family.choices(case, given)[part] for part in ("function", "why")}
        answers = draw_answers(family, case, given)
        return {part: (answers[part], *(text for text in right[part] if text != answers[part])) for part in right}

    assert lopsided(places(replace(family, choices=first), 10))


def draw_answers(family, case, given):
    """Return the answers of a problem."""
    from generators.rounding import Ledger

    family.solve(case, given, ledger := Ledger(lambda value: value))
    return ledger.values


@pytest.mark.parametrize("spoilt", [lambda offered: offered * 2, lambda offered: offered[:0]])
def test_the_answer_stands_once_among_the_choices(spoilt):
    """Choices that hold the answer twice, or not at all, never leave."""
    family = FAMILIES["activation-choice"]
    broken = replace(family, choices=lambda case, given: {p: spoilt(o) for p, o in family.choices(case, given).items()})
    with pytest.raises(ProofFailed, match="is not one choice among"):
        draw.draw(broken, 1, 0, "easy", {}, COLUMN)


def test_a_line_of_shapes_that_does_not_hold_is_refused():
    """A result with its sizes exchanged is printed, and seen in the print."""
    family = FAMILIES["shapes"]

    def solve(case, given, keep):
        def crooked(name, value):
            return keep(name, [row[::-1] for row in value] if name.endswith("_result") else value)

        crooked.values, crooked.carried = keep.values, keep.carried
        family.solve(case, given, crooked)

    with pytest.raises(ProofFailed, match="is wrong"):
        draw.draw(replace(family, solve=solve), 1, 0, "easy", {"kind": "products"}, COLUMN)


def test_a_kind_is_an_option_and_problems_take_the_kinds_in_turn():
    """The option keeps to one kind; without it neighbours are of different kinds."""
    family = FAMILIES["shapes"]
    kinds = [draw.draw(family, 3, index, "medium", {}, COLUMN).facts["kind"] for index in range(6)]
    kept = [draw.draw(family, 3, index, "medium", {"kind": "batch"}, ROW).facts["kind"] for index in range(3)]

    assert len(set(kinds)) == 3
    assert set(kept) == {"batch"}


def test_the_planted_line_is_the_only_wrong_one():
    """Read back from the page, every line of the wrong solution holds but the planted one."""
    for difficulty in DIFFICULTIES:
        for index in range(4):
            problem = draw.draw(FAMILIES["find-the-mistake"], 5, index, difficulty, {}, COLUMN)
            lines = problem.facts["lines"]
            right = next(line.latex for line in problem.lines if line.latex)
            number = int(problem.parts[0].value)

            assert lines[number - 1] != right
            assert lines[number - 1].partition("=")[0] == right.partition("=")[0]


MODELS = {
    "Dense(10)": "Dense(10) stands first and says of no inputs",
    "Input(shape=(4,))\nConv2D(3)": "'Conv2D'",
    "nn.Linear(4, 3)\nnn.Linear(5, 2)": "takes 5 inputs, but what comes in has 3",
    "import os": "'import os' is no layer",
    "Dropout(0.5)": "the model has no layer with weights",
}


@pytest.mark.parametrize("text", MODELS)
def test_a_model_that_cannot_be_read_is_a_users_mistake(text):
    """A line that is no known layer is answered with one line, and nothing of it is run."""
    with pytest.raises(UserError) as caught:
        layers(text)

    assert MODELS[text] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_code_of_a_user_is_run(tmp_path):
    """Options that name an expression of the user's are refused: the program and the line are names of ours."""
    family = FAMILIES["numpy-code"]
    for given in ({"program": "__import__('os')", "target": "z"}, {"program": "layer", "target": "open('x')"}):
        with pytest.raises(UserError):
            draw.given(family, given, {}, COLUMN, 1, 1)
    numbers = {"program": "layer", "target": "dW", "options": "open('x') | 1"}
    problem = draw.given(family, numbers, {}, COLUMN, 1, 1)

    assert "open" not in problem.given["options"]
    assert len(problem.given["options"].split(APART)) == 4
