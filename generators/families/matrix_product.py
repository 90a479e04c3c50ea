"""`matrix-product`: C = A B with each entry's sum written out; given A and B."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generators.family import Ask, Family, Option, Setting, Slip, one_of, sizes
from generators.lines import Form
from generators.nets import demand, in_decimals, in_field, matrix, numbers, turned
from generators.rounding import POLICIES, Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise, times
from symbolic.errors import UserError
from symbolic.layers import product_of
from symbolic.notation import Notation
from symbolic.tree import Node, Sym
from symbolic.written import slots

A, B, C = Sym("A"), Sym("B"), Sym("C")


class Product(Struct, frozen=True):
    """An m×k matrix times a k×n one."""

    m: int
    k: int
    n: int
    rounding: Rounding
    notation: Notation


OPTIONS = {
    "sizes": Option("rows of A, columns of A, columns of B, such as 2,3,2", sizes(3, 1, 5, "rows, inner, columns")),
    "rounding": Option("exact, printed (each value rounded as it is written) or full", one_of(*POLICIES)),
}
USUAL = {
    "easy": ((2, 2, 2), (2, 3, 2), (2, 2, 3)),
    "medium": ((3, 2, 3), (2, 3, 3), (3, 3, 2)),
    "hard": ((3, 3, 3), (2, 4, 3), (3, 4, 3)),
}


def cases(setting: Setting) -> tuple[Product, ...]:
    """Return the shapes that the difficulty and the options allow."""
    rounding = _rounding(setting, decimals=False)
    shapes = dict.fromkeys(setting.options.get("sizes", usual) for usual in USUAL[setting.difficulty])
    return tuple(Product(m, k, n, rounding, _notation(setting)) for m, k, n in shapes)


def _notation(setting: Setting) -> Notation:
    """Return the course's notation in column convention: in the other A would be the activations."""
    return replace(setting.notation, convention="column")


def _rounding(setting: Setting, *, decimals: bool) -> Rounding:
    return Rounding(setting.options.get("rounding", "exact"), decimals=decimals)


def space(case: Product) -> Space:
    """Return the entries to draw, whole numbers from -5 to 9."""
    entries = tuple(range(-5, 10))
    return Space((Choice("A", entries, case.m, case.k), Choice("B", entries, case.k, case.n)))


def pose(case: Product, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the two matrices."""
    return {name: in_field(draw[name], case.rounding) for name in ("A", "B")}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Product, dict[str, Any]]:
    """Read the instructor's A and B; raises UserError where they do not multiply."""
    demand(given, ("A", "B"), "a product needs A and B")
    read = {name: matrix(name, given[name], vector=False, rows=False) for name in ("A", "B")}
    (m, k), (rows, n) = ((len(M), len(M[0])) for M in read.values())
    if k != rows:
        raise UserError(f"A is {m}×{k} and B is {rows}×{n}: A B needs B to have {k} rows")
    case = Product(m, k, n, _rounding(setting, decimals=in_decimals(read)), _notation(setting))
    return case, {name: in_field(M, case.rounding) for name, M in read.items()}


def solve(case: Product, given: Mapping[str, Any], keep: Ledger) -> None:
    """C = A B."""
    at = numbers(given)
    keep("C", times(at["A"], at["B"]))


def recompute(case: Product, given: Mapping[str, Any]) -> dict[str, Any]:
    """The product again, in NumPy."""
    return {"C": given["A"] @ given["B"]}


def forms(case: Product) -> tuple[Form, ...]:
    """One line: the sums written out, then the result."""
    at: dict[Node, Node] = {A: slots("A", case.m, case.k), B: slots("B", case.k, case.n)}
    facts = {"left": [case.m, case.k], "right": [case.k, case.n], "result": [case.m, case.n]}
    return (Form("C", "multiply", product_of("C", (A, B), at, slots("C", case.m, case.n), C), "A", facts),)


def guards(case: Product, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse matrices that are mostly zeros, whose products teach nothing."""
    for factor in ("A", "B"):
        entries = [entry for row in given[factor] for entry in row]
        if 2 * sum(1 for entry in entries if not entry) > len(entries):
            yield f"{factor} is mostly zeros"


def slips(case: Product, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: entry times entry, the factors exchanged, rows with rows."""
    at = numbers(given)
    if case.k > 1:
        short = times([row[:-1] for row in given["A"]], given["B"][:-1])
        yield Slip("C", "last product left out", short)
    if any(entry < 0 for name in ("A", "B") for row in given[name] for entry in row):
        yield Slip("C", "minus signs dropped", times(entrywise(abs, at["A"]), entrywise(abs, at["B"])))
    if case.m == case.k == case.n > 1:
        yield Slip("C", "entry by entry", entrywise(lambda a, b: a * b, at["A"], at["B"]))
        yield Slip("C", "rows with rows", times(at["A"], turned(at["B"])))
    if case.m == case.n and case.m > 1:
        yield Slip("C", "factors exchanged", times(at["B"], at["A"]))


def facts(case: Product, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The shapes, whether the other order multiplies at all, and whether it leads to the same."""
    at = numbers(given)
    commute = case.m == case.k == case.n > 1 and times(at["B"], at["A"]) == found.values["C"]
    return {"m": case.m, "k": case.k, "n": case.n, "exchange": case.m == case.n, "commute": commute}


FAMILY = Family(
    name="matrix-product", version=1, summary="C = A B, each entry's sum written out",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("C", C),), slips=slips, accept=accept, symbols=lambda case: {A: "A", B: "B", C: "C"},
    guards=guards, facts=facts,
)  # fmt: skip  # a register entry
