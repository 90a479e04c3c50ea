"""The words of the chain rule as formulas: "J/a2 * a2/z2" in the letters of the instructor."""

from __future__ import annotations

from functools import lru_cache

from generators.chain_factors import TIMES, Net
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.tree import ONE, TWO, Add, Fn, Leibniz, Mul, Neg, Node, Pow, Sym


def symbol(name: str) -> Sym:
    """Return the symbol of a quantity, "z1" or "x"."""
    return Sym(name[0], int(name[1:])) if name[1:] else Sym(name)


@lru_cache(maxsize=1024)
def named(name: str, notation: Notation) -> str:
    """Return the LaTeX of a quantity."""
    return latex(symbol(name), notation)


@lru_cache(maxsize=4096)
def product_latex(factors: str, notation: Notation) -> str:
    """Return the LaTeX of a product of factors."""
    pairs = [factor.split("/") for factor in factors.split(TIMES)]
    fractions = tuple(Leibniz(symbol(top), symbol(bottom)) for top, bottom in pairs)
    return latex(fractions[0] if len(fractions) == 1 else Mul(fractions, dot=True), notation)


@lru_cache(maxsize=4096)
def choice(part: str, text: str, net: Net, notation: Notation) -> str:
    """Return a choice as Markdown; what is left of a product is left to the wording."""
    if part == "chain":
        return f"${product_latex(text, notation)}$"
    if part == "left":
        return text
    return f"${latex(reduced(text, net) if part == 'reduced' else factor(text, net), notation)}$"


def reduced(text: str, net: Net) -> Node:
    """Return what the first two factors are said to come to."""
    a, y = Sym("a", net.layers), Sym("y")
    off: Node = Add((a, Neg(y)))
    return {
        "a - y": off,
        "y - a": Add((y, Neg(a))),
        "(a - y) a (1 - a)": Mul((off, a, Add((ONE, Neg(a))))),
        "(a - y) (1 - a^2)": Mul((off, Add((ONE, Neg(Pow(a, TWO)))))),
        "a (1 - a)": Mul((a, Add((ONE, Neg(a))))),
        "(a - y) a": Mul((off, a)),
    }[text]


def factor(text: str, net: Net) -> Node:
    """Return what a factor is said to be."""
    if text.startswith("f'"):
        k = int(text[4:-1])
        return Fn(net.output if k == net.layers else net.hidden, (Sym("z", k),), 1)
    return ONE if text == "1" else symbol(text)
