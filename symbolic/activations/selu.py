"""The scaled ELU, its two constants chosen so that a deep net keeps mean 0 and variance 1."""

from symbolic.activation import Activation, Parameter, Route, X
from symbolic.tree import ONE, ZERO, Add, Exp, Mul, Neg, Sym

ALPHA, LAMBDA = Sym("alpha"), Sym("lambda")

ACTIVATION = Activation(
    name="selu",
    title="SELU",
    branches=(Mul((ALPHA, LAMBDA, Add((Exp(X), Neg(ONE))))), Mul((LAMBDA, X))),
    kinks=(ZERO,),
    elsewhere=((Mul((ALPHA, LAMBDA)), Mul((ALPHA, LAMBDA)), None),),
    parameters=(
        Parameter("alpha", ALPHA, "1.6732632423543772848170429916717"),
        Parameter("lambda", LAMBDA, "1.0507009873554804934193349852946", "1"),
    ),
    routes=(Route("rules", ("add and subtract a constant", "recognise"), ("selu",)),),
)
