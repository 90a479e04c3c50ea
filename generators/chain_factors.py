"""The factors of a gradient in a net of one unit a layer, as words: "J/a2 * a2/z2 * z2/W2"; and the net in numbers.

What depends directly on what: J on the last a, each a on its z, each z on its W, its b and the a before it. In the
second road a factor is a difference quotient of that one formula, and a gradient one of the whole net.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import exp, log, prod, tanh
from types import MappingProxyType
from typing import NamedTuple

TIMES = " * "
STEP, CLOSE = 1e-6, 1e-5

Numbers = Mapping[str, float]
NO_SHIFT: Numbers = MappingProxyType({})


class Net(NamedTuple):
    """Layers of one unit each: how many, the hidden activation, that of the output, and the loss."""

    layers: int
    hidden: str
    output: str
    loss: str


def path(net: Net, target: str) -> tuple[str, ...]:
    """Return the factors from J down to W or b of a layer."""
    found, k = [f"J/a{net.layers}"], int(target[1:])
    for layer in range(net.layers, k, -1):
        found += [f"a{layer}/z{layer}", f"z{layer}/a{layer - 1}"]
    return (*found, f"a{k}/z{k}", f"z{k}/{target}")


def wrong_paths(net: Net, target: str) -> dict[str, str]:
    """Return what is often written in place of the right product, by the name of the mistake."""
    right, k = path(net, target), int(target[1:])
    slope, last = right.index(f"a{k}/z{k}"), len(right) - 1
    found = {
        "loss left out": list(right[1:]),
        "ends beside the target": [*right[:last], f"z{k}/{_beside(target)}"],
        "factors turned over": ["/".join(f.split("/")[::-1]) for f in right],
    }
    if k < net.layers or net.output != "identity":  # whose slope is 1 everywhere
        found["slope left out"] = [f for place, f in enumerate(right) if place != slope]
    if k < net.layers:
        found["weights in place of the output below"] = [
            f"z{k + 1}/W{k + 1}" if f == f"z{k + 1}/a{k}" else f for f in right
        ]
        found["a layer left out"] = [f for f in right if f not in (f"z{k + 1}/a{k}", f"a{k}/z{k}")]
    else:
        found["gone on too far"] = [*right[:last], f"z{k}/a{k - 1}" if k > 1 else "z1/x", f"a{k - 1}/z{k - 1}"]
    return {name: TIMES.join(factors) for name, factors in found.items()}


def _beside(target: str) -> str:
    """Return what enters the same sum beside W or b."""
    k = int(target[1:])
    return target.replace("b", "W") if target[0] == "b" else (f"a{k - 1}" if k > 1 else "x")


#: What the first two factors come to for an output and its loss, and what else is written there.
REDUCED = {
    ("sigmoid", "bce"): "a - y",
    ("identity", "squared-error"): "a - y",
    ("sigmoid", "squared-error"): "(a - y) a (1 - a)",
    ("tanh", "squared-error"): "(a - y) (1 - a^2)",
}
REDUCTIONS: dict[str, Callable[[float, float], float]] = {
    "a - y": lambda a, y: a - y,
    "y - a": lambda a, y: y - a,
    "(a - y) a (1 - a)": lambda a, y: (a - y) * a * (1 - a),
    "(a - y) (1 - a^2)": lambda a, y: (a - y) * (1 - a * a),
    "a (1 - a)": lambda a, y: a * (1 - a),
    "(a - y) a": lambda a, y: (a - y) * a,
}


def direct(factor: str) -> str:
    """Return what a factor is: the weight, the input below, 1, or the slope of the activation."""
    top, bottom = factor.split("/")
    if top[0] == "a":
        return f"f'(z{top[1:]})"
    if bottom[0] == "b":
        return "1"
    k = int(top[1:])
    below = f"a{k - 1}" if k > 1 else "x"
    return below if bottom[0] == "W" else f"W{k}"


# The net in numbers.

_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "relu": lambda z: max(0.0, z),
    "leaky-relu": lambda z: z if z > 0 else 0.1 * z,
    "sigmoid": lambda z: 1 / (1 + exp(-z)),
    "tanh": tanh,
    "identity": lambda z: z,
}
_LOSSES: dict[str, Callable[[float, float], float]] = {
    "bce": lambda a, y: -(y * log(a) + (1 - y) * log(1 - a)),
    "squared-error": lambda a, y: (a - y) ** 2 / 2,
}


@lru_cache(maxsize=512)
def begun(layers: int, pre: float) -> Numbers:
    """Return numbers for x, y and each W and b, all different, with which z1 is *pre*; they name the net in numbers."""
    found = {"x": 0.7, "y": 0.25}
    for k in range(1, layers + 1):
        found |= {f"W{k}": 1.3 - 0.35 * k, f"b{k}": 0.11 * k}
    return found | {"b1": pre - found["W1"] * found["x"]}


def forward(net: Net, pre: float, shifts: Numbers = NO_SHIFT) -> Numbers:
    """Return every value of the net, each moved by its shift where it has one."""
    at = {name: value + shifts.get(name, 0.0) for name, value in begun(net.layers, pre).items()}
    below = at["x"]
    for k in range(1, net.layers + 1):
        at[f"z{k}"] = at[f"W{k}"] * below + at[f"b{k}"] + shifts.get(f"z{k}", 0.0)
        activation = net.output if k == net.layers else net.hidden
        below = at[f"a{k}"] = _FUNCTIONS[activation](at[f"z{k}"]) + shifts.get(f"a{k}", 0.0)
    return at | {"J": _LOSSES[net.loss](below, at["y"])}


@lru_cache(maxsize=4096)
def slope(net: Net, pre: float, top: str, bottom: str) -> float:
    """Return how fast *top* changes with *bottom*, by a central difference of the whole net."""
    up, down = (forward(net, pre, {bottom: sign * STEP})[top] for sign in (1, -1))
    return (up - down) / (2 * STEP)


def local(net: Net, pre: float, factor: str) -> float | None:
    """Return a factor as a number; None where its top does not depend directly on its bottom."""
    top, _, bottom = factor.partition("/")
    k = top[1:]
    inner = {
        "J": [f"a{net.layers}"],
        "a": [f"z{k}"],
        "z": [f"W{k}", f"b{k}", f"a{int(k or 1) - 1}" if k != "1" else "x"],
    }
    if bottom not in inner.get(top[0], []):
        return None
    return slope(net, pre, top, bottom)


def product(net: Net, pre: float, factors: str) -> float | None:
    """Return the product of factors; None where one of them is none."""
    values = [local(net, pre, factor) for factor in factors.split(TIMES)]
    return None if None in values else prod(value for value in values if value is not None)


def near(u: float | None, v: float) -> bool:
    """Whether a number is *v*, but for what differences leave."""
    return u is not None and abs(u - v) < CLOSE * abs(v) + STEP * CLOSE
