"""The numbers of a two-layer net, steered: hidden units live and dead as a pattern says, small errors at the outputs.

What would be refused is not drawn in the first place: no unit at a kink, no layer all dead or all live, no output at
its target, no sum so large that a smooth function saturates (but for a few).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from generators.dense_numbers import patterns, products, sided
from generators.net_numbers import posed, space_of
from generators.nets import KINKED, RATIONAL, SMOOTH, apply, in_field, leak, spread, tenths
from generators.rounding import Rounding
from generators.space import Choice, Space
from symbolic.backward import Net
from symbolic.exact import decimal
from symbolic.fields import Quantity

#: The largest bias, and the largest error of an output, that is drawn in whole numbers.
BIAS, ERROR = 5, 4
#: The largest weight in tenths, by the function that must not saturate.
TENTHS = {"sigmoid": 9, "tanh": 6}


def space(net: Net, rounding: Rounding, most: int = 3) -> Space:
    """Return what is drawn: inputs and weights to *most*, in tenths where a function is smooth."""
    exact, rational = rounding.policy == "exact", net.hidden in RATIONAL and net.output in RATIONAL
    if exact and net.hidden in SMOOTH:
        return space_of(net, rounding)
    n0, n1, _ = net.sizes
    reach = most if rational else 2
    base = (Choice("base", (2, 3)),) if exact and not rational else ()
    at = Choice("x", spread(reach, zero=False), n0, net.samples)
    return Space((*base, at, *_hidden(net, reach, n0, n1), *_output(net, exact=exact, rational=rational), *_aims(net)))


def _hidden(net: Net, reach: int, sources: int, units: int) -> tuple[Choice, ...]:
    if net.hidden in KINKED:
        rest = (Choice("rest", spread(reach, zero=False), units, sources - 1),) if sources > 1 else ()
        biases = range(2 * BIAS + 1 - net.samples)
        first = Choice("first", range(1, reach + 1), units)
        return (first, *rest, Choice("bias", biases, units), Choice("live", patterns(units)))
    most = TENTHS.get(net.hidden)
    values = tenths(most, zero=False) if most else spread(reach, zero=False)
    return (Choice("W1", values, units, sources), Choice("b1", tenths(9) if most else spread(BIAS), units))


def _output(net: Net, *, exact: bool, rational: bool) -> tuple[Choice, ...]:
    _, sources, units = net.sizes
    if exact and not rational:  # logarithms: the bias is what makes each z a whole multiple
        return (Choice("W2", spread(3, zero=False), units, sources), Choice("k2", spread(2, zero=False), units))
    if rational:
        return (Choice("W2", spread(2, zero=False), units, sources), Choice("b2", spread(BIAS), units))
    even = [2 * tenth for tenth in tenths(2 if net.hidden in RATIONAL else 4, zero=False)]  # so that nothing is a tie
    return (Choice("W2", even, units, sources), Choice("b2", tenths(9), units))


def _aims(net: Net) -> tuple[Choice, ...]:
    """Return the right class, the target, or how far an output without bounds is to be from its target."""
    units = net.sizes[2]
    if net.output == "softmax":
        return (Choice("right", range(units), 1, net.samples),)
    values = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": range(7)}.get(net.output)
    if values is None:
        return (Choice("error", spread(ERROR, zero=False), units, net.samples),)
    return (Choice("y", values, units, net.samples),)


def pose(net: Net, rounding: Rounding, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw in the convention of the net."""
    if "first" in draw:
        W1, b1 = sided(draw["x"], draw["first"], draw.get("rest"), draw["bias"], draw["live"], BIAS)
        draw = draw | {"W1": W1, "b1": b1}
    if "error" in draw:
        draw = draw | {"y": _targets(net, rounding, draw)}
    return posed(net, rounding, draw)


def _targets(net: Net, rounding: Rounding, draw: dict[str, Any]) -> Quantity:
    """Return whole targets that lie as far from the outputs as was drawn, to the nearest whole number."""
    below: Quantity = in_field(draw["x"], rounding)
    slope = {"slope": leak({}, rounding)}
    for layer in (1, 2):
        W, b = (in_field(draw[f"{name}{layer}"], rounding) for name in "Wb")
        pre = [[total + bias for total in row] for row, (bias,) in zip(products(W, below), b, strict=True)]
        below = apply(net.activation(layer), pre, rounding, slope)
    return [
        [_whole(out) - error for out, error in zip(*rows, strict=True)]
        for rows in zip(below, draw["error"], strict=True)
    ]


def _whole(value: Quantity) -> int:
    return int(decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
