r"""Print the tree as LaTeX, in the dialect that LaTeX, MathJax 3.2, KaTeX and our own reader all accept.

Two conventions make the printed line readable by a machine as well: binary signs stand between blanks and a
literal's own sign touches its digits; and a row of a matrix ends its line, so that Markdown keeps its ``\\``.
"""

from __future__ import annotations

import re
from typing import ClassVar

from symbolic.errors import UserError
from symbolic.notation import LAYERED, Notation
from symbolic.printer import (
    BASE,
    FACTOR,
    PRODUCT,
    RELATION,
    SUM,
    TERM,
    Printer,
    heads,
    index_text,
    is_bare,
    is_tall,
    weight_index,
)
from symbolic.tree import (
    Abs,
    Add,
    Aligned,
    Boxed,
    Cases,
    Chain,
    D,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Interval,
    Leibniz,
    Listing,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Shape,
    Slot,
    Sqrt,
    Sum,
    Sym,
    Text,
    Transpose,
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

    >>> print(latex(Add((Num("1"), Neg(Frac(Num("1"), Sym("z", 1)))))))
    1 - \frac{1}{z^{[1]}}
    """
    return LatexPrinter(notation or Notation()).whole(node)


class LatexPrinter(Printer):
    """Prints nodes as LaTeX."""

    DOT = " \\cdot "
    ODOT = " \\odot "

    def show(self, node: Node, place: int = RELATION) -> str:
        """Return the LaTeX of *node* as it stands in *place*."""
        return _slot(node, place) if type(node) is Slot else super().show(node, place)

    def wrapped(self, text: str, tall: bool) -> str:
        """Return *text* in parentheses that grow with it."""
        return f"\\left({text}\\right)" if tall else f"({text})"

    def symbol(self, s: Sym) -> str:
        """Print a symbol with its layer and index."""
        text, style = self.letter(s), self.notation.layer
        if s.layer:
            text += LAYER[style].format(s.layer)
        if not s.index:
            return text
        if style == "subscript" and s.name in LAYERED:  # so that z_1 is always layer 1
            text = f"({text})"
        return f"{text}_{{{_index(s, self.notation)}}}"

    def frac(self, q: Frac) -> str:
        """Print a fraction."""
        top, bottom = self.show(q.top), self.show(q.bottom)
        if top[0] == bottom[0] == "d":
            raise UserError(f"a fraction of {top} and {bottom} would read as a derivative")
        return f"\\frac{{{top}}}{{{bottom}}}"

    def power(self, p: Pow) -> str:
        """Print a power; a function's square stands behind its name, tanh^2(x)."""
        exponent = self.show(p.power)
        if type(p.base) is Fn and takes_power(p.base, p.power):
            return f"{self.name(p.base)}^{{{exponent}}}{self.arguments(p.base)}"
        return f"{self.base(p.base)}^{{{exponent}}}"

    def base(self, node: Node) -> str:
        """Print what carries an exponent: what has a raised mark already is put in parentheses."""
        if type(node) is Sym and (node.layer or node.name == "e" or self.marks(node)):
            return f"({self.show(node)})"
        return self.show(node, BASE)

    def marks(self, s: Sym) -> bool:
        """Whether a plain exponent or index of the symbol could be taken for its layer."""
        style = self.notation.layer
        return s.name in LAYERED and (style == "superscript" or (style == "subscript" and bool(s.index)))

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

    def fn(self, f: Fn) -> str:
        """Print a named function of its arguments; f' alone is the derivative as a function, and ln 2 stands bare."""
        if is_bare(f):
            return f"{self.name(f)} {self.show(f.args[0])}"
        return self.name(f) + (self.arguments(f) if f.args else "")

    def name(self, f: Fn) -> str:
        """Print the name of a function; f1 is f of layer 1."""
        if is_letter(f) and len(f.name) > 1:
            return self.symbol(Sym(f.name[0], int(f.name[1:]))) + "'" * f.primes
        return self.notation.function(f.name) + "'" * f.primes

    def arguments(self, f: Fn) -> str:
        """Print the arguments of a function in their parentheses."""
        return self.wrapped(", ".join(self.show(argument) for argument in f.args), is_tall(*f.args))

    def matrix(self, m: Matrix) -> str:
        """Print a matrix, a row to a line."""
        rows = " \\\\\n".join(" & ".join(self.show(entry) for entry in row) for row in m.rows)
        return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"

    def transpose(self, t: Transpose) -> str:
        """Print a transpose."""
        return f"{self.base(t.arg)}^{{\\top}}"

    def cases(self, c: Cases) -> str:
        """Print a function by branches."""
        rows = " \\\\\n".join(f"{self.show(value)} & {self.show(condition)}" for value, condition in c.branches)
        return f"\\begin{{cases}} {rows} \\end{{cases}}"

    def relation(self, relation: str) -> str:
        """Return the sign of a relation; one that waits for the digits is marked like a slot."""
        return f"{MARK}{relation}{MARK}" if relation[0] == "?" else relation

    def derivative(self, d: D) -> str:
        """Print a derivative that is still to be taken."""
        return f"\\frac{{d}}{{d{self.show(d.by, FACTOR)}}}\\left[{self.show(d.of)}\\right]"

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
        low = self.show(s.index) + (f" = {self.show(s.low)}" if s.low else "")
        high = f"^{{{self.show(s.high)}}}" if s.high else ""
        return f"\\sum_{{{low}}}{high} {self.show(s.body, TERM)}"

    def text(self, t: Text) -> str:
        """Print words; no words at all are the blank before a relation that goes on from the line above."""
        if special := SPECIAL.search(t.words):
            raise UserError(f"a text inside a formula cannot hold {special[0]!r}: {t.words!r}")
        return f"\\text{{{t.words}}}" if t.words else "{}"

    def listing(self, items: Listing) -> str:
        """Print formulas side by side."""
        return ", \\quad ".join(self.show(item) for item in items.items)

    def aligned(self, a: Aligned) -> str:
        """Print a display of several rows, each aligned at its first relation."""
        rows = " \\\\\n".join(self.row(row) for row in a.rows)
        return f"\\begin{{aligned}} {rows} \\end{{aligned}}"

    def row(self, row: Node) -> str:
        """Print one row of an aligned display."""
        if not isinstance(row, Chain):
            return f"& {self.whole(row)}"
        head = self.show(row.sides[0], SUM)
        return f"{'' if heads(row) else head + ' '}&{self.chain(row)[len(head) :]}"

    def boxed(self, b: Boxed) -> str:
        """Print a framed result."""
        return f"\\boxed{{{self.whole(b.arg)}}}"

    KINDS: ClassVar = {
        Num: Printer.num,
        Add: Printer.add,
        Neg: Printer.neg,
        Mul: Printer.mul,
        Hadamard: Printer.hadamard,
        Chain: Printer.chain,
        Sym: symbol,
        Frac: frac,
        Pow: power,
        Exp: exp,
        Sqrt: sqrt,
        Abs: absolute,
        Fn: fn,
        Matrix: matrix,
        Transpose: transpose,
        Cases: cases,
        D: derivative,
        Leibniz: leibniz,
        Shape: shape,
        Interval: interval,
        Sum: sigma,
        Text: text,
        Listing: listing,
        Aligned: aligned,
        Boxed: boxed,
    }


def takes_power(f: Fn, power: Node) -> bool:
    """Whether u(x)^n is written u^n(x): of operators only, and never with -1, which would mean the inverse."""
    if f.primes or not f.args or f.name in ("max", "min") or is_letter(f):
        return False
    return type(power) is Num and power.text[0] != "-"


def is_letter(f: Fn) -> bool:
    """Whether a function's name is a letter, with a layer or without: f, g1."""
    return f.name[0] in "fgh" and (len(f.name) == 1 or f.name[1:].isdigit())


def _slot(slot: Slot, place: int) -> str:
    """Mark a slot with how its number must stand there: bare, guarded against a sign, or as a base."""
    mode = "bare" if place <= SUM else "base" if place == BASE else "guarded"
    return f"{MARK}{slot.name},{slot.row},{slot.column},{mode}{MARK}"


def _index(s: Sym, notation: Notation) -> str:
    index = weight_index(s, notation)
    if len(index) == 1 and type(index[0]) is str and len(index[0]) > 1:
        return f"\\text{{{index[0]}}}"
    return index_text(s.name, index)
