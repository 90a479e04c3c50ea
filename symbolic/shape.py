"""The shape of an activation: how it rises, its symmetry, its smoothness, its bend, where it is dead."""

from __future__ import annotations

from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.activation import X
from symbolic.enclosure import value
from symbolic.points import NotProved
from symbolic.profile import Profile


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
    if profile.symmetry:
        return "even" if profile.symmetry > 0 else "odd"
    raise NotProved("parity")


def _at_odds(profile: Profile) -> bool:
    """Whether at some point f(-x) is certainly neither f(x) nor -f(x)."""
    from flint import arb

    reach = max((abs(float(kink.at.mid())) for kink in profile.kinks), default=0.0)
    for step in (0.7, 1.9, 4.3):
        up, down = (value(profile.bodies[k], {X: arb(reach + step) * sign}, X) for k, sign in ((-1, 1), (0, -1)))
        if not (up - down).contains(0) and not (up + down).contains(0):
            return True
    return False


def zero_centered(profile: Profile) -> bool:
    """Whether the values lie evenly about 0: f is odd."""
    return parity(profile) == "odd"


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
            found.append({name: None if at is None else str(at.exact) for name, at in (("low", low), ("high", high))})
    return found
