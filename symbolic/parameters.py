"""What holds for every value of a parameter, each statement proved with its letter left standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, Parameter, X
from symbolic.algebra import depends, rational
from symbolic.granted import positive
from symbolic.latex import latex
from symbolic.points import NotProved
from symbolic.profile import Profile
from symbolic.statements import INFINITY, exact_tree
from symbolic.taught import constant, written
from symbolic.traverse import substitute, walk
from symbolic.tree import ONE, Abs, Chain, D, Fn, Frac, Interval, Mul, Neg, Node, Sym

#: A statement by name and in words with formulas between dollars.
Statement = dict[str, Any]


def in_parameters(profile: Profile) -> list[Statement]:
    """Return every statement in the letters of an activation that is proved."""
    activation = profile.activation
    if not activation.parameters:
        return []
    found: list[Statement] = []
    for rule in RULES:
        try:
            found += rule(activation)
        except (NotProved, KeyError, TypeError, NotImplementedError, ValueError):  # this road does not lead there
            continue
    return found


def _slopes(activation: Activation) -> list[Node]:
    """Return the slope on each branch without a pending derivative, its parameters as letters."""
    from symbolic.derivation import ruled

    return [list(ruled(D(body, X), activation.routes[0]))[-1].node for body in activation.branches]


def _letters(activation: Activation) -> frozenset[Sym]:
    return frozenset(p.symbol for p in activation.parameters if p.low is not None and not p.low.startswith("-"))


def _holds(activation: Activation, node: Node) -> bool:
    """Whether a letter stands in *node*, so that the statement says more than the figures do."""
    return any(depends(node, parameter.symbol) for parameter in activation.parameters)


def _tends(activation: Activation, side: int) -> Node:
    """Return the limit at an infinite end with its letters."""
    tends = bridge.limit(activation.branches[0 if side < 0 else -1], side)
    if sign := bridge.infinite(tends):
        return INFINITY if sign > 0 else Neg(INFINITY)
    return written(tends, {parameter.symbol.name: parameter.symbol for parameter in activation.parameters})


def _increasing(activation: Activation) -> bool:
    """Whether every slope is positive by its form for all values of the letters, and no branch jumps down or up."""
    return all(positive(slope, _letters(activation)) for slope in _slopes(activation)) and _continuous(activation)


def _continuous(activation: Activation) -> bool:
    pairs = ((activation.branches[k], activation.branches[k + 1], kink) for k, kink in enumerate(activation.kinks))
    return all(bridge.equal(substitute(left, X, kink), substitute(right, X, kink)) for left, right, kink in pairs)


def _ranges(activation: Activation) -> list[Statement]:
    """An increasing continuous function takes all between its limits."""
    if not _increasing(activation):
        return []
    low, high = _tends(activation, -1), _tends(activation, 1)
    found = [{"holds": "monotone", "says": f"strictly increasing for every {_all(activation)}"}]
    if _holds(activation, low) or _holds(activation, high):
        found.append({"holds": "range", "says": f"range ${latex(Interval(low, high))}$"})
    return found


def _all(activation: Activation) -> str:
    return " and ".join(f"${latex(allowed(parameter))}$" for parameter in activation.parameters)


def allowed(parameter: Parameter) -> Node:
    """Return where a parameter may lie."""
    low, high = (None if end is None else exact_tree(end) for end in (parameter.low, parameter.high))
    if low is not None and high is not None:
        return Chain((low, parameter.symbol, high), ("<", "<"))
    if low is not None:
        return Chain((parameter.symbol, low), (">",))
    return parameter.symbol if high is None else Chain((parameter.symbol, high), ("<",))


def _slope_values(activation: Activation) -> list[Statement]:
    """A function of straight pieces takes the slopes of its pieces, and the largest of their sizes is its steepness."""
    slopes = _slopes(activation)
    if any(depends(slope, X) for slope in slopes):
        return []
    listed = " and ".join(f"${latex(slope)}$" for slope in slopes)
    found = [{"holds": "derivative_range", "says": f"the slope takes the values {listed}"}]
    return [*found, *_steepest(activation, slopes)] if any(_holds(activation, slope) for slope in slopes) else []


def _steepest(activation: Activation, slopes: list[Node]) -> list[Statement]:
    """Say the largest size of the slopes; a letter below 1 is never larger than 1."""
    small = {p.symbol for p in activation.parameters if p.high == "1" and p.low == "0"} if ONE in slopes else set()
    letters = _letters(activation)
    sizes = [slope if positive(slope, letters) else Abs(slope) for slope in slopes if slope not in small]
    sizes = list(dict.fromkeys(sizes))
    largest = sizes[0] if len(sizes) == 1 else Fn("max", tuple(sizes))
    return [{"holds": "lipschitz", "says": f"steepness (Lipschitz) ${latex(largest)}$"}]


def _bends(activation: Activation) -> list[Statement]:
    """Where positive slopes rise to the right on every branch, the largest stand at the right ends."""
    slopes, letters = _slopes(activation), _letters(activation)
    if not any(depends(slope, X) for slope in slopes) or not all(positive(slope, letters) for slope in slopes):
        return []
    tops = []
    for slope, end in zip(slopes, (*activation.kinks, None), strict=True):
        if not depends(slope, X):
            tops.append(slope)
        elif end is not None and positive(_rate(activation, slope), letters):
            tops.append(constant(substitute(slope, X, end)))
        else:
            return []
    return _steepest(activation, tops) if any(_holds(activation, top) for top in tops) else []


def _rate(activation: Activation, slope: Node) -> Node:
    from symbolic.derivation import ruled

    return list(ruled(D(slope, X), activation.routes[0]))[-1].node


def _agreements(activation: Activation) -> list[Statement]:
    """ELU is C^1 exactly where α = 1: the values of a letter at which the slopes beside a kink agree."""
    slopes, found = _slopes(activation), []
    for parameter in activation.parameters if len(activation.parameters) == 1 else ():
        for place, kink in enumerate(activation.kinks):
            left, right = (substitute(slopes[place + side], X, kink) for side in (0, 1))
            for text in map(bridge.constant_text, bridge.parameter_values(left, right, parameter.symbol.name)):
                if not _may_be(parameter, rational(exact_tree(text))):
                    continue
                where = latex(Chain((parameter.symbol, exact_tree(text)), ("=",)))
                at = latex(Chain((X, kink), ("=",)))
                says = f"the slopes at ${at}$ agree exactly where ${where}$"
                found.append(
                    {"holds": "smoothness", "parameter": parameter.name, "slopes_agree_at": text, "says": says}
                )
    return found


def _may_be(parameter: Parameter, value: Fraction | None) -> bool:
    low, high = (None if end is None else Fraction(end) for end in (parameter.low, parameter.high))
    return value is not None and (low is None or low < value) and (high is None or value < high)


def _limits(activation: Activation) -> Iterator[Statement]:
    for side, end in ((-1, Neg(INFINITY)), (1, INFINITY)):
        if _holds(activation, tends := _tends(activation, side)):
            value, place = (latex(Chain(pair, ("\\to",))) for pair in ((_f(activation), tends), (X, end)))
            yield {"holds": "limits", "says": f"${value}$ as ${place}$"}


def _f(activation: Activation) -> Node:
    return Fn(activation.name, (X,))


def _scaling(activation: Activation) -> list[Statement]:
    """Where f with the letter c is f with 1 at c x, over c, the places and values of extremes are divided by c."""
    if len(activation.parameters) != 1 or len(activation.branches) != 1:
        return []
    letter, body = activation.parameters[0].symbol, activation.branches[0]
    if rational(exact_tree(activation.parameters[0].usual)) != 1:
        return []
    stretched = Frac(substitute(substitute(body, letter, ONE), X, Mul((letter, X))), letter)
    if not any(part == letter for part in walk(body)) or not bridge.equal(body, stretched):
        return []
    says = (
        f"a stretched copy of that for ${latex(Chain((letter, ONE), ('=',)))}$: places and values of extremes are "
        f"divided by ${latex(letter)}$, slopes stay as they are"
    )
    return [{"holds": "minimum", "says": says}]


RULES: tuple[Callable[[Activation], Any], ...] = (
    _ranges,
    _limits,
    _slope_values,
    _bends,
    _agreements,
    _scaling,
)
