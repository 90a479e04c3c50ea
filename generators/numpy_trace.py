"""What the lines of a layer in NumPy come to, forward and back; given x, W, b and g, the gradient that comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.nets import entries, fits, in_decimals, in_field, matrix, numbers, spread, turned
from generators.numpy_lines import value
from generators.rounding import Ledger, Rounding, ends, shown_given
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise, plus, times
from symbolic.errors import UserError
from symbolic.exact import Exact
from symbolic.layers import applied, gradient, product_of
from symbolic.layers import found as line
from symbolic.notation import Notation
from symbolic.tree import Add, Hadamard, Mul, Node, Sym, Transpose
from symbolic.written import side_by_side, slots

x, W, b, g, z, a, delta = (Sym(name) for name in ("x", "W", "b", "g", "z", "a", "delta"))
J = Sym("J")
SYMBOLS: dict[str, Node] = {"z": z, "a": a, "delta": delta, "dW": gradient(J, W), "dx": gradient(J, x)}
#: The lines of the program; ``on`` has a 1 for each unit that is on.
CODE = {
    "z": "W @ x + b", "a": "np.maximum(0, z)", "delta": "g * (z > 0)", "dW": "np.outer(delta, x)", "dx": "W.T @ delta",
}  # fmt: skip  # a table
#: Inputs, units and the lines that are printed.
USUAL = {
    "easy": tuple((n, m, ("z", "a")) for n, m in ((2, 3), (3, 2), (2, 2), (2, 4))),
    "medium": tuple(
        (n, m, ("z", "delta", back)) for n, m, back in ((2, 3, "dW"), (3, 2, "dx"), (2, 2, "dW"), (2, 4, "dx"))
    ),
    "hard": tuple((n, m, ("z", "delta", "dW", "dx")) for n, m in ((3, 3), (2, 4), (3, 2), (2, 3))),
}


class Trace(Struct, frozen=True):
    """A layer of so many inputs and units, and the lines whose values are printed."""

    inputs: int
    units: int
    printed: tuple[str, ...]
    rounding: Rounding
    notation: Notation
    kind: str = "trace"


def cases(setting: Setting) -> tuple[Trace, ...]:
    """Return the layers of a difficulty."""
    return tuple(Trace(*usual, Rounding("exact"), setting.columns) for usual in USUAL[setting.difficulty])


def space(case: Trace) -> Space:
    """Return whole numbers to draw."""
    n, m = case.inputs, case.units
    drawn = [Choice("x", spread(4, zero=False), n), Choice("W", spread(4), m, n), Choice("b", spread(6), m)]
    return Space((*drawn, Choice("g", spread(3, zero=False), m)))


def pose(case: Trace, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arrays; those that only come back are left out where nothing goes back."""
    names = ("x", "W", "b", "g") if "delta" in case.printed else ("x", "W", "b")
    return {name: in_field(draw[name], case.rounding) for name in names}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Trace, dict[str, Any]]:
    """Read the instructor's x, W, b and, where the way back is asked, g.

    Raises UserError where they do not fit, and for a logarithm, which the program does not write.
    """
    weights = matrix("W", given["W"], vector=False, rows=False)
    units, inputs = len(weights), len(weights[0])
    read = {"x": matrix("x", given["x"], vector=True, rows=False), "W": weights}
    read["b"] = matrix("b", given["b"], vector=True, rows=False)
    fits("x", read["x"], (inputs, 1), weights, "W x")
    fits("b", read["b"], (units, 1), weights, "W x + b")
    if "g" in given:
        read["g"] = matrix("g", given["g"], vector=True, rows=False)
        fits("g", read["g"], (units, 1), weights, "W x + b")
    if any(isinstance(entry, Exact) for array in read.values() for entry in entries(array)):
        raise UserError("a logarithm is no number that the program writes: give its decimals")
    printed = ("z", "delta", "dW", "dx") if "g" in given else ("z", "a")
    case = Trace(inputs, units, printed, Rounding("exact", decimals=in_decimals(read)), setting.columns)
    return case, {name: in_field(array, case.rounding) for name, array in read.items()}


def solve(case: Trace, given: Mapping[str, Any], keep: Ledger) -> None:
    """Z = W x + b, what is on, and what comes back through it."""
    at, zero = numbers(given), case.rounding.field.number("0")
    one = case.rounding.field.number("1")
    z = keep("z", plus(times(at["W"], at["x"]), at["b"]))
    if "a" in case.printed:
        keep("a", entrywise(lambda u: u if case.rounding.field.sign(u) > 0 else zero, z))
        return
    on = keep("on", entrywise(lambda u: one if case.rounding.field.sign(u) > 0 else zero, z))
    error = keep("delta", entrywise(lambda u, v: u * v, at["g"], on))
    if "dW" in case.printed:
        keep("dW", times(error, turned(at["x"])))
    if "dx" in case.printed:
        keep("dx", times(turned(at["W"]), error))


