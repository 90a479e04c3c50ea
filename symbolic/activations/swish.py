"""The swish (SiLU where β = 1): the input let through by its own sigmoid."""

from symbolic.activation import Activation, Parameter, Route, X
from symbolic.tree import Fn, Mul, Sym

BETA = Sym("beta")
GATE = Fn("sigmoid", (Mul((BETA, X)),))

ACTIVATION = Activation(
    name="swish",
    title="swish",
    branches=(Mul((X, GATE)),),
    parameters=(Parameter("beta", BETA, "1"),),
    routes=(
        Route("product", ("recognise in a product", "expand", "factor what is shared"), ("swish", GATE)),
        Route("rules"),
    ),
    second=Route("second", ("signs", "like terms", "factor", "as a power")),
)
