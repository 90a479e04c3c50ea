"""Entries of a network's quantities by index letters, and what they say when the letters are given figures.

z_i, w_ij and Σ_k stand for every unit at once; ``written_out`` puts figures in their place, sums term by term.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from symbolic.traverse import rebuild
from symbolic.tree import ONE, ZERO, Add, Chain, Frac, Leibniz, Mul, Neg, Node, Num, Sum, Sym

Index = int | str
#: Index letters with the layer over whose units each runs.
Ranges = tuple[tuple[str, int], ...]
#: The figure of each letter.
Figures = Mapping[str, int]
#: The loss of sample s of a batch.
SAMPLE = Sym("J", 0, ("s",))


def entry(symbol: Sym, *index: Index) -> Sym:
    """Return an entry of a vector or of weights: z_i, w_ij."""
    return Sym("w" if symbol.name == "W" else symbol.name, symbol.layer, index)


def w(layer: int, to: Index, source: Index) -> Sym:
    """Return the weight to a unit from a unit of the layer below."""
    return Sym("w", layer, (to, source))


def vector(name: str, layer: int, unit: Index) -> Sym:
    """Return an entry of b, z, a or δ of a layer; the output of layer 0 is the input x."""
    return Sym("x", 0, (unit,)) if name == "a" and not layer else Sym(name, layer, (unit,))


def kronecker(i: Index, j: Index) -> Sym:
    """Return δ_ij, 1 where i = j and else 0; it has no layer."""
    return Sym("delta", 0, (i, j))


def over(letter: str, body: Node, layer: int) -> Sum:
    """Return the sum of *body* over the units of a layer."""
    return Sum(body, Sym(letter), ONE, Sym("n", 0, (layer,)))


def only_units(node: Node) -> Node:
    """Return *node* with each quantity as the entry of its one unit: z is z_1 and W is w_11."""
    if isinstance(node, Sym):
        return entry(node, *((1, 1) if node.name == "W" else (1,)))
    return rebuild(node, only_units)


def of_sample(node: Node) -> Node:
    """Return *node* with J as J_s in every derivative by an entry: entries are those of one sample."""
    if isinstance(node, Leibniz) and node.of == Sym("J") and isinstance(node.by, Sym) and node.by.index:
        return Leibniz(SAMPLE, node.by)
    return rebuild(node, of_sample)


def by(u: Node, v: Node) -> Leibniz:
    """Return ∂u/∂v."""
    return Leibniz(u, v)


def assignments(ranges: Ranges, sizes: tuple[int, ...], where: Node | None = None) -> Iterator[dict[str, int]]:
    """Yield every way to give figures to the letters, of those for which *where* holds, i = j or i ≠ j."""
    letters = [letter for letter, _ in ranges]
    for figures in product(*(range(1, sizes[layer] + 1) for _, layer in ranges)):
        given = dict(zip(letters, figures, strict=True))
        if where is None or _meets(where, given):
            yield given


def _meets(where: Node, given: Figures) -> bool:
    assert isinstance(where, Chain)  # one comparison of two letters
    left, right = (given[side.name] for side in where.sides if isinstance(side, Sym))
    return (left == right) == (where.relations[0] == "=")


def written_out(node: Node, sizes: tuple[int, ...], given: Figures | None = None) -> Node:
    """Return *node* with figures for its letters, each sum term by term, and no factor that is 1 or term that is 0."""
    given = given or {}
    if isinstance(node, Sum):
        return _summed(node, sizes, given)
    if isinstance(node, Sym):
        return _placed(node, sizes, given)
    return _tidy(rebuild(node, lambda child: written_out(child, sizes, given)))


def _summed(node: Sum, sizes: tuple[int, ...], given: Figures) -> Node:
    assert isinstance(node.index, Sym)
    assert isinstance(node.high, Sym)
    count = sizes[int(node.high.index[0])]
    terms = [written_out(node.body, sizes, {**given, node.index.name: k}) for k in range(1, count + 1)]
    return added([part for term in terms for part in _terms(term)])


def added(terms: list[Node]) -> Node:
    """Return the sum of *terms* without those that are 0."""
    kept = tuple(term for term in terms if term != ZERO)
    return kept[0] if len(kept) == 1 else Add(kept) if kept else ZERO


def _placed(symbol: Sym, sizes: tuple[int, ...], given: Figures) -> Node:
    if symbol.name == "n" and symbol.index:
        return Num(str(sizes[int(symbol.index[0])]))
    index = tuple(given.get(part, part) if isinstance(part, str) else part for part in symbol.index)
    if symbol.name == "delta" and len(index) == 2:
        return (ONE if index[0] == index[1] else ZERO) if all(isinstance(part, int) for part in index) else symbol
    return Sym(symbol.name, symbol.layer, index)


def _terms(node: Node) -> tuple[Node, ...]:
    return node.terms if isinstance(node, Add) else (node,)


def _parts(node: Node, dot: bool) -> tuple[Node, ...]:
    """Return the factors that a product side by side has inside one."""
    return node.factors if isinstance(node, Mul) and not (dot or node.dot) else (node,)


def _tidy(node: Node) -> Node:
    """Drop what the figures have made 1 or 0."""
    if isinstance(node, Mul):
        if ZERO in node.factors:
            return ZERO
        kept = tuple(part for factor in node.factors for part in _parts(factor, node.dot) if part != ONE)
        return kept[0] if len(kept) == 1 else Mul(kept, node.dot) if kept else ONE
    if isinstance(node, Add):
        return added([term for side in node.terms for term in _terms(side) if term not in (ZERO, Neg(ZERO))])
    if isinstance(node, Frac) and node.bottom == ONE:
        return node.top
    return node
