"""`softmax`: the shares a_i = e^{z_i} / Σ e^{z_k} and their Jacobian ∂a_i/∂z_j = a_i (δ_ij - a_j); given z."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import Any

from msgspec import Struct

import symbolic.written
from generators import second_road
from generators.dense import ROUNDING
from generators.family import Ask, Family, Option, Setting, Slip, whole
from generators.lines import Form
from generators.nets import entries, in_field, matrix, numbers, oriented, tenths, within_reach
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise
from symbolic.errors import UserError
from symbolic.exact import decimal, ln
from symbolic.layers import found, vector
from symbolic.notation import Notation
from symbolic.tree import ONE, Add, Exp, Frac, Leibniz, Mul, Neg, Node, Slot, Sym
from symbolic.written import Rows, joined, minus, rows_of, slots

z, a, u, S = (Sym(name) for name in "zauS")
#: One entry on the diagonal of the Jacobian, and one beside it.
OWN, CROSS = (Leibniz(Sym("a", 0, (1,)), Sym("z", 0, (j,))) for j in (1, 2))
#: What e^z may be where z is a logarithm: whole numbers, and of more than three outputs some fractions.
WHOLE, FEW, PARTS = tuple(map(Fraction, range(1, 10))), 3, (Fraction(1, 2), Fraction(1, 3), Fraction(1, 4))
#: A share smaller than this is next to nothing.
LEAST = Decimal("0.01")


class Softmax(Struct, frozen=True):
    """A softmax over so many outputs."""

    outputs: int
    rounding: Rounding
    notation: Notation


OPTIONS = {"outputs": Option("how many outputs, 2 to 5", whole(2, 5)), "rounding": ROUNDING}

#: What consecutive problems of a difficulty look like: outputs, rounding.
USUAL = {
    "easy": ((2, "exact"), (3, "exact")),
    "medium": ((3, "printed"),),
    "hard": ((4, "printed"), (4, "exact")),
}


def cases(setting: Setting) -> tuple[Softmax, ...]:
    """Return the sizes that the difficulty and the options allow."""
    chosen = setting.options
    usual = ((chosen.get("outputs", n), chosen.get("rounding", policy)) for n, policy in USUAL[setting.difficulty])
    return tuple(dict.fromkeys(Softmax(n, Rounding(policy), setting.notation) for n, policy in usual))


def space(case: Softmax) -> Space:
    """Return the scores: logarithms that differ where all is exact, else tenths."""
    if case.rounding.policy == "exact":
        return Space((Choice("powers", _different(case.outputs)),), refuses=False)
    return Space((Choice("z", tenths(25), case.outputs),))


@lru_cache
def _different(count: int) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(permutations(WHOLE if count <= FEW else (*PARTS, *WHOLE), count))


def pose(case: Softmax, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the scores of a draw."""
    column = [[ln(power)] for power in draw["powers"]] if "powers" in draw else draw["z"]
    return oriented({"z": in_field(column, case.rounding)}, case.notation.rows) | _named(case)


