"""What large weights do to a smooth layer, z = W x, when all weights are c times as large; given x W c [upstream].

Biases are 0. Parts: z a slope zbig abig slopebig, which units are saturated, and with the gradient ∂J/∂a given as
upstream ∂J/∂z of both, dz and dzbig.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.dead_units import listed
from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.nets import SMOOTH, apply, demand, entries, fits, in_field, matrix, numbers, oriented, single, tenths
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.slopes import slope_at
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise, times
from symbolic.errors import UserError, unknown
from symbolic.exact import decimal
from symbolic.layers import applied, found, product_of, shape, slope_line, slope_symbol, vector, weighted
from symbolic.notation import Notation
from symbolic.tree import Fn, Hadamard, Leibniz, Mul, Node, Slot, Sym
from symbolic.written import slots

x, W, z, a, c, J = (Sym(name) for name in "xWzacJ")
ZBIG, ABIG = Sym("z", 0, ("big",)), Sym("a", 0, ("big",))
#: A slope below this lets next to nothing through.
FLAT = Decimal("0.01")
#: How much larger the weights of each function are made: then small z stay lively, and large ones lie flat.
TIMES = {"sigmoid": 10, "tanh": 5}
#: Units, inputs, and whether a gradient comes back as well.
USUAL = {"easy": (2, 2, False), "medium": (3, 2, False), "hard": (3, 3, True)}


class Saturated(Struct, frozen=True):
    """A layer of one smooth function; ``back`` where a gradient goes back through it."""

    activation: str
    units: int
    inputs: int
    back: bool
    rounding: Rounding
    notation: Notation
    kind: str = "saturated"


def cases(setting: Setting) -> tuple[Saturated, ...]:
    """Return the layers of a difficulty, one of each function."""
    fine = Rounding("printed", 6)
    return tuple(Saturated(name, *USUAL[setting.difficulty], fine, setting.notation) for name in SMOOTH)


def space(case: Saturated) -> Space:
    """Return z of each unit in tenths, one small and one large at least, and what brings it there."""
    n, m = case.inputs, case.units
    small, large = ([sign * k for k in band for sign in (1, -1)] for band in (range(1, 4), range(7, 12)))
    both = tuple(one for one in product((*small, *large), repeat=m) if min(map(abs, one)) < 4 < max(map(abs, one)))
    free = (Choice("x", (-2, -1, 1, 2), n - 1), Choice("W", tenths(9, zero=False), m, n - 1), Choice("last", (1, -1)))
    back = (Choice("upstream", tenths(9, zero=False), m),) if case.back else ()
    return Space((Choice("z", both), *free, *back))


def pose(case: Saturated, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw; the last weight of each unit brings its z where it is to be."""
    rows = []
    for wanted, row in zip(draw["z"], draw["W"], strict=True):
        others = sum((w * entry[0] for w, entry in zip(row, draw["x"], strict=True)), start=Decimal(0))
        rows.append([*row, (Decimal(wanted).scaleb(-1) - others) * draw["last"]])
    given = {"x": [*draw["x"], [draw["last"]]], "W": rows, "c": TIMES[case.activation]}
    given |= {"upstream": draw["upstream"]} if case.back else {}
    read = {name: in_field(value, case.rounding) for name, value in given.items()}
    return oriented(read, case.notation.rows) | _named(case)


