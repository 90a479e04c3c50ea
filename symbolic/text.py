"""Print the tree as Unicode in one line, for a terminal: z^[1] = W^[1] x, σ(z) = 1/(1 + e^(-z)), [1 -1; 0 2]."""

from __future__ import annotations

import re
from typing import ClassVar

from symbolic import binding
from symbolic.binding import FACTOR, PRODUCT, SUM, TERM
from symbolic.notation import Notation
from symbolic.printer import SHARED, Printer
from symbolic.tree import (
    Abs,
    Aligned,
    Boxed,
    Cases,
    D,
    Exp,
    Frac,
    Interval,
    Leibniz,
    Matrix,
    Neg,
    Node,
    Num,
    Shape,
    Sqrt,
    Sum,
    Text,
)

#: Letters and signs by their LaTeX.
GLYPHS = {
    "\\alpha": "α",
    "\\beta": "β",
    "\\gamma": "γ",
    "\\delta": "δ",
    "\\Delta": "Δ",
    "\\varepsilon": "ε",
    "\\eta": "η",
    "\\theta": "θ",
    "\\kappa": "κ",
    "\\lambda": "λ",
    "\\mu": "μ",
    "\\pi": "π",
    "\\rho": "ρ",
    "\\sigma": "σ",
    "\\tau": "τ",
    "\\varphi": "φ",
    "\\Phi": "Φ",
    "\\omega": "ω",
    "\\infty": "∞",
    "\\mathbb{R}": "ℝ",
    "\\boldsymbol{1}": "𝟏",
    "\\mathcal{L}": "ℒ",
    "\\hat{y}": "ŷ",
    "\\hat{Y}": "Ŷ",
    "\\ell": "ℓ",
    "\\ldots": "…",
    "\\square": "□",
    "\\cdots": "⋯",
    "\\vdots": "⋮",
    "\\ddots": "⋱",
}

#: How a terminal shows each relation.
RELATIONS = {
    "\\approx": "≈",
    "\\le": "≤",
    "\\ge": "≥",
    "\\ne": "≠",
    "\\in": "∈",
    "\\leftarrow": "←",
    "\\to": "→",
    "\\colon": ":",
}

