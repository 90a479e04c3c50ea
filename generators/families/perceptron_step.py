"""`perceptron-step`: updates of the perceptron rule, sample by sample; given W b eta x1 y1 [x2 y2 x3 y3].

z_k = w_(k-1) x_k + b_(k-1), w_k = w_(k-1) + η (y_k - step(z_k)) x_kᵀ, likewise b (Rosenblatt, Psychological Review
65, 1958). Parts: zk yhatk Wk bk for each sample k.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.family import Ask, Family, Option, Setting, Slip, whole
from generators.lines import Form
from generators.nets import in_decimals, in_field, matrix, numbers, oriented, single, spread, turned
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.arithmetic import plus, times
from symbolic.diagram import Diagram, Plane, Point, Table
from symbolic.errors import UserError
from symbolic.exact import sign
from symbolic.latex import latex
from symbolic.layers import found as line_of
from symbolic.layers import shape, vector, weighted
from symbolic.notation import Notation
from symbolic.tree import Add, Fn, Mul, Node, Slot, Sym, Transpose
from symbolic.written import minus, slots, written_product
from symbolic.written import turned as turned_slots

ETA = Sym("eta")
#: The axes have no letters: x_1 is a sample.
NO_AXES = ("", "")


class Steps(Struct, frozen=True):
    """So many inputs and samples; ``right`` is the sample that is right already, 0 for none."""

    inputs: int
    samples: int
    rates: tuple[Decimal, ...]
    right: int
    rounding: Rounding
    notation: Notation


OPTIONS = {
    "inputs": Option("how many inputs, 2 or 3", whole(2, 3)),
    "samples": Option("how many samples in turn, 1 to 3", whole(1, 3)),
}
RATES = (Decimal(1), Decimal("0.5"), Decimal("0.2"), Decimal("0.1"))
#: What consecutive problems of a difficulty look like: inputs, samples, the sample that is right already, rates.
USUAL = {
    "easy": ((2, 1, 0, RATES[:1]), (3, 1, 0, RATES[:1])),
    "medium": ((2, 2, 0, RATES[:2]), (3, 1, 0, RATES[1:]), (2, 2, 1, RATES[1:])),
    "hard": ((2, 3, 2, RATES[1:]), (3, 2, 0, RATES[1:]), (2, 3, 1, RATES[1:])),
}


def cases(setting: Setting) -> tuple[Steps, ...]:
    """Return what the difficulty and the options allow."""
    found, exact = [], Rounding("exact", decimals=True)
    for inputs, samples, right, rates in USUAL[setting.difficulty]:
        size, many = setting.options.get("inputs", inputs), setting.options.get("samples", samples)
        found.append(Steps(size, many, rates, right if many > 1 else 0, exact, setting.notation))
    return tuple(dict.fromkeys(found))


def space(case: Steps) -> Space:
    """Return the numbers to draw; the targets follow, so that each sample but one is wrong when its turn comes."""
    small, n = spread(4, zero=False), case.inputs
    samples = (Choice(f"x{k}", small, n) for k in range(1, case.samples + 1))
    return Space((Choice("W", spread(4), 1, n), Choice("b", spread(4)), Choice("eta", case.rates), *samples))


def pose(case: Steps, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of a draw in the convention of the course."""
    weights, bias, rate = list(draw["W"][0]), draw["b"], draw["eta"]
    given: dict[str, Any] = {"W": draw["W"], "b": bias, "eta": rate}
    for k in range(1, case.samples + 1):
        sample = [entry for (entry,) in draw[f"x{k}"]]
        fires = sum(w * x for w, x in zip(weights, sample, strict=True)) + bias >= 0
        target = int(fires == (k == case.right))
        given |= {f"x{k}": draw[f"x{k}"], f"y{k}": target}
        change = rate * (target - fires)
        weights, bias = [w + change * x for w, x in zip(weights, sample, strict=True)], bias + change
    read = {name: in_field(value, case.rounding) for name, value in given.items()}
    return oriented(read, case.notation.rows) | {"convention": case.notation.convention}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Steps, dict[str, Any]]:
    """Read the instructor's neuron and samples; raises UserError where they do not fit."""
    rows = setting.notation.rows
    many = next(k for k in count(1) if f"x{k}" not in given) - 1
    names = ("W", "b", "eta", *(f"{of}{k}" for k in range(1, max(many, 1) + 1) for of in "xy"))
    read: dict[str, Any] = {name: given[name] for name in names}
    flat = isinstance(read["W"], list) and not any(isinstance(entry, list) for entry in read["W"])
    read["W"] = matrix("W", read["W"], vector=flat, rows=not rows if flat else rows)
    n = max(len(read["W"]), len(read["W"][0]))
    for name, size in ({"W": shape(1, n, rows)} | {f"x{k}": vector(n, rows) for k in range(1, many + 1)}).items():
        read[name] = matrix(name, read[name], vector=True, rows=rows)
        if (len(read[name]), len(read[name][0])) != size:
            raise UserError(f"{name} must be {size[0]}×{size[1]}: the neuron has {n} inputs")
    for name in (name for name in names if name[0] not in "Wx"):
        if single(name, read[name]) not in (0, 1) and name[0] == "y":
            raise UserError(f"{name} must be 0 or 1, a class")
    case = Steps(n, many, (), 0, Rounding("exact", decimals=in_decimals(read)), setting.notation)
    return case, {k: in_field(v, case.rounding) for k, v in read.items()} | {"convention": setting.notation.convention}


