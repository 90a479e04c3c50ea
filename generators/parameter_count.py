"""The parameters of a Sequential model, layer by layer; given model, its code in the manner of Keras or PyTorch."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.model_code import STYLES, Dense, Plan, dropped, layers, written
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.errors import UserError
from symbolic.layers import found as line
from symbolic.notation import Notation
from symbolic.tree import Add, Mul, Node, Slot, Sym

#: Layers with weights, dropout layers behind which of them, which has no bias, and whether an image comes in.
USUAL = {
    "easy": ((2, (), 0, False),),
    "medium": ((3, (1, 2), 0, False), (3, (1,), 0, False)),
    "hard": ((4, (1, 2), 0, True), (3, (1, 2), 1, True), (4, (2,), 2, False)),
}
INPUTS = (2, 4, 8, 10, 12, 16, 20, 30, 50, 64, 100, 784)
WIDTHS = (8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 100, 128, 200, 256)
CLASSES = (2, 3, 4, 5, 6, 8, 10)
SIDES = (8, 10, 12, 16, 20, 28, 32)
TOTAL = Sym("N")


class Model(Struct, frozen=True):
    """A model of so many layers with weights, of which some have biases; how it is written."""

    biased: tuple[bool, ...]
    dropouts: tuple[int, ...]
    image: bool
    style: str
    rounding: Rounding
    notation: Notation
    kind: str = "parameters"


def cases(setting: Setting) -> tuple[Model, ...]:
    """Return the models of a difficulty in both styles."""
    return tuple(
        Model(tuple(k != bare for k in range(1, count + 1)), drops, image, style, Rounding("exact"), setting.notation)
        for count, drops, bare, image in USUAL[setting.difficulty]
        for style in STYLES
    )


def space(case: Model) -> Space:
    """Return the sizes, the activation of the hidden layers, and the classes."""
    first = Choice("side", SIDES) if case.image else Choice("inputs", INPUTS)
    widths = [Choice(f"n{k}", WIDTHS) for k in range(1, len(case.biased))]
    return Space((first, *widths, Choice("classes", CLASSES), Choice("hidden", ("relu", "tanh"))))


def pose(case: Model, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the code of the model."""
    side, count = draw.get("side", 0), len(case.biased)
    sizes = [side * side or draw["inputs"], *(draw[f"n{k}"] for k in range(1, count)), draw["classes"]]
    bare = 0 if all(case.biased) else case.biased.index(False) + 1
    plan = Plan(sizes, [draw["hidden"]] * (count - 1) + ["softmax"], case.dropouts, bare, side)
    return {"model": written(plan, case.style)}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Model, dict[str, Any]]:
    """Read the instructor's model, one layer a line; raises UserError for a line that is no layer."""
    text = str(given["model"]).strip()
    read = layers(text)
    try:
        ast.parse(text)
    except SyntaxError:
        raise UserError(
            "the model is no code that Python reads: close each bracket, and give one layer a line"
        ) from None
    style = "pytorch" if "Linear(" in text else "keras"
    return Model(tuple(l.bias for l in read), (), False, style, Rounding("exact"), setting.notation), {"model": text}


def solve(case: Model, given: Mapping[str, Any], keep: Ledger) -> None:
    """Inputs times units and, with biases, units more; layers without weights add nothing."""
    read = layers(given["model"])
    keep("sizes", [[read[0].inputs, *(layer.units for layer in read)]])
    counts = [keep(f"n{k}", _count(layer)) for k, layer in enumerate(read, 1)]
    keep("n", [counts] if case.notation.rows else [[count] for count in counts])
    keep("total", sum(counts))


def _count(layer: Dense) -> int:
    return layer.inputs * layer.units + layer.units * layer.bias


def recompute(case: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read the code as Python does, lay out each layer's arrays of weights, and count their entries."""
    counts, size = [], 0
    for call in (node for node in ast.walk(ast.parse(given["model"])) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id  # type: ignore[attr-defined]
        options = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
        if name == "Input":
            size = int(np.prod(options["shape"]))
        elif name in ("Dense", "Linear"):
            *source, units = [ast.literal_eval(number) for number in call.args]
            size = (
                source[0] if source else size or int(np.prod(options.get("input_shape", options.get("input_dim", 0))))
            )
            arrays = [np.zeros((size, units))]
            arrays += [np.zeros(units)] if options.get("use_bias", options.get("bias", True)) else []
            counts.append(sum(array.size for array in arrays))
            size = units
    parts = {f"n{k}": np.array([[float(count)]]) for k, count in enumerate(counts, 1)}
    return parts | {"total": np.array([[float(sum(counts))]])}


def forms(case: Model) -> tuple[Form, ...]:
    """A line a layer, and the sum."""
    found = []
    for k, biased in enumerate(case.biased, 1):
        weights: Node = Mul((Slot("sizes", 0, k - 1), Slot("sizes", 0, k)), dot=True)
        whole = Add((weights, Slot("sizes", 0, k))) if biased else weights
        facts = {"layer": k, "bias": biased}
        found.append(Form(f"n{k}", "layer", line(f"n{k}", Sym("n", 0, (k,)), whole, Slot(f"n{k}")), "A", facts))
    terms = tuple(Slot(f"n{k}") for k in range(1, len(case.biased) + 1))
    return (
        *found,
        Form("total", "total", line("total", TOTAL, *([Add(terms)] if len(terms) > 1 else []), Slot("total")), "A"),
    )


def slips(case: Model, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: biases forgotten, one for a whole layer or one an input, a layer thinned by its dropout."""
    read = layers(given["model"])
    for k, layer in enumerate(read, 1):
        plain = layer.inputs * layer.units
        yield Slip(
            f"n{k}", "bias forgotten" if layer.bias else "bias counted", plain + (0 if layer.bias else layer.units)
        )
        yield Slip(f"n{k}", "one bias a layer", plain + 1)
        yield Slip(f"n{k}", "a bias an input", plain + layer.inputs)
        kept = layer.inputs * (1 - Fraction(dropped(k - 1)))
        if k - 1 in case.dropouts and kept.denominator == 1:
            yield Slip(f"n{k}", "dropout taken for a thinner layer", int(kept + layer.bias) * layer.units)
    yield Slip("total", "biases forgotten", sum(layer.inputs * layer.units for layer in read))
    if len(read) > 1:
        yield Slip("total", "last layer forgotten", sum(map(_count, read[:-1])))


def facts(case: Model, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The code, what has weights, and what has none."""
    names = ("Dropout", "ReLU", "Tanh", "Softmax", "Flatten")
    bare = tuple(name for name in names if f"{name}(" in given["model"])
    return {"model": given["model"], "style": case.style, "layers": len(case.biased), "bare": bare}


def _asks(case: Model) -> tuple[Ask, ...]:
    each = tuple(Ask(f"n{k}", Sym("n", 0, (k,)), 1, scalar=True) for k in range(1, len(case.biased) + 1))
    return (*each, Ask("total", TOTAL, 2, scalar=True))


PARAMETERS: Family[Any] = Family(
    name="shapes", version=1, summary="the parameters of a Sequential model", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=_asks, slips=slips,
    accept=accept, symbols=lambda case: {TOTAL: "total", Sym("n"): "n"}, facts=facts,
)  # fmt: skip  # a table of fields
