"""What students get wrong in the value of a loss, whatever the net or the outputs it is taken of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generators.family import Slip
from generators.nets import entries
from symbolic.fields import Field, Quantity


def loss_slips(
    loss: str, value: Quantity, errors: Quantity, field: Field, samples: int = 1, *, earned: int = 0
) -> Iterator[Slip]:
    """The mistakes: the half or the mean forgotten, the minus sign lost, a logarithm to base 10.

    Who forgets to halve or to divide squares the *errors* a - y, and rounds once. Where they have a line of their own,
    its marks are still *earned*.
    """
    squares = sum(error * error for error in entries(errors))
    if loss == "squared-error":
        yield Slip("loss", "half forgotten", field.divide(squares, field.number(str(samples))), earned)
    if loss == "mse" and len(entries(errors)) > 1:
        yield Slip("loss", "sum in place of the mean", squares, earned)
    if loss in ("bce", "cross-entropy"):
        yield Slip("loss", "minus of the loss forgotten", -value)
        if isinstance(value, Decimal):
            yield Slip("loss", "logarithm to base 10", value / Decimal(10).ln())
