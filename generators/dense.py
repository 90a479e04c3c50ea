"""What the families of one layer share: z = W x + b and a = f(z), of one input or of a small batch of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generators import second_road
from generators.family import Ask, Option, Setting, Slip, one_of
from generators.lines import Form
from generators.nets import (
    ALPHA,
    HIDDEN,
    RATIONAL,
    apply,
    dead_and_live,
    entries,
    first_sum,
    fits,
    in_decimals,
    in_field,
    leak,
    matrix,
    numbers,
    slope_in,
    turned,
    unit_guards,
)
from generators.rounding import POLICIES, Ledger, Rounding
from symbolic.arithmetic import plus, times
from symbolic.layers import added, applied, first_unit, found, product_of, shape, vector, weighted
from symbolic.layers import numbers_of as factors
from symbolic.notation import Notation
from symbolic.tree import Add, Fn, Mul, Node, Sym
from symbolic.written import rows_of, slots

x, b, z, a = (Sym(name) for name in "xbza")


class Dense(Struct, frozen=True):
    """The shape of a problem of one layer: inputs, units, the activation ("" for none), the rounding.

    A batch has more than one sample, and stands in rows. ``letter`` is that of the weights: w of a lone neuron.
    """

    inputs: int
    units: int
    activation: str
    rounding: Rounding
    notation: Notation
    samples: int = 1
    letter: str = "W"

    @property
    def leaky(self) -> bool:
        """Whether it leaks, so that a slope is given."""
        return self.activation == "leaky-relu"

    @property
    def rational(self) -> bool:
        """Whether its values are rational where its numbers are."""
        return self.activation in ("", *RATIONAL)

    @property
    def logarithmic(self) -> bool:
        """Whether the numbers are logarithms, so that a smooth activation has exact values."""
        return self.rounding.policy == "exact" and not self.rational

    @property
    def input_name(self) -> str:
        """The name of the inputs in the record: x, and X of a batch."""
        return "X" if self.samples > 1 else "x"

    @property
    def shows_first(self) -> bool:
        """Whether the sum of the first unit is worked alone: one of several, for one sample."""
        return self.units > 1 and self.samples == 1

    @property
    def weights(self) -> Node:
        """The symbol of the weights."""
        return Sym(self.letter)

    def size(self, entries: int) -> tuple[int, int]:
        """Return the shape of a vector of so many entries, or of a row for each sample."""
        return (self.samples, entries) if self.samples > 1 else vector(entries, self.notation.rows)


ACTIVATION = Option("the layer's function: " + ", ".join(HIDDEN), one_of(*HIDDEN))
ROUNDING = Option("exact, printed (each value rounded as it is written) or full", one_of(*POLICIES))


def in_rows(notation: Notation) -> Notation:
    """Return the notation of a batch, whose samples are rows whatever a single one is."""
    return replace(notation, convention="row")


def policy(setting: Setting, activation: str, *, decimals: bool, usual: str = "printed") -> Rounding:
    """Return the rounding that is asked for, or else exact where the values are rational and *usual* elsewhere."""
    rational = activation in ("", *RATIONAL)
    return Rounding(setting.options.get("rounding", "exact" if rational else usual), decimals=decimals and rational)


def named(case: Dense, given: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Return the givens that are words, and the slope of a leaky ReLU."""
    words: dict[str, Any] = {"activation": case.activation} if case.activation else {}
    words["convention"] = case.notation.convention
    return words | ({"slope": leak(given, case.rounding)} if case.leaky else {})


def accepted(
    setting: Setting, given: Mapping[str, Any], notation: Notation, inputs: str = "x", upstream: tuple[str, ...] = ()
) -> tuple[Dense, dict[str, list[list[Any]]]]:
    """Read the instructor's inputs, W, b and what goes back; raises UserError where their shapes do not fit."""
    rows, name = notation.rows, str(given.get("activation", ""))
    if name:
        ACTIVATION.read("given.activation", name)
    read = {key: matrix(key, given[key], vector=key not in "XW", rows=rows) for key in (inputs, "W", "b", *upstream)}
    W = read["W"]
    units, sources = (len(W[0]), len(W)) if rows else (len(W), len(W[0]))
    samples = len(read[inputs]) if inputs == "X" else 1
    product = f"{inputs} W" if rows else f"W {inputs}"
    fits(inputs, read[inputs], (samples, sources) if inputs == "X" else vector(sources, rows), W, product)
    for key in ("b", *upstream):
        fits(key, read[key], vector(units, rows), W, f"{product} + b")
    decimals = in_decimals(read | ({"slope": slope_in(given)} if name == "leaky-relu" else {}))
    rounding = policy(setting, name, decimals=decimals)
    return Dense(sources, units, name, rounding, notation, samples), read


