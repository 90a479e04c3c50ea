"""An id holds all that made a problem, and reads back as what it was written from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalkgrad.identity import DrawnId, GivenId, identity, parsed
from generators.problem import Problem
from symbolic.errors import UserError
from symbolic.notation import CHOICES, Notation


def problem(**changes):
    """Return a problem of which only what the id needs is filled in."""
    usual = {
        "family": "dense-layer",
        "version": 1,
        "seed": 2025,
        "index": 3001,
        "attempt": 0,
        "difficulty": "easy",
        "rounding": "exact",
        "options": {},
        "notation": Notation(),
        "week": None,
    }
    rest = dict.fromkeys(("given", "given_printed", "parts", "lines", "mistakes", "effort", "checks", "facts"))
    return Problem(**rest | usual | changes)


def test_an_id_is_one_word():
    """Family, version, seed, index and difficulty; then what was set, in alphabetical order; then the attempt."""
    assert identity(problem()) == "dense-layer:1:2025:3001:easy"
    assert identity(problem(week=3, index=4)) == "given:3:4"
    assert (
        identity(problem(options={"sizes": (2, 3), "activation": "relu"}, attempt=2, notation=Notation("row")))
        == "dense-layer:1:2025:3001:easy:activation=relu:convention=row:sizes=2,3:attempt=2"
    )


def test_the_letters_of_the_notation_are_plain_words():
    """No backslash and no brace stands in an id, which is typed in a shell and printed in a footer."""
    notation = Notation(loss="\\mathcal{L}", rate="\\alpha")

    assert identity(problem(notation=notation)).endswith(":notation.loss=mathcalL:notation.rate=alpha")


@given(
    notation=st.builds(Notation, **{name: st.sampled_from(choices) for name, choices in CHOICES.items()}),
    options=st.dictionaries(st.sampled_from(["activation", "loss", "sizes"]), st.sampled_from(["relu", "2,3", "7"])),
    numbers=st.tuples(*[st.integers(0, 10**7)] * 4),
    difficulty=st.sampled_from(["easy", "medium", "hard"]),
)
def test_an_id_reads_back(notation, options, numbers, difficulty):
    """Reading what was written gives all of it again, whatever was set."""
    version, seed, index, attempt = numbers
    made = problem(
        version=version,
        seed=seed,
        index=index,
        attempt=attempt,
        difficulty=difficulty,
        options=options,
        notation=notation,
    )

    assert parsed(identity(made)) == DrawnId(
        "dense-layer", version, seed, index, difficulty, options, notation, attempt
    )


def test_a_given_id_reads_back():
    """The id of a given problem is its week and its number."""
    assert parsed("given:3:12") == GivenId(3, 12)


MISTAKES = {
    "": "'' is no problem id: FAMILY:VERSION:SEED:INDEX:DIFFICULTY, ",
    "dense-layer": "'dense-layer' is no problem id: ",
    "given:3:x": "'given:3:x' is no problem id: its number is 'x', not a whole number from 0 to 10000000",
    "a:1:2:3:esy": "no difficulty named 'esy': did you mean 'easy'? (easy, medium, hard)",
    "a:1:-2:3:easy": "'a:1:-2:3:easy' is no problem id: its seed is '-2', not a whole number",
    "a:1:2:99999999:easy": "its index is '99999999', not a whole number from 0 to 10000000",
    "a:1:2:3:easy:b": "'b' in 'a:1:2:3:easy:b' sets nothing: write NAME=VALUE, such as activation=relu",
    "a:1:2:3:easy:b=1:b=2": "'b' in 'a:1:2:3:easy:b=1:b=2' is set twice, to '1' and to '2': keep one",
    "a:1:2:3:easy:attempt=x": "its attempt is 'x', not a whole number",
    "a:1:2:3:easy:convention=rwo": "no convention named 'rwo': did you mean 'row'? (column, row)",
    "a:1:2:3:easy:notation.lyer=paren": "no notation named 'lyer': did you mean 'layer'? (convention, layer, ",
    "a:1:2:3:easy:notation.layer=pren": "no notation.layer named 'pren': did you mean 'paren'? (bracket, paren, ",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_what_is_no_id_is_told(text):
    """Each field that is wrong is named."""
    with pytest.raises(UserError) as caught:
        parsed(text)

    assert MISTAKES[text] in str(caught.value)
