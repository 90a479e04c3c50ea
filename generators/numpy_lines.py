"""The lines of small nets in NumPy: what belongs in each, and what is often written in its place.

All code that is ever run stands here; none comes from a user. Three programs: a layer and its way back for one sample
with plain vectors, the same for a batch of rows, and a net of two layers for one sample.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple

from generators.numpy_later import np

Arrays = dict[str, Any]


class Blank(NamedTuple):
    """What stands on the right side of a line, and what is often written in its place."""

    right: str
    wrong: tuple[str, ...]


ACTIVE = {
    "relu": Blank("np.maximum(0, z)", ("np.minimum(0, z)", "np.max(0, z)", "z > 0", "np.abs(z)")),
    "sigmoid": Blank(
        "1 / (1 + np.exp(-z))",
        ("1 / (1 + np.exp(z))", "1 / 1 + np.exp(-z)", "np.exp(-z) / (1 + np.exp(-z))", "1 / (1 - np.exp(-z))"),
    ),
    "tanh": Blank("np.tanh(z)", ("np.tan(z)", "1 - np.tanh(z) ** 2", "np.sinh(z)", "np.tanh(-z)")),
}
SLOPES = {
    "relu": Blank("(z > 0)", ("np.maximum(0, z)", "(z < 0)", "z")),
    "sigmoid": Blank("a * (1 - a)", ("z * (1 - z)", "(1 - a)", "a * (1 + a)")),
    "tanh": Blank("(1 - a ** 2)", ("(1 - z ** 2)", "(1 - a)", "(1 + a ** 2)")),
}


def _layer(activation: str) -> dict[str, Blank]:
    slope = SLOPES[activation]
    wrong = tuple(f"(a - y) * {other}" for other in slope.wrong)
    return {
        "z": Blank("W @ x + b", ("x @ W + b", "W * x + b", "W.T @ x + b", "W @ (x + b)")),
        "a": ACTIVE[activation],
        "delta": Blank(f"(a - y) * {slope.right}", (*wrong, f"(y - a) * {slope.right}", "a - y")),
        "dW": Blank("np.outer(delta, x)", ("np.outer(x, delta)", "delta @ x", "delta * x", "np.outer(delta, a)")),
        "db": Blank("delta", ("delta.sum()", "delta * b", "np.ones_like(b)", "W.T @ delta")),
        "dx": Blank("W.T @ delta", ("W @ delta", "delta @ x", "delta * x", "W.T @ x")),
    }


def _batch(activation: str) -> dict[str, Blank]:
    slope = SLOPES[activation].right
    return {
        "z": Blank("x @ W + b", ("W @ x + b", "x @ W.T + b", "x * W + b", "x @ (W + b)")),
        "a": ACTIVE[activation],
        "delta": Blank(
            f"(a - y) * {slope} / len(x)",
            (f"(a - y) * {slope}", f"(y - a) * {slope} / len(x)", "(a - y) / len(x)", f"(a - y) @ {slope} / len(x)"),
        ),
        "dW": Blank("x.T @ delta", ("delta @ x.T", "x @ delta", "delta.T @ x", "x.T @ a")),
        "db": Blank("delta.sum(axis=0)", ("delta.sum(axis=1)", "delta.sum()", "delta", "delta.mean(axis=0)")),
        "dx": Blank("delta @ W.T", ("W.T @ delta", "delta @ W", "x @ W.T", "W @ delta")),
    }


def _two(activation: str) -> dict[str, Blank]:
    hidden = {"z": "z1", "a": "a1"}
    active = _renamed(ACTIVE[activation], hidden)
    slope = _renamed(SLOPES[activation], hidden)
    return {
        "z1": Blank("W1 @ x + b1", ("x @ W1 + b1", "W1 * x + b1", "W1.T @ x + b1", "W1 @ (x + b1)")),
        "a1": active,
        "a2": Blank("W2 @ a1 + b2", ("W2 @ z1 + b2", "W2 @ x + b2", "a1 @ W2 + b2", "W2 * a1 + b2")),
        "delta2": Blank("a2 - y", ("y - a2", "(a2 - y) ** 2", "a2", "a1 - y")),
        "dW2": Blank(
            "np.outer(delta2, a1)", ("np.outer(delta2, x)", "np.outer(a1, delta2)", "delta2 @ a1", "delta2 * a1")
        ),
        "delta1": Blank(
            f"(W2.T @ delta2) * {slope.right}",
            (
                f"(W2 @ delta2) * {slope.right}",
                "W2.T @ delta2",
                f"(W2.T @ delta2) * {slope.wrong[0]}",
                f"delta2 * {slope.right}",
            ),
        ),
        "dW1": Blank(
            "np.outer(delta1, x)", ("np.outer(x, delta1)", "np.outer(delta1, a1)", "delta1 @ x", "W1.T @ delta1")
        ),
    }


def _renamed(blank: Blank, names: Mapping[str, str]) -> Blank:
    def put(code: str) -> str:
        return re.sub(r"\b[az]\b", lambda found: names[found[0]], code)

    return Blank(put(blank.right), tuple(map(put, blank.wrong)))


PROGRAMS = {"layer": _layer, "batch": _batch, "two layers": _two}


@lru_cache
def lines(program: str, activation: str) -> Mapping[str, Blank]:
    """Return the lines of a program in order."""
    return PROGRAMS[program](activation)


def arrays(program: str, sizes: tuple[int, ...], start: int = 0) -> Arrays:
    """Return arrays of these sizes for a program to start from, no number twice, and others for another *start*.

    Sizes are inputs and units, with the samples of a batch or the outputs of a second layer behind them.
    """
    n, m, last = sizes
    shapes = {
        "layer": {"x": (n,), "W": (m, n), "b": (m,), "y": (m,)},
        "batch": {"x": (last, n), "W": (n, m), "b": (m,), "y": (last, m)},
        "two layers": {"x": (n,), "W1": (m, n), "b1": (m,), "W2": (last, m), "b2": (last,), "y": (last,)},
    }[program]
    return {name: _spread(shape, k + 10 * start) for k, (name, shape) in enumerate(shapes.items(), 1)}


def _spread(shape: tuple[int, ...], k: int) -> Any:
    """Return numbers between -1.2 and 1.2 that repeat nowhere, the same each time."""
    count = int(np.prod(shape))
    return (1.2 * np.sin(1.7 * k + 2.399963 * np.arange(1, count + 1))).reshape(shape)


def value(code: str, known: Arrays) -> Any:
    """Return what one of our own lines computes; raises what NumPy raises."""
    with np.errstate(all="ignore"):
        return eval(_compiled(code), {"np": np}, known)  # noqa: S307  our own text above


@lru_cache(maxsize=512)
def _compiled(code: str) -> CodeType:
    return compile(code, "<line>", "eval")


def run(program: str, activation: str, start: Arrays, upto: str) -> Arrays:
    """Run a program line by line, and stop before the line *upto*."""
    known = dict(start)
    for name, blank in lines(program, activation).items():
        if name == upto:
            break
        known[name] = value(blank.right, known)
    return known
