"""What the page of a two-layer net needs: its lines with their facts, the parts, the symbols, the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generators.backprop import Backprop
from generators.family import Ask
from generators.lines import Form
from generators.nets import ALPHA, KINKED, dead_and_live
from generators.rounding import Ledger
from symbolic.backward import J, Net, Step, W, a, b, delta, x, y, z
from symbolic.layers import gradient, passed_back, slope_symbol, weighted
from symbolic.tree import Mul, Node


def worked(net: Net, lines: tuple[Step, ...]) -> tuple[Form, ...]:
    """Return worked lines of symbolic with what their wording needs."""
    return tuple(
        Form(step.part, step.rule, step.tree, step.mark, {"layer": step.layer, **_facts_of(net, step.rule, step.layer)})
        for step in lines
    )


def _facts_of(net: Net, rule: str, layer: int) -> dict[str, object]:
    n, m = net.sizes, net.samples
    units, sources = (n[layer], n[layer - 1]) if layer else (1, 1)
    shapes = {
        "multiply": ((units, sources), (sources, m), (units, m)),
        "gradient of the weights": ((units, m), (m, sources), (units, sources)),
        "back through the weights": ((n[1], n[2]), (n[2], m), (n[1], m)),
    }.get(rule)
    facts: dict[str, object] = {"activation": net.activation(layer)} if layer else {}
    if shapes is None:
        return facts
    left, right, result = ([*reversed(s)] if net.rows else [*s] for s in shapes)
    pair = {"left": right, "right": left} if net.rows else {"left": left, "right": right}
    return facts | pair | {"result": result}


def asks(case: Backprop) -> tuple[Ask, ...]:
    """The quantities in the order in which they are found."""
    return (
        Ask("z1", z[1], 1), Ask("a1", a[1], 1), Ask("z2", z[2], 2), Ask("a2", a[2], 2), Ask("loss", J, 2, scalar=True),
        Ask("delta2", delta[2], 3), Ask("dW2", gradient(J, W[2]), 3), Ask("db2", gradient(J, b[2]), 3),
        Ask("delta1", delta[1], 4), Ask("dW1", gradient(J, W[1]), 4), Ask("db1", gradient(J, b[1]), 4),
    )  # fmt: skip  # a sub-question to a line


def symbols(case: Backprop) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for; a slope by cases is not among them but found from z."""
    net = case.net
    table: dict[Node, str] = {x: "x", y: "y", J: "loss", ALPHA: "slope", gradient(J, a[2]): "dJda2"}
    for layer, source in ((1, x), (2, a[1])):
        for of, name in ((W, "W"), (b, "b"), (z, "z"), (a, "a"), (delta, "delta")):
            table[of[layer]] = f"{name}{layer}"
        table |= {gradient(J, W[layer]): f"dW{layer}", gradient(J, b[layer]): f"db{layer}"}
        table[Mul(weighted(W[layer], source, net.rows))] = f"product{layer}"
        if net.activation(layer) not in KINKED:
            table[slope_symbol(net.activation(layer), z[layer])] = f"slope{layer}"
    if net.hidden != "identity":
        table[Mul(passed_back(W[2], delta[2], net.rows))] = "back"
    return table


def facts(case: Backprop, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: sizes, functions, the loss, and which hidden units are dead or live."""
    net = case.net
    units = dead_and_live(found.values["z1"]) if net.samples == 1 else {"dead": [], "live": []}
    return {
        "sizes": list(net.sizes), "hidden": net.hidden, "output": net.output, "loss": net.loss, "cancels": net.cancels,
        "samples": net.samples, **units,
    }  # fmt: skip


def figures(case: Backprop) -> tuple[str, ...]:
    """The plots of its functions; the identity and softmax need none."""
    names = dict.fromkeys((case.net.hidden, case.net.output))
    return tuple(name for name in names if name not in ("identity", "softmax"))
