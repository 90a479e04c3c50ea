"""The way a problem is made: drawn or given, solved, written out, and proved before anybody sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import localcontext
from functools import lru_cache
from hashlib import blake2b
from math import gcd
from typing import Any

from msgspec.structs import replace

from generators.family import Case, Family, Setting
from generators.problem import Problem
from generators.prove import Poor, drafted
from generators.space import Space, key_of, permuted
from symbolic.errors import ProofFailed, UserError
from symbolic.fields import WORK
from symbolic.notation import Notation

#: How many turns the choice among wordings takes: 2, 3, 4, 6 or 12 wordings come up equally often.
VARIANTS = 12


class NoneGood(Exception):
    """Every draw of a place was refused; with options of the user's, these are what to change."""


def draw(
    family: Family[Any],
    seed: int,
    index: int,
    difficulty: str,
    options: Mapping[str, object],
    notation: Notation,
    attempt: int = 0,
    *,
    confirmed: bool = True,
) -> Problem:
    """Return the problem that this key names, proved; whoever wants it not *confirmed* walks the second road later.

    The same key gives the same problem on every machine; different indices give different problems. *attempt* asks
    for the next one after a collision. Raises UserError where the space is too small for the index, and where the
    options leave no good problem.
    """
    options, notation = _settled(options, notation)
    cases = _cases(family.name, family, seed, difficulty, tuple(sorted(options.items())), notation)
    if index >= (most := capacity(family, difficulty, options, notation)):
        raise UserError(f"{family.name} holds only {most} {difficulty} problems with these options; ask for fewer")
    small = any(space.places == 1 for space in spaces_of(family, difficulty, options, notation))
    place, turn = divmod(_elsewhere(index, attempt, most) if small else index, len(cases))
    case, key = cases[turn]
    try:
        with localcontext(WORK):
            problem, refused = _first_good(family, case, key, place, 0 if small else attempt)
    except NoneGood as none:
        if not options:
            raise ProofFailed(str(none)) from none
        raise UserError(f"{none}; set other options: {', '.join(f'{n}={v}' for n, v in options.items())}") from none
    stream = sorted((option, value) for option, value in options.items() if option != "convention")
    first = _first_wording(family.name, difficulty, *stream)
    variant = (first + seed + index + index // VARIANTS) % VARIANTS  # so that a case and a wording do not always meet
    made = replace(
        problem,
        seed=seed, index=index, attempt=attempt, difficulty=difficulty,
        options=_as_made(options, problem), variant=variant, refused=refused,
    )  # fmt: skip  # what makes the key, and what else
    return _confirmed(family, made, confirmed)


@lru_cache(maxsize=256)
def _first_wording(*stream: object) -> int:
    """Return where a stream of problems begins among the wordings: the first of each would else tell one story."""
    return blake2b(repr(stream).encode(), digest_size=1).digest()[0]


def _confirmed(family: Family[Any], problem: Problem, now: bool) -> Problem:
    if now:
        from generators.confirm import confirm

        confirm(family, problem)
    return problem


def _settled(options: Mapping[str, object], notation: Notation) -> tuple[dict[str, object], Notation]:
    """Let the option and the notation agree on the convention, since it decides the shapes."""
    settled = {name: _flat(value) for name, value in options.items()}
    convention = settled.pop("convention", notation.convention)
    if convention not in ("column", "row"):
        raise UserError(f"convention = {convention!r} is neither 'column' nor 'row'")
    if convention == "row":
        settled["convention"] = "row"
    return settled, notation if convention == notation.convention else replace(notation, convention=convention)


def _as_made(options: Mapping[str, object], problem: Problem) -> dict[str, object]:
    """Return the options with the convention that the problem is in, which some families have of their own."""
    kept = {name: value for name, value in options.items() if name != "convention"}
    return kept | ({"convention": "row"} if problem.notation.rows else {})


def _flat(value: object) -> object:
    """Return a list of sizes as the text that an id holds, 2,3,2."""
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value


@lru_cache(maxsize=256)
def _cases(
    name: str, family: Family[Any], seed: int, difficulty: str, options: tuple[tuple[str, Any], ...], notation: Notation
) -> tuple[tuple[Any, bytes], ...]:
    """Return the cases that consecutive problems take in turn, each with the key of its own walk."""
    chosen = {option: value for option, value in options if option != "convention"}
    cases = family.cases(family.setting(difficulty, chosen, notation))
    key = key_of(name, family.version, seed, difficulty, chosen)
    keyed = tuple((case, blake2b(bytes([turn]), key=key, digest_size=32).digest()) for turn, case in enumerate(cases))
    first = int.from_bytes(key[:4], "big") % len(cases)
    return keyed[first:] + keyed[:first]


def capacity(family: Family[Any], difficulty: str, options: Mapping[str, object], notation: Notation) -> int:
    """Return how many problems a setting has, the indices from 0 on."""
    spaces = spaces_of(family, difficulty, options, notation)
    return min(space.capacity for space in spaces) * len(spaces)


def spaces_of(
    family: Family[Any], difficulty: str, options: Mapping[str, object], notation: Notation
) -> tuple[Space, ...]:
    """Return the spaces that consecutive problems of a setting are drawn from."""
    settled, notation = _settled(options, notation)
    return _spaces(family, difficulty, tuple(sorted(settled.items())), notation)


@lru_cache(maxsize=256)
def _spaces(
    family: Family[Any], difficulty: str, options: tuple[tuple[str, Any], ...], notation: Notation
) -> tuple[Space, ...]:
    cases = _cases(family.name, family, 0, difficulty, options, notation)
    return tuple(_space(family, case) for case, _ in cases)


@lru_cache(maxsize=512)
def _space(family: Family[Any], case: Case) -> Space:
    return family.space(case)


def _first_good(
    family: Family[Any], case: Case, key: bytes, place: int, attempt: int
) -> tuple[Problem, tuple[str, ...]]:
    space, refused = _space(family, case), list[str]()
    for number in _places(place, space, key):
        try:
            problem = drafted(family, case, family.pose(case, space.at(number)), drawn=True)
        except Poor as poor:
            refused.append(str(poor))
            continue
        if attempt == 0:
            return problem, tuple(refused)
        attempt -= 1
    reasons = ", ".join(f"{reason} ({count})" for reason, count in Counter(refused).most_common())
    raise NoneGood(f"{family.name}: no good problem among {space.places} draws: {reasons}")


def _elsewhere(index: int, attempt: int, most: int) -> int:
    """Return the index that an attempt takes in a small space: far from its neighbours, and in time each of them."""
    stride = next(step for step in range(most * 5 // 8, 2 * most) if gcd(step, most) == 1)
    return (index + attempt * stride) % most


def _places(place: int, space: Space, key: bytes) -> Iterator[int]:
    """Yield the numbers to try, those of this index alone."""
    for step in range(space.places):
        yield permuted(place * space.places + step, space.size, key)


def given(
    family: Family[Any],
    numbers: Mapping[str, Any],
    options: Mapping[str, object],
    notation: Notation,
    week: int,
    number: int,
    *,
    confirmed: bool = True,
) -> Problem:
    """Return the instructor's own problem, proved like any other; what a guard would refuse stands in its remarks.

    Whoever wants it not *confirmed* walks the second road later. Raises UserError for numbers that make no problem.
    """
    settled, notation = _settled(options, notation)
    chosen = {name: value for name, value in settled.items() if name != "convention"}
    setting: Setting = family.setting("medium", chosen, notation)
    with localcontext(WORK):
        case, posed = family.accept(setting, numbers)
        problem = drafted(family, case, posed, drawn=False)
    options = _as_made(settled, problem)
    made = replace(problem, index=number, difficulty="given", options=options, week=week)
    return _confirmed(family, made, confirmed)
