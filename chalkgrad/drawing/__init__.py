"""Drawings: what a family says is to be seen, laid out the same each time, for every format to print."""

from __future__ import annotations

from functools import lru_cache, partial

from msgspec.structs import replace

from chalkgrad.drawing import graph, plane
from chalkgrad.drawing.geometry import Box
from chalkgrad.drawing.shapes import Circle, Drawing, Filled, Label, Place, Shape, Stroke
from chalkgrad.widths import width
from chalkgrad.wording import ENGLISH, shared
from symbolic.diagram import Diagram, Graph
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.text import text

#: What stays free at the edge, in points.
MARGIN = 5.0


@lru_cache(512)
def drawing(diagram: Diagram, notation: Notation, caption: str = "", language: str = ENGLISH) -> Drawing:
    """Return the drawing of *diagram*, its labels read in *notation*, in words for who cannot see it as well."""
    wide = partial(_width, notation=notation)
    found = graph.shapes(diagram, wide) if isinstance(diagram, Graph) else plane.shapes(diagram, wide)
    boxes = [_box(shape, wide) for shape in found]
    left, top = min(box.left for box in boxes) - MARGIN, min(box.top for box in boxes) - MARGIN
    right, bottom = max(box.right for box in boxes) + MARGIN, max(box.bottom for box in boxes) + MARGIN
    shapes = tuple(_shifted(shape, -left, -top) for shape in found)
    return Drawing(diagram.name, right - left, bottom - top, shapes, caption, _described(diagram, notation, language))


def _described(diagram: Diagram, notation: Notation, language: str) -> str:
    """Return what is seen in a diagram, in words."""

    def said(label: str) -> str:
        return text(read(label, notation), notation) if label else ""

    if isinstance(diagram, Graph):
        names = {vertex.name: said(vertex.label) for vertex in diagram.vertices}
        notes = [(names[v.name], ", ".join(filter(None, map(said, (v.beside, v.under))))) for v in diagram.vertices]
        links = [(names[e.source], names[e.target], said(e.label), said(e.back)) for e in diagram.edges]
        return shared(language, "seen_graph", tuple(note for note in notes if note[1]), tuple(links))
    points = tuple((_number(p.x), _number(p.y), p.positive, said(p.label)) for p in diagram.points)
    lines = tuple(tuple(map(_number, line)) for line in diagram.lines)
    return shared(language, "seen_plane", points, tuple(map(said, diagram.axes)), lines)


def _number(value: float) -> str:
    return f"{value:g}"


@lru_cache(4096)
def _width(latex: str, notation: Notation) -> float:
    return width(read(latex, notation))


def _box(shape: Shape, wide: graph.Width) -> Box:
    """Return what a shape fills."""
    if isinstance(shape, Label):
        return graph.box(shape, wide)
    if isinstance(shape, Circle):
        return Box(*(shape.at[k] + way * shape.radius for way in (-1, 1) for k in (0, 1)))
    places = (shape.start, shape.end) if isinstance(shape, Stroke) else shape.corners
    xs, ys = zip(*places, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _shifted(shape: Shape, x: float, y: float) -> Shape:
    def to(place: Place) -> Place:
        return place[0] + x, place[1] + y

    if isinstance(shape, Stroke):
        return replace(shape, start=to(shape.start), end=to(shape.end))
    if isinstance(shape, Filled):
        return replace(shape, corners=tuple(map(to, shape.corners)))
    return replace(shape, at=to(shape.at))
