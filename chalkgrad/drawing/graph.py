"""Lay out a graph: circles in columns, arrows between them, numbers on the arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from chalkgrad.drawing.edges import Way, drawn
from chalkgrad.drawing.geometry import Box, around, between, direction, distance, moved
from chalkgrad.drawing.shapes import Circle, Ink, Label, Place, Shape
from symbolic.diagram import Edge, Graph, Vertex

#: Sizes in points: a circle's radius, the way to the next column and row, letters in a circle and outside.
RADIUS, ACROSS, DOWN, LETTER, SMALL = 14.5, 122.0, 56.0, 9.5, 9.0
#: From the first column to the last a drawing may take so much of the page.
WIDEST = 372.0
#: How far the two arrows of an edge lie apart where there is one each way.
APART = 11.0
#: How far a note stands from its circle.
OFF = 5.0
#: What must be left of an arrow at both ends of what stands on it; a shorter one has it at its side.
LEFT = 26.0

#: How wide a formula is, in ems.
Width = Callable[[str], float]


def shapes(graph: Graph, width: Width) -> tuple[Shape, ...]:
    """Return the shapes of *graph* around an origin of their own."""
    at = {vertex.name: _place(vertex, graph, width) for vertex in graph.vertices}
    notes = [note for vertex in graph.vertices for note in _notes(vertex, at[vertex.name], width)]
    taken = [around(place, 2 * RADIUS, 2 * RADIUS) for place in at.values()]
    taken += [box(note, width) for note in notes]
    ways = [way for edge in graph.edges for way in _ways(edge, at, width)]
    in_a_row = len({vertex.row for vertex in graph.vertices}) == 1
    if in_a_row and any(map(_short, ways)):  # then all alike
        notes += [_aside(way) for way in ways if way.latex]
        ways = [replace(way, latex="", wide=0.0) for way in ways]
    circles = (shape for vertex in graph.vertices for shape in _circle(vertex, at[vertex.name]))
    return (*drawn(ways, taken), *circles, *notes)


def box(label: Label, width: Width) -> Box:
    """Return what a label fills."""
    return around(label.at, label.size * width(label.latex), label.size)


def _place(vertex: Vertex, graph: Graph, width: Width) -> Place:
    longest = max((width(edge.label) for edge in graph.edges if edge.label), default=0.0)
    across = min(max(ACROSS, 70 + 2 * SMALL * longest), WIDEST / max(1.0, *(one.column for one in graph.vertices)))
    return vertex.column * across, vertex.row * DOWN


def _circle(vertex: Vertex, at: Place) -> Iterator[Shape]:
    yield Circle(at, RADIUS, "pale" if vertex.given else "ink")
    yield Label(at, vertex.label, LETTER)


def _notes(vertex: Vertex, at: Place, width: Width) -> Iterator[Label]:
    if vertex.under:
        yield Label((at[0], at[1] + RADIUS + OFF + SMALL / 2), vertex.under, SMALL, "pale")
    if vertex.beside:
        off = RADIUS + OFF + SMALL * width(vertex.beside) / 2
        yield Label((at[0] + (off if vertex.column else -off), at[1]), vertex.beside, SMALL)


def _ways(edge: Edge, at: dict[str, Place], width: Width) -> Iterator[Way]:
    """Yield the arrow of an edge, and beside it the one that goes back."""
    start, end = at[edge.source], at[edge.target]
    step = direction(start, end)
    side = (step[1], -step[0])
    off = APART / 2 if edge.back else 0.0
    ends = [moved(moved(start, step, RADIUS + 1), side, off), moved(moved(end, step, -RADIUS - 1), side, off)]
    yield _way(ends[0], ends[1], edge.label, "forth" if edge.back else "ink", width)
    if edge.back:
        back = [moved(place, side, -2 * off) for place in ends]
        yield _way(back[1], back[0], edge.back, "back", width)


def _short(way: Way) -> bool:
    return bool(way.latex) and distance(way.start, way.end) < way.wide + LEFT


def _aside(way: Way) -> Label:
    """Return what stands at the side of an arrow, the outer one where another goes back."""
    step = direction(way.start, way.end)
    at = moved(between(way.start, way.end, 0.5), (step[1], -step[0]), SMALL / 2 + 3)
    return Label(at, way.latex, SMALL, way.ink)


def _way(start: Place, end: Place, latex: str, ink: Ink, width: Width) -> Way:
    wide = SMALL * width(latex) if latex else 0.0
    return Way(start, end, latex, wide, SMALL, ink, dashed=ink == "back")
