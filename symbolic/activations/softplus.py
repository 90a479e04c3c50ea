"""The softplus: a ReLU with its corner rounded off."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import ONE, Add, Exp, Fn

ACTIVATION = Activation(
    name="softplus",
    title="softplus",
    branches=(Fn("ln", (Add((ONE, Exp(X))),)),),
    routes=(Route("chain", ("multiply", "recognise"), ("sigmoid",)),),
)
