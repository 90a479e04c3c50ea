"""The worked lines of a two-layer net, forward and backward: the rules that the derivation proves, with slots.

x → z1 = W1 x + b1 → a1 = f(z1) → z2 = W2 a1 + b2 → a2 = g(z2) → J; then δ2 = ∂J/∂z2, δ1 = (W2ᵀ δ2) ⊙ f'(z1),
and ∂J/∂W = δ (input)ᵀ, ∂J/∂b = δ of each layer. In row convention every product is turned and nothing else changes;
there a batch is one row a sample, δ holds the 1/m of the mean, and ∂J/∂b adds up the rows of δ.
"""

from __future__ import annotations

from msgspec import Struct

from symbolic.layers import (
    Size,
    added,
    applied,
    averaged,
    cancels,
    first_unit,
    found,
    gradient,
    loss_slope,
    loss_sum,
    product_of,
    shape,
    slope_line,
    through,
    vector,
)
from symbolic.networks import net as networks
from symbolic.networks import rules
from symbolic.networks.typed import Typed
from symbolic.tree import Add, Mul, Node, Sym
from symbolic.written import joined, minus, rows_of, slots

J, x, y = Sym("J"), Sym("x"), Sym("y")
W, b, z, a, delta = ({layer: Sym(name, layer) for layer in (1, 2)} for name in ("W", "b", "z", "a", "delta"))


class Net(Struct, frozen=True):
    """A two-layer net: units of input, hidden layer and output; the activations, the loss, the convention.

    A batch has more than one sample, one a row; its loss is the mean of theirs.
    """

    sizes: tuple[int, int, int]
    hidden: str
    output: str
    loss: str
    rows: bool = False
    samples: int = 1

    @property
    def cancels(self) -> bool:
        """Whether δ2 comes to a2 - y."""
        return cancels(self.output, self.loss)

    def size(self, entries: int) -> Size:
        """Return the shape of a vector of so many entries, or of a row for each sample."""
        return (self.samples, entries) if self.samples > 1 else vector(entries, self.rows)

    def shows_first(self, layer: int) -> bool:
        """Whether the sum of a first unit is worked alone: one of several, of the first layer, for one sample."""
        return layer == 1 and self.samples == 1 and self.sizes[1] > 1

    def numbers(self) -> dict[Node, Node]:
        """Return the matrix of slots behind each symbol."""
        n0, n1, n2 = self.sizes
        table: dict[Node, Node] = {x: slots("x", *self.size(n0)), y: slots("y", *self.size(n2))}
        for layer, units, sources in ((1, n1, n0), (2, n2, n1)):
            table[W[layer]] = slots(f"W{layer}", *shape(units, sources, self.rows))
            table[b[layer]] = slots(f"b{layer}", *vector(units, self.rows))
            for symbols, name in ((z, "z"), (a, "a"), (delta, "delta")):
                table[symbols[layer]] = slots(f"{name}{layer}", *self.size(units))
        return table

    def activation(self, layer: int) -> str:
        """Return the activation of a layer."""
        return self.hidden if layer == 1 else self.output

    @property
    def letters(self) -> networks.Net:
        """The same net without its sizes: what the derivation of its gradients is about."""
        return networks.Net((self.hidden, self.output), self.loss, self.rows, "one" if self.samples == 1 else "mean")


class Step(Struct, frozen=True):
    """A worked line before its numbers: the part it belongs to, the rule, the tree, and the mark it earns."""

    part: str
    rule: str
    tree: Node
    mark: str = ""
    layer: int = 0


def steps(net: Net) -> tuple[Step, ...]:
    """Return all the worked lines of one forward and backward pass."""
    back = (*_output_delta(net), *_gradients(net, 2), *_hidden_delta(net), *_gradients(net, 1))
    return (*forward_steps(net), *back)


def forward_steps(net: Net) -> tuple[Step, ...]:
    """Return the worked lines of the forward pass and of the loss."""
    return (*_layer(net, 1), *_layer(net, 2), _loss(net))


def _layer(net: Net, layer: int) -> tuple[Step, ...]:
    at, source = net.numbers(), x if layer == 1 else a[1]
    units, sources = net.sizes[layer], net.sizes[layer - 1]
    pair = factors(rules.product(net.letters, layer))
    product = slots(f"product{layer}", *net.size(units))
    lines = [
        Step(f"z{layer}", "first unit", first_unit(layer, sources, net.rows, source.name)),
        Step(f"z{layer}", "multiply", product_of(f"product{layer}", pair, at, product), "M", layer),
        Step(f"z{layer}", "add the bias", _biased(net, layer, product), "A", layer),
        Step(f"a{layer}", "activate", _activated(net, layer), "A", layer),
    ]
    return tuple(lines if net.shows_first(layer) else lines[1:])


