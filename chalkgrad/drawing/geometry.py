"""Lengths and directions in the plane, by sums, products and square roots alone: the same on every machine."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from chalkgrad.drawing.shapes import Filled, Ink, Place

#: An arrow's head: how long, and half as wide.
HEAD, HALF = 5.5, 2.1


class Box(NamedTuple):
    """A rectangle that something fills."""

    left: float
    top: float
    right: float
    bottom: float


def around(at: Place, wide: float, high: float) -> Box:
    """Return the rectangle of a size around its middle."""
    return Box(at[0] - wide / 2, at[1] - high / 2, at[0] + wide / 2, at[1] + high / 2)


def direction(start: Place, end: Place) -> Place:
    """Return the step of length 1 from *start* towards *end*."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = sqrt(x * x + y * y)
    return x / length, y / length


def moved(at: Place, step: Place, length: float) -> Place:
    """Return the place a *length* along *step*."""
    return at[0] + step[0] * length, at[1] + step[1] * length


def between(start: Place, end: Place, share: float) -> Place:
    """Return the place a *share* of the way."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def distance(start: Place, end: Place) -> float:
    """Return how far apart two places are."""
    x, y = end[0] - start[0], end[1] - start[1]
    return sqrt(x * x + y * y)


def head(end: Place, step: Place, ink: Ink) -> Filled:
    """Return the head of an arrow that ends here."""
    foot = moved(end, step, -HEAD)
    side = (-step[1], step[0])
    return Filled((end, moved(foot, side, HALF), moved(foot, side, -HALF)), ink)


def overlap(one: Box, other: Box) -> float:
    """Return the area that two rectangles share."""
    (left, top, right, bottom), (from_left, from_top, to_right, to_bottom) = one, other
    if right <= from_left or to_right <= left or bottom <= from_top or to_bottom <= top:
        return 0.0  # as most: a drawing has many labels, and each is held against all
    return (min(right, to_right) - max(left, from_left)) * (min(bottom, to_bottom) - max(top, from_top))


def inside(box: Box, start: Place, end: Place) -> float:
    """Return how much of a line runs through a rectangle (Liang and Barsky, 1984)."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        step = end[axis] - start[axis]
        first, last = box[axis] - start[axis], box[axis + 2] - start[axis]
        if step == 0:
            if first > 0 or last < 0:
                return 0.0
            continue
        near, far = (first / step, last / step) if step > 0 else (last / step, first / step)
        low, high = max(low, near), min(high, far)
        if low >= high:
            return 0.0
    return (high - low) * distance(start, end)