def _named(case: Softmax) -> dict[str, Any]:
    return {"convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Softmax, dict[str, Any]]:
    """Read the instructor's scores; raises UserError where there are not two or more in one list."""
    scores = matrix("z", given["z"], vector=True, rows=setting.notation.rows)
    n = len(entries(scores))
    if n < 2:
        raise UserError("a softmax of one output is always 1: give z two numbers or more")
    if (len(scores), len(scores[0])) != vector(n, setting.notation.rows):
        raise UserError(f"z is {len(scores)}×{len(scores[0])}: give the scores as one list")
    case = Softmax(n, Rounding(setting.options.get("rounding", "printed")), setting.notation)
    return case, {"z": in_field(scores, case.rounding)} | _named(case)


def solve(case: Softmax, given: Mapping[str, Any], keep: Ledger) -> None:
    """Find the powers, their sum, the shares, and the slope of each share in each score."""
    field, scores = case.rounding.field, numbers(given)["z"]
    powers = keep("powers", entrywise(field.exp, within_reach("softmax", scores)))
    total = keep("total", sum(entries(powers)))
    shares = entries(keep("a", entrywise(lambda power: field.divide(power, total), powers)))
    keep("own", shares[0] * (1 - shares[0]))
    keep("cross", -shares[0] * shares[1])
    keep("dadz", _table(shares, lambda share: share * (1 - share), lambda one, other: -one * other))


def _table(shares: list[Any], own: Callable[[Any], Any], cross: Callable[[Any, Any], Any]) -> list[list[Any]]:
    """Return the n×n table of *own* on the diagonal and *cross* beside it."""
    return [[own(p) if i == j else cross(p, q) for j, q in enumerate(shares)] for i, p in enumerate(shares)]


def recompute(case: Softmax, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shares again in NumPy, and each row of the Jacobian by the complex step."""
    units = -1 if case.notation.rows else -2

    def share(number: int) -> Any:
        def function(at: Mapping[str, Any]) -> Any:
            shares = second_road.softmax(at["z"], units)
            return shares.reshape(*shares.shape[:-2], case.outputs)[..., number]

        return second_road.gradients(function, given, ("z",))["z"].reshape(-1)

    rows = [share(number) for number in range(case.outputs)]
    return {"a": second_road.softmax(given["z"], units), "dadz": np.array(rows)}


def forms(case: Softmax) -> tuple[Form, ...]:
    """Return the worked lines: powers, sum, shares; then one slope of each kind, and all of them."""
    size, n = vector(case.outputs, case.notation.rows), case.outputs
    scores, powers, shares = slots("z", *size), slots("powers", *size), slots("a", *size)
    raised = found("powers", u, Exp(z), symbolic.written.entrywise(Exp, scores), powers)
    parts = tuple(power for row in rows_of(powers) for power in row)
    fractions = symbolic.written.entrywise(lambda power: Frac(power, Slot("total")), powers)
    p = [share for row in rows_of(shares) for share in row]
    table: Rows = tuple(map(tuple, _table(p, _own, _cross)))
    own = found("own", OWN, _own(Sym("a", 0, (1,))), _own(p[0]), Slot("own"))
    cross = found("cross", CROSS, Neg(Mul((Sym("a", 0, (1,)), Sym("a", 0, (2,))))), _cross(p[0], p[1]), Slot("cross"))
    return (
        Form("a", "powers", raised, "M"),
        Form("a", "sum", found("total", S, Add(parts), Slot("total"))),
        Form("a", "shares", found("a", a, Frac(u, S), fractions, shares), "A"),
        Form("dadz", "own slope", own, "M"),
        Form("dadz", "other slope", cross, "M"),
        Form("dadz", "all slopes", found("dadz", Leibniz(a, z), joined(table), slots("dadz", n, n)), "A"),
    )


def _own(share: Node) -> Node:
    return Mul((share, minus(ONE, share)), dot=isinstance(share, Slot))


def _cross(one: Node, other: Node) -> Node:
    return Neg(Mul((one, other), dot=True))


def symbols(case: Softmax) -> dict[Node, str]:
    """Return which quantity each symbol stands for."""
    return {z: "z", a: "a", u: "powers", S: "total", OWN: "own", CROSS: "cross", Leibniz(a, z): "dadz"}


def guards(case: Softmax, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Say where two scores are the same, or a share is next to nothing."""
    if name == "powers" and len(set(entries(given["z"]))) < case.outputs:
        yield "two scores are the same"
    if name == "a" and min(map(decimal, entries(found.values["a"]))) < LEAST:
        yield "a share is next to nothing"


def slips(case: Softmax, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: not normalised, the sign of the power, no power at all; the Jacobian without δ, or δ alone."""
    v, field, scores = found.values, case.rounding.field, numbers(given)["z"]
    shares, total = entries(v["a"]), sum(entries(scores))
    yield Slip("a", "not normalised", v["powers"], 1)
    downward = entrywise(lambda score: field.exp(-score), scores)
    yield Slip("a", "minus in the power", entrywise(lambda p: field.divide(p, sum(entries(downward))), downward), 1)
    if isinstance(total, Decimal) and total:
        yield Slip("a", "powers forgotten", entrywise(lambda score: field.divide(score, total), scores))
    zero = field.number("0")
    yield Slip("dadz", "delta forgotten", _table(shares, lambda p: -p * p, lambda p, q: -p * q), 1)
    yield Slip("dadz", "diagonal alone", _table(shares, lambda p: p * (1 - p), lambda p, q: zero), 1)
    yield Slip("dadz", "sign beside the diagonal", _table(shares, lambda p: p * (1 - p), lambda p, q: p * q), 1)


def facts(case: Softmax, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: how many outputs there are."""
    return {"outputs": case.outputs}


FAMILY = Family(
    name="softmax", version=1, summary="softmax: the shares and their Jacobian",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("a", a, 1), Ask("dadz", Leibniz(a, z), 2)),
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
)  # fmt: skip  # a register entry
