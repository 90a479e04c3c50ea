"""The instructor's notation: one record that every printed symbol goes through, and back.

Each document of the course writes the same mathematics in its own letters. The tree keeps one name for each
thing (``Sym("z", 1)``, ``Sym("J")``, ``Sym("eta")``); this module says how the chosen notation writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args, get_type_hints

#: The symbols that carry the number of their layer.
LAYERED = frozenset({"W", "w", "b", "z", "a", "delta", "n", "f"})

#: What row convention writes as capitals, since each holds a row for every sample.
CAPITAL_IN_ROWS = {"x": "X", "z": "Z", "a": "A", "y": "Y", "delta": "Delta"}

#: LaTeX of the symbols that are no single letter.
GLYPHS = {
    "alpha": "\\alpha",
    "beta": "\\beta",
    "lambda": "\\lambda",
    "delta": "\\delta",
    "Delta": "\\Delta",
    "pi": "\\pi",
    "infinity": "\\infty",
    "reals": "\\mathbb{R}",
    "yhat": "\\hat{y}",
}


@dataclass(frozen=True, slots=True)
class Notation:
    """How the instructor writes: conventions and letters, as ``[notation]`` in the course file names them.

    convention  "column": z = W x + b, vectors n×1;  "row": Z = X W + b, inputs m×n and biases 1×n
    layer       "bracket" W^{[1]}, "paren" W^{(1)}, "superscript" W^1, "subscript" W_1
    index       "output-input" w_{12} goes to unit 1 from input 2; "input-output" from input 1 to unit 2
    """

    convention: Literal["column", "row"] = "column"
    layer: Literal["bracket", "paren", "superscript", "subscript"] = "bracket"
    index: Literal["output-input", "input-output"] = "output-input"
    loss: Literal["J", "L", "\\mathcal{L}"] = "J"
    rate: Literal["\\eta", "\\alpha"] = "\\eta"
    log: Literal["ln", "log"] = "ln"

    @property
    def rows(self) -> bool:
        """Whether samples are rows, z = x W + b."""
        return self.convention == "row"

    def glyph(self, name: str) -> str:
        """Return the LaTeX of a symbol's letter, without layer or index."""
        if name == "J":
            return self.loss
        if name == "eta":
            return self.rate
        if self.rows:
            name = CAPITAL_IN_ROWS.get(name, name)
        return GLYPHS.get(name, name)

    def weight_index(self, unit: int, source: int) -> tuple[int, int]:
        """Return the two figures of the weight that goes to *unit* from *source*, in the order of the course."""
        return (unit, source) if self.index == "output-input" else (source, unit)


#: The choices that each field allows, read off the record itself.
CHOICES: dict[str, tuple[str, ...]] = {name: get_args(hint) for name, hint in get_type_hints(Notation).items()}
