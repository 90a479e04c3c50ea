"""Print the tree as LaTeX, in the dialect that LaTeX, MathJax 3.2, KaTeX and our own reader all accept.

Two conventions make the printed line readable by a machine as well: binary signs stand between blanks and a
literal's own sign touches its digits; and a row of a matrix ends its line, so that Markdown keeps its ``\\\\``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic.notation import LAYERED, Notation
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
    walk,
)

#: How a named function prints; a name that stands here is an operator of LaTeX itself or a Greek letter.
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

#: How tightly a place binds: what stands there in parentheses is whatever binds less.
RELATION, SUM, TERM, FACTOR, BASE = range(5)

#: Marks round a slot in the printed skeleton of a line: MARK NAME,ROW,COLUMN,MODE MARK.
MARK = "\x00"

_TALL = (Frac, Matrix, Cases, Sum)


def latex(node: Node, notation: Notation | None = None) -> str:
    """Return the LaTeX of *node*.

    >>> print(latex(Add((Num("1"), Neg(Frac(Num("1"), Sym("z", 1)))))))
    1 - \\frac{1}{z^{[1]}}
    """
    return LatexPrinter(notation or Notation()).show(node)


class LatexPrinter:
    """Prints nodes in one notation; ``show(node, place)`` adds the parentheses that the place needs."""

    def __init__(self, notation: Notation) -> None:
        """Keep the notation that every symbol goes through."""
        self.notation = notation

    def show(self, node: Node, place: int = RELATION) -> str:
        """Return the LaTeX of *node* as it stands in *place*."""
        if type(node) is Num:
            return f"({node.text})" if node.text[0] == "-" and place >= TERM else node.text
        if type(node) is Slot:
            return _slot(node, place)
        text, binds = _PRINT[type(node)](self, node)
        return _parenthesised(node, text) if binds < place else text

    def symbol(self, s: Sym) -> tuple[str, int]:
        """Print a symbol with its layer and index."""
        letter = self.notation.glyph(s.name)
        index = _index(self.notation.weight_index(*s.index) if _is_weight(s) else s.index)
        if not s.layer:
            return letter + index, BASE
        style = self.notation.layer
        if style == "subscript":
            return (f"({letter}_{{{s.layer}}}){index}" if index else f"{letter}_{{{s.layer}}}"), BASE
        mark = {"bracket": f"[{s.layer}]", "paren": f"({s.layer})", "superscript": f"{s.layer}"}[style]
        return f"{letter}^{{{mark}}}{index}", BASE

    def add(self, s: Add) -> tuple[str, int]:
        """Print a sum; a term under Neg is taken away."""
        text = self.show(s.terms[0], SUM)
        for term in s.terms[1:]:
            minus = isinstance(term, Neg)
            text += (" - " if minus else " + ") + self.show(term.arg if isinstance(term, Neg) else term, TERM)
        return text, SUM

    def neg(self, u: Neg) -> tuple[str, int]:
        """Print -u; a sign that could be taken for a literal's own stands apart from the digits."""
        inner = self.show(u.arg, TERM)
        return ("- " if inner[0].isdigit() or inner[0] == MARK else "-") + inner, SUM

    def mul(self, p: Mul) -> tuple[str, int]:
        """Print a product, with dots or side by side; figures that would run together get a dot."""
        shown = [self.show(factor, FACTOR) for factor in p.factors]
        text = shown[0]
        for piece in shown[1:]:
            text += (" \\cdot " if p.dot else " ") + piece
        return text, TERM

    def hadamard(self, p: Hadamard) -> tuple[str, int]:
        """Print an entrywise product."""
        return " \\odot ".join(self.show(factor, FACTOR) for factor in p.factors), TERM

    def frac(self, q: Frac) -> tuple[str, int]:
        """Print a fraction."""
        return f"\\frac{{{self.show(q.top)}}}{{{self.show(q.bottom)}}}", FACTOR

    def power(self, p: Pow) -> tuple[str, int]:
        """Print a power; a function's power stands behind its name, tanh^2(x)."""
        exponent = self.show(p.power)
        if isinstance(p.base, Fn) and not p.base.primes and p.base.name not in ("max", "min"):
            name, _, arguments = self.fn(p.base)[0].partition("(")
            if not name.endswith("\\left"):
                return f"{name}^{{{exponent}}}({arguments}", FACTOR
        return f"{self.base(p.base)}^{{{exponent}}}", FACTOR

    def base(self, node: Node) -> str:
        """Print what carries an exponent: a symbol with a layer is put in parentheses."""
        if isinstance(node, Sym) and (node.layer or node.index):
            return f"({self.show(node)})"
        return self.show(node, BASE)

    def exp(self, e: Exp) -> tuple[str, int]:
        """Print the natural exponential."""
        return f"e^{{{self.show(e.power)}}}", FACTOR

    def sqrt(self, r: Sqrt) -> tuple[str, int]:
        """Print a square root."""
        return f"\\sqrt{{{self.show(r.arg)}}}", BASE

    def absolute(self, u: Abs) -> tuple[str, int]:
        """Print an absolute value."""
        return f"\\lvert {self.show(u.arg)} \\rvert", BASE

    def fn(self, f: Fn) -> tuple[str, int]:
        """Print a named function of its arguments; ln of a plain number or symbol needs no parentheses."""
        name = "\\" + self.notation.log if f.name == "ln" else FUNCTIONS[f.name]
        name += "'" * f.primes
        if f.name == "ln" and isinstance(f.args[0], Num) and f.args[0].text[0] != "-":
            return f"{name} {f.args[0].text}", FACTOR
        inner = ", ".join(self.show(argument) for argument in f.args)
        return name + _wrapped(inner, any(map(_tall, f.args))), FACTOR

    def matrix(self, m: Matrix) -> tuple[str, int]:
        """Print a matrix, a row to a line."""
        rows = " \\\\\n".join(" & ".join(self.show(entry) for entry in row) for row in m.rows)
        return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}", BASE

    def transpose(self, t: Transpose) -> tuple[str, int]:
        """Print a transpose."""
        return f"{self.base(t.arg)}^{{\\top}}", BASE

    def cases(self, c: Cases) -> tuple[str, int]:
        """Print a function by branches."""
        rows = " \\\\\n".join(f"{self.show(value)} & {self.show(condition)}" for value, condition in c.branches)
        return f"\\begin{{cases}} {rows} \\end{{cases}}", FACTOR

    def chain(self, c: Chain) -> tuple[str, int]:
        """Print sides joined by relations."""
        text = self.show(c.sides[0], SUM)
        for relation, side in zip(c.relations, c.sides[1:], strict=True):
            sign = f"{MARK}{relation}{MARK}" if relation[0] == "?" else relation
            text += f" {sign} {self.show(side, SUM)}"
        return text, RELATION

    def derivative(self, d: D) -> tuple[str, int]:
        """Print a derivative that is still to be taken."""
        return f"\\frac{{d}}{{d{self.show(d.by)}}}\\left[{self.show(d.of)}\\right]", FACTOR

    def leibniz(self, d: Leibniz) -> tuple[str, int]:
        """Print a derivative as a quotient."""
        sign = "\\partial " if d.partial else "d"
        return f"\\frac{{{sign}{self.show(d.of, BASE)}}}{{{sign}{self.show(d.by, BASE)}}}", FACTOR

    def shape(self, s: Shape) -> tuple[str, int]:
        """Print a shape, rows × columns, in parentheses where it stands beside another."""
        return " \\times ".join(self.show(dim, FACTOR) for dim in s.dims), TERM

    def interval(self, i: Interval) -> tuple[str, int]:
        """Print an interval with its ends open or closed."""
        left, right = "[" if i.low_closed else "(", "]" if i.high_closed else ")"
        return f"\\left{left}{self.show(i.low)}, {self.show(i.high)}\\right{right}", BASE

    def sum(self, s: Sum) -> tuple[str, int]:
        """Print a sum over an index."""
        low = self.show(s.index) + (f" = {self.show(s.low)}" if s.low else "")
        high = f"^{{{self.show(s.high)}}}" if s.high else ""
        return f"\\sum_{{{low}}}{high} {self.show(s.body, TERM)}", TERM

    def text(self, t: Text) -> tuple[str, int]:
        """Print words."""
        return f"\\text{{{t.words}}}", BASE

    def listing(self, items: Listing) -> tuple[str, int]:
        """Print formulas side by side."""
        return ", \\quad ".join(self.show(item) for item in items.items), RELATION

    def aligned(self, a: Aligned) -> tuple[str, int]:
        """Print a display of several rows, each aligned at its first relation."""
        rows = " \\\\\n".join(self.row(row) for row in a.rows)
        return f"\\begin{{aligned}} {rows} \\end{{aligned}}", RELATION

    def row(self, row: Node) -> str:
        """Print one row of an aligned display."""
        if not isinstance(row, Chain):
            return f"& {self.show(row)}"
        head = self.show(row.sides[0], SUM)
        return f"{head} &{self.chain(row)[0][len(head):]}"

    def boxed(self, b: Boxed) -> tuple[str, int]:
        """Print a framed result."""
        return f"\\boxed{{{self.show(b.arg)}}}", BASE


