"""What every printer of the tree shares: sums, products and powers, with the parentheses and dots that they need.

A printer is a table from kinds of node to methods; what it prints has one reading, which ``symbolic.reader`` finds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from symbolic import binding
from symbolic.binding import BASE, FACTOR, PRODUCT, RELATION, SUM, TERM, is_bare, is_open, is_tall, needs_dot
from symbolic.errors import UserError
from symbolic.notation import LAYERED, SMALL, Notation, index_text, letters, weight_index
from symbolic.tree import (
    Add,
    Aligned,
    Chain,
    Fn,
    Hadamard,
    Listing,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Slot,
    Sum,
    Sym,
    Text,
    Transpose,
)


class Printer:
    """Prints nodes in one notation; ``show(node, place)`` adds the parentheses that the place needs."""

    KINDS: ClassVar[Mapping[type[Node], Callable[[Any, Any], str]]]
    DOT: ClassVar[str]
    ODOT: ClassVar[str]
    COMMA: ClassVar[str]
    TOP: ClassVar[str]

    def __init__(self, notation: Notation) -> None:
        """Keep the notation that every symbol goes through, and what its letters mean."""
        self.notation = notation
        self.letters = {entry: letters(notation, entry) for entry in (False, True)}

    # What each print does in its own way

    def wrapped(self, text: str, tall: bool) -> str:
        """Return *text* in parentheses, which grow if it is *tall*."""
        raise NotImplementedError

    def raised(self, text: str, mark: str) -> str:
        """Return *text* with *mark* raised on it."""
        raise NotImplementedError

    def relation(self, relation: str) -> str:
        """Return the sign of a relation."""
        raise NotImplementedError

    def glyph(self, latex: str) -> str:
        """Return the letter or name that LaTeX writes so."""
        raise NotImplementedError

    def layer(self, text: str, layer: int) -> str:
        """Return a letter with the mark of its layer."""
        raise NotImplementedError

    def index(self, text: str, index: str) -> str:
        """Return a letter with its index."""
        raise NotImplementedError

    def word(self, word: str) -> str:
        """Return a word as an index."""
        raise NotImplementedError

    def figures(self, figures: str) -> str:
        """Return the figures, letters and commas of an index."""
        return figures

    # What they share

    def show(self, node: Node, place: int = RELATION) -> str:
        """Return the text of *node* as it stands in *place*."""
        if type(node) is Listing or type(node) is Aligned:
            raise UserError(f"a {type(node).__name__.lower()} of formulas cannot stand inside a formula")
        text = self.KINDS[type(node)](self, node)
        return self.wrapped(text, is_tall(node)) if self.binding(node) < place else text

    def binding(self, node: Node) -> int:
        """Return how tightly the text of *node* binds."""
        return binding.binding(node)

    def whole(self, node: Node) -> str:
        """Return the text of a whole formula, which alone may be a display of rows or a listing."""
        return self.KINDS[type(node)](self, node) if isinstance(node, (Aligned, Listing)) else self.show(node)

    def symbol(self, s: Sym) -> str:
        """Print a symbol with its layer and index."""
        text = self.glyph(self.letter(s))
        if s.layer:
            text = self.layer(text, s.layer)
        if not s.index:
            return text
        style, figure = self.notation.layer, str(s.index[0]).isdigit()
        if style == "subscript" and s.name.lstrip(SMALL) in LAYERED and (s.layer or figure):  # z_1 is always layer 1
            text = self.wrapped(text, False)
        parts = weight_index(s.name, s.index, self.notation)
        if len(parts) == 1 and len(str(parts[0])) > 1 and str(parts[0]).isalpha():
            return self.index(text, self.word(str(parts[0])))
        return self.index(text, self.figures(index_text(s.name, parts)))

    def letter(self, s: Sym) -> str:
        """Return the LaTeX of a symbol's letter, refused where the course has given that letter to something else."""
        entry = bool(s.index)
        name = s.name[1:] if s.name[0] == SMALL and (entry or not self.notation.rows) else s.name
        glyph = self.notation.glyph(name, entry)
        holder = self.letters[entry].get(glyph)
        if holder is None:
            raise UserError(f"no letter stands for {s.name!r}")
        if holder != name:
            raise UserError(f"{s.name!r} would print as {glyph}, which stands for {holder!r} in this notation")
        if s.layer and name.lstrip(SMALL) not in LAYERED and self.notation.layer in ("superscript", "subscript"):
            raise UserError(f"{s.name!r} has no layers: its mark would read as a power or an index")
        return glyph

    def num(self, n: Num) -> str:
        """Print a literal."""
        return n.text

    def add(self, s: Add) -> str:
        """Print a sum; a term under Neg is taken away."""
        head = s.terms[0]
        text = self.show(head, SUM if isinstance(head, (Neg, Num, Slot)) else TERM)
        for term in s.terms[1:]:
            text += f" - {self.show(term.arg, TERM)}" if type(term) is Neg else f" + {self.show(term, TERM)}"
        return text

    def neg(self, u: Neg) -> str:
        """Print -u; a sign that could be taken for a literal's own stands apart from the digits."""
        inner, first = self.show(u.arg, TERM), u.arg.factors[0] if type(u.arg) is Mul else u.arg
        return f"- {inner}" if inner[0].isdigit() or binding.starts_with_figure(first) else f"-{inner}"

    def mul(self, p: Mul) -> str:
        """Print a product side by side, or with dots where that would have another reading."""
        dot = p.dot or needs_dot(p.factors)
        place = PRODUCT if dot else FACTOR
        last = p.factors[-1]
        shown = [self.factor(factor, place) for factor in p.factors[:-1]]
        shown.append(self.show(last, TERM if type(last) is Sum else place))
        return (self.DOT if dot else " ").join(shown)

    def factor(self, node: Node, place: int) -> str:
        """Print a factor that another follows: a sum sign at its end would take in what follows."""
        text = self.show(node, place)
        return self.wrapped(text, is_tall(node)) if type(node) is Mul and is_open(node) and place < FACTOR else text

    def hadamard(self, p: Hadamard) -> str:
        """Print an entrywise product."""
        return self.ODOT.join(self.show(factor, FACTOR) for factor in p.factors)

    def chain(self, c: Chain) -> str:
        """Print sides joined by relations."""
        return self.show(c.sides[0], SUM) + self.tail(c)

    def tail(self, c: Chain) -> str:
        """Print all of a chain that follows its first side."""
        pairs = zip(c.relations, c.sides[1:], strict=True)
        return "".join(f" {self.relation(relation)} {self.show(side, SUM)}" for relation, side in pairs)

    def row(self, row: Node) -> str:
        """Print one row of a display, aligned at its first relation; one that goes on has no head."""
        if not isinstance(row, Chain):
            return f"& {self.whole(row)}"
        head = "" if row.sides[0] == Text("") else self.show(row.sides[0], SUM) + " "
        return f"{head}&{self.tail(row)}"

    def power(self, p: Pow) -> str:
        """Print a power; a function's square stands behind its name, tanh^2(x)."""
        exponent = self.show(p.power)
        if p.power == Sym("T"):
            raise UserError("a power T would read as a transpose")
        if type(p.base) is Fn and binding.takes_power(p.base, p.power):
            return self.applied(self.raised(self.name(p.base), exponent), p.base)
        return self.raised(self.base(p.base), exponent)

    def transpose(self, t: Transpose) -> str:
        """Print a transpose."""
        return self.raised(self.base(t.arg), self.TOP)

    def base(self, node: Node) -> str:
        """Print what carries an exponent: what has a raised mark already is put in parentheses."""
        text = self.show(node, BASE)
        return self.wrapped(text, False) if type(node) is Sym and self.marked(node) else text

    def marked(self, s: Sym) -> bool:
        """Whether a symbol has a raised mark, or an exponent or index on it could be taken for its layer."""
        style = self.notation.layer
        taken = s.name.lstrip(SMALL) in LAYERED and (style == "superscript" or (style == "subscript" and bool(s.index)))
        return taken or bool(s.layer) or s.name == "e"

    def fn(self, f: Fn) -> str:
        """Print a named function of its arguments; f' alone is the derivative as a function, and ln 2 stands bare."""
        name = self.name(f)
        if is_bare(f):
            return f"{name} {self.show(f.args[0])}"
        return self.applied(name, f) if f.args else name

    def name(self, f: Fn) -> str:
        """Print the name of a function with its primes; f1 is f of layer 1, whose mark comes after them."""
        if binding.is_letter(f) and len(f.name) > 1:
            letter = self.letter(Sym(f.name[0], int(f.name[1:])))
            return self.layer(self.glyph(letter) + self.PRIME * f.primes, int(f.name[1:]))
        return self.glyph(self.notation.function(f.name)) + self.PRIME * f.primes

    PRIME: ClassVar[str] = "'"

    def applied(self, name: str, f: Fn) -> str:
        """Print a name with the arguments of *f*."""
        return name + self.wrapped(self.COMMA.join(self.show(argument) for argument in f.args), is_tall(*f.args))

    def listing(self, items: Listing) -> str:
        """Print formulas side by side."""
        return self.QUAD.join(self.show(item) for item in items.items)

    QUAD: ClassVar[str] = ", "


#: The kinds that every printer prints by what it shares with the others.
SHARED: dict[type[Node], Callable[[Any, Any], str]] = {
    Num: Printer.num,
    Sym: Printer.symbol,
    Add: Printer.add,
    Neg: Printer.neg,
    Mul: Printer.mul,
    Hadamard: Printer.hadamard,
    Chain: Printer.chain,
    Pow: Printer.power,
    Transpose: Printer.transpose,
    Fn: Printer.fn,
    Listing: Printer.listing,
}
