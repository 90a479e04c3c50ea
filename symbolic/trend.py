"""Where a function rises and falls, and where it is convex: its signs over the line, neighbours of one sign joined."""

from __future__ import annotations

from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.points import End, as_float
from symbolic.profile import Profile
from symbolic.study import Study

RISES = {1: "increasing", 0: "constant", -1: "decreasing"}
BENDS = {1: "convex", 0: "affine", -1: "concave"}


def trend(profile: Profile, order: int) -> list[dict[str, Any]]:
    """Return the stretches of the line on which the derivative of that order keeps its sign, left to right.

    Order 1 says where f rises, order 2 where it is convex; at a kink the branches are told apart.
    """
    words = RISES if order == 1 else BENDS
    found: list[list[Any]] = []
    for place, study in enumerate(profile.slopes if order == 1 else profile.seconds):
        for low, high, sign in _signs(study, *profile.ends(place)):
            if found and found[-1][2] == sign and (low is None or _smooth(profile, low, order)):
                found[-1][1] = high
            else:
                found.append([low, high, sign])
    return [{"low": _end(low, "-oo"), "high": _end(high, "oo"), "is": words[sign]} for low, high, sign in found]


def _signs(study: Study, low: End, high: End) -> list[tuple[End, End, int]]:
    if not study.signs:
        return [(low, high, 0)]
    cuts = [low, *study.zeros, high]
    return list(zip(cuts, cuts[1:], study.signs, strict=False))


def _smooth(profile: Profile, at: End, order: int) -> bool:
    """Whether the stretches beside a point may be joined: f (and f' for convexity) does not jump there."""
    for place, kink in enumerate(profile.kinks):
        if kink is at:
            return not any(profile.jump(place, k) for k in range(order))
    return True


def _end(at: End, infinite: str) -> dict[str, Any]:
    if at is None:
        return {"value": None, "exact": infinite}
    return {"value": as_float(at.at), "exact": None if at.exact is None else bridge.constant_text(at.exact)}
