"""The properties of an activation, each proved from its definition or said to be not proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation
from symbolic.asymptotes import asymptotes
from symbolic.domain import gaps
from symbolic.errors import UserError
from symbolic.image import Span, image
from symbolic.parameters import in_parameters
from symbolic.points import DIGITS, Point, as_float
from symbolic.profile import Profile, Value, equals, extreme
from symbolic.saturation import saturates
from symbolic.shape import convexity, dead, monotone, parity, smoothness, zero_centered
from symbolic.trend import trend

NOT_PROVED = "not proved"
#: What is said of a function that may have gaps too; all else is said only where f is known to have a value everywhere.
ANYWHERE = frozenset({"limits", "asymptotes", "parity", "zero_centered"})


def properties(activation: Activation) -> dict[str, Any]:
    """Return every property by the contract's name; one that was not decided says "not proved"."""
    profile = Profile(activation)
    holes = proved(gaps, profile)
    found: dict[str, Any] = {"domain": NOT_PROVED if holes == NOT_PROVED else _domain(holes)}
    for name, rule in RULES.items():
        found[name] = proved(rule, profile) if holes == [] or name in ANYWHERE else NOT_PROVED
    return found


def _domain(holes: list[Point]) -> dict[str, Any]:
    """Return the domain: all of the line but for the points at which f has no value."""
    return {"low": "-oo", "high": "oo", "except": [_place(point) for point in holes]}


def _place(point: Point) -> dict[str, Any]:
    exact = None if point.exact is None else bridge.constant_text(point.exact)
    return {"at": as_float(point.at), "exact": exact, "enclosure": point.at.str(DIGITS)}


def proved(rule: Callable[[Profile], Any], profile: Profile) -> Any:
    """Return what *rule* proves, or that it does not."""
    try:
        return rule(profile)
    except UserError:  # the limit of time
        raise
    except Exception:  # noqa: BLE001  # SymPy refuses in a dozen ways; none of them is a proof
        return NOT_PROVED


def shown(profile: Profile, order: int, side: int) -> dict[str, Any] | None:
    """Return the extreme value of f (or f') on one side as the contract has it; None where it is not taken."""
    values = profile.values(order)
    found = extreme(values, side)
    if found.at is None or not (found.attained or found.side):
        return None
    record = {
        "at": as_float(found.at.at),
        "value": as_float(found.value),
        "exact_at": None if found.at.exact is None else bridge.constant_text(found.at.exact),
        "exact": None if found.exact is None else bridge.constant_text(found.exact),
        "enclosure": {"at": found.at.at.str(DIGITS), "value": found.value.str(DIGITS)},
    }
    if found.branch is not None:
        taken = [k.at for place, k in enumerate(profile.kinks) if _is(profile.at_kink(place, order), found.exact)]
        flat = sorted({one.branch for one in equals(values, found) if one.branch is not None} - {found.branch})
        record |= {"everywhere_on_a_branch": True, "on": _stretch(profile, found.branch, taken)}
        told = [end.at for end in profile.ends(found.branch) if end is not None]
        left = [at for at in taken if not any(at.overlaps(end) for end in told)]
        return record | ({"also_on": [_stretch(profile, place, left) for place in flat]} if flat else {})
    others = [] if found.side else [one.at for one in equals(values, found) if one.attained and one.at is not None]
    also = {other.at.str(DIGITS): other for other in others if not other.at.overlaps(found.at.at)}
    return record | ({"also_at": list(map(_place, also.values()))} if also else {}) | _one_sided(found)


def _one_sided(found: Value) -> dict[str, Any]:
    return {"one_sided": found.side} if found.side else {}


def _stretch(profile: Profile, place: int, taken: list[Any]) -> dict[str, Any]:
    """Return the ends of a branch, and whether each is among the points *taken*."""
    low, high = profile.ends(place)
    return {
        "low": "-oo" if low is None else bridge.constant_text(low.exact),
        "high": "oo" if high is None else bridge.constant_text(high.exact),
        "low_closed": low is not None and any(at.overlaps(low.at) for at in taken),
        "high_closed": high is not None and any(at.overlaps(high.at) for at in taken),
    }


