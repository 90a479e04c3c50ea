"""`loss`: the value of a loss and its slope ∂J/∂a in each output; given a, y and the loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.dense import ROUNDING
from generators.family import Ask, Family, Option, Setting, Slip, one_of, whole
from generators.lines import Form
from generators.loss_slips import loss_slips
from generators.loss_values import gradient_of, loss_of
from generators.nets import entries, in_decimals, in_field, matrix, numbers, oriented, spread, tenths
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.two_layer import LOSSES, fitting_targets
from symbolic.arithmetic import entrywise, plus
from symbolic.backward import J
from symbolic.errors import UserError
from symbolic.exact import decimal
from symbolic.layers import found, gradient, loss_gradient, loss_slope, loss_sum, vector
from symbolic.notation import Notation
from symbolic.tree import Node, Sym
from symbolic.written import minus, slots

a, y = Sym("a"), Sym("y")
SQUARES = ("squared-error", "mse")


class Loss(Struct, frozen=True):
    """A loss of so many outputs."""

    loss: str
    outputs: int
    rounding: Rounding
    notation: Notation


OPTIONS = {
    "loss": Option("the loss: " + ", ".join(LOSSES), one_of(*LOSSES)),
    "outputs": Option("how many outputs, 1 to 5", whole(1, 5)),
    "rounding": ROUNDING,
}

#: What consecutive problems of a difficulty look like: loss, outputs, rounding.
USUAL = {
    "easy": (("squared-error", 2, "exact"), ("mse", 3, "exact"), ("squared-error", 3, "exact")),
    "medium": (("bce", 2, "printed"), ("cross-entropy", 3, "printed"), ("mse", 4, "printed")),
    "hard": (
        ("cross-entropy", 4, "printed"),
        ("bce", 3, "printed"),
        ("cross-entropy", 3, "exact"),
        ("bce", 2, "exact"),
    ),
}
#: What is shared out among the classes: hundredths, of which each has so many at least, or parts of these.
HUNDRED, LEAST, PARTS = 100, 4, (12, 10)


def cases(setting: Setting) -> tuple[Loss, ...]:
    """Return the losses that the difficulty and the options allow."""
    return tuple(dict.fromkeys(_case(setting, *usual) for usual in USUAL[setting.difficulty]))


def _case(setting: Setting, usual: str, outputs: int, rounding: str) -> Loss:
    name = setting.options.get("loss", usual)
    least = 2 if name == "cross-entropy" else 1
    outputs = setting.options.get("outputs", max(outputs, least))
    if outputs < least:
        raise UserError("the cross-entropy of one class is always 0: give it two outputs or more")
    return Loss(name, outputs, Rounding(setting.options.get("rounding", rounding)), setting.notation)


def space(case: Loss) -> Space:
    """Return the outputs and targets: no output hits its target, and no draw is refused."""
    n, exact = case.outputs, case.rounding.policy == "exact"
    if case.loss in SQUARES:
        targets, errors = (spread(9), spread(6, zero=False)) if exact else (tenths(30), tenths(20, zero=False))
        return Space((Choice("y", targets, n), Choice("error", errors, n)))
    if case.loss == "bce":
        return Space((Choice("a", _probabilities(exact), n), Choice("y", (0, 1), n)), refuses=False)
    return Space((Choice("shares", _shares(n, exact)), Choice("right", range(n))), refuses=False)


@lru_cache
def _probabilities(exact: bool) -> tuple[Any, ...]:
    """Return probabilities that are neither sure nor hopeless: hundredths, or fractions with small bottoms."""
    if not exact:
        return tuple(Decimal(k).scaleb(-2) for k in range(5, 96))
    return tuple(sorted({Fraction(p, q) for q in range(2, 8) for p in range(1, q)}))


@lru_cache
def _shares(classes: int, exact: bool) -> tuple[tuple[Any, ...], ...]:
    """Return the ways of sharing 1 among the classes, each with its part."""
    if exact:
        ways = [tuple(Fraction(part, whole) for part in way) for whole in PARTS for way in _ways(classes, whole, 1)]
        return tuple(dict.fromkeys(ways))
    step = 1 if classes < 4 else 2 if classes == 4 else 4
    steps = _ways(classes, HUNDRED // step, LEAST // step)
    return tuple(tuple(Decimal(part * step).scaleb(-2) for part in way) for way in steps)


def _ways(parts: int, total: int, least: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways of writing *total* as so many parts in order, each *least* or more."""
    spare = total - parts * (least - 1)
    for cuts in combinations(range(1, spare), parts - 1):
        yield tuple(high - low + least - 1 for low, high in pairwise((0, *cuts, spare)))


