"""The notes on whole networks: what is derived of them, in the notation of the course."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalkgrad.wording import words
from symbolic.notation import Notation


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a derivation: what is done, in words, and the formula that comes of it."""

    words: str
    latex: str


@dataclass(frozen=True, slots=True)
class Network:
    """A note on a network; ``sections`` are derived, each a heading with its steps."""

    name: str
    sections: Callable[[Notation], Sequence[tuple[str, Sequence[Step]]]]

    @property
    def id(self) -> str:
        """The identity of its note."""
        return f"network/{self.name}"

    def title(self, language: str) -> str:
        """Return the name of its note."""
        return words(language)[self.name]


#: The notes, in the order in which the hub lists them.
NETWORKS: tuple[Network, ...] = ()
