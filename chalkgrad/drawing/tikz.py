"""A drawing as TikZ, in points from its upper left corner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalkgrad.drawing.shapes import COLOURS, Circle, Drawing, Filled, Label, Place, Stroke, digits

#: What the preamble says once, where any drawing follows.
COLOURS_DEFINED = "\n".join(
    f"\\definecolor{{drawn-{ink}}}{{HTML}}{{{colour.upper()}}}" for ink, colour in COLOURS.items()
)
PREAMBLE = f"\\usepackage{{tikz}}\n{COLOURS_DEFINED}"


def tikz(drawing: Drawing) -> str:
    """Return the drawing as a picture of TikZ's."""
    size = f"\\useasboundingbox (0,0) rectangle ({digits(drawing.width)},{digits(drawing.height)});"
    shapes = (_SHAPES[type(shape)](shape) for shape in drawing.shapes)
    return "\n".join(("\\begin{tikzpicture}[x=1pt,y=-1pt]", size, *shapes, "\\end{tikzpicture}"))


def _at(place: Place) -> str:
    return f"({digits(place[0])},{digits(place[1])})"


def _circle(c: Circle) -> str:
    fill = f",fill=drawn-{c.fill}" if c.fill else ""
    return f"\\draw[drawn-{c.ink}{fill},line width=0.8pt] {_at(c.at)} circle[radius={digits(c.radius)}pt];"


def _stroke(s: Stroke) -> str:
    dashes = ",dash pattern=on 3pt off 2pt" if s.dashed else ""
    return f"\\draw[drawn-{s.ink}{dashes},line width={digits(s.width)}pt] {_at(s.start)} -- {_at(s.end)};"


def _filled(p: Filled) -> str:
    return f"\\fill[drawn-{p.ink}] {' -- '.join(map(_at, p.corners))} -- cycle;"


def _label(label: Label) -> str:
    font = f"\\fontsize{{{digits(label.size)}}}{{{digits(1.2 * label.size)}}}\\selectfont"
    return f"\\node[inner sep=0,text=drawn-{label.ink},font={font}] at {_at(label.at)} {{${label.latex}$}};"


_SHAPES: dict[type[Any], Callable[[Any], str]] = {Circle: _circle, Stroke: _stroke, Filled: _filled, Label: _label}
