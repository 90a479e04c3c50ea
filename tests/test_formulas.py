"""What holds of every tree in every notation: one reading, three prints of the same thing, no judge that objects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import batches, drawn, relaxed

from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.notation import CHOICES, Notation
from symbolic.reader import read
from symbolic.text import text
from symbolic.traverse import walk
from symbolic.tree import Add, Aligned, Fn, Listing, Mul, Slot, Sym, Text


@relaxed
@given(drawn)
def test_what_is_printed_is_read_back_as_it_was(case):
    """Print → read is the identity in every notation."""
    notation, node = case

    assert node == read(latex(node, notation), notation)


@relaxed
@given(drawn)
def test_blanks_mean_nothing(case):
    """Without the blanks that TeX does not need, or with more of them, a formula reads the same."""
    notation, node = case
    printed = latex(node, notation)
    if any(isinstance(below, Text) for below in walk(node)):
        return

    assert node == read(printed.replace(" ", "  ").replace("\n", " \n\t"), notation)
    assert node == read(printed.replace(" + ", "+").replace(" = ", "=").replace(", ", ","), notation)


@pytest.mark.parametrize("field", Notation.__struct_fields__)
def test_every_choice_of_a_notation_shows(field):
    """No two choices of a field print everything alike, and none is read as another."""
    page = Listing(
        (Sym("J"), Sym("eta"), Fn("ln", (Sym("q"),)), Sym("z"), Sym("W", 1), Sym("w", 0, (1, 2)), Sym("z", 2, (3,)))
    )
    prints = {choice: latex(page, Notation(**{field: choice})) for choice in CHOICES[field]}

    assert len(set(prints.values())) == len(prints)
    for choice, printed in prints.items():
        assert page == read(printed, Notation(**{field: choice}))


def test_the_identity_bites():
    """A printer that leaves out parentheses would be caught: without them another tree is read."""
    node = Mul((Sym("p"), Add((Sym("q"), Sym("r")))))

    assert node != read(latex(node).replace("(", "").replace(")", ""))


def test_a_slot_is_never_read():
    """A form with open places is no formula."""
    with pytest.raises(UserError, match="cannot read"):
        read(latex(Add((Sym("x"), Slot("W")))))


@settings(batches, max_examples=8)
@given(st.lists(drawn, min_size=20, max_size=20))
def test_mathjax_and_katex_accept_every_formula(refused_formulas, cases):
    """Obsidian's MathJax, its errors thrown, and KaTeX at its strictest show what is printed."""
    assert not refused_formulas([latex(node, notation) for notation, node in cases])


def test_the_judges_of_formulas_bite(refused_formulas):
    """Each judge refuses what is no formula."""
    refused = refused_formulas(["\\frac{1}{", "x^{1}^{2}", "\\foo", "x"])

    assert {"mathjax", "katex"} == {entry["judge"] for entry in refused}
    assert {"\\frac{1}{", "x^{1}^{2}", "\\foo"} == {entry["formula"] for entry in refused}


@relaxed
@given(drawn)
def test_the_terminal_shows_every_formula(case):
    """Plain text holds no LaTeX, and only a display of rows has more than one line."""
    notation, node = case
    shown = text(node, notation)

    assert shown.strip()
    assert not set(shown) & set("\\$&")
    assert ("\n" in shown) == (isinstance(node, Aligned) and len(node.rows) > 1)
