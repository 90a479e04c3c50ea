"""A derivation: lines, each equal to the one before, each with the rule that made it and the proof that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from symbolic.activation import Activation, Owners, Route, X, by_cases
from symbolic.algebra import Path, depends
from symbolic.closed_form import closed, functions, in_itself, open_moves
from symbolic.errors import ProofFailed
from symbolic.fractions_moves import scale
from symbolic.granted import conditions
from symbolic.notation import spoken
from symbolic.proof import Domain, Proof, agreement, algebraically_equal, as_fraction
from symbolic.rules import TABLE, open_all, pending
from symbolic.search import shortest, simplest
from symbolic.tactics import Known, applied
from symbolic.traverse import substitute, walk
from symbolic.tree import Abs, D, Exp, Fn, Neg, Node

#: Moves whose names say too little on a page.
SAID = {"signs": "figures and signs in front", "in terms of f": "written in f itself"}


class Line(Struct, frozen=True):
    """One line: what stands there, the rule and the place where it was used, and on which branch.

    ``primes`` counts the dashes on the left: 0 for f, 1 for f', 2 for f''.
    """

    node: Node
    rule: str
    primes: int
    piece: int = 0
    path: Path = ()
    move: str = ""
    proof: Proof | None = None


class Derivation(Struct, frozen=True):
    """How the slope of an activation is found along one route; ``results`` holds the slope on each branch."""

    activation: Activation
    route: Route
    order: int
    lines: tuple[Line, ...]
    results: tuple[Node, ...]

    @property
    def result(self) -> Node:
        """The slope as one tree, by cases where there are branches; at a kink by the entry's convention."""
        return self.held_by(self.activation.slopes)

    def held_by(self, sides: Owners) -> Node:
        """Return the slope as one tree, at each kink that of the neighbour that *sides* name."""
        if len(set(self.results)) == 1:
            return self.results[0]
        return self.joined or by_cases(self.results, self.activation.kinks, sides)

    @property
    def joined(self) -> Node | None:
        """The two slopes beside a kink at 0 as one, in |x|, where the left is the right with -x; None otherwise."""
        own = Fn(self.activation.name, (X,))
        if self.activation.formula is None or len(self.results) != 2 or any(depends(u, own) for u in self.results):
            return None
        left, right = self.results
        mirrored = substitute(right, X, Neg(X))
        return substitute(right, X, Abs(X)) if algebraically_equal(left, mirrored) else None


def derive(activation: Activation, route: Route | None = None) -> Derivation:
    """Return the derivation of f' along *route* (the entry's first where none is named), every line proved."""
    route = route or activation.routes[0]
    pieces = [
        _piece(activation, place, route, opening(body, route), 1) for place, body in enumerate(activation.branches)
    ]
    return _assembled(activation, route, 1, pieces)


def derive_second(first: Derivation) -> Derivation:
    """Return the derivation of f'' from the closed form of f'."""
    activation, route = first.activation, first.activation.second
    pieces = []
    for place in range(len(activation.branches)):
        start = [Line(_without_own(first, place), "first derivative", 1, place)]
        pieces.append(_piece(activation, place, route, start, 2))
    return _assembled(activation, route, 2, pieces)


def _without_own(first: Derivation, place: int) -> Node:
    """Return the slope on a branch in a form that the rules can open: before its own name was recognised."""
    own = Fn(first.activation.name, (X,))
    if own.name in TABLE or not depends(first.results[place], own):
        return first.results[place]
    return next(line.node for line in reversed(first.lines) if line.piece == place and line.move == "rule")


def _assembled(activation: Activation, route: Route, order: int, pieces: list[list[Line]]) -> Derivation:
    lines = tuple(line for piece in pieces for line in piece)
    return Derivation(activation, route, order, lines, tuple(piece[-1].node for piece in pieces))


def opening(body: Node, route: Route) -> list[Line]:
    """Return the definition, and the other form of it from which the route starts."""
    lines = [Line(body, "definition", 0)]
    for rule, argument in route.start:
        form = scale(lines[-1].node, argument) if isinstance(argument, Exp) else argument
        assert form is not None  # a route states a factor only for a fraction
        lines.append(Line(form, rule, 0))
    return lines


