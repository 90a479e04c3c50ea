"""The gradients in matrix form: every line from the rules on typed matrices, its shapes beside it."""

from __future__ import annotations

from symbolic.networks import rules
from symbolic.networks.lines import Claim, Line, Words, equal
from symbolic.networks.net import J, Net
from symbolic.networks.typed import Typed, minus, times, transposed
from symbolic.tree import Fn, Hadamard, Leibniz, Mul, Node


def line(left: Typed, right: Typed, *why: str | Node, claim: Claim = "matrix", via: tuple[Node, ...] = ()) -> Line:
    """Return  left = … = right  with its reason and the reckoning of the shapes."""
    return Line(equal(left.node, *via, right.node), why, claim, right.reckoning)


def forward(net: Net) -> tuple[Line, ...]:
    """Return the equations of the net, layer by layer."""
    lines = []
    for layer in range(1, net.layers + 1):
        lines.append(line(net.z(layer), rules.pre_activation(net, layer), f"layer {layer}: weigh and add the bias"))
        lines.append(line(net.a(layer), rules.activated(net, layer), _acts(net, layer)))
    return tuple(lines)


def _acts(net: Net, layer: int) -> str:
    name = net.activation(layer)
    if name == "identity":
        return "no activation"
    if name == "softmax":
        return "over the row of each sample" if net.batch != "one" else "over all units together"
    return "entry by entry"


def factors(net: Net, layer: int) -> Line:
    """Return ∂J/∂W of a layer as the product of all its factors, from the loss back, as the course's notes have it."""
    links: list[Node] = []
    for level in range(net.layers, layer - 1, -1):
        above = J if level == net.layers else net.z(level + 1).node
        if not (level == net.layers and net.criterion.logits):
            links += [Leibniz(above, net.a(level).node), Leibniz(net.a(level).node, net.z(level).node)]
        else:
            links.append(Leibniz(above, net.z(level).node))
    links.append(Leibniz(net.z(layer).node, net.W(layer).node))
    return Line(equal(Leibniz(J, net.W(layer).node), Mul(tuple(links), dot=True)), claim="units")


def output_error(net: Net) -> tuple[Line, ...]:
    """Return δ of the last layer."""
    delta, found = net.delta(net.layers), rules.output_error(net)
    pulled = Leibniz(J, net.z(net.layers).node)
    if not _needs_slope(net):
        why = f"the entries k of above, {'side by side' if net.rows else 'one under another'}"
        return (line(delta, found, _stacked(net, why), via=(pulled,)),)
    reached = Typed(Leibniz(J, net.a(net.layers).node), net.a(net.layers).dims)
    return (
        line(reached, rules.loss_slope(net), _stacked(net, "the slope of the loss, entry by entry")),
        Line(
            equal(
                delta.node,
                pulled,
                Hadamard((reached.node, rules.slope(net, net.layers).node)),
                found.node,
            ),
            ("each entry times the slope of its own unit",),
            "matrix",
            found.reckoning,
        ),
    )


def _needs_slope(net: Net) -> bool:
    return not (net.cancels or net.criterion.logits or net.output == "identity")


def _stacked(net: Net, why: str) -> str:
    if net.batch == "mean":
        return f"{why}, a row for every sample; the mean over the batch brings 1/m"
    return f"{why}, a row for every sample" if net.batch == "sum" else why


def hidden_error(net: Net, layer: int) -> tuple[Line, ...]:
    """Return ∂J/∂a and δ of a hidden layer, with the reason for the transpose."""
    a, above = net.a(layer), layer + 1
    reached = Typed(Leibniz(J, a.node), a.dims)
    back, found = rules.passed_back(net, above), rules.hidden_error(net, layer)
    lines = [line(reached, back, *_why_transposed(net, above))]
    pulled = Leibniz(J, net.z(layer).node)
    if net.activation(layer) == "identity":
        return (*lines, line(net.delta(layer), found, "no activation: the slope is 1", via=(pulled,)))
    factor = Hadamard((reached.node, rules.slope(net, layer).node))
    why = "the activation acts on each unit alone, so the factor stands entry by entry"
    return (*lines, Line(equal(net.delta(layer).node, pulled, factor, found.node), (why,), "matrix", found.reckoning))


def _why_transposed(net: Net, layer: int) -> Words:
    """Say why the weights are turned on the way back."""
    W, delta, below = net.W(layer), net.delta(layer), net.a(layer - 1)
    back = rules.passed_back(net, layer)
    return (
        "the gradient by ", below.node, " must have its shape, ", below.shape, "; ", W.node, " is ", W.shape, " and ",
        delta.node, " is ", delta.shape, ", so only ", back.node,
        " fits whatever the sizes: each unit collects along the weights that leave it",
    )  # fmt: skip  # a line each would hide that it is one sentence


def gradients(net: Net, layer: int) -> tuple[Line, ...]:
    """Return ∂J/∂W and ∂J/∂b of a layer."""
    W, b = net.W(layer), net.b(layer)
    weight, bias = rules.weight_gradient(net, layer), rules.bias_gradient(net, layer)
    why: Words = ("an outer product: each entry is an error times what came in; the shape is that of ", W.node)
    if net.batch != "one":
        why = ("each entry sums the errors times what came in over the samples; the shape is that of ", W.node)
    added: Words = ("the bias enters with factor 1",)
    if net.batch != "one":
        added = ("the bias is added to every row, so the rows are summed; the shape is that of ", b.node)
    return (
        line(rules.gradient_of(net, W), weight, *why),
        line(rules.gradient_of(net, b), bias, *added),
    )


def input_gradient(net: Net) -> Line:
    """Return ∂J/∂x."""
    return line(rules.gradient_of(net, net.x), rules.input_gradient(net), "one step further back, without a slope")


def results(net: Net) -> dict[str, Typed]:
    """Return what each gradient comes to, by the names of the problem record."""
    found = {"dx": rules.input_gradient(net)}
    for layer in range(net.layers, 0, -1):
        error = rules.output_error(net) if layer == net.layers else rules.hidden_error(net, layer)
        found[f"delta{layer}"] = error
        found[f"dW{layer}"], found[f"db{layer}"] = rules.weight_gradient(net, layer), rules.bias_gradient(net, layer)
    return found


def softmax_matrix(net: Net) -> Line:
    """Return the Jacobian of the softmax as a matrix, diag(a) - a aᵀ, for one column."""
    a = net.a(net.layers)
    outer = times(a, transposed(a)) if not net.rows else times(transposed(a), a)
    square = minus(Typed(Fn("diag", (a.node,)), outer.dims), outer)
    return Line(equal(Leibniz(a.node, net.z(net.layers).node), square.node), ("both cases as a matrix",), "note")
