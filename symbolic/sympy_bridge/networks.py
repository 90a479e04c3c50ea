"""A small network in SymPy's own symbols: its loss as one scalar, and the derivative of that by each entry.

The forward pass is composed here unit by unit, without any rule of backpropagation: ∂J/∂w_ij is ``sympy.diff`` of the
whole loss. Pre-activations are then given names again, so that both sides of a line are short and rational in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import sympy
from msgspec import Struct

from symbolic.sympy_bridge.opaque import opaque, opened, slope_of

Grid = list[list[Any]]


class Shape(Struct, frozen=True):
    """What is to be composed: units of each layer, activations, the loss, and of how many samples the mean or sum."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    samples: int = 1
    mean: bool = True


def symbol(name: str, layer: int, *index: int) -> Any:
    """Return SymPy's symbol for an entry."""
    return sympy.Symbol(f"{name}{layer or ''}_{'_'.join(map(str, index))}")


class Composed(Struct, frozen=True):
    """The quantities from a start upwards, composed of the symbols of that start; and the names to give them back."""

    J: Any
    quantities: Mapping[tuple[str, int], Grid]
    names: Mapping[Any, Any]


class Network:
    """The quantities of a small network: every grid is samples × units, a weight is asked for by (to, from)."""

    def __init__(self, shape: Shape) -> None:
        """Keep the shape; nothing is composed before it is asked for."""
        self.shape, self.top = shape, len(shape.activations)
        self.composed = lru_cache(maxsize=64)(self._composed)
        self.derivative = lru_cache(maxsize=1 << 12)(self._derivative)

    def grid(self, name: str, layer: int) -> Grid:
        """Return the symbols of a quantity of a layer, a row for every sample; of b one row."""
        rows = 1 if name == "b" else self.shape.samples
        units = self.shape.sizes[self.top if name == "y" else layer]
        found = [[symbol(name, layer, s, i) for i in range(1, units + 1)] for s in range(1, rows + 1)]
        if name == "y" and "cross-entropy" in self.shape.loss:  # the targets of a sample sum to 1
            found = [[*row[:-1], 1 - sympy.Add(*row[:-1])] for row in found]
        return found

    def weight(self, layer: int, to: int, source: int) -> Any:
        """Return the symbol of a weight."""
        return symbol("W", layer, to, source)

    def output(self, layer: int) -> Grid:
        """Return f(z) of the symbols z of a layer, or x."""
        return self.activated(layer, self.grid("z", layer)) if layer else self.grid("x", 0)

    def activated(self, layer: int, z: Grid) -> Grid:
        """Return the activation of a layer, row by row for the softmax."""
        name = self.shape.activations[layer - 1]
        if name == "softmax":
            return [softmax(row) for row in z]
        return [[opaque(name)(entry) for entry in row] for row in z]

    def definition(self, layer: int) -> dict[Any, Any]:
        """Return z of a layer by what it is made of."""
        made = self._weighted(layer, self.output(layer - 1))
        return {
            s: e
            for row, names in zip(made, self.grid("z", layer), strict=True)
            for e, s in zip(row, names, strict=True)
        }

    def _weighted(self, layer: int, below: Grid) -> Grid:
        sizes, bias = self.shape.sizes, self.grid("b", layer)[0]
        units, sources = range(1, sizes[layer] + 1), range(1, sizes[layer - 1] + 1)
        return [
            [sympy.Add(*(self.weight(layer, i, j) * row[j - 1] for j in sources), bias[i - 1]) for i in units]
            for row in below
        ]

    def _composed(self, start: str, layer: int) -> Composed:
        """Compose everything above a start: the inputs ("x", 0), or z or a of a layer as symbols."""
        found: dict[tuple[str, int], Grid] = {(start, layer): self.grid(start, layer)}
        names: dict[Any, Any] = {}
        if start == "a":
            _name(names, found["a", layer], self.output(layer))
        if start == "z":
            found["a", layer] = self.activated(layer, found["z", layer])
        below = found["a", layer] if layer else found["x", 0]
        for level in range(layer + 1, self.top + 1):
            z = self._weighted(level, below)
            found["z", level], found["a", level] = z, self.activated(level, z)
            _name(names, z, self.grid("z", level))
            below = found["a", level]
        return Composed(self.loss(found.get(("z", self.top)), below), found, names)

    def loss(self, z: Grid | None, a: Grid) -> Any:
        """Return the loss of the outputs, over all samples; on logits of z."""
        shape = self.shape
        out = z if shape.loss.endswith("-logits") and z is not None else a
        each = [LOSSES[shape.loss](row, targets) for row, targets in zip(out, self.grid("y", 0), strict=True)]
        return sympy.Add(*each) / (shape.samples if shape.mean else 1)

    def _derivative(self, of: tuple[str, int, int, int] | None, by: tuple[str, int, int, int]) -> Any:
        """Return the derivative of an entry (name, layer, row, column), None for J, by an entry; z by its name."""
        name, layer, row, column = by
        start = (name, layer) if name in "za" else ("x", 0)
        above = self.composed(*start)
        target = above.J if of is None else above.quantities[of[0], of[1]][of[2] - 1][of[3] - 1]
        variable = self.weight(layer, row, column) if name == "W" else self.grid(name, layer)[row - 1][column - 1]
        return opened(sympy.diff(target, variable).xreplace(above.names).xreplace(above.names))

    def holds(self, left: Any, right: Any, slope: tuple[int, int] | None = None) -> bool:
        """Whether two entries are equal: as they stand, or with each z by what it is made of.

        *slope* = (layer, value) is what f' of that layer is taken to be, 1 where units live and 0 where they are dead.
        """
        layer, value = slope or (0, 0)
        flat = {z for row in self.grid("z", layer) for z in row} if slope else set()
        difference = opened(sympy.sympify(left - right), flat, value)
        return any(self._vanishes(form) for form in (difference, *self._made(difference))) or is_zero(difference)

    def _made(self, expression: Any) -> Iterator[Any]:
        """Yield *expression* with the z of the top layer by what it is made of, then that of the next too, and on."""
        for layer in range(self.top, 0, -1):
            made = opened(expression.xreplace(self.definition(layer)))
            if made != expression:
                yield made
            expression = made

    def _vanishes(self, difference: Any) -> bool:
        """Whether a polynomial in opaque atoms is 0, beside a softmax one with powers of its bottom S = Σ e^z."""
        if self.shape.loss.endswith("-logits"):  # there the sigmoid meets e^z
            top = {z: exp(z) / (1 + exp(z)) for row in self.grid("z", self.top) for z in row}
            difference = difference.xreplace({opaque("sigmoid")(z): share for z, share in top.items()})
        bottoms = self.bottoms()
        left = sympy.expand(difference.xreplace(bottoms))
        for total, bottom in bottoms.items():
            most = max((-part.exp for part in left.atoms(sympy.Pow) if part.base == bottom), default=0)
            left = sympy.expand(sympy.expand(left * bottom**most).xreplace({bottom: total}))
        return bool(left == 0)

    def bottoms(self) -> dict[Any, Any]:
        """Return Σ e^z of each sample with a name of its own, so that shares of one bottom meet."""
        if self.shape.activations[-1] != "softmax" and self.shape.loss != "cross-entropy-logits":
            return {}
        rows = enumerate(self.grid("z", self.top))
        return {sympy.Add(*map(exp, row)): sympy.Symbol(f"S_{sample}") for sample, row in rows if len(row) > 1}


