"""Both roads through a two-layer net: exact arithmetic layer by layer, and NumPy with the complex step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.loss_values import gradient_of, loss_of
from generators.nets import RATIONAL, apply, first_sum, numbers, outer, turned
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.slopes import slope_at
from symbolic.arithmetic import entrywise, plus, scalar, times
from symbolic.backward import Net
from symbolic.diagram import Diagram, Table, net_diagram
from symbolic.fields import Quantity
from symbolic.layers import weighted
from symbolic.notation import Notation

#: So many weights between two layers can still be told apart in a drawing.
LEGIBLE = 9


class Backprop(Struct, frozen=True):
    """The shape of a problem: the net, and how its answers are rounded."""

    net: Net
    rounding: Rounding
    notation: Notation

    @property
    def leaky(self) -> bool:
        """Whether some layer leaks, so that a slope is given."""
        return "leaky-relu" in (self.net.hidden, self.net.output)

    @property
    def rational(self) -> bool:
        """Whether all values but the loss are rational where the numbers are."""
        return self.net.hidden in RATIONAL and self.net.output in RATIONAL


def solve(case: Backprop, given: Mapping[str, Any], keep: Ledger) -> None:
    """Forward, loss, backward; each quantity goes on as the ledger carries it."""
    net, at = case.net, numbers(given)
    _solve_forward(case, given, keep, at)
    d2 = _output_delta(case, given, keep, at)
    _gradients(net, 2, d2, keep.carried["a1"], keep)
    d1 = _hidden_delta(case, given, keep, at, d2)
    _gradients(net, 1, d1, at["x"], keep)


def solve_forward(case: Backprop, given: Mapping[str, Any], keep: Callable[[str, Quantity], Quantity]) -> None:
    """Forward and the loss."""
    _solve_forward(case, given, keep, numbers(given))


def _solve_forward(
    case: Backprop, given: Mapping[str, Any], keep: Callable[[str, Quantity], Quantity], at: Mapping[str, Any]
) -> None:
    net, below = case.net, at["x"]
    if net.shows_first(1):
        keep("z1_first", first_sum(at["W1"], below, at["b1"], net.rows))
    for layer in (1, 2):
        product = keep(f"product{layer}", times(*weighted(at[f"W{layer}"], below, net.rows)))
        pre = keep(f"z{layer}", plus(product, at[f"b{layer}"]))
        below = keep(f"a{layer}", apply(net.activation(layer), pre, case.rounding, given))
    keep("loss", loss_of(net.loss, below, at["y"], case.rounding, net.samples))


def _output_delta(case: Backprop, given: Mapping[str, Any], keep: Ledger, at: Mapping[str, Any]) -> Quantity:
    net, out = case.net, keep.carried["a2"]
    if net.cancels:
        m, divide = case.rounding.field.number(str(net.samples)), case.rounding.field.divide
        return keep("delta2", entrywise(lambda p, q: divide(p - q, m), out, at["y"]))
    pulled = gradient_of(net.loss, out, at["y"], case.rounding, net.samples)
    if net.output == "identity":
        return keep("delta2", pulled)
    slope = keep("slope2", _slope(case, 2, keep, given))
    return keep("delta2", entrywise(lambda p, q: p * q, keep("dJda2", pulled), slope))


def _slope(case: Backprop, layer: int, keep: Ledger, given: Mapping[str, Any]) -> Quantity:
    pre, out = keep.carried[f"z{layer}"], keep.carried[f"a{layer}"]
    return slope_at(case.net.activation(layer), pre, out, case.rounding, given)


def _hidden_delta(
    case: Backprop, given: Mapping[str, Any], keep: Ledger, at: Mapping[str, Any], d2: Quantity
) -> Quantity:
    net = case.net
    back = times(*weighted(turned(at["W2"]), d2, net.rows))
    if net.hidden == "identity":
        return keep("delta1", back)
    back = keep("back", back)
    slope = keep("slope1", _slope(case, 1, keep, given))
    return keep("delta1", entrywise(lambda p, q: p * q, back, slope))


def _gradients(net: Net, layer: int, d: Quantity, below: Quantity, keep: Ledger) -> None:
    keep(f"dW{layer}", outer(d, below, net.rows))
    keep(f"db{layer}", d if net.samples == 1 else scalar([[sum(pulls) for pulls in zip(*d, strict=True)]]))


def recompute(case: Backprop, given: Mapping[str, Any]) -> dict[str, Any]:
    """Everything again: the forward pass in NumPy, and each gradient by the complex step; of many problems at once."""
    net, problems = case.net, given["x"].shape[:-2]
    shifts = {f"shift{layer}": np.zeros((*problems, *net.size(net.sizes[layer]))) for layer in (1, 2)}
    names = ("W1", "b1", "W2", "b2", *shifts)
    found, slopes = second_road.sweep(lambda at: _forward(case, at), {**given, **shifts}, names, "loss")
    found |= {f"d{name}": slopes[name] for name in names[:4]}
    return found | {"loss": found["loss"][..., None, None], "delta1": slopes["shift1"], "delta2": slopes["shift2"]}


def recompute_forward(case: Backprop, given: Mapping[str, Any]) -> dict[str, Any]:
    """The forward pass and the loss again, in NumPy."""
    found = _forward(case, given)
    return found | {"loss": found["loss"].reshape(1, 1)}


def _forward(case: Backprop, at: Mapping[str, Any]) -> dict[str, Any]:
    """Forward through both layers; a shift of z, where there is one, is what delta answers to."""
    found: dict[str, Any] = {}
    net, below = case.net, at["x"]
    for layer in (1, 2):
        pre = (below @ at[f"W{layer}"] if net.rows else at[f"W{layer}"] @ below) + at[f"b{layer}"]
        pre = pre + at.get(f"shift{layer}", 0)
        below = _activated(case, net.activation(layer), pre, at)
        found |= {f"z{layer}": pre, f"a{layer}": below}
    total = second_road.loss(net.loss, below, at["y"])
    return found | {"loss": total if net.loss == "mse" else total / net.samples}


def _activated(case: Backprop, name: str, pre: Any, at: Mapping[str, Any]) -> Any:
    if name == "softmax":
        return second_road.softmax(pre, -1 if case.net.rows else -2)
    return second_road.activation(name, {"slope": at["slope"]} if case.leaky else {})(pre)


def drawings(case: Backprop, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
    """The net with its numbers, where it is small enough to be read."""
    n0, n1, n2 = case.net.sizes
    legible = max(n0, n2) * n1 <= LEGIBLE
    return (net_diagram(case.net.sizes, case.notation, shown),) if legible else ()
