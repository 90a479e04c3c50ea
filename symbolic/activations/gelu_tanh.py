"""The GELU by its approximation with tanh, as many libraries compute it."""

from symbolic.activation import Activation, Route, X
from symbolic.tree import ONE, TWO, Add, Fn, Frac, Mul, Num, Pow, Sqrt, Sym

INSIDE = Mul((Sqrt(Frac(TWO, Sym("pi"))), Add((X, Mul((Num("0.044715"), Pow(X, Num("3"))))))))

ACTIVATION = Activation(
    name="gelu-tanh",
    title="GELU (tanh form)",
    branches=(Mul((Frac(ONE, TWO), X, Add((ONE, Fn("tanh", (INSIDE,)))))),),
    routes=(Route("product", ("signs",)),),
    second=Route("second", ("signs", "like terms", "factor", "as a power")),
)
