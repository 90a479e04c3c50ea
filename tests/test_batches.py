"""What a lesson says of a batch: entries are those of one sample, and how the samples come together is said."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from chalkgrad.gradients import gradients
from symbolic.networks.lesson import derivation
from symbolic.networks.net import Net
from symbolic.notation import Notation
from symbolic.traverse import walk
from symbolic.tree import Leibniz, Sym

BATCHES = [Net(("relu", "sigmoid"), "bce", True, batch) for batch in ("mean", "sum")]
J = Sym("J")


def page(form="matrix", batch=None, convention="row", **options):
    """Return a lesson as one line of text."""
    made = gradients(form=form, batch=batch, notation=Notation(convention=convention), **options)
    return re.sub(r"\s+", " ", made.decode())


@pytest.mark.parametrize("net", BATCHES, ids=lambda net: net.batch)
@pytest.mark.parametrize("form", ["matrix", "index", "scalar"])
def test_the_derivative_by_an_entry_is_that_of_one_sample(net, form):
    """J is the mean or sum over the batch, so only J_s has ∂/∂a_k of one sample; by whole matrices it is J."""
    parts = [part for line in derivation(net, form).lines for part in walk(line.tree) if isinstance(part, Leibniz)]
    by_entry = [part for part in parts if part.by.index]

    assert by_entry
    assert not [part for part in by_entry if part.of == J]
    assert {part.by.name for part in parts if part.of == J} <= {"W", "b", "z", "a", "x"}


def test_one_sample_alone_has_the_loss_itself():
    """Without a batch there is no J_s."""
    assert "Jₛ" not in page("index", "one") + page("index", None, "column")


@pytest.mark.parametrize(("batch", "share"), [("mean", "(1/m) "), ("sum", "")])
def test_how_the_gradients_of_the_samples_come_together_is_said(batch, share):
    """The gradient by a weight is the sum over the samples, and of a mean 1/m of it."""
    assert f"Over the batch ∂J/∂wᵢⱼ = {share}Σ_(s = 1)^m ∂Jₛ/∂wᵢⱼ, and so for the biases." in page("index", batch)
    assert "Row s of ∂J/∂Z^[2] is that of the sample" in page("matrix", batch)


def test_a_unit_that_is_off_in_one_sample_is_not_called_dead():
    """Dead is what is off in every sample, so no heading says it of one."""
    for convention in ("row", "column"):
        found = page("index", convention=convention)

        assert "A unit of layer 1 that is off" in found
        assert "A dead unit" not in found
        assert "it is dead if it is off in every sample" in found


def test_where_a_weight_stands_is_said_where_the_matrix_is_turned():
    """In row convention w_ij is row j, column i of W, so the weights that leave a unit are a row; else a column."""
    row, column = page("index"), page("index", convention="column")

    assert "wᵢⱼ leads to unit i from input j and stands in row j and column i of W" in row
    assert "along the row of weights that leave the unit" in row
    assert "row j and column i" not in column
    assert "down the column of weights that leave the unit" in column
    for found in (row, column):
        assert "k counts the outputs, i the units of a layer and j what comes into it." in found


@pytest.mark.parametrize("form", ["matrix", "index", "scalar"])
def test_the_path_of_a_gradient_is_that_of_one_sample(form):
    """∂Z/∂X of a batch would be m × m entries; the product of slopes is along the path of one."""
    found = page(form)

    assert "∂z^[2]₁/∂x₁ = w^[2]₁₁ ReLU′(z^[1]₁) w^[1]₁₁ one unit a layer: one path, for one sample" in found
    assert "∂Z^[2]/∂X" not in found


def test_the_lines_of_figures_are_printed_once():
    """With one output the 2/n of the mse and the factor 1 are not written, and no line is that before it again."""
    lines = derivation(Net(("relu", "identity"), "mse"), "scalar").lines

    assert not [line for before, line in pairwise(lines) if before.tree == line.tree]


def test_the_reason_for_the_transpose_holds_for_equal_sizes_too():
    """With sizes 2, 2, 2 other products fit as well, and the activation is named by what it is."""
    found = page(sizes=(2, 2, 2), convention="column")

    assert "(W^[2])ᵀ δ^[2] fits whatever the sizes" in found
    assert "the activation acts on each unit alone" in found