def _piece(activation: Activation, place: int, route: Route, start: list[Line], order: int) -> list[Line]:
    body = activation.branches[place]
    lines = [replace(line, piece=place) for line in start]
    lines.append(Line(D(lines[-1].node, X), "take the derivative", order, place))
    lines += [replace(line, piece=place, primes=order) for line in ruled(lines[-1].node, route)]
    known = functions(activation, body, route)
    lines += [
        Line(node, named(move, node, lines[-1].node), order, place, path, move)
        for move, path, node in _moves(lines[-1].node, body, route, known, order)
    ]
    return certified(lines, route, known, domain(activation, place))


def ruled(line: Node, route: Route) -> Iterator[Line]:
    """Yield the lines of the differentiation rules until no derivative is pending."""
    while (opened := open_all(line, route.reciprocal)) is not None:
        rule, line = opened
        yield Line(line, rule, 1, move="rule")


def _moves(line: Node, body: Node, route: Route, known: Known, order: int) -> Iterable[tuple[str, Path, Node]]:
    if not route.tactics:
        return ()
    derivative = D(body, X) if order == 1 else D(D(body, X), X)
    if route.open:
        return open_moves(line, derivative, route, known)
    goal = closed(derivative, known)
    return simplest(line, route, known) if goal is None else shortest(line, goal, route, known)


def named(move: str, after: Node, before: Node) -> str:
    """Return the words for a move: a recognised function is named."""
    if move != "recognise":
        return SAID.get(move, move)
    had = {part for part in walk(before) if isinstance(part, Fn)}
    new = [spoken(part.name) for part in walk(after) if isinstance(part, Fn) and part not in had]
    return "recognise " + " and ".join(dict.fromkeys(new))


def domain(activation: Activation, place: int) -> Domain:
    """Return where x and the letters may lie on branch *place*."""
    ends = [as_fraction(kink) for kink in activation.kinks]
    low = ends[place - 1] if place else None
    high = ends[place] if place < len(ends) else None
    return Domain(low, high, activation.parameters)


def certified(lines: list[Line], route: Route, known: Known, where: Domain) -> list[Line]:
    """Return *lines* with their proofs; a line that does not hold is a fault of ours and stops everything."""
    proved = [lines[0]]
    for before, line in pairwise(lines):
        proof = prove(before, line, route, known, where)
        if not proof.holds:
            failed = ProofFailed(f"a line of the derivation does not hold, or was not proved ({line.rule})")
            failed.add_note(repr(proof))
            raise failed
        proved.append(replace(line, proof=proof))
    return proved


def prove(before: Line, line: Line, route: Route, known: Known, where: Domain) -> Proof:
    """Compare *line* with the one before it: by algebra, by digits, and by making its rule again."""
    old, new = opened(before.node, known), opened(line.node, known)
    if before.primes < line.primes:
        old = D(old, X)
    digits, points = agreement(old, new, where)
    granted = conditions(old, line.move, where)
    return Proof(algebraically_equal(old, new), digits, points, replays(before, line, route, known), granted)


def opened(node: Node, known: Known) -> Node:
    """Return *node* with the known functions replaced by what they say on this branch."""
    for function, body in known.items():
        node = substitute(node, function, body)
    return node


def replays(before: Line, line: Line, route: Route, known: Known) -> bool:
    """Whether the named rule, used again at the named place, gives the line again."""
    if line.rule == "take the derivative":
        return line.node == D(before.node, X)
    if line.move == "rule":
        return open_all(before.node, route.reciprocal) == (line.rule, line.node)
    if line.primes == 0:
        return any(line.node in (argument, scale(before.node, argument)) for _, argument in route.start)
    return (
        not pending(before.node)
        and _made(before, line, route, known)
        and line.rule == named(line.move, line.node, before.node)
    )


def _made(before: Line, line: Line, route: Route, known: Known) -> bool:
    """Whether the move, made again, gives the line: the closed form found anew, or one of what the move can make."""
    if line.move == "in terms of f":
        return line.node == in_itself(D(known[Fn("f", (X,))], X), known)
    made = applied(line.move, before.node, route, known)
    return any((path, node) == (line.path, line.node) for _, path, node in made)
