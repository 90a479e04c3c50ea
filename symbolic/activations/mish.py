"""The mish: the input let through by the tanh of its softplus."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import Fn, Mul

ACTIVATION = Activation(
    name="mish",
    title="mish",
    branches=(Mul((X, Fn("tanh", (Fn("softplus", (X,)),)))),),
    routes=(Route("product"),),
    second=Route("second", ("signs", "like terms", "factor", "as a power")),
)
