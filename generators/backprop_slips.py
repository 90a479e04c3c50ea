"""The named mistakes of a backward pass, each carried through to the part where it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generators.backprop import Backprop
from generators.family import Slip
from generators.loss_slips import loss_slips
from generators.nets import numbers, outer
from generators.rounding import Ledger
from symbolic.arithmetic import entrywise, times
from symbolic.layers import weighted


def slips(case: Backprop, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes that students make, each carried through to the part where it shows."""
    net, v, at = case.net, found.values, numbers(given)
    sloped = not net.cancels and net.output != "identity"  # the slope of the output has a line of its own
    yield Slip("delta2", "sign turned", entrywise(lambda d: -d, v["delta2"]), int(sloped))
    if sloped:
        yield Slip("delta2", "slope of the output forgotten", v["dJda2"], 1)
    if net.cancels and net.output == "sigmoid":
        twice = entrywise(lambda d, out: d * out * (1 - out), v["delta2"], v["a2"])
        yield Slip("delta2", "slope of the output counted twice", twice, 0)
    yield Slip("dW2", "sign turned", entrywise(lambda d: -d, v["dW2"]), 0)
    yield Slip("dW2", "input taken for the hidden output", outer(v["delta2"], at["x"], net.rows), 0)
    yield from _hidden_slips(case, v, at)
    yield from loss_slips(net.loss, v["loss"], (v["a2"], at["y"]), case.rounding.field, net.samples)


def _hidden_slips(case: Backprop, v: Mapping[str, Any], at: Mapping[str, Any]) -> Iterator[Slip]:
    net = case.net
    if net.hidden != "identity":
        yield Slip("delta1", "slope forgotten", v["back"], 1)
        yield Slip("dW1", "slope forgotten", outer(v["back"], at["x"], net.rows), 0)
        confused = entrywise(lambda p, q: p * q, v["back"], v["a1"])
        yield Slip("delta1", "output taken for the slope", confused, 1)
    if net.sizes[1] == net.sizes[2] > 1 and net.hidden == "identity":
        wrong = times(*weighted(at["W2"], v["delta2"], net.rows))
        yield Slip("delta1", "weights not turned", wrong, 0)
    yield Slip("dW1", "hidden output taken for the input", outer(v["delta1"], v["a1"], net.rows), 0)
