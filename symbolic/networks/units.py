"""What a ReLU leaves of the gradients: the reduced forms for a unit that is on and one that is off, and the update."""

from __future__ import annotations

from symbolic.networks import paths
from symbolic.networks.entries import by, vector, w
from symbolic.networks.lines import Line, equal
from symbolic.networks.net import J, Net
from symbolic.tree import ONE, ZERO, Add, Chain, Fn, Leibniz, Mul, Neg, Node, Sym


def on_and_off(net: Net, layer: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines for a unit i that is on and for one that is off, of a hidden ReLU layer."""
    z, a = vector("z", layer, "i"), vector("a", layer, "i")
    slope = Fn(net.activation(layer), (z,), 1)
    live = (
        Line(
            equal(slope, ONE), ("the unit passes on what comes",), "entries", ranges=(("i", layer),), slope=(layer, 1)
        ),
        _reduced(net, layer, paths.weight_gradient(net, layer), 1, "the slope 1 drops out"),
        _reduced(net, layer, paths.bias_gradient(net, layer), 1, "the slope 1 drops out"),
    )
    dead = (
        Line(equal(slope, ZERO), ("the unit passes on nothing",), "entries", ranges=(("i", layer),), slope=(layer, 0)),
        _reduced(net, layer, paths.weight_gradient(net, layer), 0, "every path runs through the slope 0"),
        _reduced(net, layer, paths.bias_gradient(net, layer), 0, "every path runs through the slope 0"),
        Line(
            equal(by(J, w(layer + 1, "k", "i")), Mul((vector("delta", layer + 1, "k"), a)), ZERO),
            ("its output is 0 as well, so the weights that leave it rest too",),
            "note",
        ),
    )
    return live, dead


def _reduced(net: Net, layer: int, line: Line, value: int, why: str) -> Line:
    """Return a gradient with the slope of its own unit put in."""
    left, found = line.tree.sides
    slope = Fn(net.activation(layer), (vector("z", layer, "i"),), 1)
    side = _without(found, slope) if value else ZERO
    return Line(equal(left, side), (why,), "entries", ranges=line.ranges, slope=(layer, value))


def _without(node: Node, factor: Node) -> Node:
    """Return a product, or the body of its sums, without one factor."""
    from symbolic.traverse import rebuild

    if isinstance(node, Mul) and factor in node.factors:
        kept = tuple(part for part in node.factors if part != factor)
        return kept[0] if len(kept) == 1 else Mul(kept)
    return rebuild(node, lambda child: _without(child, factor))


def update(net: Net) -> tuple[Line, ...]:
    """Return the step of gradient descent, W ← W - η ∂J/∂W, for every layer."""
    lines = []
    for layer in range(1, net.layers + 1):
        for symbol in (net.W(layer).node, net.b(layer).node):
            step = Add((symbol, Neg(Mul((Sym("eta"), Leibniz(J, symbol))))))
            lines.append(Line(Chain((symbol, step), ("\\leftarrow",)), claim="update"))
    return tuple(lines)
