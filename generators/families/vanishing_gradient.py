"""`vanishing-gradient`: the product of slopes over many layers, vanishing or exploding; given w a activation [k].

The layers are in the givens as ``layers``; where each differs, w1 a1 w2 a2 … are given. Parts: slope r and dadx, the
same with the number of the layer, and in a deep chain d and D, the powers of ten a layer and in all, and N, the number
of layers that brings the gradient past the power of ten k.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from itertools import count
from math import prod
from typing import Any

from generators.family import Ask, Family, Option, Setting, Slip, one_of, whole
from generators.nets import demand, in_decimals, in_field, numbers, single
from generators.numpy_later import np
from generators.rounding import NOISE, Ledger, Rounding
from generators.second_road import STEP, activation
from generators.slope_chain import D, N, SlopeChain, d, factor, forms, mark, slope, solve, symbols
from generators.slope_chain import whole as whole_slope
from generators.space import Choice, Space
from symbolic.errors import UserError
from symbolic.exact import decimal
from symbolic.fields import Quantity
from symbolic.notation import Notation

#: The functions, and the outputs at which a layer may stand.
OUTPUTS = {
    "sigmoid": ("0.5", "0.8", "0.2", "0.9", "0.1", "0.6", "0.4"),
    "tanh": ("0.5", "-0.5", "0.6", "-0.6", "0.8", "-0.8", "0.2", "-0.2"),
    "relu": ("1", "2", "3"),
}
#: The weights of a short chain of equal layers: with the slope they give 1/4, 1/2, 3/4, 3/2, 2 and 3.
WEIGHTS = {
    "sigmoid": (1, 2, 3, 6, 8, 12),
    "tanh": (Fraction(1, 3), Fraction(2, 3), 1, 2, Fraction(8, 3), 4),
    "relu": (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(3, 2), 2, 3),
}
OWN_WEIGHTS = (-8, -4, -3, -2, -1, 1, 2, 3, 4, 6, 8)
DEPTHS = (20, 30, 40, 50, 60, 80, 100)
KINDS = {"easy": "same", "medium": "varied", "hard": "deep"}
OPTIONS = {
    "activation": Option("the function: " + ", ".join(OUTPUTS), one_of(*OUTPUTS)),
    "layers": Option("how many layers, 2 to 100", whole(2, 100)),
}
#: A rest nearer to a whole number than this nobody should have to look at.
CLEAR = Decimal("0.05")
#: Two doubles nearer to each other than this, relative to their size, are one number.
EQUAL = 1e-12


def cases(setting: Setting) -> tuple[SlopeChain, ...]:
    """Return the chains that the difficulty and the options allow; more than 8 layers are a deep chain."""
    kind, asked = KINDS[setting.difficulty], setting.options.get("layers")
    kind = "deep" if asked and asked > 8 else "same" if asked and kind == "deep" else kind
    depths = {"same": (3, 4, 5, 6), "varied": (3, 4), "deep": DEPTHS}[kind]
    usual = ("sigmoid", "tanh", "relu") if kind == "same" else ("sigmoid", "tanh")
    names = (setting.options["activation"],) if "activation" in setting.options else usual
    return tuple(
        _case(kind, name, layers, setting.notation) for layers in ((asked,) if asked else depths) for name in names
    )


def _case(kind: str, name: str, layers: int, notation: Notation) -> SlopeChain:
    rounding = Rounding("printed") if kind == "deep" else Rounding("exact", decimals=kind == "varied")
    return SlopeChain(kind, name, layers, rounding, notation)


def space(case: SlopeChain) -> Space:
    """Return what is drawn: the weight of equal layers, or a weight and an output for each."""
    if case.kind == "same":
        return Space((Choice("w", WEIGHTS[case.activation]), Choice("signs", (1, -1))), refuses=False)
    outputs = OUTPUTS[case.activation]
    if case.kind == "deep":
        weights = ("0.5", "1", "1.5", "2", "3", "4", "5", "6", "8", "10", "12")
        return Space((Choice("w", weights), Choice("a", outputs), Choice("k", (3, 4, 5, 6, 7, 8, 9))))
    each = ((Choice(f"w{k}", OWN_WEIGHTS), Choice(f"a{k}", outputs)) for k in case.marks)
    return Space(tuple(choice for pair in each for choice in pair))


def pose(case: SlopeChain, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw; short chains of equal layers stand at an output of a half."""
    if case.kind == "same":
        draw = {"w": draw["w"] * draw["signs"], "a": Fraction(1, 2)}
    return {name: in_field(value, case.rounding) for name, value in draw.items()} | _named(case)


