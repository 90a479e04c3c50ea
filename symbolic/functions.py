"""Named functions of a line, as a frame computes them: activations by their definitions, their slopes, ln, max, min."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from symbolic.activation import Parameter
from symbolic.arithmetic import entrywise, softmax
from symbolic.fields import Field, Quantity
from symbolic.frame import Computed, Frame, Names, Run
from symbolic.straight import Straight
from symbolic.tree import Fn

#: The name of the one variable of a definition.
VARIABLE = "x"


class Definition(NamedTuple):
    """An activation of the catalogue: its definition ready to run, with its literals and its parameters."""

    run: Straight
    literals: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def function(node: Fn, args: list[Run], names: Names, define: Callable[[str], Definition]) -> Run:
    """Return the run of a function of *args*, entry by entry but for softmax; *define* knows the catalogue."""
    if node.primes:
        return _slope(names(node), _of_catalogue(define(node.name), names), args[0])
    if node.name == "softmax":
        return lambda frame: softmax(frame.field, args[0](frame))
    computed = _PRIMITIVES.get(node.name) or _of_catalogue(define(node.name), names)
    return lambda frame: entrywise(frame.function(computed), *[arg(frame) for arg in args])


def _slope(name: object, computed: Computed, arg: Run) -> Run:
    """Return f'(z) where it was found before, or by a difference on the branch of a piecewise linear function."""

    def slope(frame: Frame) -> Callable[..., Quantity]:
        return _one_sided(computed(frame), frame.field)

    def run(frame: Frame) -> Quantity:
        if name is not None and name in frame.values:
            return frame.values[name]
        return entrywise(frame.function(slope), arg(frame))

    return run


def _one_sided(f: Callable[[Quantity], Quantity], field: Field) -> Callable[[Quantity], Quantity]:
    """Return the slope of f to the side on which x lies of the kink at 0, the left one at 0 itself."""
    h = field.number("0.01")

    def slope(x: Quantity) -> Quantity:
        if field.sign(x) > 0:
            return field.divide(f(x + h) - f(x), h)
        return field.divide(f(x) - f(x - h), h)

    return slope


def _larger(frame: Frame) -> Callable[[Quantity, Quantity], Quantity]:
    sign = frame.field.sign
    return lambda x, y: x if sign(x - y) >= 0 else y


def _smaller(frame: Frame) -> Callable[[Quantity, Quantity], Quantity]:
    sign = frame.field.sign
    return lambda x, y: x if sign(x - y) <= 0 else y


#: The functions that the catalogue does not define.
_PRIMITIVES: dict[str, Computed] = {"ln": lambda frame: frame.field.ln, "max": _larger, "min": _smaller}


def _of_catalogue(definition: Definition, names: Names) -> Computed:
    """Return an activation of the catalogue by its definition; parameters that a frame does not name are usual."""
    run, texts, parameters = definition
    named = [(names(p.symbol), p) for p in parameters]

    def computed(frame: Frame) -> Callable[[Quantity], Quantity]:
        field, given = frame.field, frame.values
        literals = [field.number(text) for text in texts]
        values = {p.name: given[name] if name in given else field.number(p.usual) for name, p in named}
        return lambda x: run(Frame(field, literals, {**values, VARIABLE: x}))[0]

    return computed
