"""The shape of an activation: how it rises, its symmetry, its smoothness, its bend, where it is dead."""

from __future__ import annotations

from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.activation import Activation, X
from symbolic.algebra import opposite
from symbolic.enclosure import value
from symbolic.profile import Profile
from symbolic.study import NotProved
from symbolic.traverse import substitute
from symbolic.tree import Add, D, Neg


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
