"""Each gradient as a sum over the paths from its weight to the loss: in index letters, and in figures for small nets.

A path goes from unit i of the weight's layer up through one unit of every layer above. It contributes the error at
its end, weight by weight and slope by slope all that it passes on the way down, and last what comes into the weight.
"""

from __future__ import annotations

from symbolic.networks import factors
from symbolic.networks.entries import Ranges, by, over, vector, w
from symbolic.networks.lines import Line, equal
from symbolic.networks.net import J, Net
from symbolic.traverse import rebuild
from symbolic.tree import Add, Fn, Mul, Node, Sym

#: Letters for the units above the weight's own layer, from the next one up; the output is always k.
ABOVE = ("l", "p", "q", "s", "t", "u")

#: Index letters to sum over, each with its layer, the innermost first.
Sums = tuple[tuple[str, int], ...]


def forward(net: Net, layer: int) -> tuple[Line, ...]:
    """Return z_i and a_i of a layer."""
    z, name, ranges = vector("z", layer, "i"), net.activation(layer), (("i", layer),)
    weighed = over("j", Mul((w(layer, "i", "j"), vector("a", layer - 1, "j"))), layer - 1)
    made = Line(equal(z, Add((weighed, vector("b", layer, "i")))), (), "entries", ranges=ranges)
    if name == "softmax":
        return made, factors.softmax_share(net)
    a = z if name == "identity" else Fn(name, (z,))
    return made, Line(equal(vector("a", layer, "i"), a), (), "entries", ranges=ranges)


def at_output(net: Net, k: str) -> Node:
    """Return ∂J/∂z_k of the output in full: a_k - y_k where the factors cancel."""
    lines = factors.output_error(net) or factors.loss_slope(net)
    return relettered(lines[-1].tree.sides[-1], "k", k)


def relettered(node: Node, old: str, new: str) -> Node:
    """Return *node* with another index letter."""
    if isinstance(node, Sym):
        return Sym(node.name, node.layer, tuple(new if part == old else part for part in node.index))
    return rebuild(node, lambda child: relettered(child, old, new))


def way_down(net: Net, layer: int) -> tuple[tuple[Node, ...], Sums]:
    """Return the factors of a path from the loss down to unit i of a layer, and what is to be summed over."""
    letters = ["i", *ABOVE[: max(0, net.layers - layer - 1)], *["k"] * (layer < net.layers)]
    end = at_output(net, letters[-1])
    passed = [*(end.factors if isinstance(end, Mul) else (end,))]
    for level in range(net.layers, layer, -1):
        here, below = letters[level - layer], letters[level - layer - 1]
        passed.append(w(level, here, below))
        if net.activation(level - 1) != "identity":
            passed.append(Fn(net.activation(level - 1), (vector("z", level - 1, below),), 1))
    return tuple(passed), tuple((letters[level - layer], level) for level in range(layer + 1, net.layers + 1))


def summed(parts: tuple[Node, ...], sums: Sums) -> Node:
    """Return the product of *parts* under its sums."""
    body: Node = parts[0] if len(parts) == 1 else Mul(parts)
    for letter, level in sums:
        body = over(letter, body, level)
    return body


def weight_gradient(net: Net, layer: int) -> Line:
    """Return ∂J/∂w_ij of a layer."""
    parts, sums = way_down(net, layer)
    ranges: Ranges = (("i", layer), ("j", layer - 1))
    found = summed((*parts, vector("a", layer - 1, "j")), sums)
    return Line(equal(by(J, w(layer, "i", "j")), found), (), "entries", ranges=ranges)


def bias_gradient(net: Net, layer: int) -> Line:
    """Return ∂J/∂b_i of a layer."""
    left = by(J, vector("b", layer, "i"))
    return Line(equal(left, summed(*way_down(net, layer))), (), "entries", ranges=(("i", layer),))


def input_gradient(net: Net) -> Line:
    """Return ∂J/∂x_j."""
    parts, sums = way_down(net, 1)
    found = summed((*parts, w(1, "i", "j")), (("i", 1), *sums))
    return Line(equal(by(J, vector("a", 0, "j")), found), (), "entries", ranges=(("j", 0),))


def gradients(net: Net) -> dict[str, Line]:
    """Return every gradient over its paths, by the names of the problem record, from the output down to the input."""
    found = {}
    for layer in range(net.layers, 0, -1):
        found[f"dW{layer}"], found[f"db{layer}"] = weight_gradient(net, layer), bias_gradient(net, layer)
    return {**found, "dx": input_gradient(net)}