def _slot(slot: Slot, place: int) -> str:
    """Mark a slot with how its number must stand there: bare, guarded against a sign, or as a base."""
    mode = "bare" if place <= SUM else "base" if place == BASE else "guarded"
    return f"{MARK}{slot.name},{slot.row},{slot.column},{mode}{MARK}"


def _index(index: tuple[int | str, ...]) -> str:
    if not index:
        return ""
    parts = [str(part) for part in index]
    return "_{" + ("" if all(len(part) == 1 for part in parts) else ",").join(parts) + "}"


def _is_weight(s: Sym) -> bool:
    return s.name == "w" and len(s.index) == 2


def _tall(node: Node) -> bool:
    return any(isinstance(below, _TALL) for below in walk(node))


def _wrapped(inner: str, tall: bool) -> str:
    return f"\\left({inner}\\right)" if tall else f"({inner})"


def _parenthesised(node: Node, text: str) -> str:
    return _wrapped(text, _tall(node))


_PRINT: dict[type[Node], Callable[[LatexPrinter, Any], tuple[str, int]]] = {
    Sym: LatexPrinter.symbol,
    Add: LatexPrinter.add,
    Neg: LatexPrinter.neg,
    Mul: LatexPrinter.mul,
    Hadamard: LatexPrinter.hadamard,
    Frac: LatexPrinter.frac,
    Pow: LatexPrinter.power,
    Exp: LatexPrinter.exp,
    Sqrt: LatexPrinter.sqrt,
    Abs: LatexPrinter.absolute,
    Fn: LatexPrinter.fn,
    Matrix: LatexPrinter.matrix,
    Transpose: LatexPrinter.transpose,
    Cases: LatexPrinter.cases,
    Chain: LatexPrinter.chain,
    D: LatexPrinter.derivative,
    Leibniz: LatexPrinter.leibniz,
    Shape: LatexPrinter.shape,
    Interval: LatexPrinter.interval,
    Sum: LatexPrinter.sum,
    Text: LatexPrinter.text,
    Listing: LatexPrinter.listing,
    Aligned: LatexPrinter.aligned,
    Boxed: LatexPrinter.boxed,
}
