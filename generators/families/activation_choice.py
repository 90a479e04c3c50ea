"""`activation-choice`: which activation for this layer, and why; given needs, functions, and the setting they stand in.

What a layer needs is a trait that the book proves of a function. Where more than one would do, or practice has a habit,
only one of the functions on offer has what is needed, and the key says what is habit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip, whole
from generators.lines import Form
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.traits import called, drawn_order, reasons, shown, traits
from generators.traits_sampled import sampled
from symbolic.errors import UserError, unknown
from symbolic.notation import Notation

SMOOTH = ("sigmoid", "tanh", "softsign")
RECTIFIED = ("relu", "relu6", "hard-sigmoid", "hard-swish")


class Need(NamedTuple):
    """What a layer needs: a trait with the answer that has it, and the functions that may be offered."""

    trait: str
    answer: str
    offered: tuple[str, ...]


PLAIN = ("relu", "identity", "softplus", "elu")
NEEDS = {
    "between 0 and 1": Need(
        "range", "(0, 1)", ("sigmoid", "tanh", "relu", "identity", "softplus", "leaky-relu", "elu")
    ),
    "shares": Need("sum", "yes", ("softmax", "sigmoid", "tanh", "relu", "identity", "softplus", "elu")),
    "any number": Need("range", "(-∞, ∞)", ("sigmoid", "tanh", "softmax", "relu6", *PLAIN)),
    "between -1 and 1": Need(
        "range", "(-1, 1)", ("tanh", "softsign", "sigmoid", "relu", "identity", "softplus", "elu")
    ),
    "positive": Need("range", "(0, ∞)", ("softplus", "tanh", "identity", "elu", "leaky-relu", "softsign", "sigmoid")),
    "no fading": Need("far", "1", ("relu", "leaky-relu", "elu", *SMOOTH, "hard-sigmoid", "step")),
    "no dead units": Need("dead", "none", ("leaky-relu", "elu", "softplus", *RECTIFIED, "step")),
    "centred": Need("centred", "yes", ("tanh", "softsign", "sigmoid", "relu", "softplus", "relu6", "hard-sigmoid")),
    "smooth": Need("slope", "continuous", ("softplus", "tanh", "sigmoid", "elu", "relu", "leaky-relu", *RECTIFIED[1:])),
    "no learning": Need("flat", "yes", ("step", "relu", "sigmoid", "tanh", "leaky-relu", "hard-sigmoid", "softplus")),
    "collapse": Need("straight", "yes", ("identity", "relu", "sigmoid", "tanh", "leaky-relu", "softplus", "elu")),
}
#: Two needs at once, and what may be offered then.
BOTH = {
    ("no fading", "no dead units"): ("leaky-relu", "elu", "relu", "sigmoid", "tanh", "hard-swish", "relu6", "step"),
    ("centred", "smooth"): ("tanh", "softsign", "sigmoid", "softplus", "relu", "leaky-relu", "relu6", "hard-sigmoid"),
    ("no fading", "smooth"): ("elu", "softplus", "relu", "leaky-relu", "sigmoid", "tanh", "hard-swish"),
    ("between 0 and 1", "smooth"): ("sigmoid", "hard-sigmoid", "tanh", "relu", "softplus", "leaky-relu", "elu"),
    ("no dead units", "between -1 and 1"): ("tanh", "softsign", "relu", "step", "relu6", "elu", "softplus", "sigmoid"),
}
USUAL = {
    "easy": tuple((need,) for need in ("between 0 and 1", "shares", "any number", "between -1 and 1", "positive")),
    "medium": tuple((n,) for n in ("no fading", "no dead units", "centred", "smooth", "no learning", "collapse")),
    "hard": tuple(BOTH),
}
#: How many settings a wording has for each need, and how many functions and reasons are offered.
SETTINGS, OPTIONS = 4, 4


class Chosen(Struct, frozen=True):
    """What is needed, and the sets of functions of which the first alone has it."""

    needs: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]
    rounding: Rounding
    notation: Notation


def fits(told: Mapping[str, str], needs: tuple[str, ...]) -> bool:
    """Whether a function with these traits has all that is needed."""
    return all(told.get(NEEDS[need].trait) == NEEDS[need].answer for need in needs)


def cases(setting: Setting) -> tuple[Chosen, ...]:
    """Return the needs of a difficulty."""
    return tuple(
        Chosen(needs, _sets(needs), Rounding("exact"), setting.notation) for needs in USUAL[setting.difficulty]
    )


def _sets(needs: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    names = BOTH[needs] if needs in BOTH else NEEDS[needs[0]].offered
    right = [name for name in names if fits(traits(name), needs)]
    wrong = [name for name in names if name not in right]
    return tuple((one, *others) for one in right for others in combinations(wrong, OPTIONS - 1))


def space(case: Chosen) -> Space:
    """Return the settings and the sets of functions."""
    return Space((Choice("setting", tuple(range(1, SETTINGS + 1))), Choice("set", case.sets)), refuses=False)


def pose(case: Chosen, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the needs, the functions in the order of the page, and the number of the setting."""
    needs = " and ".join(case.needs)
    order = drawn_order(draw["set"], f"{needs}/{draw['setting']}/{draw['set']}")
    return {"needs": needs, "functions": ", ".join(order), "setting": draw["setting"]}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Chosen, dict[str, Any]]:
    """Read what the instructor's layer needs and the functions to choose from.

    Raises UserError unless exactly one of them has it.
    """
    needs = tuple(str(given["needs"]).split(" and ")) if str(given["needs"]) not in NEEDS else (str(given["needs"]),)
    names = [name.strip() for name in str(given["functions"]).split(",")]
    for need in needs:
        if need not in NEEDS:
            raise unknown("need", need, NEEDS)
    known = {name for need in NEEDS.values() for name in need.offered}
    for name in names:
        if name not in known:
            raise unknown("function", name, sorted(known))
    fit = [name for name in names if fits(traits(name), needs)]
    if len(fit) != 1:
        raise UserError(f"{len(fit)} of {', '.join(names)} fit {given['needs']!r}: give functions of which one does")
    number = whole(1, SETTINGS)("given.setting", given.get("setting", 1))
    case = Chosen(needs, (tuple(names),), Rounding("exact"), setting.notation)
    return case, {"needs": " and ".join(needs), "functions": ", ".join(names), "setting": number}


