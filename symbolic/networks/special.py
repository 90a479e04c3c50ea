"""What follows from the chain rule for whole nets: linear collapse, the product of slopes, and saturation.

Each is a tuple of lines like any other; ``certified`` proves those of a net that claim an equality.
"""

from __future__ import annotations

from fractions import Fraction

from symbolic.layers import weighted
from symbolic.networks import rules, slopes
from symbolic.networks.entries import only_units
from symbolic.networks.lines import Line, Words, equal
from symbolic.networks.net import Net
from symbolic.networks.typed import Typed, plus, times
from symbolic.outward import above
from symbolic.tree import ONE, Abs, Add, Chain, Exp, Fn, Frac, Leibniz, Mul, Neg, Node, Num, Pow, Sym
from symbolic.written import minus

#: Depths at which the product of slopes is worked out.
DEPTHS = (2, 5, 10, 50)
#: The largest denominator that a bound is printed with.
SHORT = 1000
#: The figures of any other.
FIGURES = 5


def collapse(net: Net) -> tuple[Line, ...]:
    """Return why layers without activation are one layer: W_2 (W_1 x + b_1) + b_2 = W x + b, for any depth."""
    inside, weights, bias = net.x, net.W(1), net.b(1)
    nested = plus(rules.product(net, 1), net.b(1))
    sides: list[Node] = []
    for layer in range(2, net.layers + 1):
        nested = Typed(Add((_weigh(net, layer, nested).node, net.b(layer).node)), net.z(layer).dims)
        bias = plus(_weigh(net, layer, bias), net.b(layer))
        weights = _weigh(net, layer, weights)
    through = times(*weighted(weights, inside, net.rows))
    sides = [nested.node, Add((through.node, *_opened(net)))]
    whole = Add((Mul(weighted(Sym("W"), net.x.node, net.rows)), Sym("b")))
    top = net.z(net.layers).node
    return (
        Line(equal(top, sides[0]), ("each layer put into the next",)),
        Line(equal(top, sides[1]), ("multiplied out",)),
        Line(equal(top, whole), ("one layer, with the two below",), "note"),
        Line(equal(Sym("W"), weights.node), ("the product of the weights",), "note"),
        Line(equal(Sym("b"), bias.node), ("every bias carried through the layers above it",), "note"),
    )


def _weigh(net: Net, layer: int, below: Typed) -> Typed:
    return times(*weighted(net.W(layer), below, net.rows))


def _opened(net: Net) -> tuple[Node, ...]:
    """Return each bias carried to the top, b_1 first."""
    found = []
    for layer in range(1, net.layers + 1):
        carried = net.b(layer)
        for upper in range(layer + 1, net.layers + 1):
            carried = _weigh(net, upper, carried)
        found.append(carried.node)
    return tuple(found)


def product_of_slopes(net: Net) -> tuple[Line, ...]:
    """Return what one path multiplies together from the output to the input, and how large it can be.

    ∂z_L/∂x = w_L f'(z_(L-1)) w_(L-1) … f'(z_1) w_1 with one unit a layer; |f'| is at most what the book proves.
    """
    parts: list[Node] = []
    for layer in range(net.layers, 0, -1):
        parts.append(net.W(layer).node)
        if layer > 1 and net.activation(layer - 1) != "identity":
            parts.append(rules.slope(net, layer - 1).node)
    found = Mul(tuple(parts)) if len(parts) > 1 else parts[0]
    chain = equal(Leibniz(net.z(net.layers).node, net.x.node), found)
    why = "one unit a layer: one path"
    path = Line(chain, (why,), "units")
    if net.batch != "one":  # a batch has many outputs, and each its own path
        path = Line(equal(*map(only_units, chain.sides)), (f"{why}, for one sample",), "units")
    return (path, *(line for name in dict.fromkeys(net.activations[:-1]) for line in bound(name)))


def bound(name: str) -> tuple[Line, ...]:
    """Return the bound of an activation's slope and of its product over some depths, from the book."""
    steepest = slopes.largest(name)
    if steepest is None:
        return ()
    most, value = _most(*steepest)
    slope = Abs(Fn(name, (slopes.Z,), 1))
    first = Line(Chain((slope, most), ("\\le",)), _proved_for(name), "note")
    if value == 1:
        why = "slopes alone cannot make it grow; they can still shrink it"
        if name == "identity":  # its slope is 1 everywhere
            why = "slopes alone neither shrink nor grow it"
        return (first, Line(equal(Pow(ONE, Sym("L")), ONE), (why,), "note"))
    return (first, *(Line(_power(most, value, depth), (f"{depth} layers",), "note") for depth in DEPTHS))


def _proved_for(name: str) -> Words:
    """Return where a bound comes from, with the values of the parameters that it is proved for."""
    return ("the largest slope", *slopes.at_usual(name), ", proved in the book")


def _power(most: Node, value: float, depth: int) -> Chain:
    """Return a power of a bound as a decimal: equal to it where the decimal is exact."""
    shown = _decimal(value**depth)
    exact = isinstance(shown, Num) and shown.value == Fraction(value) ** depth
    return Chain((Pow(most, Num(str(depth))), shown), ("=" if exact else "\\approx",))


def _most(exact: str, value: float) -> tuple[Node, float]:
    """Return an upper bound as it is printed, and as a number: a short fraction, else rounded up."""
    try:
        found = Fraction(exact)
    except ValueError:
        found = Fraction(value)
    if found.denominator > SHORT:
        rounded = Num(above(value, FIGURES))
        return rounded, float(rounded.text)
    top, bottom = Num(str(found.numerator)), Num(str(found.denominator))
    return top if found.denominator == 1 else Frac(top, bottom), float(found)


def _decimal(value: float) -> Node:
    """Return a number to two figures, in powers of ten where it is small or large."""
    if 1e-3 <= value < 1e4:
        return Num(f"{value:.4g}" if value < 1 else f"{value:.2f}")
    figures, power = f"{value:.1e}".split("e")
    return Mul((Num(figures), Pow(Num("10"), Num(str(int(power))))), dot=True)


def saturation(name: str) -> tuple[Line, ...]:
    """Return why a sigmoid or tanh that is driven far passes nothing back: its slope falls like e^{-|z|}."""
    z, a = slopes.Z, slopes.A
    size = Abs(z)
    if name == "sigmoid":
        slope = Fn("sigmoid", (z,), 1)
        small = Frac(Exp(Neg(size)), Pow(Add((ONE, Exp(Neg(size)))), Num("2")))
        return (
            Line(equal(slope, Mul((a, minus(ONE, a)))), ("chalkgrad derive sigmoid",), "scalar"),
            Line(equal(slope, small), ("written with e^{-|z|}, the same on both sides of 0",), "scalar"),
            Line(Chain((slope, Exp(Neg(size))), ("\\le",)), ("the bottom is at least 1",), "note"),
        )
    if name == "tanh":
        slope = Fn("tanh", (z,), 1)
        four = Num("4")
        doubled = Exp(Neg(Mul((Num("2"), size))))
        small = Frac(Mul((four, doubled)), Pow(Add((ONE, doubled)), Num("2")))
        return (
            Line(equal(slope, minus(ONE, Pow(a, Num("2")))), ("chalkgrad derive tanh",), "scalar"),
            Line(equal(slope, small), ("written with e^{-2|z|}, the same on both sides of 0",), "scalar"),
            Line(Chain((slope, Mul((four, doubled))), ("\\le",)), ("the bottom is at least 1",), "note"),
        )
    return ()
