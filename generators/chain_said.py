"""The words of the chain rule as formulas: "J/a2 * a2/z2" in the letters of the instructor."""

from __future__ import annotations

from generators.chain_factors import TIMES, Net
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import ONE, TWO, Add, Fn, Leibniz, Mul, Neg, Node, Pow, Sym


class Said:
    """Says choices as LaTeX in the notation of the problem."""

    def __init__(self, net: Net, notation: Notation) -> None:
        """Keep whose symbols they are."""
        self.net, self.notation = net, notation

    def node(self, name: str) -> Sym:
        """Return the symbol of a quantity."""
        return Sym(name[0], int(name[1:])) if name[1:] else Sym(name)

    def name(self, name: str) -> str:
        """Return the LaTeX of a quantity."""
        return latex(self.node(name), self.notation)

    def product(self, text: str) -> str:
        """Return the LaTeX of a product of factors."""
        pairs = [factor.split("/") for factor in text.split(TIMES)]
        fractions = tuple(Leibniz(self.node(top), self.node(bottom)) for top, bottom in pairs)
        return latex(fractions[0] if len(fractions) == 1 else Mul(fractions, dot=True), self.notation)

    def text(self, part: str, text: str) -> str:
        """Return a choice as Markdown."""
        if part == "chain":
            return f"${self.product(text)}$"
        node = self.reduced(text) if part == "reduced" else self.factor(text) if part == "factor" else None
        return f"${latex(node, self.notation)}$" if node is not None else text

    def reduced(self, text: str) -> Node:
        """Return what the first two factors are said to come to."""
        a, y = Sym("a", self.net.layers), Sym("y")
        off: Node = Add((a, Neg(y)))
        return {
            "a - y": off,
            "y - a": Add((y, Neg(a))),
            "(a - y) a (1 - a)": Mul((off, a, Add((ONE, Neg(a))))),
            "(a - y) (1 - a^2)": Mul((off, Add((ONE, Neg(Pow(a, TWO)))))),
            "a (1 - a)": Mul((a, Add((ONE, Neg(a))))),
            "(a - y) a": Mul((off, a)),
        }[text]

    def factor(self, text: str) -> Node:
        """Return what a factor is said to be."""
        if text.startswith("f'"):
            k = int(text[4:-1])
            name = self.net.output if k == self.net.layers else self.net.hidden
            return Fn(name, (Sym("z", k),), 1)
        return ONE if text == "1" else self.node(text)