def _named(case: SlopeChain) -> dict[str, Any]:
    return {"activation": case.activation, "layers": str(case.layers)}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[SlopeChain, dict[str, Any]]:
    """Read the instructor's chain: one layer with the number of layers, or w1, a1, w2, a2 and so on.

    Raises UserError for outputs that cannot come out of the function.
    """
    name = str(OPTIONS["activation"].read("given.activation", given.get("activation", "sigmoid")))
    each = next(k for k in count(1) if f"w{k}" not in given) - 1
    layers = each or int(str(OPTIONS["layers"].read("given.layers", given.get("layers", 5))))
    kind = "varied" if each else "deep" if layers > 8 else "same"
    of = [mark(k) for k in range(1, each + 1)] or [""]
    names = [f"{letter}{k}" for k in of for letter in "wa"] + (["k"] if kind == "deep" else [])
    demand(given, names, "a chain needs w, a and layers, and k where layers is over 8")
    read = {one: single(one, given[one]) for one in names}
    if kind == "deep" and decimal(given["k"]) < 1:
        raise UserError("k must be 1 or more: it is the power of ten that the slope is to come past")
    _possible(name, {one: value for one, value in read.items() if one[0] == "a"})
    case = _case(kind, name, layers, setting.notation)
    if kind != "deep":
        case = SlopeChain(kind, name, layers, Rounding("exact", decimals=in_decimals(read)), setting.notation)
    posed = {one: in_field(value, case.rounding) for one, value in read.items()} | _named(case)
    if kind == "deep":
        _countable(case, posed)
    return case, posed


def _countable(case: SlopeChain, given: Mapping[str, Any]) -> None:
    """Raise UserError for a factor that vanishes among the decimals, and where they decide how many layers it takes."""
    full, written = (_found(case, given, carry) for carry in (lambda value: value, case.rounding.carried))
    if written.get("d") == 0:
        raise UserError(
            "the factor of a layer is 1, or too near it for four decimals: d would be 0; give another w or a"
        )
    counts = [int(decimal(found["N"])) for found in (full, written) if "N" in found]
    if len(set(counts)) > 1:
        both = "{} in full and {} with d to four decimals".format(*counts)
        raise UserError(f"the number of layers hangs on a rounding, N is {both}: give a smaller k, or another w")


def _found(case: SlopeChain, given: Mapping[str, Any], carry: Callable[[Quantity], Quantity]) -> dict[str, Any]:
    """Return what is found by one rounding, as far as there are values; which do not exist is said by the proof."""
    ledger = Ledger(carry)
    with suppress(ArithmeticError):
        solve(case, given, ledger)
    return ledger.carried


def _possible(name: str, outputs: Mapping[str, Any]) -> None:
    """Raise UserError for what cannot come out of the function."""
    low, high = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 10**6)}[name]
    for one, value in outputs.items():
        if not low < decimal(value) < high:
            between = f"more than 0 and less than {high}" if name == "relu" else f"between {low} and {high}"
            raise UserError(f"{one} cannot come out of {name}: give a number {between}")


def recompute(case: SlopeChain, given: Mapping[str, Any]) -> dict[str, Any]:
    """Slopes as how fast the function moves where it has that output; the product layer by layer, N by trying."""
    found = {}
    inverses: dict[str, Any] = {"sigmoid": lambda a: np.log(a / (1 - a)), "tanh": np.arctanh, "relu": np.positive}
    inverse = inverses[case.activation]
    for layer in case.marks:
        name = mark(layer)
        z = inverse(given[f"a{name}"])
        found[f"slope{name}"] = activation(case.activation, {})(z + 1j * STEP).imag / STEP
        found[f"r{name}"] = found[f"slope{name}"] * given[f"w{name}"]
    factors = [found[f"r{mark(layer)}"] for layer in case.marks] * (1 if case.kind == "varied" else case.layers)
    return found | (_decades(factors, given["k"]) if case.kind == "deep" else {"dadx": prod(factors)})


