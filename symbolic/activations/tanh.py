"""The hyperbolic tangent: by the quotient rule, and as a stretched sigmoid."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import ONE, TWO, Add, Exp, Fn, Frac, Mul, Neg

UP, DOWN = Exp(X), Exp(Neg(X))
TWICE = Fn("sigmoid", (Mul((TWO, X)),))
HALF_SUM = Frac(Add((ONE, Fn("tanh", (X,)))), TWO)

ACTIVATION = Activation(
    name="tanh",
    title="hyperbolic tangent",
    branches=(Frac(Add((UP, Neg(DOWN))), Add((UP, DOWN))),),
    routes=(
        Route("quotient", ("as a power", "split into terms", "cancel", "power of a fraction", "recognise"), ("tanh",)),
        Route(
            "sigmoid",
            ("identity", "common denominator", "like terms", "multiply", "cancel", "difference of squares"),
            ("tanh",),
            start=(("as a stretched sigmoid", Add((Mul((TWO, TWICE)), Neg(ONE)))),),
            identities=((TWICE, HALF_SUM),),
        ),
    ),
    second=Route("second", ("signs", "multiply"), ("tanh",)),
)
