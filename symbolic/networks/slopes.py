"""The activations of a net and their slopes, as the book has proved them: what f' stands for in the gradients."""

from __future__ import annotations

from functools import lru_cache

from symbolic.activation import usual
from symbolic.activations import ACTIVATIONS
from symbolic.networks.lines import Line, Words, equal
from symbolic.networks.net import OPAQUE, Net
from symbolic.reader import read
from symbolic.traverse import substitute
from symbolic.tree import Fn, Node, Sym

#: One pre-activation and one output, small in either convention.
Z, A = Sym("~z"), Sym("~a")


@lru_cache(maxsize=64)
def definition(name: str) -> Node:
    """Return f(z) by its definition."""
    return substitute(ACTIVATIONS[name].definition, Sym("x"), Z)


@lru_cache(maxsize=64)
def slope(name: str) -> Node:
    """Return f'(z) as the book derives it: by the output a where that is how it is taught, else by z."""
    from symbolic.book import load

    entry = load(name)
    if entry.get("slope_in_output"):
        return substitute(substitute(read(entry["slope_in_output"]), Sym("z"), Z), Sym("a"), A)
    return substitute(read(entry["result"]["latex"]), Sym("x"), Z)


def largest(name: str) -> tuple[str, float] | None:
    """Return the largest |f'| that the book proves, exactly where it has a form and as a number; None where none is."""
    from symbolic.book import load

    if name in OPAQUE or ACTIVATIONS[name].vector:
        return None
    found = load(name)["properties"]["lipschitz"]
    if not isinstance(found, dict) or found["value"] is None:
        return None
    return found["exact"] or "", float(found["value"])


def at_usual(name: str) -> Words:
    """Return the values of a function's parameters as words: for α = 0.25; () where it has none."""
    found: list[str | Node] = []
    for place, parameter in enumerate(() if name in OPAQUE else ACTIVATIONS[name].parameters):
        found += [" and " if place else " for ", usual(parameter)]
    return tuple(found)


def flat_beyond(name: str) -> dict[str, float]:
    """Return beyond which |z| the slope stays under 0.01, to the left and to the right, where it does."""
    from symbolic.book import load

    if name in OPAQUE or ACTIVATIONS[name].vector:
        return {}
    found = load(name)["properties"].get("saturates")
    if not isinstance(found, dict):
        return {}
    return {side: float(end["beyond"]) for side, end in found.items() if isinstance(end, dict)}


def function_lines(net: Net) -> tuple[Line, ...]:
    """Return what each activation of the net says, and its slope, once each."""
    lines: list[Line] = []
    for name in dict.fromkeys(net.activations):
        if name in OPAQUE or name in ("identity", "softmax"):
            continue
        derived: Words = (f"chalkgrad derive {name}",)
        lines.append(Line(equal(Fn(name, (Z,)), definition(name)), ("the definition",), "note"))
        lines.append(Line(equal(Fn(name, (Z,), 1), slope(name)), derived, "note"))
    return tuple(lines)
