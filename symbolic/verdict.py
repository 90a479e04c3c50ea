"""What speaks for an activation and against it, each point with the proved property that it follows from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]


def verdict(facts: Facts) -> dict[str, list[dict[str, str]]]:
    """Return the points for and against, each with its reason; a property that was not proved gives none."""
    return {
        side: [point for rule in rules if (point := _safe(rule, facts)) is not None]
        for side, rules in (("for", FOR), ("against", AGAINST))
    }


def _safe(rule: Callable[[Facts], tuple[str, str] | None], facts: Facts) -> dict[str, str] | None:
    try:
        found = rule(facts)
    except (TypeError, KeyError):  # "not proved" stands where a record should
        return None
    return None if found is None else {"point": found[0], "reason": found[1]}


def _passes(facts: Facts) -> tuple[str, str] | None:
    tends = facts["limits"]["f' at oo"]
    if tends == "1":
        return "no vanishing gradient for large x", "the slope tends to 1 as x grows"
    return None


def _bounded(facts: Facts) -> tuple[str, str] | None:
    low, high = facts["range"]["low"], facts["range"]["high"]
    if "oo" in (low["exact"] or "") or "oo" in (high["exact"] or ""):
        return None
    return "bounded output", f"all values lie between {low['value']:g} and {high['value']:g}"


def _centred(facts: Facts) -> tuple[str, str] | None:
    return ("zero-centred", "f(-x) = -f(x)") if facts["zero_centered"] is True else None


def _smooth(facts: Facts) -> tuple[str, str] | None:
    return ("smooth", "every derivative exists") if facts["smoothness"] == "C^oo" else None


def _sparse(facts: Facts) -> tuple[str, str] | None:
    return ("sparse", "the output is 0 on a whole interval") if any("branch" in z for z in facts["zeros"]) else None


def _alive(facts: Facts) -> tuple[str, str] | None:
    closed = facts["derivative_range"]["low"]["value"]
    return (
        ("no dead units", "the slope is never 0")
        if facts["monotone"] == "strictly increasing" and (closed > 0 or not facts["derivative_range"]["low_closed"])
        else None
    )


def _saturates(facts: Facts) -> tuple[str, str] | None:
    sides = [side for side in ("left", "right") if facts["saturates"][side]]
    if not sides:
        return None
    beyond = max(facts["saturates"][side]["beyond"] for side in sides)
    where = " and ".join(sides)
    return f"saturates on the {where}", f"the slope is under 1 % for |x| > {beyond:.3g} on the {where}"


def _shrinks(facts: Facts) -> tuple[str, str] | None:
    largest = facts["lipschitz"]["value"]
    return ("shrinks gradients", f"the slope is at most {largest:.3g}") if 0 < largest < 1 else None


def _amplifies(facts: Facts) -> tuple[str, str] | None:
    largest = facts["lipschitz"]["value"]
    return ("can amplify gradients", f"the slope reaches up to {largest:.4g}") if largest > 1 else None


def _dies(facts: Facts) -> tuple[str, str] | None:
    return ("units can die", "the slope is 0 throughout an interval") if facts["dead"] else None


def _off_centre(facts: Facts) -> tuple[str, str] | None:
    return ("not zero-centred", "f(-x) is not -f(x)") if facts["zero_centered"] is False else None


def _corner(facts: Facts) -> tuple[str, str] | None:
    if facts["smoothness"] == "not continuous":
        return "jumps", "f is not continuous"
    return ("has a corner", "the slope jumps at a kink") if facts["smoothness"] == "C^0" else None


def _not_monotone(facts: Facts) -> tuple[str, str] | None:
    return ("not monotone", "the slope changes its sign") if facts["monotone"] == "not monotone" else None


FOR = (_passes, _bounded, _centred, _smooth, _sparse, _alive)
AGAINST = (_saturates, _shrinks, _amplifies, _dies, _off_centre, _corner, _not_monotone)
