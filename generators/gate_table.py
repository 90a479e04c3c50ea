"""Which gate a perceptron computes: its sum and its prediction for all four inputs; given W b."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.family import Ask, Family, Setting, Slip
from generators.gates import INPUTS, OPPOSITE, TABLES, corners, in_a_row, literals, perceptrons, sums
from generators.lines import Form
from generators.nets import demand, entries, in_decimals, in_field, matrix, numbers, oriented, single
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise
from symbolic.diagram import Diagram, Table
from symbolic.errors import UserError
from symbolic.exact import sign
from symbolic.layers import found, shape
from symbolic.notation import Notation
from symbolic.tree import Fn, Slot, Sym
from symbolic.written import slots

w, b, z, yhat = (Sym(name) for name in ("w", "b", "z", "yhat"))
#: What a perceptron is taken for that computes none of the gates.
NONE = "none of these"


class GateTable(Struct, frozen=True):
    """A perceptron of two inputs; weights of consecutive problems go up to ``most``."""

    most: int
    rounding: Rounding
    notation: Notation
    kind: str = "table"


def cases(setting: Setting) -> tuple[GateTable, ...]:
    """Return the one case of a difficulty."""
    most = {"easy": 3, "medium": 5, "hard": 7}[setting.difficulty]
    return (GateTable(most, Rounding("exact", decimals=True), setting.notation),)


def space(case: GateTable) -> Space:
    """Return every perceptron of the four gates with such weights."""
    return Space((Choice("gate", tuple(p for gate in TABLES for p in perceptrons(gate, case.most))),), refuses=False)


def pose(case: GateTable, draw: dict[str, Any]) -> dict[str, Any]:
    """Return weights and bias."""
    w1, w2, bias = draw["gate"]
    given = {"W": in_field([[w1, w2]], case.rounding), "b": in_field(bias, case.rounding)}
    return oriented(given, case.notation.rows) | {"convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[GateTable, dict[str, Any]]:
    """Read the instructor's perceptron; raises UserError where it has other than two inputs and one output."""
    demand(given, ("W", "b"), "a perceptron needs W and b")
    rows = setting.notation.rows
    weights = two_weights(given["W"], rows)
    single("b", given["b"])
    read = {"W": weights, "b": given["b"]}
    case = GateTable(0, Rounding("exact", decimals=in_decimals(read)), setting.notation)
    posed = {name: in_field(value, case.rounding) for name, value in read.items()}
    return case, posed | {"convention": setting.notation.convention}


def two_weights(value: Any, rows: bool) -> list[list[Any]]:
    """Read two weights, as a list or in the shape of the convention; raises UserError for others."""
    flat = isinstance(value, list) and not any(isinstance(entry, list) for entry in value)
    weights = matrix("W", value, vector=flat, rows=not rows if flat else rows)
    if (len(weights), len(weights[0])) != shape(1, 2, rows):
        raise UserError("W must be the two weights of one unit, such as [1, 1]")
    return weights


def solve(case: GateTable, given: Mapping[str, Any], keep: Ledger) -> None:
    """The four sums, the four predictions, and the gate with that table."""
    at = numbers(given)
    w1, w2 = entries(given["W"])
    pre = keep("z", by_input([w1 * u + w2 * v + at["b"] for u, v in INPUTS], case.notation))
    fires = keep("yhat", entrywise(lambda one: case.rounding.field.number(str(int(sign(one) >= 0))), pre))
    table = tuple(int(one) for one in entries(fires))
    keep("gate", next((gate for gate, row in TABLES.items() if row == table), NONE))


def by_input(values: list[Any], notation: Notation) -> list[list[Any]]:
    """Return a number for each of the four inputs as a matrix of the convention."""
    return [[value] for value in values] if notation.rows else [values]


def recompute(case: GateTable, given: Mapping[str, Any]) -> dict[str, Any]:
    """All inputs at once in NumPy, and the gate by Python's own logic."""
    every = np.array(INPUTS, dtype=float)
    pre = every @ given["W"].reshape(2, 1) + given["b"]
    fires = second_road.step(pre)
    logic: dict[str, Callable[[bool, bool], bool]] = {
        "AND": lambda p, q: p and q, "OR": lambda p, q: p or q,
        "NAND": lambda p, q: not (p and q), "NOR": lambda p, q: not (p or q),
    }  # fmt: skip  # a table
    seen = [bool(one) for one in fires.ravel()]
    named = [gate for gate, of in logic.items() if [bool(of(bool(p), bool(q))) for p, q in INPUTS] == seen]
    if not case.notation.rows:
        pre, fires = pre.T, fires.T
    return {"z": pre, "yhat": fires, "gate": named[0] if named else NONE}


def forms(case: GateTable) -> tuple[Form, ...]:
    """The four sums, the four predictions; the gate in words."""
    notation = case.notation
    weights = (Slot("W", 0, 0), Slot("W", 1, 0) if notation.rows else Slot("W", 0, 1))
    size = (4, 1) if notation.rows else (1, 4)
    written = in_a_row(sums(weights, Slot("b"), literals()), notation)
    pre, out = slots("z", *size), slots("yhat", *size)
    return (
        Form("z", "sums", found("z", z, written, pre), "M"),
        Form("yhat", "step", found("yhat", yhat, Fn("step", (z,)), Fn("step", (pre,)), out), "A"),
        Form("gate", "gate", None, "A"),
    )


def slips(case: GateTable, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the bias forgotten, the step read the wrong way round, the opposite gate named."""
    at, v = numbers(given), found.values
    yield Slip("z", "bias forgotten", entrywise(lambda one: one - at["b"], v["z"]))
    yield Slip("yhat", "wrong way round", entrywise(lambda one: 1 - one, v["yhat"]))
    if v["gate"] in OPPOSITE:
        yield Slip("gate", "opposite", OPPOSITE[v["gate"]])


def drawings(case: GateTable, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
    """The four inputs in the plane; in the key their classes and the line z = 0."""
    line = [text for name in "Wb" for row in shown[name] for text in row]
    if "yhat" not in shown or any("\\" in text for text in line) or not any(map(float, line[:2])):
        return (corners((), ()),)
    return (corners([text for row in shown["yhat"] for text in row], [line]),)


FAMILY = Family(
    name="logic-gates", version=1, summary="which gate a perceptron computes", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("z", z, 1), Ask("yhat", yhat, 1), Ask("gate", None, 2)), slips=slips, accept=accept,
    symbols=lambda case: {w: "W", b: "b", z: "z", yhat: "yhat"},
    guards=lambda case, given, found, name: (
        ["a sum lies at the jump of the step function"] if name == "z" and not all(entries(found.values[name])) else []
    ),
    choices=lambda case, given: {"gate": (*TABLES, NONE)}, drawings=drawings,
    facts=lambda case, given, found: {"offered": (*TABLES, NONE)},
)  # fmt: skip  # a register entry
