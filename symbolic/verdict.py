"""What speaks for an activation and against it, each point with the proved property that it follows from.

Reasons are words with formulas between dollars, in our LaTeX.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from symbolic.activation import Activation
from symbolic.algebra import whole
from symbolic.statements import always_flat, amount, bounded, flat, short, stretch, symbol
from symbolic.traverse import walk
from symbolic.tree import Exp, Fn, Node, Pow, Sqrt

Facts = Mapping[str, Any]
#: A point and its reason.
Point = tuple[str, str]

#: Functions that cost a series or a table.
COSTLY = ("ln", "tanh", "sinh", "cosh", "sigmoid", "softplus", "Phi", "phi", "erf", "sin", "cos", "arctan")


def verdict(activation: Activation, facts: Facts) -> dict[str, list[dict[str, str]]]:
    """Return the points for and against, each with its reason; a property that was not proved gives none."""
    decided = {name: found for name, found in facts.items() if found != "not proved"}
    return {
        side: [{"point": found[0], "reason": found[1]} for rule in rules if (found := _safe(rule, decided, activation))]
        for side, rules in (("for", FOR), ("against", AGAINST))
    }


def _safe(rule: Callable[[Facts, Activation], Point | None], facts: Facts, activation: Activation) -> Point | None:
    try:
        return rule(facts, activation)
    except KeyError:  # what it rests on was not proved
        return None


def _passes(facts: Facts, _: Activation) -> Point | None:
    tends = facts["limits"]["f' at oo"]
    if tends in ("0", "oo", "-oo", "none") or tends.startswith("-"):
        return None
    return "no vanishing gradient for large $x$", f"the slope tends to ${short(tends)}$ as $x$ grows"


def _bounded(facts: Facts, _: Activation) -> Point | None:
    low, high = facts["range"]["low"], facts["range"]["high"]
    if not bounded(facts["range"]):
        return None
    if low == high:
        return "bounded output", f"it is always ${amount(low)}$"
    return "bounded output", f"all values lie between ${amount(low)}$ and ${amount(high)}$"


def _likely(facts: Facts, _: Activation) -> Point | None:
    low, high = facts["range"]["low"]["exact"], facts["range"]["high"]["exact"]
    leaps = "parts" in facts["range"]  # with gaps between its values it says yes or no, and nothing between
    if (low, high) != ("0", "1") or leaps or facts["monotone"] == "not monotone":
        return None
    falls = facts["monotone"] in ("strictly decreasing", "non-increasing")
    return "can be read as a probability", "it falls from $1$ to $0$" if falls else "it rises from $0$ to $1$"


def _centred(facts: Facts, _: Activation) -> Point | None:
    return ("zero-centred", "$f(-x) = -f(x)$") if facts["zero_centered"] is True else None


def _smooth(facts: Facts, _: Activation) -> Point | None:
    return ("smooth", "every derivative exists") if facts["smoothness"] == "C^oo" else None


def _sparse(facts: Facts, _: Activation) -> Point | None:
    where = [stretch(zero) for zero in facts["zeros"] if "branch" in zero]
    return ("sparse", f"the output is $0$ for ${where[0]}$") if where else None


def _alive(facts: Facts, _: Activation) -> Point | None:
    if facts["monotone"] not in ("strictly increasing", "strictly decreasing") or facts["dead"]:
        return None
    low, high = facts["derivative_range"]["low"], facts["derivative_range"]["high"]
    touched = any(end["exact"] == "0" and facts["derivative_range"][f"{side}_closed"] for side, end in _ends(low, high))
    return None if touched else ("no dead units", "the slope is never $0$")


def _ends(low: Any, high: Any) -> Iterable[tuple[str, Any]]:
    return ("low", low), ("high", high)


def _cheap(_: Facts, activation: Activation) -> Point | None:
    if _costs(activation):
        return None
    rooted = any(isinstance(part, Sqrt | Pow) and not _whole(part) for part in _parts(activation))
    return "cheap to compute", "no exponential" if rooted else "no exponential, only comparisons and arithmetic"


def _whole(power: Sqrt | Pow) -> bool:
    return isinstance(power, Pow) and whole(power.power) is not None


def _expensive(_: Facts, activation: Activation) -> Point | None:
    return ("expensive to compute", "it takes an exponential or the like") if _costs(activation) else None


def _costs(activation: Activation) -> bool:
    return any(isinstance(part, Exp) or (isinstance(part, Fn) and part.name in COSTLY) for part in _parts(activation))


def _parts(activation: Activation) -> Iterator[Node]:
    return (part for body in activation.branches for part in walk(body))


def _saturates(facts: Facts, _: Activation) -> Point | None:
    sides = [side for side, found in facts["saturates"].items() if found]
    if not sides:
        return None
    if always_flat(facts["dead"]):
        return "passes on no gradient", "the slope is always $0$"
    named = "on both sides" if len(sides) == 2 else f"on the {sides[0]}"
    return f"vanishing gradients {named}", f"the slope is under 1 % for {flat(facts['saturates'], 3)}"


def _shrinks(facts: Facts, _: Activation) -> Point | None:
    largest = facts["lipschitz"]
    if largest["value"] is None or not 0 < largest["value"] < 1:
        return None
    return "shrinks gradients", f"the slope is at most ${amount(largest)}$"


def _amplifies(facts: Facts, _: Activation) -> Point | None:
    largest = facts["lipschitz"]
    if largest["value"] is None or largest["value"] <= 1:
        return None
    return "can amplify gradients", f"the slope reaches up to ${amount(largest)}$"


def _dies(facts: Facts, _: Activation) -> Point | None:
    if not facts["dead"] or always_flat(facts["dead"]):
        return None
    where = " and for ".join(f"${stretch(dead)}$" for dead in facts["dead"])
    return "units can die", f"the slope is $0$ for {where}"


def _collapses(facts: Facts, _: Activation) -> Point | None:
    if facts["convexity"] != "affine" or facts["monotone"] == "constant":
        return None
    return "makes no net deep", "layers with it collapse into one linear layer"


def _off_centre(facts: Facts, _: Activation) -> Point | None:
    if facts["zero_centered"] is not False:
        return None
    if facts.get("range", {}).get("low", {}).get("exact") == "0":
        return "not zero-centred", "no value is negative"
    return "not zero-centred", "$f(-x)$ is not $-f(x)$"


def _corner(facts: Facts, _: Activation) -> Point | None:
    if facts["smoothness"] == "not continuous":
        return "jumps", "it is not continuous"
    return ("has a corner", "its slope jumps at a kink") if facts["smoothness"] == "C^0" else None


def _not_monotone(facts: Facts, _: Activation) -> Point | None:
    return ("not monotone", "the slope changes its sign") if facts["monotone"] == "not monotone" else None


def _to_choose(_: Facts, activation: Activation) -> Point | None:
    letters = " and ".join(f"${symbol(parameter)}$" for parameter in activation.parameters)
    return ("has a parameter to choose", f"its shape depends on {letters}") if letters else None


FOR = (_passes, _bounded, _likely, _centred, _smooth, _sparse, _alive, _cheap)
AGAINST = (
    _collapses,
    _saturates,
    _shrinks,
    _amplifies,
    _dies,
    _off_centre,
    _corner,
    _not_monotone,
    _expensive,
    _to_choose,
)
