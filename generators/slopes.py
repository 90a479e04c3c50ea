"""The slope f'(z) of a layer in the first road: from the output where that is what is taught, else by the side of z."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generators.by_tree import ByTree, by_tree
from generators.nets import size
from generators.rounding import Rounding
from symbolic.arithmetic import entrywise
from symbolic.fields import Quantity
from symbolic.layers import slope_written
from symbolic.written import slots


def slope_at(name: str, z: Quantity, a: Quantity, rounding: Rounding, given: Mapping[str, Any]) -> Quantity:
    """Return f'(z), entry by entry: a(1 - a), 1 - a², or the slope of the branch on which z lies.

    At a kink the left branch gives the slope, f'(0) = 0 for ReLU, as JAX and PyTorch have it.
    """
    if (taught := _from_output(name, *size(a))) is not None:
        return taught.of(rounding.field, a=a)
    one, zero = rounding.field.number("1"), rounding.field.number("0")
    left = {"identity": one, "leaky-relu": given.get("slope")}.get(name, zero)
    return entrywise(lambda value: one if rounding.field.sign(value) > 0 else left, z)


@lru_cache(maxsize=128)
def _from_output(name: str, rows: int, columns: int) -> ByTree | None:
    tree = slope_written(name, slots("a", rows, columns))
    return None if tree is None else by_tree(tree)
