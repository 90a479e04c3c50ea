"""What all problems of one case share: the forms of their lines, their symbols and marks, made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from generators.family import Ask, Case, Family
from generators.lines import Form, Printed, operations, printed
from symbolic.fields import Quantity
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.traverse import walk
from symbolic.tree import Node, Sym
from symbolic.written import slots


class Shape(Struct, frozen=True):
    """What all problems of one case share: made once, filled for each."""

    forms: tuple[Printed, ...]
    asks: tuple[tuple[Ask, str], ...]  # with the LaTeX of its symbol
    entries: Mapping[str, tuple[str, int, int]]  # w_12 and its like by name: which entry of which quantity
    marks: Mapping[str, int]
    effort: int
    notation: Notation

    def given(self, name: str, value: Quantity) -> Printed:
        """Return the form of a given: a matrix of its numbers, or the one number."""
        rows, columns = (len(value), len(value[0])) if isinstance(value, list) else (1, 1)
        return _given_form(name, rows, columns, self.notation)


@lru_cache(maxsize=512)
def _given_form(name: str, rows: int, columns: int, notation: Notation) -> Printed:
    return printed(Form(name, "given", slots(name, rows, columns)), notation)


@lru_cache(maxsize=512)
def shape_of(family: Family[Any], case: Case) -> Shape:
    """Return what the problems of a case share."""
    stated = family.forms(case)
    symbols = family.symbols(case)
    nodes = (node for form in stated if form.tree is not None for node in walk(form.tree))
    indexed = {node for node in nodes if isinstance(node, Sym) and node.index} - symbols.keys()
    entries = {s: _entry(s, symbols, case.notation.rows) for s in sorted(indexed, key=repr)}
    named: dict[Node, str] = {**symbols, **{s: _spelled(*entry) for s, entry in entries.items()}}
    return Shape(
        forms=tuple(printed(form, case.notation, named) for form in stated),
        asks=tuple(
            (ask, latex(ask.symbol, case.notation) if ask.symbol is not None else "") for ask in family.asks(case)
        ),
        entries={named[s]: entry for s, entry in entries.items()},
        marks=Counter(form.part for form in stated if form.mark),
        effort=sum(operations(form.tree) for form in stated),
        notation=case.notation,
    )


def _entry(symbol: Sym, symbols: Mapping[Node, str], by_rows: bool) -> tuple[str, int, int]:
    """Return where an entry is found: w_12 goes to unit 1 from input 2, in whichever place the convention keeps it."""
    whole_name = "W" if symbol.name == "w" else symbol.name
    first, *second = (int(part) - 1 for part in symbol.index)
    row, column = (first, second[0]) if second else (first, 0)
    name = symbols[Sym(whole_name, symbol.layer)]
    return (name, column, row) if by_rows else (name, row, column)


def _spelled(name: str, row: int, column: int) -> str:
    return f"{name},{row},{column}"
