"""The note of an activation: what the book has derived and proved of it, in z, beside what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from chalkgrad.derived_pages import Record, groups, kinks, rows
from chalkgrad.notes.activation_words import ActivationWords
from symbolic.activation import Activation, X, usual
from symbolic.activations import ACTIVATIONS
from symbolic.book import load, plots
from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.proof import as_fraction
from symbolic.reader import read
from symbolic.traverse import substitute
from symbolic.tree import Node, Sym

Z = Sym("z")
#: Where f and its slope are tabled.
POINTS = tuple(map(Fraction, (-4, -2, -1, 0, 1, 2, 4)))
DECIMALS = 4
#: What begins with a word, and not with a symbol such as the index j.
_WORDY = re.compile(r"[a-z]{2}|a ")
_LETTER = re.compile(r"(?<![A-Za-z\\])x(?![A-Za-z])")
#: What of an entry of the book is printed as formulas, and the keys under which they stand.
_PRINTED = ("definition", "result", "lines", "kinks")
_FORMULAS = ("latex", "left", "where", "at")


class Step(NamedTuple):
    """A line of a derivation: its rule, and the equation that it leads to."""

    rule: str
    latex: str


class Derived(Struct, frozen=True):
    """What is derived and proved of an activation, in the letters of the course."""

    name: str
    title: str
    definition: str
    slope: str
    branches: tuple[tuple[str, tuple[Step, ...]], ...]  # where, and the lines there
    kinks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    given: str  # the parameters that figures are for; empty where there are none
    good: tuple[str, ...]
    bad: tuple[str, ...]
    values: tuple[tuple[str, str, str], ...]
    seen: str  # what its plot shows, in words; empty where there is none


@lru_cache(256)
def derived(name: str, notation: Notation) -> Derived:
    """Return what the book says of an activation, in the letters of a course."""
    found, turned = load(name), _letters(notation)
    entry = {**found, "variable": "z", **{key: _in_letters(found[key], turned) for key in _PRINTED}}
    proved = [(what, _sentence(says, turned)) for what, says in rows(found, "latex") if what not in _SHOWN]
    return Derived(
        name=name,
        title=str(entry["title"]),
        definition=_defined(entry),
        slope=f"{_symbol(entry, slope=True)} = {entry['result']['latex']}",
        branches=tuple((str(group[0].get("where", "")), tuple(_steps(group))) for group in groups(entry)),
        kinks=tuple(kinks(entry, "latex", "$")),
        facts=tuple((what, says) for what, says in proved if what not in SIDES),
        given=" and ".join(f"${latex(usual(one), notation)}$" for one in ACTIVATIONS[name].parameters),
        good=tuple(says for what, says in proved if what == SIDES[0]),
        bad=tuple(says for what, says in proved if what == SIDES[1]),
        values=tuple(_values(ACTIVATIONS[name])),
        seen=plots()[name]["alt"] if name in plots() else "",
    )


def in_notation(said: ActivationWords, notation: Notation) -> ActivationWords:
    """Return what is said of an activation with its formulas in the letters of a course."""
    turned = _letters(notation)
    return replace(
        said,
        rule=_sentence(said.rule, turned),
        use=_sentence(said.use, turned),
        traps=tuple(_sentence(trap, turned) for trap in said.traps),
    )


SIDES = ("for", "against")
#: Rows of the table that have a place of their own in the note.
_SHOWN = ("definition", "derivative")


def _sentence(says: str, turned: Callable[[str], str]) -> str:
    """Return words in which every formula between dollars is printed in other letters."""
    parts = says.split("$")
    parts[1::2] = [_formula(part, turned) for part in parts[1::2]]
    return "$".join(parts)


def _formula(text: str, turned: Callable[[str], str]) -> str:
    try:
        return turned(text)
    except UserError:  # an interval or a set, which the reader of lines was not taught
        return _LETTER.sub("z", text)


def _letters(notation: Notation) -> Callable[[str], str]:
    def turned(formula: str) -> str:
        return latex(substitute(read(formula), X, Z), notation)

    return turned


def _in_letters(value: Any, turned: Callable[[str], str]) -> Any:
    """Return an entry of the book with every formula that is printed in other letters."""
    if isinstance(value, list):
        return [_in_letters(item, turned) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: turned(inner) if key in _FORMULAS and isinstance(inner, str) and inner else _in_letters(inner, turned)
        for key, inner in value.items()
        if key not in ("forms", "proof")
    }


def _defined(entry: Record) -> str:
    """Return f(z) = …; the definition of the softmax names its outputs itself."""
    said = str(entry["definition"]["latex"])
    return said if ACTIVATIONS[entry["name"]].vector else f"{_symbol(entry)} = {said}"


def _symbol(entry: Record, *, slope: bool = False) -> str:
    """Return f(z) or f'(z), as the lines of the derivation write it."""
    lefts = [str(line["left"]) for line in entry["lines"]]
    return lefts[-1] if slope else next((left for left in lefts if "'" not in left and "partial" not in left), "f(z)")


def _steps(group: list[Record]) -> Iterator[Step]:
    for line in group:
        rule = str(line["rule"])
        yield Step(rule[:1].upper() + rule[1:] if _WORDY.match(rule) else rule, f"{line['left']} = {line['latex']}")


def _values(activation: Activation) -> Iterator[tuple[str, str, str]]:
    """Yield z, f(z) and f'(z), rounded where they are longer, by the conventions of the activation at its kinks."""
    if activation.vector:
        return
    from symbolic.curve import taylor

    for point in (*POINTS, *_beyond(activation)):
        places = (_branch(activation, point, sides) for sides in (activation.owners, activation.slopes))
        value, slope = (taylor(activation, place, point, order) for order, place in enumerate(places))
        yield str(point), _shown(value), _shown(slope)


def _beyond(activation: Activation) -> Iterator[Fraction]:
    """Yield each kink to the right of all the usual points, and a point behind it."""
    for at in map(as_fraction, activation.kinks):
        if at > POINTS[-1]:
            yield from (at, at + 2)


def _branch(activation: Activation, point: Fraction, sides: tuple[str, ...]) -> int:
    """Return the branch that holds at *point*; at a kink the neighbour that *sides* name."""
    kinks_: list[Node] = list(activation.kinks)
    for place, (kink, side) in enumerate(zip(kinks_, sides, strict=True)):
        at = as_fraction(kink)
        if point < at or (point == at and side == "left"):
            return place
    return len(kinks_)


def _shown(value: float) -> str:
    exact = f"{value:.12f}".rstrip("0").rstrip(".")
    text = exact if len(exact.rpartition(".")[2]) <= DECIMALS or "." not in exact else f"{value:.{DECIMALS}f}"
    return text.removeprefix("-") if float(text) == 0 else text
