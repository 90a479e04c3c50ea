"""Draw activations and their slopes, the same bytes each time, legible in print and on a dark page."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalkgrad.book.captions import alternative, caption
from symbolic.activation import Activation
from symbolic.activations import ACTIVATIONS
from symbolic.book import Plot
from symbolic.curve import curve
from symbolic.proof import as_fraction

#: Colours that part in print without colour as well, by their lightness and the style of the line.
INKS = ("#0b4f8a", "#c1440e", "#2e7d32", "#6a1b9a", "#8d6e00", "#00695c", "#ad1457", "#37474f")
STYLES = ("-", "--", "-.", ":")
#: What makes two drawings of one figure the same bytes, and their letters the same on every machine.
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "chalkgrad",
    "svg.fonttype": "path",
    "pdf.fonttype": 3,
    "font.family": "DejaVu Sans",
}
DATES: dict[str, dict[str, None]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None},
    "png": {"Software": None},
}

#: How the numbers beside marked points are set.
LABEL: dict[str, Any] = {"fontsize": 7, "textcoords": "offset points"}

#: What of a user's formula the legend shows.
LONGEST_LABEL = 32

#: What is drawn of a function that grows: heights up to so many times the half width, no line to greater ones.
HIGHEST, TALLEST = 2, 40

Entries = Mapping[str, Mapping[str, Any]]


class Figure(Struct, frozen=True):
    """A plot to draw: its name in the book, the activations in it, and whether their slopes are drawn too."""

    name: str
    members: tuple[str, ...]
    slopes: bool = True
    reach: int = 5
    variable: str = "z"


class Alone(Struct, frozen=True):
    """A plot of one function, of the catalogue or of a user's own, with what was proved of it."""

    figure: Figure
    activation: Activation
    entry: Mapping[str, Any]


def figures() -> list[Figure]:
    """Return every plot of the book: each activation alone, families together, all in one."""
    scalar = [name for name in ACTIVATIONS if not ACTIVATIONS[name].vector]
    return [
        *(Figure(name, (name,), reach=8 if name == "relu6" else 5) for name in scalar),
        Figure("relu-and-leaky-relu", ("relu", "leaky-relu")),
        Figure("sigmoid-and-tanh", ("sigmoid", "tanh")),
        Figure("relu-family", ("relu", "elu", "softplus", "gelu"), slopes=False),
        Figure(
            "all-in-one",
            ("sigmoid", "tanh", "relu", "leaky-relu", "elu", "softplus", "swish", "gelu"),
            slopes=False,
            reach=4,
        ),
    ]


def draw(figure: Figure, entries: Entries) -> Plot:
    """Draw *figure* as SVG and PDF, with its caption and its words."""
    import matplotlib as mpl

    with mpl.rc_context(SETTINGS):
        drawing = _drawn(figure, [(ACTIVATIONS[name], entries[name]) for name in figure.members])
        saved = {kind: _saved(drawing, kind) for kind in ("svg", "pdf")}
    return Plot(
        caption(figure.members, slopes=figure.slopes),
        alternative(figure.members, figure.reach),
        saved["svg"],
        saved["pdf"],
    )


def alone(function: str, entry: Mapping[str, Any]) -> Alone:
    """Return the plot of one function, wide enough for its kinks."""
    if function in ACTIVATIONS:
        return Alone(next(one for one in figures() if one.name == function), ACTIVATIONS[function], entry)
    from symbolic.branching import activation_of
    from symbolic.expression import expression

    shown = function if len(function) <= LONGEST_LABEL else f"{function[:LONGEST_LABEL]}..."
    activation = replace(activation_of(expression(function), function), title=shown)
    reach = max([5, *(math.ceil(abs(as_fraction(kink))) + 2 for kink in activation.kinks)])
    return Alone(Figure("f", (function,), reach=reach, variable=entry["variable"]), activation, entry)


def drawn_one(one: Alone, kind: str) -> bytes:
    """Draw one function and its slope as svg, pdf or png."""
    import matplotlib as mpl

    with mpl.rc_context(SETTINGS):
        return _saved(_drawn(one.figure, [(one.activation, one.entry)]), kind)


def _drawn(figure: Figure, members: list[tuple[Activation, Mapping[str, Any]]]) -> Any:
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(4.6, 3.0), facecolor="white")
    axes = canvas.add_axes((0.09, 0.15, 0.88, 0.82), facecolor="white")
    axes.axhline(0, color="#555555", linewidth=0.6)
    axes.axvline(0, color="#555555", linewidth=0.6)
    axes.grid(color="#dddddd", linewidth=0.4)
    pair = len(members) == 2  # of which one shows beneath the other
    drawn = [
        _lines(axes, activation, figure, place, 2.4 - 1.2 * place if pair else 1.5)
        for place, (activation, _) in enumerate(members)
    ]
    if len(members) == 1:
        _asymptotes(axes, figure, members[0][1])
        _marks(axes, figure, *members[0])
    _clip(axes, figure, [height for heights in drawn for height in heights])
    axes.set_xlim(-figure.reach, figure.reach)
    axes.margins(y=0.08)
    axes.set_xlabel(f"${figure.variable}$", labelpad=1)
    axes.tick_params(labelsize=8)
    axes.legend(loc="upper left", fontsize=7.5, framealpha=0.9)
    return canvas


