"""`dense-layer-batch`: a batch through one layer, Z = X W + b and A = f(Z); given X W b [activation] [slope].

A sample is a row of X whatever the convention of the course, as libraries keep a batch; the bias is 1×n.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generators.dense import (
    ACTIVATION,
    ROUNDING,
    Dense,
    accepted,
    asks,
    figures,
    forms,
    in_rows,
    named,
    policy,
    posed,
    recompute,
    solve,
    symbols,
)
from generators.dense import facts as of_a_layer
from generators.dense import guards as guards_of_a_layer
from generators.dense import slips as slips_of_a_layer
from generators.dense_numbers import choices_of, posed_layer
from generators.family import Family, Option, Setting, Slip, sizes
from generators.nets import entries, numbers, turned, twins
from generators.rounding import Ledger
from generators.space import Space
from symbolic.arithmetic import plus
from symbolic.errors import UserError

OPTIONS = {
    "activation": ACTIVATION,
    "sizes": Option("samples, inputs and units, such as 3,2,2", sizes(3, 1, 5, "samples, inputs, units")),
    "rounding": ROUNDING,
}

#: What consecutive problems of a difficulty look like: samples, inputs, units, activation.
USUAL = {
    "easy": ((2, 2, 2, "relu"), (2, 3, 2, "relu"), (3, 2, 2, "identity")),
    "medium": ((3, 2, 2, "relu"), (2, 2, 3, "leaky-relu"), (3, 2, 2, "sigmoid"), (2, 3, 2, "tanh")),
    "hard": ((3, 3, 3, "relu"), (3, 3, 2, "tanh"), (4, 2, 3, "leaky-relu"), (3, 2, 3, "sigmoid")),
}


def cases(setting: Setting) -> tuple[Dense, ...]:
    """Return the batches and layers that the difficulty and the options allow."""
    return tuple(dict.fromkeys(_case(setting, *usual) for usual in USUAL[setting.difficulty]))


def _case(setting: Setting, samples: int, inputs: int, units: int, usual: str) -> Dense:
    name = setting.options.get("activation", usual)
    samples, inputs, units = setting.options.get("sizes", (samples, inputs, units))
    rounding = policy(setting, name, decimals=name == "leaky-relu")
    return several(Dense(inputs, units, name, rounding, in_rows(setting.notation), samples))


def several(case: Dense) -> Dense:
    """Return *case* if it is a batch; raises UserError for a single sample."""
    if case.samples < 2:
        raise UserError("a batch has two samples or more; for a single one use dense-layer")
    return case


def space(case: Dense) -> Space:
    """Return the numbers to draw."""
    return Space(choices_of(case))


def pose(case: Dense, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw."""
    return posed_layer(case, draw) | named(case)


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Dense, dict[str, Any]]:
    """Read the instructor's X, W and b, samples as rows; raises UserError where their shapes do not fit."""
    case, read = accepted(setting, given, in_rows(setting.notation), "X")
    return several(case), posed(case, read, given)


def guards(case: Dense, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse what any layer refuses, and samples that are the same."""
    if name == "Wx":
        yield from twins(given["X"])
    yield from guards_of_a_layer(case, given, found, name)


def slips(case: Dense, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes of a layer, and a bias that does not reach each sample as it should."""
    yield from slips_of_a_layer(case, given, found)
    Wx, b = found.values["Wx"], numbers(given)["b"]
    if not any(entries(b)):
        return
    row = b if isinstance(b, list) else [[b]]
    yield Slip("z", "bias for the first sample alone", [*plus(Wx[:1], row), *Wx[1:]], 1)
    if case.samples == case.units:
        down = [[entry] * case.units for (entry,) in turned(row)]
        yield Slip("z", "bias down the columns", plus(Wx, down), 1)


def facts(case: Dense, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: those of a layer and the number of samples; units are live or dead sample by sample."""
    return of_a_layer(case, given, found) | {"samples": case.samples, "dead": [], "live": []}


FAMILY = Family(
    name="dense-layer-batch", version=1, summary="a small batch through one layer: Z = X W + b, then f",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts, figures=figures,
)  # fmt: skip  # a register entry
