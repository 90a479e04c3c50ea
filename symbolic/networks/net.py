"""A network as data: the activation of each layer, the loss, the convention; its symbols with their shapes."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from symbolic.activations import ACTIVATIONS
from symbolic.errors import UserError, unknown
from symbolic.layers import cancels
from symbolic.networks.losses import LOSSES, Loss, Outputs
from symbolic.networks.typed import NUMBER, Typed
from symbolic.tree import Sym

Batch = Literal["one", "mean", "sum"]
BATCHES: tuple[Batch, ...] = ("one", "mean", "sum")

#: Letters that stand for any activation at all.
OPAQUE = ("f", "g", "h")
#: The most layers whose page is still read; every layer adds a good half of one.
MOST_LAYERS = 8

J, x, y = Sym("J"), Sym("x"), Sym("y")


class Net(Struct, frozen=True):
    """A dense network: ``activations`` from the first layer to the output, each a name of the catalogue or f, g, h.

    ``rows`` is the row convention Z = X W + b; a batch of m rows has the mean of the samples' losses, or their sum.
    Raises ``UserError`` where output and loss do not go together.
    """

    activations: tuple[str, ...]
    loss: str
    rows: bool = False
    batch: Batch = "one"

    def __post_init__(self) -> None:
        """Refuse what is no network, and say what would be."""
        _check_layers(self.activations)
        if self.batch not in BATCHES:
            raise unknown("batch", self.batch, BATCHES)
        if self.batch != "one" and not self.rows:
            raise UserError("a batch stands in rows: give the convention row, or one sample in columns")
        _check_loss(self.output, self.loss)

    @property
    def layers(self) -> int:
        """The number of layers L."""
        return len(self.activations)

    @property
    def output(self) -> str:
        """The activation of the last layer."""
        return self.activations[-1]

    @property
    def criterion(self) -> Loss:
        """The loss as formulas."""
        return LOSSES[self.loss]

    @property
    def cancels(self) -> bool:
        """Whether ∂J/∂a · ∂a/∂z comes to a - y."""
        return cancels(self.output, self.loss)

    @property
    def outputs(self) -> Outputs:
        """The outputs as the loss takes them: a, or z itself for a loss on logits."""
        return Outputs(Sym("z" if self.criterion.logits else "a", self.layers), self.layers)

    @property
    def samples(self) -> str:
        """The number of rows that a quantity has: m in a batch, else 1."""
        return "1" if self.batch == "one" else "m"

    def activation(self, layer: int) -> str:
        """Return the activation of a layer, counted from 1."""
        return self.activations[layer - 1]

    @property
    def x(self) -> Typed:
        """The input."""
        return self._vector(x, 0)

    @property
    def y(self) -> Typed:
        """The target."""
        return self._vector(y, self.layers)

    @property
    def J(self) -> Typed:
        """The loss."""
        return Typed(J, NUMBER)

    def W(self, layer: int) -> Typed:
        """Return the weights of a layer: n_l × n_(l-1), turned in row convention."""
        to, source = f"n{layer}", f"n{layer - 1}"
        return Typed(Sym("W", layer), (source, to) if self.rows else (to, source))

    def b(self, layer: int) -> Typed:
        """Return the bias of a layer: one for each unit, whatever the batch."""
        return Typed(Sym("b", layer), ("1", f"n{layer}") if self.rows else (f"n{layer}", "1"))

    def z(self, layer: int) -> Typed:
        """Return the pre-activation of a layer."""
        return self._vector(Sym("z", layer), layer)

    def a(self, layer: int) -> Typed:
        """Return the output of a layer; that of layer 0 is the input."""
        return self._vector(Sym("a", layer), layer) if layer else self.x

    def delta(self, layer: int) -> Typed:
        """Return the error of a layer, δ = ∂J/∂z."""
        return self._vector(Sym("delta", layer), layer)

    def _vector(self, symbol: Sym, layer: int) -> Typed:
        return Typed(symbol, (self.samples, f"n{layer}") if self.rows else (f"n{layer}", "1"))


def _check_layers(activations: tuple[str, ...]) -> None:
    if not activations:
        raise UserError("a network has one layer at least: give --layers 1 or more")
    if len(activations) > MOST_LAYERS:
        raise too_many(len(activations))
    for name in activations:
        check_activation(name)
    if "softmax" in activations[:-1]:
        raise UserError(
            "softmax in a hidden layer: it mixes the units of its layer and belongs to the output; take relu"
        )


def check_activation(name: str) -> None:
    """Refuse a name that is neither of the catalogue nor f, g or h."""
    if name not in ACTIVATIONS and name not in OPAQUE:
        raise unknown("activation", name, (*ACTIVATIONS, *OPAQUE))


def too_many(layers: int) -> UserError:
    """Return the error for more layers than a page holds."""
    return UserError(
        f"{layers} layers make no page that is read: give up to {MOST_LAYERS}; the lines of one layer are those of any"
    )


def _check_loss(output: str, name: str) -> None:
    """Refuse a loss on an output that it is not made for."""
    if name not in LOSSES:
        raise unknown("loss", name, LOSSES)
    loss = LOSSES[name]
    if loss.outputs and output not in loss.outputs:
        fits = [other.name for other in LOSSES.values() if output in other.outputs or not other.outputs]
        if output == "softmax":
            fits = ["cross-entropy"]
        raise UserError(
            f"{name} after {_said(output)}: {loss.why}; give it the output {' or '.join(loss.outputs)}, "
            f"or give {output} the loss {' or '.join(fits)}"
        )
    if output == "softmax" and name != "cross-entropy":
        raise UserError(
            f"{name} after softmax: probabilities that sum to 1 go with cross-entropy; give --loss cross-entropy"
        )


def _said(output: str) -> str:
    return f"an output {output}"