_SUPERSCRIPTS = str.maketrans("0123456789-ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_RAISABLE = re.compile(r"-?[0-9]+|[ni]")
_LOWERABLE = re.compile(r"[0-9aehijklmnoprstuvx]+")
_SIMPLE = re.compile(r"\w+|∞")


def text(node: Node, notation: Notation | None = None) -> str:
    """Return *node* in Unicode; only a display of rows takes more than one line.

    >>> from symbolic.tree import Add, Neg, Sym
    >>> print(text(Frac(Num("1"), Add((Num("1"), Exp(Neg(Sym("z", 1))))))))
    1/(1 + e^(-z^[1]))
    """
    return TextPrinter(notation or Notation()).whole(node)


class TextPrinter(Printer):
    """Prints nodes in Unicode."""

    DOT = " · "
    ODOT = " ⊙ "
    COMMA = ", "
    TOP = "ᵀ"
    QUAD = ", "
    PRIME = "′"

    def binding(self, node: Node) -> int:
        """Return how tightly the text of *node* binds: a fraction in one line is a quotient."""
        return PRODUCT if isinstance(node, (Frac, Leibniz)) else binding.binding(node)

    def wrapped(self, text: str, tall: bool) -> str:  # noqa: ARG002  # nothing grows in a line of text
        """Return *text* in parentheses, which do not grow here."""
        return f"({text})"

    def raised(self, text: str, mark: str) -> str:
        """Return *text* with a power, raised where there is a raised character for it."""
        if mark == self.TOP or _RAISABLE.fullmatch(mark):
            return text + mark.translate(_SUPERSCRIPTS)
        return f"{text}^{mark}" if _SIMPLE.fullmatch(mark) else f"{text}^({mark})"

    def relation(self, relation: str) -> str:
        """Return the sign of a relation."""
        return RELATIONS.get(relation, relation)

    def glyph(self, latex: str) -> str:
        """Return the letter, or the name in plain type."""
        return GLYPHS.get(latex) or latex.removeprefix("\\operatorname{").strip("\\}")

    def layer(self, text: str, layer: int) -> str:
        """Return a letter with the mark of its layer."""
        if self.notation.layer == "bracket":
            return f"{text}^[{layer}]"
        if self.notation.layer == "paren":
            return f"{text}⁽{str(layer).translate(_SUPERSCRIPTS)}⁾"
        return text + str(layer).translate(_SUBSCRIPTS if self.notation.layer == "subscript" else _SUPERSCRIPTS)

    def index(self, text: str, index: str) -> str:
        """Return a letter with its index, lowered where there are lowered characters for it."""
        if _LOWERABLE.fullmatch(index):
            return text + index.translate(_SUBSCRIPTS)
        return f"{text}_({index})" if "," in index else f"{text}_{index}"

    def word(self, word: str) -> str:
        """Return a word as an index."""
        return word

    def neg(self, u: Neg) -> str:
        """Print -u; nobody reads it back, so the sign may touch the digits."""
        return f"-{self.show(u.arg, TERM)}"

    def frac(self, q: Frac) -> str:
        """Print a quotient."""
        return f"{self.show(q.top, FACTOR)}/{self.show(q.bottom, FACTOR)}"

    def exp(self, e: Exp) -> str:
        """Print the natural exponential."""
        return self.raised("e", self.show(e.power)) if isinstance(e.power, Num) else self._power(e.power)

    def _power(self, power: Node) -> str:
        shown = self.show(power)
        return f"e^{shown}" if _SIMPLE.fullmatch(shown) else f"e^({shown})"

    def sqrt(self, r: Sqrt) -> str:
        """Print a square root."""
        shown = self.show(r.arg)
        return f"√{shown}" if _SIMPLE.fullmatch(shown) else f"√({shown})"

    def absolute(self, u: Abs) -> str:
        """Print an absolute value."""
        return f"|{self.show(u.arg)}|"

    def matrix(self, m: Matrix) -> str:
        """Print a matrix by rows, [1 -1; 0 2]; entries that hold blanks are parted by commas."""
        rows = [[self.show(entry) for entry in row] for row in m.rows]
        between = ", " if any(" " in entry for row in rows for entry in row) else " "
        return "[" + "; ".join(between.join(row) for row in rows) + "]"

    def cases(self, c: Cases) -> str:
        """Print a function by branches, {x if x > 0; 0 otherwise}."""
        return "{" + "; ".join(self.branch(value, condition) for value, condition in c.branches) + "}"

    def branch(self, value: Node, condition: Node) -> str:
        """Print one branch."""
        return f"{self.show(value)} {'' if isinstance(condition, Text) else 'if '}{self.show(condition)}"

    def derivative(self, d: D) -> str:
        """Print a derivative that is still to be taken."""
        sign = "∂" if d.partial else "d"
        return f"{sign}/{sign}{self.show(d.by, FACTOR)} [{self.show(d.of)}]"

    def leibniz(self, d: Leibniz) -> str:
        """Print a derivative as a quotient."""
        sign = "∂" if d.partial else "d"
        return f"{sign}{self.show(d.of, FACTOR)}/{sign}{self.show(d.by, FACTOR)}"

    def shape(self, s: Shape) -> str:
        """Print a shape, rows × columns."""
        return " × ".join(self.show(dim, FACTOR) for dim in s.dims)

    def interval(self, i: Interval) -> str:
        """Print an interval with its ends open or closed."""
        return f"{'[' if i.low_closed else '('}{self.show(i.low)}, {self.show(i.high)}{']' if i.high_closed else ')'}"

    def sigma(self, s: Sum) -> str:
        """Print a sum over an index."""
        low = self.show(s.index) + (f" = {self.show(s.low, SUM)}" if s.low else "")
        limits = f"_({low})" if s.low or not _LOWERABLE.fullmatch(low) else low.translate(_SUBSCRIPTS)
        high = self.raised("", self.show(s.high)) if s.high else ""
        return f"Σ{limits}{high} {self.show(s.body, TERM)}"

    def words(self, t: Text) -> str:
        """Print words."""
        return t.words.strip()

    def aligned(self, a: Aligned) -> str:
        """Print the rows of a display under each other."""
        return "\n".join(self.whole(row).lstrip() for row in a.rows)

    def boxed(self, b: Boxed) -> str:
        """Print a framed result, as a line of text without its frame."""
        return self.whole(b.arg)

    KINDS: ClassVar = SHARED | {
        Neg: neg,
        Frac: frac,
        Exp: exp,
        Sqrt: sqrt,
        Abs: absolute,
        Matrix: matrix,
        Cases: cases,
        D: derivative,
        Leibniz: leibniz,
        Shape: shape,
        Interval: interval,
        Sum: sigma,
        Text: words,
        Aligned: aligned,
        Boxed: boxed,
    }
