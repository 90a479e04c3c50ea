"""A net of three perceptrons that computes XOR or XNOR, which one alone cannot, or a gate; given W1 b1 W2 b2."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.family import Ask, Family, Setting, Slip
from generators.gate_table import by_input, two_weights
from generators.gates import INPUTS, TABLES, TWISTED, corners, in_a_row, literals, perceptrons, proved_by_trying, sums
from generators.lines import Form
from generators.nets import demand, entries, in_decimals, in_field, matrix, numbers, oriented, single, turned
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise, plus
from symbolic.diagram import Diagram, Table
from symbolic.errors import UserError
from symbolic.exact import sign
from symbolic.layers import found, shape, vector
from symbolic.notation import Notation
from symbolic.tree import Fn, Matrix, Node, Slot, Sym
from symbolic.written import rows_of, slots
from symbolic.written import turned as turned_slots

z1, a1, z2, yhat = Sym("z", 1), Sym("a", 1), Sym("z", 2), Sym("yhat")
#: The gates of the hidden units and of the output.
NETS = (
    ("OR", "NAND", "AND"), ("NAND", "OR", "AND"), ("AND", "NOR", "NOR"), ("NOR", "AND", "NOR"),
    ("AND", "NOR", "OR"), ("NOR", "AND", "OR"), ("OR", "NAND", "NAND"), ("NAND", "OR", "NAND"),
    ("AND", "OR", "AND"), ("OR", "AND", "AND"), ("AND", "OR", "OR"), ("OR", "AND", "OR"),
)  # fmt: skip  # four for XOR, four for XNOR, and four that need no hidden layer
OFFERED = ("AND", "OR", "XOR", "XNOR")
YES, NO = "yes", "no"
#: Whatever the net, no conditions on the weights of one perceptron make it XOR or XNOR: none fulfil these.
NEVER = "b >= 0, b < 0"


class GateNet(Struct, frozen=True):
    """Two hidden perceptrons and one behind them; drawn weights go up to ``most``."""

    most: int
    rounding: Rounding
    notation: Notation
    kind: str = "xor"


def cases(setting: Setting) -> tuple[GateNet, ...]:
    """Return the one case of a difficulty."""
    most = {"easy": 1, "medium": 2, "hard": 3}[setting.difficulty]
    return (GateNet(most, Rounding("exact", decimals=True), setting.notation),)


def space(case: GateNet) -> Space:
    """Return nets, each perceptron with every choice of its weights, chosen by a number."""
    counts = [len(perceptrons("AND", case.most))] * 3
    return Space((Choice("net", NETS), *(Choice(f"p{k}", range(n)) for k, n in enumerate(counts))), refuses=False)


def pose(case: GateNet, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the weights and biases of the three perceptrons."""
    one, two, last = (perceptrons(gate, case.most)[draw[f"p{k}"]] for k, gate in enumerate(draw["net"]))
    given = {"W1": [[*one[:2]], [*two[:2]]], "b1": [[one[2]], [two[2]]], "W2": [[*last[:2]]], "b2": last[2]}
    read = {name: in_field(value, case.rounding) for name, value in given.items()}
    return oriented(read, case.notation.rows) | {"convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[GateNet, dict[str, Any]]:
    """Read the instructor's net of two hidden units and one output; raises UserError where it is none, or no gate."""
    rows = setting.notation.rows
    demand(given, ("W1", "b1", "W2", "b2"), "the net needs W1, b1, W2 and b2")
    read: dict[str, Any] = {
        "W1": matrix("W1", given["W1"], vector=False, rows=rows),
        "b1": matrix("b1", given["b1"], vector=True, rows=rows),
        "W2": two_weights(given["W2"], rows),
        "b2": single("b2", given["b2"]),
    }
    for name, size in (("W1", shape(2, 2, rows)), ("b1", vector(2, rows))):
        if (len(read[name]), len(read[name][0])) != size:
            raise UserError(f"{name} must be {size[0]}×{size[1]}: two inputs and two hidden units")
    case = GateNet(0, Rounding("exact", decimals=in_decimals(read)), setting.notation)
    posed = {name: in_field(value, case.rounding) for name, value in read.items()}
    solve(case, posed, found := Ledger(lambda value: value))
    if found.values["gate"] not in OFFERED:
        raise UserError(f"this net is none of {', '.join(OFFERED)}: give other weights")
    return case, posed | {"convention": setting.notation.convention}


def solve(case: GateNet, given: Mapping[str, Any], keep: Ledger) -> None:
    """Both hidden units on all four inputs, the output on what they say, and the gate with that table."""
    at, rows = numbers(given), case.notation.rows
    by_unit = turned(given["W1"]) if rows else given["W1"]
    hidden = [
        [w * u + v * x + bias for u, x in INPUTS] for (w, v), bias in zip(by_unit, entries(given["b1"]), strict=True)
    ]
    fired = keep("a1", _step(case, keep("z1", turned(hidden) if rows else hidden)))
    pairs = fired if rows else turned(fired)
    w, v = entries(given["W2"])
    out = keep("yhat", _step(case, keep("z2", by_input([w * u + v * x + at["b2"] for u, x in pairs], case.notation))))
    table = tuple(int(one) for one in entries(out))
    known = {**TABLES, **TWISTED}
    keep("gate", next((gate for gate in OFFERED if known[gate] == table), "none of these"))
    keep("alone", NO if table in TWISTED.values() else YES)


def _step(case: GateNet, pre: Any) -> Any:
    return entrywise(lambda one: case.rounding.field.number(str(int(sign(one) >= 0))), pre)


def recompute(case: GateNet, given: Mapping[str, Any]) -> dict[str, Any]:
    """The net in NumPy; whether one perceptron could do it by trying weights and biases."""
    turn: Callable[[Any], Any] = np.asarray if case.notation.rows else np.transpose
    every = np.array(INPUTS, dtype=float)
    pre1 = every @ turn(given["W1"]) + given["b1"].ravel()
    out1 = second_road.step(pre1)
    pre2 = out1 @ turn(given["W2"]) + given["b2"]
    out = second_road.step(pre2)
    p, q = every.astype(bool).T
    logic = {"AND": p & q, "OR": p | q, "XOR": p ^ q, "XNOR": ~(p ^ q)}
    named = [gate for gate, table in logic.items() if np.array_equal(table, out.ravel() > 0)]
    gate = named[0] if named else "none of these"
    alone = NO if gate in TWISTED and proved_by_trying(NEVER, gate) else YES
    answers = {"z1": turn(pre1), "a1": turn(out1), "z2": turn(pre2), "yhat": turn(out)}
    return answers | {"gate": gate, "alone": alone}


def forms(case: GateNet) -> tuple[Form, ...]:
    """Sums and steps of both layers; the gate, and why one perceptron is not enough, in words."""
    rows = case.notation.rows
    weights, biases = slots("W1", 2, 2), slots("b1", *vector(2, rows))
    by_unit = rows_of(turned_slots(weights) if rows else weights)
    flat = [entry for row in rows_of(biases) for entry in row]
    units = [tuple(sums((u, v), bias, literals())) for (u, v), bias in zip(by_unit, flat, strict=True)]
    hidden: Node = Matrix(tuple(units))
    size1, size2 = ((4, 2), (4, 1)) if rows else ((2, 4), (1, 4))
    pre1, out1, pre2, out = slots("z1", *size1), slots("a1", *size1), slots("z2", *size2), slots("yhat", *size2)
    fired = [(u, v) for u, v in rows_of(out1 if rows else turned_slots(out1))]
    last = (Slot("W2", 0, 0), Slot("W2", 1, 0) if rows else Slot("W2", 0, 1))
    written = in_a_row(sums(last, Slot("b2"), fired), case.notation)
    return (
        Form("z1", "sums", found("z1", z1, turned_slots(hidden) if rows else hidden, pre1), "M", {"layer": 1}),
        Form("a1", "step", found("a1", a1, Fn("step", (z1,)), Fn("step", (pre1,)), out1), "A", {"layer": 1}),
        Form("z2", "sums", found("z2", z2, written, pre2), "M", {"layer": 2}),
        Form("yhat", "step", found("yhat", yhat, Fn("step", (z2,)), Fn("step", (pre2,)), out), "A", {"layer": 2}),
        Form("gate", "gate", None, "A"),
        Form("alone", "alone", None, "M"),
        Form("alone", "contradiction", None, "A"),
    )


def slips(case: GateNet, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: biases forgotten, a step the wrong way round, OR taken for XOR, one perceptron trusted."""
    at, v = numbers(given), found.values
    bias = at["b1"] if case.notation.rows else [[entry] * 4 for (entry,) in at["b1"]]
    yield Slip("z1", "bias forgotten", plus(v["z1"], entrywise(lambda one: -one, bias)))
    yield Slip("a1", "wrong way round", entrywise(lambda one: 1 - one, v["a1"]))
    yield Slip("z2", "bias forgotten", entrywise(lambda one: one - at["b2"], v["z2"]))
    yield Slip("yhat", "wrong way round", entrywise(lambda one: 1 - one, v["yhat"]))
    alike = {"XOR": "OR", "OR": "XOR", "XNOR": "AND", "AND": "XNOR"}
    if v["gate"] in alike:
        yield Slip("gate", "one input overlooked", alike[v["gate"]])
    yield Slip("alone", "one perceptron trusted", YES)
    yield Slip("alone", "hidden layer thought needed", NO)


def drawings(case: GateNet, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
    """The four inputs in the plane; in the key their classes, and the lines of both hidden units."""
    if "yhat" not in shown:
        return (corners((), ()),)
    weights = [list(row) for row in shown["W1"]]
    by_unit = [list(pair) for pair in zip(*weights, strict=True)] if case.notation.rows else weights
    biases = [text for row in shown["b1"] for text in row]
    lines = [[*pair, bias] for pair, bias in zip(by_unit, biases, strict=True)]
    plain = all("\\" not in text for line in lines for text in line) and all(any(map(float, one[:2])) for one in lines)
    return (corners([text for row in shown["yhat"] for text in row], lines if plain else ()),)


def asks(case: GateNet) -> tuple[Ask, ...]:
    """The hidden layer, the output, the gate, and whether one would do."""
    layers = (Ask("z1", z1, 1), Ask("a1", a1, 1), Ask("z2", z2, 2), Ask("yhat", yhat, 2))
    return (*layers, Ask("gate", None, 3), Ask("alone", None, 4))


FAMILY = Family(
    name="logic-gates", version=1, summary="a net that computes XOR", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=lambda case: {z1: "z1", a1: "a1", z2: "z2", yhat: "yhat"},
    facts=lambda case, given, found: {"gate": found.values["gate"], "offered": OFFERED},
    choices=lambda case, given: {"gate": OFFERED, "alone": (YES, NO)}, drawings=drawings,
)  # fmt: skip  # a register entry
