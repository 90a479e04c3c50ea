"""What students get wrong in the value of a loss, whatever the net or the outputs it is taken of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generators.family import Slip
from generators.nets import entries
from symbolic.fields import Field, Quantity


def loss_slips(
    loss: str, value: Quantity, at: tuple[Quantity, Quantity], field: Field, samples: int = 1, *, earned: int = 0
) -> Iterator[Slip]:
    """The mistakes: the half or the mean forgotten, the minus sign lost, a logarithm to base 10.

    Who forgets to halve or to divide squares the errors *at* these outputs and targets, and rounds once. Where they
    have a line of their own, its marks are still *earned*.
    """
    if loss == "squared-error":
        yield Slip("loss", "half forgotten", field.divide(_squares(*at), field.number(str(samples))), earned)
    if loss == "mse" and len(entries(at[0])) > 1:
        yield Slip("loss", "sum in place of the mean", _squares(*at), earned)
    if loss in ("bce", "cross-entropy"):
        yield Slip("loss", "minus of the loss forgotten", -value)
        if isinstance(value, Decimal):
            yield Slip("loss", "logarithm to base 10", value / Decimal(10).ln())


def _squares(outputs: Quantity, targets: Quantity) -> Quantity:
    """Return Σ (a - y)²."""
    return sum((a - y) ** 2 for a, y in zip(entries(outputs), entries(targets), strict=True))
