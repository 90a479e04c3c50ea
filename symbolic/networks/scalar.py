"""The scalar form: every line of the index form with its letters given figures, for nets that fit on a page."""

from __future__ import annotations

from itertools import groupby
from math import prod

from symbolic.errors import UserError
from symbolic.networks.entries import assignments, written_out
from symbolic.networks.lines import Line
from symbolic.networks.net import Net
from symbolic.tree import Chain

#: The most products that all sums over paths may have together.
MOST_PATHS = 200
#: Layers from which on a net is deep: its entries in the inputs alone would fill books.
DEEP = 4
#: The most units that a layer may be said to have.
MOST_UNITS = 1_000_000


def usual_sizes(net: Net) -> tuple[int, ...]:
    """Return sizes for a page: two inputs, two units a layer, and one output, or two where outputs share.

    Of a deep net only the first hidden layer has two, for the paths double with each that does.
    """
    hidden = (2,) * (net.layers - 1) if net.layers <= DEEP else (2, *(1,) * (net.layers - 2))
    return (2, *hidden, 2 if "cross-entropy" in net.loss else 1)


def checked_sizes(net: Net, sizes: tuple[int, ...], form: str) -> tuple[int, ...]:
    """Return *sizes*, the usual ones where the scalar form has none; raise ``UserError`` where they fit no page."""
    if not sizes:
        return usual_sizes(net) if form == "scalar" else ()
    if len(sizes) != net.layers + 1:
        raise UserError(
            f"{len(sizes)} sizes for {net.layers} layer{'s' * (net.layers > 1)}: give {net.layers + 1}, the inputs "
            f"first, as in {','.join(map(str, usual_sizes(net)))}"
        )
    if min(sizes) < 1 or max(sizes) > MOST_UNITS:
        raise UserError(f"a layer of {min(sizes) if min(sizes) < 1 else max(sizes)} units: give each 1 to {MOST_UNITS}")
    if net.output == "softmax" and sizes[-1] == 1:
        raise UserError("a softmax of one output is always 1: give the last size 2 or more, or the output sigmoid")
    if form == "scalar" and (count := products(sizes)) > MOST_PATHS:
        raise UserError(
            f"the sums over all paths of a {'-'.join(map(str, sizes))} net have {count} products: for the scalar form "
            f"give sizes with at most {MOST_PATHS}, or take --form matrix"
        )
    return sizes


def products(sizes: tuple[int, ...]) -> int:
    """Count the products in the sums over all paths, of weights, biases and inputs."""
    return sum((sizes[layer - 1] + 1) * prod(sizes[layer:]) for layer in range(1, len(sizes))) + prod(sizes)


def written(lines: tuple[Line, ...], sizes: tuple[int, ...]) -> tuple[Line, ...]:
    """Return lines of the index form for each choice of figures, those of one left side unit by unit."""
    found: list[Line] = []
    for _, shared in groupby(lines, key=lambda line: (line.tree.sides[0], line.where)):
        group = list(shared)
        for given in assignments(group[0].ranges, sizes, group[0].where):
            found += _once(
                [Line(_chain(line.tree, sizes, given), line.why, "entries", slope=line.slope) for line in group]
            )
    return tuple(found)


def _once(lines: list[Line]) -> list[Line]:
    """Leave out a line that figures have made the one before it: a factor 1 is not written."""
    return [line for place, line in enumerate(lines) if not place or line.tree != lines[place - 1].tree]


def _chain(tree: Chain, sizes: tuple[int, ...], given: dict[str, int]) -> Chain:
    return Chain(tuple(written_out(side, sizes, given) for side in tree.sides), tree.relations)
