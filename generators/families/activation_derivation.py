"""`activation-derivation`: f' line by line, with lines to fill in; given activation, route, where, and missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from msgspec import Struct

from generators.derivation_lines import DERIVATIONS, lines, numbers, offered, slopes, values, wrong_lines
from generators.family import Ask, Family, Option, Setting, Slip, one_of
from generators.lines import Form
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.traits import drawn_order, title
from symbolic.errors import ProofFailed, UserError, unknown
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import Chain, Fn, Node

NAMES = tuple(dict.fromkeys(name for name, _, _ in DERIVATIONS))
OPTIONS = {"activation": Option("the function: " + ", ".join(NAMES), one_of(*NAMES))}
#: How many lines are missing, and how many wrong ones there must be for each.
MISSING = {"easy": 1, "medium": 2, "hard": 3}
LEAST = 2


class Derivation(Struct, frozen=True):
    """A derivation of the book, by function, route and branch, with so many lines missing."""

    name: str
    route: str
    branch: str
    missing: int
    rounding: Rounding
    notation: Notation

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the derivation in the book."""
        return self.name, self.route, self.branch


def cases(setting: Setting) -> tuple[Derivation, ...]:
    """Return the derivations that have lines enough to leave so many out, no two of them neighbours."""
    count, wanted = MISSING[setting.difficulty], setting.options.get("activation")
    found = [key for key in DERIVATIONS if wanted in (None, key[0]) and len(_gaps(key, count)) >= count]
    if not found:
        raise UserError(f"{wanted} has no derivation so long that {count} lines can be missing: take an easier one")
    return tuple(Derivation(*key, count, Rounding("exact"), setting.columns) for key in found)


@lru_cache
def _gaps(key: tuple[str, str, str], count: int) -> tuple[tuple[int, ...], ...]:
    """Return the sets of places that can be left out: each line before a gap is there to go on from."""
    fit = [place for place in range(2, len(lines(*key))) if len(wrong_lines(*key, place)) >= LEAST]
    sets = combinations(fit, count)
    return tuple(gap for gap in sets if all(v - u > 1 for u, v in pairwise(gap)))


def space(case: Derivation) -> Space:
    """Return the sets of missing lines."""
    return Space((Choice("missing", _gaps(case.key, case.missing)),), refuses=False)


