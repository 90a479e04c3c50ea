"""`two-layer-forward`: an input through two layers to the loss, z1 a1 z2 a2; given x W1 b1 W2 b2 y."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from generators.backprop import Backprop, drawings, recompute_forward, solve_forward
from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.loss_slips import loss_slips
from generators.net_page import asks as of_backprop
from generators.net_page import facts, figures, symbols, worked
from generators.nets import entries, numbers, turned
from generators.rounding import Ledger
from generators.two_layer import OPTIONS, accept, nets, pose, space
from generators.two_layer import guards as of_a_net
from symbolic.arithmetic import plus, times
from symbolic.backward import forward_steps
from symbolic.layers import weighted

#: What consecutive problems of a difficulty look like: sizes, hidden, output, loss.
USUAL = {
    "easy": (
        ((2, 2, 1), "relu", "identity", "squared-error"),
        ((2, 3, 1), "relu", "identity", "squared-error"),
        ((3, 2, 1), "relu", "identity", "squared-error"),
    ),
    "medium": (
        ((2, 3, 1), "relu", "sigmoid", "bce"),
        ((2, 2, 2), "leaky-relu", "identity", "mse"),
        ((3, 2, 1), "tanh", "sigmoid", "bce"),
        ((2, 3, 2), "relu", "identity", "squared-error"),
    ),
    "hard": (
        ((3, 3, 3), "relu", "softmax", "cross-entropy"),
        ((3, 3, 2), "tanh", "sigmoid", "bce"),
        ((2, 3, 3), "sigmoid", "softmax", "cross-entropy"),
        ((3, 3, 2), "leaky-relu", "tanh", "squared-error"),
    ),
}
PARTS = ("z1", "a1", "z2", "a2", "loss")


def cases(setting: Setting) -> tuple[Backprop, ...]:
    """Return the nets that the difficulty and the options allow."""
    return nets(setting, USUAL[setting.difficulty])


def forms(case: Backprop) -> tuple[Form, ...]:
    """The worked lines of the forward pass, built in symbolic."""
    return worked(case.net, forward_steps(case.net))


def asks(case: Backprop) -> tuple[Ask, ...]:
    """Layer by layer, then the loss."""
    questions = dict(zip(PARTS, (1, 1, 2, 2, 3), strict=True))
    return tuple(replace(a, question=questions[a.name]) for a in of_backprop(case) if a.name in PARTS)


def guards(case: Backprop, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse what any net refuses, and outputs that hit their targets."""
    yield from of_a_net(case, given, found, name)
    if name == "loss" and not found.values["loss"]:
        yield "the loss is zero"


def slips(case: Backprop, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: a bias or an activation forgotten, weights turned, the input taken on to the second layer."""
    net, v, at = case.net, found.values, numbers(given)
    for layer, below in ((1, at["x"]), (2, v["a1"])):
        if any(entries(at[f"b{layer}"])):
            yield Slip(f"z{layer}", "bias forgotten", v[f"product{layer}"], 1)
        if net.sizes[layer - 1] == net.sizes[layer] > 1:
            yield Slip(f"z{layer}", "weights turned", _pre(case, turned(at[f"W{layer}"]), below, at[f"b{layer}"]))
        if net.activation(layer) != "identity":
            yield Slip(f"a{layer}", "activation forgotten", v[f"z{layer}"])
    if net.hidden != "identity":
        yield Slip("z2", "hidden activation skipped", _pre(case, at["W2"], v["z1"], at["b2"]))
    if net.sizes[0] == net.sizes[1]:
        yield Slip("z2", "input taken for the hidden output", _pre(case, at["W2"], at["x"], at["b2"]))
    yield from loss_slips(net.loss, v["loss"], (v["a2"], at["y"]), case.rounding.field)


def _pre(case: Backprop, W: Any, below: Any, b: Any) -> Any:
    return plus(times(*weighted(W, below, case.net.rows)), b)


FAMILY = Family(
    name="two-layer-forward", version=1, summary="an input through a two-layer net, to its output and the loss",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve_forward,
    recompute=recompute_forward, forms=forms, asks=asks, slips=slips, accept=accept, symbols=symbols, guards=guards,
    facts=facts, figures=figures, drawings=drawings,
)  # fmt: skip  # a register entry
