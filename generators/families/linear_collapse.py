"""`linear-collapse`: the single W, b equal to two linear layers, and z for an input; given W1 b1 W2 b2 [x]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Option, Setting, Slip, one_of, sizes
from generators.lines import Form
from generators.nets import demand, in_decimals, in_field, matrix, numbers, oriented, spread
from generators.numpy_later import np
from generators.rounding import POLICIES, Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import plus, times
from symbolic.errors import UserError
from symbolic.fields import Quantity
from symbolic.layers import added, product_of, shape, vector, weighted
from symbolic.notation import Notation
from symbolic.tree import Add, Mul, Node, Sym
from symbolic.written import slots

x, W, b, z = (Sym(name) for name in "xWbz")
W1, b1, z1 = (Sym(name, 1) for name in "Wbz")
W2, b2, z2 = (Sym(name, 2) for name in "Wbz")
#: The givens in the order of the page.
GIVEN: tuple[str, ...] = ("x", "W1", "b1", "W2", "b2")
#: The largest entry that anybody should have to work with by hand.
HANDY = 99

OPTIONS = {
    "sizes": Option("inputs, middle units and outputs, such as 2,3,2", sizes(3, 1, 4, "inputs, middle units, outputs")),
    "rounding": Option("exact, printed (each value rounded as it is written) or full", one_of(*POLICIES)),
}
#: What consecutive problems of a difficulty look like: the sizes.
USUAL = {
    "easy": ((2, 2, 1), (1, 2, 2), (2, 1, 2)),
    "medium": ((2, 2, 2), (2, 3, 1), (3, 2, 2)),
    "hard": ((3, 2, 3), (2, 3, 2), (3, 3, 2)),
}


class Collapse(Struct, frozen=True):
    """Two linear layers of these sizes; ``fed`` where an input is given as well."""

    sizes: tuple[int, int, int]
    fed: bool
    rounding: Rounding
    notation: Notation

    @property
    def shapes(self) -> dict[str, tuple[int, int]]:
        """The shape of each given and of what is asked."""
        (n0, n1, n2), rows = self.sizes, self.notation.rows
        return {
            "x": vector(n0, rows), "W1": shape(n1, n0, rows), "b1": vector(n1, rows), "W2": shape(n2, n1, rows),
            "b2": vector(n2, rows), "W": shape(n2, n0, rows), "b": vector(n2, rows), "z": vector(n2, rows),
            "z1": vector(n1, rows), "z2": vector(n2, rows),
        }  # fmt: skip  # a table

    def pair(self, weights: Node, source: Node) -> tuple[Node, Node]:
        """Return the factors of a layer's product in the order of the convention."""
        return weighted(weights, source, self.notation.rows)

    def product(self, weights: Quantity, source: Quantity) -> Quantity:
        """Return the product of a layer's weights with what it is fed."""
        return times(source, weights) if self.notation.rows else times(weights, source)


def cases(setting: Setting) -> tuple[Collapse, ...]:
    """Return the sizes that the difficulty and the options allow; the input comes with what is not easy."""
    rounding = Rounding(setting.options.get("rounding", "exact"))
    wanted = dict.fromkeys(setting.options.get("sizes", usual) for usual in USUAL[setting.difficulty])
    return tuple(Collapse(size, setting.difficulty != "easy", rounding, setting.notation) for size in wanted)


def space(case: Collapse) -> Space:
    """Return the numbers to draw: small and whole, no weight and no bias zero."""
    n0, n1, n2 = case.sizes
    small = spread(3, zero=False)
    choices = [Choice("W1", small, n1, n0), Choice("b1", spread(4, zero=False), n1)]
    choices += [Choice("W2", small, n2, n1), Choice("b2", spread(5, zero=False), n2)]
    return Space((*choices, Choice("x", small, n0)) if case.fed else tuple(choices))


