"""Faded solutions: worked lines with blanks, more of them the harder the problem, and none that another line fills in.

What a blank hides is a quantity: its numbers are blank wherever they stand, and so is whatever repeats them, such as
the gradient of a bias, which is the error itself, or what a ReLU lets through. The words of a line that hang on the
solution are the publisher's to leave out; it gets the facts of another solution to tell them by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import localcontext
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generators.answers import is_text
from generators.family import Family
from generators.follow import way_of
from generators.lines import Page, Printed
from generators.problem import Problem
from generators.readings import slot_texts
from generators.rounding import Ledger, Shown
from generators.shapes import shape_of
from symbolic.arithmetic import entrywise
from symbolic.errors import ProofFailed
from symbolic.fields import WORK, Quantity
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.traverse import walk
from symbolic.tree import Chain, Node, Slot, Sym

#: What a quantity that stands for a part of another adds to its name: W1_shape, z_first.
STANDS_FOR = ("shape", "sizes", "result", "first")
#: Stands where something is to be filled in.
BLANK = Sym("blank")
_BOX = "\\square"
#: Of so many lines in a row the first is shown: every second is blank in easy problems, three of four in hard ones.
SHOWN = {"easy": 2, "medium": 3, "hard": 4, "given": 2}

#: A table of a page: rows of numbers as they stand there.
Table = Sequence[Sequence[Shown]]


class Faded(Struct, frozen=True):
    """The lines of a solution with blanks, in their order; of a ``bare`` one no more than its rule is left.

    The words of a ``telling`` one are an answer themselves, or as good as one. ``facts`` are those of another solution;
    None where there are none. ``hidden`` are the names that are blank.
    """

    lines: tuple[str, ...]
    bare: tuple[bool, ...]
    telling: tuple[bool, ...]
    facts: Mapping[str, object] | None
    hidden: frozenset[str]


def faded(family: Family[Any], problem: Problem) -> Faded:
    """Return the lines of a problem with blanks; raises ProofFailed where a line would give away what another hides."""
    case: Any = problem.case
    with localcontext(WORK):
        way = way_of(family, case, problem.given, {})
        facts = _other_facts(family, problem, way.truth)
    shape, asked = shape_of(family, case), {part.name for part in problem.parts if is_text(part.value)}
    blank = _blank(shape.forms, problem.difficulty, asked)
    given = {name for name, value in problem.given.items() if not is_text(value)}
    telling = tuple(gap and form.form.part in asked for form, gap in zip(shape.forms, blank, strict=True))
    spoken = frozenset(form.form.part for form, tells in zip(shape.forms, telling, strict=True) if tells)
    hidden = _hidden(shape.forms, blank, spoken, way.page, given)
    page = Page({name: _blanks(table) if name in hidden else table for name, table in way.page.shown.items()})
    often = problem.difficulty in ("medium", "hard")  # the working is blank too
    bare = tuple(gap and (often or not form.names) for form, gap in zip(shape.forms, blank, strict=True))
    lines = tuple(
        _rule(form.form.tree, case.notation) if rule else form.fill(page)
        for form, rule in zip(shape.forms, bare, strict=True)
    )
    filled = [(form, line) for form, line, rule in zip(shape.forms, lines, bare, strict=True) if not rule]
    keep_quiet(filled, hidden, {n: table for n, table in way.page.shown.items() if n not in given})
    return Faded(lines, bare, telling, facts, hidden)


def _blank(forms: Sequence[Printed], difficulty: str, in_words: set[str]) -> tuple[bool, ...]:
    """Say which lines are to be filled in: in the rhythm of the difficulty, the last always, words of a part as one."""
    rhythm, last = SHOWN[difficulty], len(forms) - 1
    first = [number % rhythm > 0 or number == last for number in range(len(forms))]
    told = {form.form.part for form, gap in zip(forms, first, strict=True) if gap and form.form.part in in_words}
    return tuple(gap or form.form.part in told for form, gap in zip(forms, first, strict=True))


def _hidden(
    forms: Sequence[Printed], blank: Sequence[bool], spoken: frozenset[str], page: Page, given: set[str]
) -> frozenset[str]:
    """Return what the blank lines find, what stands for a part of it, and whatever repeats it in another line."""
    hidden = {name for form, gap in zip(forms, blank, strict=True) if gap for name in form.finds} - given
    split = (name.rpartition("_") for name in page.shown)
    hidden |= {f"{whole}_{of}" for whole, _, of in split if of in STANDS_FOR and whole in hidden | spoken}
    shown = {name for form in forms for name in form.names} - given - hidden
    while told := {n for n in shown if any(_tells(page.shown[n], page.shown[h]) for h in hidden)}:
        hidden |= told
        shown -= told
    return frozenset(hidden)


def _tells(table: Table, secret: Table) -> bool:
    """Whether a row or a column of a table, or its one number, is one of another but for signs and zeros."""
    return any(_alike(u, v) for u in _rows_and_columns(table) for v in _rows_and_columns(secret))


def _rows_and_columns(table: Table) -> list[tuple[str, ...]]:
    sizes = [[entry.bare.lstrip("- ") for entry in row] for row in table]
    lines = [*map(tuple, sizes), *zip(*sizes, strict=True)]
    return [line for line in lines if len(line) > 1] or lines[:1]


def _alike(u: tuple[str, ...], v: tuple[str, ...]) -> bool:
    met = [(p, q) for p, q in zip(u, v, strict=False) if p != "0" != q]
    return len(u) == len(v) and bool(met) and all(p == q for p, q in met)


def _blanks(table: Table) -> list[list[Shown]]:
    return [[Shown(_BOX, _BOX, _BOX, entry.relation) for entry in row] for row in table]


@lru_cache(maxsize=1024)
def _rule(tree: Node | None, notation: Notation) -> str:
    """Return a line with its sides of symbols alone, and a blank for all the rest."""
    sides = tree.sides[:-1] if isinstance(tree, Chain) else ()
    plain = [side for side in sides if not any(isinstance(node, Slot) for node in walk(side))]
    return latex(Chain((*plain, BLANK), ("=",) * len(plain)) if plain else BLANK, notation)


def _other_facts(family: Family[Any], problem: Problem, truth: Ledger) -> Mapping[str, object] | None:
    """Return the facts of a solution in which every number and every answer in words is another."""
    other = replace(truth, values={name: _another(value) for name, value in truth.values.items()})
    try:
        return family.facts(problem.case, problem.given, other)
    except Exception:  # noqa: BLE001  facts that break on other numbers hang on them
        return None


def _another(value: Quantity | str) -> Quantity | str:
    return value + "?" if is_text(value) else entrywise(lambda x: -2 * x - 1, value)


def keep_quiet(lines: Iterable[tuple[Printed, str]], hidden: Iterable[str], found: Mapping[str, Table]) -> None:
    """Read faded lines back; raises ProofFailed where one shows a number that is hidden, or what repeats it."""
    shown = set[str]()
    for form, line in lines:
        texts = zip(form.pieces[1::2], slot_texts(form, line), strict=True)
        shown |= {slot.partition(",")[0] for slot, text in texts if text != _BOX}
    for name in sorted(shown & found.keys()):
        for secret in sorted(hidden):
            if name == secret or _tells(found[name], found[secret]):
                raise ProofFailed(f"the faded solution gives {secret} away by {name}")
