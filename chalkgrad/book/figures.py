"""Draw activations and their slopes, the same bytes each time, legible in print and on a dark page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symbolic.activation import Activation
from symbolic.activations import ACTIVATIONS
from symbolic.book import Plot
from symbolic.curve import curve

#: Colours that part in print without colour as well, by their lightness and the style of the line.
INKS = ("#0b4f8a", "#c1440e", "#2e7d32", "#6a1b9a", "#8d6e00", "#00695c", "#ad1457", "#37474f")
STYLES = ("-", "--", "-.", ":")


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot to draw: its name in the book, the activations in it, and whether their slopes are drawn too."""

    name: str
    members: tuple[str, ...]
    slopes: bool = True
    reach: int = 5


def FIGURES() -> list[Figure]:  # noqa: N802  # reads as the register that it is; a function, since it loads the entries
    """Return every plot of the book: each activation alone, families together, all in one."""
    alone = [Figure(name, (name,), reach=_reach(name)) for name in ACTIVATIONS if not ACTIVATIONS[name].vector]
    return [*alone, Figure("relu-and-leaky-relu", ("relu", "leaky-relu")), Figure("sigmoid-and-tanh", ("sigmoid", "tanh"))]


def _reach(name: str) -> int:
    return 8 if name == "relu6" else 5


def draw(figure: Figure, entries: Mapping[str, Mapping[str, Any]]) -> Plot:
    """Draw *figure* as SVG and PDF, with its caption and its words."""
    drawing = _drawn(figure)
    return Plot(_caption(figure), _alt(figure, entries), _saved(drawing, "svg"), _saved(drawing, "pdf"))


def _drawn(figure: Figure) -> Any:
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(4.6, 3.0), facecolor="white", layout="constrained")
    axes = canvas.add_subplot(facecolor="white")
    axes.axhline(0, color="#555555", linewidth=0.6)
    axes.axvline(0, color="#555555", linewidth=0.6)
    axes.grid(color="#dddddd", linewidth=0.4)
    for place, name in enumerate(figure.members):
        _lines(axes, ACTIVATIONS[name], figure, place)
    axes.set_xlim(-figure.reach, figure.reach)
    axes.set_xlabel("$z$")
    axes.legend(loc="upper left", fontsize=8, framealpha=0.9)
    return canvas


def _lines(axes: Any, activation: Activation, figure: Figure, place: int) -> None:
    for order in range(2 if figure.slopes else 1):
        ink = INKS[(2 * place + order) % len(INKS)]
        for part, points in enumerate(curve(activation, order, figure.reach)):
            label = f"{activation.title}{' slope' if order else ''}" if part == 0 else None
            axes.plot(*zip(*points, strict=True), color=ink, linestyle=STYLES[order], linewidth=1.6, label=label)


def _caption(figure: Figure) -> str:
    titles = [ACTIVATIONS[name].title for name in figure.members]
    return f"{' and '.join(titles)}{' with slopes' if len(titles) > 1 else ' and its slope'}"


def _alt(figure: Figure, entries: Mapping[str, Mapping[str, Any]]) -> str:
    said = "; ".join(_described(ACTIVATIONS[name]) for name in figure.members)
    return f"Graph over z from -{figure.reach} to {figure.reach}: {said}."


def _described(activation: Activation) -> str:
    points = [point for part in curve(activation, 0, 5) for point in part]
    slopes = [point for part in curve(activation, 1, 5) for point in part]
    return (
        f"{activation.title} runs from {points[0][1]:.3g} at z = {points[0][0]:g} to {points[-1][1]:.3g} at z = "
        f"{points[-1][0]:g}, its slope between {min(y for _, y in slopes):.3g} and {max(y for _, y in slopes):.3g}"
    )


def _saved(drawing: Any, kind: str) -> bytes:
    import matplotlib as mpl

    buffer = io.BytesIO()
    dates = {"Date": None} if kind == "svg" else {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None}
    with mpl.rc_context({"svg.hashsalt": "chalkgrad", "svg.fonttype": "path", "pdf.fonttype": 42, "font.family": "DejaVu Sans"}):
        drawing.savefig(buffer, format=kind, metadata=dates)
    return buffer.getvalue()