def _lines(axes: Any, activation: Activation, figure: Figure, place: int, width: float) -> list[float]:
    """Draw f and its slope, with gaps at poles, and return the heights that are drawn."""
    heights = []
    for order in range(2 if figure.slopes else 1):
        ink = INKS[(2 * place + order if figure.slopes else place) % len(INKS)]
        style = STYLES[order if figure.slopes else place % len(STYLES)]
        for part, points in enumerate(curve(activation, order, figure.reach)):
            label = f"{activation.title}{', slope' * order}" if part == 0 else None
            shown = [(x, y if abs(y) < TALLEST * figure.reach else math.nan) for x, y in points]
            axes.plot(*zip(*shown, strict=True), color=ink, linestyle=style, linewidth=width, label=label)
            heights += [y for _, y in shown if not math.isnan(y)]
    return heights


def _clip(axes: Any, figure: Figure, heights: list[float]) -> None:
    """Keep what is drawn to the part of the plane in which a function's course is seen, where it grows beyond."""
    highest = HIGHEST * figure.reach
    low, high = (max(min(heights, default=0), -highest), min(max(heights, default=1), highest))
    if (low, high) != (min(heights, default=0), max(heights, default=1)):
        axes.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))


def _asymptotes(axes: Any, figure: Figure, entry: Mapping[str, Any]) -> None:
    """Draw the lines that f comes near, each on its side, and its poles, as dotted lines."""
    dotted: dict[str, Any] = {"color": INKS[0], "linestyle": ":", "linewidth": 0.9}
    facts = entry["properties"]
    lines = facts["asymptotes"] if isinstance(facts["asymptotes"], Mapping) else {}
    for side, found in lines.items():
        end = -figure.reach if side == "left" else figure.reach
        if found is not None and not _straight(facts["bends"], side):
            slope, rest = found["slope"]["value"], found["intercept"]["value"]
            ends = (-end, end) if slope == 0 else (0, end)
            axes.plot(ends, [slope * x + rest for x in ends], zorder=1, **dotted)
    for pole in facts["domain"]["except"] if isinstance(facts["domain"], Mapping) else ():
        axes.axvline(pole["at"], **dotted)


def _straight(bends: Any, side: str) -> bool:
    """Whether the function is itself a line on that side."""
    return not isinstance(bends, str) and bool(bends[0 if side == "left" else -1]["is"] == "affine")


def _marks(axes: Any, figure: Figure, activation: Activation, entry: Mapping[str, Any]) -> None:
    """Mark the proved extrema, and the kinks as rings on the curve."""
    facts = entry["properties"]
    for order, names in enumerate((("minimum", "maximum"), ("derivative_minimum", "derivative_maximum"))):
        for name in names:
            if _stands_out(facts[name], figure):
                beside = (-24 * order, -10) if name.endswith("minimum") else (4, 4)
                for found in (facts[name], *facts[name].get("also_at", ())):
                    _extreme(axes, {**facts[name], "at": found["at"]}, order, beside)
    for place, kink in enumerate(map(as_fraction, activation.kinks)):
        parts = curve(activation, 0, figure.reach)
        before, behind = parts[place][-1][1], parts[place + 1][0][1]
        axes.plot([float(kink)], [before], "o", markerfacecolor="white", color=INKS[0], markersize=4)
        if abs(behind - before) > 1e-9:  # a jump: a ring at the end that is left out, a dot at the one that is taken
            axes.plot([float(kink)], [behind], "o", markerfacecolor="white", color=INKS[0], markersize=4)
            held = before if activation.owners[place] == "left" else behind
            axes.plot([float(kink)], [held], "o", color=INKS[0], markersize=4)


def _stands_out(found: Any, figure: Figure) -> bool:
    """Whether an extremum was proved, is taken at one point, and lies in the drawing."""
    if not isinstance(found, Mapping) or found.get("everywhere_on_a_branch") or found.get("one_sided"):
        return False
    return bool(abs(found["at"]) <= figure.reach)


def _extreme(axes: Any, found: Mapping[str, Any], order: int, beside: tuple[int, int]) -> None:
    place = found["at"], found["value"]
    axes.plot([place[0]], [place[1]], "o", color=INKS[order], markersize=4)
    axes.annotate(f"{place[1]:.4g}", place, beside, **LABEL, color=INKS[order])


def _saved(drawing: Any, kind: str) -> bytes:
    buffer = io.BytesIO()
    drawing.savefig(buffer, format=kind, metadata=DATES[kind], dpi=200 if kind == "png" else "figure")
    return buffer.getvalue()
