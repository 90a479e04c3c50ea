"""`gradient-check`: a central difference by hand against the analytic gradient; given w x y epsilon function.

D = (J(w + ε) - J(w - ε)) / (2ε), which is off by about ε²/6 times the third derivative of J, and by nothing for a
square. Parts: Jplus Jminus D dw error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.difference_lines import EPSILON, SIDES, SLOPE, D, J_at, a, forms, r, w, x, y, z
from generators.family import Ask, Family, Option, Setting, Slip, one_of
from generators.nets import SMOOTH, apply, demand, in_decimals, in_field, numbers, single, spread, tenths
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.slopes import slope_at
from generators.space import Choice, Space
from symbolic.errors import UserError
from symbolic.exact import Exact, decimal
from symbolic.fields import Quantity
from symbolic.notation import Notation
from symbolic.tree import Fn, Node, Sym

#: The largest number that anybody should cube by hand; of larger ones doubles lose what the check is about.
LARGEST = 100
#: Decimals where an activation is in between: a difference of two close numbers loses some.
DIGITS = 6
FUNCTIONS = ("square", "half-square", "cube", *SMOOTH)
USUAL = {"easy": ("square", "half-square"), "medium": ("cube",), "hard": SMOOTH}
#: The points of Gauss's rule on a panel over which z changes by 2 at most: σ and tanh then err by less than 10^-20.
POINTS = 20
OPTIONS = {"function": Option("what J is: " + ", ".join(FUNCTIONS), one_of(*FUNCTIONS))}


class Check(Struct, frozen=True):
    """A loss of one weight: (w x - y)², half of it, x w³ + y w, or half the squared error of σ(w x) or tanh(w x)."""

    function: str
    rounding: Rounding
    notation: Notation

    @property
    def smooth(self) -> bool:
        """Whether an activation is in between."""
        return self.function in SMOOTH


def cases(setting: Setting) -> tuple[Check, ...]:
    """Return the functions that the difficulty and the options allow."""
    wanted = (setting.options["function"],) if "function" in setting.options else USUAL[setting.difficulty]
    return tuple(_case(function, setting.notation, decimals=True) for function in wanted)


def _case(function: str, notation: Notation, *, decimals: bool) -> Check:
    rounding = Rounding("printed", DIGITS) if function in SMOOTH else Rounding("exact", decimals=decimals)
    return Check(function, rounding, notation)


def space(case: Check) -> Space:
    """Return the numbers to draw."""
    steps = Choice("epsilon", ("0.1", "0.2", "0.4", "0.5"))
    if case.smooth:
        whole = spread(2, zero=False)
        return Space((Choice("w", tenths(15, zero=False)), Choice("x", whole), Choice("y", (0, 1)), steps))
    weights, places = spread(3, zero=False), spread(4, zero=False)
    return Space((Choice("w", weights), Choice("x", places), Choice("y", spread(9, zero=False)), steps))


def pose(case: Check, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of a draw, and the function by its name."""
    given = {name: in_field(draw[name], case.rounding) for name in ("w", "x", "y", "epsilon")}
    return given | {"function": case.function}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Check, dict[str, Any]]:
    """Read the instructor's numbers and function; raises UserError where nobody can check them by hand."""
    function = str(OPTIONS["function"].read("given.function", given.get("function", "square")))
    names = ("w", "x", "y", "epsilon")
    demand(given, names, "a check needs w, x, y and epsilon")
    read = {name: single(name, given[name]) for name in names}
    for name, value in read.items():
        if abs(decimal(value)) > LARGEST:
            raise UserError(f"{name} is over {LARGEST} in size, too large for a check by hand: give a smaller number")
    if decimal(given["epsilon"]) <= 0:
        raise UserError("epsilon must be more than 0")
    case = _case(function, setting.notation, decimals=in_decimals(read))
    return case, pose(case, read)


def solve(case: Check, given: Mapping[str, Any], keep: Ledger) -> None:
    """Both losses, the difference, the analytic slope, how far they are apart."""
    at, field = numbers(given), case.rounding.field
    for side, sign in SIDES:
        place = at["w"] + sign * at["epsilon"]
        if case.smooth:
            pre = keep(f"z{side}", place * at["x"])
            out = keep(f"a{side}", apply(case.function, pre, case.rounding, given))
            keep(f"J{side}", field.divide((out - at["y"]) ** 2, field.number("2")))
        else:
            keep(f"J{side}", _polynomial(case, place, at))
    up, down = keep.carried["Jplus"], keep.carried["Jminus"]
    quotient = keep("D", field.divide(up - down, 2 * at["epsilon"]))
    keep("error", abs(quotient - keep("dw", _slope(case, given, at, keep))))


def _polynomial(case: Check, at_w: Quantity, at: Mapping[str, Any]) -> Quantity:
    if case.function == "cube":
        return at["x"] * at_w**3 + at["y"] * at_w
    squared = (at_w * at["x"] - at["y"]) ** 2
    return (
        squared if case.function == "square" else case.rounding.field.divide(squared, case.rounding.field.number("2"))
    )


