"""What the families of a two-layer net share: options, how a net is chosen, read and guarded, what its words need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from generators import steered
from generators.backprop import Backprop
from generators.family import Option, Setting, one_of, sizes
from generators.net_numbers import accepted
from generators.nets import HIDDEN, RATIONAL, entries, in_decimals, in_field, leak, slope_in, unit_guards
from generators.rounding import NOISE, POLICIES, Ledger, Rounding, ends
from generators.space import Space
from symbolic.backward import Net
from symbolic.errors import UserError
from symbolic.exact import decimal

#: Which losses go with which outputs.
PAIRS = {
    "identity": ("squared-error", "mse"),
    "tanh": ("squared-error", "mse"),
    "relu": ("squared-error", "mse"),
    "leaky-relu": ("squared-error", "mse"),
    "sigmoid": ("bce", "squared-error", "mse"),
    "softmax": ("cross-entropy",),
}
LOSSES = tuple(dict.fromkeys(loss for losses in PAIRS.values() for loss in losses))
#: The largest gradient that anybody should have to work out by hand.
HANDY = 120
#: An output nearer to its target than this leaves nothing to learn.
NEAR = Decimal("0.01")
_AT_TARGET = "an output is already at its target"
#: What a usual net is: sizes, hidden, output, loss.
Usual = tuple[tuple[int, int, int], str, str, str]

OPTIONS = {
    "hidden": Option("the hidden layer's function: " + ", ".join(HIDDEN), one_of(*HIDDEN)),
    "output": Option("the output's function: " + ", ".join(PAIRS), one_of(*PAIRS)),
    "loss": Option("the loss: " + ", ".join(LOSSES), one_of(*LOSSES)),
    "sizes": Option("inputs, hidden units and outputs, such as 2,3,1", sizes(3, 1, 4, "inputs, hidden units, outputs")),
    "rounding": Option("exact, printed (each value rounded as it is written) or full", one_of(*POLICIES)),
}


def nets(
    setting: Setting, of: tuple[Usual, ...], samples: int = 1, *, usual: str = "exact", decimals: bool = False
) -> tuple[Backprop, ...]:
    """Return the nets that the options allow of those that a difficulty has, for one sample or a batch of rows.

    Rounding is the *usual* one where all values are rational; *decimals* says that whole numbers lead to decimals.
    """
    notation = replace(setting.notation, convention="row") if samples > 1 else setting.notation
    found = (replace(_net(setting, *one), rows=notation.rows, samples=samples) for one in of)
    return tuple(
        dict.fromkeys(Backprop(net, _rounding(setting, net, usual, decimals or _leaks(net)), notation) for net in found)
    )


def rational_if_exact(found: tuple[Backprop, ...]) -> tuple[Backprop, ...]:
    """Keep the nets whose values stay rational where exact answers are asked for; raises UserError if none do."""
    kept = tuple(case for case in found if case.rational or case.rounding.policy != "exact")
    if not kept:
        net = found[0].net
        raise UserError(
            f"{net.hidden} and {net.output} have no exact values here: use {', '.join(RATIONAL)}, or another rounding"
        )
    return kept


def _leaks(net: Net) -> bool:
    return "leaky-relu" in (net.hidden, net.output)


def _net(setting: Setting, usual: tuple[int, int, int], hidden: str, output: str, loss: str) -> Net:
    chosen = setting.options
    output = chosen.get("output") or (_output_for(chosen["loss"], output) if "loss" in chosen else output)
    loss = chosen.get("loss") or (loss if loss in PAIRS[output] else PAIRS[output][0])
    size = chosen.get("sizes", usual)
    if output == "softmax" and "sizes" not in chosen:
        size = (size[0], size[1], max(2, size[2]))
    return paired(Net(size, chosen.get("hidden", hidden), output, loss))


def _output_for(loss: str, usual: str) -> str:
    return usual if loss in PAIRS[usual] else next(output for output, losses in PAIRS.items() if loss in losses)


def paired(net: Net) -> Net:
    """Return *net* if its output and loss go together; raises UserError with what does."""
    if net.loss not in PAIRS[net.output]:
        fits = " or ".join(PAIRS[net.output])
        raise UserError(f"the loss {net.loss} does not go with the output {net.output}: use {fits}")
    if net.output == "softmax" and net.sizes[2] < 2:
        raise UserError("a softmax of one unit is always 1: give the output two units or more")
    return net


def _rounding(setting: Setting, net: Net, usual: str, decimals: bool) -> Rounding:
    """Return the policy; decimals do for exact work where nothing but halves is divided and no logarithm stands."""
    rational = net.hidden in RATIONAL and net.output in RATIONAL
    divided = net.samples * (net.sizes[2] if net.loss == "mse" else 1)
    policy = setting.options.get("rounding", usual if rational else "printed")
    return Rounding(policy, decimals=decimals and rational and ends(divided))


def space(case: Backprop) -> Space:
    """Return the numbers to draw, steered past what would be refused."""
    return steered.space(case.net, case.rounding)


def pose(case: Backprop, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw, the functions by name."""
    return steered.pose(case.net, case.rounding, draw) | _named(case, {})


