"""Traits of one function: its range, how steep it gets, where it saturates, where it is dead; given activation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.traits import ALL, KNOWN, drawn_order, formula, parameters, reasons, shown, title, traits
from generators.traits_sampled import sampled
from symbolic.errors import UserError, unknown
from symbolic.notation import Notation

#: What can be asked of one function, in the order of the questions.
QUESTIONS = ("range", "steepest", "centred", "saturates", "dead", "rises")
#: How many are asked, and of which functions.
USUAL = {"easy": (2, KNOWN), "medium": (3, ALL), "hard": (4, ALL)}
OPTIONS = 4


class Card(Struct, frozen=True):
    """The traits that are asked, of functions among some."""

    asked: tuple[str, ...]
    functions: tuple[str, ...]
    rounding: Rounding
    notation: Notation
    kind: str = "one function"


def cases(setting: Setting) -> tuple[Card, ...]:
    """Return the choices of traits that leave functions enough."""
    count, names = USUAL[setting.difficulty]
    found = []
    for asked in combinations(QUESTIONS, count):
        fit = tuple(name for name in names if all(trait in traits(name) for trait in asked))
        if {"range", "steepest"} & set(asked):
            found.append(Card(asked, fit, Rounding("exact"), setting.columns))
    return tuple(found)


def space(case: Card) -> Space:
    """Return the functions: each is one problem."""
    return Space((Choice("activation", case.functions),), refuses=False)


def pose(case: Card, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the function and what is asked of it."""
    return {"activation": draw["activation"], "asked": ", ".join(case.asked)}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Card, dict[str, Any]]:
    """Read the instructor's function and, where they are given, the traits to ask; else all are.

    Raises UserError for a function or trait that the book does not have.
    """
    name = str(given["activation"])
    if name not in ALL:
        raise UserError(f"given.activation = {name!r} is none of {', '.join(ALL)}")
    known = [trait for trait in QUESTIONS if trait in traits(name)]
    asked = tuple(trait.strip() for trait in str(given.get("asked", ", ".join(known))).split(","))
    for trait in asked:
        if trait not in known:
            raise unknown(f"trait of {name}", trait, known)
    return Card(asked, (name,), Rounding("exact"), setting.columns), {"activation": name, "asked": ", ".join(asked)}


def solve(case: Card, given: Mapping[str, Any], keep: Ledger) -> None:
    """The traits stand in the book, derived and proved."""
    for trait in case.asked:
        keep(trait, traits(given["activation"])[trait])


def recompute(case: Card, given: Mapping[str, Any]) -> Mapping[str, str]:
    """The traits again, as the values of the function show them."""
    return sampled(given["activation"])


def choices(case: Card, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what there is to choose from: the answer, and answers that are right of other functions."""
    about = ", ".join(case.asked)
    return {trait: _choices(given["activation"], trait, about) for trait in case.asked}


def _choices(name: str, trait: str, about: str) -> tuple[str, ...]:
    right = traits(name)[trait]
    others = dict.fromkeys(traits(other)[trait] for other in ALL if trait in traits(other))
    wrong = drawn_order((answer for answer in others if answer != right), f"{name}/{trait}/{about}/wrong")[
        : OPTIONS - 1
    ]
    return drawn_order((right, *wrong), f"{name}/{trait}/{about}")


def forms(case: Card) -> tuple[Form, ...]:
    """One line of words a trait: the fact of the book that settles it."""
    return tuple(Form(trait, "fact", None, "A") for trait in case.asked)


def slips(case: Card, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The other choices, each with a function of which it would be right."""
    name = given["activation"]
    for trait in case.asked:
        for answer in choices(case, given)[trait]:
            owners = [other for other in ALL if other != name and traits(other).get(trait) == answer]
            if answer != found.values[trait] and owners:
                yield Slip(trait, f"taken for {owners[0]}", answer)


def facts(case: Card, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The function and its definition, the choices and the reasons, all from the book."""
    name = given["activation"]
    offered = choices(case, given)
    tongue = {trait: {answer: _said(trait, answer) for answer in offered[trait]} for trait in case.asked}
    return {
        "functions": (name,),
        "titles": {other: title(other) for other in ALL},
        "formulas": (formula(name, case.notation),),
        "parameters": parameters(name),
        "asked": dict(enumerate(case.asked, 1)),
        "choices": {trait: tuple(tongue[trait][answer] for answer in offered[trait]) for trait in case.asked},
        "said": tongue,
        "settled": all(found.values[trait] in offered[trait] for trait in case.asked),
        "reasons": {trait: reasons(name, trait) for trait in case.asked},
    }


def _said(trait: str, answer: str) -> str:
    """Return an answer as Markdown, as the book writes it of a function of which it is right."""
    return next(shown(name, trait) for name in ALL if traits(name).get(trait) == answer)


CARDS: Family[Any] = Family(
    name="activation-properties", version=1, summary="traits of one function", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: tuple(Ask(trait, None, k) for k, trait in enumerate(case.asked, 1)), slips=slips, accept=accept,
    symbols=lambda case: {}, facts=facts, choices=choices,
)  # fmt: skip  # a table of fields
