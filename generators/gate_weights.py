"""Weights that make a perceptron a gate: the biases that do with given weights, and own weights; given gate W.

Own weights are right exactly where they fulfil the conditions of the gate, one for each input; that is proved by
trying. Parts: low and high, the ends of the biases, low ≤ b < high, and own, those conditions for the opposite gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip, one_of
from generators.gate_table import two_weights
from generators.gates import INPUTS, OPPOSITE, SIMPLE, TABLES, corners, proved_by_trying, rule_of
from generators.lines import Form
from generators.nets import demand, entries, in_decimals, in_field, numbers, oriented
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.diagram import Diagram, Table
from symbolic.errors import ProofFailed, UserError
from symbolic.layers import found as line_of
from symbolic.notation import Notation
from symbolic.tree import ZERO, Add, Chain, Fn, Neg, Node, Slot, Sym

LOW, HIGH = Sym("b", 0, ("low",)), Sym("b", 0, ("high",))


class GateWeights(Struct, frozen=True):
    """A gate to be computed; drawn weights go up to ``most``."""

    gate: str
    most: int
    rounding: Rounding
    notation: Notation
    kind: str = "weights"

    @property
    def both(self) -> bool:
        """Whether the inputs must be 1 both, or 0 both, to be told from the rest: AND and NAND, not OR and NOR."""
        return self.gate in ("AND", "NAND")

    @property
    def negative(self) -> bool:
        """Whether the weights are negative: a gate that fires at (0, 0)."""
        return self.gate in ("NAND", "NOR")


def cases(setting: Setting) -> tuple[GateWeights, ...]:
    """Return the four gates."""
    most = {"easy": 4, "medium": 6, "hard": 9}[setting.difficulty]
    rounding = Rounding("exact", decimals=True)
    return tuple(GateWeights(gate, most, rounding, setting.notation) for gate in TABLES)


def space(case: GateWeights) -> Space:
    """Return two weights of the sign that the gate needs."""
    sign = -1 if case.negative else 1
    sizes = [tuple(sign * n for n in range(1, case.most + 1))] * 2
    return Space(tuple(Choice(f"w{k}", values) for k, values in enumerate(sizes, 1)), refuses=False)


def pose(case: GateWeights, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the weights, and the gate by its name."""
    weights = {"W": in_field([[draw["w1"], draw["w2"]]], case.rounding)}
    return oriented(weights, case.notation.rows) | _named(case)