def _name(names: dict[Any, Any], expressions: Grid, symbols: Grid) -> None:
    for row, named in zip(expressions, symbols, strict=True):
        names.update((e, s) for e, s in zip(row, named, strict=True) if e != s)


def softmax(row: list[Any]) -> list[Any]:
    """Return e^{z_i} / Σ_k e^{z_k}."""
    powers = [exp(entry) for entry in row]
    return [power / sympy.Add(*powers) for power in powers]


def _squares(a: list[Any], y: list[Any]) -> Any:
    return sympy.Add(*((p - q) ** 2 for p, q in zip(a, y, strict=True)))


def _bernoulli(a: list[Any], y: list[Any]) -> Any:
    return -sympy.Add(*(q * sympy.log(p) + (1 - q) * sympy.log(1 - p) for p, q in zip(a, y, strict=True)))


#: The losses of one sample, written anew for SymPy: what the printed formulas are compared with.
LOSSES: Mapping[str, Any] = {
    "squared-error": lambda a, y: _squares(a, y) / 2,
    "mse": lambda a, y: _squares(a, y) / len(a),
    "bce": _bernoulli,
    "cross-entropy": lambda a, y: -sympy.Add(*(q * sympy.log(p) for p, q in zip(a, y, strict=True))),
    "bce-logits": lambda z, y: sympy.Add(*(sympy.log(1 + exp(p)) - q * p for p, q in zip(z, y, strict=True))),
    "cross-entropy-logits": lambda z, y: (
        sympy.log(sympy.Add(*map(exp, z))) - sympy.Add(*(q * p for p, q in zip(z, y, strict=True)))
    ),
}


def rational(text: str) -> Any:
    """Return an exact number."""
    return sympy.Rational(text)


def product(*factors: Any) -> Any:
    """Return a product of entries."""
    return sympy.Mul(*factors)


def exp(power: Any) -> Any:
    """Return e^u, which is its own slope; as an opaque function its powers stay powers of one atom."""
    return opaque("exp")(power)


def log(of: Any) -> Any:
    """Return ln u."""
    return sympy.log(of)


def pending(of: Any, by: Any) -> Any:
    """Return the derivative of *of* by the symbol *by*."""
    return sympy.diff(of, by)


def function(name: str, primes: int) -> Any:
    """Return an activation or its slope."""
    return slope_of(name) if primes else opaque(name)


def is_zero(difference: Any) -> bool:
    """Whether a rational expression of opaque atoms is 0."""
    return bool(sympy.cancel(sympy.together(difference)) == 0)
