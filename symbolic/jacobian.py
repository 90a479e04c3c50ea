"""The softmax and its Jacobian p_i (δ_ij - p_j), derived for any two units i and j by the rules of all derivations.

An algebra line is proved for any number of units: e^{z_i}, e^{z_j}, δ_ij and the sum stand for themselves. A line
in which a derivative is taken is proved by writing it out for two to five units and every i and j up to 2, the z of
each unit a symbol; fifty digits at several points are the second judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from symbolic.activation import Activation, Route
from symbolic.activations.softmax import TOTAL, ZI
from symbolic.errors import ProofFailed
from symbolic.granted import positive
from symbolic.proof import DIGITS, algebraically_equal
from symbolic.rules import open_all, pending
from symbolic.search import shortest
from symbolic.tactics import applied
from symbolic.traverse import rebuild, substitute, walk
from symbolic.tree import ONE, ZERO, Add, Chain, D, Exp, Frac, Mul, Neg, Node, Sum, Sym

#: Numbers of units, and the units i and j, for which lines are written out.
SIZES, UNITS = (2, 3, 4, 5), (1, 2)
#: Points at which the digits are compared.
POINTS = 3
I, J = Sym("i"), Sym("j")
ZJ = Sym("z", 0, ("j",))
PI, PJ, DELTA = Sym("p", 0, ("i",)), Sym("p", 0, ("j",)), Sym("delta", 0, ("i", "j"))
SOFTMAX = Frac(Exp(ZI), TOTAL)
RESULT = Mul((PI, Add((DELTA, Neg(PJ)))))
KNOWN: dict[Node, Node] = {PI: SOFTMAX, PJ: Frac(Exp(ZJ), TOTAL)}
ROUTE = Route(
    "quotient",
    ("factor", "product of fractions", "split into terms", "cancel", "recognise"),
    reciprocal="quotient",
)
PICK = "only k = j is left"
#: What the Jacobian says on its diagonal and beside it: the condition, δ_ij, p_j, the line and its rule.
CASES = (
    (Chain((J, I), ("=",)), ONE, PI, Mul((PI, Add((ONE, Neg(PI))))), "j is i: the Kronecker delta is 1"),
    (Chain((J, I), ("\\ne",)), ZERO, PJ, Neg(Mul((PI, PJ))), "j is not i: the Kronecker delta is 0"),
)


class Step(Struct, frozen=True):
    """A line of the Jacobian with its rule, how it was proved, and the case that it is for, None for any i and j."""

    node: Node
    rule: str
    proof: Mapping[str, Any] | None = None
    where: Node | None = None


@lru_cache(maxsize=1)
def steps() -> tuple[Step, ...]:
    """Return the lines for any i and j, each proved equal to the one before and its rule made again."""
    found = [Step(D(SOFTMAX, ZJ), "take the derivative")]
    while (opened := open_all(found[-1].node, ROUTE.reciprocal)) is not None:
        found.append(Step(opened[1], opened[0]))
    _, _, picked = next(applied(PICK, found[-1].node, ROUTE, KNOWN))
    found.append(Step(picked, PICK))
    for move, _, node in shortest(picked, RESULT, ROUTE, KNOWN):
        found.append(Step(node, "recognise softmax" if move == "recognise" else move))
    return (found[0], *(replace(after, proof=prove(before, after)) for before, after in pairwise(found)))


def prove(before: Step, after: Step) -> dict[str, Any]:
    """Return the proof of a line; one that does not hold is a fault of ours and stops everything."""
    at_large = not any(map(_needs_entries, (before.node, after.node)))
    holds = for_any_units(before.node, after.node) if at_large else entry_by_entry(before.node, after.node)
    if not (holds and agree(before.node, after.node) and replays(before, after)):
        raise ProofFailed(f"a line of the softmax does not hold: {after.rule}")
    return {
        "algebra": "sympy.cancel",
        "digits": DIGITS,
        "points": POINTS,
        "rule": "replayed",
        "conditions": ["any number of units" if at_large else f"units: {SIZES}"],
    }


def _needs_entries(node: Node) -> bool:
    """Whether a derivative or a sum with δ in it stands in a line."""
    return pending(node) or any(isinstance(part, Sum) and part != TOTAL for part in walk(node))


def for_any_units(before: Node, after: Node) -> bool:
    """Whether two lines are equal with the sum over all units a letter of its own."""
    return algebraically_equal(*(substitute(_defined(node), TOTAL, Sym("S")) for node in (before, after)))


def _defined(node: Node) -> Node:
    for name, body in KNOWN.items():
        node = substitute(node, name, body)
    return node


def corner() -> Iterator[tuple[int, dict[str, int]]]:
    """Yield every number of units with every pair of units that is written out."""
    for size, (i, j) in product(SIZES, product(UNITS, UNITS)):
        yield size, {"i": i, "j": j}


def entry_by_entry(before: Node, after: Node) -> bool:
    """Whether two lines are equal for each pair of units that is written out, the z symbols."""
    return all(algebraically_equal(*(written_out(node, *at) for node in (before, after))) for at in corner())


def written_out(node: Node, size: int, at: Mapping[str, int]) -> Node:
    """Return *node* for *size* units with its letters at the units that *at* says; p and δ by what they mean."""
    if isinstance(node, Sum):
        assert isinstance(node.index, Sym)  # a letter
        return Add(tuple(written_out(node.body, size, {**at, node.index.name: k}) for k in range(1, size + 1)))
    if isinstance(node, Sym) and node.index:
        places = [at.get(str(part), part) for part in node.index]
        if node.name == "delta":
            return ONE if places[0] == places[1] else ZERO
        if node.name == "p":
            return Frac(Exp(unit(places[0])), written_out(TOTAL, size, at))
        return unit(places[0])
    return rebuild(node, lambda child: written_out(child, size, at))


def unit(place: int | str) -> Sym:
    """Return the pre-activation of one unit."""
    return Sym("z", 0, (place,))


def agree(before: Node, after: Node) -> bool:
    """Whether two lines agree to fifty digits at every point, for every pair of units written out."""
    from flint import arb, ctx

    from symbolic.enclosure import BITS, value

    ctx.prec = BITS
    for size, at in corner():
        for point in range(POINTS):
            values: dict[Node, Any] = {
                unit(k): arb(k * k + 5 * point * k - 7) / (7 + point) for k in range(1, size + 1)
            }
            left, right = (value(written_out(node, size, at), values, unit(at["j"])) for node in (before, after))
            if not abs(left - right) < arb(10) ** -DIGITS:
                return False
    return True


def replays(before: Step, after: Step) -> bool:
    """Whether the named rule, used again, gives the line again."""
    if pending(before.node):
        return open_all(before.node, ROUTE.reciprocal) == (after.rule, after.node)
    move = "recognise" if after.rule.startswith("recognise") else after.rule
    return any(node == after.node for _, _, node in applied(move, before.node, ROUTE, KNOWN))


def cases() -> list[Step]:
    """Return what the result says where j is i and where it is not, each proved."""
    found = []
    for where, delta, other, node, rule in CASES:
        said = substitute(substitute(RESULT, DELTA, delta), PJ, other)
        if not for_any_units(said, node):
            raise ProofFailed("the softmax's Jacobian does not hold")
        found.append(Step(node, rule, {"algebra": "sympy.cancel", "rule": "stated"}, where))
    return found


def moved(node: Node) -> Node:
    """Return *node* with c added to every z."""
    if isinstance(node, Sym) and node.name == "z":
        return Add((node, Sym("c")))
    return rebuild(node, moved)


def _between(share: Node) -> bool:
    """Whether a share of a sum lies between 0 and 1 by its form: the part is positive, and so is all the rest."""
    assert isinstance(share, Frac) and isinstance(share.bottom, Add)  # noqa: PT018  # e^{z_1} over a sum
    rest = [term for term in share.bottom.terms if term != share.top]
    return len(rest) == len(share.bottom.terms) - 1 and all(positive(part, frozenset()) for part in (share.top, *rest))


def facts(activation: Activation) -> dict[str, Any]:
    """Return what is proved of the outputs and of their Jacobian, for each number of units written out."""
    total = Sum(RESULT, J)
    swapped = written_out(RESULT, 3, {"i": 2, "j": 1})
    at = {"i": 1, "j": 2}
    softmax = [written_out(activation.definition, n, at) for n in SIZES]
    sums = [Add(tuple(written_out(PI, n, {"i": k}) for k in range(1, n + 1))) for n in SIZES]
    return {
        "between_0_and_1": all(_between(one) for one in softmax),
        "sums_to_one": all(algebraically_equal(total_, ONE) for total_ in sums),
        "shift_invariant": all(algebraically_equal(moved(one), one) for one in softmax),
        "jacobian_symmetric": algebraically_equal(written_out(RESULT, 3, at), swapped),
        "jacobian_rows_sum_to_zero": all(algebraically_equal(written_out(total, n, at), ZERO) for n in SIZES),
    }
