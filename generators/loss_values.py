"""The value and the slope of a loss, in the first road: both by the trees that the page prints."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from generators.by_tree import ByTree, by_tree
from generators.nets import size
from generators.rounding import Rounding
from symbolic.fields import Quantity
from symbolic.layers import loss_gradient, loss_sum
from symbolic.tree import Node
from symbolic.written import slots

#: What writes a line about the loss NAME of outputs and targets, of a batch of so many samples.
Writer = Callable[[str, Node, Node, int], Node]


def loss_of(loss: str, outputs: Quantity, targets: Quantity, rounding: Rounding, samples: int = 1) -> Quantity:
    """Return the loss of outputs against targets, over a batch the mean of the samples."""
    return _computed(loss_sum, loss, outputs, targets, rounding, samples)


def gradient_of(loss: str, outputs: Quantity, targets: Quantity, rounding: Rounding, samples: int = 1) -> Quantity:
    """Return the slope of the loss in each output."""
    return _computed(loss_gradient, loss, outputs, targets, rounding, samples)


def _computed(
    writer: Writer, loss: str, outputs: Quantity, targets: Quantity, rounding: Rounding, samples: int
) -> Quantity:
    rows, columns = size(outputs)
    return _form(writer, loss, rows, columns, samples).of(rounding.field, a=outputs, y=targets)


@lru_cache(maxsize=128)
def _form(writer: Writer, loss: str, rows: int, columns: int, samples: int) -> ByTree:
    return by_tree(writer(loss, slots("a", rows, columns), slots("y", rows, columns), samples))
