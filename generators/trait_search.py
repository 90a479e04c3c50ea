"""Which of some functions has a trait, or two at once; given traits and functions, "centred" and "relu, tanh, elu"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.traits import ALL, KNOWN, drawn_order, formula, parameters, reasons, title, traits
from generators.traits_sampled import sampled
from symbolic.errors import UserError, unknown
from symbolic.notation import Notation

#: What is searched for: a trait, and the answers that have it.
WANTED = {
    "centred": ("centred", ("yes",)),
    "saturates on both sides": ("saturates", ("on both sides",)),
    "saturates on the left only": ("saturates", ("on the left",)),
    "saturates nowhere": ("saturates", ("on neither side",)),
    "never dead": ("dead", ("none",)),
    "can be dead": ("dead", ()),
    "not monotone": ("rises", ("not monotone",)),
    "bounded": ("bounded", ("yes",)),
    "never negative": ("negative", ("no",)),
    "slope under one": ("steeper", ("less",)),
    "slope over one": ("steeper", ("more",)),
    "corner": ("corner", ("yes",)),
}
#: What is wanted at once, of which functions; a pair is asked only where some function has each alone.
USUAL = {"easy": (1, KNOWN), "medium": (1, ALL), "hard": (2, ALL)}
OPTIONS, LEAST = 4, 12


class Search(Struct, frozen=True):
    """What is wanted, and the sets of functions of which the first alone has it all."""

    wanted: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]
    rounding: Rounding
    notation: Notation
    kind: str = "which function"


def has(told: Mapping[str, str], wanted: str) -> bool:
    """Whether these traits are what is wanted."""
    trait, answers = WANTED[wanted]
    return told.get(trait) in answers if answers else told[trait] != "none"


def cases(setting: Setting) -> tuple[Search, ...]:
    """Return what can be wanted where there are sets of functions enough to ask it of."""
    count, names = USUAL[setting.difficulty]
    found = ((wanted, _sets(wanted, names)) for wanted in combinations(WANTED, count))
    kept = [(wanted, sets) for wanted, sets in found if len(sets) >= LEAST]
    return tuple(Search(wanted, sets, Rounding("exact"), setting.columns) for wanted, sets in kept)


def _sets(wanted: tuple[str, ...], names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return each right function with three wrong ones, of which, for two traits, some have the one or the other."""
    own = {name: {w for w in wanted if has(traits(name), w)} for name in names}
    right = [name for name in names if len(own[name]) == len(wanted)]
    wrong = combinations([name for name in names if name not in right], OPTIONS - 1)
    tempting = [names for names in wrong if len(wanted) == 1 or set().union(*(own[n] for n in names)) == set(wanted)]
    return tuple((one, *others) for one in right for others in tempting)


def space(case: Search) -> Space:
    """Return the sets of functions."""
    return Space((Choice("set", case.sets),), refuses=False)


def pose(case: Search, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the functions in the order of the page."""
    wanted = " and ".join(case.wanted)
    return {"traits": wanted, "functions": ", ".join(drawn_order(draw["set"], f"{wanted}/{draw['set']}"))}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Search, dict[str, Any]]:
    """Read what the instructor wants, and of which functions; raises UserError unless exactly one has it."""
    wanted = tuple(str(given["traits"]).split(" and "))
    names = [name.strip() for name in str(given["functions"]).split(",")]
    for word in wanted:
        if word not in WANTED:
            raise unknown("trait", word, WANTED)
    for name in names:
        if name not in ALL:
            raise unknown("function", name, ALL)
    fit = [name for name in names if all(has(traits(name), w) for w in wanted)]
    if len(fit) != 1:
        raise UserError(f"{len(fit)} of {', '.join(names)} fit {given['traits']!r}: give functions of which one does")
    case = Search(wanted, (tuple(names),), Rounding("exact"), setting.columns)
    return case, {"traits": " and ".join(wanted), "functions": ", ".join(names)}


def _offered(given: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(given["functions"].split(", "))


def solve(case: Search, given: Mapping[str, Any], keep: Ledger) -> None:
    """The function of which the book has all that is wanted."""
    keep("function", next(name for name in _offered(given) if all(has(traits(name), w) for w in case.wanted)))


def recompute(case: Search, given: Mapping[str, Any]) -> dict[str, str]:
    """The function whose values show it; two that do are none."""
    fit = [name for name in _offered(given) if all(has(sampled(name), w) for w in case.wanted)]
    return {"function": " and ".join(fit)}


def slips(case: Search, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The other functions, each with what it lacks."""
    for name in _offered(given):
        if name != found.values["function"]:
            lacks = next((w for w in case.wanted if not has(traits(name), w)), case.wanted[0])
            yield Slip("function", lacks, name)


def facts(case: Search, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The functions with their definitions, what is wanted, and the reasons from the book."""
    names = _offered(given)
    right = found.values["function"]
    return {
        "functions": names,
        "titles": {name: title(name) for name in names},
        "formulas": tuple(formula(name, case.notation) for name in names),
        "parameters": tuple(dict.fromkeys(letter for name in names for letter in parameters(name))),
        "offered": tuple(title(name) for name in names),
        "right": right,
        "wanted": case.wanted,
        "reasons": {w: reasons(right, WANTED[w][0]) for w in case.wanted},
    }


SEARCH: Family[Any] = Family(
    name="activation-properties", version=1, summary="which function has a trait", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute,
    forms=lambda case: tuple(
        Form("function", "reason", None, "A" if w == case.wanted[-1] else "M", {"wanted": w}) for w in case.wanted
    ),
    asks=lambda case: (Ask("function", None),), slips=slips, accept=accept, symbols=lambda case: {}, facts=facts,
    choices=lambda case, given: {"function": _offered(given)},
)  # fmt: skip  # a table of fields
