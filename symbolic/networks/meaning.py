"""What a formula of a net says in SymPy: matrices by rows, entries, slopes, and derivatives taken of the whole loss."""

from __future__ import annotations

from typing import Any

from symbolic.arithmetic import entrywise, plus, scalar, times
from symbolic.networks.net import Net
from symbolic.tree import (
    Add,
    D,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Leibniz,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sym,
    Transpose,
)


class Meaning:
    """The meaning of formulas for one net at small sizes; matrices stand in the convention of the net."""

    def __init__(self, net: Net, sizes: tuple[int, ...], samples: int = 1) -> None:
        """Keep the net and the sizes, and open the door to SymPy."""
        from symbolic.sympy_bridge import networks as bridge

        self.net, self.sizes, self.samples, self.bridge = net, sizes, samples, bridge
        shape = bridge.Shape(sizes, net.activations, net.loss, samples, net.batch != "sum")
        self.network = bridge.Network(shape)

    def rows(self, node: Node) -> list[list[Any]]:
        """Return the entries of a formula by rows; a number is one row of one entry."""
        value = self.value(node)
        return value if isinstance(value, list) else [[value]]

    def value(self, node: Node) -> Any:
        """Return a matrix by rows, or a number."""
        match node:
            case Num():
                return self.bridge.rational(str(node.value))
            case Sym():
                return self._symbol(node)
            case Add():
                head, *tail = map(self.value, node.terms)
                for term in tail:
                    head = plus(head, term)
                return head
            case Neg():
                return entrywise(lambda u: -u, self.value(node.arg))
            case Mul():
                head, *tail = map(self.value, node.factors)
                for factor in tail:
                    head = times(head, factor)
                return head
            case Hadamard():
                return entrywise(self.bridge.product, *map(self.value, node.factors))
            case Frac():
                return entrywise(lambda u, v: u / v, self.value(node.top), self.value(node.bottom))
            case Pow():
                return entrywise(lambda u, v: u**v, self.value(node.base), self.value(node.power))
            case Exp():
                return entrywise(self.bridge.exp, self.value(node.power))
            case Transpose():
                return _turned(self.value(node.arg))
            case Leibniz():
                return self._derivative(node)
            case D():
                return self.bridge.pending(self.value(node.of), self.value(node.by))
            case Fn():
                return self._function(node)
        raise TypeError(f"no meaning in a net for a {type(node).__name__}")

    def _symbol(self, s: Sym) -> Any:
        if s.name == "J":
            return self.network.loss(self.network.grid("z", self.net.layers), self.network.output(self.net.layers))
        if s.name == "m":
            return self.bridge.rational(str(self.samples))
        if s.name == "ones":
            return _turned(scalar([[self.bridge.rational("1")] * self.samples]))
        if s.index:
            return self._entry(s)
        if s.name == "W":
            return self._placed(
                [[self.network.weight(s.layer, i, j) for j in self._units(s.layer - 1)] for i in self._units(s.layer)],
                True,
            )
        if s.name == "delta":
            return self._derivative(Leibniz(Sym("J"), Sym("z", s.layer)))
        grid = self.network.output(s.layer) if s.name == "a" else self.network.grid(s.name, s.layer)
        return self._placed(grid, False)

    def _units(self, layer: int) -> range:
        return range(1, self.sizes[layer] + 1)

    def _placed(self, grid: list[list[Any]], weights: bool) -> Any:
        """Return a grid as the convention has it: weights are kept to × from, all else sample × unit."""
        turned = weights == self.net.rows
        return scalar([list(row) for row in zip(*grid, strict=True)] if turned else grid)

    def _entry(self, s: Sym) -> Any:
        """Return an entry of the one sample: z_i, or w_ij by (to, from)."""
        if s.name == "w":
            return self.network.weight(s.layer, int(s.index[0]), int(s.index[1]))
        if s.name == "delta":
            return self._derivative(Leibniz(Sym("J"), Sym("z", s.layer, s.index)))
        grid = self.network.output(s.layer) if s.name == "a" else self.network.grid(s.name, s.layer)
        return grid[0][int(s.index[0]) - 1]

    def _derivative(self, d: Leibniz) -> Any:
        """Return ∂u/∂v of entries, of J by a whole matrix, or of two quantities of one entry each."""
        of, by = d.of, d.by
        assert isinstance(of, Sym)
        assert isinstance(by, Sym)
        if by.index or of.name != "J":
            return self.network.derivative(None if of.name == "J" else _place(of), _place(by))
        if by.name == "W":
            return self._placed(
                [[self._by("W", by.layer, i, j) for j in self._units(by.layer - 1)] for i in self._units(by.layer)],
                True,
            )
        rows = 1 if by.name == "b" else self.samples
        return self._placed(
            [[self._by(by.name, by.layer, s, i) for i in self._units(by.layer)] for s in range(1, rows + 1)], False
        )

    def _by(self, name: str, layer: int, row: int, column: int) -> Any:
        return self.network.derivative(None, (name, layer, row, column))

    def _function(self, f: Fn) -> Any:
        inside = self.value(f.args[0])
        if f.name == "ln":
            return entrywise(self.bridge.log, inside)
        if f.name == "softmax":
            return self._softmax(inside)
        return entrywise(self.bridge.function(f.name, f.primes), inside)

    def _softmax(self, z: Any) -> Any:
        if not isinstance(z, list):
            return self.bridge.softmax([z])[0]
        if self.net.rows:
            return [self.bridge.softmax(row) for row in z]
        return _turned([self.bridge.softmax([row[0] for row in z])])


def _turned(value: Any) -> Any:
    return [list(row) for row in zip(*value, strict=True)] if isinstance(value, list) else value


def _place(s: Sym) -> tuple[str, int, int, int]:
    """Return (name, layer, row, column) of an entry of the one sample; a whole symbol stands for its one entry."""
    index = tuple(int(part) for part in s.index) or ((1, 1) if s.name in "wW" else (1,))
    return ("W", s.layer, *index) if s.name in "wW" else (s.name, s.layer, 1, *index)  # type: ignore[return-value]
