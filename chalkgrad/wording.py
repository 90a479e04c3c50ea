"""The words: Jinja environments, and the wording of a family as a module of macros.

``templates/problems/FAMILY.md.j2`` defines ``statement(p)``, ``prompt(p, q)``, ``why(p, line)``, ``mistake(p, m)`` and
``hint(p, level)``; ``p`` is a ``View``. A template in the user's own folder stands in for ours of the same name, and
runs in Jinja's sandbox.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import templates
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import Sym

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from generators.problem import Problem

SHIPPED = Path(templates.__file__).parent

#: A macro of a template; it returns text.
Macro = Callable[..., str]


class Brackets(NamedTuple):
    """What opens and closes a tag of the template language."""

    block: tuple[str, str] = ("{%", "%}")
    variable: tuple[str, str] = ("{{", "}}")
    comment: tuple[str, str] = ("{#", "#}")


@lru_cache
def environment(folder: Path | None = None, brackets: Brackets = Brackets()) -> Environment:  # noqa: B008 a tuple
    """Return the environment of our templates; those in *folder* come first, and then all run in the sandbox."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    kind = SandboxedEnvironment if folder else Environment
    return kind(
        *brackets.block,
        *brackets.variable,
        *brackets.comment,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
        loader=FileSystemLoader([folder, SHIPPED] if folder else [SHIPPED]),
        auto_reload=False,
    )


@lru_cache
def words() -> Mapping[str, str]:
    """Return the headings that all formats share."""
    shared: dict[str, str] = json.loads((SHIPPED / "words.json").read_text(encoding="utf-8"))
    return shared


@lru_cache
def macro(template: str, name: str, folder: Path | None = None) -> Macro:
    """Return one macro of a template, compiled once."""
    found: Macro = getattr(_module(template, folder), name)
    return found


@lru_cache
def _module(template: str, folder: Path | None) -> object:
    loaded: Template = environment(folder).get_template(template)
    return loaded.module


def wording(family: str, name: str, folder: Path | None = None) -> Macro:
    """Return the macro *name* of a family's wording."""
    return macro(f"problems/{family}.md.j2", name, folder)


@dataclass(frozen=True)
class View:
    """A problem as its wording sees it: LaTeX of what is given and of what is asked, facts, and no arithmetic."""

    problem: Problem

    @property
    def given(self) -> Mapping[str, str]:
        """The LaTeX of each given, by its name: ``p.given.W1``."""
        return self.problem.given_printed

    @cached_property
    def part(self) -> Mapping[str, str]:
        """The LaTeX of each part's symbol, by its name: ``p.part.z1``."""
        return {part.name: part.symbol for part in self.problem.parts}

    @property
    def facts(self) -> Mapping[str, object]:
        """What the family knows about the problem."""
        return self.problem.facts

    @property
    def options(self) -> Mapping[str, object]:
        """The options that were set."""
        return self.problem.options

    @property
    def notation(self) -> Notation:
        """The instructor's notation."""
        return self.problem.notation

    @property
    def rounding(self) -> str:
        """The rounding policy: exact, printed or full."""
        return self.problem.rounding

    def sym(self, name: str, layer: int = 0, *index: int) -> str:
        """Return the LaTeX of a symbol: ``p.sym("W", 1)``."""
        return _symbol(self.problem.notation, name, layer, index)


@lru_cache(4096)
def _symbol(notation: Notation, name: str, layer: int, index: tuple[int, ...]) -> str:
    return latex(Sym(name, layer, index), notation)
