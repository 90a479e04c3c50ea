"""What the families of layers share: numbers to draw, how givens are read, and what makes a poor draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import Any

from generators.rounding import Rounding, ends, rounded
from symbolic.arithmetic import scalar, times
from symbolic.errors import UserError
from symbolic.evaluate import activate
from symbolic.exact import Exact, decimal, ln, sign
from symbolic.fields import Quantity
from symbolic.tree import Node, Sym

#: Activations whose values are rational where their arguments are.
RATIONAL = ("identity", "relu", "leaky-relu")
#: Units of these have a kink at 0.
KINKED = ("relu", "leaky-relu")
SMOOTH = ("sigmoid", "tanh")
HIDDEN = ("relu", "leaky-relu", "sigmoid", "tanh", "identity")
#: Beyond this |z| the unit is saturated: σ' is under 0.018, tanh' under 0.027.
SATURATED = {"sigmoid": Decimal(4), "tanh": Decimal("2.5")}
#: Nearer to a kink than this nobody should have to look.
MARGIN = Decimal("0.05")
ALPHA = Sym("alpha")
#: The slope of a leaky ReLU where the instructor gives none: one with which a leak is worth working out.
_SLOPE = "0.1"


def spread(most: int, *, zero: bool = True) -> tuple[int, ...]:
    """Return the whole numbers from -most to most, without 0 if it is not wanted."""
    return tuple(n for n in range(-most, most + 1) if n or zero)


def tenths(most: int, *, zero: bool = True) -> tuple[Decimal, ...]:
    """Return the tenths from -most/10 to most/10."""
    return tuple(Decimal(n).scaleb(-1) for n in spread(most, zero=zero))


def slope_in(given: Mapping[str, Any]) -> object:
    """Return the slope of a leaky ReLU among the givens, or the usual one."""
    return single("slope", given["slope"]) if "slope" in given else _SLOPE


def leak(given: Mapping[str, Any], rounding: Rounding) -> Quantity:
    """Return the slope of a leaky ReLU as the policy computes it.

    Raises UserError for one with more decimals than a worked line has: f'(z) would not say it.
    """
    slope = in_field(slope_in(given), rounding)
    if rounding.policy != "exact" and slope != rounded(slope, rounding.shown):
        raise UserError(f"slope has more decimals than the {rounding.shown} that a worked line has: give it with fewer")
    return slope


def first_sum(W: Quantity, x: Quantity, b: Quantity, rows: bool) -> Quantity:
    """Return the sum of the first of several units in one go, W's numbers of it times x, and its bias."""
    weights = [row[0] for row in W] if rows else W[0]
    return sum(map(mul, weights, entries(x)), start=entries(b)[0])


def in_field(value: Quantity, rounding: Rounding) -> Quantity:
    """Return a number or matrix as the policy computes it: decimals, or exact."""
    exactly_so = rounding.policy == "exact" and not rounding.decimals
    if isinstance(value, list):
        return [[_in_field(entry, exactly_so) for entry in row] for row in value]
    return _in_field(value, exactly_so)


def demand(given: Mapping[str, Any], names: Iterable[str], why: str) -> None:
    """Raise UserError, with what the problem needs, for the first of *names* that is not given."""
    for name in names:
        if name not in given:
            raise UserError(f"given.{name} is missing: {why}")


def single(name: str, value: object) -> Any:
    """Return a given that is one number; raises UserError for a list, and for text that is no number, such as 0,5."""
    if isinstance(value, list):
        raise UserError(f"{name} must be a single number")
    if isinstance(value, str):
        _fraction(value, name)
    return value


def _fraction(value: object, name: str = "a number") -> Fraction:
    try:
        return Fraction(value)  # type: ignore[call-overload, no-any-return]  # of any kind; what is none is refused
    except (ValueError, TypeError, ZeroDivisionError):
        raise UserError(f"{name} is {value!r}: give a number such as 2, 0.5 or 2/3") from None


def _in_field(value: Quantity, exactly_so: bool) -> Quantity:
    if type(value) is int:
        return value if exactly_so else Decimal(value)
    if type(value) is Decimal and not exactly_so:
        return value
    if isinstance(value, Exact):
        if not exactly_so:
            raise UserError("a logarithm among the numbers needs exact values: use rounding = 'exact', or its decimals")
        return value
    q = _fraction(value)
    if exactly_so:
        return int(q) if q.denominator == 1 else q
    return Decimal(q.numerator) / Decimal(q.denominator)


def logs(matrix: list[list[int]], base: int) -> list[list[Quantity]]:
    """Return the matrix times ln base, exactly."""
    return [[entry * ln(base) for entry in row] for row in matrix]


def turned(matrix: Quantity) -> Quantity:
    """Return the transpose; a single number is its own."""
    return [list(row) for row in zip(*matrix, strict=True)] if isinstance(matrix, list) else matrix


def outer(delta: Quantity, source: Quantity, rows: bool) -> Quantity:
    """Return the outer product of an error with what came in: δ xᵀ, or xᵀ δ in row convention."""
    return times(turned(source), delta) if rows else times(delta, turned(source))


def oriented(given: dict[str, Any], rows: bool) -> dict[str, Any]:
    """Return givens drawn for columns in the course's convention: in row convention each is turned."""
    if not rows:
        return given
    return {name: turned(value) if isinstance(value, list) else value for name, value in given.items()}


def numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numeric givens as they are computed with, a matrix of one entry as that number."""
    return {n: scalar(v) if isinstance(v, list) else v for n, v in given.items() if not isinstance(v, str)}


#: Beyond this |z| powers of e leave what a double can hold, and the second road could not follow.
REACH = 300


def within_reach(name: str, z: Quantity) -> Quantity:
    """Return *z*; raises UserError where |z| is so large that powers of e leave a double."""
    if any(abs(decimal(entry)) > REACH for entry in entries(z)):
        raise UserError(f"a pre-activation of {name} is beyond {REACH} in size: give smaller numbers")
    return z


def apply(name: str, z: Quantity, rounding: Rounding, given: Mapping[str, Any]) -> Quantity:
    """Return f(z); the slope of a leaky ReLU is taken from the givens.

    Raises UserError where |z| is so large that powers of e leave a double.
    """
    if name not in RATIONAL:
        within_reach(name, z)
    parameters: dict[Node, Quantity] = {ALPHA: given["slope"]} if "slope" in given else {}
    return activate(name, z, rounding.field, parameters)


def entries(value: Quantity) -> list[Any]:
    """Return the entries of a matrix, row by row, or the one number."""
    return [entry for row in value for entry in row] if isinstance(value, list) else [value]


def size(value: Quantity) -> tuple[int, int]:
    """Return the rows and columns of a quantity."""
    return (len(value), len(value[0])) if isinstance(value, list) else (1, 1)


def unit_guards(name: str, activation: str, z: Quantity) -> Iterator[str]:
    """Yield why the pre-activations *name* of a layer would make a poor problem: kinks, dead layers, saturation."""
    values = [decimal(entry) for entry in entries(z)]
    if activation in KINKED:
        yield from _kinks(name, activation, z, values)
    if activation in SATURATED:
        for place, value in enumerate(values):
            if abs(value) > SATURATED[activation]:
                yield f"{_unit(z, place)} {name} is saturated ({activation} of {value:.3g})"
    if activation == "softmax" and len(values) < 2:
        yield "softmax of a single unit is always 1"


def _unit(z: Quantity, place: int) -> str:
    """Say which entry of a layer stands at a place: a unit, in a batch that of a sample."""
    batch = isinstance(z, list) and len(z) > 1 and len(z[0]) > 1
    sample, unit = divmod(place, len(z[0])) if batch else (0, place)
    return f"unit {unit + 1} of sample {sample + 1} in" if batch else f"unit {unit + 1} of"


def twins(samples: Quantity) -> Iterator[str]:
    """Yield that two samples of a batch are the same, and one of them teaches nothing."""
    if isinstance(samples, list) and len({tuple(row) for row in samples}) < len(samples):
        yield "two samples are the same"


def dead_and_live(z: Quantity) -> dict[str, list[int]]:
    """Return the units whose pre-activation is not positive, and the others, each by its number."""
    signs = [sign(entry) for entry in entries(z)]
    return {
        "dead": [unit for unit, s in enumerate(signs, 1) if s <= 0],
        "live": [unit for unit, s in enumerate(signs, 1) if s > 0],
    }


def _kinks(name: str, activation: str, z: Quantity, values: list[Decimal]) -> Iterator[str]:
    for place, value in enumerate(values):
        if abs(value) < MARGIN:
            where = "at" if value == 0 else "next to"
            yield f"{_unit(z, place)} {name} lies {where} the kink of {activation}"
    live = sum(value > 0 for value in values)
    if len(values) == 1 and not live:
        yield f"the only unit of {name} is off" if activation == "relu" else f"the only unit of {name} leaks"
    elif len(values) > 1 and live in (0, len(values)):
        yield f"all units of {name} are {'live' if live else 'off' if activation == 'relu' else 'leaking'}"


def matrix(name: str, value: object, *, vector: bool, rows: bool) -> list[list[Any]]:
    """Return a given as rows: a flat list is a vector of the convention; raises UserError where it does not fit."""
    items: list[Any] = value if isinstance(value, list) else [single(name, value)]
    if not items:
        raise UserError(f"{name} is empty; give it at least one number")
    if not isinstance(items[0], list):
        if not vector:
            raise UserError(f"{name} must be a matrix, a list of rows such as [[1, 2], [3, 4]]")
        items = [items] if rows else [[item] for item in items]
    if any(not isinstance(row, list) or len(row) != len(items[0]) or not row for row in items):
        raise UserError(f"{name} is ragged: each row must have as many numbers as the first")
    for row in items:
        for entry in row:
            single(f"an entry of {name}", entry)
    return items


def fits(name: str, value: list[list[Any]], wanted: tuple[int, int], W: list[list[Any]], rule: str) -> None:
    """Raise UserError unless *value* has the shape that *rule* needs: W is 3×2 and x has 3 entries: W x needs 2."""
    if (len(value), len(value[0])) != wanted:
        count, need = len(value) * len(value[0]), wanted[0] * wanted[1]
        raise UserError(f"W is {len(W)}×{len(W[0])} and {name} has {count} entries: {rule} needs {need}")


def in_decimals(given: Mapping[str, Any]) -> bool:
    """Whether decimals do for exact work: some number is one that is not whole, and every number is one that ends."""
    found = [entry for value in given.values() if not isinstance(value, str) for entry in entries(value)]
    if any(isinstance(entry, Exact) for entry in found):
        return False
    bottoms = [_fraction(entry).denominator for entry in found]
    return max(bottoms) > 1 and all(ends(bottom) for bottom in bottoms)
