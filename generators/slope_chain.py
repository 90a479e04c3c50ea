"""A chain of layers of one unit each, a_l = f(w_l a_(l-1)): its slope is the product of a factor w f'(z) a layer.

The same layer over and over, n of them, has the slope (w f'(z))ⁿ; in a deep chain that is told by its power of ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import floor
from typing import Any

from msgspec import Struct

from generators.lines import Form
from generators.nets import numbers
from generators.rounding import NOISE, Ledger, Rounding
from generators.slopes import slope_at
from symbolic.exact import decimal
from symbolic.fields import Quantity
from symbolic.layers import found, slope_written
from symbolic.notation import SMALL, Notation
from symbolic.tree import Abs, Chain, Fn, Frac, Leibniz, Mul, Node, Num, Pow, Slot, Sym

r, w, d, D, q, N = (Sym(name) for name in ("r", "w", "d", "D", "q", "N"))
#: Where every layer is the same its marks are left out.
SAME = 0


class SlopeChain(Struct, frozen=True):
    """So many layers of one activation: of ``kind`` same (few), varied (each its own) or deep (the same, many)."""

    kind: str
    activation: str
    layers: int
    rounding: Rounding
    notation: Notation

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers of the layers that are told apart."""
        return tuple(range(1, self.layers + 1)) if self.kind == "varied" else (SAME,)


def small(name: str, layer: int = 0) -> Sym:
    """Return a letter that stays small in row convention, for it is one number."""
    return Sym(SMALL + name, layer)


def mark(layer: int) -> str:
    """Return what a layer adds to the name of a quantity."""
    return str(layer or "")


def slope(case: SlopeChain, layer: int) -> Fn:
    """Return f'(z) of a layer."""
    return Fn(case.activation, (small("z", layer),), 1)


def factor(layer: int) -> Sym:
    """Return the factor of a layer: r, or r_1 and so on."""
    return Sym("r", 0, (layer,)) if layer else r


def weight(layer: int) -> Sym:
    """Return the weight of a layer."""
    return Sym("w", layer)


def whole(case: SlopeChain) -> Leibniz:
    """Return the slope of the last output in the input."""
    return Leibniz(small("a", case.layers), small("x"))


def solve(case: SlopeChain, given: Mapping[str, Any], keep: Ledger) -> None:
    """The slope and the factor of each layer; then their product, or its power of ten."""
    at, field = numbers(given), case.rounding.field
    factors = []
    for layer in case.marks:
        out = at[f"a{mark(layer)}"]
        steep = keep(f"slope{mark(layer)}", slope_at(case.activation, out, out, case.rounding, given))
        factors.append(keep(f"r{mark(layer)}", at[f"w{mark(layer)}"] * steep))
    if case.kind == "deep":
        a_layer = keep("d", field.divide(field.ln(abs(factors[0])), field.ln(field.number("10"))))
        keep("D", case.layers * a_layer)
        bound = keep("q", field.divide(at["k"], abs(a_layer)))
        keep("N", field.number(str(past(bound))))
        return
    product = factors[0] ** case.layers if case.kind == "same" else factors[0]
    for one in factors[1:]:
        product = one * product
    keep("dadx", product)


def past(bound: Quantity) -> int:
    """Return the first whole number past a bound: one more where the bound is whole itself, be it but for noise."""
    return floor(decimal(bound) + NOISE) + 1


def forms(case: SlopeChain) -> tuple[Form, ...]:
    """A slope and a factor for each layer; then the product, or the powers of ten."""
    lines = [form for layer in case.marks for form in _layer(case, layer)]
    if case.kind == "deep":
        return (*lines, *_deep(case))
    result = Slot("dadx")
    if case.kind == "same":
        power = Num(str(case.layers))
        product = found("dadx", whole(case), Pow(r, power), Pow(Slot("r"), power), result)
    else:
        back = tuple(reversed(case.marks))
        symbols = Mul(tuple(map(factor, back)))
        product = found("dadx", whole(case), symbols, Mul(tuple(Slot(f"r{k}") for k in back), dot=True), result)
    return (*lines, Form("dadx", "product", product, "A"))


def _layer(case: SlopeChain, layer: int) -> Iterator[Form]:
    name, facts = mark(layer), {"layer": layer}
    pair = [slope_written(case.activation, out) for out in (small("a", layer), Slot(f"a{name}"))]
    sides = (*(side for side in pair if side is not None), Slot(f"slope{name}"))
    steep = found(f"slope{name}", slope(case, layer), *sides)
    if len(sides) == 1:  # 1, by the side of the kink: nothing is rounded
        steep = Chain((slope(case, layer), *sides), ("=",))
    yield Form(f"slope{name}", "slope", steep, "M", facts)
    rule, written = Mul((weight(layer), slope(case, layer))), Mul((Slot(f"w{name}"), Slot(f"slope{name}")), dot=True)
    yield Form(f"r{name}", "factor", found(f"r{name}", factor(layer), rule, written, Slot(f"r{name}")), "A", facts)


def _deep(case: SlopeChain) -> Iterator[Form]:
    """Yield the powers of ten a layer and in all, and how many layers it takes to come past a bound."""
    logarithms = (Frac(Fn("ln", (Abs(of),)), Fn("ln", (Num("10"),))) for of in (r, Slot("r")))
    yield Form("d", "decades a layer", found("d", d, *logarithms, Slot("d")), "M")
    layers = Num(str(case.layers))
    products = (Mul((layers, of), dot=True) for of in (d, Slot("d")))
    yield Form("D", "decades", found("D", D, *products, Slot("D")), "A")
    sides = (Frac(Sym("k"), Abs(d)), Frac(Slot("k"), Abs(Slot("d"))), Slot("q"))
    yield Form("N", "bound", found("q", q, *sides), "M")
    yield Form("N", "next whole number", Chain((Slot("q"), Slot("N")), ("<",)), "A", holds=_is_next)


def _is_next(texts: Any) -> bool:
    """Whether the second number is the first whole one after the first."""
    before, after = (decimal(text.strip("()")) for text in texts)
    return after == floor(before) + 1


def symbols(case: SlopeChain) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for, as both conventions read it."""
    table: dict[Node, str] = {d: "d", D: "D", q: "q", N: "N", Sym("k"): "k", r: "r"}
    for letter in (small, Sym):
        for layer in case.marks:
            name = mark(layer)
            table |= {letter("a", layer): f"a{name}", weight(layer): f"w{name}", factor(layer): f"r{name}"}
            table[Fn(case.activation, (letter("z", layer),), 1)] = f"slope{name}"
        table[Leibniz(letter("a", case.layers), letter("x"))] = "dadx"
    return table
