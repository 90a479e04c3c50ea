"""`activation-values`: f and f' at a few points; given the points z, the activation and, where it leaks, the slope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import permutations
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.family import Ask, Family, Option, Setting, Slip, one_of
from generators.lines import Form
from generators.nets import (
    ALPHA,
    HIDDEN,
    KINKED,
    RATIONAL,
    apply,
    demand,
    entries,
    in_decimals,
    in_field,
    leak,
    matrix,
    numbers,
    oriented,
    slope_in,
)
from generators.rounding import POLICIES, Ledger, Rounding
from generators.slopes import slope_at
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise
from symbolic.errors import UserError
from symbolic.exact import ln
from symbolic.layers import applied, found, slope_symbol, slope_written, vector
from symbolic.notation import Notation
from symbolic.tree import Fn, Leibniz, Node, Sym
from symbolic.written import slots

z, a = Sym("z"), Sym("a")
POINTS = 3


class Values(Struct, frozen=True):
    """So many points of one activation."""

    activation: str
    points: int
    rounding: Rounding
    notation: Notation

    @property
    def logarithmic(self) -> bool:
        """Whether the points are logarithms, so that the values are exact."""
        return self.rounding.policy == "exact" and self.activation not in RATIONAL


OPTIONS = {
    "activation": Option("the function: " + ", ".join(HIDDEN), one_of(*HIDDEN)),
    "rounding": Option("exact, printed (each value rounded as it is written) or full", one_of(*POLICIES)),
}
USUAL = {
    "easy": (("relu", "exact"), ("leaky-relu", "exact")),
    "medium": (("sigmoid", "printed"), ("tanh", "printed")),
    "hard": (("sigmoid", "exact"), ("tanh", "exact")),
}


def cases(setting: Setting) -> tuple[Values, ...]:
    """Return the functions that the difficulty and the options allow."""
    found = []
    for usual, policy in USUAL[setting.difficulty]:
        name = setting.options.get("activation", usual)
        own = "exact" if name in RATIONAL else "printed" if usual in RATIONAL else policy
        rounding = Rounding(setting.options.get("rounding", own), decimals=name in RATIONAL)
        found.append(Values(name, POINTS, rounding, setting.notation))
    return tuple(dict.fromkeys(found))


def space(case: Values) -> Space:
    """Return the points: one from each of three bands, in any order, so that no two are the same."""
    orders = Choice("order", tuple(permutations(range(POINTS))))
    if case.logarithmic:
        bands = [[(p, k) for p in (2, 3) for k in ks] for ks in ((-2, -1), (1, 2))]
        return Space(
            (Choice("low", bands[0]), Choice("high", bands[1]), Choice("middle", ((5, 1), (5, -1), (7, 1))), orders),
            False,
        )
    if case.activation in RATIONAL:
        small = (*range(-9, 0), *range(1, 10))
        wholes = (("low", range(-99, -9)), ("middle", small), ("high", range(11, 100)))
        tenths = (Choice(name, tuple(Decimal(n).scaleb(-1) for n in band)) for name, band in wholes)
        return Space((*tenths, orders), refuses=False)
    thirds = [tuple(Decimal(n).scaleb(-2) for n in range(*band)) for band in ((-249, -99), (-98, 99), (100, 250))]
    choices = (Choice(name, band) for name, band in zip(("low", "middle", "high"), thirds, strict=True))
    return Space((*choices, orders))


def pose(case: Values, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the points as a vector, in the drawn order."""
    drawn = [draw[name] for name in ("low", "middle", "high")]
    points = [p[1] * ln(p[0]) if isinstance(p, tuple) else p for p in drawn]
    column = [[in_field(points[k], case.rounding)] for k in draw["order"]]
    return oriented({"z": column}, case.notation.rows) | _named(case, {})


