"""The hard sigmoid: a sigmoid of three straight pieces."""

from symbolic.activation import Activation, X
from symbolic.tree import ONE, TWO, ZERO, Add, Frac, Num

ACTIVATION = Activation(
    name="hard-sigmoid",
    title="hard sigmoid",
    branches=(ZERO, Add((Frac(X, Num("6")), Frac(ONE, TWO))), ONE),
    kinks=(Num("-3"), Num("3")),
    elsewhere=((ZERO, ZERO, None), (ZERO, ZERO, None)),
    owners=("left", "right"),
)
