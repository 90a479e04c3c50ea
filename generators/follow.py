"""Follow-through: what the later parts come to from a student's own value, so that a mistake is paid for once.

The way on is the family's ``solve`` with a ledger in which that value is replaced as it is kept. Its second road is the
page: each later line is filled with the new numbers, read back from its LaTeX and computed again from its digits. A
part that no such line finds is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generators.answers import apart, is_text, page_of, part, tolerance, tolerances
from generators.checks import recomputed
from generators.family import Case, Family
from generators.lines import Page
from generators.nets import entries, in_field, size
from generators.problem import Line, Part, Problem
from generators.rounding import Ledger, Rounding
from generators.shapes import shape_of
from generators.sketches import NONE
from symbolic.arithmetic import entrywise, scalar
from symbolic.errors import UserError, unknown
from symbolic.exact import Exact, NotExact, decimal
from symbolic.fields import WORK, Quantity
from symbolic.traverse import walk

#: A student's own values, each under the name of its part.
Own = Mapping[str, Quantity]


class Followed(Struct, frozen=True):
    """What follows from a student's own value: the later parts that come out otherwise, and how.

    ``trivial`` names those of them that ask nothing any more, since all their entries are zero; ``lost`` those that do
    not exist from there; ``relations`` counts what was recomputed.
    """

    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    facts: Mapping[str, object]
    trivial: tuple[str, ...]
    lost: tuple[str, ...]
    remarks: tuple[str, ...]
    relations: int

    def within(self, problem: Problem) -> Problem:
        """Return *problem* as it goes on from the student's own value: later parts of its own, and their lines."""
        own = {part.name: part for part in self.parts}
        return replace(
            problem,
            parts=tuple(own.get(part.name, part) for part in problem.parts),
            lines=self.lines,
            facts=self.facts or problem.facts,
            mistakes=(),
            remarks=self.remarks,
            checks={"printed relations recomputed": self.relations},
            sketches=NONE,
        )


class Way(Struct, frozen=True):
    """One way through a problem: in full, rounded as it is written down, and its page."""

    truth: Ledger
    written: Ledger
    page: Page
    remarks: list[str]

    def after(self, own: Own) -> set[str]:
        """Return the names of what was found after the first of *own*, without *own*."""
        names = list(self.truth.values)
        return set(names[min(map(names.index, own)) :]) - own.keys()

    def tolerance(self, name: str, rounding: Rounding) -> float:
        """Return how far an honest answer may lie from a part."""
        return tolerance(self.truth.values[name], self.written.carried[name], rounding)


class Trail:
    """The ways on from a student's own values in one problem."""

    def __init__(self, family: Family[Any], problem: Problem) -> None:
        """Take the problem; its right way is gone when it is first needed."""
        self.family, self.problem = family, problem
        self._right: dict[Rounding, Way] = {}

    def leads(self, name: str) -> bool:
        """Whether some line goes on from a part: else nothing follows from it."""
        case: Any = self.problem.case
        return name in _taken_up(self.family, case)

    def followed(self, own: Own) -> Followed:
        """Return what the parts after *own* come to from it, proved.

        Raises UserError for a name that is no part with numbers, or a value of another shape than the part.
        """
        _fitting(self.problem, own)
        case: Any = self.problem.case
        with localcontext(WORK):
            try:
                return self._followed(case, own)
            except NotExact:  # where the student's value has no exact way on, decimals do
                found = self._followed(replace(case, rounding=Rounding("printed")), own)
                return replace(found, remarks=("from there no answer is exact: these are decimals", *found.remarks))

    def _followed(self, case: Case, own: Own) -> Followed:
        family, rounding, shape = self.family, case.rounding, shape_of(self.family, case)
        given = _in_field(self.problem.given, rounding)
        own = {name: rounding.carried(_bare(value)) for name, value in _in_field(own, rounding).items()}
        if rounding not in self._right:
            self._right[rounding] = way_of(family, case, given, {})
        right, way = self._right[rounding], way_of(family, case, given, own)
        later = way.after(own)
        known = way.page.shown.keys()
        forms = tuple(form for form in shape.forms if form.finds and form.finds <= later and form.names <= known)
        told = {name for form in forms for name in form.finds}
        lines = tuple(Line(f.form.part, f.form.rule, f.fill(way.page), f.form.mark, f.form.facts) for f in forms)
        relations = recomputed(replace(shape, forms=forms), case, {}, way.page, {}, lines)
        differs = {name for name in told if way.page.shown[name] != right.page.shown[name]}
        changed = [(ask, symbol) for ask, symbol in shape.asks if ask.name in differs]
        allowed = tolerances([ask for ask, _ in changed], way.truth, way.written, rounding)
        parts = tuple(part(*asked, case, way.truth, allowed, way.page, shape) for asked in changed)
        trivial = tuple(p.name for p in parts if not p.scalar and not any(entries(way.written.carried[p.name])))
        names = {p.name for p in parts}
        lost = tuple(ask.name for ask, _ in shape.asks if ask.name not in way.truth.values)
        return Followed(
            parts=parts,
            lines=tuple(line for line in lines if line.part in names),
            facts=_facts(family, case, given, way),
            trivial=trivial,
            lost=lost,
            remarks=tuple(_remarks(case, own, right, way, trivial, lost)),
            relations=relations,
        )


