"""The step of the perceptron: 1 from 0 on, else 0; its slope is 0 wherever it has one."""

from symbolic.activation import Activation
from symbolic.tree import ONE, ZERO

ACTIVATION = Activation(
    name="step",
    title="step",
    branches=(ZERO, ONE),
    kinks=(ZERO,),
    owners=("right",),
)
