"""Judges of the logic gates: the tables by Python's logic, biases and weights by trying them all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

Values = dict[str, Any]
INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))
LOGIC: dict[str, Callable[[int, int], int]] = {
    "AND": lambda p, q: p & q,
    "OR": lambda p, q: p | q,
    "NAND": lambda p, q: 1 - (p & q),
    "NOR": lambda p, q: 1 - (p | q),
    "XOR": lambda p, q: p ^ q,
    "XNOR": lambda p, q: 1 - (p ^ q),
}
SEVERAL = [n / 4 for n in range(-12, 13)]


def predictions(w1: float, w2: float, b: float) -> list[int]:
    """Return what a perceptron says to the four inputs."""
    return [int(w1 * p + w2 * q + b >= 0) for p, q in INPUTS]


def table(gate: str) -> list[int]:
    """Return what a gate says."""
    return [LOGIC[gate](p, q) for p, q in INPUTS]


def named(outputs: list[int], offered: tuple[str, ...]) -> str:
    """Return the gate with these outputs."""
    return next((gate for gate in offered if table(gate) == outputs), "none of these")


def logic_gates(given: Values) -> Values:
    """Each kind by what is given."""
    if "W1" in given:
        return net(given)
    w1, w2 = given["W"].ravel().tolist()
    if "gate" in given:
        return biases(given["gate"], w1, w2)
    b = float(given["b"])
    outputs = predictions(w1, w2, b)
    return {
        "z": np.array([w1 * p + w2 * q + b for p, q in INPUTS]),
        "yhat": np.array(outputs),
        "gate": named(outputs, ("AND", "OR", "NAND", "NOR")),
    }


def biases(gate: str, w1: float, w2: float) -> Values:
    """Every bias in quarters: the first that works, and the first that does not any more."""
    works = [n / 4 for n in range(-100, 101) if predictions(w1, w2, n / 4) == table(gate)]
    opposite = {"AND": "NAND", "NAND": "AND", "OR": "NOR", "NOR": "OR"}[gate]
    names = ("b", "w2 + b", "w1 + b", "w1 + w2 + b")
    own = ", ".join(f"{name} {'>= 0' if on else '< 0'}" for name, on in zip(names, table(opposite), strict=True))
    for u, v, b in product(SEVERAL[::3], SEVERAL[::3], SEVERAL[::2]):
        at = {"b": b, "w2 + b": v + b, "w1 + b": u + b, "w1 + w2 + b": u + v + b}
        fulfils = all((at[name] >= 0) == bool(on) for name, on in zip(names, table(opposite), strict=True))
        assert fulfils == (predictions(u, v, b) == table(opposite))
    return {"low": np.array(works[0]), "high": np.array(works[-1] + 0.25), "own": own}


def net(given: Values) -> Values:
    """The net unit by unit, and every single perceptron in quarters."""
    rows = given["convention"] == "row"
    units = zip(given["W1"].T if rows else given["W1"], given["b1"].ravel(), strict=True)
    pre1 = np.array([[w[0] * p + w[1] * q + b for p, q in INPUTS] for w, b in units])
    out1 = (pre1 >= 0).astype(float)
    pre2 = given["W2"].ravel() @ out1 + float(given["b2"])
    outputs = [int(one >= 0) for one in pre2]
    alone = any(predictions(*weights) == outputs for weights in product(SEVERAL[::2], repeat=3))
    found = {"z1": pre1.T if rows else pre1, "a1": out1.T if rows else out1, "z2": pre2, "yhat": np.array(outputs)}
    return found | {"gate": named(outputs, ("AND", "OR", "XOR", "XNOR")), "alone": "yes" if alone else "no"}
