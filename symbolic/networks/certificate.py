"""Prove a derivation line by line: every side as entries at small sizes, against SymPy's derivative of the loss.

∂J/∂W on a page is ``sympy.diff`` of the whole loss by each weight; δ is that by each z. A line holds when all its
sides agree in every entry: for every choice of its index letters, or as matrices. Activations stay opaque but for
what the book proves of them, so that a net with f and g proves all pairs at once.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from symbolic.activation import X
from symbolic.errors import ProofFailed
from symbolic.networks.entries import assignments, written_out
from symbolic.networks.lines import Derivation, Line
from symbolic.networks.meaning import Meaning
from symbolic.networks.net import Net
from symbolic.networks.slopes import A, Z
from symbolic.traverse import substitute, walk
from symbolic.tree import Abs, D, Fn, Neg

#: Units of each layer at which lines are proved, by the number of layers; beyond these one unit and two in turn.
SMALL = {1: (2, 3), 2: (2, 3, 2), 3: (2, 2, 2, 2), 4: (2, 2, 2, 2, 2)}
#: Samples of a batch.
ROWS = 2


class Certificate(Struct, frozen=True):
    """What was compared: the sizes, the lines that claim something, and the entries that agreed."""

    sizes: tuple[int, ...]
    lines: int
    entries: int

    def record(self) -> dict[str, Any]:
        """Return the certificate for a record."""
        return {"sizes": list(self.sizes), "lines": self.lines, "entries": self.entries}


def small(layers: int) -> tuple[int, ...]:
    """Return the sizes at which a net of so many layers is proved."""
    return SMALL.get(layers) or tuple(2 if k in (0, layers) else 1 + k % 2 for k in range(layers + 1))


def certified(derivation: Derivation) -> Certificate:
    """Return the certificate of *derivation*; raise ``ProofFailed`` at the first line that does not hold."""
    sizes = derivation.sizes or small(derivation.net.layers)
    net, prover = derivation.net, prover_of(derivation.net, sizes)
    lines = entries = 0
    for line in derivation.lines:
        count = prover.entries(line)
        if count is None:
            raise ProofFailed(f"a line of the gradients of {said(net)} does not hold: {line.tree}")
        lines, entries = lines + bool(count), entries + count
    return Certificate(sizes, lines, entries)


def said(net: Net) -> str:
    """Return a net in a message."""
    return f"{'-'.join(net.activations)} with {net.loss}"


@lru_cache(maxsize=2)
def prover_of(net: Net, sizes: tuple[int, ...]) -> Prover:
    """Return the prover of a net at given sizes; the forms of one net share it."""
    return Prover(net, sizes)


class Prover:
    """Compares the sides of lines for one net, as single samples, as a batch, and with one unit a layer."""

    def __init__(self, net: Net, sizes: tuple[int, ...]) -> None:
        """Compose nothing yet."""
        self.net, self.sizes = net, sizes
        self.single = Meaning(net, sizes)
        self.batch = self.single if net.batch == "one" else Meaning(net, sizes, ROWS)
        self.units = Meaning(net, (1,) * (net.layers + 1))

    def entries(self, line: Line) -> int | None:
        """Return how many pairs of entries of a line agree, 0 where it claims nothing, None where two do not."""
        if line.claim in ("update", "note"):
            return 0
        if line.claim == "scalar":
            return _on_both_sides(line)
        if line.claim == "entries":
            found = [
                self._compared(line, self.single, given) for given in assignments(line.ranges, self.sizes, line.where)
            ]
        else:
            found = [self._compared(line, self.units if line.claim == "units" else self.batch, {})]
        return None if None in found else sum(count or 0 for count in found)

    def _compared(self, line: Line, meaning: Meaning, given: dict[str, int]) -> int | None:
        sides = [meaning.rows(written_out(side, meaning.sizes, given)) for side in line.tree.sides]
        count = 0
        for left, right in pairwise(sides):
            if [len(row) for row in left] != [len(row) for row in right]:
                return None
            pairs = [pair for rows in zip(left, right, strict=True) for pair in zip(*rows, strict=True)]
            if not all(meaning.network.holds(u, v, line.slope) for u, v in pairs):
                return None
            count += len(pairs)
        return count


def _on_both_sides(line: Line) -> int | None:
    """Return 2 if the sides are equal functions of z where z > 0, and where z < 0; None if not."""
    from symbolic.proof import algebraically_equal

    (slope,) = {part for part in walk(line.tree) if isinstance(part, Fn) and part.primes}
    function = Fn(slope.name, (X,))
    for size in (X, Neg(X)):
        sides = []
        for side in line.tree.sides:
            opened = substitute(substitute(side, slope, D(function, X)), A, function)
            sides.append(substitute(substitute(opened, Abs(Z), size), Z, X))
        if not all(algebraically_equal(*pair) for pair in pairwise(sides)):
            return None
    return 2
