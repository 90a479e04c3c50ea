"""The properties of an activation, each proved from its definition or said to be not proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, X
from symbolic.algebra import opposite
from symbolic.enclosure import value
from symbolic.profile import Profile, Value, extreme
from symbolic.study import NotProved, bisect
from symbolic.traverse import substitute
from symbolic.tree import Add, D, Neg

#: Digits that an enclosure shows.
DIGITS = 35
NOT_PROVED = "not proved"
#: What is said of a function that may have gaps too; all else is said only where f is known to have a value everywhere.
ANYWHERE = frozenset({"limits", "parity", "zero_centered"})
#: Below this slope a unit is said to be saturated.
FLAT = "0.01"


def properties(activation: Activation) -> dict[str, Any]:
    """Return every property by the contract's name; one that was not decided says "not proved"."""
    profile = Profile(activation)
    whole = proved(lambda p: p.total, profile) is True
    return {name: proved(rule, profile) if whole or name in ANYWHERE else NOT_PROVED for name, rule in RULES.items()}


def proved(rule: Callable[[Profile], Any], profile: Profile) -> Any:
    """Return what *rule* proves, or that it does not."""
    try:
        return rule(profile)
    except (NotProved, NotImplementedError, TypeError, ValueError):
        return NOT_PROVED


def shown(found: Value | None) -> dict[str, Any] | None:
    """Return a value as the contract has it; None where it is not taken."""
    if found is None or found.at is None or not (found.attained or found.side):
        return None
    return {
        "at": float(found.at.at.mid()),
        "value": float(found.value.mid()),
        "exact_at": None if found.at.exact is None else bridge.constant_text(found.at.exact),
        "exact": None if found.exact is None else bridge.constant_text(found.exact),
        "enclosure": {"at": found.at.at.str(DIGITS), "value": found.value.str(DIGITS)},
        **({"everywhere_on_a_branch": True} if found.everywhere else {}),
        **({"one_sided": found.side} if found.side else {}),
    }


def interval(profile: Profile, order: int) -> dict[str, Any]:
    """Return infimum and supremum with whether each is taken."""
    values = profile.values(order)
    low, high = extreme(values, -1), extreme(values, 1)
    return {"low": _number(low), "high": _number(high), "low_closed": low.attained, "high_closed": high.attained}


def _number(found: Value) -> dict[str, Any]:
    if found.exact is not None and (sign := bridge.infinite(found.exact)):
        return {"value": None, "exact": "oo" if sign > 0 else "-oo"}
    exact = None if found.exact is None else bridge.constant_text(found.exact)
    return {"value": float(found.value.mid()), "exact": exact, "enclosure": found.value.str(DIGITS)}


def limits(profile: Profile) -> dict[str, str]:
    """Return the limits of f and f' at both ends."""
    return {
        f"{name} at {place}": bridge.constant_text(profile.limit(order, side))
        for order, name in enumerate(("f", "f'"))
        for side, place in ((-1, "-oo"), (1, "oo"))
    }


def zeros(profile: Profile) -> list[Any]:
    """Return where f vanishes: points, and the branches on which it is 0 throughout."""
    found: list[Any] = [
        {"at": float(p.at.mid()), "exact": None if p.exact is None else bridge.constant_text(p.exact)}
        for study in profile.functions
        for p in study.zeros
    ]
    for place, kink in enumerate(profile.kinks):
        side = 0 if profile.activation.owners[place] == "left" else 1
        if profile.exact_at_kink(place, side, 0) == 0:
            found.append({"at": float(kink), "exact": str(kink)})
    dead = [{"branch": place} for place, study in enumerate(profile.functions) if not study.signs]
    return sorted(found, key=lambda zero: float(zero["at"])) + dead


def lipschitz(profile: Profile) -> dict[str, Any]:
    """Return the smallest L with |f(u) - f(v)| ≤ L |u - v|: the supremum of |f'|, where f does not jump."""
    if any(profile.jump(place, 0) for place in range(len(profile.kinks))):
        return {"value": None, "exact": "oo"}
    values = profile.values(1)
    magnitudes = [Value(v.at, abs(v.value), None if v.exact is None else abs(v.exact), v.attained) for v in values]
    return _number(extreme(magnitudes, 1))


def monotone(profile: Profile) -> str:
    """Say how f rises or falls, from the signs of its slope and its jumps."""
    signs = {sign for study in profile.slopes for sign in (study.signs or (0,))}
    signs |= {_jump_sign(profile, place) for place in range(len(profile.kinks))} - {0}
    if signs <= {0, 1}:
        return "constant" if signs == {0} else "non-decreasing" if 0 in signs else "strictly increasing"
    if signs <= {0, -1}:
        return "non-increasing" if 0 in signs else "strictly decreasing"
    return "not monotone"


def _jump_sign(profile: Profile, place: int) -> int:
    if not profile.jump(place, 0):
        return 0
    return 1 if bridge.is_positive(profile.exact_at_kink(place, 1, 0) - profile.exact_at_kink(place, 0, 0)) else -1


def parity(profile: Profile) -> str:
    """Return odd, even or neither: a point that speaks against both decides, else branch against mirrored branch."""
    if _at_odds(profile):
        return "neither"
    mirrored = [substitute(body, X, Neg(X)) for body in reversed(profile.bodies)]
    if [-kink for kink in reversed(profile.kinks)] == profile.kinks:
        pairs = list(zip(profile.bodies, mirrored, strict=True))
        if all(bridge.equal(other, opposite(body)) for body, other in pairs):
            return "odd"
        if all(bridge.equal(other, body) for body, other in pairs):
            return "even"
    raise NotProved("parity")


