"""The instructor's notation: one record that every printed symbol goes through, and back.

Each document of the course writes the same mathematics in its own letters. The tree keeps one name for each
thing (``Sym("z", 1)``, ``Sym("J")``, ``Sym("eta")``); this module says how the chosen notation writes it.
"""

from __future__ import annotations

from functools import lru_cache
from string import ascii_letters
from typing import Literal, get_args, get_type_hints

from msgspec import Struct

from symbolic.errors import UserError

#: The symbols that carry the number of their layer; A and Z are those of a batch.
LAYERED = frozenset({"W", "w", "b", "z", "a", "delta", "f", "A", "Z"})

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
    "sin": "\\sin",
    "cos": "\\cos",
    "arctan": "\\arctan",
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
    "lambert": "\\operatorname{W}",
    "sign": "\\operatorname{sign}",
    "diag": "\\operatorname{diag}",
    "identity": "\\operatorname{id}",
    "f": "f",
    "g": "g",
    "h": "h",
}


def spoken(name: str) -> str:
    """Return a function's name as words say it: SELU where it prints in upright type, else as it is."""
    found = FUNCTIONS[name]
    return found[len("\\operatorname{") : -1] if found.startswith("\\operatorname{") else name


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
    "ones": "\\boldsymbol{1}",
    "yhat": "\\hat{y}",
    "Yhat": "\\hat{Y}",
    "ell": "\\ell",
    "dots": "\\ldots",
    "cdots": "\\cdots",
    "vdots": "\\vdots",
    "ddots": "\\ddots",
    "blank": "\\square",  # to be filled in
}


class Notation(Struct, frozen=True):
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


@lru_cache(maxsize=64)
def letters(notation: Notation, entries: bool = False) -> dict[str, str]:
    """Return what each letter means, LaTeX → name; with an index the meaning may differ, and *entries* says which.

    Where two names would print alike the first has the letter, and the other is refused when it is printed. In row
    convention a capital has no entries: those of A are written small.
    """
    table: dict[str, str] = {}
    taken = CAPITAL_IN_ROWS.values() if notation.rows and entries else ()
    small = [SMALL + name for name in CAPITAL_IN_ROWS] if notation.rows else []
    for name in ("J", "eta", "ln", "alpha", "L", *CAPITAL_IN_ROWS, *GLYPHS, *ascii_letters, *small):
        if name not in taken:
            table.setdefault(notation.glyph(name, entries), name)
    return table


def weight_index(name: str, index: tuple[int | str, ...], notation: Notation) -> tuple[int | str, ...]:
    """Return the index of a symbol as the course writes it: a weight's two figures in the order of the course.

    The order is its own inverse, so the reader uses the same function.
    """
    return index[::-1] if name == "w" and len(index) == 2 and notation.index == "input-output" else index


#: What has one index; two of its figures are parted by a comma, so that x_{12} is the twelfth. Of all else w_{12} is
#: row 1, column 2.
VECTORS = frozenset({*CAPITAL_IN_ROWS, "b", "n", "p"})


def index_text(name: str, index: tuple[int | str, ...]) -> str:
    """Return the figures of an index as one string, commas where they would run together.

    >>> index_text("w", (1, 2)), index_text("w", (1, 12)), index_text("x", (12,)), index_text("x", (1, 2))
    ('12', '1,12', '12', '1,2')
    """
    parts = [str(part) for part in index]
    figures = all(part.isdigit() for part in parts)
    if len(parts) == 1 and (len(parts[0]) == 1 or not figures or name in VECTORS):
        return parts[0]
    if len(parts) == 1:
        raise UserError(f"the index {parts[0]} of {name!r} would read as row and column")
    close = all(len(part) == 1 for part in parts) and not (figures and name in VECTORS)
    return ("" if close else ",").join(parts)


#: The choices that each field allows, read off the record itself.
CHOICES: dict[str, tuple[str, ...]] = {name: get_args(hint) for name, hint in get_type_hints(Notation).items()}
