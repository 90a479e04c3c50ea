"""The book: what was derived and proved of each activation, compiled by ``make book`` and read back here.

Reading an entry costs a few milliseconds and imports neither SymPy nor anything that draws.
"""

from __future__ import annotations

import json
import pkgutil
from functools import lru_cache
from typing import Any, cast

from msgspec import Struct

from symbolic.activations import ACTIVATIONS
from symbolic.errors import unknown


class Plot(Struct, frozen=True):
    """A drawing of the book: its caption, what is seen in it in words, and the drawing for the screen and for TeX."""

    caption: str
    alt: str
    svg: bytes
    pdf: bytes


@lru_cache(maxsize=64)
def load(name: str) -> dict[str, Any]:
    """Return the entry of an activation; its keys are those of ``chalkgrad derive --format json`` and a few more."""
    if name not in ACTIVATIONS:
        raise unknown("activation", name, ACTIVATIONS)
    return cast(dict[str, Any], json.loads(_read(f"{name}.json")))


@lru_cache(maxsize=1)
def certificates() -> dict[str, dict[str, Any]]:
    """Return the certificates of the usual nets, by the names that ``symbolic.networks.known`` gives them."""
    return cast(dict[str, dict[str, Any]], json.loads(_read("gradients.json")))


@lru_cache(maxsize=1)
def plots() -> dict[str, dict[str, str]]:
    """Return caption and alternative text of every plot, by its name."""
    return cast(dict[str, dict[str, str]], json.loads(_read("plots/plots.json")))


@lru_cache(maxsize=64)
def plot(name: str) -> Plot:
    """Return the plot *name*."""
    listed = plots()
    if name not in listed:
        raise unknown("plot", name, listed)
    words = listed[name]
    return Plot(words["caption"], words["alt"], _read(f"plots/{name}.svg"), _read(f"plots/{name}.pdf"))


def _read(file: str) -> bytes:
    data = pkgutil.get_data("symbolic.book", file)
    assert data is not None  # a file of our own package
    return data
