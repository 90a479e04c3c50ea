"""Where an activation saturates: on which side its slope tends to 0, and from where on it stays under 1 %."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flint import arb

from symbolic.activation import X
from symbolic.enclosure import value
from symbolic.points import DIGITS, NotProved, as_float
from symbolic.profile import Profile
from symbolic.tree import D
from symbolic.variation import bisect

#: Below this slope a unit is said to be saturated.
FLAT = "0.01"
#: How often a step outwards is doubled.
DOUBLINGS = 64


def saturates(profile: Profile) -> dict[str, Any]:
    """Say on which side the slope tends to 0, and from where on it stays under 1 %: at which x, and |x|."""
    return {name: _saturated(profile, side) for name, side in (("left", -1), ("right", 1))}


def _saturated(profile: Profile, side: int) -> dict[str, Any] | None:
    if profile.limit(1, side) != 0:
        return None
    place = 0 if side < 0 else len(profile.bodies) - 1
    end = profile.ends(place)[0 if side > 0 else 1]
    bound = [] if end is None else [side * end.at]
    if not profile.slopes[place].signs:  # flat throughout
        return _beyond(side, bound[0] if bound else arb(0))
    steep = _Steepness(profile, place, side)
    turns = sorted((side * point.at for point in profile.seconds[place].zeros), key=lambda t: -float(t.mid()))
    inner = [*turns, *bound]
    if not inner:
        inner = [_first(steep, -1, wanted=1)]
    if steep(inner[0]) > 0:
        return _beyond(side, bisect(steep, inner[0].mid(), _first(steep, 1, wanted=-1, start=inner[0])).at)
    for outer, inward in pairwise(inner):
        if steep(inward) > 0:
            return _beyond(side, bisect(steep, inward.mid(), outer.mid()).at)
    return _beyond(side, inner[-1])


class _Steepness:
    """How far |f'| lies above 1 % at the distance t to one side; it turns at most where f'' vanishes."""

    def __init__(self, profile: Profile, place: int, side: int) -> None:
        """Take the slope on a branch."""
        self.slope, self.side = D(profile.bodies[place], X), side

    def __call__(self, t: Any) -> Any:
        """Return an enclosure at *t*."""
        return abs(value(self.slope, {X: t * self.side}, X)) - arb(FLAT)


def _first(steep: _Steepness, way: int, wanted: int, start: Any = None) -> Any:
    """Return the first point, steps doubled, at which the steepness has the *wanted* sign."""
    for k in range(DOUBLINGS):
        t = ((arb(0) if start is None else start) + way * arb(2) ** k).mid()
        if steep(t) * wanted > 0:
            return t
    raise NotProved("no point was found at which the slope crosses 1 %")


def _beyond(side: int, t: Any) -> dict[str, Any]:
    """Return the place as x, and the distance beyond which it holds."""
    return {"at": side * as_float(t) + 0.0, "beyond": max(as_float(t), 0.0), "enclosure": abs(t).str(DIGITS)}
