"""The leaky ReLU: a small slope in place of ReLU's dead half."""

from symbolic.activation import Activation, Parameter, X
from symbolic.tree import ONE, TWO, ZERO, Add, Frac, Mul, Sym

ALPHA = Sym("alpha")

ACTIVATION = Activation(
    name="leaky-relu",
    title="leaky ReLU",
    branches=(Mul((ALPHA, X)), X),
    kinks=(ZERO,),
    elsewhere=((ALPHA, ONE, Frac(Add((ONE, ALPHA)), TWO)),),
    parameters=(Parameter("slope", ALPHA, "0.01", "0", "1"),),
)
