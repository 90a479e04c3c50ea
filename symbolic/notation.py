"""The instructor's notation: one record that every printed symbol goes through, and back.

Each document of the course writes the same mathematics in its own letters. The tree keeps one name for each
thing (``Sym("z", 1)``, ``Sym("J")``, ``Sym("eta")``); this module says how the chosen notation writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters
from typing import Literal, get_args, get_type_hints

#: The symbols that carry the number of their layer.
LAYERED = frozenset({"W", "w", "b", "z", "a", "delta", "n", "f"})

#: What row convention writes as capitals, since each holds a row for every sample; an entry of one stays small.
CAPITAL_IN_ROWS = {"x": "X", "z": "Z", "a": "A", "y": "Y", "yhat": "Yhat", "delta": "Delta"}

#: Marks a letter that stays small though row convention has a capital for it: Sym("~z") is one number z.
SMALL = "~"

#: LaTeX of the named functions: operators of LaTeX itself, letters, and names in upright type.
FUNCTIONS = {
    "sigmoid": "\\sigma",
    "tanh": "\\tanh",
    "sinh": "\\sinh",
    "cosh": "\\cosh",
    "max": "\\max",
    "min": "\\min",
    "Phi": "\\Phi",
    "phi": "\\varphi",
    "relu": "\\operatorname{ReLU}",
    "leaky-relu": "\\operatorname{LeakyReLU}",
    "prelu": "\\operatorname{PReLU}",
    "elu": "\\operatorname{ELU}",
    "selu": "\\operatorname{SELU}",
    "softplus": "\\operatorname{softplus}",
    "swish": "\\operatorname{swish}",
    "gelu": "\\operatorname{GELU}",
    "gelu-tanh": "\\operatorname{GELUtanh}",
    "mish": "\\operatorname{mish}",
    "softsign": "\\operatorname{softsign}",
    "softmax": "\\operatorname{softmax}",
    "hard-sigmoid": "\\operatorname{HardSigmoid}",
    "hard-swish": "\\operatorname{HardSwish}",
    "relu6": "\\operatorname{ReLU6}",
    "step": "\\operatorname{step}",
    "erf": "\\operatorname{erf}",
    "sign": "\\operatorname{sign}",
    "diag": "\\operatorname{diag}",
    "identity": "\\operatorname{id}",
    "f": "f",
    "g": "g",
    "h": "h",
}

#: LaTeX of the symbols that are no single letter; a function's name alone is a symbol too, as in dσ/dz.
GLYPHS = FUNCTIONS | {
    "alpha": "\\alpha",
    "beta": "\\beta",
    "gamma": "\\gamma",
    "delta": "\\delta",
    "Delta": "\\Delta",
    "epsilon": "\\varepsilon",
    "theta": "\\theta",
    "kappa": "\\kappa",
    "lambda": "\\lambda",
    "mu": "\\mu",
    "pi": "\\pi",
    "rho": "\\rho",
    "tau": "\\tau",
    "omega": "\\omega",
    "infinity": "\\infty",
    "reals": "\\mathbb{R}",
    "yhat": "\\hat{y}",
    "Yhat": "\\hat{Y}",
    "ell": "\\ell",
    "dots": "\\dots",
    "cdots": "\\cdots",
    "vdots": "\\vdots",
    "ddots": "\\ddots",
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

    def glyph(self, name: str, entry: bool = False) -> str:
        """Return the LaTeX of a symbol's letter, without layer or index; an *entry* has an index.

        A letter that the course has given to the loss or the rate is not given to anything else.
        """
        if name in ("J", "eta", "ln"):
            return {"J": self.loss, "eta": self.rate, "ln": f"\\{self.log}"}[name]
        if name == "alpha" and self.rate == "\\alpha":
            return "\\gamma"
        if name == "L" and self.loss == "L":
            return "\\ell"
        if self.rows and not entry:
            name = CAPITAL_IN_ROWS.get(name, name)
        return GLYPHS.get(name.lstrip(SMALL), name.lstrip(SMALL))

    def function(self, name: str) -> str:
        """Return the LaTeX of a function's name."""
        return f"\\{self.log}" if name == "ln" else FUNCTIONS[name]

    def weight_index(self, unit: int, source: int) -> tuple[int, int]:
        """Return the two figures of the weight that goes to *unit* from *source*, in the order of the course."""
        return (unit, source) if self.index == "output-input" else (source, unit)


@lru_cache(maxsize=64)
def letters(notation: Notation, entries: bool = False) -> dict[str, str]:
    """Return what each letter means, LaTeX → name; with an index the meaning may differ, and *entries* says which.

    Where two names would print alike the first has the letter, and the other is refused when it is printed.
    """
    table: dict[str, str] = {}
    small = [SMALL + name for name in CAPITAL_IN_ROWS] if notation.rows else []
    for name in ("J", "eta", "ln", "alpha", *CAPITAL_IN_ROWS, *GLYPHS, *ascii_letters, *small):
        table.setdefault(notation.glyph(name, entries), name)
    return table


#: The choices that each field allows, read off the record itself.
CHOICES: dict[str, tuple[str, ...]] = {name: get_args(hint) for name, hint in get_type_hints(Notation).items()}
