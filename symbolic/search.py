"""Find the lines from what the rules leave to the form that is taught: A* over the moves that a route allows.

The cost of a line is what came before it; the estimate of what is to come is how much there is to read. A search
that does not arrive within its cap of lines says so; it never hands back half a derivation.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count, pairwise

from symbolic.activation import Route
from symbolic.algebra import Path
from symbolic.errors import ProofFailed
from symbolic.same import key, size
from symbolic.tactics import Known, after
from symbolic.traverse import walk
from symbolic.tree import Add, Frac, Mul, Neg, Node, Num, Sym

#: The lines looked at before a search gives up.
CAP = 4000
STEP_COST = 4
#: The lines looked at for a shorter one where no goal is known.
NEAR = 40
#: The nodes of the lines looked at on the way to one, for a function that nobody prepared.
BUDGET = 6_000

#: (move, place, line after it)
Move = tuple[str, Path, Node]


def shortest(start: Node, goal: Node, route: Route, known: Known, cap: int = CAP) -> tuple[Move, ...]:
    """Return the moves from *start* to a line that says *goal* up to order."""
    wanted, seen, order = key(goal), {key(start)}, count()
    queue: list[tuple[int, int, int, Node, tuple[Move, ...]]] = [(0, 0, 0, start, ())]
    for _ in range(cap):
        if not queue:
            break
        _, _, steps, line, moves = heapq.heappop(queue)
        if key(line) == wanted:
            return moves
        for move in _new(line, route, known, seen):
            cost = STEP_COST * (steps + 1) + size(move[2])
            heapq.heappush(queue, (cost, next(order), steps + 1, move[2], (*moves, move)))
    raise ProofFailed(f"no way found along the route '{route.name}' within {cap} lines")


def _new(line: Node, route: Route, known: Known, seen: set[str]) -> Iterator[Move]:
    for move in after(line, route, known):
        name = key(move[2])
        if name not in seen:
            seen.add(name)
            yield move


def simplest(start: Node, route: Route, known: Known, cap: int = NEAR) -> tuple[Move, ...]:
    """Return the moves to the shortest line within reach: what is done where no form is known to be taught.

    On an open route the reach is bounded by the nodes of all lines looked at too, so that long lines cost no more.
    """
    budget = BUDGET if route.open else None
    best: tuple[int, tuple[Move, ...]] = (reading(start), ())
    seen, order = {start}, count()
    queue: list[tuple[int, int, Node, tuple[Move, ...]]] = [(0, 0, start, ())]
    for _ in range(cap):
        if not queue or (budget is not None and budget <= 0):
            break
        _, _, line, moves = heapq.heappop(queue)
        best = min(best, (reading(line), moves), key=lambda found: found[0])
        for move in after(line, route, known):
            budget = None if budget is None else budget - size(line)
            if move[2] not in seen:
                seen.add(move[2])
                cost = STEP_COST * (len(moves) + 1) + reading(move[2])
                heapq.heappush(queue, (cost, next(order), move[2], (*moves, move)))
    return best[1]


def reading(node: Node) -> int:
    """Weigh how much there is to read: nodes, each term of a sum twice more, a sign or figure inside a product once."""
    weight = size(node)
    for part in walk(node):
        if isinstance(part, Add):
            weight += 2 * len(part.terms)
            weight += isinstance(part.terms[0], Neg) and not all(isinstance(term, Neg) for term in part.terms)
        elif isinstance(part, Mul):
            weight += sum(isinstance(factor, Neg | Num | Frac) for factor in part.factors[1:]) + part.dot
            weight += sum(isinstance(b, Sym) and not isinstance(a, Sym | Num) for a, b in pairwise(part.factors))
    return weight
