"""The shapes of a batch on its way through a net; given the batch size and the sizes of the layers, [[2, 4, 3]]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.errors import UserError
from symbolic.layers import gradient, weight_gradient, weighted
from symbolic.layers import shape as weights_of
from symbolic.notation import Notation
from symbolic.tree import Chain, Mul, Node, Shape, Slot, Sym, Transpose

Size = tuple[int, int]
BATCHES = (16, 20, 32, 50, 64, 100, 128, 200, 256, 300, 400, 500)
#: In so many shares, so that batches come up as often as other kinds of question.
SHARES = 4
#: Layers behind the input, and whether the gradients are asked too.
USUAL = {"easy": (1, False), "medium": (2, False), "hard": (2, True)}


class Batch(Struct, frozen=True):
    """A net of so many layers, of which the shapes are asked, those of the gradients as well or not."""

    layers: int
    backward: bool
    rounding: Rounding
    notation: Notation
    samples: tuple[int, ...] = BATCHES
    kind: str = "batch"

    @property
    def asked(self) -> tuple[tuple[str, int], ...]:
        """The parts with their questions: a question a layer, and one for the way back."""
        forward = [(f"{name}{k}", k) for k in range(1, self.layers + 1) for name in ("W", "b", "Z")]
        layers = range(self.layers, 0, -1) if self.backward else ()
        return (*forward, *((f"{name}{k}", self.layers + 1) for k in layers for name in ("delta", "dW")))


def cases(setting: Setting) -> tuple[Batch, ...]:
    """Return the net of a difficulty, once for each share of the batch sizes."""
    usual = (*USUAL[setting.difficulty], Rounding("exact"), setting.notation)
    return tuple(Batch(*usual, BATCHES[share::SHARES]) for share in range(SHARES))


def space(case: Batch) -> Space:
    """Return a batch size and the sizes of the layers, all different."""
    widths = (range(2, 9), range(3, 13), range(2, 11))[: case.layers + 1]
    sizes = tuple(chosen for chosen in product(*widths) if len(set(chosen)) == len(chosen))
    return Space((Choice("batch", case.samples), Choice("sizes", sizes)), refuses=False)


def pose(case: Batch, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the batch size and the sizes in a row."""
    return {"batch": draw["batch"], "sizes": [list(draw["sizes"])]}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Batch, dict[str, Any]]:
    """Read a batch size and two or three sizes of layers; raises UserError for what are none."""
    batch, sizes = given["batch"], given["sizes"]
    whole = isinstance(sizes, list) and all(not isinstance(n, list) and n == int(n) and n >= 1 for n in sizes)
    if not whole or not 2 <= len(sizes) <= 4:
        raise UserError(
            f"sizes = {sizes!r} are no layers: give inputs and units of up to three layers, such as [2, 4, 3]"
        )
    if isinstance(batch, str | list) or batch != int(batch) or batch < 1:
        raise UserError(f"batch = {batch!r} is no number of samples: give a whole number, such as 300")
    case = Batch(len(sizes) - 1, False, Rounding("exact"), setting.notation)
    return case, {"batch": int(batch), "sizes": [[int(n) for n in sizes]]}


def _shapes(case: Batch, given: Mapping[str, Any]) -> dict[str, Size]:
    """Return each quantity's shape: units × inputs and units × samples, turned in row convention."""
    samples, sizes, rows = int(given["batch"]), [int(n) for n in given["sizes"][0]], case.notation.rows
    found = {"X": weights_of(sizes[0], samples, rows)}
    for k, (below, units) in enumerate(pairwise(sizes), 1):
        found |= {f"W{k}": weights_of(units, below, rows), f"b{k}": (1, units) if rows else (units, 1)}
        found |= {f"{name}{k}": weights_of(units, samples, rows) for name in ("Z", "delta")}
        found[f"dW{k}"] = found[f"W{k}"]
    return found


def solve(case: Batch, given: Mapping[str, Any], keep: Ledger) -> None:
    """Layer by layer: the weights join inputs and units, and each sample keeps its row or column."""
    shapes = _shapes(case, given)
    for name, size in shapes.items():
        keep(f"{name}_shape", [list(size)])
    for name, _ in case.asked:
        keep(name, _written(shapes[name]))


def _written(size: Sequence[int]) -> str:
    return f"({size[0]}, {size[1]})"