def pose(case: Derivation, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derivation by name, and the numbers of the missing lines."""
    named = {"activation": case.name, "route": case.route, "where": case.branch}
    return {**named, "missing": ", ".join(str(place + 1) for place in draw["missing"])}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Derivation, dict[str, Any]]:
    """Read which derivation the instructor wants, and which of its lines are to be missing.

    Raises UserError for a derivation that there is not, and for lines that cannot be missing.
    """
    name, route, branch = str(given["activation"]), str(given.get("route", "")), str(given.get("where", ""))
    OPTIONS["activation"].read("given.activation", name)
    fit = [key for key in DERIVATIONS if key[0] == name and route in ("", key[1]) and branch in ("", key[2])]
    if not fit:
        known = [f"{r} {b}".strip() for n, r, b in DERIVATIONS if n == name]
        raise unknown("route", f"{route} {branch}".strip(), known)
    singles = [gap[0] for gap in _gaps(fit[0], 1)]
    wanted = given.get("missing", singles[0] + 1)
    places = [int(word) - 1 if word.strip().isdigit() else -1 for word in str(wanted).split(",")]
    for place in places:
        if place not in singles:
            raise UserError(f"line {place + 1} of {name} cannot be missing: lines {_listed(singles)} can")
    case = Derivation(*fit[0], len(places), Rounding("exact"), setting.columns)
    return case, pose(case, {"missing": tuple(places)})


def _listed(places: list[int]) -> str:
    return ", ".join(str(place + 1) for place in places)


def _places(given: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(number) - 1 for number in given["missing"].split(", "))


def choices(case: Derivation, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the lines on offer for each gap, those that differ in one thing only."""
    return {f"line{k}": _offered(case.key, place, given["missing"]) for k, place in enumerate(_places(given), 1)}


@lru_cache(maxsize=4096)
def _offered(key: tuple[str, str, str], place: int, missing: str) -> tuple[str, ...]:
    right, wrong = latex(lines(*key)[place].right), (text for text, _ in offered(*key, place, missing))
    return drawn_order((right, *wrong), f"{key}/{place}/{missing}/order")


def solve(case: Derivation, given: Mapping[str, Any], keep: Ledger) -> None:
    """The lines of the book, derived and proved."""
    for k, place in enumerate(_places(given), 1):
        keep(f"line{k}", latex(lines(*case.key)[place].right))


def recompute(case: Derivation, given: Mapping[str, Any]) -> dict[str, str]:
    """Of the lines on offer, read back from their print, those that come to the slope in numbers."""
    return {part: " and ".join(_fitting(case.key, offered)) for part, offered in choices(case, given).items()}


@lru_cache(maxsize=4096)
def _fitting(key: tuple[str, str, str], offered: tuple[str, ...]) -> tuple[str, ...]:
    name, _, branch = key
    truth = slopes(name, branch)
    return tuple(text for text in offered if np.allclose(numbers(read(text, Notation()), name, branch), truth))


def forms(case: Derivation) -> tuple[Form, ...]:
    """One line of words for each gap: the rule that leads from the line before to it."""
    return tuple(Form(f"line{k}", "rule", None, "A") for k in range(1, case.missing + 1))


def slips(case: Derivation, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The other lines on offer, each by what is wrong in it."""
    for k, place in enumerate(_places(given), 1):
        changes = dict(offered(*case.key, place, given["missing"]))
        for text in choices(case, given)[f"line{k}"]:
            if text != found.values[f"line{k}"]:
                yield Slip(f"line{k}", changes.get(text, "sign"), text)


def facts(case: Derivation, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The derivation line by line with its gaps, the rules, and what is on offer."""
    told, places = _told(case.key, case.notation), _places(given)
    shown = tuple({**line, "latex": ""} if place in places else line for place, line in enumerate(told))
    choice = choices(case, given)
    said = {part: {text: _printed(text, case.notation) for text in texts} for part, texts in choice.items()}
    return {
        "title": title(case.name),
        "where": _branch(case),
        "lines": shown,
        "number": {f"line{k}": place + 1 for k, place in enumerate(places, 1)},
        "before": {f"line{k}": told[place - 1]["latex"] for k, place in enumerate(places, 1)},
        "rule": {f"line{k}": told[place]["rule"] for k, place in enumerate(places, 1)},
        "left": {f"line{k}": told[place]["left"] for k, place in enumerate(places, 1)},
        "choices": {part: tuple(f"${said[part][text]}$" for text in texts) for part, texts in choice.items()},
        "said": said,
    }


@lru_cache(maxsize=512)
def _told(key: tuple[str, str, str], notation: Notation) -> tuple[dict[str, str], ...]:
    """Return each line: its left side, the whole of it, and its rule; every line is checked in numbers on the way."""
    name, _, branch = key
    found = []
    for line in lines(*key):
        whole: Node = Chain((line.left, line.right), ("=",))
        sloped = isinstance(line.left, Fn) and line.left.primes == 1
        if not np.allclose(numbers(line.right, name, branch), (slopes if sloped else values)(name, branch)):
            raise ProofFailed(f"the line {latex(whole)!r} of the derivation of {name} is wrong")
        found.append({"left": latex(line.left, notation), "latex": latex(whole, notation), "rule": line.rule})
    return tuple(found)


@lru_cache(maxsize=4096)
def _printed(text: str, notation: Notation) -> str:
    """Return a line of the book in the letters of the course."""
    return latex(read(text, Notation()), notation)


def _branch(case: Derivation) -> str:
    return _printed(case.branch, case.notation) if case.branch else ""


FAMILY = Family(
    name="activation-derivation", version=1, summary="the slope of an activation derived line by line, with gaps",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: tuple(Ask(f"line{k}", None, k) for k in range(1, case.missing + 1)), slips=slips, accept=accept,
    symbols=lambda case: {}, facts=facts, choices=choices,
)  # fmt: skip  # a register entry
