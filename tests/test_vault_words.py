"""What the notes say of the activations, in the notation of the course, and under which names."""

from __future__ import annotations

import pytest

from chalkgrad.notes.activation_words import activation_words
from chalkgrad.notes.activations import derived, in_notation
from chalkgrad.notes.slots import file_name
from chalkgrad.wording import SHIPPED
from symbolic.activations import ACTIVATIONS
from symbolic.notation import Notation


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_words_of_an_activation(name):
    """Where there are words they say all that a note has room for, and their relatives are in the catalogue."""
    said = activation_words("en", name)
    there = (SHIPPED / "activations" / "en" / f"{name}.md.j2").exists()

    assert there == bool(said.rule and said.picture and said.use and said.traps)
    assert set(said.relatives) <= set(ACTIVATIONS) - {name}
    assert "\n" not in said.picture


def test_what_is_said_is_said_in_the_notation_of_the_course():
    """A formula of the words follows the course's ln or log as any other."""
    said = in_notation(activation_words("en", "softplus"), Notation(log="log"))

    assert "$z + \\log(1 + e^{-z})$" in said.traps[2]


def test_values_are_rounded_where_they_are_longer():
    """An exact value stands as it is, any other to four decimals; at a kink the conventions hold."""
    sigmoid = {z: rest for z, *rest in derived("sigmoid", Notation()).values}

    assert sigmoid["0"] == ["0.5", "0.25"]
    assert sigmoid["4"] == ["0.9820", "0.0177"]
    assert {z: rest for z, *rest in derived("relu", Notation()).values}["0"] == ["0", "0"]


def test_an_activation_without_words_has_a_plain_note():
    """No file of words is no error: the note has the name of the function, and what is derived of it."""
    assert activation_words("xx", "relu").name == "ReLU"
    assert activation_words("xx", "relu").rule == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a [b] #c^d|e:f%g", "a b cdefg"),
        ("CON", "CON notes"),
        ("  .x. ", "x"),
        ("???", "Course"),
        ("ü" * 300, "ü" * 90),
    ],
)
def test_names_that_every_disk_takes(title, name):
    """A title becomes a name without what breaks links or disks."""
    assert file_name(title) == name
