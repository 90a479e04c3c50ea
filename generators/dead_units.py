"""Which ReLU units are dead for every input from 0 to 1: the largest z of a unit, b + Σ max(0, w); given W b."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.nets import demand, entries, in_decimals, in_field, matrix, numbers, oriented, spread, turned
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise
from symbolic.errors import UserError
from symbolic.exact import sign
from symbolic.layers import found as line_of
from symbolic.layers import shape, vector
from symbolic.notation import Notation
from symbolic.tree import ZERO, Add, Fn, Node, Sym
from symbolic.written import joined, rows_of, slots
from symbolic.written import turned as turned_slots

W, b = Sym("W"), Sym("b")
LARGEST = Sym("z", 0, ("max",))
#: Inputs and units of consecutive problems.
USUAL = {"easy": ((2, 2), (2, 3)), "medium": ((3, 3), (2, 4)), "hard": ((3, 4), (4, 4))}
DEAD = "dead"
#: How far below or above 0 the largest z of a unit is.
TOPS = (-3, -2, -1, 1, 2, 3, 4, 5)


class Dead(Struct, frozen=True):
    """A layer of ReLU units with so many inputs, each from 0 to 1."""

    inputs: int
    units: int
    rounding: Rounding
    notation: Notation
    kind: str = DEAD


def cases(setting: Setting) -> tuple[Dead, ...]:
    """Return the sizes of a difficulty."""
    return tuple(Dead(n, m, Rounding("exact"), setting.notation) for n, m in USUAL[setting.difficulty])


def space(case: Dead) -> Space:
    """Return the weights, and the largest z of each unit: one is dead and one is not at least."""
    both = tuple(tops for tops in product(TOPS, repeat=case.units) if min(tops) < 0 < max(tops))
    return Space((Choice("W", spread(5, zero=False), case.units, case.inputs), Choice("tops", both)), refuses=False)


def pose(case: Dead, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the weights, and the biases that bring each unit where it is to be."""
    pairs = zip(draw["tops"], draw["W"], strict=True)
    bias = [[top - sum(max(0, entry) for entry in row)] for top, row in pairs]
    given = {"W": in_field(draw["W"], case.rounding), "b": in_field(bias, case.rounding)}
    return oriented(given, case.notation.rows) | {"convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Dead, dict[str, Any]]:
    """Read the instructor's layer; raises UserError where its shapes do not fit."""
    rows = setting.notation.rows
    demand(given, ("W",), "a layer needs W and b")
    read = {name: matrix(name, given[name], vector=name == "b", rows=rows) for name in ("W", "b")}
    m, n = (len(read["W"][0]), len(read["W"])) if rows else (len(read["W"]), len(read["W"][0]))
    if (len(read["b"]), len(read["b"][0])) != vector(m, rows):
        raise UserError(f"b must have {m} entries, one for each unit of W")
    case = Dead(n, m, Rounding("exact", decimals=in_decimals(read)), setting.notation)
    posed = {name: in_field(value, case.rounding) for name, value in read.items()}
    return case, posed | {"convention": setting.notation.convention}


def by_units(case: Dead, weights: Any) -> Any:
    """Return the weights with a row for each unit, whatever the convention."""
    return turned(weights) if case.notation.rows else weights


def solve(case: Dead, given: Mapping[str, Any], keep: Ledger) -> None:
    """The largest z of each unit, then those where it is not above 0."""
    tops = [
        [sum((entry for entry in row if sign(entry) > 0), start=bias)]
        for row, bias in zip(by_units(case, given["W"]), entries(given["b"]), strict=True)
    ]
    column = turned(tops) if case.notation.rows else tops
    keep("zmax", column if case.units > 1 else tops[0][0])
    keep(DEAD, listed(k for k, (top,) in enumerate(tops, 1) if sign(top) <= 0))


def listed(units: Any) -> str:
    """Return the numbers of units as an answer in words."""
    return ", ".join(map(str, units)) or "none"


def recompute(case: Dead, given: Mapping[str, Any]) -> dict[str, Any]:
    """Try every corner of the inputs: z is largest in one of them."""
    corners = [np.array(corner, dtype=float) for corner in product((0, 1), repeat=case.inputs)]
    weights = given["W"].T if case.notation.rows else given["W"]
    tops = np.max([weights @ corner + given["b"].ravel() for corner in corners], axis=0)
    return {"zmax": tops.reshape(given["b"].shape), DEAD: listed(np.flatnonzero(second_road.settled(tops) <= 0) + 1)}


def forms(case: Dead) -> tuple[Form, ...]:
    """The largest z of every unit in one line, and the dead ones in words."""
    rows, n, m = case.notation.rows, case.inputs, case.units
    weights, bias = slots("W", *shape(m, n, rows)), slots("b", *vector(m, rows))
    by_unit = rows_of(turned_slots(weights) if rows else weights)
    biases = [entry for row in rows_of(bias) for entry in row]
    sums = [
        Add((*(Fn("max", (ZERO, entry)) for entry in row), bias)) for row, bias in zip(by_unit, biases, strict=True)
    ]
    written = joined((tuple(sums),) if rows else tuple((one,) for one in sums))
    return (
        Form("zmax", "largest", line_of("zmax", LARGEST, written, slots("zmax", *vector(m, rows))), "A"),
        Form(DEAD, "dead units", None, "A"),
    )


def slips(case: Dead, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: negative weights counted too, the bias forgotten; a unit taken for dead by a negative bias."""
    at = numbers(given)
    every = [sum(row) for row in by_units(case, given["W"])]
    total = [[one + bias] for one, bias in zip(every, entries(given["b"]), strict=True)]
    if case.units > 1:
        yield Slip("zmax", "negative weights counted", turned(total) if case.notation.rows else total)
        yield Slip("zmax", "bias forgotten", entrywise(lambda top, bias: top - bias, found.values["zmax"], at["b"]))
    yield Slip(DEAD, "judged by the bias", listed(k for k, bias in enumerate(entries(given["b"]), 1) if sign(bias) < 0))


def symbols(case: Dead) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for."""
    return {W: "W", b: "b", LARGEST: "zmax"}


FAMILY = Family(
    name="saturation", version=1, summary="which ReLU units are dead", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("zmax", LARGEST, 1), Ask(DEAD, None, 2)), slips=slips, accept=accept, symbols=symbols,
)  # fmt: skip  # a register entry
