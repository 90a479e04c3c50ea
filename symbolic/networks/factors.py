"""The factors of the chain rule entry by entry, in index letters, and the product of the last two line by line.

k counts outputs, i the units of a layer and j what comes in. Every layer has the same factors: ∂z_i/∂w_ij = a_j,
∂z_i/∂b_i = 1, ∂z_i/∂a_j = w_ij and ∂a_i/∂z_i = f'(z_i).
"""

from __future__ import annotations

from symbolic.activations.softmax import ACTIVATION, K
from symbolic.networks.entries import Ranges, by, kronecker, over, vector, w
from symbolic.networks.lines import Line, equal
from symbolic.networks.losses import bernoulli_slope
from symbolic.networks.net import J, Net
from symbolic.reader import read
from symbolic.traverse import rebuild
from symbolic.tree import ONE, Add, Fn, Frac, Mul, Neg, Node, Sum, Sym
from symbolic.written import minus


def loss_line(net: Net) -> Line:
    """Return the loss of one sample."""
    return Line(equal(J, net.criterion.formula(net.outputs)), claim="entries")


def loss_slope(net: Net) -> tuple[Line, ...]:
    """Return ∂J/∂a_k, or ∂J/∂z_k of a loss on logits, line by line."""
    left = by(J, net.outputs.a("k"))
    ranges = (("k", net.layers),)
    return tuple(
        Line(equal(left, side), (why,), "entries", ranges=ranges) for side, why in net.criterion.slope(net.outputs)
    )


def own_slope(net: Net, layer: int, k: str = "k") -> tuple[Line, ...]:
    """Return ∂a_k/∂z_k of a layer whose units do not mix."""
    name, a, z = net.activation(layer), vector("a", layer, k), vector("z", layer, k)
    ranges = ((k, layer),)
    left = by(a, z)
    if name == "identity":
        return (Line(equal(left, ONE), ("no activation: a is z",), "entries", ranges=ranges),)
    first = Line(equal(left, Fn(name, (z,), 1)), ("the slope of the activation",), "entries", ranges=ranges)
    if name != "sigmoid":
        return (first,)
    taught = equal(left, Mul((a, minus(ONE, a))))
    return first, Line(taught, (f"chalkgrad derive {name}",), "entries", ranges=ranges)


def within(net: Net, layer: int) -> tuple[Line, ...]:
    """Return the factors inside a layer: ∂z_i/∂w_ij, ∂z_i/∂b_i and ∂z_i/∂a_j."""
    z, below = vector("z", layer, "i"), vector("a", layer - 1, "j")
    ranges: Ranges = (("i", layer), ("j", layer - 1))
    return (
        Line(equal(by(z, w(layer, "i", "j")), below), ("what the weight multiplies",), "entries", ranges=ranges),
        Line(equal(by(z, vector("b", layer, "i")), ONE), ("the bias stands alone",), "entries", ranges=ranges[:1]),
        Line(equal(by(z, below), w(layer, "i", "j")), ("what it is multiplied by",), "entries", ranges=ranges),
    )


def output_error(net: Net) -> tuple[Line, ...]:
    """Return ∂J/∂z_k of the last layer from its two factors, with the cancellation where there is one."""
    if net.criterion.logits:
        return ()
    if net.output == "softmax":
        return _softmax_error(net)
    a, z, y = vector("a", net.layers, "k"), vector("z", net.layers, "k"), Sym("y", 0, ("k",))
    left = by(J, z)
    *_, (last, _) = net.criterion.slope(net.outputs)
    sides: list[tuple[Node, str]] = [(Mul((by(J, a), by(a, z)), dot=True), "chain rule: z acts on J through a alone")]
    if net.output == "sigmoid" and net.cancels:
        sides.append((Mul((bernoulli_slope(a, y), Mul((a, minus(ONE, a)))), dot=True), "the two factors"))
        sides.append((minus(a, y), "a (1 - a) stands above and below: it cancels"))
    elif net.output == "identity":
        sides += [(Mul((last, ONE), dot=True), "the two factors"), (last, "a factor 1")]
    else:
        sides.append((Mul((last, Fn(net.output, (z,), 1)), dot=True), "the two factors; nothing cancels"))
    return tuple(Line(equal(left, side), (why,), "entries", ranges=(("k", net.layers),)) for side, why in sides)


