"""Models as lists of layers, in the manner of Keras or of PyTorch: written from sizes, and read back as text.

Nothing here runs what it reads: a layer is a name with numbers, and only the layers named below are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from symbolic.errors import UserError, unknown

STYLES = ("keras", "pytorch")
#: Layers with no parameters, by their names in either style.
BARE = ("Dropout", "ReLU", "Sigmoid", "Tanh", "Softmax", "LeakyReLU", "GELU", "Activation", "Flatten")
_LAYER = re.compile(r"(?:(?:tf\.)?(?:keras\.)?(?:layers\.)?|nn\.)([A-Z]\w*)\((.*)\)")
_WRAP = re.compile(r"(?:\w+ *= *)?(?:tf\.)?(?:keras\.|nn\.)?Sequential\(\[?|[\])]+")


class Dense(NamedTuple):
    """A layer of units with a weight for each input and, but for ``bias``, one more each."""

    inputs: int
    units: int
    bias: bool = True


class Plan(NamedTuple):
    """A model to write: sizes, activations of the layers, dropout behind which of them, and which has no bias."""

    sizes: Sequence[int]
    activations: Sequence[str]
    dropouts: Sequence[int] = ()
    unbiased: int = 0
    image: int = 0  # the side of a square image that is flattened first


_TORCH = {"relu": "ReLU()", "tanh": "Tanh()", "sigmoid": "Sigmoid()", "softmax": "Softmax(dim=1)"}


def written(plan: Plan, style: str) -> str:
    """Return the code of a model."""
    lines = list(_keras(plan) if style == "keras" else _torch(plan))
    head, foot = ("Sequential([", "])") if style == "keras" else ("nn.Sequential(", ")")
    return "\n".join([head, *(f"    {line}," for line in lines), foot])


def _keras(plan: Plan) -> Iterator[str]:
    shape = f"{plan.image}, {plan.image}" if plan.image else f"{plan.sizes[0]},"
    yield f"Input(shape=({shape}))"
    if plan.image:
        yield "Flatten()"
    for k, (units, name) in enumerate(zip(plan.sizes[1:], plan.activations, strict=True), 1):
        bias = ", use_bias=False" if k == plan.unbiased else ""
        yield f'Dense({units}, activation="{name}"{bias})'
        if k in plan.dropouts:
            yield f"Dropout({dropped(k)})"


def _torch(plan: Plan) -> Iterator[str]:
    if plan.image:
        yield "nn.Flatten()"
    for k, (units, name) in enumerate(zip(plan.sizes[1:], plan.activations, strict=True), 1):
        bias = ", bias=False" if k == plan.unbiased else ""
        yield f"nn.Linear({plan.sizes[k - 1]}, {units}{bias})"
        yield f"nn.{_TORCH[name]}"
        if k in plan.dropouts:
            yield f"nn.Dropout({dropped(k)})"


def dropped(layer: int) -> str:
    """Return the share that a dropout behind a layer takes away."""
    return "0.5" if layer == 1 else "0.2"


def layers(text: str) -> list[Dense]:
    """Read the layers of a model that have parameters; raises UserError where a line is no known layer."""
    found: list[Dense] = []
    size = 0
    for name, arguments in _calls(text):
        whole = [int(n) for n in re.findall(r"(?<![\w.])\d+(?![\w.])", arguments)]
        bias = "bias=False" not in arguments.replace(" ", "")
        if name in ("Input", "InputLayer"):
            size = 1
            for n in whole:
                size *= n
        elif name == "Linear" and len(whole) == 2:
            if size not in (0, whole[0]):
                raise UserError(f"Linear({arguments}) takes {whole[0]} inputs, but what comes in has {size}")
            found.append(Dense(whole[0], whole[1], bias))
            size = whole[1]
        elif name == "Dense" and whole:
            size = size or _shape_of(arguments)
            found.append(Dense(size, whole[0], bias))
            size = whole[0]
        elif name not in BARE:
            raise unknown("layer", name, ("Input", "Dense", "Linear", *BARE))
    if not found:
        raise UserError(
            "the model has no layer with weights: give one layer a line, such as Dense(10) or nn.Linear(4, 10)"
        )
    return found


def _calls(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        bare = line.strip().rstrip(",")
        if not bare or _WRAP.fullmatch(bare):
            continue
        call = _LAYER.fullmatch(bare)
        if call is None:
            raise UserError(f"'{bare}' is no layer: give one layer a line, such as Dense(10) or nn.Linear(4, 10)")
        yield call[1], call[2]


def _shape_of(arguments: str) -> int:
    stated = re.search(r"input_(?:shape=\((\d+),?\)|dim=(\d+))", arguments.replace(" ", ""))
    if stated is None:
        raise UserError(f"Dense({arguments}) stands first and says of no inputs: begin with Input(shape=(784,))")
    return int(stated[1] or stated[2])
