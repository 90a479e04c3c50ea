"""`gradient-step`: one step of gradient descent on a two-layer net, and the loss before and after it.

Given x W1 b1 W2 b2 y eta; the new parameters are W1_new b1_new W2_new b2_new, the loss that they leave is loss_new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from generators import backprop, net_page, steered, two_layer
from generators.backprop import Backprop, drawings
from generators.backprop_slips import slips as slips_of_backprop
from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.net_page import figures, worked
from generators.nets import SMOOTH, entries, in_field, numbers, outer, turned, unit_guards
from generators.rounding import Ledger
from generators.space import Choice, Space
from generators.two_layer import OPTIONS, nets, rational_if_exact
from symbolic.arithmetic import entrywise, times
from symbolic.backward import J, W, b, steps
from symbolic.errors import UserError
from symbolic.exact import decimal, sign
from symbolic.fields import Quantity
from symbolic.layers import weighted
from symbolic.tree import Node
from symbolic.update import eta, forward_again, renewed, update_steps

#: What consecutive problems of a difficulty look like: sizes, hidden, output, loss.
USUAL = {
    "easy": (
        ((2, 2, 1), "relu", "identity", "squared-error"),
        ((2, 2, 1), "leaky-relu", "identity", "squared-error"),
    ),
    "medium": (
        ((2, 3, 1), "relu", "identity", "squared-error"),
        ((2, 2, 1), "relu", "sigmoid", "bce"),
        ((2, 2, 1), "tanh", "identity", "squared-error"),
    ),
    "hard": (
        ((2, 3, 1), "leaky-relu", "identity", "mse"),
        ((2, 2, 2), "relu", "softmax", "cross-entropy"),
        ((3, 2, 1), "tanh", "sigmoid", "bce"),
    ),
}
#: The parameters, in the order in which the page moves them.
PARAMETERS = ("W1", "b1", "W2", "b2")
#: Learning rates, small where numbers are whole and slopes large; even, so that no product ends in a tie.
SMALL = tuple(map(Decimal, ("0.004", "0.01", "0.02")))
LARGE = tuple(map(Decimal, ("0.2", "0.4", "0.6")))


def cases(setting: Setting) -> tuple[Backprop, ...]:
    """Return the nets that the difficulty and the options allow; a step in whole numbers leads to decimals."""
    found = nets(setting, USUAL[setting.difficulty], usual="printed", decimals=True)
    return rational_if_exact(found)


def space(case: Backprop) -> Space:
    """Return the numbers of the net, and the learning rate."""
    rates = SMALL if case.rational else LARGE
    return Space((*steered.space(case.net, case.rounding, most=2).choices, Choice("eta", rates)))


def pose(case: Backprop, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw."""
    return two_layer.pose(case, draw) | {"eta": in_field(draw["eta"], case.rounding)}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Backprop, dict[str, Any]]:
    """Read the instructor's own net and learning rate; raises UserError where something does not fit."""
    rate = given["eta"]
    if isinstance(rate, list | str) or decimal(rate) <= 0:
        raise UserError("eta is no learning rate: give one number above 0, such as 0.1")
    return two_layer.accept(setting, given, usual="printed", rates=("eta",))


def solve(case: Backprop, given: Mapping[str, Any], keep: Ledger) -> None:
    """Forward and backward; then every parameter against its slope, and forward again with the new ones."""
    backprop.solve(case, given, keep)
    at = numbers(given)
    for name in PARAMETERS:
        keep(f"{name}_new", _moved(at[name], keep.carried[f"d{name}"], given["eta"]))
    moved = {name: keep.carried[f"{name}_new"] for name in PARAMETERS}
    backprop.solve_forward(case, {**given, **moved}, lambda name, value: keep(f"{name}_new", value))


def _moved(parameter: Quantity, slope: Quantity, rate: Quantity) -> Quantity:
    return entrywise(lambda p, g: p - rate * g, parameter, slope)


def recompute(case: Backprop, given: Mapping[str, Any]) -> dict[str, Any]:
    """Everything again in NumPy, the slopes by the complex step."""
    found = backprop.recompute(case, given)
    moved = {name: given[name] - given["eta"] * found[f"d{name}"] for name in PARAMETERS}
    after = backprop.recompute_forward(case, {**given, **moved})
    return found | {f"{name}_new": value for name, value in moved.items()} | {"loss_new": after["loss"]}


def forms(case: Backprop) -> tuple[Form, ...]:
    """The worked lines, built in symbolic: forward and backward, the step, forward again."""
    net = case.net
    return worked(net, (*steps(net), *update_steps(net), *forward_again(net)))


def asks(case: Backprop) -> tuple[Ask, ...]:
    """The loss, every slope, the new parameters, and the loss that they leave."""
    before = (replace(ask, question=1 if ask.question < 3 else 2) for ask in net_page.asks(case))
    moved = ((f"{of.name}{layer}_new", renewed(of)) for layer in (1, 2) for of in (W[layer], b[layer]))
    return (*before, *(Ask(name, symbol, 3) for name, symbol in moved), Ask("loss_new", renewed(J), 4, scalar=True))


def symbols(case: Backprop) -> dict[Node, str]:
    """Which quantity each symbol stands for, before the step and after it."""
    before = net_page.symbols(case)
    again = {renewed(node): f"{name}_new" for node, name in before.items() if renewed(node) != node}
    return {eta: "eta"} | again | before


def guards(case: Backprop, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse what any net refuses, a step that saturates a unit, and one so long that the loss does not fall."""
    yield from two_layer.guards(case, given, found, name)
    if name in ("z1_new", "z2_new") and (smooth := case.net.activation(int(name[1]))) in SMOOTH:
        yield from unit_guards(name, smooth, found.values[name])
    if name == "loss_new" and _overshoots(found):
        yield "the step overshoots: the loss does not fall"


def _overshoots(found: Ledger) -> bool:
    return sign(found.values["loss_new"] - found.values["loss"]) >= 0


def slips(case: Backprop, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes of the backward pass; then uphill, the whole slope, the step alone, and W2 renewed too early."""
    v, at, rate = found.values, numbers(given), given["eta"]
    yield from slips_of_backprop(case, given, found)
    for name in ("W1", "W2"):
        slope = v[f"d{name}"]
        yield Slip(f"{name}_new", "uphill", _moved(at[name], slope, -rate))
        yield Slip(f"{name}_new", "rate forgotten", _moved(at[name], slope, 1))
        yield Slip(f"{name}_new", "step alone", entrywise(lambda g: -rate * g, slope))
    back = times(*weighted(turned(v["W2_new"]), v["delta2"], case.net.rows))
    early = entrywise(lambda p, q: p * q, back, v["slope1"]) if "slope1" in v else back
    yield Slip("W1_new", "output layer renewed first", _moved(at["W1"], outer(early, at["x"], case.net.rows), rate))
    yield Slip("b1_new", "output layer renewed first", _moved(at["b1"], early, rate))


def facts(case: Backprop, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: that of the net, and whether the loss falls."""
    zero = [unit for unit, slope in enumerate(entries(found.values["db1"]), 1) if not slope]
    return net_page.facts(case, given, found) | {"falls": not _overshoots(found), "unmoved": zero}


FAMILY = Family(
    name="gradient-step", version=1, summary="one step of gradient descent, and the loss before and after",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts, figures=figures, drawings=drawings,
)  # fmt: skip  # a register entry
