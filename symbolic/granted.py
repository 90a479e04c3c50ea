"""What a line takes for granted: whatever is cancelled differs from 0. It is shown to hold, or said to be assumed."""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.algebra import factors_of
from symbolic.latex import latex
from symbolic.proof import Domain
from symbolic.traverse import walk
from symbolic.tree import Add, Exp, Frac, Mul, Node, Num, Pow, Sqrt, Sym


def conditions(before: Node, move: str, where: Domain) -> tuple[str, ...]:
    """Return the conditions under which *move* may be made on the line *before*, as LaTeX."""
    if move != "cancel":
        return ()
    letters = frozenset(p.symbol for p in where.parameters if p.low is not None and not p.low.startswith("-"))
    return tuple(dict.fromkeys(_stated(base, where, letters) for base in _bottoms(before)))


def _bottoms(line: Node) -> Iterator[Node]:
    """Yield what stands below a fraction bar, powers and products taken apart."""
    for part in walk(line):
        if isinstance(part, Frac):
            for factor in factors_of(part.bottom):
                base = factor.base if isinstance(factor, Pow) else factor
                if not isinstance(base, Num):
                    yield base


def _stated(base: Node, where: Domain, letters: frozenset[Sym]) -> str:
    if positive(base, letters):
        return f"{latex(base)} > 0"
    return f"{latex(base)} \\ne 0" if _keeps_off_zero(base, where) else f"\\text{{assumed: }} {latex(base)} \\ne 0"


def positive(node: Node, letters: frozenset[Sym]) -> bool:
    """Whether *node* is positive by its form alone: exponentials, positive letters, their sums and products."""
    match node:
        case Num():
            return node.value > 0
        case Exp():
            return True
        case Sym():
            return node in letters or node.name == "pi"
        case Add():
            return all(positive(term, letters) for term in node.terms)
        case Mul():
            return all(positive(factor, letters) for factor in node.factors)
        case Frac():
            return positive(node.top, letters) and positive(node.bottom, letters)
        case Pow():
            return positive(node.base, letters)
        case Sqrt():
            return positive(node.arg, letters)
    return False


def _keeps_off_zero(base: Node, where: Domain) -> bool:
    """Whether a core without letters has no zero between the ends of the branch."""
    from symbolic.points import NotProved, rational
    from symbolic.study import study

    if any(isinstance(part, Sym) and part.name not in ("x", "pi") for part in walk(base)):
        return False
    try:
        low, high = (None if end is None else rational(end) for end in (where.low, where.high))
        found = study(base, low, high)
    except NotProved:
        return False
    return bool(found.signs) and not found.zeros
