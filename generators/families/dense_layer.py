"""`dense-layer`: one input through one layer, z = W x + b and a = f(z); given x W b [activation] [slope]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    slips,
    solve,
    symbols,
)
from generators.dense_numbers import posed_layer
from generators.family import Family, Option, Setting, sizes
from generators.nets import spread, tenths
from generators.space import Choice, Space

OPTIONS = {
    "activation": ACTIVATION,
    "sizes": Option("inputs and units, such as 2,3", sizes(2, 1, 6, "inputs, units")),
    "rounding": ROUNDING,
}

#: What consecutive problems of a difficulty look like: inputs, units, activation.
USUAL = {
    "easy": ((2, 2, "relu"), (2, 3, "relu"), (3, 2, "identity")),
    "medium": ((2, 3, "relu"), (3, 2, "sigmoid"), (2, 3, "leaky-relu"), (2, 2, "tanh")),
    "hard": ((3, 4, "leaky-relu"), (4, 3, "tanh"), (3, 3, "sigmoid"), (4, 4, "relu")),
}


def cases(setting: Setting) -> tuple[Dense, ...]:
    """Return the shapes that the difficulty and the options allow."""
    return tuple(dict.fromkeys(_case(setting, *usual) for usual in USUAL[setting.difficulty]))


def _case(setting: Setting, inputs: int, units: int, usual: str) -> Dense:
    name = setting.options.get("activation", usual)
    inputs, units = setting.options.get("sizes", (inputs, units))
    return Dense(inputs, units, name, policy(setting, name, decimals=name == "leaky-relu"), setting.notation)


def space(case: Dense) -> Space:
    """Return the numbers to draw: whole, in tenths where the activation is smooth, or multiples of a logarithm."""
    n, m = case.inputs, case.units
    if case.logarithmic:
        targets = Choice("k", spread(3, zero=False), m, 1)
        return Space(
            (Choice("base", (2, 3)), Choice("x", spread(3, zero=False), n), Choice("W", spread(4), m, n), targets)
        )
    if case.rational:
        return Space((Choice("x", spread(5, zero=False), n), Choice("W", spread(6), m, n), Choice("b", spread(9), m)))
    return Space(
        (Choice("x", spread(3, zero=False), n), Choice("W", tenths(9, zero=False), m, n), Choice("b", tenths(12), m))
    )


def pose(case: Dense, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw."""
    return posed_layer(case, draw) | named(case)


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Dense, dict[str, Any]]:
    """Read the instructor's x, W and b; raises UserError where their shapes do not fit."""
    case, read = accepted(setting, given, setting.notation)
    return case, posed(case, read, given)


FAMILY = Family(
    name="dense-layer", version=1, summary="one input through one layer: z = W x + b, then f",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts, figures=figures,
)  # fmt: skip  # a register entry
