"""The words of the plots: what stands under one, and what it shows to whoever does not see it."""

from __future__ import annotations

from collections.abc import Sequence

from symbolic.activation import Activation, usual
from symbolic.activations import ACTIVATIONS
from symbolic.curve import curve
from symbolic.latex import latex

#: Digits that a value is computed to.
EXACT = 1e-12
#: A parameter of so few letters was chosen; one of more, such as SELU's, is part of what the function is.
CHOSEN = 5


def caption(names: Sequence[str], *, slopes: bool) -> str:
    """Return the Markdown under a plot of functions, of their slopes too where those are drawn."""
    titles = list(map(_titled, names))
    if len(titles) == 1:
        return titles[0] + " and its slope" * slopes
    return f"{', '.join(titles[:-1])} and {titles[-1]}" + " with slopes" * slopes


def _titled(name: str) -> str:
    """Return the title of a function with the parameters that it is drawn with, where a problem may have others."""
    letters = ", ".join(f"${latex(usual(p))}$" for p in ACTIVATIONS[name].parameters if len(p.usual) <= CHOSEN)
    return ACTIVATIONS[name].title + (f" ({letters})" if letters else "")


def alternative(names: Sequence[str], reach: int) -> str:
    """Return the words for whoever does not see the plot of functions from -reach to reach."""
    said = "; ".join(described(ACTIVATIONS[name], reach) for name in names)
    return f"Graph over z from -{reach} to {reach}: {said}."


def described(activation: Activation, reach: int) -> str:
    """Return from where to where a function runs, and between which slopes."""
    points = [point for part in curve(activation, 0, reach) for point in part]
    slopes = [y for part in curve(activation, 1, reach) for _, y in part]
    (start, first), (end, last) = points[0], points[-1]
    return (
        f"{activation.title} runs from {_rounded(first)} at z = {start:g} to {_rounded(last)} at z = {end:g}, "
        f"its slope between {_rounded(min(slopes))} and {_rounded(max(slopes))}"
    )


def _rounded(value: float) -> str:
    """Return a value to three figures, and say where it is not exact: tanh comes near 1 and does not reach it."""
    shown = f"{value:.3g}"
    return shown if abs(float(shown) - value) < EXACT else f"about {shown}"
