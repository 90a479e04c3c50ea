"""A drawing as data for the Typst template: its shapes with their colours, and labels as Typst maths."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from chalkgrad.drawing.shapes import COLOURS, Drawing, Label, Shape
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.text import text
from symbolic.typst import typst


def data(drawing: Drawing, notation: Notation) -> dict[str, Any]:
    """Return all that the template needs to draw; the caption is the page's to set."""
    shapes = [_shape(shape, notation) for shape in drawing.shapes]
    return {"width": drawing.width, "height": drawing.height, "alt": drawing.alt, "shapes": shapes}


def _shape(shape: Shape, notation: Notation) -> dict[str, Any]:
    """Return the fields of a shape under its kind, inks as colours."""
    fields = asdict(shape)
    fields |= {key: COLOURS[fields[key]] for key in ("ink", "fill") if fields.get(key)}
    if isinstance(shape, Label):
        node = read(shape.latex, notation)
        fields |= {"m": typst(node, notation), "alt": text(node, notation)}
    return {"kind": type(shape).__name__.lower()} | fields
