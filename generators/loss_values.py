"""The value and the slope of a loss, in the first road: both by the trees that the page prints."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from generators.rounding import Rounding
from symbolic.compiled import compiled
from symbolic.fields import Quantity
from symbolic.frame import Frame, Run, literals_of
from symbolic.layers import loss_gradient, loss_sum
from symbolic.tree import Node, Slot
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
    a, y = (value if isinstance(value, list) else [[value]] for value in (outputs, targets))
    run, texts = _run(writer, loss, len(a), len(a[0]), samples)
    values: dict[Node, Quantity] = {
        Slot(name, i, j): entry
        for name, rows in (("a", a), ("y", y))
        for i, row in enumerate(rows)
        for j, entry in enumerate(row)
    }
    return run(Frame(rounding.field, [rounding.field.number(text) for text in texts], values))


@lru_cache(maxsize=128)
def _run(writer: Writer, loss: str, rows: int, columns: int, samples: int) -> tuple[Run, tuple[str, ...]]:
    tree = writer(loss, slots("a", rows, columns), slots("y", rows, columns), samples)
    return compiled(tree), tuple(leaf.text for leaf in literals_of(tree))
