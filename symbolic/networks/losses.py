"""The losses as formulas in the outputs and targets of one sample, and the slope of each, line by line.

A loss on logits takes z itself, applies the sigmoid or the softmax inside, and its slope is that with respect to z.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from symbolic.networks.entries import entry, over
from symbolic.tree import ONE, TWO, Add, Exp, Fn, Frac, Mul, Neg, Node, Pow, Sym
from symbolic.written import minus

#: Lines, each with the rule that leads to it.
Ruled = tuple[tuple[Node, str], ...]


class Outputs(NamedTuple):
    """What a loss is taken of: the symbol of the outputs (z itself for a loss on logits), and their layer."""

    symbol: Sym
    layer: int

    def a(self, k: str) -> Node:
        """Return output k."""
        return entry(self.symbol, k)

    def y(self, k: str) -> Node:
        """Return target k."""
        return entry(Sym("y"), k)

    def over(self, k: str, body: Node) -> Node:
        """Return Σ_k of *body* over the outputs."""
        return over(k, body, self.layer)

    @property
    def number(self) -> Node:
        """The number of outputs."""
        return Sym("n", 0, (self.layer,))


class Loss(NamedTuple):
    """One loss: its formula for a sample, and the slope with respect to output k, line by line.

    ``outputs`` are the activations it is made for (none named: any but the softmax); ``logits`` names the function that
    the loss applies itself.
    """

    name: str
    formula: Callable[[Outputs], Node]
    slope: Callable[[Outputs], Ruled]
    outputs: tuple[str, ...] = ()
    logits: str = ""
    why: str = ""


def bernoulli_slope(a: Node, y: Node) -> Node:
    """Return (a - y)/(a (1 - a))."""
    return Frac(minus(a, y), Mul((a, minus(ONE, a))))


def _squares(o: Outputs) -> Node:
    return o.over("k", Pow(minus(o.a("k"), o.y("k")), TWO))


def _error(o: Outputs) -> Node:
    return minus(o.a("k"), o.y("k"))


def _bernoulli(o: Outputs) -> Node:
    a, y = o.a("k"), o.y("k")
    return Neg(o.over("k", Add((Mul((y, Fn("ln", (a,)))), Mul((minus(ONE, y), Fn("ln", (minus(ONE, a),))))))))


def _bernoulli_lines(o: Outputs) -> Ruled:
    a, y = o.a("k"), o.y("k")
    parts = Neg(Add((Frac(y, a), Neg(Frac(minus(ONE, y), minus(ONE, a))))))
    return (
        (parts, "the slope of ln u is 1/u; that of 1 - a is -1"),
        (bernoulli_slope(a, y), "over one denominator: -y (1 - a) + (1 - y) a = a - y"),
    )


def _soft_bernoulli(o: Outputs) -> Node:
    z, y = o.a("k"), o.y("k")
    return o.over("k", minus(Fn("ln", (Add((ONE, Exp(z))),)), Mul((y, z))))


def _soft_bernoulli_lines(o: Outputs) -> Ruled:
    z, y = o.a("k"), o.y("k")
    return (
        (minus(Frac(Exp(z), Add((ONE, Exp(z)))), y), "the slope of ln u is 1/u, times that of the inside, e^z"),
        (minus(Fn("sigmoid", (z,)), y), "divided by e^z above and below this is the sigmoid"),
    )


def _soft_surprise(o: Outputs) -> Node:
    total = o.over("r", Exp(o.a("r")))
    return minus(Fn("ln", (total,)), o.over("k", Mul((o.y("k"), o.a("k")))))


def _soft_surprise_lines(o: Outputs) -> Ruled:
    share = Frac(Exp(o.a("k")), o.over("r", Exp(o.a("r"))))
    return ((minus(share, o.y("k")), "the slope of ln u is 1/u; one term of the sum moves: this is the softmax"),)


SQUARED = Loss(
    "squared-error",
    lambda o: Mul((Frac(ONE, TWO), _squares(o))),
    lambda o: ((_error(o), "power rule; the 2 meets the one half"),),
)
MSE = Loss(
    "mse",
    lambda o: Mul((Frac(ONE, o.number), _squares(o))),
    lambda o: ((Mul((Frac(TWO, o.number), _error(o))), "power rule"),),
)
BCE = Loss(
    "bce",
    _bernoulli,
    _bernoulli_lines,
    ("sigmoid",),
    why="it takes the logarithms of a and of 1 - a, so a must lie strictly between 0 and 1",
)
CROSS_ENTROPY = Loss(
    "cross-entropy",
    lambda o: Neg(o.over("k", Mul((o.y("k"), Fn("ln", (o.a("k"),)))))),
    lambda o: ((Neg(Frac(o.y("k"), o.a("k"))), "the slope of ln u is 1/u"),),
    ("softmax",),
    why="its outputs must be probabilities that sum to 1",
)
BCE_LOGITS = Loss(
    "bce-logits",
    _soft_bernoulli,
    _soft_bernoulli_lines,
    ("identity",),
    logits="sigmoid",
    why="it applies the sigmoid itself and wants the raw z",
)
CROSS_ENTROPY_LOGITS = Loss(
    "cross-entropy-logits",
    _soft_surprise,
    _soft_surprise_lines,
    ("identity",),
    logits="softmax",
    why="it applies the softmax itself and wants the raw z",
)

LOSSES = {loss.name: loss for loss in (SQUARED, MSE, BCE, CROSS_ENTROPY, BCE_LOGITS, CROSS_ENTROPY_LOGITS)}
