"""The notations of the five documents of the course, each on one golden page: one given net, written five times."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from chalkgrad.exercise import Exercise, exercise
from chalkgrad.order import Order
from chalkgrad.posing import made
from generators.draw import given
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.latex import latex
from symbolic.notation import CHOICES, Notation
from symbolic.tree import Sym

#: What each document writes: brackets over the layer; one layer alone; rows and plain superscripts; round brackets and
#: the input's number first; L for the loss.
DOCUMENTS = {
    "plan": Notation(log="log"),
    "slides": Notation(layer="subscript"),
    "network": Notation("row", "superscript", "output-input", "J", "\\alpha", "log"),
    "units": Notation("column", "paren", "input-output", "\\mathcal{L}", "\\eta", "ln"),
    "derivation": Notation(loss="L"),
}
COLUMN = {
    "x": [[1], [2]],
    "W1": [[1, -1], [0, 2]],
    "b1": [[3], [-5]],
    "W2": [[2, -1]],
    "b2": [[-3]],
    "y": [[1]],
    "activation1": "relu",
    "activation2": "sigmoid",
    "loss": "bce",
}


def numbers(rows: bool) -> dict[str, object]:
    """Return the numbers of the net as a course file gives them, turned over for rows."""

    def read(value: object) -> object:
        if isinstance(value, str):
            return value
        table = [[Fraction(entry) for entry in row] for row in value]
        return [list(row) for row in zip(*table, strict=True)] if rows else table

    return {name: read(value) for name, value in COLUMN.items()}


def posed(notation: Notation) -> Exercise:
    """Return the net as an exercise in a notation."""
    return exercise(given(FAMILIES["two-layer-backprop"], numbers(notation.rows), {}, notation, 3, 1))


def test_the_notations_of_the_documents(golden: Callable[[str, str], None]):
    """Every symbol of the page is the instructor's own."""
    pages = []
    for name, notation in DOCUMENTS.items():
        one = posed(notation)
        prompts = "\n\n".join(f"({prompt.letter}) {prompt.text}" for prompt in one.prompts)
        pages.append(f"# {name}: {notation}\n\n{one.statement}\n\n{prompts}\n\n{one.solution}\n")

    golden("notations.md", "\n".join(pages))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_only_the_letters_differ(name: str):
    """The same net has the same answers in every notation, up to the turning of rows."""
    plain, one = posed(Notation()).problem.parts, posed(DOCUMENTS[name]).problem.parts
    turned = DOCUMENTS[name].rows

    assert [part.name for part in plain] == [part.name for part in one]
    for mine, theirs in zip(plain, one, strict=True):
        value = [list(row) for row in zip(*theirs.value, strict=True)] if turned else theirs.value
        assert mine.value == value


def test_the_index_order_is_the_documents():
    """Where the input's number comes first, the second weight of the first unit is w_21."""
    assert "w^{(1)}_{21}" in posed(DOCUMENTS["units"]).solution
    assert "w^{[1]}_{12}" in posed(Notation()).solution


@pytest.mark.parametrize("layer", CHOICES["layer"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_told_with_every_mark_of_a_layer(family, layer):
    """Whatever letters a family uses, each has its place in each style, in columns and in rows."""
    for convention in CHOICES["convention"]:
        for number, difficulty in enumerate(DIFFICULTIES):
            notation = Notation(convention, layer)
            one = made(Order(family, 2, number, difficulty, {}, notation))
            assert one.statement
            assert one.key().proof


def test_an_index_that_is_no_figure_needs_no_brackets():
    """With the layer below, a_1 is layer 1, and the first entry of a stands in brackets; a_i can be no layer."""
    below = Notation(layer="subscript")

    assert [latex(Sym("a", 0, (index,)), below) for index in (1, "i")] == ["(a)_{1}", "a_{i}"]
