"""The notes on whole networks: the lessons that are derived of them, proved, in the notation of the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct

from chalkgrad.drawing.shapes import Drawing
from chalkgrad.wording import words
from symbolic.networks.lines import Derivation, Section
from symbolic.networks.net import Net
from symbolic.notation import Notation

#: The net whose path from loss to input shows what slopes multiply to: one of each that the course compares.
PATH = ("sigmoid", "tanh", "relu", "sigmoid")


class Network(Struct, frozen=True):
    """A note on a network by its name; ``sections`` are derived, and ``drawings`` belong to the first."""

    name: str
    sections: Callable[[Notation], tuple[Section, ...]]
    drawings: Callable[[Notation], tuple[Drawing, ...]] = lambda _: ()

    @property
    def id(self) -> str:
        """The identity of its note."""
        return f"network/{self.name}"

    def title(self, language: str) -> str:
        """Return the name of its note."""
        return words(language)[self.name]


@lru_cache
def _proved(output: str, loss: str, notation: Notation) -> Derivation:
    """Return the gradients of a net with ReLU in its hidden layer; the book holds their proof."""
    from symbolic.networks.known import proved
    from symbolic.networks.lesson import derivation

    lesson = derivation(_net(("relu", output), loss, notation))
    proved(lesson)
    return lesson


def _net(activations: tuple[str, ...], loss: str, notation: Notation) -> Net:
    return Net(activations, loss, notation.rows, "mean" if notation.rows else "one")


def _gradients(name: str, output: str, loss: str) -> Network:
    def drawings(notation: Notation) -> tuple[Drawing, ...]:
        from chalkgrad.lesson_drawings import drawings

        return drawings(_proved(output, loss, notation), notation)

    return Network(name, lambda notation: _proved(output, loss, notation).sections, drawings)


def _collapse(notation: Notation) -> tuple[Section, ...]:
    from symbolic.networks.lesson import collapse

    return (collapse(_net(("identity",) * 3, "squared-error", notation)),)


def _vanishing(notation: Notation) -> tuple[Section, ...]:
    from symbolic.networks.lesson import saturation, vanishing

    return (vanishing(_net(PATH, "bce", notation)), *saturation("sigmoid"), *saturation("tanh"))


#: The notes, in the order in which the hub lists them.
NETWORKS: tuple[Network, ...] = (
    _gradients("gradients-sigmoid", "sigmoid", "bce"),
    _gradients("gradients-softmax", "softmax", "cross-entropy"),
    Network("linear-collapse", _collapse),
    Network("vanishing-gradients", _vanishing),
)


def parts(network: Network, notation: Notation) -> Iterator[tuple[Section, str]]:
    """Yield the sections of a note, each with its Markdown."""
    from chalkgrad.lesson_pages import section_markdown

    for section in network.sections(notation):
        yield section, section_markdown(section, notation).strip("\n")
