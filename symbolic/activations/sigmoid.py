"""The sigmoid (logistic function) and the three roads to its derivative that the course's notes take."""

from symbolic.activation import Activation, Route, X, logistic
from symbolic.tree import Exp

ACTIVATION = Activation(
    name="sigmoid",
    title="sigmoid",
    branches=(logistic(X),),
    routes=(
        Route(
            "chain",
            ("multiply", "product of fractions", "add and subtract", "split", "cancel", "recognise"),
            ("sigmoid",),
        ),
        Route(
            "quotient",
            ("factor", "like terms", "product of fractions", "add and subtract", "split", "cancel", "recognise"),
            ("sigmoid",),
            start=(("multiply top and bottom", Exp(X)),),
            reciprocal="quotient",
        ),
        Route(
            "add and subtract",
            ("multiply", "add and subtract", "split", "cancel", "power of a fraction", "recognise", "factor"),
            ("sigmoid",),
        ),
    ),
    second=Route("second", ("factor", "like terms", "signs"), ("sigmoid",)),
)
