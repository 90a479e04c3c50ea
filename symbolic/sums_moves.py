"""Moves on sums and products: each takes one node and yields what a single step of algebra can make of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from msgspec.structs import replace

from symbolic.algebra import (
    base_and_power,
    coefficient,
    factors_of,
    opposite,
    power,
    product,
    rational,
    scaled,
    signed_terms,
    split_sign,
    total,
    with_sign,
)
from symbolic.fractions_moves import Powers, from_powers, merged, powers
from symbolic.same import key
from symbolic.traverse import rebuild
from symbolic.tree import ONE, TWO, Add, Exp, Mul, Neg, Node, Pow, Sqrt, Sum, Sym, number


def factor(node: Node) -> Iterator[Node]:
    """From u v + u w to u (v + w), with every factor that all terms share."""
    if not isinstance(node, Add):
        return
    terms = [split_sign(term) for term in signed_terms(node)]
    listed = [powers(bare) for _, bare in terms]
    shared = _shared(listed)
    if shared:
        rest = [with_sign(minus, _left_over(found, shared)) for (minus, _), found in zip(terms, listed, strict=True)]
        yield product((from_powers(shared), total(rest)))
        if rest[0] != (lead := _positive_first(rest))[0]:
            yield product((from_powers(shared), total(lead)))
    if (content := _content(node)) > 1:
        parts = (coefficient(term) for term in _positive_first(list(signed_terms(node))))
        yield product((number(content), total(scaled(value / content, rest) for value, rest in parts)))


def _content(node: Add) -> int:
    """Return the whole number that divides every figure in front of the terms."""
    values = [coefficient(term)[0] for term in signed_terms(node)]
    return gcd(*(value.numerator for value in values)) if all(value.denominator == 1 for value in values) else 1


def factor_some(node: Node) -> Iterator[Node]:
    """From u + v + w u to u (1 + w) + v, for each factor that some of the terms share."""
    if not isinstance(node, Add):
        return
    terms = tuple(signed_terms(node))
    listed = [powers(split_sign(term)[1]) for term in terms]
    for name, (base, _) in {name: found[name] for found in listed for name in found}.items():
        inside = [term for term, found in zip(terms, listed, strict=True) if name in found]
        if rational(base) is None and 1 < len(inside) < len(terms):
            outside = [term for term, found in zip(terms, listed, strict=True) if name not in found]
            for result in factor(Add(tuple(inside))):
                yield total((*outside, result))
                yield total((result, *outside))


def _positive_first(terms: list[Node]) -> list[Node]:
    return sorted(terms, key=lambda term: isinstance(term, Neg))


def _shared(listed: list[Powers]) -> Powers:
    first = listed[0]
    shared = {}
    for name, (base, _) in first.items():
        n = min(found.get(name, (base, 0))[1] for found in listed)
        if n and rational(base) is None:
            shared[name] = (base, n)
    return shared


def _left_over(found: Powers, shared: Powers) -> Node:
    return from_powers({name: (base, n - shared.get(name, (base, 0))[1]) for name, (base, n) in found.items()})


def like_terms(node: Node) -> Iterator[Node]:
    """3 u + v - 2 u → u + v; what cancels is gone."""
    if not isinstance(node, Add):
        return
    found: dict[str, tuple[Fraction, Node]] = {}
    terms = tuple(signed_terms(node))
    for term in terms:
        value, rest = coefficient(term)
        rest = merged(rest)
        before, _ = found.get(key(rest), (Fraction(0), rest))
        found[key(rest)] = before + value, found.get(key(rest), (value, rest))[1]
    if len(found) < len(terms):
        yield total(scaled(value, rest, node) for value, rest in found.values() if value)


def expand(node: Node) -> Iterator[Node]:
    """(u + v) w → u w + v w, one bracket at a time."""
    minus, bare = split_sign(node)
    if not isinstance(bare, Mul):
        return
    parts = factors_of(bare)
    for place, bracket in enumerate(parts):
        if isinstance(bracket, Add):
            around = parts[:place], parts[place + 1 :]
            terms = [_between(around, term) for term in signed_terms(bracket)]
            yield total(map(opposite, terms)) if minus else total(terms)


def _between(around: tuple[tuple[Node, ...], tuple[Node, ...]], term: Node) -> Node:
    value, rest = coefficient(product((*around[0], term, *around[1])))
    return scaled(value, merged(rest), term)


def as_a_power(node: Node) -> Iterator[Node]:
    """From u u to u²; e^a e^b → e^{a+b}."""
    minus, bare = split_sign(node)
    if not isinstance(bare, Mul):
        return
    found = powers(bare)
    if len(found) < len(factors_of(bare)):
        yield with_sign(minus, from_powers(found))
    exponents = [part.power for part in factors_of(bare) if isinstance(part, Exp)]
    if len(exponents) > 1:
        joined = next(like_terms(summed := total(exponents)), summed)
        others = [part for part in factors_of(bare) if not isinstance(part, Exp)]
        yield with_sign(minus, product((*others, Exp(joined) if rational(joined) != 0 else ONE)))


def signs(node: Node) -> Iterator[Node]:
    """(-u)(-v) → u v, the figures in front multiplied, letters before functions."""
    if isinstance(node, Mul | Neg):
        value, rest = coefficient(node)
        plain = [part for part in factors_of(rest) if _plain(part)]
        others = [part for part in factors_of(rest) if not _plain(part)]
        after = scaled(value, product((merged(product(plain)), *others)), node)
        if after != node:
            yield after


def _plain(node: Node) -> bool:
    """Whether a factor is a letter or a power of one, which stand in front."""
    return isinstance(node, Sym) or (isinstance(node, Pow) and isinstance(node.base, Sym))


def difference_of_squares(node: Node) -> Iterator[Node]:
    """(u + v)(u - v) → u² - v²."""
    if not isinstance(node, Mul) or len(node.factors) != 2:
        return
    left, right = node.factors
    if not (isinstance(left, Add) and isinstance(right, Add) and len(left.terms) == len(right.terms) == 2):
        return
    u, v = left.terms
    if {key(part) for part in right.terms} == {key(u), key(opposite(v))}:
        yield total((squared(u), opposite(squared(v))))


def squared(node: Node) -> Node:
    """Return u²; the square of a figure is worked out."""
    value = rational(node)
    return number(value * value) if value is not None else power(split_sign(node)[1], TWO)


def add_what_is_missing(node: Node) -> Iterator[Node]:
    """From c e^u to c (e^u - 1) + c."""
    minus, bare = split_sign(node)
    if isinstance(bare, Mul) and not minus:
        moving = [part for part in factors_of(bare) if isinstance(part, Exp)]
        constants = [part for part in factors_of(bare) if not isinstance(part, Exp)]
        yield total((product((*constants, total((*moving, Neg(ONE))))), product(constants)))


def square_of_a_root(node: Node) -> Iterator[Node]:
    """From √u² to u, and from √u √u to u."""
    if isinstance(node, Pow) and isinstance(node.base, Sqrt) and node.power == TWO:
        yield node.base.arg
    if isinstance(node, Mul):
        roots = [part for part in node.factors if isinstance(part, Sqrt)]
        for root in roots:
            if roots.count(root) == 2:
                yield product((*(part for part in node.factors if part != root), root.arg))
                return


def pick_the_term(node: Node) -> Iterator[Node]:
    """Σ_k δ_kj u_k → u_j: of all terms the one is left for which k is j."""
    if not isinstance(node, Sum) or not isinstance(node.index, Sym):
        return
    parts, k = factors_of(node.body), node.index.name
    for delta in parts:
        if isinstance(delta, Sym) and delta.name == "delta" and delta.index[0] == k:
            yield _reindexed(product(part for part in parts if part != delta), k, delta.index[1])


def _reindexed(node: Node, old: str, new: int | str) -> Node:
    if isinstance(node, Sym):
        return replace(node, index=tuple(new if part == old else part for part in node.index))
    return rebuild(node, lambda child: _reindexed(child, old, new))


def open_power(node: Node) -> Iterator[Node]:
    """u² → u u, where a factor of it is wanted alone."""
    base, n = base_and_power(node)
    if n == 2:
        yield Mul((base, base))
