"""The table of an activation as the notes of a course have it: what was proved, in words with formulas.

Definition, range and derivative with its extremes stand first, then all else, and last what speaks for it and against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from symbolic.activation import Activation, X, usual
from symbolic.latex import latex
from symbolic.parameters import allowed
from symbolic.statements import (
    INFINITY,
    always_flat,
    amount,
    flat,
    interval,
    line,
    placed,
    rounded,
    short,
    stretch,
    valued,
)
from symbolic.tree import Abs, Chain, Fn, Neg

Facts = Mapping[str, Any]
TO = "\\to"
NOT_PROVED = "not proved"
#: What each class of smoothness means.
CLASSES = {
    "C^oo": "$C^{\\infty}$: every derivative exists",
    "not continuous": "not continuous: it jumps",
    "C^0": "$C^{0}$: continuous, but its slope jumps",
    "C^1": "$C^{1}$: the slope is continuous, the second derivative jumps",
    "C^2": "$C^{2}$: the second derivative is continuous, the third jumps",
}


def table(activation: Activation, entry: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows in order, each {name, says}."""
    rows = list(_rows(activation, entry))
    if any("\\operatorname{W}" in says for _, says in rows):
        rows.append(("Lambert's function", "$\\operatorname{W}(u) e^{\\operatorname{W}(u)} = u$"))
    return [{"name": name, "says": says} for name, says in rows]


def _rows(activation: Activation, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    facts = entry["properties"]
    yield "definition", f"${entry['definition']['latex']}$"
    if activation.parameters:
        yield "parameters", _parameters(activation)
    yield "domain", _domain(facts["domain"])
    yield "range", _interval(facts["range"])
    yield "derivative", f"${entry['result']['latex']}$"
    for name, key, end in (
        ("largest slope", "derivative_maximum", "high"),
        ("smallest slope", "derivative_minimum", "low"),
    ):
        yield name, _extreme(facts[key], facts["derivative_range"], end)
    yield "range of the slope", _interval(facts["derivative_range"])
    for name, key, end in (("minimum", "minimum", "low"), ("maximum", "maximum", "high")):
        yield name, _extreme(facts[key], facts["range"], end)
    yield from _course(activation, facts)
    yield from (("for any parameter", one["says"]) for one in facts["in_parameters"] if isinstance(one, dict))
    for side in ("for", "against"):
        yield from ((side, f"{one['point']}: {one['reason']}") for one in entry["verdict"][side])


def _course(activation: Activation, facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what is said of the function's course over the line."""
    yield "limits", _limits(activation, facts["limits"], 0)
    yield "limits of the slope", _limits(activation, facts["limits"], 1)
    yield "asymptotes", _decided(facts["asymptotes"], _asymptotes)
    yield "zeros", _zeros(facts["zeros"])
    yield "steepness (Lipschitz)", _decided(facts["lipschitz"], lambda found: f"${valued(found)}$")
    yield "monotone", _with_pieces(facts["monotone"], facts["rises"], "not monotone")
    yield "parity", _parity(facts["parity"])
    yield "zero-centred", {True: "yes", False: "no"}.get(facts["zero_centered"], NOT_PROVED)
    yield "smoothness", CLASSES.get(facts["smoothness"], f"${facts['smoothness']}$".replace("$not proved$", NOT_PROVED))
    yield "convexity", _with_pieces(facts["convexity"], facts["bends"], "neither")
    always = always_flat(facts["dead"])
    yield "saturates", "the slope is always $0$" if always else _decided(facts["saturates"], _saturates)
    yield "dead region", _decided(facts["dead"], lambda found: " and ".join(map(_stretch, found)) or "none")


def _decided(found: Any, say: Any) -> str:
    return NOT_PROVED if found == NOT_PROVED else str(say(found))


def _stretch(found: Facts) -> str:
    return f"${stretch(found)}$"


def _parameters(activation: Activation) -> str:
    listed = ", ".join(f"${latex(allowed(p))}$, usually ${latex(usual(p))}$" for p in activation.parameters)
    return f"{listed}; figures are for {'this value' if len(activation.parameters) == 1 else 'these values'}"


def _domain(found: Any) -> str:
    if found == NOT_PROVED:
        return NOT_PROVED
    holes = " and ".join(f"${placed(one, exact='exact')}$" for one in found["except"])
    return "$\\mathbb{R}$" + (f" without {holes}" if holes else "")


def _interval(found: Any) -> str:
    if found == NOT_PROVED:
        return NOT_PROVED
    parts = found.get("parts", [found])
    if all(part["low"] == part["high"] for part in parts):
        return ("only the values " if len(parts) > 1 else "only ") + " and ".join(
            f"${interval(part)}$" for part in parts
        )
    return " and ".join(f"${interval(part)}$" for part in parts) + (" (rounded)" if any(map(rounded, parts)) else "")


def _extreme(found: Any, span: Any, end: str) -> str:
    if found == NOT_PROVED:
        return NOT_PROVED
    if found is None:
        return _never(span, end)
    if found.get("everywhere_on_a_branch"):
        where = " and for ".join(map(_stretch, [found["on"], *found.get("also_on", [])]))
        return f"${valued(found)}$ for {where}"
    places = [f"${placed(found)}$", *(f"${placed(one, exact='exact')}$" for one in found.get("also_at", []))]
    side = f", from the {found['one_sided']} only" if "one_sided" in found else ""
    return f"${valued(found)}$ at {' and '.join(places)}{side}"


def _never(span: Any, end: str) -> str:
    """Say of a bound that is not taken what it is."""
    if span == NOT_PROVED:
        return "none"
    if span[end]["value"] is None:
        return "none: there is no bound"
    return f"none: the bound ${amount(span[end])}$ is not reached"


def _limits(activation: Activation, found: Any, order: int) -> str:
    if found == NOT_PROVED:
        return NOT_PROVED
    name = "f" if order == 0 else "f'"
    sides = (("-oo", Neg(INFINITY)), ("oo", INFINITY))
    f = latex(Fn(activation.name, (X,), order))
    return ", ".join(_limit(f, found[f"{name} at {key}"], latex(Chain((X, end), (TO,)))) for key, end in sides)


def _limit(f: str, tends: str, place: str) -> str:
    return f"${f}$ has no limit as ${place}$" if tends == "none" else f"${f} \\to {short(tends)}$ as ${place}$"


def _asymptotes(found: Facts) -> str:
    ends = (("left", Neg(INFINITY)), ("right", INFINITY))
    lines = [f"${line(found[side])}$ as ${latex(Chain((X, end), (TO,)))}$" for side, end in ends if found[side]]
    return ", ".join(lines) or f"none for large ${latex(Abs(X))}$"


def _zeros(found: Any) -> str:
    if found == NOT_PROVED:
        return NOT_PROVED
    listed = [_stretch(one) if "branch" in one else f"${placed(one, exact='exact')}$" for one in found]
    return " and ".join(listed) or "none"


def _with_pieces(found: str, pieces: Any, divided: str) -> str:
    if found != divided or pieces == NOT_PROVED or len(pieces) < 2:
        return found
    return f"{found}: " + ", ".join(f"{one['is']} for ${stretch(one)}$" for one in pieces)


def _parity(found: str) -> str:
    return {"odd": "odd: $f(-x) = -f(x)$", "even": "even: $f(-x) = f(x)$"}.get(found, found)


def _saturates(found: Facts) -> str:
    return f"the slope is under 1 % for {flat(found, 4)}" if any(found.values()) else "no: no slope tends to $0$"
