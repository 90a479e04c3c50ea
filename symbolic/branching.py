"""Open |u|, max and min into branches: where they turn is found exactly, and each interval gets its smooth formula."""

from __future__ import annotations

from fractions import Fraction

from flint import ctx

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, Route, X
from symbolic.algebra import depends, fraction, joined, opposite, power, split_sign, whole, with_sign
from symbolic.algebra import rational as exponent
from symbolic.enclosure import BITS, value
from symbolic.errors import UserError
from symbolic.fractions_moves import merged
from symbolic.points import End, NotProved, Point, as_float, rational
from symbolic.study import Study, study
from symbolic.taught import written
from symbolic.traverse import rebuild, substitute, walk
from symbolic.tree import ONE, ZERO, Abs, Add, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt

#: The moves that may shorten what the rules leave of a user's function.
MOVES = (
    "signs",
    "like terms",
    "expand",
    "multiply",
    "cancel",
    "as a power",
    "factor",
    "common denominator",
    "square of a root",
    "fraction in a fraction",
    "recognise",
)
#: What functions say at 0.
AT_ZERO: dict[str, Node] = {
    **dict.fromkeys(("tanh", "sinh", "sin", "arctan", "erf"), ZERO),
    **dict.fromkeys(("cosh", "cos"), ONE),
    "sigmoid": Frac(ONE, Num("2")),
    "Phi": Frac(ONE, Num("2")),
}
#: How many functions are looked for in what the rules leave.
SOUGHT = 3
#: Where a function is tried for real values before anything is derived.
TRIED = tuple(Fraction(k) + Fraction(37, 101) for k in (*range(-12, 12), -40, 40))

#: A smooth formula and the ends between which it holds.
Stretch = tuple[End, End, Node]


def activation_of(node: Node, text: str) -> Activation:
    """Return the function *node* by branches, as an entry of the catalogue would state it."""
    ctx.prec = BITS
    stretches = _neighbours_joined(stretched(node, None, None))
    for low, high, body in stretches:
        check_real(body, low, high, text)
    kinks = tuple(_literal(high) for _, high, _ in stretches[:-1] if high is not None)
    bodies = tuple(body for _, _, body in stretches)
    route = Route("rules", MOVES, ("f", *_sought(bodies)), open=True)
    return Activation("f", text, bodies, kinks, routes=(route,), second=route, formula=node if kinks else None)


def _sought(bodies: tuple[Node, ...]) -> list[Fn]:
    """Return the functions that may be recognised: σ and tanh of what stands in exponents and hyperbolic functions."""
    inside = []
    for part in (part for body in bodies for part in walk(body)):
        if isinstance(part, Exp) and depends(part, X):
            inside.append(("sigmoid", split_sign(part.power)[1]))
        elif isinstance(part, Fn) and part.name in ("sigmoid", "softplus"):
            inside.append(("sigmoid", part.args[0]))
        elif isinstance(part, Fn) and part.name in ("tanh", "cosh", "sinh"):
            inside.append(("tanh", part.args[0]))
    return [Fn(name, (u,)) for name, u in list(dict.fromkeys(inside))[:SOUGHT]]


def _literal(at: Point) -> Node:
    """Return the point as it is written: -1, √2, ln 2."""
    try:
        return tidied(written(at.exact, {}))
    except (AttributeError, KeyError, TypeError, ValueError) as why:
        raise UserError(
            f"an absolute value or maximum turns at x = {as_float(at.at):.6g}, a point that no exact form writes"
        ) from why


def stretched(node: Node, low: End, high: End) -> list[Stretch]:
    """Return the smooth formulas of *node* between two ends, left to right."""
    turning = _innermost(node)
    if turning is None:
        return [(low, high, tidied(node))]
    inside = _deciding(turning)
    found: list[Stretch] = []
    for left, right, sign in _signs(inside, low, high):
        found += stretched(substitute(node, turning, _opened(turning, sign)), left, right)
    return found


def _innermost(node: Node) -> Node | None:
    """Return an |u|, max or min with no other inside it; None where the formula is smooth already."""
    return next((part for part in walk(node) if _turns(part) and not any(map(_turns, list(walk(part))[1:]))), None)


def _turns(node: Node) -> bool:
    return isinstance(node, Abs) or (isinstance(node, Fn) and node.name in ("max", "min"))


def _deciding(turning: Node) -> Node:
    """Return what decides between the branches by its sign."""
    if isinstance(turning, Abs):
        return turning.arg
    assert isinstance(turning, Fn)  # the only others that turn are max and min
    left, right = turning.args
    return left if right == ZERO else opposite(right) if left == ZERO else Add((left, Neg(right)))


