"""Write the book: an entry of JSON for every activation, and the plots with their words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from chalkgrad.book.figures import draw, figures
from chalkgrad.workers import cores, workers
from symbolic.activations import ACTIVATIONS
from symbolic.entry import entry
from symbolic.forms import with_forms
from symbolic.networks.known import name, record, usual
from symbolic.softmax_entry import softmax_entry


def compile_book(folder: Path) -> None:
    """Derive, prove and draw the whole book into *folder*."""
    (folder / "plots").mkdir(parents=True, exist_ok=True)
    with workers(cores()) as mapped:
        lessons = tuple(usual())
        proved = mapped(record, lessons)
        _write(folder / "gradients.json", text(dict(zip(map(name, lessons), proved, strict=True))))
        entries = dict(zip(ACTIVATIONS, mapped(compiled, ACTIVATIONS), strict=True))
    for activation, found in entries.items():
        _write(folder / f"{activation}.json", text(found))
    words = {}
    for figure in figures():
        drawing = draw(figure, entries)
        words[figure.name] = {"caption": drawing.caption, "alt": drawing.alt}
        _write(folder / "plots" / f"{figure.name}.svg", drawing.svg)
        _write(folder / "plots" / f"{figure.name}.pdf", drawing.pdf)
    _write(folder / "plots" / "plots.json", text(words))


def compiled(name: str) -> dict[str, Any]:
    """Return the entry of one activation, derived anew."""
    activation = ACTIVATIONS[name]
    found: dict[str, Any] = with_forms(softmax_entry(activation) if activation.vector else entry(activation))
    return found


def text(found: object) -> bytes:
    """Return *found* as the book keeps it: a line to a value, so that a change is read in a diff."""
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
        sys.stderr.write(f"{path.name}\n")