def recompute(case: Trace, given: Mapping[str, Any]) -> dict[str, Any]:
    """Run the very lines that are printed, on plain vectors."""
    known = {name: array if name == "W" else array.ravel() for name, array in given.items()}
    for name in ("z", *(name for name in case.printed if name != "z")):
        known[name] = value(CODE[name], known)
    return {name: array.reshape(len(array), -1) for name, array in known.items()}


def forms(case: Trace) -> tuple[Form, ...]:
    """One line of numbers for each line of code."""
    n, m = case.inputs, case.units
    at: dict[Node, Node] = {x: slots("x", n, 1), W: slots("W", m, n), b: slots("b", m, 1), g: slots("g", m, 1)}
    at |= {z: slots("z", m, 1), delta: slots("delta", m, 1)}
    product = side_by_side(at[W], at[x])
    made = {
        "z": line("z", z, Add((Mul((W, x)), b)), Add((product, at[b])), at[z]),
        "a": line("a", a, applied("relu", at[z]), slots("a", m, 1)),
        "delta": line("delta", delta, Hadamard((at[g], slots("on", m, 1))), at[delta]),
        "dW": product_of("dW", (delta, Transpose(x)), at, slots("dW", m, n), SYMBOLS["dW"]),
        "dx": product_of("dx", (Transpose(W), delta), at, slots("dx", n, 1), SYMBOLS["dx"]),
    }
    return tuple(Form(name, name, made[name], "A") for name in case.printed)


def guards(case: Trace, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Say where a unit lies at the kink, and where all are on or all off."""
    if name == "z":
        signs = [case.rounding.field.sign(u) for u in entries(found.values["z"])]
        if 0 in signs:
            yield "a unit of z lies at the kink"
        if len({s > 0 for s in signs}) == 1:
            yield "all units of z are on" if signs[0] > 0 else "all units of z are off"


def slips(case: Trace, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: bias or mask forgotten, the value taken for the mask, the factors of the product exchanged."""
    at, one = numbers(given), case.rounding.field.number("1")
    yield Slip("z", "bias forgotten", times(at["W"], at["x"]))
    if "a" in case.printed:
        yield Slip("a", "mask printed", entrywise(lambda u: one if u else u, found.values["a"]))
        yield Slip("a", "absolute value", entrywise(abs, found.values["z"]))
        return
    kept = entrywise(lambda u, v: u * v, found.values["z"], found.values["on"])
    yield Slip("delta", "mask forgotten", at["g"])
    yield Slip("delta", "value for the mask", entrywise(lambda u, v: u * v, at["g"], kept))
    if "dW" in case.printed:
        yield Slip("dW", "mask forgotten", times(at["g"], turned(at["x"])))
        yield Slip("dW", "factors exchanged", times(at["x"], turned(found.values["delta"])))
    if "dx" in case.printed:
        yield Slip("dx", "mask forgotten", times(turned(at["W"]), at["g"]))


def facts(case: Trace, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The code with its numbers, and the names that are printed."""
    data = {name: _literal(array, name == "W", case.notation) for name, array in given.items()}
    names = tuple(dict.fromkeys(("z", *case.printed)))
    return {
        "data": data,
        "code": {name: CODE[name] for name in names},
        "printed": case.printed,
        "asked": dict(enumerate(case.printed, 1)),
    }


def _literal(array: Any, whole: bool, notation: Notation) -> str:
    rows = [[_number(entry, notation) for entry in row] for row in array]
    told = [f"[{', '.join(row)}]" for row in rows] if whole else [row[0] for row in rows]
    return f"np.array([{', '.join(told)}])"


def _number(entry: Any, notation: Notation) -> str:
    """Return a number as Python has it: 1/3 where no decimal ends in it."""
    endless = isinstance(entry, Fraction) and not ends(entry.denominator)
    return str(entry) if endless else shown_given(entry, notation).bare


def _symbols(case: Trace) -> dict[Node, str]:
    found = {symbol: name for name, symbol in SYMBOLS.items() if name in case.printed}
    return {x: "x", W: "W", b: "b", g: "g", **found}


TRACE: Family[Any] = Family(
    name="numpy-code", version=1, summary="what the lines come to", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: tuple(Ask(name, SYMBOLS[name], k) for k, name in enumerate(case.printed, 1)),
    slips=slips, accept=accept, symbols=_symbols,
    guards=guards, facts=facts,
)  # fmt: skip  # a table of fields
