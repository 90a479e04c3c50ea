"""Logic gates on two inputs: their tables, the perceptrons that compute them, and the plane in which they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

from generators.numpy_later import np
from symbolic.diagram import Plane, Point
from symbolic.notation import Notation
from symbolic.tree import Add, Mul, Node, Num
from symbolic.written import joined

#: The four inputs in the order of every table.
INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))
TABLES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "NOR": (1, 0, 0, 0)}
#: Those that no single perceptron computes.
TWISTED = {"XOR": (0, 1, 1, 0), "XNOR": (1, 0, 0, 1)}
OPPOSITE = {"AND": "NAND", "NAND": "AND", "OR": "NOR", "NOR": "OR"}
#: Weights and a bias of each gate, the simplest.
SIMPLE = {"AND": ("1", "1", "-1.5"), "OR": ("1", "1", "-0.5"), "NAND": ("-1", "-1", "1.5"), "NOR": ("-1", "-1", "0.5")}

Perceptron = tuple[int, int, Decimal]


@lru_cache(maxsize=16)
def perceptrons(gate: str, most: int) -> tuple[Perceptron, ...]:
    """Return every perceptron of a gate with whole weights up to *most* and a bias halfway between whole numbers."""
    turned = -1 if gate in ("NAND", "NOR") else 1
    found = []
    for w1, w2 in product(range(1, most + 1), repeat=2):
        low, high = (-(w1 + w2), -max(w1, w2)) if gate in ("AND", "NAND") else (-min(w1, w2), 0)
        halves = (Decimal(n) + Decimal("0.5") for n in range(low, high))
        found += [(turned * w1, turned * w2, turned * half) for half in halves]
    return tuple(found)


def in_a_row(values: Sequence[Node], notation: Notation) -> Node:
    """Return one number for each of the four inputs: samples are rows or columns by the convention."""
    return joined(tuple((value,) for value in values) if notation.rows else (tuple(values),))


def sums(weights: tuple[Node, Node], bias: Node, inputs: Iterable[tuple[Node, Node]]) -> list[Node]:
    """Return w1 u + w2 v + b for each pair of inputs, written out."""
    return [Add((*(Mul(pair, dot=True) for pair in zip(weights, one, strict=True)), bias)) for one in inputs]


def literals() -> list[tuple[Node, Node]]:
    """Return the four inputs as they are written."""
    return [(Num(str(u)), Num(str(v))) for u, v in INPUTS]


def rule_of(gate: str) -> str:
    """Return what weights and bias must fulfil, a condition for each input: "b < 0, w2 + b < 0, …"."""
    names = ("b", "w2 + b", "w1 + b", "w1 + w2 + b")
    every = {**TABLES, **TWISTED}[gate]
    return ", ".join(f"{name} {'>= 0' if fires else '< 0'}" for name, fires in zip(names, every, strict=True))


@lru_cache(maxsize=16)
def proved_by_trying(rule: str, gate: str) -> bool:
    """Whether, of all weights and biases from -3 to 3 in halves, exactly those fulfil *rule* that compute *gate*."""
    steps = np.arange(-3.0, 3.5, 0.5)
    at = dict(zip(("w1", "w2", "b"), np.meshgrid(steps, steps, steps), strict=True))
    conditions: list[Any] = [_holds(condition, at) for condition in rule.split(", ")]
    fulfil = np.all(conditions, axis=0)
    table = {**TABLES, **TWISTED}[gate]
    fires = [(u * at["w1"] + v * at["w2"] + at["b"] >= 0) == bool(t) for (u, v), t in zip(INPUTS, table, strict=True)]
    return bool(np.array_equal(fulfil, np.all(fires, axis=0)))


def _holds(condition: str, at: Mapping[str, Any]) -> Any:
    """Return where a condition holds, of all weights and biases at once."""
    left, relation, _ = condition.rsplit(" ", 2)
    total = sum(at[name] for name in left.split(" + "))
    return total >= 0 if relation == ">=" else total < 0


def corners(classes: Sequence[str], lines: Sequence[Sequence[str]]) -> Plane:
    """Return the four inputs in the plane with their classes, as printed, and the lines u x1 + v x2 + c = 0."""
    points = [
        Point(u, v, fires == "1" if fires else None) for (u, v), fires in zip(INPUTS, classes or [""] * 4, strict=True)
    ]
    drawn = (tuple(map(float, line)) for line in lines)
    return Plane("plane", tuple(points), tuple((u, v, c) for u, v, c in drawn))
