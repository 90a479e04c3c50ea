"""Lay out the plane: a square grid with its axes, points of two classes, and a line with its positive side marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, floor

from chalkgrad.drawing.geometry import HEAD, between, direction, head, moved
from chalkgrad.drawing.shapes import Circle, Ink, Label, Place, Shape, Stroke
from symbolic.diagram import Plane

#: The side of the drawn square in points, a point's radius, the letters.
SIDE, DOT, SMALL = 150.0, 4.0, 8.5
Line = tuple[float, float, float]
#: The rim and the inside of a point by its class.
INKS: dict[bool | None, tuple[Ink, Ink]] = {True: ("forth", "forth"), False: ("back", "paper"), None: ("pale", "pale")}


def shapes(plane: Plane, width: Callable[[str], float]) -> tuple[Shape, ...]:
    """Return the shapes of *plane*, its grid a square of SIDE points."""
    low, high = _reach(plane)
    scale = SIDE / (high - low)

    def at(x: float, y: float) -> Place:
        return (x - low) * scale, (high - y) * scale

    found = [*_grid(low, high, at), *_axes(plane, low, high, at)]
    for line in plane.lines:
        found += _line(line, low, high, at)
    for point in plane.points:
        found.append(Circle(at(point.x, point.y), DOT, *INKS[point.positive]))
        if point.label:
            x, y = at(point.x, point.y)
            found.append(Label((x + DOT + 4 + SMALL * width(point.label) / 2, y - DOT - 4), point.label, SMALL))
    return tuple(found)


def _reach(plane: Plane) -> tuple[int, int]:
    """Return the whole numbers between which the grid lies, in both directions."""
    values = [value for point in plane.points for value in (point.x, point.y)]
    return floor(min((*values, 0.0)) - 1), ceil(max((*values, 0.0)) + 1)


def _step(low: int, high: int) -> int:
    return max(1, (high - low + 7) // 8)


def _grid(low: int, high: int, at: Callable[[float, float], Place]) -> Iterator[Shape]:
    for n in range(low, high + 1, _step(low, high)):
        if n:
            yield Stroke(at(n, low), at(n, high), "faint", 0.4)
            yield Stroke(at(low, n), at(high, n), "faint", 0.4)


def _axes(plane: Plane, low: int, high: int, at: Callable[[float, float], Place]) -> Iterator[Shape]:
    for start, end, label, off in (
        (at(low, 0), at(high, 0), plane.axes[0], (14.0, 0.0)),
        (at(0, low), at(0, high), plane.axes[1], (0.0, -12.0)),
    ):
        step = direction(start, end)
        tip = moved(end, step, HEAD)
        yield Stroke(start, end, "pale")
        yield head(tip, step, "pale")
        if label:
            yield Label((end[0] + off[0], end[1] + off[1]), label, 9.5)
    for n in range(low + 1, high, _step(low, high)):
        if n:
            yield Label(moved(at(n, 0), (0.0, 1.0), 10.0), str(n), 7.5, "pale")
            yield Label(moved(at(0, n), (-1.0, 0.0), 9.5), str(n), 7.5, "pale")


def _line(line: Line, low: int, high: int, at: Callable[[float, float], Place]) -> Iterator[Shape]:
    """Yield the line as far as the grid goes, and a short arrow towards its positive side."""
    ends = _ends(line, low, high)
    if len(ends) < 2:
        return
    first, last = at(*ends[0]), at(*ends[-1])
    yield Stroke(first, last, "ink", 1.1)
    towards = direction((0.0, 0.0), (line[0], -line[1]))
    start = between(first, last, 0.85)
    tip = moved(start, towards, 17.0)
    yield Stroke(start, moved(tip, towards, -HEAD), "ink")
    yield head(tip, towards, "ink")


def _ends(line: Line, low: int, high: int) -> list[Place]:
    """Return where the line meets the edges of the grid, from left to right."""
    u, v, c = line
    found = [(n, -(u * n + c) / v) for n in (low, high) if v] + [(-(v * n + c) / u, n) for n in (low, high) if u]
    return sorted({(x + 0.0, y + 0.0) for x, y in found if low <= x <= high and low <= y <= high})
