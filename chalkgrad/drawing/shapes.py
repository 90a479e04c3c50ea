"""A drawing as shapes on a sheet of so many points: what every format prints in its own way, and nothing more."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Place = tuple[float, float]
#: What a shape is for, and so its colour: ink for what is there, pale and faint for what helps to read it, forth
#: and back for the two ways through a graph and the two classes of points, paper for what hides what is behind it.
Ink = Literal["ink", "pale", "faint", "forth", "back", "paper"]
COLOURS: dict[Ink, str] = {
    "ink": "1d3557",
    "pale": "5f6b7a",
    "faint": "d5dbe2",
    "forth": "0b4f8a",
    "back": "a8380a",
    "paper": "ffffff",
}


class Circle(Struct, frozen=True):
    """A circle, filled with an ink or with nothing."""

    at: Place
    radius: float
    ink: Ink = "ink"
    fill: Ink | None = None


class Stroke(Struct, frozen=True):
    """A straight line between two places."""

    start: Place
    end: Place
    ink: Ink = "ink"
    width: float = 0.7
    dashed: bool = False


class Filled(Struct, frozen=True):
    """A filled polygon, such as the head of an arrow."""

    corners: tuple[Place, ...]
    ink: Ink = "ink"


class Label(Struct, frozen=True):
    """A formula, its middle at a place."""

    at: Place
    latex: str
    size: float = 9.0
    ink: Ink = "ink"


Shape = Circle | Stroke | Filled | Label


class Drawing(Struct, frozen=True):
    """A drawing: its name, its size in points, its shapes, its caption in Markdown, and words for who cannot see it."""

    name: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    caption: str = ""
    alt: str = ""


def digits(value: float) -> str:
    """Return a length in points to two decimals, as short as it goes.

    >>> digits(2.50), digits(-0.001)
    ('2.5', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
