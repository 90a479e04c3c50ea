r"""The levels of a formula from the outside in: listing, relation, sum, term, product, factor, what is raised.

What stands at the head of a factor is looked up in a table of operands (``symbolic.operands``), by its word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from symbolic.binding import needs_dot
from symbolic.errors import UserError
from symbolic.notation import SMALL, VECTORS, Notation, letters, weight_index
from symbolic.tokens import END, ENDS, RELATION_OF, unreadable, words
from symbolic.tree import Add, Aligned, Chain, Hadamard, Listing, Mul, Neg, Node, Num, Pow, Shape, Sym, Text, Transpose

#: The operands of a notation: by its first word, what reads the rest, and what that is told.
Operands = Mapping[str, tuple[Callable[["Levels", Any], Node], Any]]

literal = lru_cache(maxsize=4096)(Num)


class Levels:
    """A formula in words, and the place where its reading stands."""

    __slots__ = ("i", "notation", "operands", "text", "words")

    def __init__(self, text: str, notation: Notation, operands: Operands) -> None:
        """Stand before the first word."""
        self.text, self.notation, self.operands = text, notation, operands
        self.words, self.i = words(text), 0

    def refused(self, place: int, why: str = "") -> UserError:
        """Return the error for the word *place*."""
        return unreadable(self.text, place, why)

    def take(self, word: str) -> None:
        """Pass *word*, which must stand here."""
        if self.words[self.i] != word:
            raise self.refused(self.i, f"{word} must stand here")
        self.i += 1

    def formula(self) -> Node:
        """Read a whole formula."""
        node = self.whole()
        if self.words[self.i] != END:
            raise self.refused(self.i)
        return node

    def whole(self) -> Node:
        """Read what may stand alone or in a frame: a display of rows, formulas side by side, or one formula."""
        if self.words[self.i] != "\\begin{aligned}":
            return self.listed(self.relation())
        self.i += 1
        rows = [self.row()]
        while self.words[self.i] == "\\\\":
            self.i += 1
            rows.append(self.row())
        self.take("\\end{aligned}")
        return Aligned(tuple(rows))

    def row(self) -> Node:
        """Read a row of a display; the mark of its alignment stands before its first relation, or at its head."""
        if self.words[self.i] == "&":
            self.i += 1
            return self.listed(self.relation())
        head = self.side()
        if self.words[self.i] == "&" and self.words[self.i + 1] in RELATION_OF:
            self.i += 1
        return self.listed(self.related(head))

    def listed(self, head: Node) -> Node:
        """Read the formulas that follow *head* after commas."""
        if self.words[self.i] != ",":
            return head
        items = [head]
        while self.words[self.i] == ",":
            self.i += 1
            if self.words[self.i] == "\\quad":
                self.i += 1
            items.append(self.relation())
        return Listing(tuple(items))

    def relation(self) -> Node:
        """Read sides joined by relations; a relation at the head goes on from the line above."""
        if self.words[self.i] in RELATION_OF:
            return self.related(Text(""))
        node = self.side()
        return self.related(node) if self.words[self.i] in RELATION_OF else node

    def related(self, head: Node) -> Node:
        """Read the relations and sides that follow *head*."""
        sides, relations = [head], []
        while (sign := RELATION_OF.get(self.words[self.i])) is not None:
            self.i += 1
            relations.append(sign)
            sides.append(self.side())
        return Chain(tuple(sides), tuple(relations)) if relations else head

    def side(self) -> Node:
        """Read one side of a relation: a sum, or a shape."""
        start = self.i
        node = self.sum()
        if self.words[self.i] != "\\times":
            return node
        times, self.i = self.i, start
        dims = [self.factor()]
        if self.words[self.i] != "\\times":
            raise self.refused(times, "it is for shapes alone; a product takes \\cdot")
        while self.words[self.i] == "\\times":
            self.i += 1
            dims.append(self.factor())
        return Shape(tuple(dims))

    def sum(self) -> Node:
        """Read a sum in its order."""
        words = self.words
        head = Neg(self.term()) if self.minus(raised=True) else self.term()
        word = words[self.i]
        if word != "+" and word[0] != "-":
            return head
        terms = [head]
        while True:
            if words[self.i] == "+":
                self.i += 1
                terms.append(self.term())
            elif self.minus():
                terms.append(Neg(self.term()))
            else:
                return Add(tuple(terms))

    def minus(self, *, raised: bool = False) -> bool:
        """Pass a minus, cutting it from the digits that it touches.

        At the head of a sum those digits keep their sign, unless they are *raised* to a power: -2² is -(2²).
        """
        words, word = self.words, self.words[self.i]
        if word[0] != "-":
            return False
        if word == "-":
            self.i += 1
            return True
        if raised and words[self.i + 1][0] != "^":
            return False
        words[self.i] = word[1:]
        return True

    def term(self) -> Node:
        """Read a product with dots, or an entrywise product."""
        head = self.product()
        sign = self.words[self.i]
        if sign not in ("\\cdot", "\\odot"):
            return head
        factors = [head]
        while self.words[self.i] == sign:
            self.i += 1
            factors.append(self.product() if sign == "\\cdot" else self.factor())
        if (word := self.words[self.i]) in ("\\cdot", "\\odot") or (word not in ENDS and word[0] != "-"):
            raise self.refused(self.i, "parentheses must say which product comes first")
        return Hadamard(tuple(factors)) if sign == "\\odot" else Mul(tuple(factors), True)

    def product(self) -> Node:
        """Read factors side by side."""
        words = self.words
        head = self.factor()
        word = words[self.i]
        if word in ENDS or word[0] == "-":
            return head
        factors = [head]
        while word not in ENDS and word[0] != "-":
            if word[0].isdigit():
                raise self.refused(self.i, "a figure in a product stands after \\cdot")
            factors.append(self.factor())
            word = words[self.i]
        return Mul(tuple(factors), needs_dot(tuple(factors)))

    def factor(self) -> Node:
        """Read one factor with what is raised on it."""
        word = self.words[self.i]
        self.i += 1
        operand = self.operands.get(word)
        if operand is not None:
            return operand[0](self, operand[1])
        if word[-1].isdigit() and word[0] in "-0123456789":
            return self.raised(literal(word))
        if word.startswith("\\text{"):
            return self.raised(Text(word[6:-1]))
        raise self.refused(self.i - 1)

    def raised(self, node: Node) -> Node:
        """Read the index that a symbol in parentheses has, and the power or the transposition of anything closed."""
        mark = self.words[self.i]
        if mark[0] == "_" and type(node) is Sym and not node.index:
            node, mark = self.indexed(node), self.words[self.i]
        if mark == "^{\\top}":
            self.i += 1
            return Transpose(node)
        return Pow(node, self.power()) if mark == "^" else node

    def power(self) -> Node:
        """Read the power of what is no e: a T there would be the transposition of other books."""
        start = self.i + 1
        node = self.exponent()
        if node == Sym("T"):
            raise self.refused(start + (self.words[start] == "{"), "a transpose is written ^{\\top}")
        return node

    def indexed(self, s: Sym) -> Sym:
        """Read the index of a symbol; the name of an entry is the small one."""
        index = figures(s.name, self.words[self.i][1:].strip("{}"))
        if not index:
            raise self.refused(self.i)
        self.i += 1
        name = s.name.lstrip(SMALL)
        return Sym(name, s.layer, weight_index(name, index, self.notation))

    def exponent(self) -> Node:
        """Read a power in braces, or of one letter or figure."""
        word = self.words[self.i + 1]
        self.i += 2
        if word == "{":
            node = self.relation()
            self.take("}")
            return node
        if len(word) == 1 and word in "0123456789":
            return literal(word)
        if name := letters(self.notation).get(word):
            return Sym(name)
        raise self.refused(self.i - 1)


def figures(name: str, text: str) -> tuple[int | str, ...]:
    r"""Return the parts of an index: 12 is row 1, column 2, but of a vector the twelfth entry.

    >>> figures("w", "12"), figures("x", "12"), figures("w", "1,12"), figures("W", "\\text{new")
    ((1, 2), (12,), (1, 12), ('new',))
    """
    if text.startswith("\\text{"):
        return (text[6:],)
    if "," in text:
        parts = text.split(",")
    elif text.isdigit() and name.lstrip(SMALL) in VECTORS:
        parts = [text]
    else:
        parts = list(text)
    if not all(part.isdigit() or len(part) == 1 for part in parts):
        return ()
    return tuple(int(part) if part.isdigit() else part for part in parts)
