"""The Gaussian error linear unit, exact: the input weighted by how much of the normal curve lies below it."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import Fn, Mul

ACTIVATION = Activation(
    name="gelu",
    title="GELU",
    branches=(Mul((X, Fn("Phi", (X,)))),),
    routes=(Route("product"),),
    second=Route("second", ("signs", "as a power", "like terms", "factor")),
)
