"""`two-layer-backprop`: forward, loss and the whole backward pass of a two-layer net; given x W1 b1 W2 b2 y."""

from __future__ import annotations

from generators.backprop import Backprop, drawings, recompute, solve
from generators.backprop_slips import slips
from generators.family import Family, Setting
from generators.lines import Form
from generators.net_page import asks, facts, figures, symbols, worked
from generators.two_layer import OPTIONS, accept, guards, nets, pose, space
from symbolic.backward import steps

#: What consecutive problems of a difficulty look like: sizes, hidden, output, loss.
USUAL = {
    "easy": (
        ((2, 2, 1), "relu", "identity", "squared-error"),
        ((2, 3, 1), "relu", "identity", "squared-error"),
        ((3, 2, 1), "relu", "identity", "squared-error"),
    ),
    "medium": (
        ((2, 3, 1), "relu", "sigmoid", "bce"),
        ((2, 2, 1), "sigmoid", "identity", "squared-error"),
        ((2, 2, 2), "leaky-relu", "identity", "mse"),
        ((2, 2, 1), "tanh", "sigmoid", "bce"),
    ),
    "hard": (
        ((3, 3, 2), "relu", "softmax", "cross-entropy"),
        ((3, 2, 2), "tanh", "sigmoid", "bce"),
        ((2, 3, 2), "sigmoid", "sigmoid", "mse"),
        ((2, 3, 2), "leaky-relu", "tanh", "squared-error"),
    ),
}


def cases(setting: Setting) -> tuple[Backprop, ...]:
    """Return the nets that the difficulty and the options allow."""
    return nets(setting, USUAL[setting.difficulty])


def forms(case: Backprop) -> tuple[Form, ...]:
    """The worked lines, built in symbolic."""
    return worked(case.net, steps(case.net))


FAMILY = Family(
    name="two-layer-backprop", version=2, summary="forward, loss and the backward pass of a two-layer net",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
    figures=figures, drawings=drawings, together=True,
)  # fmt: skip  # a register entry