def pose(case: Loss, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw."""
    if case.loss in SQUARES:
        outputs, targets = plus(draw["y"], draw["error"]), draw["y"]
    elif case.loss == "bce":
        outputs, targets = draw["a"], draw["y"]
    else:
        outputs = [[share] for share in draw["shares"]]
        targets = [[int(k == draw["right"])] for k in range(case.outputs)]
    read = {name: in_field(value, case.rounding) for name, value in (("a", outputs), ("y", targets))}
    return oriented(read, case.notation.rows) | _named(case)


def _named(case: Loss) -> dict[str, Any]:
    return {"loss": case.loss, "convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Loss, dict[str, Any]]:
    """Read the instructor's outputs and targets; raises UserError where the loss has no value for them."""
    rows, name = setting.notation.rows, str(OPTIONS["loss"].read("given.loss", given["loss"]))
    read = {key: matrix(key, given[key], vector=True, rows=rows) for key in ("a", "y")}
    n = len(entries(read["a"]))
    for key, value in read.items():
        if (len(value), len(value[0])) != vector(n, rows):
            raise UserError(f"{key} is {len(value)}×{len(value[0])}: give a and y as one list each, of the same length")
    fitting_targets(name, n, read["y"])
    if name not in SQUARES and not all(0 < decimal(output) < 1 for output in entries(read["a"])):
        raise UserError(f"an output a of the {name} loss is no probability: give numbers between 0 and 1")
    ends = name == "squared-error" and in_decimals(read)
    rounding = Rounding(setting.options.get("rounding", "exact" if name in SQUARES else "printed"), decimals=ends)
    case = Loss(name, n, rounding, setting.notation)
    return case, {key: in_field(value, rounding) for key, value in read.items()} | _named(case)


def solve(case: Loss, given: Mapping[str, Any], keep: Ledger) -> None:
    """Find the error of each output where the loss squares it, the loss, and its slopes."""
    at = numbers(given)
    if case.loss in SQUARES:
        keep("error", entrywise(lambda p, q: p - q, at["a"], at["y"]))
    keep("loss", loss_of(case.loss, at["a"], at["y"], case.rounding))
    keep("da", gradient_of(case.loss, at["a"], at["y"], case.rounding))


def recompute(case: Loss, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the loss again in NumPy, and its slopes by the complex step."""
    slopes = second_road.gradients(lambda at: second_road.loss(case.loss, at["a"], at["y"]), given, ("a",))
    return {"loss": second_road.loss(case.loss, given["a"], given["y"]).reshape(1, 1), "da": slopes["a"]}


def forms(case: Loss) -> tuple[Form, ...]:
    """Return the differences where they are squared, the loss with every term written out, its slope in each output."""
    size = vector(case.outputs, case.notation.rows)
    at, to, slopes = slots("a", *size), slots("y", *size), slots("da", *size)
    value = found("loss", J, loss_sum(case.loss, at, to), slots("loss", 1, 1))
    rule = (loss_slope(case.loss, a, y, case.outputs),) if case.loss in SQUARES else ()
    slope = found("da", gradient(J, a), *rule, loss_gradient(case.loss, at, to), slopes)
    apart = found("error", minus(a, y), minus(at, to), slots("error", *size))
    first = (Form("loss", "difference", apart, "M"),) if case.loss in SQUARES else ()
    return (*first, Form("loss", case.loss, value, "A"), Form("da", "slope of the loss", slope, "A"))


def symbols(case: Loss) -> dict[Node, str]:
    """Return which quantity each symbol stands for."""
    return {a: "a", y: "y", J: "loss", gradient(J, a): "da"}


def guards(case: Loss, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Say where an output is at its target already."""
    if name == "error" and not all(entries(found.values["error"])):
        yield "an output is already at its target"


def slips(case: Loss, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes in the value, and in the slope: its sign, its factor, the slope at z in place of that at a."""
    v, at, field = found.values, numbers(given), case.rounding.field
    yield from loss_slips(case.loss, v["loss"], (at["a"], at["y"]), field, earned=1)
    yield Slip("da", "sign turned", entrywise(lambda slope: -slope, v["da"]))
    difference = entrywise(lambda p, q: p - q, at["a"], at["y"])
    if case.loss == "squared-error":
        yield Slip("da", "half forgotten", entrywise(lambda d: 2 * d, difference))
    elif case.loss == "mse":
        n = field.number(str(case.outputs))
        yield Slip("da", "two forgotten", entrywise(lambda d: field.divide(d, n), difference))
        yield Slip("da", "mean forgotten", entrywise(lambda d: 2 * d, difference))
    else:
        yield Slip("da", "slope at z", difference)


def facts(case: Loss, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What the wording needs: the loss, how many outputs there are, and whether each target is 0 or 1."""
    sure = all(target in (0, 1) for target in entries(given["y"]))
    return {"loss": case.loss, "outputs": case.outputs, "sure": sure}


FAMILY = Family(
    name="loss", version=1, summary="a loss and its slope in each output",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: (Ask("loss", J, 1, scalar=True), Ask("da", gradient(J, a), 2)),
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
)  # fmt: skip  # a register entry
