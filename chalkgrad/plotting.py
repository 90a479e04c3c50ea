"""Draw one function and its slope into a file: the book's drawing where there is one, else drawn now."""

from __future__ import annotations

from pathlib import Path

from chalkgrad.derive import SECONDS, Record, deadline
from symbolic.activations import ACTIVATIONS
from symbolic.errors import UserError

#: What a plot can be, by the ending of its file.
ENDINGS = ("svg", "pdf", "png")


def ending(file: str) -> str:
    """Return what kind of drawing *file* is to hold, by its ending."""
    found = Path(file).suffix.lstrip(".").lower()
    if found not in ENDINGS:
        raise UserError(f"cannot plot into '{file}': give a file that ends in .svg, .pdf or .png")
    return found


def write_plot(function: str, entry: Record, file: str) -> Path:
    """Draw *function*, whose derivation is *entry*, into *file*, and return its path."""
    from chalkgrad.files import write_files

    kind, path = ending(file), Path(file)
    data = plotted(function, entry, kind)
    try:
        (written,) = write_files(path.parent, {path.name: data})
    except UserError as error:
        raise UserError(str(error).replace("another folder with --out", "another file with --plot")) from None
    return written


def plotted(function: str, entry: Record, kind: str) -> bytes:
    """Return the drawing of *function* and its slope, the same bytes each time."""
    if function not in ACTIVATIONS:
        return drawn(function, entry, kind)
    if ACTIVATIONS[function].vector:
        raise UserError(f"{function} takes a vector and cannot be plotted: plot a function of one number")
    if kind == "png":
        return drawn(function, entry, kind)
    from symbolic.book import plot

    found = plot(function)
    return found.svg if kind == "svg" else found.pdf


def drawn(function: str, entry: Record, kind: str) -> bytes:
    """Draw *function* now."""
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise UserError("a new plot needs matplotlib, which is not installed: install chalkgrad with [book]")
    from chalkgrad.book.figures import alone, drawn_one

    with deadline(SECONDS, function):
        return drawn_one(alone(function, entry), kind)