def _slope(case: Check, given: Mapping[str, Any], at: Mapping[str, Any], keep: Ledger) -> Quantity:
    if case.smooth:
        pre = keep("z", at["w"] * at["x"])
        out = keep("a", apply(case.function, pre, case.rounding, given))
        steep = keep("slope", slope_at(case.function, pre, out, case.rounding, given))
        return (out - at["y"]) * steep * at["x"]
    if case.function == "cube":
        return 3 * at["x"] * at["w"] ** 2 + at["y"]
    return (2 if case.function == "square" else 1) * at["x"] * (at["w"] * at["x"] - at["y"])


def recompute(case: Check, given: Mapping[str, Any]) -> dict[str, Any]:
    """The losses in NumPy, the slope by the complex step, and the quotient as the mean slope from w - ε to w + ε.

    The difference of the losses itself would lose its digits to a small ε.
    """

    def out(at: Any) -> Any:
        return second_road.activation(case.function, {})(at * given["x"])

    def loss(at: Any) -> Any:
        if case.function == "cube":
            return given["x"] * np.power(at, 3) + given["y"] * at
        error = (out(at) if case.smooth else np.multiply(at, given["x"])) - given["y"]
        return np.square(error) / (1 if case.function == "square" else 2)

    def slope(at: Any) -> Any:
        return loss(at + 1j * second_road.STEP).imag / second_road.STEP

    high, low = given["w"] + given["epsilon"], given["w"] - given["epsilon"]
    answers = {"Jplus": loss(high), "Jminus": loss(low), "dw": slope(given["w"])}
    answers["D"] = _mean(slope, given["w"], given["epsilon"], 1 + int(abs(given["x"] * given["epsilon"]).item()))
    answers["error"] = np.abs(answers["D"] - answers["dw"])
    return answers | ({"aplus": out(high), "aminus": out(low), "a": out(given["w"])} if case.smooth else {})


def _mean(slope: Callable[[Any], Any], middle: Any, reach: Any, panels: int) -> Any:
    """Return the mean of a slope over middle ± reach, by Gauss's rule on so many panels of a like width."""
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    left = np.linspace(-1, 1, panels, endpoint=False)
    places = (left[:, None] + (nodes + 1) / panels).ravel()
    return slope(middle + reach * places) @ np.tile(weights, panels)[:, None] / (2 * panels)


def asks(case: Check) -> tuple[Ask, ...]:
    """The losses, the quotient, the slope, the distance."""
    sides = (Ask(f"J{side}", J_at(side), 1, scalar=True) for side, _ in SIDES)
    return (*sides, Ask("D", D, 2, scalar=True), Ask("dw", SLOPE, 3, scalar=True), Ask("error", r, 4, scalar=True))


def symbols(case: Check) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for."""
    table: dict[Node, str] = {
        w: "w",
        x: "x",
        y: "y",
        z: "z",
        a: "a",
        D: "D",
        r: "error",
        EPSILON: "epsilon",
        SLOPE: "dw",
    }
    table |= {Sym(name): name for name in "xyza"}  # as they are read in column convention
    for side, _ in SIDES:
        table |= {J_at(side): f"J{side}", Sym("a", 0, (side,)): f"a{side}", Sym("z", 0, (side,)): f"z{side}"}
    return table | {Fn(case.function, (pre,), 1): "slope" for pre in (z, Sym("z"))}


def guards(case: Check, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse a slope that is next to nothing."""
    if name == "dw" and abs(decimal(found.values[name])) * 100 < 1:
        yield "the slope is next to nothing"


def slips(case: Check, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the 2 of the quotient or of the square forgotten, the inner slope forgotten, a sign turned."""
    at, v = numbers(given), found.values
    yield Slip("D", "divided by one step", v["D"] * 2)
    yield Slip("D", "sign turned", -v["D"])
    if case.function == "cube":
        yield Slip("dw", "last term forgotten", v["dw"] - at["y"])
    elif at["x"] and not isinstance(at["x"], Exact):  # nothing is divided by 0, or exactly by a logarithm
        yield Slip("dw", "inner slope forgotten", case.rounding.field.divide(v["dw"], at["x"]), int(case.smooth))
    if case.function == "square":
        yield Slip("dw", "factor 2 forgotten", case.rounding.field.divide(v["dw"], case.rounding.field.number("2")))
    if case.smooth:
        yield Slip("dw", "slope of the activation forgotten", (v["a"] - at["y"]) * at["x"])


FAMILY = Family(
    name="gradient-check", version=1, summary="a central difference by hand against the analytic gradient",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, asks=asks,
    forms=lambda case: forms(case.function),
    slips=slips, accept=accept, symbols=symbols, guards=guards,
    facts=lambda case, given, found: {"function": case.function, "exact": not found.values["error"]},
)  # fmt: skip  # a register entry
