"""The nets whose gradients are derived in the tests: each output with its losses, rows and columns, one and many."""

from __future__ import annotations

from itertools import product

import pytest

from symbolic.activations import ACTIVATIONS
from symbolic.networks.net import Net

SCALAR = [activation for activation in ACTIVATIONS if not ACTIVATIONS[activation].vector]
SMOOTH = ("sigmoid", "tanh", "swish", "softplus", "mish", "identity")
#: Outputs with every loss that goes with them.
PAIRS = [
    ("sigmoid", "bce"),
    ("softmax", "cross-entropy"),
    ("identity", "bce-logits"),
    ("identity", "cross-entropy-logits"),
    *product(("identity", "tanh", "sigmoid", "relu", "leaky-relu"), ("squared-error", "mse")),
]
SHAPES = [(False, "one"), (True, "one"), (True, "mean"), (True, "sum")]
NETS = [Net(("relu", output), loss, rows, batch) for output, loss in PAIRS for rows, batch in SHAPES]


def named(net):
    """Return the name of a test."""
    return f"{'-'.join(net.activations)}-{net.loss}-{'row' if net.rows else 'column'}-{net.batch}"


each_net = pytest.mark.parametrize("net", NETS, ids=named)
