"""A drawing as SVG: real text on a white ground, so that it is legible on a light and on a dark page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b
from html import escape
from typing import Any

from chalkgrad.drawing.shapes import COLOURS, Circle, Drawing, Filled, Ink, Label, Stroke, digits
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.text import text

#: How many pixels of the page make a point of the drawing.
SCALE = 1.4
FONTS = "'Latin Modern Math','STIX Two Text','Cambria Math','Times New Roman',Times,serif"
TEXT = f'font-family="{FONTS}" text-anchor="middle" xml:space="preserve"'
SCRIPT = 0.72
_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx")
_HIGH = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿⁱ⁽⁾", "0123456789−ni()")
_PIECE = re.compile(
    r"\^(?P<mark>\[\d+\]|\((?P<power>[^()]*)\)|\w+)|(?P<high>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿⁱ⁽⁾]+)|_\((?P<index>[^()]*)\)"
    r"|(?P<low>[₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ]+)|(?P<letter>(?<![A-Za-z])[A-Za-zα-ω](?![A-Za-z]))|(?P<rest>.)"
)


def file(drawing: Drawing, notation: Notation) -> tuple[str, bytes]:
    """Return the drawing as a file, under a name that no other drawing has."""
    data = svg(drawing, notation)
    return f"{drawing.name}-{blake2b(data, digest_size=4).hexdigest()}.svg", data


@lru_cache(512)
def svg(drawing: Drawing, notation: Notation) -> bytes:
    """Return the drawing as SVG, its words for who cannot see it in its title."""
    wide, high = digits(drawing.width), digits(drawing.height)
    size = f'width="{digits(SCALE * drawing.width)}" height="{digits(SCALE * drawing.height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {wide} {high}" role="img" {TEXT}>',
        f"<title>{escape(drawing.alt)}</title>",
        f'<rect width="{wide}" height="{high}" rx="4" fill="#{COLOURS["paper"]}"/>',
        *(_SHAPES[type(shape)](shape, notation) for shape in drawing.shapes),
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _colour(ink: Ink | None) -> str:
    return f"#{COLOURS[ink]}" if ink else "none"


def _circle(c: Circle, notation: Notation) -> str:
    at = f'cx="{digits(c.at[0])}" cy="{digits(c.at[1])}" r="{digits(c.radius)}"'
    return f'<circle {at} fill="{_colour(c.fill)}" stroke="{_colour(c.ink)}"/>'


def _stroke(s: Stroke, notation: Notation) -> str:
    (x1, y1), (x2, y2) = (map(digits, place) for place in (s.start, s.end))
    dashes = ' stroke-dasharray="3 2"' if s.dashed else ""
    line = f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    return f'{line} stroke="{_colour(s.ink)}" stroke-width="{digits(s.width)}"{dashes}/>'


def _filled(p: Filled, notation: Notation) -> str:
    corners = " ".join(f"{digits(x)},{digits(y)}" for x, y in p.corners)
    return f'<polygon points="{corners}" fill="{_colour(p.ink)}"/>'


def _label(label: Label, notation: Notation) -> str:
    at = f'x="{digits(label.at[0])}" y="{digits(label.at[1] + 0.33 * label.size)}"'
    style = f'font-size="{digits(label.size)}" fill="{_colour(label.ink)}"'
    written = "".join(_pieces(text(read(label.latex, notation), notation), label.size))
    return f"<text {at} {style}>{written}</text>"


def _pieces(written: str, size: float) -> Iterator[str]:
    """Yield the pieces of a formula in Unicode: letters slanted, what is raised or lowered smaller and off the line.

    An index beneath a raised mark goes back under it, and what follows starts behind the longer of the two.
    """
    raised, dropped, ahead = 0.0, 0.0, 0.0
    for found in _PIECE.finditer(written):
        if high := _high(found):
            raised, ahead = _wide(high, size), 0.0
            yield _moved(high, size, -0.38 * size - dropped)
            dropped = -0.38 * size
        elif low := (found["low"] or "").translate(_LOW) or found["index"]:
            yield _moved(low, size, 0.22 * size - dropped, -raised)
            ahead = max(0.0, raised - _wide(low, size))
            raised, dropped = 0.0, 0.22 * size
        else:
            style = ' font-style="italic"' if found["letter"] else ""
            shift = _shift(-dropped, ahead)
            sign = escape(found[0].replace("-", "−"))
            yield f"<tspan{style}{shift}>{sign}</tspan>" if style or shift else sign
            raised = dropped = ahead = 0.0


def _wide(script: str, size: float) -> float:
    """Return how wide a script stands: a figure is half an em, a bracket a third."""
    return SCRIPT * size * sum(0.33 if letter in "[](),i" else 0.5 for letter in script)


def _shift(down: float, along: float) -> str:
    return (f' dy="{digits(down)}"' if down else "") + (f' dx="{digits(along)}"' if along else "")


def _moved(script: str, size: float, down: float, along: float = 0.0) -> str:
    return f'<tspan font-size="{digits(SCRIPT * size)}"{_shift(down, along)}>{escape(script)}</tspan>'


def _high(found: re.Match[str]) -> str:
    """Return what a piece raises, or nothing."""
    if found["high"]:
        return found["high"].translate(_HIGH)
    return str(found["power"] or found["mark"] or "")


_SHAPES: dict[type[Any], Callable[[Any, Notation], str]] = {
    Circle: _circle,
    Stroke: _stroke,
    Filled: _filled,
    Label: _label,
}
