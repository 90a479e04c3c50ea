"""What an entry of the catalogue states: the definition, its parameters and conventions, and nothing that follows.

A derivative or a property is never typed in here: it is derived (``symbolic.derivation``) and proved
(``symbolic.proof``, ``symbolic.properties``) from the definition alone.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from symbolic.traverse import substitute
from symbolic.tree import Add, Cases, Chain, Exp, Fn, Frac, Neg, Node, Num, Sym

#: The one variable of the definitions; a page about a layer prints z in its place.
X = Sym("x")
ONE = Num("1")

Side = Literal["left", "right"]
#: Which neighbour holds at each kink; None where neither does.
Owners = tuple[Side | None, ...]

#: The libraries whose slopes at kinks are shown beside ours: name, version measured (float64, on the CPU), and where.
LIBRARIES = (
    ("PyTorch", "2.13", "torch.nn.functional"),
    ("JAX", "0.10.2", "jax.nn"),
    ("autograd", "1.9.1", "autograd.numpy.maximum"),
)


class Parameter(Struct, frozen=True):
    """A letter of the definition with its usual value, and where it must lie (open ends, None for none)."""

    name: str
    symbol: Sym
    usual: str
    low: str | None = "0"
    high: str | None = None


def usual(parameter: Parameter) -> Chain:
    """Return a parameter at its usual value: α = 0.25, or α ≈ 1.67326 where six figures do not say it all."""
    exact = Num(parameter.usual)
    shown = Num(f"{float(exact.value):.6g}")
    return Chain((parameter.symbol, shown), ("=" if shown.value == exact.value else "\\approx",))


class Route(Struct, frozen=True):
    """One way to the derivative: the form to start from and the moves that may be made.

    ``reciprocal`` opens 1/u by the chain rule or by the quotient rule; ``identities`` are equations of trees that
    may be used as they stand (each use is proved like any other line); ``target`` names the functions in which the
    closed form is sought, empty for the form that the rules leave. An ``open`` route takes the shortest line within
    reach: what a function that nobody prepared allows.
    """

    name: str
    tactics: tuple[str, ...] = ()
    target: tuple[str | Fn, ...] = ()
    start: tuple[tuple[str, Node], ...] = ()
    reciprocal: Literal["chain", "quotient"] = "chain"
    identities: tuple[tuple[Node, Node], ...] = ()
    open: bool = False


class Activation(Struct, frozen=True):
    """A scalar activation by its branches from left to right; ``kinks`` are the points where neighbours meet.

    ``owners`` say which neighbour holds at each kink, ``slopes`` whose slope is taken there by convention
    (the owner's unless stated). ``formula`` writes the branches as one, with |x|, where that is how it is known.
    ``elsewhere`` says for each kink which slope each of the LIBRARIES takes there, None where it has no such function.
    """

    name: str
    title: str
    branches: tuple[Node, ...]
    kinks: tuple[Node, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    owners: tuple[Side, ...] = ()
    slopes: tuple[Side, ...] = ()
    routes: tuple[Route, ...] = (Route("rules"),)
    second: Route = Route("second")
    vector: bool = False
    formula: Node | None = None
    elsewhere: tuple[tuple[Node | None, ...], ...] = ()

    def __post_init__(self) -> None:
        """Let the left neighbour own each kink unless the entry says otherwise."""
        owners = self.owners or ("left",) * len(self.kinks)
        force_setattr(self, "owners", owners)
        force_setattr(self, "slopes", self.slopes or owners)

    @property
    def definition(self) -> Node:
        """The whole definition as one tree, by cases where there are branches."""
        return self.formula or by_cases(self.branches, self.kinks, self.owners)

    @property
    def variable(self) -> Sym:
        """The one variable of the definition."""
        return X

    def body(self) -> Node:
        """Return the definition with each parameter at its usual value: what is computed with."""
        return self.at_usual(self.definition)

    def at_usual(self, node: Node) -> Node:
        """Return *node* with each parameter at its usual value."""
        for parameter in self.parameters:
            node = substitute(node, parameter.symbol, Num(parameter.usual))
        return node


def by_cases(values: tuple[Node, ...], kinks: tuple[Node, ...], owners: Owners, x: Node = X) -> Node:
    """Return the function that has *values* between the *kinks*, highest interval first as a page writes it."""
    if not kinks:
        return values[0]
    conditions = [condition(place, kinks, owners, x) for place in range(len(values))]
    return Cases(tuple(reversed(tuple(zip(values, conditions, strict=True)))))


def condition(place: int, kinks: tuple[Node, ...], owners: Owners, x: Node = X) -> Node:
    """Return the condition on x of branch *place*: x ≤ k, k < x ≤ l, x > l; a kink without owner is in none."""
    below = None if place == 0 else (kinks[place - 1], owners[place - 1] == "right")
    above = None if place == len(kinks) else (kinks[place], owners[place] == "left")
    if below and above:
        return Chain((below[0], x, above[0]), ("\\le" if below[1] else "<", "\\le" if above[1] else "<"))
    if above:
        return Chain((x, above[0]), ("\\le" if above[1] else "<",))
    assert below is not None  # a function with a kink has a neighbour on one side at least
    return Chain((x, below[0]), ("\\ge" if below[1] else ">",))


def logistic(u: Node) -> Node:
    """Return 1/(1 + e^{-u})."""
    return Frac(ONE, Add((ONE, Exp(Neg(u)))))
