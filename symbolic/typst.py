"""Print the tree as Typst maths: names, numbers, quoted words and explicit calls alone, parted by blanks.

No shorthand of Typst can fire in such a text: brackets and commas are named symbols, so that those of a call are
the only ones that Typst sees, and a letter never touches another.
"""

from __future__ import annotations

import re
from typing import ClassVar

from symbolic.binding import FACTOR, SUM, TERM, is_tall
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
    Fn,
    Frac,
    Interval,
    Leibniz,
    Matrix,
    Node,
    Shape,
    Sqrt,
    Sum,
    Text,
)

#: Typst's names of the letters and signs that are not LaTeX's without the backslash.
NAMES = {
    "\\varepsilon": "epsilon",
    "\\varphi": "phi",
    "\\infty": "infinity",
    "\\mathbb{R}": "RR",
    "\\boldsymbol{1}": "bold(1)",
    "\\mathcal{L}": "cal(L)",
    "\\hat{y}": "hat(y)",
    "\\hat{Y}": "hat(Y)",
    "\\ldots": "dots.h",
    "\\cdots": "dots.h.c",
    "\\vdots": "dots.v",
    "\\ddots": "dots.down",
    "\\square": "square.stroked.medium",
}

#: How Typst writes each relation.
RELATIONS = {
    "=": "=",
    "\\approx": "approx",
    "<": "lt",
    ">": "gt",
    "\\le": "lt.eq",
    "\\ge": "gt.eq",
    "\\ne": "eq.not",
    "\\in": "in",
    "\\leftarrow": "arrow.l",
    "\\to": "arrow.r",
    "\\colon": "colon",
}

#: How each style marks a layer.
LAYER = {"bracket": "^(bracket.l {} bracket.r)", "paren": "^(paren.l {} paren.r)", "superscript": "^({})"}
LAYER["subscript"] = "_({})"

_OPERATOR = re.compile(r"\\operatorname\{(\w+)\}")


def typst(node: Node, notation: Notation | None = None) -> str:
    """Return *node* as Typst maths, for ``eval(…, mode: "math")``.

    >>> from symbolic.tree import Num, Sym
    >>> print(typst(Frac(Num("1"), Sym("z", 1))))
    frac(1, z^(bracket.l 1 bracket.r))
    """
    return TypstPrinter(notation or Notation()).whole(node)


class TypstPrinter(Printer):
    """Prints nodes as Typst maths."""

    DOT = " dot.op "
    ODOT = " dot.o "
    COMMA = " comma "
    TOP = "top"
    QUAD = " comma quad "

    def wrapped(self, text: str, tall: bool) -> str:
        """Return *text* in parentheses that grow with it."""
        return f"lr(paren.l {text} paren.r)" if tall else f"paren.l {text} paren.r"

    def raised(self, text: str, mark: str) -> str:
        """Return *text* with *mark* raised on it."""
        return f"{text}^({mark})"

    def relation(self, relation: str) -> str:
        """Return the sign of a relation."""
        return RELATIONS[relation]

    def glyph(self, latex: str) -> str:
        """Return Typst's name of a letter; the name of a function is an operator."""
        if operator := _OPERATOR.fullmatch(latex):
            return f'op("{operator[1]}")'
        return NAMES.get(latex) or latex.lstrip("\\")

    def layer(self, text: str, layer: int) -> str:
        """Return a letter with the mark of its layer."""
        return text + LAYER[self.notation.layer].format(layer)

    def index(self, text: str, index: str) -> str:
        """Return a letter with its index."""
        return f"{text}_({index})"

    def word(self, word: str) -> str:
        """Return a word as an index, upright."""
        return f'"{word}"'

    def figures(self, figures: str) -> str:
        """Return the letters of an index one by one, its commas by name."""
        return re.sub(r"(?<=\D)(?=\w)|(?<=\w)(?=\D)", " ", figures).replace(",", "comma")

    def applied(self, name: str, f: Fn) -> str:
        """Print a name with the arguments of *f*, apart from it, lest Typst call it."""
        return super().applied(f"{name} ", f)

    def frac(self, q: Frac) -> str:
        """Print a fraction."""
        return f"frac({self.show(q.top)}, {self.show(q.bottom)})"

    def exp(self, e: Exp) -> str:
        """Print the natural exponential."""
        return f"e^({self.show(e.power)})"

    def sqrt(self, r: Sqrt) -> str:
        """Print a square root."""
        return f"sqrt({self.show(r.arg)})"

    def absolute(self, u: Abs) -> str:
        """Print an absolute value."""
        if is_tall(u.arg):
            return f"abs({self.show(u.arg)})"
        return f'class("opening", bar.v) {self.show(u.arg)} class("closing", bar.v)'

    def matrix(self, m: Matrix) -> str:
        """Print a matrix by rows; a semicolon that touched a frame would end the frame's code."""
        rows = " ; ".join(", ".join(self.show(entry) for entry in row) for row in m.rows)
        return f'mat(delim: "[", {rows})'

    def cases(self, c: Cases) -> str:
        """Print a function by branches."""
        rows = ", ".join(f"{self.show(value)} & quad {self.show(condition)}" for value, condition in c.branches)
        return f"cases({rows})"

    def derivative(self, d: D) -> str:
        """Print a derivative that is still to be taken."""
        sign = "partial" if d.partial else "d"
        return f"frac({sign}, {sign} {self.show(d.by, FACTOR)}) lr(bracket.l {self.show(d.of)} bracket.r)"

    def leibniz(self, d: Leibniz) -> str:
        """Print a derivative as a quotient."""
        sign = "partial" if d.partial else "d"
        return f"frac({sign} {self.show(d.of, FACTOR)}, {sign} {self.show(d.by, FACTOR)})"

    def shape(self, s: Shape) -> str:
        """Print a shape, rows × columns."""
        return " times ".join(self.show(dim, FACTOR) for dim in s.dims)

    def interval(self, i: Interval) -> str:
        """Print an interval with its ends open or closed."""
        left, right = "bracket.l" if i.low_closed else "paren.l", "bracket.r" if i.high_closed else "paren.r"
        return f"lr({left} {self.show(i.low)} comma {self.show(i.high)} {right})"

    def sigma(self, s: Sum) -> str:
        """Print a sum over an index."""
        low = self.show(s.index) + (f" = {self.show(s.low, SUM)}" if s.low else "")
        high = f"^({self.show(s.high)})" if s.high else ""
        return f"sum_({low}){high} {self.show(s.body, TERM)}"

    def text(self, t: Text) -> str:
        """Print words; the blanks of the text round them stand for the blanks at their edges."""
        if "\\" in t.words or '"' in t.words:
            raise UserError(f"a text inside a formula cannot hold a backslash or a quotation mark: {t.words!r}")
        return f'"{t.words.strip()}"'

    def aligned(self, a: Aligned) -> str:
        """Print a display of several rows, each aligned at its first relation."""
        return " \\\n".join(self.row(row) for row in a.rows)

    def boxed(self, b: Boxed) -> str:
        """Print a framed result: as tall as it is, and an equation of its own, which needs an alternative text."""
        framed = f'math.equation(alt: "framed", math.display(${self.whole(b.arg)}$.body))'
        return f'#box(stroke: 0.5pt, inset: 3pt, text(top-edge: "bounds", bottom-edge: "bounds", {framed}))'

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
