"""`neuron`: one neuron, z = w x + b and a = f(z); given x W b [activation] [slope], W a single row (or column)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from generators.dense import (
    ACTIVATION,
    ROUNDING,
    Dense,
    accepted,
    asks,
    facts,
    figures,
    forms,
    guards,
    named,
    policy,
    posed,
    recompute,
    solve,
    symbols,
)
from generators.dense import slips as of_a_layer
from generators.dense_numbers import choices_of, posed_layer
from generators.family import Family, Option, Setting, Slip, whole
from generators.nets import entries, numbers
from generators.rounding import Ledger
from generators.space import Space
from symbolic.arithmetic import entrywise, plus, times
from symbolic.errors import UserError
from symbolic.layers import weighted

OPTIONS = {
    "activation": ACTIVATION,
    "inputs": Option("how many inputs, 1 to 6", whole(1, 6)),
    "rounding": ROUNDING,
}

#: What consecutive problems of a difficulty look like: inputs, activation, rounding of a smooth one.
USUAL = {
    "easy": ((2, "relu", "printed"), (3, "relu", "printed"), (3, "identity", "printed")),
    "medium": ((2, "sigmoid", "printed"), (3, "tanh", "printed"), (3, "sigmoid", "printed")),
    "hard": ((4, "tanh", "printed"), (3, "sigmoid", "exact"), (4, "sigmoid", "printed"), (3, "tanh", "exact")),
}
#: The largest bias that is drawn.
BIAS = 9


def cases(setting: Setting) -> tuple[Dense, ...]:
    """Return the neurons that the difficulty and the options allow."""
    return tuple(dict.fromkeys(_case(setting, *usual) for usual in USUAL[setting.difficulty]))


def _case(setting: Setting, inputs: int, usual: str, rounding: str) -> Dense:
    name = setting.options.get("activation", usual)
    inputs = setting.options.get("inputs", inputs)
    stated = policy(setting, name, decimals=name == "leaky-relu", usual=rounding)
    return Dense(inputs, 1, name, stated, setting.notation, letter="w")


def space(case: Dense) -> Space:
    """Return the numbers to draw; a lone unit with a kink is made to be live."""
    return Space(choices_of(case, inputs=6, weights=5, biases=BIAS))


def pose(case: Dense, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw."""
    return posed_layer(case, draw, BIAS) | named(case)


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Dense, dict[str, Any]]:
    """Read the instructor's x, W and b; raises UserError where they are no single neuron's."""
    flat = given.get("W")
    if isinstance(flat, list) and flat and not any(isinstance(entry, list) for entry in flat):
        given = dict(given) | {"W": [[entry] for entry in flat] if setting.notation.rows else [flat]}
    case, read = accepted(setting, given, setting.notation)
    if case.units > 1:
        raise UserError(f"W has weights of {case.units} units: a neuron is one, dense-layer takes several")
    return replace(case, letter="w"), posed(case, read, given)


def slips(case: Dense, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes of a layer, and the signs of the products dropped, the bias taken away."""
    yield from of_a_layer(case, given, found)
    at = numbers(given)
    if any(entries(at["b"])):
        yield Slip("z", "bias taken away", found.values["Wx"] - at["b"], 1)
    if not case.logarithmic:
        left, right = weighted(entrywise(abs, at["W"]), entrywise(abs, at["x"]), case.notation.rows)
        yield Slip("z", "minus signs dropped", plus(times(left, right), at["b"]), 0)


FAMILY = Family(
    name="neuron", version=1, summary="one neuron: w x + b and its activation",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts, figures=figures,
)  # fmt: skip  # a register entry
