"""The rules of backpropagation on typed matrices: each built once, in either convention, and refused if ill-shaped.

forward   z = W x + b,  a = f(z);        Z = X W + B in row convention
error     δ_L = ∂J/∂a ⊙ g'(z),  δ_l = (Wᵀ δ_(l+1)) ⊙ f'(z)
gradients ∂J/∂W = δ aᵀ,  ∂J/∂b = δ (summed over a batch),  ∂J/∂x = Wᵀ δ

Source: Rumelhart, Hinton and Williams (1986), in the letters of the course.
"""

from __future__ import annotations

from symbolic.layers import weighted
from symbolic.networks.net import Net
from symbolic.networks.typed import Typed, applied, entrywise, minus, plus, same_shape, scaled, times, transposed
from symbolic.tree import ONE, TWO, Frac, Leibniz, Mul, Node, Sym

#: As many ones as there are samples, in a column.
ONES = Typed(Sym("ones"), ("m", "1"))
ONES_TURNED = transposed(ONES).node


def product(net: Net, layer: int) -> Typed:
    """Return W a of a layer, or A W in row convention."""
    return times(*weighted(net.W(layer), net.a(layer - 1), net.rows))


def pre_activation(net: Net, layer: int) -> Typed:
    """Return z = W a + b of a layer."""
    return same_shape(net.z(layer), plus(product(net, layer), net.b(layer)))


def activated(net: Net, layer: int) -> Typed:
    """Return f(z) of a layer; of no activation z itself."""
    name = net.activation(layer)
    return net.z(layer) if name == "identity" else applied(name, net.z(layer))


def slope(net: Net, layer: int) -> Typed:
    """Return f'(z) of a layer."""
    return applied(net.activation(layer), net.z(layer), 1)


def loss_slope(net: Net) -> Typed:
    """Return ∂J/∂a of the squares, a - y or (2/n)(a - y), over a batch its share of the mean."""
    return scaled(loss_factor(net), minus(net.a(net.layers), net.y))


def loss_factor(net: Net) -> Node | None:
    """Return the number before a - y: 2/n of the mse, 1/m of a mean over a batch, or None."""
    outputs = Sym("n", 0, (net.layers,))
    twice, mean = net.loss == "mse", net.batch == "mean"
    if twice:
        return Frac(TWO, Mul((Sym("m"), outputs)) if mean else outputs)
    return Frac(ONE, Sym("m")) if mean else None


def cancelled(net: Net) -> Typed:
    """Return δ_L where the factors cancel: a - y, over a batch its share of the mean."""
    return scaled(loss_factor(net), minus(net.a(net.layers), net.y))


def on_logits(net: Net) -> Typed:
    """Return δ_L of a loss on logits: σ(z) - y or softmax(z) - y."""
    return scaled(loss_factor(net), minus(applied(net.criterion.logits, net.z(net.layers)), net.y))


def output_error(net: Net) -> Typed:
    """Return δ_L."""
    if net.criterion.logits:
        return same_shape(net.delta(net.layers), on_logits(net))
    if net.cancels:
        return same_shape(net.delta(net.layers), cancelled(net))
    pulled = loss_slope(net)
    if net.output == "identity":
        return pulled
    return same_shape(net.delta(net.layers), entrywise(pulled, slope(net, net.layers)))


def passed_back(net: Net, layer: int) -> Typed:
    """Return ∂J/∂a of the layer below *layer*: Wᵀ δ, or δ Wᵀ in row convention."""
    W, delta = net.W(layer), net.delta(layer)
    return same_shape(net.a(layer - 1), times(*weighted(transposed(W), delta, net.rows)))


def hidden_error(net: Net, layer: int) -> Typed:
    """Return δ_l = (Wᵀ δ_(l+1)) ⊙ f'(z) of a hidden layer."""
    back = passed_back(net, layer + 1)
    if net.activation(layer) == "identity":
        return same_shape(net.delta(layer), back)
    return same_shape(net.delta(layer), entrywise(back, slope(net, layer)))


def weight_gradient(net: Net, layer: int) -> Typed:
    """Return ∂J/∂W = δ aᵀ, or aᵀ δ in row convention."""
    delta, below = net.delta(layer), transposed(net.a(layer - 1))
    return same_shape(net.W(layer), times(*weighted(delta, below, net.rows)))


def bias_gradient(net: Net, layer: int) -> Typed:
    """Return ∂J/∂b = δ, over a batch the sum of its rows, 1ᵀ δ."""
    delta = net.delta(layer)
    if net.batch == "one":
        return same_shape(net.b(layer), delta)
    return same_shape(net.b(layer), times(transposed(ONES), delta))


def input_gradient(net: Net) -> Typed:
    """Return ∂J/∂x = Wᵀ δ of the first layer."""
    return passed_back(net, 1)


def gradient_of(net: Net, of: Typed) -> Typed:
    """Return ∂J/∂(of), of the shape of what it is taken by."""
    return Typed(Leibniz(net.J.node, of.node), of.dims)
