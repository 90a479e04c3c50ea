"""The activations, one module each: a new one is a new module and no line anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symbolic.register import Register

if TYPE_CHECKING:  # the names alone, as the book needs them, come without the tree
    from symbolic.activation import Activation

ACTIVATIONS: Register[Activation] = Register("activation", "symbolic.activations", "ACTIVATION")
