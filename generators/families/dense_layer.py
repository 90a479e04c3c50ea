"""`dense-layer`: one input through one layer, z = W x + b and a = f(z); given x W b [activation] [slope]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generators import second_road
from generators.family import Ask, Family, Option, Setting, Slip, one_of, sizes
from generators.lines import Form
from generators.nets import (
    ALPHA,
    HIDDEN,
    RATIONAL,
    apply,
    dead_and_live,
    entries,
    fits,
    in_decimals,
    in_field,
    logs,
    matrix,
    numbers,
    oriented,
    spread,
    tenths,
    turned,
    unit_guards,
)
from generators.rounding import POLICIES, Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import plus, times
from symbolic.fields import Quantity
from symbolic.layers import added, applied, first_unit, found, product_of, shape, vector, weighted
from symbolic.notation import Notation
from symbolic.tree import Add, Fn, Mul, Node, Sym
from symbolic.written import slots

x, W, b, z, a = (Sym(name) for name in "xWbza")


@dataclass(frozen=True, slots=True)
class Dense:
    """The shape of a dense-layer problem: so many inputs and units, the activation ("" for none) and the rounding."""

    inputs: int
    units: int
    activation: str
    rounding: Rounding
    notation: Notation

    @property
    def leaky(self) -> bool:
        """Whether it leaks, so that a slope is given."""
        return self.activation == "leaky-relu"

    @property
    def logarithmic(self) -> bool:
        """Whether the numbers are logarithms, so that a smooth activation has exact values."""
        return self.rounding.policy == "exact" and self.activation not in ("", *RATIONAL)


OPTIONS = {
    "activation": Option("the layer's function: " + ", ".join(HIDDEN), one_of(*HIDDEN)),
    "sizes": Option("inputs and units, such as 2,3", sizes(2, 1, 6, "inputs, units")),
    "rounding": Option("exact, printed (each value rounded as it is written) or full", one_of(*POLICIES)),
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
    return Dense(inputs, units, name, _rounding(setting, name, name == "leaky-relu"), setting.notation)


def _rounding(setting: Setting, activation: str, decimals: bool) -> Rounding:
    rational = activation in ("", *RATIONAL)
    return Rounding(setting.options.get("rounding", "exact" if rational else "printed"), decimals=decimals and rational)


def space(case: Dense) -> Space:
    """Return the numbers to draw: whole, in tenths where the activation is smooth, or multiples of a logarithm."""
    n, m = case.inputs, case.units
    if case.logarithmic:
        targets = Choice("k", spread(3, zero=False), m, 1)
        return Space(
            (Choice("base", (2, 3)), Choice("x", spread(3, zero=False), n), Choice("W", spread(4), m, n), targets)
        )
    if case.activation in ("", *RATIONAL):
        return Space((Choice("x", spread(5, zero=False), n), Choice("W", spread(6), m, n), Choice("b", spread(9), m)))
    return Space(
        (Choice("x", spread(3, zero=False), n), Choice("W", tenths(9, zero=False), m, n), Choice("b", tenths(12), m))
    )


def pose(case: Dense, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw; with logarithms the bias is what brings each z to a whole multiple of one."""
    if case.logarithmic:
        draw = _nice(draw)
    given = {name: in_field(draw[name], case.rounding) for name in ("x", "W", "b")}
    return oriented(given, case.notation.rows) | _named(case, "0.1")


def _nice(draw: dict[str, Any]) -> dict[str, Any]:
    sums = [[sum(w * entry[0] for w, entry in zip(row, draw["x"], strict=True))] for row in draw["W"]]
    b = [[k[0] - s[0]] for k, s in zip(draw["k"], sums, strict=True)]
    return {"x": draw["x"], "W": logs(draw["W"], draw["base"]), "b": logs(b, draw["base"])}


def _named(case: Dense, slope: object) -> dict[str, Any]:
    named: dict[str, Any] = {"activation": case.activation} if case.activation else {}
    named["convention"] = case.notation.convention
    if case.leaky:
        named["slope"] = in_field(slope, case.rounding)
    return named


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Dense, dict[str, Any]]:
    """Read the instructor's x, W and b; raises UserError where their shapes do not fit."""
    rows, name = setting.notation.rows, str(given.get("activation", ""))
    if name:
        OPTIONS["activation"].read("given.activation", name)
    weights = matrix("W", given["W"], vector=False, rows=rows)
    xs = matrix("x", given["x"], vector=True, rows=rows)
    bs = matrix("b", given["b"], vector=True, rows=rows)
    units, inputs = (len(weights[0]), len(weights)) if rows else (len(weights), len(weights[0]))
    fits("x", xs, vector(inputs, rows), weights, "x W" if rows else "W x")
    fits("b", bs, vector(units, rows), weights, "x W + b" if rows else "W x + b")
    read = {"x": xs, "W": weights, "b": bs}
    slope = given.get("slope", "0.1")
    decimals = in_decimals(read | ({"slope": slope} if name == "leaky-relu" else {}))
    case = Dense(inputs, units, name, _rounding(setting, name, decimals), setting.notation)
    return case, {k: in_field(value, case.rounding) for k, value in read.items()} | _named(case, slope)


