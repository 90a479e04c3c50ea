"""The ReLU capped at 6."""

from symbolic.activation import Activation, X
from symbolic.tree import ZERO, Num

ACTIVATION = Activation(
    name="relu6",
    title="ReLU6",
    branches=(ZERO, X, Num("6")),
    kinks=(ZERO, Num("6")),
    elsewhere=((ZERO, ZERO, None), (ZERO, ZERO, None)),
    owners=("left", "right"),
)