def solve(case: Steps, given: Mapping[str, Any], keep: Ledger) -> None:
    """Each sample in turn: z, the prediction, and what the error changes."""
    at = numbers(given)
    weights, bias = at["W"], at["b"]
    for k in range(1, case.samples + 1):
        x = at[f"x{k}"]
        z = keep(f"z{k}", times(*weighted(weights, x, case.notation.rows)) + bias)
        guess = keep(f"yhat{k}", case.rounding.field.number(str(int(sign(z) >= 0))))
        change = at["eta"] * (at[f"y{k}"] - guess)
        weights = keep(f"W{k}", plus(weights, times(change, turned(x))))
        bias = keep(f"b{k}", bias + change)


def recompute(case: Steps, given: Mapping[str, Any]) -> dict[str, Any]:
    """The same in NumPy, with the bias as one weight more of an input that is always 1."""
    answers: dict[str, Any] = {}
    wide = np.append(given["W"].ravel(), given["b"])
    for k in range(1, case.samples + 1):
        sample = np.append(given[f"x{k}"].ravel(), 1.0)
        z = wide @ sample
        guess = second_road.step(z)
        wide = wide + (given["eta"] * (given[f"y{k}"] - guess)).ravel() * sample
        answers |= {f"z{k}": z.reshape(1, 1), f"yhat{k}": guess.reshape(1, 1), f"b{k}": wide[-1:].reshape(1, 1)}
        answers[f"W{k}"] = wide[:-1].reshape(given["W"].shape)
    return answers


def _symbol(name: str, k: int) -> Sym:
    """Return w_k, b_k, x_k, …: what belongs to sample k, or stands after it."""
    return Sym(name, 0, (k,))


def forms(case: Steps) -> tuple[Form, ...]:
    """Four lines a sample: the sum, the prediction, the new weights, the new bias."""
    return tuple(form for k in range(1, case.samples + 1) for form in _forms(case, k))


def _forms(case: Steps, k: int) -> Iterator[Form]:
    rows, n, mark = case.notation.rows, case.inputs, str(k - 1) if k > 1 else ""
    w, b = _symbol("w", k - 1), _symbol("b", k - 1)
    x, y, z, guess = (_symbol(name, k) for name in ("x", "y", "z", "yhat"))
    at_w, at_x = slots(f"W{mark}", *shape(1, n, rows)), slots(f"x{k}", *vector(n, rows))
    products = written_product(*weighted(at_w, at_x, rows))
    terms = products.terms if isinstance(products, Add) else (products,)
    rule, bias = Add((Mul(weighted(w, x, rows)), b)), Slot(f"b{mark}")
    yield Form(f"z{k}", "sum", line_of(f"z{k}", z, rule, Add((*terms, bias)), Slot(f"z{k}")), "M", {"sample": k})
    fires = line_of(f"yhat{k}", guess, Fn("step", (z,)), Fn("step", (Slot(f"z{k}"),)), Slot(f"yhat{k}"))
    yield Form(f"yhat{k}", "step", fires, "A", {"sample": k})
    error, wrong = minus(y, guess), minus(Slot(f"y{k}"), Slot(f"yhat{k}"))
    new = slots(f"W{k}", *shape(1, n, rows))
    learned = Mul((Slot("eta"), wrong, turned_slots(at_x)))
    sides = (_symbol("w", k), Add((w, Mul((ETA, error, Transpose(x))))), Add((at_w, learned)), new)
    yield Form(f"W{k}", "weights", line_of(f"W{k}", *sides), "M", {"sample": k})
    sides = (_symbol("b", k), Add((b, Mul((ETA, error)))), Add((bias, Mul((Slot("eta"), wrong)))), Slot(f"b{k}"))
    yield Form(f"b{k}", "bias", line_of(f"b{k}", *sides), "A", {"sample": k})