def factors(product: Typed) -> tuple[Node, Node]:
    """Return the two factors of a product of the derivation."""
    assert isinstance(product.node, Mul)  # what the rules of products make
    left, right = product.node.factors
    return left, right


def _biased(net: Net, layer: int, product: Node) -> Node:
    at, rule = net.numbers(), rules.pre_activation(net.letters, layer).node
    return added(f"z{layer}", z[layer], rule, product, at[b[layer]], at[z[layer]])


def _activated(net: Net, layer: int) -> Node:
    at, name, rule = net.numbers(), net.activation(layer), rules.activated(net.letters, layer).node
    written = () if name == "identity" else (applied(name, at[z[layer]]),)
    return found(f"a{layer}", a[layer], rule, *written, at[a[layer]])


def _loss(net: Net) -> Step:
    at = net.numbers()
    written = loss_sum(net.loss, at[a[2]], at[y], net.samples)
    return Step("loss", net.loss, found("loss", J, written, slots("loss", 1, 1)), "A")


def _output_delta(net: Net) -> tuple[Step, ...]:
    at = net.numbers()
    if net.cancels:
        rule, written = averaged(minus(a[2], y), net.samples), averaged(minus(at[a[2]], at[y]), net.samples)
        return (Step("delta2", "cancel", found("delta2", delta[2], rule, written, at[delta[2]]), "M", 2),)
    pulled = slots("dJda2", *net.size(net.sizes[2]))
    rule, written = (loss_slope(net.loss, *pair, net.sizes[2], net.samples) for pair in ((a[2], y), (at[a[2]], at[y])))
    if net.output == "identity":
        line = found("delta2", delta[2], rule, written, at[delta[2]])
        return (Step("delta2", "slope of the loss", line, "M", 2),)
    return (
        Step("delta2", "slope of the loss", found("dJda2", gradient(J, a[2]), rule, written, pulled), "M", 2),
        *_slope(net, 2, gradient(J, a[2]), pulled),
    )


def _slope(net: Net, layer: int, reached: Node, numbers: Node) -> tuple[Step, ...]:
    """The slope of the layer's activation, and δ as the entrywise product of what reaches the layer with it."""
    at, name = net.numbers(), net.activation(layer)
    slope, symbol = slots(f"slope{layer}", *net.size(net.sizes[layer])), rules.slope(net.letters, layer).node
    line = slope_line(f"slope{layer}", name, z[layer], at[a[layer]], slope)
    product = through(f"delta{layer}", delta[layer], (reached, numbers), (symbol, slope), at[delta[layer]])
    return (
        Step(f"delta{layer}", "slope of the activation", line, "M", layer),
        Step(f"delta{layer}", "through the activation", product, "A", layer),
    )


def _hidden_delta(net: Net) -> tuple[Step, ...]:
    at = net.numbers()
    pair = factors(rules.passed_back(net.letters, 2))
    if net.hidden == "identity":
        line = product_of("delta1", pair, at, at[delta[1]], delta[1])
        return (Step("delta1", "back through the weights", line, "A", 1),)
    back = slots("back", *net.size(net.sizes[1]))
    line = product_of("back", pair, at, back)
    return (Step("delta1", "back through the weights", line, "M", 1), *_slope(net, 1, Mul(pair), back))


def _gradients(net: Net, layer: int) -> tuple[Step, ...]:
    at, pair = net.numbers(), factors(rules.weight_gradient(net.letters, layer))
    result = slots(f"dW{layer}", *shape(net.sizes[layer], net.sizes[layer - 1], net.rows))
    line = product_of(f"dW{layer}", pair, at, result, gradient(J, W[layer]))
    return (
        Step(f"dW{layer}", "gradient of the weights", line, "A", layer),
        Step(f"db{layer}", "gradient of the bias", _bias_gradient(net, layer), "A", layer),
    )


def _bias_gradient(net: Net, layer: int) -> Node:
    """The error itself; of a batch the sum of the errors, sample by sample, written out."""
    bias, errors = slots(f"db{layer}", *vector(net.sizes[layer], net.rows)), net.numbers()[delta[layer]]
    pulls = delta[layer] if net.samples == 1 else joined((tuple(map(Add, zip(*rows_of(errors), strict=True))),))
    return found(f"db{layer}", gradient(J, b[layer]), pulls, bias)
