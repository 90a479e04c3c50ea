"""`layer-backprop`: back through one layer, ∂J/∂W, ∂J/∂b and ∂J/∂x; given x W b upstream [activation] [slope].

``upstream`` is ∂J/∂a, what arrives from above; without an activation a is z, and the work goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generators import dense, second_road
from generators.dense import ACTIVATION, ROUNDING, Dense, a, accepted, b, factor_shapes, policy, posed, x, z
from generators.dense_numbers import choices_of, posed_layer
from generators.family import Ask, Family, Option, Setting, Slip, sizes
from generators.lines import Form
from generators.nets import (
    KINKED,
    entries,
    in_field,
    numbers,
    oriented,
    outer,
    spread,
    tenths,
    turned,
)
from generators.rounding import Ledger
from generators.slopes import slope_at
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise, times
from symbolic.backward import J
from symbolic.layers import (
    found,
    gradient,
    passed_back,
    product_of,
    shape,
    slope_line,
    slope_symbol,
    through,
    vector,
    weight_gradient,
    weighted,
)
from symbolic.tree import Node, Sym
from symbolic.written import slots

W, delta = Sym("W"), Sym("delta")
OPTIONS = {
    "activation": ACTIVATION,
    "sizes": Option("inputs and units, such as 2,3", sizes(2, 1, 5, "inputs, units")),
    "rounding": ROUNDING,
}

#: What consecutive problems of a difficulty look like: inputs, units, activation, rounding of a smooth one.
USUAL = {
    "easy": ((2, 2, "relu", "printed"), (3, 2, "relu", "printed"), (2, 3, "relu", "printed")),
    "medium": ((2, 3, "leaky-relu", "printed"), (3, 2, "sigmoid", "printed"), (2, 3, "tanh", "printed")),
    "hard": ((3, 3, "tanh", "printed"), (2, 3, "sigmoid", "exact"), (4, 3, "leaky-relu", "exact"), (3, 3, "relu", "")),
}


def cases(setting: Setting) -> tuple[Dense, ...]:
    """Return the layers that the difficulty and the options allow."""
    return tuple(dict.fromkeys(_case(setting, *usual) for usual in USUAL[setting.difficulty]))


def _case(setting: Setting, inputs: int, units: int, usual: str, rounding: str) -> Dense:
    name = setting.options.get("activation", usual)
    inputs, units = setting.options.get("sizes", (inputs, units))
    stated = policy(setting, name, decimals=name == "leaky-relu", usual=rounding or "printed")
    return Dense(inputs, units, name, stated, setting.notation)


def space(case: Dense) -> Space:
    """Return the numbers to draw: those of a layer, and what arrives from above."""
    fine = not case.rational and not case.logarithmic
    arriving = [2 * tenth for tenth in tenths(9, zero=False)] if fine else spread(5, zero=False)  # even: no ties
    return Space((*choices_of(case), Choice("upstream", arriving, case.units)))


def pose(case: Dense, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw."""
    arrived = oriented({"upstream": in_field(draw["upstream"], case.rounding)}, case.notation.rows)
    return posed_layer(case, draw) | arrived | dense.named(case)


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Dense, dict[str, Any]]:
    """Read the instructor's layer and what arrives; raises UserError where their shapes do not fit."""
    case, read = accepted(setting, given, setting.notation, upstream=("upstream",))
    return case, posed(case, read, given)


def solve(case: Dense, given: Mapping[str, Any], keep: Ledger) -> None:
    """Forward; then the error of the layer, and from it each gradient."""
    dense.solve(case, given, keep)
    at, rows, arrived = numbers(given), case.notation.rows, numbers(given)["upstream"]
    if case.activation:
        slope = slope_at(case.activation, keep.carried["z"], keep.carried["a"], case.rounding, given)
        arrived = entrywise(lambda p, q: p * q, arrived, keep("dadz", slope))
    error = keep("delta", arrived)
    keep("dW", outer(error, at["x"], rows))
    keep("db", error)
    keep("dx", times(*weighted(turned(at["W"]), error, rows)))


