"""The gradients of a network: read the options, derive, prove by the book or now, and print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from operator import mul
from typing import Any

from msgspec.structs import replace

from symbolic.errors import UserError, unknown
from symbolic.networks.lesson import derivation
from symbolic.networks.lines import Derivation
from symbolic.networks.net import MOST_LAYERS, Net, check_activation, too_many
from symbolic.notation import CHOICES, Notation

FORMATS = ("text", "markdown", "latex", "typst", "json", "pdf")
#: So many weights are proved, entry by entry, in some seconds.
MOST_WEIGHTS = 60


def gradients(
    hidden: str | Sequence[str] = "relu",
    output: str | None = None,
    loss: str | None = None,
    *,
    layers: int = 2,
    sizes: Sequence[int] = (),
    form: str = "matrix",
    batch: str | None = None,
    notation: Notation | None = None,
    format: str = "text",  # noqa: A002  # the option's name
) -> bytes:
    """Return the derivation of a net's gradients, every line proved, in one format.

    ``hidden`` is one activation for all hidden layers or one for each; sizes start with the inputs; a row convention
    shows a batch and its mean unless ``batch`` says "sum" or "one". Raises ``UserError`` for what is no such net.
    """
    if format not in FORMATS:
        raise unknown("format", format, FORMATS)
    notation = notation or Notation()
    lesson = derivation(net_of(hidden, *pair_of(output, loss), layers, batch, notation), form, tuple(sizes))
    weights = sum(map(mul, sizes, sizes[1:]))
    if weights > MOST_WEIGHTS:
        raise UserError(
            f"sizes {','.join(map(str, sizes))} make {weights} weights, each of which is proved: {MOST_WEIGHTS} at most"
        )
    return printed(lesson, notation, format)


def net_of(
    hidden: str | Sequence[str], output: str, loss: str, layers: int, batch: str | None, notation: Notation
) -> Net:
    """Return the net that the options name."""
    if layers < 1:
        raise UserError(f"{layers} layers: a network has one layer at least; give --layers 1 or more")
    if layers > MOST_LAYERS:
        raise too_many(layers)
    names = hidden.split(",") if isinstance(hidden, str) else list(hidden)
    for name in names:
        check_activation(name)
    if len(names) == 1:
        names = names * (layers - 1)
    if len(names) != layers - 1:
        raise UserError(
            f"{len(names)} hidden activations for {layers} layers: name one for all, or {layers - 1}, one for each"
        )
    return Net((*names, output), loss, notation.rows, batch or ("mean" if notation.rows else "one"))  # type: ignore[arg-type]


def title(net: Net) -> str:
    """Return the heading: the gradients of a 2-layer net, ReLU and sigmoid, with bce."""
    names = ", ".join(net.activations)
    return f"The gradients of a net of {net.layers} layer{'s' * (net.layers > 1)}: {names}, with {net.loss}"


def printed(lesson: Derivation, notation: Notation, format: str) -> bytes:  # noqa: A002  # the option's name
    """Return a proved lesson in one format."""
    from symbolic.networks.known import proved

    proof = proved(lesson)
    if format == "json":
        return as_json(lesson, notation, proof)
    if format == "pdf":
        from chalkgrad.lesson_pdf import as_pdf

        return as_pdf(lesson, title(lesson.net), notation, proof)
    from chalkgrad.lesson_pages import FORMATS as PAGES

    page: str = PAGES[format](lesson, title(lesson.net), notation)
    return page.encode()


def as_json(lesson: Derivation, notation: Notation, proof: dict[str, Any]) -> bytes:
    """Return the contract's record of a lesson."""
    from chalkgrad.lesson_record import record

    return (json.dumps(record(lesson, notation, proof), indent=2, ensure_ascii=False) + "\n").encode()


#: The loss that an output usually has, and the output that a loss does.
USUAL_LOSS = {"sigmoid": "bce", "softmax": "cross-entropy"}
USUAL_OUTPUT = {"bce": "sigmoid", "cross-entropy": "softmax"}


def pair_of(output: str | None, loss: str | None) -> tuple[str, str]:
    """Return output and loss, each that is not named the one that goes with the other; sigmoid with bce for none.

    >>> pair_of("softmax", None), pair_of(None, "mse"), pair_of(None, None)
    (('softmax', 'cross-entropy'), ('identity', 'mse'), ('sigmoid', 'bce'))
    """
    if loss is None:
        output = output or "sigmoid"
        return output, USUAL_LOSS.get(output, "squared-error")
    return output or USUAL_OUTPUT.get(loss, "identity"), loss


def sizes_of(text: str) -> tuple[int, ...]:
    """Return the sizes that 2,3,2 names."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts):
        raise UserError(f"the sizes are '{text[:40]}': give whole numbers with commas between them, as in 2,3,2")
    return tuple(map(int, parts))


def notation_of(convention: str | None, course: str | None) -> Notation:
    """Return the notation of a course file, ours if none is named, with the convention that is asked for."""
    if convention is not None and convention not in CHOICES["convention"]:
        raise unknown("convention", convention, CHOICES["convention"])
    notation = Notation()
    if course is not None:
        from pathlib import Path

        from chalkgrad.course import read

        notation = read(Path(course)).notation
    return notation if convention is None else replace(notation, convention=convention)