def _named(case: Backprop, given: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {"activation1": case.net.hidden, "activation2": case.net.output, "loss": case.net.loss}
    named["convention"] = case.notation.convention
    return named | ({"slope": leak(given, case.rounding)} if case.leaky else {})


def accept(
    setting: Setting,
    given: Mapping[str, Any],
    *,
    batch: bool = False,
    usual: str = "exact",
    rates: tuple[str, ...] = (),
) -> tuple[Backprop, dict[str, Any]]:
    """Read the instructor's own net, of a *batch* in rows, and single numbers that go with it, *rates*.

    Raises UserError where shapes or functions do not fit.
    """
    hidden, output = str(given.get("activation1", "relu")), str(given.get("activation2", "identity"))
    OPTIONS["hidden"].read("given.activation1", hidden)
    OPTIONS["output"].read("given.activation2", output)
    loss = str(OPTIONS["loss"].read("given.loss", given.get("loss", PAIRS[output][0])))
    notation = replace(setting.notation, convention="row") if batch else setting.notation
    size, matrices = accepted(given, notation.rows, batch=batch)
    net = paired(Net(size, hidden, output, loss, notation.rows, len(matrices["x"]) if batch else 1))
    fitting_targets(net.loss, net.sizes[2], matrices["y"])
    matrices |= {name: given[name] for name in rates}
    decimals = in_decimals(matrices | ({"slope": slope_in(given)} if _leaks(net) else {}))
    case = Backprop(net, _rounding(setting, net, usual, decimals), notation)
    return case, {n: in_field(m, case.rounding) for n, m in matrices.items()} | _named(case, given)


def fitting_targets(loss: str, outputs: int, y: list[list[Any]]) -> None:
    """Raise UserError for targets of so many outputs that the loss has no value for."""
    values: list[Decimal] = [decimal(entry) for entry in entries(y)]
    samples = [values[k : k + outputs] for k in range(0, len(values), outputs)]
    off = (abs(sum(sample, Decimal(-1))) > NEAR / 10**6 for sample in samples)
    if loss == "bce" and not all(0 <= value <= 1 for value in values):
        raise UserError("a target y of the bce loss is no probability: give numbers from 0 to 1")
    if loss == "cross-entropy" and (min(values) < 0 or any(off)):
        raise UserError(
            "the targets y of the cross-entropy are no probabilities: give numbers from 0 to 1 that sum to 1"
        )


def guards(case: Backprop, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse kinks, dead or saturated layers, outputs at their target, gradients that vanish or get out of hand."""
    value = found.values[name]
    if name in ("z1", "z2"):
        yield from unit_guards(name, case.net.activation(int(name[1])), value)
    if name == "a2" and case.net.output == "softmax" and min(map(decimal, entries(value))) < NEAR:
        yield "a softmax output is next to nothing"
    if name == "delta2":
        yield from dict.fromkeys(_next_to_nothing(case, given, found))
    if name in ("dW2", "db2", "dW1", "db1"):
        sizes = [abs(decimal(entry)) for entry in entries(value)]
        if max(sizes) < NOISE:  # weights that cancel leave the last digits of a division
            yield f"{name} is {'next to ' if max(sizes) else ''}zero throughout"
        if case.rounding.policy == "exact" and max(sizes) > HANDY:
            yield "the numbers grow too large to work with by hand"


def _next_to_nothing(case: Backprop, given: Mapping[str, Any], found: Ledger) -> Iterator[str]:
    """Yield why an entry of delta2 is next to nothing, its a - y or its slope; but for units of ReLU that are off."""
    out, *rest = (entries(found.values[name]) for name in ("delta2", "z2", "a2"))
    slopes = entries(found.values["slope2"]) if "slope2" in found.values else [1] * len(out)
    for d, z, a, y, slope in zip(out, *rest, entries(given["y"]), slopes, strict=True):
        if abs(decimal(d)) < NEAR and (case.net.output != "relu" or decimal(z) > 0):
            flat = abs(decimal(slope)) < abs(decimal(a) - decimal(y))
            yield "an output unit is saturated: next to no error comes back" if flat else _AT_TARGET