def _named(case: Values, given: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {"activation": case.activation, "convention": case.notation.convention}
    return named | ({"slope": leak(given, case.rounding)} if case.activation == "leaky-relu" else {})


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Values, dict[str, Any]]:
    """Read the instructor's points and function; raises UserError where the points are no single list."""
    demand(given, ("z", "activation"), "values need points z and an activation")
    name = str(OPTIONS["activation"].read("given.activation", given["activation"]))
    rows = setting.notation.rows
    points = matrix("z", given["z"], vector=True, rows=rows)
    if len(points) != 1 and len(points[0]) != 1:
        raise UserError(f"z is {len(points)}×{len(points[0])}: give the points as one list")
    policy = setting.options.get("rounding", "exact" if name in RATIONAL else "printed")
    slope = {"slope": slope_in(given)} if name == "leaky-relu" else {}
    rounding = Rounding(policy, decimals=name in RATIONAL and in_decimals({"z": points, **slope}))
    case = Values(name, max(len(points), len(points[0])), rounding, setting.notation)
    return case, {"z": in_field(points, rounding)} | _named(case, given)


def solve(case: Values, given: Mapping[str, Any], keep: Ledger) -> None:
    """A = f(z), then f'(z)."""
    points = numbers(given)["z"]
    out = keep("a", apply(case.activation, points, case.rounding, given))
    keep("dadz", slope_at(case.activation, points, out, case.rounding, given))


def recompute(case: Values, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values in NumPy, the slopes by the complex step."""
    f = second_road.activation(case.activation, {"slope": given["slope"]} if "slope" in given else {})
    slopes = second_road.gradients(lambda at: f(at["z"]).sum(axis=(-1, -2)), {"z": given["z"]}, ("z",))
    return {"a": f(given["z"]), "dadz": slopes["z"]}


def forms(case: Values) -> tuple[Form, ...]:
    """Two lines: the values, and the slopes from them as they are taught."""
    size = vector(case.points, case.notation.rows)
    at, out, slope = slots("z", *size), slots("a", *size), slots("dadz", *size)
    name, facts = case.activation, {"activation": case.activation}
    values = found("a", a, Fn(name, (z,)), applied(name, at), out) if name != "identity" else found("a", a, z, out)
    written = slope_written(name, out)
    sides = (slope_symbol(name, z), slope) if written is None else (slope_symbol(name, z), written, slope)
    return (
        Form("a", "activate", values, "A", facts),
        Form("dadz", "slope of the activation", found("dadz", *sides), "A", facts),
    )


def symbols(case: Values) -> dict[Node, str]:
    """Which quantity each symbol stands for; a slope by cases is found from z."""
    slope = {} if case.activation in (*KINKED, "identity") else {slope_symbol(case.activation, z): "dadz"}
    return {z: "z", a: "a", ALPHA: "slope", **slope}


def guards(case: Values, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Say where a point lies at a kink."""
    for place, point in enumerate(entries(given["z"]), 1):
        if name == "a" and case.activation in KINKED and not case.rounding.field.sign(point):
            yield f"point {place} lies at the kink of {case.activation}"


def slips(case: Values, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the slope taken for the value, and what is mistaken for the slope."""
    out, points = found.values["a"], numbers(given)["z"]
    one = case.rounding.field.number("1")
    if case.activation in KINKED:
        yield Slip("a", "sign dropped", entrywise(abs, points))
    if case.activation == "sigmoid":
        yield Slip("dadz", "z taken for the output", entrywise(lambda x: x * (one - x), points))
        yield Slip("dadz", "minus forgotten", entrywise(lambda x: x * (one + x), out))
    if case.activation == "tanh":
        yield Slip("dadz", "square forgotten", entrywise(lambda x: one - x, out))
    if case.activation != "identity":
        yield Slip("dadz", "value taken for the slope", out)


def facts(case: Values, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The function and the number of points."""
    return {"activation": case.activation, "points": case.points}


FAMILY = Family(
    name="activation-values", version=1, summary="f and its slope f' at given points",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("a", a, 1), Ask("dadz", Leibniz(a, z, partial=False), 2)), slips=slips, accept=accept,
    symbols=symbols, guards=guards, facts=facts,
    figures=lambda case: () if case.activation == "identity" else (case.activation,),
)  # fmt: skip  # a register entry
