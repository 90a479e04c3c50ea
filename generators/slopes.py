"""The slope f'(z) of a layer in the first road: from the output where that is what is taught, else by the side of z."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generators.rounding import Rounding
from symbolic.arithmetic import entrywise
from symbolic.compiled import compiled
from symbolic.fields import Quantity
from symbolic.frame import Frame, Run, literals_of
from symbolic.layers import slope_written
from symbolic.tree import Sym

_A = Sym("a")


def slope_at(name: str, z: Quantity, a: Quantity, rounding: Rounding, given: Mapping[str, Any]) -> Quantity:
    """Return f'(z), entry by entry: a(1 - a), 1 - a², or the slope of the branch on which z lies.

    At a kink the left branch gives the slope, f'(0) = 0 for ReLU, as JAX and PyTorch have it.
    """
    taught = _from_output(name)
    if taught is not None:
        run, texts = taught
        literals = [rounding.field.number(text) for text in texts]
        return entrywise(lambda value: run(Frame(rounding.field, literals, {_A: value})), a)
    one, zero = rounding.field.number("1"), rounding.field.number("0")
    left = {"identity": one, "leaky-relu": given.get("slope")}.get(name, zero)
    return entrywise(lambda value: one if rounding.field.sign(value) > 0 else left, z)


@lru_cache(maxsize=64)
def _from_output(name: str) -> tuple[Run, tuple[str, ...]] | None:
    tree = slope_written(name, _A)
    return None if tree is None else (compiled(tree), tuple(leaf.text for leaf in literals_of(tree)))
