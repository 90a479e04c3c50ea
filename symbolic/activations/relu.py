"""The rectified linear unit; the slope at its kink is the left one, 0, unless the course says otherwise."""

from symbolic.activation import Activation, X
from symbolic.tree import ONE, TWO, ZERO, Frac

ACTIVATION = Activation(
    name="relu", title="ReLU", branches=(ZERO, X), kinks=(ZERO,), elsewhere=((ZERO, ZERO, Frac(ONE, TWO)),)
)