def recompute(case: Dense, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layer again in NumPy, its gradients by the complex step of Σ upstream · a."""

    def pulled(at: Mapping[str, Any]) -> Any:
        found = dense.recompute(case, {**at, "b": at["b"] + at["shift"]})
        return (at["upstream"] * found.get("a", found["z"])).sum(axis=(-1, -2))

    found = dense.recompute(case, given)
    shifted = {**given, "shift": 0 * found["z"]}
    slopes = second_road.gradients(pulled, shifted, ("W", "b", "x", "shift"))
    return found | {f"d{name}": slopes[name] for name in "Wbx"} | {"delta": slopes["shift"]}


def forms(case: Dense) -> tuple[Form, ...]:
    """Return the worked lines: forward, the error, the outer product, the bias, the transpose."""
    n, m, rows = case.inputs, case.units, case.notation.rows
    at = dense.numbers_of(case) | {delta: slots("delta", *vector(m, rows))}
    pairs = weight_gradient(delta, x, rows), passed_back(W, delta, rows)
    weights = product_of("dW", pairs[0], at, slots("dW", *shape(m, n, rows)), gradient(J, W))
    inputs = product_of("dx", pairs[1], at, slots("dx", *vector(n, rows)), gradient(J, x))
    bias = found("db", gradient(J, b), delta, slots("db", *vector(m, rows)))
    return (
        *dense.forms(case),
        *_error(case),
        Form("dW", "gradient of the weights", weights, "A", factor_shapes(pairs[0], at)),
        Form("db", "gradient of the bias", bias, "A"),
        Form("dx", "back through the weights", inputs, "A", factor_shapes(pairs[1], at)),
    )


def _error(case: Dense) -> tuple[Form, ...]:
    """The slope of the activation, and the error as the entrywise product of what arrives with it."""
    if not case.activation:
        return ()
    size, name = vector(case.units, case.notation.rows), case.activation
    slope, facts = slots("dadz", *size), {"activation": case.activation}
    line = slope_line("dadz", name, z, slots("a", *size), slope)
    arriving = gradient(J, a), slots("upstream", *size)
    product = through("delta", delta, arriving, (slope_symbol(name, z), slope), slots("delta", *size))
    return (
        Form("delta", "slope of the activation", line, "M", facts),
        Form("delta", "through the activation", product, "A"),
    )


def asks(case: Dense) -> tuple[Ask, ...]:
    """Forward, the error, the gradients of the layer, and what goes on to the layer below."""
    forward = (Ask("z", z, 1), Ask("a", a, 1), Ask("delta", delta, 2)) if case.activation else (Ask("z", z, 1),)
    return (*forward, Ask("dW", gradient(J, W), 3), Ask("db", gradient(J, b), 3), Ask("dx", gradient(J, x), 4))


def symbols(case: Dense) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for; a slope by cases is not among them but found from z."""
    table: dict[Node, str] = {gradient(J, Sym(name)): f"d{name}" for name in "Wbx"}
    table |= {delta: "delta", gradient(J, a): "upstream"}
    if case.activation not in ("", *KINKED):
        table[slope_symbol(case.activation, z)] = "dadz"
    return dense.symbols(case) | table


def guards(case: Dense, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse what any layer refuses, and gradients that are zero throughout."""
    yield from dense.guards(case, given, found, name)
    if name in ("dW", "db", "dx") and not any(entries(found.values[name])):
        yield f"{name} is zero throughout"


def slips(case: Dense, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the slope forgotten or confused, the outer product or the weights turned the wrong way."""
    at, v, rows = numbers(given), found.values, case.notation.rows
    yield from dense.slips(case, given, found)
    if case.activation not in ("", "identity"):
        yield Slip("delta", "slope forgotten", at["upstream"])
        yield Slip("delta", "output taken for the slope", entrywise(lambda p, q: p * q, at["upstream"], v["a"]), 1)
        yield Slip("dW", "slope forgotten", outer(at["upstream"], at["x"], rows))
        yield Slip("db", "slope forgotten", at["upstream"])
        yield Slip("dx", "slope forgotten", times(*weighted(turned(at["W"]), at["upstream"], rows)))
        yield Slip("dW", "output taken for the input", outer(v["delta"], v["a"], rows))
    if case.units > 1 and case.inputs > 1:
        yield Slip("dW", "outer product turned", turned(v["dW"]))
    if case.units == case.inputs > 1:
        yield Slip("dx", "weights not turned", times(*weighted(at["W"], v["delta"], rows)))


FAMILY = Family(
    name="layer-backprop", version=1, summary="back through one layer: the gradients of W, b and x",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=dense.facts, figures=dense.figures,
)  # fmt: skip  # a register entry
