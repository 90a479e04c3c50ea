"""What the macros of a wording see: a problem, its facts, a worked line, a mistake, an answer in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import Sym

#: The fact that chooses among several wordings; no template can ask for it by this name.
VARIANT = ""


class Facts(Mapping[str, object]):
    """The facts of a problem; the names of those that were asked for are noted."""

    def __init__(self, facts: Mapping[str, object], asked: set[str]) -> None:
        """Note in *asked* what is asked for."""
        self._facts, self._asked = facts, asked

    def __getitem__(self, name: str) -> object:
        """Return a fact."""
        self._asked.add(name)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        """Run over the names, which asks for all."""
        self._asked.update(self._facts)
        return iter(self._facts)

    def __len__(self) -> int:
        """Count the facts, which asks for all."""
        self._asked.update(self._facts)
        return len(self._facts)


class View(Struct, frozen=True):
    """A problem as its wording sees it: LaTeX of what is given and of what is asked, facts, and no arithmetic."""

    given: Mapping[str, str]  # by name, p.given.W1: a slot, to be printed and never asked about
    part: Mapping[str, str]  # the symbol of a part, p.part.z1
    facts: Facts
    options: Mapping[str, object]
    notation: Notation
    rounding: str  # the policy

    @property
    def variant(self) -> Any:
        """Which of several wordings is wanted."""
        return self.facts[VARIANT]

    def sym(self, name: str, layer: int = 0, *index: int | str) -> str:
        """Return the LaTeX of a symbol: ``p.sym("W", 1)``."""
        return _symbol(self.notation, name, layer, index)

    def pick(self, wordings: Sequence[Any]) -> Any:
        """Return one of several wordings or contexts; neighbours on a sheet take different ones."""
        return wordings[self.variant % len(wordings)]


class LineView(Struct, frozen=True):
    """A worked line as ``why`` sees it."""

    rule: str
    part: str
    facts: Mapping[str, object]


class SlipView(Struct, frozen=True):
    """A mistake as ``mistake`` sees it."""

    name: str
    part: str


class AnswerView(Struct, frozen=True):
    """An answer in words as ``answer`` sees it; ``letter`` is that of a choice, or empty."""

    part: str
    value: str
    letter: str


@lru_cache(4096)
def _symbol(notation: Notation, name: str, layer: int, index: tuple[int | str, ...]) -> str:
    return latex(Sym(name, layer, index), notation)