def _at_odds(profile: Profile) -> bool:
    """Whether at some point f(-x) is certainly neither f(x) nor -f(x)."""
    from flint import arb

    reach = max((abs(float(kink)) for kink in profile.kinks), default=0.0)
    for step in (0.7, 1.9, 4.3):
        up, down = (value(profile.bodies[k], {X: arb(reach + step) * sign}, X) for k, sign in ((-1, 1), (0, -1)))
        if not (up - down).contains(0) and not (up + down).contains(0):
            return True
    return False


def zero_centered(profile: Profile) -> bool:
    """Whether the values lie evenly about 0: f is odd."""
    return parity(profile) == "odd"


def saturates(profile: Profile) -> dict[str, Any]:
    """Say on which side the slope tends to 0, and from where on it stays under 1 %."""
    return {name: _saturated(profile, side) for name, side in (("left", -1), ("right", 1))}


def _saturated(profile: Profile, side: int) -> Any:
    if profile.limit(1, side) != 0:
        return None
    place = 0 if side < 0 else len(profile.bodies) - 1
    if not profile.slopes[place].signs:
        return {"beyond": abs(float(profile.kinks[0 if side < 0 else -1]))}
    slope = D(profile.bodies[place], X)
    turns = profile.seconds[place].zeros
    last = max((abs(float(p.at.mid())) for p in turns), default=0.0)
    near = abs(float(profile.kinks[0 if side < 0 else -1])) if profile.kinks else 0.0
    from flint import arb

    start, far = arb(max(last, near)), arb(max(last, near) + 1)
    size = abs(value(slope, {X: start * side}, X))
    if size < arb(FLAT):
        return {"beyond": float(start.mid())}
    while not abs(value(slope, {X: far * side}, X)) < arb(FLAT):
        far = (far * 2).mid()
    point = bisect(lambda t: abs(value(slope, {X: t * side}, X)) - arb(FLAT), start.mid(), far)
    return {"beyond": float(point.at.mid()), "enclosure": point.at.str(DIGITS)}


def smoothness(profile: Profile) -> str:
    """Return the class of f: which derivative is the first to jump at a kink."""
    first = [next((k for k in range(4) if profile.jump(place, k)), 4) for place in range(len(profile.kinks))]
    if not first:
        return "C^oo"
    order = min(first)
    return "not continuous" if order == 0 else f"C^{order - 1}" if order < 4 else "C^3 at least"


def convexity(profile: Profile) -> str:
    """Return convex, concave, affine or neither, from the signs of f'' and the jumps of f' at kinks."""
    signs = {sign for study in profile.seconds for sign in (study.signs or (0,))}
    for place in range(len(profile.kinks)):
        if profile.jump(place, 0):
            return "neither"
        if profile.jump(place, 1):
            gap = profile.exact_at_kink(place, 1, 1) - profile.exact_at_kink(place, 0, 1)
            signs.add(1 if bridge.is_positive(gap) else -1)
    return "affine" if signs == {0} else "convex" if signs <= {0, 1} else "concave" if signs <= {0, -1} else "neither"


def dead(profile: Profile) -> list[dict[str, Any]]:
    """Return the intervals on which the slope is 0 throughout."""
    found = []
    for place, study in enumerate(profile.slopes):
        if not study.signs:
            low, high = profile.ends(place)
            found.append({"low": None if low is None else str(low), "high": None if high is None else str(high)})
    return found


def in_parameters(profile: Profile) -> list[dict[str, Any]]:
    """Return for which values of a parameter the slopes at a kink agree: ELU is C^1 exactly where α = 1."""
    activation = profile.activation
    found = []
    for place, kink in enumerate(activation.kinks):
        left, right = (substitute(bridged(activation, place + side), X, kink) for side in (0, 1))
        gap = Add((left, Neg(right)))
        for parameter in activation.parameters if len(activation.parameters) == 1 else ():
            for value_of in bridge.parameter_values(gap, parameter.symbol.name):
                text = bridge.constant_text(value_of)
                found.append({"parameter": parameter.name, "kink": str(profile.kinks[place]), "slopes_agree_at": text})
    return found


def bridged(activation: Activation, place: int) -> Any:
    """Return the slope on a branch as a tree without a pending derivative, its parameters as letters."""
    from symbolic.derivation import ruled

    *_, last = ruled(D(activation.branches[place], X), activation.routes[0])
    return last.node


RULES: dict[str, Callable[[Profile], Any]] = {
    "range": lambda p: interval(p, 0),
    "derivative_range": lambda p: interval(p, 1),
    "limits": limits,
    "zeros": zeros,
    "minimum": lambda p: shown(extreme(p.values(0), -1)),
    "maximum": lambda p: shown(extreme(p.values(0), 1)),
    "derivative_minimum": lambda p: shown(extreme(p.values(1), -1)),
    "derivative_maximum": lambda p: shown(extreme(p.values(1), 1)),
    "lipschitz": lipschitz,
    "monotone": monotone,
    "parity": parity,
    "zero_centered": zero_centered,
    "saturates": saturates,
    "smoothness": smoothness,
    "convexity": convexity,
    "dead": dead,
    "in_parameters": in_parameters,
}
