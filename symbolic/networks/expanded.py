"""Gradients of a small net entry by entry as strings that SymPy reads back, in the inputs and parameters alone.

Every z, a and slope is opened down to x_1, W1_11, b1_1, y_1; what SymPy has no function for is written out.
"""

from __future__ import annotations

from symbolic.activations import ACTIVATIONS
from symbolic.activations.identity import ACTIVATION as IDENTITY
from symbolic.networks import paths, slopes
from symbolic.networks.entries import vector, written_out
from symbolic.networks.net import Net
from symbolic.sympy_text import sympy_text
from symbolic.traverse import rebuild, substitute
from symbolic.tree import Add, Exp, Fn, Frac, Mul, Node, Sym


class Expanded:
    """The quantities of one net at given sizes, opened down to the inputs and parameters."""

    def __init__(self, net: Net, sizes: tuple[int, ...]) -> None:
        """Open nothing yet."""
        self.net, self.sizes = net, sizes
        self.known: dict[Node, Node] = {}

    def opened(self, node: Node) -> Node:
        """Return *node* in the inputs and parameters."""
        if isinstance(node, Sym) and node.index:
            if node not in self.known:
                self.known[node] = self._entry(node)
            return self.known[node]
        if isinstance(node, Fn) and node.primes:
            return self._slope(node)
        return self._plain(rebuild(node, self.opened))

    def _plain(self, node: Node) -> Node:
        """Return an activation of the catalogue at its usual parameters, so that no letter is left."""
        if isinstance(node, Fn) and node.name in ACTIVATIONS and ACTIVATIONS[node.name].parameters:
            return substitute(ACTIVATIONS[node.name].body(), Sym("x"), node.args[0])
        return node

    def _entry(self, s: Sym) -> Node:
        index = tuple(int(part) for part in s.index)
        if s.name == "w":
            row, column = index[::-1] if self.net.rows else index
            return Sym(f"W{s.layer}_{row}{'_' * (max(index) > 9)}{column}")
        if s.name == "z":
            sources = range(1, self.sizes[s.layer - 1] + 1)
            below = [vector("a", s.layer - 1, j) for j in sources]
            weighed = [Mul((Sym("w", s.layer, (index[0], j)), a)) for j, a in zip(sources, below, strict=True)]
            return self.opened(Add((*weighed, Sym("b", s.layer, index))))
        if s.name == "a":
            return self._activated(s.layer, index[0])
        return Sym(f"{s.name}{s.layer or ''}_{index[0]}")

    def _activated(self, layer: int, unit: int) -> Node:
        name, z = self.net.activation(layer), Sym("z", layer, (unit,))
        if name == "identity":
            return self.opened(z)
        if name == "softmax":
            every = [Exp(Sym("z", layer, (k,))) for k in range(1, self.sizes[layer] + 1)]
            return self.opened(Frac(Exp(z), Add(tuple(every))))
        return self.opened(Fn(name, (z,)))

    def _slope(self, f: Fn) -> Node:
        z = f.args[0]
        assert isinstance(z, Sym)  # slopes are taken of pre-activations
        found = ACTIVATIONS[f.name].at_usual(slopes.slope(f.name))
        found = substitute(found, slopes.A, Sym("a", z.layer, z.index))
        return self.opened(substitute(found, slopes.Z, z))


def entries(net: Net, sizes: tuple[int, ...]) -> dict[str, list[list[str]]]:
    """Return each gradient as rows of strings, in the shape and convention of what it is taken by."""
    expanded, found = Expanded(net, sizes), {}
    for name, line in paths.gradients(net).items():
        side, ranges = line.tree.sides[-1], line.ranges
        units = [range(1, sizes[layer] + 1) for _, layer in ranges]
        columns = units[1] if len(units) > 1 else range(1, 2)

        def text(i: int, j: int, side: Node = side, letters: tuple[str, ...] = tuple(r[0] for r in ranges)) -> str:
            given = dict(zip(letters, (i, j), strict=False))
            return sympy_text(expanded.opened(written_out(side, sizes, given)), IDENTITY)

        rows = [[text(i, j) for j in columns] for i in units[0]]
        found[name] = [list(row) for row in zip(*rows, strict=True)] if net.rows else rows
    return found