def _named(case: Saturated) -> dict[str, Any]:
    return {"activation": case.activation, "convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Saturated, dict[str, Any]]:
    """Read the instructor's layer, how much larger its weights are made, and a gradient if there is one.

    Raises UserError for another function than those that saturate, for weights that do not grow, and where the shapes
    do not fit.
    """
    rows, name = setting.notation.rows, str(given.get("activation", "sigmoid"))
    if name not in SMOOTH:
        raise unknown("given.activation", name, SMOOTH)
    demand(given, ("x", "W", "c"), "a layer that saturates needs x, W and c")
    read: dict[str, Any] = {one: matrix(one, given[one], vector=one != "W", rows=rows) for one in ("x", "W")}
    m, n = (len(read["W"][0]), len(read["W"])) if rows else (len(read["W"]), len(read["W"][0]))
    fits("x", read["x"], vector(n, rows), read["W"], "x W" if rows else "W x")
    if "upstream" in given:
        read["upstream"] = matrix("upstream", given["upstream"], vector=True, rows=rows)
        fits("upstream", read["upstream"], vector(m, rows), read["W"], "an error of each unit")
    if decimal(single("c", given["c"])) <= 1:
        raise UserError("c must be more than 1: it says how many times as large the weights are made")
    case = Saturated(name, m, n, "upstream" in given, Rounding("printed", 6), setting.notation)
    return case, {one: in_field(value, case.rounding) for one, value in {**read, "c": given["c"]}.items()} | _named(
        case
    )


def solve(case: Saturated, given: Mapping[str, Any], keep: Ledger) -> None:
    """The layer as it is, then with large weights; which slopes are flat; the gradient back through both."""
    at, name = numbers(given), case.activation
    pre = keep("z", times(*weighted(at["W"], at["x"], case.notation.rows)))
    out = keep("a", apply(name, pre, case.rounding, given))
    steep = keep("slope", slope_at(name, pre, out, case.rounding, given))
    far = keep("zbig", times(at["c"], pre))
    end = keep("abig", apply(name, far, case.rounding, given))
    flat = keep("slopebig", slope_at(name, far, end, case.rounding, given))
    keep("saturated", listed(k for k, one in enumerate(entries(flat), 1) if decimal(one) < FLAT))
    if case.back:
        keep("dz", entrywise(lambda g, s: g * s, at["upstream"], steep))
        keep("dzbig", entrywise(lambda g, s: g * s, at["upstream"], flat))


def recompute(case: Saturated, given: Mapping[str, Any]) -> dict[str, Any]:
    """The layer in NumPy with each set of weights, its slopes by the complex step."""
    answers: dict[str, Any] = {}
    f = second_road.activation(case.activation, {})
    for mark, scale in (("", 1.0), ("big", given["c"].item())):
        weights = scale * given["W"]
        pre = given["x"] @ weights if case.notation.rows else weights @ given["x"]
        steep = f(pre + 1j * second_road.STEP).imag / second_road.STEP
        answers |= {f"z{mark}": pre, f"a{mark}": f(pre), f"slope{mark}": steep}
        if case.back:
            answers[f"dz{mark}"] = given["upstream"] * steep
    answers["saturated"] = listed(np.flatnonzero(answers["slopebig"].ravel() < 0.01) + 1)
    return answers


def forms(case: Saturated) -> tuple[Form, ...]:
    """The sums, the outputs and the slopes, with the weights as they are and with large ones."""
    rows, n, m, name = case.notation.rows, case.inputs, case.units, case.activation
    size = vector(m, rows)
    at: dict[Node, Node] = {W: slots("W", *shape(m, n, rows)), x: slots("x", *vector(n, rows))}
    pre, out, far, end = (slots(of, *size) for of in ("z", "a", "zbig", "abig"))
    grown = found("zbig", ZBIG, Mul((c, z)), Mul((Slot("c"), pre)), far)
    lines = [
        Form("z", "multiply", product_of("z", weighted(W, x, rows), at, pre, z), "M"),
        Form("a", "activate", found("a", a, Fn(name, (z,)), applied(name, pre), out), "A"),
        Form("slope", "slope", slope_line("slope", name, z, out, slots("slope", *size)), "A"),
        Form("zbig", "grow", grown, "M"),
        Form("abig", "activate", found("abig", ABIG, Fn(name, (ZBIG,)), applied(name, far), end), "A"),
        Form("slopebig", "slope", slope_line("slopebig", name, ZBIG, end, slots("slopebig", *size)), "A"),
        Form("saturated", "saturated units", None, "A"),
    ]
    if case.back:
        lines += [Form(f"d{of}", "back", _back(case, of, symbol), "A") for of, symbol in (("z", z), ("zbig", ZBIG))]
    return tuple(lines)


def _back(case: Saturated, of: str, pre: Sym) -> Node:
    size = vector(case.units, case.notation.rows)
    slope = slots(f"slope{of[1:]}", *size)
    rule = Hadamard((UPSTREAM, slope_symbol(case.activation, pre)))
    return found(f"d{of}", Leibniz(J, pre), rule, Hadamard((slots("upstream", *size), slope)), slots(f"d{of}", *size))


#: ∂J/∂a, which is given; it is the same before and after the weights have grown.
UPSTREAM = Leibniz(J, a)


def asks(case: Saturated) -> tuple[Ask, ...]:
    """The layer as it is, the layer with large weights, the saturated units, the gradients."""
    name = case.activation
    found_ = (
        Ask("z", z, 1), Ask("a", a, 1), Ask("slope", slope_symbol(name, z), 1),
        Ask("zbig", ZBIG, 2), Ask("abig", ABIG, 2), Ask("slopebig", slope_symbol(name, ZBIG), 2),
        Ask("saturated", None, 3),
    )  # fmt: skip  # a sub-question to a line
    return (*found_, Ask("dz", Leibniz(J, z), 4), Ask("dzbig", Leibniz(J, ZBIG), 4)) if case.back else found_


def symbols(case: Saturated) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for."""
    table: dict[Node, str] = {x: "x", W: "W", c: "c", z: "z", a: "a", ZBIG: "zbig", ABIG: "abig", UPSTREAM: "upstream"}
    for pre, mark in ((z, ""), (ZBIG, "big")):
        table |= {slope_symbol(case.activation, pre): f"slope{mark}", Leibniz(J, pre): f"dz{mark}"}
    return table


def guards(case: Saturated, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse a slope that is just about flat, and layers of which all units or none saturate."""
    if name != "slopebig":
        return
    values = [decimal(entry) for entry in entries(found.values[name])]
    if any(abs(value - FLAT) < FLAT / 10 for value in values):
        yield "a slope is just about flat"
    if len({value < FLAT for value in values}) < 2 and len(values) > 1:
        yield "all units saturate, or none"


def slips(case: Saturated, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the output taken for the slope, the slope grown with the weights, units judged by the sign of z."""
    at, v = numbers(given), found.values
    yield Slip("slope", "output taken for the slope", v["a"])
    yield Slip("abig", "output grown", times(at["c"], v["a"]))
    yield Slip("slopebig", "slope grown", times(at["c"], v["slope"]))
    negative = listed(k for k, one in enumerate(entries(v["zbig"]), 1) if decimal(one) < 0)
    yield Slip("saturated", "judged by the sign", negative)
    if case.back:
        yield Slip("dz", "slope forgotten", at["upstream"])
        yield Slip("dzbig", "slope forgotten", at["upstream"])


def facts(case: Saturated, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The function, whether a gradient comes back, and whether all slopes shrink: where z is 0 one does not."""
    shrink = all(decimal(entry) for entry in entries(found.values["z"]))
    return {"activation": case.activation, "back": case.back, "shrink": shrink}


FAMILY = Family(
    name="saturation", version=1, summary="what large weights do", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks, slips=slips,
    accept=accept, symbols=symbols, guards=guards, figures=lambda case: (case.activation,),
    facts=facts,
)  # fmt: skip  # a register entry
