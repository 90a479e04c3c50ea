"""What a drawing shows, as data: the vertices and edges of a net or a graph, points and a line in the plane.

Labels are formulas of our dialect, as LaTeX. Where things stand is said in columns and rows; how far apart those are,
and how a drawing looks, is for who publishes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import Sym

#: Numbers as they are printed, by rows.
Table = Sequence[Sequence[str]]


class Vertex(Struct, frozen=True):
    """A circle with a label in it; what stands beside it is on its left in column 0, and else on its right."""

    name: str
    column: float
    row: float
    label: str
    under: str = ""
    beside: str = ""
    given: bool = False  # nothing is computed there


class Edge(Struct, frozen=True):
    """An arrow from one vertex to another with a label on it; ``back`` is the label of an arrow the other way."""

    source: str
    target: str
    label: str = ""
    back: str = ""


class Graph(Struct, frozen=True):
    """A net or a computational graph, drawn from left to right."""

    name: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]


class Point(Struct, frozen=True):
    """A point of the plane, of one class or the other, or of neither where that is not to be seen."""

    x: float
    y: float
    positive: bool | None
    label: str = ""


class Plane(Struct, frozen=True):
    """Points of two classes; a line is (u, v, c) of u x + v y + c = 0, its positive side marked."""

    name: str
    points: tuple[Point, ...]
    lines: tuple[tuple[float, float, float], ...] = ()
    axes: tuple[str, str] = ("x_{1}", "x_{2}")


Diagram = Graph | Plane


def net_diagram(sizes: Sequence[int], notation: Notation, shown: Mapping[str, Table]) -> Graph:
    """Return the net of layers of *sizes* units: x, then a of each layer.

    Each weight is the number of *shown*, "W1", "W2", …, where that has it, and else its symbol; so with the inputs
    "x", the biases "b1", "b2", … and the targets "y", which are left out where there is no number.
    """
    names = {"x", "y", *(f"{letter}{layer}" for letter in "Wb" for layer in range(1, len(sizes)))}
    used = tuple((name, tuple(map(tuple, table))) for name, table in shown.items() if name in names)
    return _net(tuple(sizes), notation, used)


@lru_cache(maxsize=64)
def _net(sizes: tuple[int, ...], notation: Notation, used: tuple[tuple[str, Table], ...]) -> Graph:
    """Draw a net once where what is given and what was found look the same."""
    shown = dict(used)
    columns = [_column(layer, sizes, notation, shown) for layer in range(len(sizes))]
    edges = [
        Edge(source.name, target.name, _weight(layer, i, j, notation, shown))
        for layer in range(1, len(sizes))
        for j, source in enumerate(columns[layer - 1])
        for i, target in enumerate(columns[layer])
    ]
    return Graph("net", tuple(vertex for column in columns for vertex in column), tuple(edges))


def _column(layer: int, sizes: Sequence[int], notation: Notation, shown: Mapping[str, Table]) -> list[Vertex]:
    """Return the units of a layer, layer 0 the inputs, in the middle of their column."""
    alone, last = sizes[layer] == 1, layer == len(sizes) - 1
    found = []
    for i in range(sizes[layer]):
        index = () if alone else (i + 1,)
        symbol = Sym("x", 0, index) if layer == 0 else Sym("a", layer, index)
        under = _said(Sym("b", layer, index), shown.get(f"b{layer}"), i, notation) if layer else ""
        target = _said(Sym("y", 0, index), shown.get("y"), i, notation) if last else ""
        beside = target if layer else _entry(shown.get("x"), i)
        row = i - (sizes[layer] - 1) / 2
        found.append(Vertex(f"{layer}.{i}", layer, row, _letter(symbol, notation), under, beside, given=layer == 0))
    return found


@lru_cache(maxsize=1024)
def _letter(symbol: Sym, notation: Notation) -> str:
    return latex(symbol, notation)


def _entry(vector: Table | None, i: int) -> str:
    """Return the printed entry *i* of a row or a column, or nothing."""
    return [number for row in vector for number in row][i] if vector else ""


def _said(symbol: Sym, vector: Table | None, i: int, notation: Notation) -> str:
    return f"{_letter(symbol, notation)} = {_entry(vector, i)}" if vector else ""


def _weight(layer: int, i: int, j: int, notation: Notation, shown: Mapping[str, Table]) -> str:
    """Return the weight to unit *i* from source *j*."""
    if (table := shown.get(f"W{layer}")) is None:
        return _letter(Sym("w", layer, (i + 1, j + 1)), notation)
    return table[j][i] if notation.rows else table[i][j]
