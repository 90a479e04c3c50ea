"""The parametric ReLU: a leaky ReLU whose slope on the left is learned."""

from symbolic.activation import Activation, Parameter, X
from symbolic.tree import ZERO, Mul, Sym

ALPHA = Sym("alpha")

ACTIVATION = Activation(
    name="prelu",
    title="parametric ReLU",
    branches=(Mul((ALPHA, X)), X),
    kinks=(ZERO,),
    elsewhere=((ALPHA, None, None),),
    parameters=(Parameter("slope", ALPHA, "0.25", None, None),),
)
