"""The leaky ReLU: a small slope in place of ReLU's dead half."""

from symbolic.activation import Activation, Parameter, X
from symbolic.tree import ZERO, Mul, Sym

ALPHA = Sym("alpha")

ACTIVATION = Activation(
    name="leaky-relu",
    title="leaky ReLU",
    branches=(Mul((ALPHA, X)), X),
    kinks=(ZERO,),
    parameters=(Parameter("slope", ALPHA, "0.01", "0", "1"),),
)
