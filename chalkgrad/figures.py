"""The plots of the book, as a page needs them: a drawing for the screen, one for TeX, and words for who cannot see."""

from __future__ import annotations

from msgspec import Struct


class Figure(Struct, frozen=True):
    """A plot: its name in the book, its caption, what is seen in it, and the drawing in two formats."""

    name: str
    caption: str
    alt: str
    svg: bytes
    pdf: bytes


def figure(name: str) -> Figure:
    """Return the plot *name* of the book."""
    from symbolic.book import plot

    drawn = plot(name)
    return Figure(name, drawn.caption, drawn.alt, drawn.svg, drawn.pdf)
