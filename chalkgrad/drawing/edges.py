"""Where the labels of the edges go: each stands in a gap of its own line, clear of all else where that can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from chalkgrad.drawing.geometry import HEAD, Box, around, between, direction, distance, head, inside, moved, overlap
from chalkgrad.drawing.shapes import Ink, Label, Place, Shape, Stroke

#: The shares of the way at which a label may stand, the best first.
SHARES = tuple(sorted((n / 40 for n in range(6, 35, 2)), key=lambda share: abs(share - 0.5)))
#: How high a label is for its size, what stays free around it in its gap, and what should stay free of all else.
HIGH, FREE, CLEAR = 0.95, 2.0, 4.0
SWEEPS = 6


class Way(Struct, frozen=True):
    """An arrow with what stands on it, which is so many points wide."""

    start: Place
    end: Place
    latex: str
    wide: float
    size: float
    ink: Ink = "ink"
    dashed: bool = False

    def box(self, share: float, free: float) -> Box:
        """Return what the label fills that far along, with so much around it."""
        return around(between(self.start, self.end, share), self.wide + 2 * free, self.size * HIGH + free)


def drawn(ways: Sequence[Way], taken: Sequence[Box]) -> Iterator[Shape]:
    """Yield the arrows with their labels; *taken* is where no label may stand."""
    for way, share in zip(ways, _shares(ways, taken), strict=True):
        step = direction(way.start, way.end)
        foot = moved(way.end, step, -HEAD)
        if way.latex:
            at = between(way.start, way.end, share)
            gap = inside(way.box(share, FREE), way.start, way.end) / 2
            yield Stroke(way.start, moved(at, step, -gap), way.ink, dashed=way.dashed)
            yield Stroke(moved(at, step, gap), foot, way.ink, dashed=way.dashed)
            yield Label(at, way.latex, way.size, way.ink)
        else:
            yield Stroke(way.start, foot, way.ink, dashed=way.dashed)
        yield head(way.end, step, way.ink)


def _shares(ways: Sequence[Way], taken: Sequence[Box]) -> list[float]:
    """Return the place of each label: in turn, each where it disturbs least, until none has a better one."""
    named = [way for way in ways if way.latex]
    boxes = [[way.box(share, CLEAR) for share in SHARES] for way in named]
    alone = [
        [_cost(way, share, box, ways, taken) for share, box in zip(SHARES, row, strict=True)]
        for way, row in zip(named, boxes, strict=True)
    ]
    chosen = [0] * len(named)
    for _ in range(SWEEPS):
        before = list(chosen)
        for k, (row, costs) in enumerate(zip(boxes, alone, strict=True)):
            others = [boxes[other][place] for other, place in enumerate(chosen) if other != k]
            full = [
                cost + 5 * sum(overlap(box, other) for other in others) for box, cost in zip(row, costs, strict=True)
            ]
            chosen[k] = full.index(min(full))
        if chosen == before:
            break
    found = dict(zip(named, chosen, strict=True))
    return [SHARES[found.get(way, 0)] for way in ways]


def _cost(way: Way, share: float, box: Box, ways: Sequence[Way], taken: Sequence[Box]) -> float:
    """Return what a label covers there of lines, circles and notes; the middle is best."""
    covered = sum(inside(box, other.start, other.end) for other in ways if other is not way)
    filled = sum(overlap(box, full) for full in taken)
    return 3 * covered + 2 * filled + abs(share - 0.5) * distance(way.start, way.end) / 8