def recompute(case: Batch, given: Mapping[str, Any]) -> dict[str, str]:
    """Push zeros through the net in NumPy and bring them back; the shape of each gradient is that of its product."""
    samples, sizes, rows = int(given["batch"].item()), [int(n) for n in given["sizes"].ravel()], case.notation.rows
    below = np.zeros((samples, sizes[0]))
    found: dict[str, Any] = {}
    way: dict[int, Any] = {}
    for k, units in enumerate(sizes[1:], 1):
        W, b = np.zeros((below.shape[1], units)), np.zeros((1, units))
        way[k] = (below, W)
        below = below @ W + b
        found |= {f"W{k}": W, f"b{k}": b, f"Z{k}": below}
    error = np.zeros_like(below)
    for k in reversed(way):
        source, W = way[k]
        found |= {f"delta{k}": error, f"dW{k}": source.T @ error}
        error = error @ W.T
    return {name: str((array if rows else array.T).shape) for name, array in found.items()}


def forms(case: Batch) -> tuple[Form, ...]:
    """A line a part: words for weights and biases, the product of the shapes for sums and gradients."""
    return tuple(_form(case, name) for name, _ in case.asked)


def _form(case: Batch, name: str) -> Form:
    stem, k, rows = name.rstrip("0123456789"), int(name[-1]), case.notation.rows
    facts = {"layer": k}
    if stem in ("W", "b"):
        return Form(name, "weights" if stem == "W" else "bias", None, "A", facts)
    source = _batch("a", k - 1, rows) if k > 1 else _batch("x", 0, rows)
    below = f"Z{k - 1}" if k > 1 else "X"
    if stem == "Z":
        return _product(name, "sums", weighted(Sym("W", k), source, rows), {Sym("W", k): f"W{k}", source: below}, facts)
    if stem == "delta":
        return Form(name, "errors", None, "A", facts)
    return _product(
        name,
        "gradient",
        weight_gradient(Sym("delta", k), source, rows),
        {Sym("delta", k): name[1:].replace("W", "delta"), source: below},
        facts,
    )


def _product(
    name: str, rule: str, pair: tuple[Node, Node], names: Mapping[Node, str], facts: Mapping[str, object]
) -> Form:
    sides = Mul(tuple(_shape(names, factor) for factor in pair))
    tree = Chain((Mul(pair), sides, _shape({Sym(name): name}, Sym(name))), ("\\colon", "="))
    return Form(name, rule, tree, "A", facts, _fits)


def _shape(names: Mapping[Node, str], factor: Node) -> Shape:
    """Return the shape of a factor in slots, turned where it is transposed."""
    name = names[factor.arg if isinstance(factor, Transpose) else factor]
    dims = (Slot(f"{name}_shape", 0, 0), Slot(f"{name}_shape", 0, 1))
    return Shape(dims[::-1] if isinstance(factor, Transpose) else dims)


def _fits(texts: Sequence[str]) -> bool:
    rows, inner, same, columns, *result = texts
    return inner == same and result == [rows, columns]


def slips(case: Batch, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: turned shapes, the batch size in the weights, and what else is read off in the wrong place."""
    samples = int(given["batch"])
    for name, _ in case.asked:
        shape = [int(n) for n in found.values[f"{name}_shape"][0]]
        yield Slip(name, "turned", _written(shape[::-1]))
        if name[0] == "W":
            units = shape[1] if case.notation.rows else shape[0]
            yield Slip(name, "batch in the weights", _written(weights_of(units, samples, case.notation.rows)))
        if name[0] == "b":
            yield Slip(name, "a bias a sample", _written((samples, 1) if case.notation.rows else (1, samples)))


def guards(case: Batch, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Say where two sizes are the same, so that a wrong shape would not show."""
    sizes = given["sizes"][0]
    if name == "X_shape" and len(set(sizes)) != len(sizes):
        yield "two layers have the same size"


def facts(case: Batch, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The sizes and the parts of each question."""
    shapes = {name: tuple(found.values[f"{name}_shape"][0]) for name in _shapes(case, given)}
    below = {k: k - 1 for k in range(1, case.layers + 1)}
    asked = {q: tuple(name for name, at in case.asked if at == q) for q in range(1, case.layers + 2)}
    return {
        "sizes": tuple(given["sizes"][0]),
        "batch": int(given["batch"]),
        "shapes": shapes,
        "asked": asked,
        "below": below,
    }


def _symbol(case: Batch, name: str) -> Node:
    k = int(name[-1])
    if name[0] == "Z":
        return _batch("z", k, case.notation.rows)
    return gradient(Sym("J"), Sym("W", k)) if name[:2] == "dW" else Sym(name[:-1], k)


def _batch(letter: str, layer: int, rows: bool) -> Sym:
    """Return the symbol of a whole batch: a capital, which row convention makes of the letter by itself."""
    return Sym(letter if rows else letter.upper(), layer)


BATCH: Family[Any] = Family(
    name="shapes", version=1, summary="the shapes of a batch through a net", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: tuple(Ask(name, _symbol(case, name), question) for name, question in case.asked),
    slips=slips, accept=accept, symbols=lambda case: {}, guards=guards, facts=facts,
)  # fmt: skip  # a table of fields
