"""The activations, one module each: a new one is a new module and no line anywhere else."""

from symbolic.activation import Activation
from symbolic.register import Register

ACTIVATIONS: Register[Activation] = Register("activation", "symbolic.activations", "ACTIVATION")
