"""When two trees say the same up to the order of terms and factors: what a search compares its lines by."""

from __future__ import annotations

from functools import lru_cache

from symbolic.algebra import coefficient, factors_of, signed_terms, split_sign
from symbolic.traverse import children
from symbolic.tree import Add, Frac, Mul, Neg, Node, Num


@lru_cache(maxsize=1 << 16)
def key(node: Node) -> str:
    """Return a text that two trees share when they differ only in the order of terms and factors.

    >>> from symbolic.tree import Sym
    >>> key(Mul((Sym("a"), Sym("b")))) == key(Mul((Sym("b"), Sym("a"))))
    True
    """
    if isinstance(node, Add):
        return "+(" + ",".join(sorted(key(term) for term in signed_terms(node))) + ")"
    if isinstance(node, Mul | Neg | Num | Frac):
        value, rest = coefficient(node)
        return f"{value}*{_product(rest)}"
    return _plain(node)


def _product(node: Node) -> str:
    if isinstance(node, Frac):
        return f"/({key(split_sign(node.top)[1])},{key(split_sign(node.bottom)[1])})"
    return "(" + ",".join(sorted(_factor(part) for part in factors_of(node))) + ")"


def _factor(node: Node) -> str:
    return key(node) if isinstance(node, Add) else _product(node) if isinstance(node, Frac) else _plain(node)


def _plain(node: Node) -> str:
    inside = ",".join(key(child) for child in children(node))
    return f"{type(node).__name__}{_name(node)}({inside})"


def _name(node: Node) -> str:
    return "".join(str(getattr(node, field, "")) for field in ("name", "layer", "index", "primes", "text", "words"))


def same(left: Node, right: Node) -> bool:
    """Whether two trees say the same up to order."""
    return key(left) == key(right)


@lru_cache(maxsize=1 << 16)
def size(node: Node) -> int:
    """Count the nodes of a tree: how much there is to read."""
    return 1 + sum(map(size, children(node)))
