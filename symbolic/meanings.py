"""What a named function says in simpler ones: σ(u) is 1/(1 + e^{-u}), by the catalogue's own definitions."""

from __future__ import annotations

from functools import lru_cache

from symbolic.activation import X, logistic
from symbolic.activations import ACTIVATIONS
from symbolic.traverse import substitute
from symbolic.tree import ONE, TWO, Add, Exp, Fn, Frac, Mul, Neg, Node, Pow, Sqrt, Sym

_UP, _DOWN = Exp(X), Exp(Neg(X))

#: The functions that the catalogue's definitions are written with.
WORDS: dict[str, Node] = {
    "Phi": Frac(Add((ONE, Fn("erf", (Frac(X, Sqrt(TWO)),)))), TWO),
    "phi": Frac(Exp(Neg(Frac(Pow(X, TWO), TWO))), Sqrt(Mul((TWO, Sym("pi"))))),
    "sinh": Frac(Add((_UP, Neg(_DOWN))), TWO),
    "cosh": Frac(Add((_UP, _DOWN)), TWO),
    "sigmoid": logistic(X),
    "softplus": Fn("ln", (Add((ONE, Exp(X))),)),
}


@lru_cache(maxsize=256)
def body(name: str) -> Node | None:
    """Return what the function *name* says of x; None for one that is not opened, such as ln and erf."""
    if name in WORDS:
        return WORDS[name]
    if name in ACTIVATIONS and not (activation := ACTIVATIONS[name]).vector:
        return activation.branches[0] if len(activation.branches) == 1 else None
    return None


def meaning(fn: Fn) -> Node | None:
    """Return *fn* opened by its definition; None where it has several branches or stands for itself."""
    if fn.primes or len(fn.args) != 1 or (inside := body(fn.name)) is None:
        return None
    return substitute(inside, X, fn.args[0])
