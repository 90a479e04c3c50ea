"""What a derivation of a network is made of: lines with their reasons, in sections, in the order of a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from symbolic.networks.entries import Ranges
from symbolic.networks.net import Net
from symbolic.networks.typed import Typed
from symbolic.tree import Chain, Node

#: Words with formulas among them.
Words = tuple[str | Node, ...]

#: How a line is certified: "entries" for every choice of its index letters, "matrix" as matrices, "units" with one unit
#: a layer (where a product of factors is a product of numbers), "scalar" as functions of one z, for z > 0 and z < 0; an
#: "update" and a "note" claim no equality.
Claim = Literal["entries", "matrix", "units", "scalar", "update", "note"]

FORMS = ("scalar", "matrix", "index")


class Line(NamedTuple):
    """One line: a chain of equal sides, why it holds, how the shapes come out, and over what its letters run.

    ``where`` restricts the letters (j = i, or j ≠ i); ``slope`` = (layer, value) is what f' is for a live or dead unit.
    """

    tree: Chain
    why: Words = ()
    claim: Claim = "matrix"
    shapes: Node | None = None
    ranges: Ranges = ()
    where: Node | None = None
    slope: tuple[int, int] | None = None


class Section(NamedTuple):
    """A heading, words, lines, and where it has them a table of rows, code, or the name of a drawing."""

    key: str
    title: str
    words: Words = ()
    lines: tuple[Line, ...] = ()
    table: tuple[tuple[Node | str, ...], ...] = ()
    code: tuple[str, ...] = ()
    drawing: str = ""
    links: tuple[str, ...] = ()


class Derivation(NamedTuple):
    """The whole derivation of a net's gradients in one form; ``gradients`` holds what each comes to, by name."""

    net: Net
    form: str
    sizes: tuple[int, ...]
    sections: tuple[Section, ...]
    gradients: Mapping[str, Typed] = MappingProxyType({})

    @property
    def lines(self) -> tuple[Line, ...]:
        """All the lines."""
        return tuple(line for section in self.sections for line in section.lines)


def equal(*sides: Node) -> Chain:
    """Join sides by equals signs."""
    return Chain(sides, ("=",) * (len(sides) - 1))