def solve(case: Dense, given: Mapping[str, Any], keep: Ledger) -> None:
    """Z = W x + b, a = f(z)."""
    at = numbers(given)
    Wx = keep("Wx", times(*weighted_numbers(at, case)))
    pre = keep("z", plus(Wx, at["b"]))
    if case.activation:
        keep("a", apply(case.activation, pre, case.rounding, given))


def weighted_numbers(at: Mapping[str, Quantity], case: Dense) -> tuple[Quantity, Quantity]:
    """Return the numbers of W x, or of x W, in order."""
    return (at["x"], at["W"]) if case.notation.rows else (at["W"], at["x"])


def recompute(case: Dense, given: Mapping[str, Any]) -> dict[str, Any]:
    """The layer again, in NumPy."""
    rows = case.notation.rows
    pre = (given["x"] @ given["W"] if rows else given["W"] @ given["x"]) + given["b"]
    if not case.activation:
        return {"z": pre}
    parameters = {"slope": given["slope"]} if case.leaky else {}
    return {"z": pre, "a": second_road.activation(case.activation, parameters)(pre)}


def forms(case: Dense) -> tuple[Form, ...]:
    """The worked lines: the first unit alone, the product, the bias, the activation."""
    rows, n, m = case.notation.rows, case.inputs, case.units
    at: dict[Node, Node] = {W: slots("W", *shape(m, n, rows)), x: slots("x", *vector(n, rows))}
    bias, pre = slots("b", *vector(m, rows)), slots("z", *vector(m, rows))
    product = slots("Wx", *vector(m, rows))
    pair = weighted(W, x, rows)
    facts = {"left": list(shape(m, n, rows)), "right": list(vector(n, rows)), "result": list(vector(m, rows))}
    lines = [
        Form("z", "first unit", first_unit(0, n, rows)),
        Form("z", "multiply", product_of("Wx", pair, at, product), "M", facts),
        Form("z", "add the bias", added("z", z, Add((Mul(pair), b)), product, bias, pre), "A"),
    ]
    if case.activation:
        lines.append(Form("a", "activate", _activated(case, pre), "A", {"activation": case.activation}))
    return tuple(lines)


def _activated(case: Dense, pre: Node) -> Node:
    result = slots("a", *vector(case.units, case.notation.rows))
    if case.activation == "identity":
        return found("a", a, z, result)
    return found("a", a, Fn(case.activation, (z,)), applied(case.activation, pre), result)


def asks(case: Dense) -> tuple[Ask, ...]:
    """z, and a if there is an activation."""
    return (Ask("z", z, 1), Ask("a", a, 2)) if case.activation else (Ask("z", z, 1),)


def symbols(case: Dense) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for."""
    product = Mul(weighted(W, x, case.notation.rows))
    return {x: "x", W: "W", b: "b", z: "z", a: "a", product: "Wx", ALPHA: "slope"}


def guards(case: Dense, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse kinks, layers all live or all dead, and saturation."""
    if name == "z":
        yield from unit_guards("z", case.activation, found.values["z"])


def slips(case: Dense, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the bias forgotten or taken away, W turned, f forgotten, f before the bias."""
    at, Wx, pre = numbers(given), found.values["Wx"], found.values["z"]
    if any(entries(at["b"])):
        yield Slip("z", "bias forgotten", Wx, 1)
    if case.inputs == case.units > 1:
        left, right = weighted_numbers(at, case)
        wrong = times(left, turned(right)) if case.notation.rows else times(turned(left), right)
        yield Slip("z", "weights turned", plus(wrong, at["b"]), 0)
    if case.activation in ("", "identity"):
        return
    yield Slip("a", "activation forgotten", pre, 0)
    if any(entries(at["b"])) and not case.logarithmic:
        early = apply(case.activation, Wx, case.rounding, given)
        yield Slip("a", "bias after the activation", plus(early, at["b"]), 0)


def facts(case: Dense, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: sizes, the activation, and which units are dead or live."""
    return {
        "inputs": case.inputs,
        "units": case.units,
        "activation": case.activation,
        "weights": list(shape(case.units, case.inputs, case.notation.rows)),
        "input_shape": list(vector(case.inputs, case.notation.rows)),
        **dead_and_live(found.values["z"]),
    }


FAMILY = Family(
    name="dense-layer", version=1, summary="one input through one layer: z = W x + b, then f",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
    figures=lambda case: () if case.activation in ("", "identity") else (case.activation,),
)  # fmt: skip  # a register entry
