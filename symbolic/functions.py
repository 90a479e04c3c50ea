"""Named functions of a line, as a frame computes them: activations by their definitions, their slopes, ln, max, min."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from symbolic.activation import Parameter
from symbolic.arithmetic import entrywise, softmax
from symbolic.fields import Quantity
from symbolic.frame import Frame, Names, Run
from symbolic.tree import Fn

#: A function of numbers, as it is computed in the field and with the values of a frame.
Computed = Callable[[Frame], Callable[..., Quantity]]
#: The name of the one variable of a definition.
VARIABLE = "x"


class Definition(Struct, frozen=True):
    """An activation of the catalogue: its definition ready to run, with its literals and its parameters."""

    run: Run
    literals: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def function(node: Fn, args: list[Run], names: Names, define: Callable[[str], Definition]) -> Run:
    """Return the run of a function of *args*, entry by entry but for softmax; *define* knows the catalogue."""
    if node.primes:
        return _slope(names(node), _of_catalogue(define(node.name), names), args[0])
    if node.name == "softmax":
        return lambda frame: softmax(frame.field, args[0](frame))
    computed = _PRIMITIVES.get(node.name) or _of_catalogue(define(node.name), names)
    return lambda frame: entrywise(computed(frame), *[arg(frame) for arg in args])


def _slope(name: object, computed: Computed, arg: Run) -> Run:
    """Return f'(z) where it was found before, or by a difference on the branch of a piecewise linear function."""

    def run(frame: Frame) -> Quantity:
        if name is not None and name in frame.values:
            return frame.values[name]
        return entrywise(_one_sided(computed(frame), frame), arg(frame))

    return run


def _one_sided(f: Callable[[Quantity], Quantity], frame: Frame) -> Callable[[Quantity], Quantity]:
    """Return the slope of f to the side on which x lies of the kink at 0, the left one at 0 itself."""
    field, h = frame.field, frame.field.number("0.01")

    def slope(x: Quantity) -> Quantity:
        return frame.branch((
            (lambda _: field.divide(f(x + h) - f(x), h), lambda _: field.sign(x) > 0),
            (lambda _: field.divide(f(x) - f(x - h), h), lambda _: True),
        ))  # fmt: skip

    return slope


def _larger(frame: Frame) -> Callable[[Quantity, Quantity], Quantity]:
    sign = frame.field.sign
    return lambda x, y: frame.branch(((lambda _: x, lambda _: sign(x - y) >= 0), (lambda _: y, lambda _: True)))


def _smaller(frame: Frame) -> Callable[[Quantity, Quantity], Quantity]:
    sign = frame.field.sign
    return lambda x, y: frame.branch(((lambda _: x, lambda _: sign(x - y) <= 0), (lambda _: y, lambda _: True)))


#: The functions that the catalogue does not define.
_PRIMITIVES: dict[str, Computed] = {"ln": lambda frame: frame.field.ln, "max": _larger, "min": _smaller}


def _of_catalogue(definition: Definition, names: Names) -> Computed:
    """Return an activation of the catalogue by its definition; parameters that a frame does not name are usual."""
    run, texts = definition.run, definition.literals
    named = [(names(p.symbol), p) for p in definition.parameters]

    def computed(frame: Frame) -> Callable[[Quantity], Quantity]:
        field, given = frame.field, frame.values
        literals = [field.number(text) for text in texts]
        values = {p.name: given[name] if name in given else field.number(p.usual) for name, p in named}
        return lambda x: run(frame.within(literals, {**values, VARIABLE: x}))

    return computed
