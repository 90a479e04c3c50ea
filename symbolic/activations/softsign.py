"""The softsign: between -1 and 1 like tanh, with slow tails."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import ONE, ZERO, Abs, Add, Frac, Neg

ACTIVATION = Activation(
    name="softsign",
    title="softsign",
    branches=(Frac(X, Add((ONE, Neg(X)))), Frac(X, Add((ONE, X)))),
    kinks=(ZERO,),
    elsewhere=((ONE, ONE, None),),
    formula=Frac(X, Add((ONE, Abs(X)))),
    routes=(Route("quotient", ("like terms",), reciprocal="quotient"),),
    second=Route("second", ("multiply", "cancel", "signs")),
)
