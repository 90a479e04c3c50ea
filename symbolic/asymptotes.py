"""The lines that a function comes near far out: y = m x + c with m the limit of f' and c that of f(x) - m x."""

from __future__ import annotations

from typing import Any

from symbolic import sympy_bridge as bridge
from symbolic.activation import X
from symbolic.points import as_float, enclosed
from symbolic.profile import Profile
from symbolic.statements import exact_tree
from symbolic.tree import ZERO, Add, Mul, Neg, Node


def asymptotes(profile: Profile) -> dict[str, Any]:
    """Return the line on each side, None where there is none."""
    return {name: _line(profile, side) for name, side in (("left", -1), ("right", 1))}


def _line(profile: Profile, side: int) -> dict[str, Any] | None:
    slope = profile.limit(1, side)
    if not bridge.exists(slope) or bridge.infinite(slope):
        return None
    body = profile.bodies[0 if side < 0 else -1]
    rest = bridge.limit(_less(body, exact_tree(bridge.constant_text(slope))), side)
    if not bridge.exists(rest) or bridge.infinite(rest):
        return None
    return {"slope": _amount(slope), "intercept": _amount(rest)}


def _less(body: Node, slope: Node) -> Node:
    """Return f(x) - m x."""
    return body if slope == ZERO else Add((body, Neg(Mul((slope, X)))))


def _amount(constant: Any) -> dict[str, Any]:
    return {"value": as_float(enclosed(constant)), "exact": bridge.constant_text(constant)}
