"""`two-layer-backprop-batch`: a small batch through a two-layer net and back; given x W1 b1 W2 b2 y.

A sample is a row of x and of y whatever the convention of the course, and the loss is the mean over the samples;
delta2 and delta1 are ∂J/∂z2 and ∂J/∂z1, so that the 1/m of the mean is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generators.backprop import Backprop, recompute, solve
from generators.backprop_slips import slips as slips_of_a_sample
from generators.family import Family, Option, Setting, Slip, whole
from generators.lines import Form
from generators.net_page import asks, facts, figures, symbols, worked
from generators.nets import RATIONAL, twins
from generators.rounding import Ledger
from generators.two_layer import OPTIONS, nets, pose, rational_if_exact, space
from generators.two_layer import accept as accept_net
from generators.two_layer import guards as guards_of_a_net
from symbolic.arithmetic import entrywise
from symbolic.backward import steps
from symbolic.errors import UserError

#: What consecutive problems of a difficulty look like: sizes, hidden, output, loss.
USUAL = {
    "easy": (
        ((2, 2, 1), "relu", "identity", "squared-error"),
        ((2, 2, 1), "relu", "identity", "mse"),
    ),
    "medium": (
        ((2, 2, 1), "relu", "sigmoid", "bce"),
        ((2, 3, 1), "relu", "identity", "mse"),
        ((2, 2, 1), "tanh", "sigmoid", "bce"),
    ),
    "hard": (
        ((2, 2, 3), "relu", "softmax", "cross-entropy"),
        ((2, 3, 1), "tanh", "sigmoid", "bce"),
        ((3, 2, 2), "leaky-relu", "identity", "squared-error"),
    ),
}
#: How many samples a batch has: two of whole numbers, and three where half a decimal would often be a rounding tie.
FEW, MORE = 2, 3


def cases(setting: Setting) -> tuple[Backprop, ...]:
    """Return the nets that the difficulty and the options allow."""
    asked = setting.options.get("samples")
    few, more = (nets(setting, USUAL[setting.difficulty], asked or count, decimals=True) for count in (FEW, MORE))
    large = setting.difficulty == "hard"
    found = (a if a.rational and not large else b for a, b in zip(few, more, strict=True))
    return without_ties(rational_if_exact(tuple(found)))


def without_ties(found: tuple[Backprop, ...]) -> tuple[Backprop, ...]:
    """Keep what does not halve rounded values, for half of the halves are ties; raises UserError if none is left."""
    kept = tuple(case for case in found if case.net.samples % 2 or case.rational or case.rounding.policy != "printed")
    if not kept:
        smooth = next(name for name in (found[0].net.output, found[0].net.hidden) if name not in RATIONAL)
        way = "use samples = 3, or rounding = full"
        raise UserError(f"a mean over {found[0].net.samples} samples of {smooth} ends in rounding ties: {way}")
    return kept


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Backprop, dict[str, Any]]:
    """Read the instructor's own net and batch; raises UserError where something does not fit."""
    case, read = accept_net(setting, given, batch=True)
    if case.net.samples < 2:
        raise UserError("a batch has two samples or more; for a single one use two-layer-backprop")
    return case, read


def forms(case: Backprop) -> tuple[Form, ...]:
    """The worked lines, built in symbolic."""
    return worked(case.net, steps(case.net))


def guards(case: Backprop, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse what any net refuses, samples that are the same, and samples for which every hidden unit is off."""
    if name == "product1":
        yield from twins(given["x"])
    if name == "a1" and not all(any(row) for row in found.values["a1"]):
        yield "no hidden unit is live for some sample"
    yield from guards_of_a_net(case, given, found, name)


def slips(case: Backprop, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes of any backward pass; the mean forgotten, and the errors of a batch not added up for the bias."""
    v, m = found.values, case.net.samples
    yield from slips_of_a_sample(case, given, found)
    if case.net.loss != "mse":
        yield Slip("loss", "mean over the samples forgotten", v["loss"] * m)
    partly = int("dJda2" in v)  # where the error is found in several lines, each with its mark
    yield Slip("delta2", "mean over the samples forgotten", entrywise(lambda d: d * m, v["delta2"]), partly)
    for layer in (2, 1):
        yield Slip(f"db{layer}", "errors not added up", v[f"delta{layer}"])


FAMILY = Family(
    name="two-layer-backprop-batch", version=1, summary="forward, mean loss and the backward pass of a small batch",
    options={**OPTIONS, "samples": Option("how many samples, 2 to 4", whole(2, 4))},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts, figures=figures,
)  # fmt: skip  # a register entry
