"""The hard swish: a swish of straight and parabolic pieces."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import ONE, ZERO, Add, Frac, Mul, Num

ACTIVATION = Activation(
    name="hard-swish",
    title="hard swish",
    branches=(ZERO, Frac(Mul((X, Add((X, Num("3"))))), Num("6")), X),
    kinks=(Num("-3"), Num("3")),
    elsewhere=((ZERO, ZERO, None), (ONE, ONE, None)),
    owners=("left", "right"),
    routes=(Route("rules", ("like terms", "multiply")),),
)
