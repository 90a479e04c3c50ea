"""What students get wrong in the value of a loss, whatever the net or the outputs it is taken of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generators.family import Slip
from symbolic.fields import Quantity


def loss_slips(loss: str, value: Quantity, outputs: int, *, differences: int = 0) -> Iterator[Slip]:
    """The mistakes: the half or the mean forgotten, the minus sign lost, a logarithm to base 10.

    Where the *differences* that are squared have a line of their own, its marks are still earned.
    """
    if loss == "squared-error":
        yield Slip("loss", "half forgotten", value * 2, differences)
    if loss == "mse" and outputs > 1:
        yield Slip("loss", "sum in place of the mean", value * outputs, differences)
    if loss in ("bce", "cross-entropy"):
        yield Slip("loss", "minus of the loss forgotten", -value)
        if isinstance(value, Decimal):
            yield Slip("loss", "logarithm to base 10", value / Decimal(10).ln())
