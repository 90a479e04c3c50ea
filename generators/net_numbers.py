"""The numbers of a two-layer net: what is drawn for each kind of rounding, and how an instructor's own are read."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from generators.nets import RATIONAL, SMOOTH, apply, demand, in_field, logs, matrix, oriented, spread, tenths
from generators.rounding import Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import plus, scalar, times
from symbolic.backward import Net
from symbolic.errors import UserError
from symbolic.layers import shape, vector

#: The givens of a two-layer net, in the order of the page.
NUMBERS = ("x", "W1", "b1", "W2", "b2", "y")


def space_of(net: Net, rounding: Rounding) -> Space:
    """Return what is drawn: whole numbers, tenths, or multiples of a logarithm where smooth values are to be exact."""
    n0, n1, n2 = net.sizes
    smooth_hidden, smooth_output = net.hidden in SMOOTH, net.output not in RATIONAL
    exact = rounding.policy == "exact"
    fine = not exact and (smooth_hidden or smooth_output)
    hidden = tenths(9, zero=False) if smooth_hidden and not exact else spread(3, zero=False)
    choices = [
        Choice("x", spread(3, zero=False), n0, net.samples),
        Choice("W1", hidden, n1, n0),
        _bias("b1", n1, logarithmic=exact and smooth_hidden, fine=smooth_hidden and not exact),
        Choice("W2", tenths(9, zero=False) if fine else spread(3, zero=False), n2, n1),
        _bias("b2", n2, logarithmic=exact and smooth_output, fine=fine),
        *_targets(net),
    ]
    return Space((Choice("base", (2, 3)), *choices) if exact and (smooth_hidden or smooth_output) else tuple(choices))


def _bias(name: str, units: int, *, logarithmic: bool, fine: bool) -> Choice:
    """Return what fixes a bias: itself, or the whole multiple of a logarithm that its z is to be."""
    if logarithmic:
        return Choice(f"k{name[1]}", spread(2, zero=False), units)
    return Choice(name, tenths(12) if fine else spread(5), units)


def _targets(net: Net) -> tuple[Choice, ...]:
    units = net.sizes[2]
    if net.output == "softmax":
        return (Choice("right", tuple(range(units)), 1, net.samples),)
    values = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": tuple(range(7))}.get(net.output, spread(5))
    return (Choice("y", values, units, net.samples),)


def posed(net: Net, rounding: Rounding, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw in the convention of the net."""
    targets = draw.get("y") or [[int(k == right) for right in draw["right"][0]] for k in range(net.sizes[2])]
    given = {"x": draw["x"], "y": targets}
    below = draw["x"]
    for layer in (1, 2):
        W, b = _layer(net, layer, draw, below)
        given |= {f"W{layer}": W, f"b{layer}": b}
        if layer == 1 and "k2" in draw:
            below = _outputs(net, rounding, W, b, below)
    ordered = {name: in_field(given[name], rounding) for name in NUMBERS}
    return oriented(ordered, net.rows)


def _layer(net: Net, layer: int, draw: dict[str, Any], below: Any) -> tuple[Any, Any]:
    """Return the weights and bias of a layer; for a logarithmic one, the bias that brings each z to k times it."""
    W = draw[f"W{layer}"]
    if f"k{layer}" not in draw:
        return W, draw[f"b{layer}"]
    scale = [lcm(*(Fraction(entry).denominator for entry in row)) for row in below]
    W = [[w * s for w, s in zip(row, scale, strict=True)] for row in W]
    sums = [sum(w * Fraction(entry[0]) for w, entry in zip(row, below, strict=True)) for row in W]
    b = [[k[0] - int(s)] for k, s in zip(draw[f"k{layer}"], sums, strict=True)]
    return logs(W, draw["base"]), logs(b, draw["base"])


def _outputs(net: Net, rounding: Rounding, W: Any, b: Any, x: Any) -> Any:
    z = plus(times(scalar(W), scalar(x)), scalar(b))
    out = apply(net.hidden, z, rounding, {"slope": Fraction(1, 10)} if net.hidden == "leaky-relu" else {})
    return out if isinstance(out, list) else [[out]]


def accepted(
    given: Mapping[str, Any], rows: bool, *, batch: bool = False
) -> tuple[tuple[int, int, int], dict[str, Any]]:
    """Read x, W1, b1, W2, b2 and y, of a *batch* one row a sample; raises UserError where one does not fit."""
    demand(given, NUMBERS, "a two-layer net needs x, W1, b1, W2, b2 and y")
    read = {name: matrix(name, given[name], vector=name[0] != "W", rows=rows) for name in NUMBERS}
    sources = [len(read["W1"]), len(read["W1"][0])]
    n0, n1 = sources if rows else sources[::-1]
    n2 = len(read["W2"][0]) if rows else len(read["W2"])
    m = len(read["x"]) if batch else 1
    x, y = ((m, n0), (m, n2)) if batch else (vector(n0, rows), vector(n2, rows))
    wanted = {"x": x, "b1": vector(n1, rows), "W2": shape(n2, n1, rows), "b2": vector(n2, rows), "y": y}
    for name, size in wanted.items():
        found = (len(read[name]), len(read[name][0]))
        if found != size:
            raise UserError(f"{name} is {found[0]}×{found[1]} but must be {size[0]}×{size[1]} to fit W1 and W2")
    return (n0, n1, n2), read