def _named(case: GateWeights) -> dict[str, Any]:
    return {"gate": case.gate, "convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[GateWeights, dict[str, Any]]:
    """Read the instructor's gate and weights; raises UserError where no bias makes them that gate."""
    gate = str(one_of(*TABLES)("given.gate", given["gate"]))
    demand(given, ("W",), "give the two weights whose bias is to be found")
    read = {"W": two_weights(given["W"], setting.notation.rows)}
    case = GateWeights(gate, 0, Rounding("exact", decimals=in_decimals(read)), setting.notation)
    posed = {"W": in_field(read["W"], case.rounding)} | _named(case)
    low, high = _ends(case, *entries(posed["W"]))
    if not low < high:
        raise UserError(f"no bias makes these weights {gate}: give {'negative' if case.negative else 'positive'} ones")
    return case, posed


def _ends(case: GateWeights, w1: Any, w2: Any) -> tuple[Any, Any]:
    """Return the ends of the biases: what (1, 1) allows, what the input with one 1 does, and 0 for (0, 0)."""
    if case.gate == "AND":
        return -(w1 + w2), min(-w1, -w2)
    if case.gate == "NAND":
        return max(-w1, -w2), -(w1 + w2)
    return (max(-w1, -w2), w1 * 0) if case.gate == "OR" else (w1 * 0, min(-w1, -w2))


def solve(case: GateWeights, given: Mapping[str, Any], keep: Ledger) -> None:
    """The two ends, and what own weights must fulfil."""
    low, high = _ends(case, *entries(given["W"]))
    keep("low", low)
    keep("high", high)
    keep("own", rule_of(OPPOSITE[case.gate]))


def recompute(case: GateWeights, given: Mapping[str, Any]) -> dict[str, Any]:
    """Try a bias below, at and between all the places where a prediction changes."""
    w1, w2 = given["W"].ravel()
    changes = np.unique([-(u * w1 + v * w2) for u, v in INPUTS])
    starts = [changes[0] - 1, *changes]  # from each on, up to the next, all biases predict the same
    works = [tuple(int(u * w1 + v * w2 + bias >= 0) for u, v in INPUTS) == TABLES[case.gate] for bias in starts]
    place = works.index(True)
    opposite = OPPOSITE[case.gate]
    if not proved_by_trying(rule := rule_of(opposite), opposite):
        raise ProofFailed(f"{opposite} is not what {rule} says")
    return {"low": np.full((1, 1), starts[place]), "high": np.full((1, 1), starts[place + 1]), "own": rule}


def forms(case: GateWeights) -> tuple[Form, ...]:
    """A line for each end, and the conditions in words."""
    w1, w2 = Slot("W", 0, 0), Slot("W", 1, 0) if case.notation.rows else Slot("W", 0, 1)
    total: Node = Neg(Add((w1, w2)))
    ones = Fn("max" if case.gate in ("OR", "NAND") else "min", (Neg(w1), Neg(w2)))
    low, high = {"AND": (total, ones), "NAND": (ones, total), "OR": (ones, ZERO), "NOR": (ZERO, ones)}[case.gate]
    return (
        Form("low", "from", _end("low", LOW, low), "A", {"by": _by(low, total)}),
        Form("high", "below", _end("high", HIGH, high), "A", {"by": _by(high, total)}),
        Form("own", "turn", None, "M"),
        Form("own", "conditions", None, "A"),
    )


def _end(name: str, symbol: Sym, written: Node) -> Node:
    """Return the line of an end; 0 stands there as it is."""
    return Chain((symbol, Slot(name)), ("=",)) if written == ZERO else line_of(name, symbol, written, Slot(name))


def _by(written: Node, total: Node) -> str:
    """Return which inputs set an end: both 1, one 1 or none."""
    return "both" if written == total else "none" if written == ZERO else "one"


def slips(case: GateWeights, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: signs dropped, one input forgotten, the conditions of the gate itself."""
    v = found.values
    w1, w2 = entries(numbers(given)["W"])
    for end in ("low", "high"):
        yield Slip(end, "sign turned", -v[end])
    tight = "low" if case.gate in ("OR", "NAND") else "high"
    yield Slip(tight, "looser one taken", min(-w1, -w2) if tight == "low" else max(-w1, -w2))
    yield Slip("own", "gate itself", rule_of(case.gate))


def drawings(case: GateWeights, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
    """The gate in the plane; in the key the lines of the smallest bias, and of the one that is too large already."""
    weights = [text for row in shown["W"] for text in row]
    ends = [shown[name][0][0] for name in ("low", "high") if name in shown]
    if any("\\" in text for text in (*weights, *ends)):
        ends = []
    return (corners([str(one) for one in TABLES[case.gate]], [[*weights, end] for end in ends]),)


def facts(case: GateWeights, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The gate, its opposite, the conditions and the simplest weights of that."""
    opposite = OPPOSITE[case.gate]
    said = {rule_of(gate): _in_letters(gate) for gate in (case.gate, opposite)}
    return {"gate": case.gate, "opposite": opposite, "simple": SIMPLE[opposite], "said": said}


def _in_letters(gate: str) -> list[str]:
    """Return the conditions of a gate as LaTeX."""
    signs = (("w1", "w_{1}"), ("w2", "w_{2}"), (">=", "\\ge"))
    conditions = rule_of(gate).split(", ")
    return [reduce(lambda text, pair: text.replace(*pair), signs, one) for one in conditions]


FAMILY = Family(
    name="logic-gates", version=1, summary="weights that make a perceptron a gate", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("low", LOW, 1, scalar=True), Ask("high", HIGH, 1, scalar=True), Ask("own", None, 2)),
    slips=slips, accept=accept, symbols=lambda case: {LOW: "low", HIGH: "high"}, facts=facts, drawings=drawings,
)  # fmt: skip  # a register entry