def _offered(given: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(given["functions"].split(", "))


def _reasons(case: Chosen, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the reasons to choose from: what is needed, and what is needed elsewhere."""
    right = " and ".join(case.needs)
    others = BOTH if len(case.needs) > 1 else NEEDS
    spread = [name if isinstance(name, str) else " and ".join(name) for name in others]
    about = f"{right}/{given['functions']}/{given['setting']}/why"
    wrong = drawn_order((name for name in spread if name != right), about)[: OPTIONS - 1]
    return drawn_order((right, *wrong), f"{about}/order")


def solve(case: Chosen, given: Mapping[str, Any], keep: Ledger) -> None:
    """The one function of which the book proves what is needed; and that this is why."""
    keep("function", next(name for name in _offered(given) if fits(traits(name), case.needs)))
    keep("why", " and ".join(case.needs))


def recompute(case: Chosen, given: Mapping[str, Any]) -> dict[str, str]:
    """The functions whose values show it; which reason the setting names is read, and nothing that can be computed."""
    fit = [name for name in _offered(given) if fits(sampled(name), case.needs)]
    return {"function": " and ".join(fit), "why": given["needs"]}


def slips(case: Chosen, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The other functions, each with what it lacks; and the reasons that answer another need."""
    for name in _offered(given):
        if name != found.values["function"]:
            yield Slip("function", next((n for n in case.needs if not fits(traits(name), (n,))), case.needs[0]), name)
    for reason in _reasons(case, given):
        if reason != found.values["why"]:
            yield Slip("why", "answers another need", reason)


def facts(case: Chosen, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The setting, what is offered, and what the book says of the right function."""
    right = found.values["function"]
    told = {need: reasons(right, NEEDS[need].trait) for need in case.needs}
    return {
        "needs": case.needs,
        "place": int(given["setting"]) - 1,
        "titles": {name: called(name) for name in _offered(given)},
        "functions": tuple(called(name) for name in _offered(given)),
        "why": _reasons(case, given),
        "right": right,
        "reasons": told,
        "says": {need: shown(right, NEEDS[need].trait) for need in case.needs},
    }


FAMILY = Family(
    name="activation-choice", version=1, summary="which activation for this layer, and why", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute,
    forms=lambda case: (
        *(Form("function", "need", None, "" if k else "A", {"need": need}) for k, need in enumerate(case.needs)),
        Form("why", "reason", None, "A"),
    ),
    asks=lambda case: (Ask("function", None, 1), Ask("why", None, 2)), slips=slips, accept=accept,
    symbols=lambda case: {}, facts=facts,
    choices=lambda case, given: {"function": _offered(given), "why": _reasons(case, given)},
)  # fmt: skip  # a register entry
