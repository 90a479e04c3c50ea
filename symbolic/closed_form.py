"""The slope in the functions that it is taught in: found by elimination, and how the lines get there."""

from __future__ import annotations

from symbolic.activation import Activation, Route, X
from symbolic.algebra import depends
from symbolic.errors import ProofFailed
from symbolic.meanings import meaning
from symbolic.same import size
from symbolic.search import NEAR, Move, reading, shortest, simplest
from symbolic.tactics import Known
from symbolic.traverse import children, walk
from symbolic.tree import Exp, Fn, Frac, Node

#: The degree in e^x up to which a closed form of a function that nobody prepared is sought.
DEGREE = 4
#: Nodes of a function beyond which none is sought.
LARGEST = 17
#: Functions in which no elimination is tried: they are no rational functions of x and e^x.
OPAQUE = frozenset({"ln", "softplus", "erf", "Phi", "phi", "arctan", "sin", "cos", "lambert"})


def functions(activation: Activation, body: Node, route: Route) -> dict[Node, Node]:
    """Return the functions that the closed form may be written in, the entry itself as it is on this branch."""
    known: dict[Node, Node] = {}
    for target in route.target:
        function = target if isinstance(target, Fn) else Fn(target, (X,))
        if route.open and target == activation.name and not any(isinstance(part, Exp | Fn) for part in walk(body)):
            continue  # every x would be read as f(x)
        inside = body if target == activation.name else meaning(function)
        assert inside is not None  # a route names functions that have one definition
        known[function] = inside
    return known


def open_moves(line: Node, derivative: Node, route: Route, known: Known) -> tuple[Move, ...]:
    """Return the moves to the shortest line in reach, or to the closed form where that is shorter.

    Where the moves do not lead to the closed form it is written at once; its proof is that of any other line.
    """
    moves = simplest(line, route, known)
    last = moves[-1][2] if moves else line
    goal = in_itself(derivative, known)
    if goal is None or reading(goal) >= reading(last):
        return moves
    try:
        return (*moves, *shortest(last, goal, route, known, cap=NEAR))
    except ProofFailed:
        return (*moves, ("in terms of f", (), goal))


def in_itself(derivative: Node, known: Known) -> Node | None:
    """Return the slope as a polynomial in the function itself alone, or with one more of the *known* functions."""
    own = next((function for function in known if isinstance(function, Fn) and function.name == "f"), None)
    if (
        own is None
        or size(known[own]) > LARGEST
        or any(isinstance(part, Fn) and part.name in OPAQUE for part in walk(known[own]))
    ):
        return None
    others = [function for function in known if function != own]
    for other in others if _outside(known[own]) else (None, *others):
        found = closed(derivative, {name: known[name] for name in (own, other) if name is not None}, DEGREE)
        if found is not None and depends(found, own) and not _divides(found):
            return found
    return None


def closed(derivative: Node, known: Known, degree: int | None = None) -> Node | None:
    """Return the slope in terms of the *known* functions, found by elimination; None where none is sought or found."""
    if not known:
        return None
    from symbolic.sympy_bridge import eliminated
    from symbolic.taught import taught

    names = {function.name: function for function in known if isinstance(function, Fn)}
    polynomial = eliminated(derivative, {name: known[function] for name, function in names.items()}, degree)
    return None if polynomial is None else taught(polynomial, dict(names))


def _outside(node: Node) -> bool:
    """Whether x stands outside every function, as in x σ(x)."""
    return node == X or (not isinstance(node, Exp | Fn) and any(map(_outside, children(node))))


def _divides(node: Node) -> bool:
    """Whether x stands below a fraction bar, where it may be 0."""
    return any(isinstance(part, Frac) and depends(part.bottom, X) for part in walk(node))
