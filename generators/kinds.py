"""A family of several kinds of question: each kind is a family by itself, and the problems take them in turn."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Protocol

from msgspec import Struct

from generators.family import Case, Family, Option, Setting, one_of
from symbolic.diagram import Diagram, Table
from symbolic.errors import UserError


class Kind(Struct, frozen=True):
    """A kind of question; a given problem is of it where *sign* is among its givens. Its cases have its name."""

    family: Family[Any]
    sign: str


class Kinded(Case, Protocol):
    """A case that says of which kind it is."""

    @property
    def kind(self) -> str:
        """The name of its kind."""


def joined(name: str, version: int, summary: str, kinds: Mapping[str, Kind]) -> Family[Any]:
    """Return the family of these kinds, with an option ``kind`` that keeps to one."""
    option = Option("which questions: " + ", ".join(kinds), one_of(*kinds))

    def of(case: Kinded) -> Family[Any]:
        return kinds[case.kind].family

    def drawings(case: Kinded, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
        drawn = of(case).drawings
        return drawn(case, shown) if drawn else ()

    return Family(
        name=name, version=version, summary=summary, options={"kind": option},
        cases=lambda setting: _in_turn(kinds, setting),
        space=lambda case: of(case).space(case),
        pose=lambda case, draw: of(case).pose(case, draw),
        solve=lambda case, given, keep: of(case).solve(case, given, keep),
        recompute=lambda case, given: of(case).recompute(case, given),
        forms=lambda case: of(case).forms(case),
        asks=lambda case: of(case).asks(case),
        slips=lambda case, given, found: of(case).slips(case, given, found),
        accept=lambda setting, given: _kind_of(kinds, given).accept(setting, given),
        symbols=lambda case: of(case).symbols(case),
        guards=lambda case, given, found, quantity: of(case).guards(case, given, found, quantity),
        facts=lambda case, given, found: {"kind": case.kind, **of(case).facts(case, given, found)},
        figures=lambda case: of(case).figures(case),
        choices=lambda case, given: of(case).choices(case, given),
        drawings=drawings if any(kind.family.drawings for kind in kinds.values()) else None,
    )  # fmt: skip  # a register entry


def _in_turn(kinds: Mapping[str, Kind], setting: Setting) -> tuple[Any, ...]:
    """Return the first case of each kind, then the second of each, and so on."""
    wanted = [setting.options["kind"]] if "kind" in setting.options else list(kinds)
    cases = zip_longest(*(kinds[name].family.cases(setting) for name in wanted))
    return tuple(case for turn in cases for case in turn if case is not None)


def _kind_of(kinds: Mapping[str, Kind], given: Mapping[str, Any]) -> Family[Any]:
    for kind in kinds.values():
        if kind.sign in given:
            return kind.family
    signs = ", ".join(f"given.{kind.sign} for {name}" for name, kind in kinds.items())
    raise UserError(f"nothing says what is asked: give {signs}")