def _decades(factors: Sequence[Any], k: Any) -> dict[str, Any]:
    """Return the powers of ten of equal factors, of all and of one, and how many of them come past k: none fewer do."""
    tens = [np.log10(np.abs(factor)) for factor in factors]  # their product itself may leave a double
    tried = max(1, int((k / np.abs(tens[0])).item()) - 1)
    while not np.all(np.abs(tried * tens[0]) > k * (1 + EQUAL)):  # 3 log10(40/4) > 3 in doubles
        tried += 1
    return {"D": sum(tens), "d": tens[0], "N": np.full((1, 1), tried)}


def asks(case: SlopeChain) -> tuple[Ask, ...]:
    """The slopes, the factors, the product; of a deep chain the powers of ten and the number of layers."""
    slopes = (Ask(f"slope{mark(k)}", slope(case, k), 1, scalar=True) for k in case.marks)
    factors = (Ask(f"r{mark(k)}", factor(k), 1, scalar=True) for k in case.marks)
    layers = (ask for pair in zip(slopes, factors, strict=True) for ask in pair)
    if case.kind == "deep":
        tens = (Ask("d", d, 2, scalar=True), Ask("D", D, 2, scalar=True))
        return (*layers, *tens, Ask("N", N, 3, scalar=True, count=True))
    return (*layers, Ask("dadx", whole_slope(case), 2, scalar=True))


def guards(case: SlopeChain, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse a chain that neither vanishes nor explodes, and a number of layers that hangs on a rounding."""
    value = abs(decimal(found.values[name]))
    if name == "d" and value < CLEAR:
        keeps = _keeps(case, found.values["d"])
        yield "the gradient neither vanishes nor explodes" if keeps else "a layer hardly changes the gradient"
    if name == "q" and value and (off := abs(value - round(value))) < NOISE:
        yield "a whole number of layers brings the slope just to the bound"
    elif name == "q" and value and (value > 99 or off < CLEAR):
        yield "the number of layers hangs on a rounding"


def slips(case: SlopeChain, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the weight or the slope forgotten, factors added, the output taken for the slope."""
    at, v = numbers(given), found.values
    for layer in case.marks:
        name = mark(layer)
        yield Slip(f"slope{name}", "output taken for the slope", at[f"a{name}"])
        yield Slip(f"r{name}", "weight forgotten", v[f"slope{name}"])
    factors = [v[f"r{mark(k)}"] for k in case.marks]
    if case.kind == "deep":
        yield Slip("D", "one layer too few", v["D"] - v["d"], 0)
        yield Slip("N", "rounded down", v["N"] - 1, 1)
    elif case.kind == "same":
        yield Slip("dadx", "factors added", case.layers * factors[0])
        yield Slip("dadx", "one layer too few", factors[0] ** (case.layers - 1))
    else:
        yield Slip("dadx", "factors added", sum(factors[1:], factors[0]))


def facts(case: SlopeChain, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The chain, which way its slope goes, and whether so many layers bring it just to the bound."""
    total = prod((abs(decimal(found.values[f"r{mark(k)}"])) for k in case.marks), start=Decimal(1))
    way = "vanishes" if total < 1 else "explodes" if total > 1 else "stays"
    told = {"kind": case.kind, "activation": case.activation, "layers": case.layers, "marks": case.marks}
    if case.kind != "deep":
        return told | {"way": way}
    told["way"] = "stays" if _keeps(case, found.values["d"]) else way
    if "N" not in found.values:  # a student's own d may be 0
        return told
    last = decimal(found.values["N"]) - 1
    met = abs(decimal(found.values["q"]) - last) < NOISE
    return told | {"met": int(last) if met else None}


def _keeps(case: SlopeChain, a_layer: Quantity) -> bool:
    """Whether all layers together change the size of the slope by less than one power of ten."""
    return case.layers * abs(decimal(a_layer)) < 1


FAMILY = Family(
    name="vanishing-gradient", version=1, summary="the product of slopes over many layers, both ways",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
    figures=lambda case: (case.activation,),
)  # fmt: skip  # a register entry
