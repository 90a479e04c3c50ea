"""The properties of an activation, each proved from its definition or said to be not proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, X
from symbolic.enclosure import value
from symbolic.errors import UserError
from symbolic.profile import Profile, Value, extreme
from symbolic.shape import convexity, dead, in_parameters, monotone, parity, smoothness, zero_centered
from symbolic.study import bisect
from symbolic.tree import D

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
    except UserError:  # the limit of time
        raise
    except Exception:  # noqa: BLE001  # SymPy refuses in a dozen ways; none of them is a proof
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
