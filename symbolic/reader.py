r"""Read our dialect of LaTeX back into the tree: strictly, so that nothing is ever understood by half.

What ``symbolic.latex`` prints comes back as it was, in every notation; what a person writes in a wording is read as
long as it stays inside the dialect; anything else is refused with its name and its place.
"""

from __future__ import annotations

from functools import lru_cache

from symbolic.errors import UserError
from symbolic.levels import Levels
from symbolic.notation import Notation
from symbolic.operands import operands
from symbolic.tree import Node


@lru_cache(1024)  # each format asks of a formula again what it says
def read(text: str, notation: Notation | None = None) -> Node:
    r"""Return the tree of a formula in *notation*; UserError names what cannot be read and where it stands.

    >>> read(r"W^{[1]} x")
    Mul(factors=(Sym(name='W', layer=1, index=()), Sym(name='x', layer=0, index=())), dot=False)
    """
    notation = notation or Notation()
    try:
        return Levels(text, notation, operands(notation)).formula()
    except RecursionError:
        raise UserError(f"cannot read {text[:60]!r}: it is nested too deeply") from None