def _opened(turning: Node, sign: int) -> Node:
    if isinstance(turning, Abs):
        return turning.arg if sign >= 0 else opposite(turning.arg)
    assert isinstance(turning, Fn)  # as above
    return turning.args[0] if (sign >= 0) == (turning.name == "max") else turning.args[1]


def _signs(inside: Node, low: End, high: End) -> list[tuple[End, End, int]]:
    """Return the intervals on which *inside* keeps its sign."""
    try:
        found = _studied(inside, low, high)
    except NotProved as why:
        raise UserError(
            f"no rule opens an absolute value or maximum here: where it turns was not found ({why})"
        ) from why
    if not found.signs:
        return [(low, high, 0)]
    cuts = [_exact(point) for point in found.changes]
    signs = [found.signs[0]]
    for sign in found.signs[1:]:
        signs += [sign] if sign != signs[-1] else []
    return list(zip([low, *cuts], [*cuts, high], signs, strict=True))


def _studied(inside: Node, low: End, high: End) -> Study:
    slope = None
    try:
        slope = study(D(inside, X), low, high)
    except NotProved:  # a core of its own may do without
        slope = None
    return study(inside, low, high, slope)


def _exact(point: Point) -> Point:
    if point.exact is None:
        raise UserError(
            f"an absolute value or maximum turns near x = {as_float(point.at):.6g}, at a point without an exact form: "
            "that is not opened here"
        )
    return point


def tidied(node: Node) -> Node:
    """Return a formula without the zeros and ones that opening a branch left in it."""
    node = joined(rebuild(node, tidied))
    if node == Exp(ZERO) or (isinstance(node, Fn) and node.args == (ZERO,) and node.name in AT_ZERO):
        return ONE if isinstance(node, Exp) else AT_ZERO[node.name]
    if isinstance(node, Pow):
        return _tidied_power(node)
    if node == Sqrt(ZERO):
        return ZERO
    if isinstance(node, Mul):
        minus, bare = split_sign(node)
        return with_sign(minus, merged(bare))
    if isinstance(node, Frac):
        return with_sign(isinstance(node.top, Neg), fraction(split_off(node.top), node.bottom))
    return node


def split_off(node: Node) -> Node:
    """Return u of -u, and anything else as it is."""
    return node.arg if isinstance(node, Neg) else node


def _tidied_power(node: Pow) -> Node:
    """0^r with r > 0 is 0, u^1 is u, and (-u)^n has its sign in front or none."""
    n, r = whole(node.power), exponent(node.power)
    if node.base == ZERO and r is not None and r > 0:
        return ZERO
    if n is not None and n > 0 and isinstance(node.base, Neg):
        return with_sign(n % 2 == 1, power(node.base.arg, node.power))
    return power(node.base, node.power) if node.power == ONE else node


def _neighbours_joined(stretches: list[Stretch]) -> list[Stretch]:
    """Join neighbours that have the same formula."""
    kept = [stretches[0]]
    for low, high, body in stretches[1:]:
        if body == kept[-1][2] or bridge.equal(body, kept[-1][2]):
            kept[-1] = (kept[-1][0], high, kept[-1][2])
        else:
            kept.append((low, high, body))
    return kept


def check_real(body: Node, low: End, high: End, text: str) -> None:
    """Refuse a function that has no real value somewhere: the logarithm of a negative number, a division by zero."""
    places = [
        at for at in map(rational, TRIED) if (low is None or at.at > low.at) and (high is None or at.at < high.at)
    ]
    bad = [at for at in places if not value(body, {X: at.at}, X).is_finite()]
    if bad and len(bad) == len(places):
        where = "anywhere" if low is None and high is None else f"for {_said(low, high)}"
        raise UserError(f"'{text}' has no real value {where}: it divides by zero or takes the logarithm of no number")
    if bad:
        why = "a logarithm or root of a negative number"
        if any(isinstance(part, Pow) and _broken(part, bad[0]) for part in walk(body)):
            why = "a power with a broken exponent is taken of positive numbers only"
        raise UserError(f"'{text}' has no real value at x = {as_float(bad[0].at):.4g}: {why}")


def _said(low: End, high: End) -> str:
    """Return a stretch of the line in words."""
    ends = [None if end is None else f"{as_float(end.at):.4g}" for end in (low, high)]
    return (
        f"x < {ends[1]}" if ends[0] is None else f"x > {ends[0]}" if ends[1] is None else f"{ends[0]} < x < {ends[1]}"
    )


def _broken(node: Pow, at: Point) -> bool:
    """Whether a power that is no whole one is taken of a negative number."""
    return whole(node.power) is None and bool(value(node.base, {X: at.at}, X) < 0)