def posed(case: Dense, read: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers that stand in the convention already as the givens of a problem, the slope among them."""
    return {key: in_field(value, case.rounding) for key, value in read.items()} | named(case, given)


def solve(case: Dense, given: Mapping[str, Any], keep: Ledger) -> None:
    """Find W x, z = W x + b and a = f(z)."""
    at = numbers(given)
    if case.shows_first:
        keep("z_first", first_sum(at["W"], at["x"], at["b"], case.notation.rows))
    Wx = keep("Wx", times(*weighted(at["W"], at[case.input_name], case.notation.rows)))
    pre = keep("z", plus(Wx, at["b"]))
    if case.activation:
        keep("a", apply(case.activation, pre, case.rounding, given))


def recompute(case: Dense, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layer's values again, by NumPy."""
    below = given[case.input_name]
    pre = (below @ given["W"] if case.notation.rows else given["W"] @ below) + given["b"]
    if not case.activation:
        return {"z": pre}
    parameters = {"slope": given["slope"]} if case.leaky else {}
    return {"z": pre, "a": second_road.activation(case.activation, parameters)(pre)}


def forms(case: Dense) -> tuple[Form, ...]:
    """Return the worked lines: the first unit alone, the product, the bias, the activation."""
    rows, n, m = case.notation.rows, case.inputs, case.units
    at = numbers_of(case)
    bias, pre, product = slots("b", *vector(m, rows)), slots("z", *case.size(m)), slots("Wx", *case.size(m))
    pair = weighted(case.weights, x, rows)
    lines = [Form("z", "first unit", first_unit(0, n, rows))] if case.shows_first else []
    lines += [
        Form("z", "multiply", product_of("Wx", pair, at, product), "M", factor_shapes(pair, at)),
        Form("z", "add the bias", added("z", z, Add((Mul(pair), b)), product, bias, pre), "A"),
    ]
    if case.activation:
        lines.append(Form("a", "activate", _activated(case, pre), "A", {"activation": case.activation}))
    return tuple(lines)


def factor_shapes(pair: tuple[Node, Node], numbers: Mapping[Node, Node]) -> dict[str, list[int]]:
    """Return the shapes of two factors and of their product, as the wording names them."""
    left, right = ((len(rows), len(rows[0])) for rows in map(rows_of, factors(pair, numbers)))
    return {"left": [*left], "right": [*right], "result": [left[0], right[1]]}


def numbers_of(case: Dense) -> dict[Node, Node]:
    """Return the slots behind the weights and the inputs."""
    rows, n = case.notation.rows, case.inputs
    return {case.weights: slots("W", *shape(case.units, n, rows)), x: slots(case.input_name, *case.size(n))}


def _activated(case: Dense, pre: Node) -> Node:
    result = slots("a", *case.size(case.units))
    if case.activation == "identity":
        return found("a", a, z, result)
    return found("a", a, Fn(case.activation, (z,)), applied(case.activation, pre), result)


def asks(case: Dense) -> tuple[Ask, ...]:
    """Ask for z, and for a if there is an activation."""
    return (Ask("z", z, 1), Ask("a", a, 2)) if case.activation else (Ask("z", z, 1),)


def symbols(case: Dense) -> dict[Node, str]:
    """Return which quantity each symbol of the lines stands for."""
    product = Mul(weighted(case.weights, x, case.notation.rows))
    return {x: case.input_name, case.weights: "W", b: "b", z: "z", a: "a", product: "Wx", ALPHA: "slope"}


def guards(case: Dense, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse kinks, layers all live or all dead, and saturation."""
    if name == "z":
        yield from unit_guards("z", case.activation, found.values["z"])


def slips(case: Dense, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the bias forgotten, W turned, f forgotten, f before the bias."""
    at, Wx, pre = numbers(given), found.values["Wx"], found.values["z"]
    if any(entries(at["b"])):
        yield Slip("z", "bias forgotten", Wx, 1)
    if case.inputs == case.units > 1:
        wrong = times(*weighted(turned(at["W"]), at[case.input_name], case.notation.rows))
        yield Slip("z", "weights turned", plus(wrong, at["b"]), 0)
    if case.activation in ("", "identity"):
        return
    yield Slip("a", "activation forgotten", pre, 0)
    if any(entries(at["b"])) and not case.logarithmic:
        early = apply(case.activation, Wx, case.rounding, given)
        yield Slip("a", "bias after the activation", plus(early, at["b"]), 0)


def facts(case: Dense, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: sizes, the activation, and which units are dead or live."""
    rows = case.notation.rows
    return {
        "inputs": case.inputs, "units": case.units, "activation": case.activation,
        "weights": list(shape(case.units, case.inputs, rows)), "input_shape": list(case.size(case.inputs)),
        **dead_and_live(found.values["z"]),
    }  # fmt: skip  # a table of facts


def figures(case: Dense) -> tuple[str, ...]:
    """Return the plot of its function; the identity needs none."""
    return () if case.activation in ("", "identity") else (case.activation,)
