r"""Print the tree as LaTeX, in the dialect that LaTeX, MathJax 3.2, KaTeX and our own reader all accept.

Two conventions make the printed line readable by a machine as well: binary signs stand between blanks and a
literal's own sign touches its digits; and a row of a matrix ends its line, so that Markdown keeps its ``\\``.
"""

from __future__ import annotations

import re
from typing import ClassVar

from symbolic.binding import BASE, FACTOR, PRODUCT, RELATION, SUM, TERM, is_tall
from symbolic.errors import UserError
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
    Node,
    Shape,
    Slot,
    Sqrt,
    Sum,
    Text,
)

__all__ = ["BASE", "FACTOR", "MARK", "PRODUCT", "RELATION", "SUM", "TERM", "LatexPrinter", "latex"]

#: Marks round a slot in the printed skeleton of a line: MARK NAME,ROW,COLUMN,MODE MARK.
MARK = "\x00"

#: How each style marks a layer.
LAYER = {"bracket": "^{{[{}]}}", "paren": "^{{({})}}", "superscript": "^{{{}}}", "subscript": "_{{{}}}"}

#: What a text may not hold: TeX would take it for more than words.
SPECIAL = re.compile(r"[$_\\{}%#&^~\x00]")


def latex(node: Node, notation: Notation | None = None) -> str:
    r"""Return the LaTeX of *node*.

    >>> from symbolic.tree import Add, Neg, Num, Sym
    >>> print(latex(Add((Num("1"), Neg(Frac(Num("1"), Sym("z", 1)))))))
    1 - \frac{1}{z^{[1]}}
    """
    return LatexPrinter(notation or Notation()).whole(node)


class LatexPrinter(Printer):
    """Prints nodes as LaTeX."""

    DOT = " \\cdot "
    ODOT = " \\odot "
    COMMA = ", "
    TOP = "\\top"
    QUAD = ", \\quad "

    def show(self, node: Node, place: int = RELATION) -> str:
        """Return the LaTeX of *node* as it stands in *place*."""
        return _slot(node, place) if type(node) is Slot else super().show(node, place)

    def wrapped(self, text: str, tall: bool) -> str:
        """Return *text* in parentheses that grow with it."""
        return f"\\left({text}\\right)" if tall else f"({text})"

    def raised(self, text: str, mark: str) -> str:
        """Return *text* with *mark* raised on it."""
        return f"{text}^{{{mark}}}"

    def relation(self, relation: str) -> str:
        """Return the sign of a relation; one that waits for the digits is marked like a slot."""
        return f"{MARK}{relation}{MARK}" if relation[0] == "?" else relation

    def glyph(self, latex: str) -> str:
        """Return the letter as it is."""
        return latex

    def layer(self, text: str, layer: int) -> str:
        """Return a letter with the mark of its layer."""
        return text + LAYER[self.notation.layer].format(layer)

    def index(self, text: str, index: str) -> str:
        """Return a letter with its index."""
        return f"{text}_{{{index}}}"

    def word(self, word: str) -> str:
        """Return a word as an index, upright."""
        return f"\\text{{{word}}}"

    def frac(self, q: Frac) -> str:
        """Print a fraction."""
        top, bottom = self.show(q.top), self.show(q.bottom)
        if top[0] == bottom[0] == "d":
            raise UserError(f"a fraction of {top} and {bottom} would read as a derivative")
        return f"\\frac{{{top}}}{{{bottom}}}"

    def exp(self, e: Exp) -> str:
        """Print the natural exponential."""
        return f"e^{{{self.show(e.power)}}}"

    def sqrt(self, r: Sqrt) -> str:
        """Print a square root."""
        return f"\\sqrt{{{self.show(r.arg)}}}"

    def absolute(self, u: Abs) -> str:
        """Print an absolute value."""
        if is_tall(u.arg):
            return f"\\left\\lvert {self.show(u.arg)} \\right\\rvert"
        return f"\\lvert {self.show(u.arg)} \\rvert"

    def matrix(self, m: Matrix) -> str:
        """Print a matrix, a row to a line."""
        rows = " \\\\\n".join(" & ".join(self.show(entry) for entry in row) for row in m.rows)
        return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"

    def cases(self, c: Cases) -> str:
        """Print a function by branches."""
        rows = " \\\\\n".join(f"{self.show(value)} & {self.show(condition)}" for value, condition in c.branches)
        return f"\\begin{{cases}} {rows} \\end{{cases}}"

    def derivative(self, d: D) -> str:
        """Print a derivative that is still to be taken."""
        sign, by = ("\\partial", " ") if d.partial else ("d", "")
        return f"\\frac{{{sign}}}{{{sign}{by}{self.show(d.by, FACTOR)}}}\\left[{self.show(d.of)}\\right]"

    def leibniz(self, d: Leibniz) -> str:
        """Print a derivative as a quotient."""
        sign = "\\partial " if d.partial else "d"
        return f"\\frac{{{sign}{self.show(d.of, FACTOR)}}}{{{sign}{self.show(d.by, FACTOR)}}}"

    def shape(self, s: Shape) -> str:
        """Print a shape, rows × columns."""
        return " \\times ".join(self.show(dim, FACTOR) for dim in s.dims)

    def interval(self, i: Interval) -> str:
        """Print an interval with its ends open or closed; a bare [ could be taken for an option of the row end."""
        left, right = "[" if i.low_closed else "(", "]" if i.high_closed else ")"
        return f"\\left{left}{self.show(i.low)}, {self.show(i.high)}\\right{right}"

    def sigma(self, s: Sum) -> str:
        """Print a sum over an index."""
        low = self.show(s.index) + (f" = {self.show(s.low, SUM)}" if s.low else "")
        high = f"^{{{self.show(s.high)}}}" if s.high else ""
        return f"\\sum_{{{low}}}{high} {self.show(s.body, TERM)}"

    def text(self, t: Text) -> str:
        """Print words; no words at all are the blank before a relation that goes on from the line above."""
        if special := SPECIAL.search(t.words):
            raise UserError(f"a text inside a formula cannot hold {special[0]!r}: {t.words!r}")
        return f"\\text{{{t.words}}}" if t.words else "{}"

    def aligned(self, a: Aligned) -> str:
        """Print a display of several rows, each aligned at its first relation."""
        rows = " \\\\\n".join(self.row(row) for row in a.rows)
        return f"\\begin{{aligned}} {rows} \\end{{aligned}}"

    def boxed(self, b: Boxed) -> str:
        """Print a framed result."""
        return f"\\boxed{{{self.whole(b.arg)}}}"

    KINDS: ClassVar = SHARED | {
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
        Text: text,
        Aligned: aligned,
        Boxed: boxed,
    }


def _slot(slot: Slot, place: int) -> str:
    """Mark a slot with how its number must stand there: bare, guarded against a sign, or as a base."""
    mode = "bare" if place <= SUM else "base" if place == BASE else "guarded"
    return f"{MARK}{slot.name},{slot.row},{slot.column},{mode}{MARK}"
