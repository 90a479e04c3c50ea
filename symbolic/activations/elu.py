"""The exponential linear unit: bends towards -α on the left in place of ReLU's dead half."""

from symbolic.activation import Activation, Parameter, Route, X
from symbolic.tree import ONE, ZERO, Add, Exp, Mul, Neg, Sym

ALPHA = Sym("alpha")

ACTIVATION = Activation(
    name="elu",
    title="ELU",
    branches=(Mul((ALPHA, Add((Exp(X), Neg(ONE))))), X),
    kinks=(ZERO,),
    elsewhere=((ALPHA, ALPHA, None),),
    parameters=(Parameter("alpha", ALPHA, "1"),),
    routes=(Route("rules", ("add and subtract a constant", "recognise"), ("elu",)),),
)