def _softmax_error(net: Net) -> tuple[Line, ...]:
    """Return ∂J/∂z_k of softmax with cross-entropy: every output depends on every z."""
    top, layer = net.outputs, net.layers
    a, z, y = top.a("k"), vector("z", layer, "k"), top.y("k")
    slope, jacobian = Neg(Frac(top.y("i"), top.a("i"))), Mul((top.a("i"), minus(kronecker("i", "k"), a)))
    every = top.over("i", Mul((by(J, top.a("i")), by(top.a("i"), z))))
    cancelled = Neg(top.over("i", Mul((top.y("i"), minus(kronecker("i", "k"), a)))))
    sides = (
        (every, "chain rule: z_k moves every output, so the ways are summed"),
        (top.over("i", Mul((slope, jacobian))), "the two factors"),
        (cancelled, "the outputs stand above and below: they cancel"),
        (Add((Neg(y), Mul((a, top.over("i", top.y("i")))))), "of the first part only the term i = k is left"),
        (minus(a, y), "the targets sum to 1"),
    )
    return tuple(Line(equal(by(J, z), side), (why,), "entries", ranges=(("k", layer),)) for side, why in sides)


def softmax_share(net: Net) -> Line:
    """Return the softmax: a_i = e^{z_i} / Σ_k e^{z_k}."""
    left = vector("a", net.layers, "i")
    return Line(equal(left, _in_layer(ACTIVATION.definition, net.layers)), (), "entries", ranges=(("i", net.layers),))


def softmax_jacobian(net: Net) -> tuple[Line, ...]:
    """Return ∂a_i/∂z_j of the softmax, the lines of the book in the letters of the net."""
    from symbolic.book import load

    layer = net.layers
    ranges: Ranges = (("i", layer), ("j", layer))
    left = by(vector("a", layer, "i"), vector("z", layer, "j"))
    return tuple(
        Line(
            equal(left, _in_layer(read(line["latex"]), layer)),
            (line["rule"],),
            "entries",
            ranges=ranges,
            where=read(line["where"]) if line.get("where") else None,
        )
        for line in load("softmax")["lines"]
    )


def _in_layer(node: Node, layer: int) -> Node:
    """Return a line of the softmax with the letters of the net: p is a, and z and a are those of the layer."""
    if isinstance(node, Sum) and node.index == K:
        return over("k", _in_layer(node.body, layer), layer)
    if isinstance(node, Sym) and node.name in "pz" and node.index:
        return Sym("a" if node.name == "p" else "z", layer, node.index)
    return rebuild(node, lambda child: _in_layer(child, layer))


def hidden_error(net: Net, layer: int) -> tuple[Line, ...]:
    """Return δ_i of a hidden layer: what all units above send back, times the unit's own slope."""
    a, z, above = vector("a", layer, "i"), vector("z", layer, "i"), layer + 1
    left = vector("delta", layer, "i")
    up = vector("z", above, "k")
    sent = over("k", Mul((vector("delta", above, "k"), w(above, "k", "i"))), above)
    weights = "along the row of weights" if net.rows else "down the column of weights"
    name = net.activation(layer)
    last = sent if name == "identity" else Mul((Fn(name, (z,), 1), sent))
    sides = (
        (Mul((by(J, a), by(a, z)), dot=True), "chain rule: z acts on J through a alone"),
        (
            Mul((by(a, z), over("k", Mul((by(J, up), by(up, a))), above))),
            "the unit sends its output to every unit above: the ways are summed",
        ),
        (last, f"the factors; the sum runs {weights} that leave the unit"),
    )
    return tuple(Line(equal(left, side), (why,), "entries", ranges=(("i", layer),)) for side, why in sides)


def gradients(net: Net, layer: int) -> tuple[Line, ...]:
    """Return ∂J/∂w_ij and ∂J/∂b_i of a layer."""
    z, delta, below = vector("z", layer, "i"), vector("delta", layer, "i"), vector("a", layer - 1, "j")
    ranges: Ranges = (("i", layer), ("j", layer - 1))
    weight, bias = w(layer, "i", "j"), vector("b", layer, "i")
    return (
        Line(
            equal(by(J, weight), Mul((by(J, z), by(z, weight)), dot=True), Mul((delta, below))),
            ("the weight acts through one unit alone",),
            "entries",
            ranges=ranges,
        ),
        Line(
            equal(by(J, bias), Mul((by(J, z), by(z, bias)), dot=True), delta),
            ("a factor 1",),
            "entries",
            ranges=ranges[:1],
        ),
    )


def input_gradient(net: Net) -> Line:
    """Return ∂J/∂x_j."""
    source = vector("a", 0, "j")
    body = Mul((vector("delta", 1, "i"), w(1, "i", "j")))
    return Line(
        equal(by(J, source), over("i", body, 1)),
        ("every unit of layer 1 sees the input",),
        "entries",
        ranges=(("j", 0),),
    )