def _facts(family: Family[Any], case: Case, given: Mapping[str, Any], way: Way) -> Mapping[str, object]:
    """Return what the words need of a student's way; nothing where they need what does not exist on it."""
    try:
        return family.facts(case, given, way.truth)
    except KeyError:
        return {}


@lru_cache(maxsize=512)
def _taken_up(family: Family[Any], case: Case) -> frozenset[str]:
    """Return what a line has in it, as numbers or as a symbol, that finds something else."""
    shape = shape_of(family, case)
    symbols = family.symbols(case)
    taken: set[str] = set()
    for form in shape.forms:
        nodes = walk(form.form.tree) if form.form.tree is not None else ()
        taken |= (form.names | {symbols[node] for node in nodes if node in symbols}) - form.finds
    return frozenset(taken)


def _fitting(problem: Problem, own: Own) -> None:
    known = {part.name: part for part in problem.parts if not is_text(part.value)}
    for name, value in own.items():
        if name not in known:
            raise unknown(f"part with numbers in {problem.family}", name, known)
        shape, wanted = size(value), size(known[name].value)
        if shape != wanted:
            raise UserError(f"{name} is {wanted[0]}×{wanted[1]} here, and not {shape[0]}×{shape[1]}")


def _bare(value: Quantity) -> Quantity:
    """Return the entry of a matrix of one as that number, as solutions have it."""
    return scalar(value) if isinstance(value, list) else value


def _in_field(values: Mapping[str, Any], rounding: Rounding) -> dict[str, Any]:
    return {name: v if is_text(v) else in_field(_told(v, rounding), rounding) for name, v in values.items()}


def _told(value: Quantity, rounding: Rounding) -> Quantity:
    """Return what a student has in a problem of logarithms: their decimals, where no exact way leads on."""
    return (
        value if rounding.policy == "exact" else entrywise(lambda x: decimal(x) if isinstance(x, Exact) else x, value)
    )


def way_of(family: Family[Any], case: Case, given: Mapping[str, Any], own: Own) -> Way:
    """Solve, in full and rounded, as far as there are values: from a wrong one the next may not exist, such as ln 0."""
    remarks: list[str] = []
    digits = case.rounding.digits if case.rounding.policy == "printed" else case.rounding.shown

    def watch(found: Ledger, name: str) -> None:
        remarks.extend(family.guards(case, given, found, name))

    truth = Ledger(lambda value: value, watch, own)
    rounds = Rounding("printed", digits).carried
    written = truth if case.rounding.policy == "exact" else Ledger(rounds, replaced=own)
    for ledger in (truth,) if written is truth else (truth, written):
        _solve(family.solve, case, given, ledger)
    shown = written if case.rounding.policy == "printed" else truth
    both = truth.values.keys() & written.values.keys()
    page = page_of(case, given, shown)
    return Way(
        truth, written, Page({n: t for n, t in page.shown.items() if n in both or n not in shown.values}), remarks
    )


def _solve(solve: Callable[..., None], case: Case, given: Mapping[str, Any], ledger: Ledger) -> None:
    """Enter what there is until a value does not exist: a division by 0, or the infinity that ln 0 leaves."""
    try:
        solve(case, given, ledger)
    except NotExact:
        raise
    except ArithmeticError:
        pass
    for name in [n for n, v in ledger.values.items() if n not in ledger.carried or not _finite(v)]:
        del ledger.values[name]


def _finite(value: Quantity | str) -> bool:
    return is_text(value) or all(not isinstance(x, Decimal) or x.is_finite() for x in entries(value))


def _remarks(case: Case, own: Own, right: Way, way: Way, trivial: tuple[str, ...], lost: tuple[str, ...]) -> list[str]:
    """Say what the marker should know: a value that is right, one that makes the rest trivial, one that ends it."""
    said = [
        f"{name} is right"
        for name, value in own.items()
        if not apart(value, right.truth.values[name], right.tolerance(name, case.rounding))
    ]
    said += [f"{name} is zero throughout, and asks nothing any more" for name in trivial]
    said += [remark for remark in way.remarks if remark not in right.remarks]
    return said + ([f"{lost[0]} does not exist from there (ln 0 or a division by 0)"] if lost else [])