def pose(case: Collapse, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw in the convention of the course."""
    given = {name: in_field(draw[name], case.rounding) for name in GIVEN if name in draw}
    return oriented(given, case.notation.rows) | {"convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Collapse, dict[str, Any]]:
    """Read the instructor's two layers, and an input if there is one; raises UserError where the shapes do not fit."""
    rows = setting.notation.rows
    names = [name for name in GIVEN if name != "x" or "x" in given]
    demand(given, names, "two layers need W1, b1, W2 and b2")
    read = {name: matrix(name, given[name], vector=name[0] != "W", rows=rows) for name in names}
    first, second = ((len(read[name]), len(read[name][0])) for name in ("W1", "W2"))
    (n1, n0), n2 = first[::-1] if rows else first, second[1] if rows else second[0]
    rounding = Rounding(setting.options.get("rounding", "exact"), decimals=in_decimals(read))
    case = Collapse((n0, n1, n2), "x" in given, rounding, setting.notation)
    for name, value in read.items():
        size, wanted = (len(value), len(value[0])), case.shapes[name]
        if size != wanted:
            raise UserError(f"{name} is {size[0]}×{size[1]} but must be {wanted[0]}×{wanted[1]} to fit W1 and W2")
    posed = {name: in_field(value, rounding) for name, value in read.items()}
    return case, posed | {"convention": setting.notation.convention}


def solve(case: Collapse, given: Mapping[str, Any], keep: Ledger) -> None:
    """W = W2 W1, b = W2 b1 + b2; z = W x + b, and again layer by layer."""
    at = numbers(given)
    weights = keep("W", case.product(at["W2"], at["W1"]))
    bias = keep("b", plus(keep("W2b1", case.product(at["W2"], at["b1"])), at["b2"]))
    if not case.fed:
        return
    keep("z", plus(keep("Wx", case.product(weights, at["x"])), bias))
    middle = keep("z1", plus(keep("W1x", case.product(at["W1"], at["x"])), at["b1"]))
    keep("z2", plus(keep("W2z1", case.product(at["W2"], middle)), at["b2"]))


def recompute(case: Collapse, given: Mapping[str, Any]) -> dict[str, Any]:
    """Ask the two layers themselves: b is what they make of 0, a column of W how far they move with one input."""
    rows, n0 = case.notation.rows, case.sizes[0]

    def through(source: Any) -> Any:
        if rows:
            return (source @ given["W1"] + given["b1"]) @ given["W2"] + given["b2"]
        return given["W2"] @ (given["W1"] @ source + given["b1"]) + given["b2"]

    zero = np.zeros(case.shapes["x"])
    units = [row.reshape(zero.shape) for row in np.eye(n0)]
    bias = through(zero)
    answers = {"W": np.concatenate([through(unit) - bias for unit in units], axis=0 if rows else 1), "b": bias}
    return answers | ({"z": through(given["x"])} if case.fed else {})


def forms(case: Collapse) -> tuple[Form, ...]:
    """The product of the weights, the bias through the second layer, and the output by one layer and by two."""
    at: dict[Node, Node] = {
        symbol: slots(name, *case.shapes[name])
        for symbol, name in ((x, "x"), (W, "W"), (b, "b"), (W1, "W1"), (b1, "b1"), (W2, "W2"), (b2, "b2"), (z1, "z1"))
    }
    lines = [
        Form("W", "multiply", product_of("W", case.pair(W2, W1), at, at[W], W), "A", _facts(case, "W2", "W1", "W")),
        Form("b", "multiply", _product(case, "W2b1", W2, b1, at), "M", _facts(case, "W2", "b1", "b")),
        Form("b", "add the bias", _biased(case, "b", b, (W2, b1, b2), at), "A"),
    ]
    if case.fed:
        lines += [
            Form("z", "one layer", _product(case, "Wx", W, x, at), "M", _facts(case, "W", "x", "z")),
            Form("z", "add the bias", _biased(case, "z", z, (W, x, b), at), "A"),
            Form("z", "two layers", _product(case, "W1x", W1, x, at), "", _facts(case, "W1", "x", "z1")),
            Form("z", "first bias", _biased(case, "z1", z1, (W1, x, b1), at)),
            Form("z", "second layer", _product(case, "W2z1", W2, z1, at), "", _facts(case, "W2", "z1", "z2")),
            Form("z", "met again", _biased(case, "z2", z2, (W2, z1, b2), at)),
        ]
    return tuple(lines)


def _facts(case: Collapse, weights: str, source: str, result: str) -> dict[str, object]:
    left, right = case.pair(Sym(weights), Sym(source))
    sizes = (case.shapes[str(f.name)] for f in (left, right) if isinstance(f, Sym))
    return dict(zip(("left", "right", "result"), map(list, (*sizes, case.shapes[result])), strict=True))


def _product(case: Collapse, name: str, weights: Sym, source: Sym, at: Mapping[Node, Node]) -> Node:
    of = f"{weights.name}{weights.layer or ''}"
    size = case.shapes[{"W": "z", "W1": "z1", "W2": "z2"}[of]]
    return product_of(name, case.pair(weights, source), at, slots(name, *size))


def _biased(case: Collapse, name: str, symbol: Node, terms: tuple[Sym, Sym, Sym], at: Mapping[Node, Node]) -> Node:
    """Return the line  z = W x + b = [W x] + [b] = [z]."""
    weights, source, bias = terms
    size = case.shapes[name]
    rule = Add((Mul(case.pair(weights, source)), bias))
    return added(name, symbol, rule, slots(_named(weights, source), *size), at[bias], slots(name, *size))


def _named(weights: Sym, source: Sym) -> str:
    """Return the name of a product: "W2b1" for W2 b1."""
    return "".join(f"{symbol.name}{symbol.layer or ''}" for symbol in (weights, source))


def symbols(case: Collapse) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for, the products among them."""
    table: dict[Node, str] = {
        x: "x",
        W: "W",
        b: "b",
        z: "z",
        W1: "W1",
        b1: "b1",
        z1: "z1",
        W2: "W2",
        b2: "b2",
        z2: "z2",
    }
    for weights, source in ((W2, b1), (W, x), (W1, x), (W2, z1)):
        table[Mul(case.pair(weights, source))] = _named(weights, source)
    return table


def guards(case: Collapse, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse answers of zeros alone, a bias that the second layer swallows, and numbers too large for a hand."""
    value = found.values[name]
    flat = [entry for row in value for entry in row] if isinstance(value, list) else [value]
    if name in ("W", "W2b1") and not any(flat):
        yield f"{name} is zero throughout"
    if max(map(abs, flat)) > HANDY:
        yield "the numbers grow too large to work with by hand"


def slips(case: Collapse, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: weights added or exchanged, the first bias forgotten or not passed through."""
    at, v, (n0, n1, n2) = numbers(given), found.values, case.sizes
    if n0 == n1 == n2 > 1:
        yield Slip("W", "factors exchanged", case.product(at["W1"], at["W2"]))
    if case.shapes["W1"] == case.shapes["W2"]:
        yield Slip("W", "weights added", plus(at["W1"], at["W2"]))
    if n1 > 1:
        left, right = (given["W1"], given["W2"]) if case.notation.rows else (given["W2"], given["W1"])
        yield Slip("W", "last product left out", times([row[:-1] for row in left], right[:-1]))
    yield Slip("b", "first bias forgotten", at["b2"])
    yield Slip("b", "second bias forgotten", v["W2b1"], 1)
    if n1 == n2:
        yield Slip("b", "biases added", plus(at["b1"], at["b2"]))
    if case.fed:
        yield Slip("z", "bias forgotten", v["Wx"], 1)
        yield Slip("z", "second bias alone", plus(v["Wx"], at["b2"]), 1)


def asks(case: Collapse) -> tuple[Ask, ...]:
    """W, then b, then the output for the input."""
    return (Ask("W", W, 1), Ask("b", b, 2), *((Ask("z", z, 3),) if case.fed else ()))


FAMILY = Family(
    name="linear-collapse", version=1, summary="the single W, b equal to two linear layers",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards,
    facts=lambda case, given, found: {"fed": case.fed},
)  # fmt: skip  # a register entry