def asks(case: Steps) -> tuple[Ask, ...]:
    """A question a sample."""
    return tuple(
        ask
        for k in range(1, case.samples + 1)
        for ask in (
            Ask(f"z{k}", _symbol("z", k), k, scalar=True),
            Ask(f"yhat{k}", _symbol("yhat", k), k, scalar=True),
            Ask(f"W{k}", _symbol("w", k), k),
            Ask(f"b{k}", _symbol("b", k), k, scalar=True),
        )
    )


def symbols(case: Steps) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for."""
    table: dict[Node, str] = {ETA: "eta", _symbol("w", 0): "W", _symbol("b", 0): "b"}
    for k in range(1, case.samples + 1):
        named = {"w": "W"} | {name: name for name in ("x", "y", "z", "yhat", "b")}
        table |= {_symbol(letter, k): f"{name}{k}" for letter, name in named.items()}
    return table


def guards(case: Steps, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse a sum of 0, where the step has its jump."""
    if name[0] == "z" and sign(found.values[name]) == 0:
        yield f"{name} lies at the jump of the step function"


def slips(case: Steps, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: bias or rate forgotten, the error's sign turned, a right sample updated as if it were wrong."""
    at, v = numbers(given), found.values
    for k in range(1, case.samples + 1):
        old, bias = (v[f"W{k - 1}"], v[f"b{k - 1}"]) if k > 1 else (at["W"], at["b"])
        x, error = turned(at[f"x{k}"]), at[f"y{k}"] - v[f"yhat{k}"]
        yield Slip(f"z{k}", "bias forgotten", v[f"z{k}"] - bias)
        yield Slip(f"yhat{k}", "wrong side", 1 - v[f"yhat{k}"])
        if not error:
            yield Slip(f"W{k}", "changed though right", plus(old, times(at["eta"] * (2 * at[f"y{k}"] - 1), x)))
            continue
        yield Slip(f"W{k}", "sign turned", plus(old, times(-at["eta"] * error, x)))
        yield Slip(f"W{k}", "rate forgotten", plus(old, times(error, x)))
        yield Slip(f"b{k}", "bias not changed", bias)
        yield Slip(f"b{k}", "sign turned", bias - at["eta"] * error)


def facts(case: Steps, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The samples, and which are right when their turn comes, which wrong; a prediction is 0 or 1, or not known yet."""
    samples = list(range(1, case.samples + 1))
    known = [k for k in samples if found.values[f"yhat{k}"] in (0, 1)]
    right = [k for k in known if given[f"y{k}"] == found.values[f"yhat{k}"]]
    return {"samples": samples, "right": right, "wrong": [k for k in known if k not in right]}


def drawings(case: Steps, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
    """The samples in the plane; in the key the line of the last weights, too."""
    points = []
    for k in range(1, case.samples + 1):
        place = [text for row in shown[f"x{k}"] for text in row]
        if len(place) != 2 or not all(map(_is_decimal, place)):
            return ()
        across, up = map(float, place)
        points.append(Point(across, up, shown[f"y{k}"][0][0] == "1", latex(_symbol("x", k), case.notation)))
    last = [text for name in "Wb" for row in shown.get(f"{name}{case.samples}", ()) for text in row]
    if len(last) < 3 or not all(map(_is_decimal, last)) or not any(map(float, last[:2])):
        return (Plane("plane", tuple(points), axes=NO_AXES),)
    u, v, c = map(float, last)
    return (Plane("plane", tuple(points), ((u, v, c),), NO_AXES),)


def _is_decimal(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


FAMILY = Family(
    name="perceptron-step", version=1, summary="updates of the perceptron rule, sample by sample",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts, drawings=drawings,
)  # fmt: skip  # a register entry