def interval(profile: Profile, order: int) -> dict[str, Any]:
    """Return infimum and supremum with whether each is taken, and the parts where the values leave gaps."""
    spans = image(profile, order)
    whole = _span(Span(spans[0].low, spans[-1].high))
    return whole | ({"parts": list(map(_span, spans))} if len(spans) > 1 else {})


def _span(span: Span) -> dict[str, Any]:
    low, high = span.low, span.high
    return {"low": _number(low), "high": _number(high), "low_closed": low.attained, "high_closed": high.attained}


def _number(found: Value) -> dict[str, Any]:
    if found.exact is not None and (sign := bridge.infinite(found.exact)):
        return {"value": None, "exact": "oo" if sign > 0 else "-oo"}
    exact = None if found.exact is None else bridge.constant_text(found.exact)
    return {"value": as_float(found.value), "exact": exact, "enclosure": found.value.str(DIGITS)}


def limits(profile: Profile) -> dict[str, str]:
    """Return the limits of f and f' at both ends, or that there is none."""
    return {
        f"{name} at {place}": bridge.constant_text(found)
        if bridge.exists(found := profile.limit(order, side))
        else "none"
        for order, name in enumerate(("f", "f'"))
        for side, place in ((-1, "-oo"), (1, "oo"))
    }


def zeros(profile: Profile) -> list[Any]:
    """Return where f vanishes: points, and the branches on which it is 0 throughout with their ends."""
    dead = [place for place, study in enumerate(profile.functions) if not study.signs]
    found = [_place(point) for study in profile.functions for point in study.zeros]
    for place, kink in enumerate(profile.kinks):
        if not {place, place + 1} & set(dead) and _is_zero(profile, place):
            found.append(_place(kink))
    taken = [kink.at for place, kink in enumerate(profile.kinks) if _is_zero(profile, place)]
    throughout = [{"branch": place, **_stretch(profile, place, taken)} for place in dead]
    return throughout + sorted(found, key=lambda zero: float(zero["at"]))


def _is_zero(profile: Profile, kink: int) -> bool:
    """Whether f is 0 at a kink."""
    return _is(profile.at_kink(kink, 0), bridge.zero())


def _is(left: Any, right: Any) -> bool:
    return bool(bridge.identical(left, right))


def lipschitz(profile: Profile) -> dict[str, Any]:
    """Return the smallest L with |f(u) - f(v)| ≤ L |u - v|: the supremum of |f'|, where f does not jump."""
    if any(profile.jump(place, 0) for place in range(len(profile.kinks))):
        return {"value": None, "exact": "oo"}
    values = profile.values(1)
    magnitudes = [
        replace(v, value=abs(v.value), exact=None if v.exact is None else abs(v.exact), sign=1) for v in values
    ]
    return _number(extreme(magnitudes, 1))


RULES: dict[str, Callable[[Profile], Any]] = {
    "range": lambda p: interval(p, 0),
    "derivative_range": lambda p: interval(p, 1),
    "limits": limits,
    "asymptotes": asymptotes,
    "zeros": zeros,
    "minimum": lambda p: shown(p, 0, -1),
    "maximum": lambda p: shown(p, 0, 1),
    "derivative_minimum": lambda p: shown(p, 1, -1),
    "derivative_maximum": lambda p: shown(p, 1, 1),
    "lipschitz": lipschitz,
    "monotone": monotone,
    "parity": parity,
    "zero_centered": zero_centered,
    "saturates": saturates,
    "smoothness": smoothness,
    "convexity": convexity,
    "rises": lambda p: trend(p, 1),
    "bends": lambda p: trend(p, 2),
    "dead": dead,
    "in_parameters": in_parameters,
}
