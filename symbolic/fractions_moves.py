"""Moves on fractions: each takes one node and yields what a single step of algebra can make of it."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd, prod

from symbolic.algebra import (
    base_and_power,
    factors_of,
    fraction,
    opposite,
    power,
    product,
    rational,
    signed_terms,
    split_sign,
    total,
    whole,
    with_sign,
)
from symbolic.same import key
from symbolic.tree import ONE, Add, Exp, Frac, Mul, Node, Pow, Sym, number

#: Factors with their powers, by key: {key: (base, power)}.
Powers = dict[str, tuple[Node, int]]


def powers(node: Node) -> Powers:
    """Return the factors of *node* with whole powers: u v u^2 is {u: 3, v: 1}."""
    found: Powers = {}
    for factor in factors_of(node):
        base, n = base_and_power(factor)
        _, before = found.get(key(base), (base, 0))
        found[key(base)] = found.get(key(base), (base, 0))[0], before + n
    return found


def from_powers(found: Powers) -> Node:
    """Return the product that *found* says."""
    return product(power(base, number(n)) for base, n in found.values() if n)


def multiply(node: Node) -> Iterator[Node]:
    """(a/b) · c → (a c)/b, the signs multiplied on the way."""
    minus, rest = split_sign(node)
    if isinstance(rest, Mul) and any(isinstance(factor, Frac) for factor in factors_of(rest)):
        parts = factors_of(rest)
        top = merged(product(part.top if isinstance(part, Frac) else part for part in parts))
        bottom = product(part.bottom for part in parts if isinstance(part, Frac))
        yield with_sign(minus, Frac(top, from_powers(powers(bottom))))


def merged(node: Node) -> Node:
    """Return a product with the powers of each letter written as one, x x as x², where its first stands."""
    found = powers(node)
    if not isinstance(node, Mul) or all(n == 1 for base, n in found.values() if isinstance(base, Sym)):
        return node
    parts: dict[str, Node] = {}
    for place, factor in enumerate(factors_of(node)):
        base, _ = base_and_power(factor)
        name = key(base) if isinstance(base, Sym) else f"{place}"
        parts.setdefault(name, power(base, number(found[key(base)][1])) if isinstance(base, Sym) else factor)
    return product(parts.values())


def product_of_fractions(node: Node) -> Iterator[Node]:
    """From a b/v² to (a/v)(b/v), and a/v² → (1/v)(a/v)."""
    if not isinstance(node, Frac):
        return
    below = [base for base, n in powers(node.bottom).values() for _ in range(n)]
    if len(below) != 2:
        return
    above = factors_of(node.top)
    first, rest = (above[0], product(above[1:])) if len(above) > 1 else (ONE, node.top)
    yield Mul((Frac(first, below[0]), Frac(rest, below[1])))
    yield Mul((Frac(rest, below[0]), Frac(first, below[1])))


def add_and_subtract(node: Node) -> Iterator[Node]:
    """t/(s + t) → (s + t - s)/(s + t): the bottom appears on top."""
    if not isinstance(node, Frac):
        return
    for base, _ in powers(node.bottom).values():
        if isinstance(base, Add) and any(key(term) == key(node.top) for term in base.terms):
            others = [term for term in base.terms if key(term) != key(node.top)]
            yield Frac(total((base, *map(opposite, others))), node.bottom)


def fraction_on_a_fraction(node: Node) -> Iterator[Node]:
    """(a/b)/c → a/(b c)."""
    if isinstance(node, Frac):
        minus, top = split_sign(node.top)
        if isinstance(top, Frac):
            yield with_sign(minus, Frac(top.top, product((node.bottom, top.bottom))))


def split(node: Node) -> Iterator[Node]:
    """(w + v)/w → w/w + v/w: what stands below is taken out of what stands above."""
    if not isinstance(node, Frac) or not isinstance(node.top, Add):
        return
    terms = tuple(signed_terms(node.top))
    for base, _ in powers(node.bottom).values():
        rest = without(terms, tuple(signed_terms(base)))
        if rest and isinstance(base, Add):
            yield total((Frac(base, node.bottom), _over(total(rest), node.bottom)))


def split_into_terms(node: Node) -> Iterator[Node]:
    """(u + v)/w → u/w + v/w."""
    if isinstance(node, Frac) and isinstance(node.top, Add):
        yield total(_over(term, node.bottom) for term in signed_terms(node.top))


def _over(top: Node, bottom: Node) -> Node:
    minus, bare = split_sign(top)
    return with_sign(minus, Frac(bare, bottom))


def without(terms: tuple[Node, ...], taken: tuple[Node, ...]) -> tuple[Node, ...] | None:
    """Return *terms* less those of *taken*; None where one of them is not there."""
    left = list(terms)
    for term in taken:
        match = next((i for i, other in enumerate(left) if key(other) == key(term)), None)
        if match is None:
            return None
        del left[match]
    return tuple(left)


def cancel(node: Node) -> Iterator[Node]:
    """(u v)/(u w) → v/w, every common factor at once."""
    if not isinstance(node, Frac):
        return
    minus, bare = split_sign(node)
    assert isinstance(bare, Frac)  # a sign taken out of a fraction leaves a fraction
    above, below = powers(bare.top), powers(bare.bottom)
    _cancel_numbers(above, below)
    for name in [name for name in above if name in below and whole(above[name][0]) is None]:
        (u, n), (_, m) = above[name], below[name]
        above[name], below[name] = (u, n - min(n, m)), (u, m - min(n, m))
    after = with_sign(minus, fraction(from_powers(above), from_powers(below)))
    if key(after) != key(node):
        yield after


def _cancel_numbers(above: Powers, below: Powers) -> None:
    """Divide the whole numbers above and below by what they share; several in one product become one."""
    up, down = _whole_part(above), _whole_part(below)
    if (shared := gcd(up, down)) > 1:
        for factors, value in ((above, up), (below, down)):
            first, *rest = [name for name, (base, _) in factors.items() if whole(base)]
            factors[first] = (number(value // shared), 1)
            for name in rest:
                del factors[name]


def _whole_part(factors: Powers) -> int:
    """Return the product of the whole numbers among factors."""
    return prod(value**n for base, n in factors.values() if (value := whole(base)))


def power_of_a_fraction(node: Node) -> Iterator[Node]:
    """a²/b² → (a/b)²."""
    if isinstance(node, Frac):
        (a, n), (b, m) = base_and_power(node.top), base_and_power(node.bottom)
        if m > 1 and (n == m or a == ONE):
            yield Pow(Frac(a, b), number(m))


def common_denominator(node: Node) -> Iterator[Node]:
    """From u + a/b to (u b + a)/b; several bottoms are multiplied."""
    if not isinstance(node, Add):
        return
    parts = [_as_fraction(term) for term in signed_terms(node)]
    bottoms = {key(bottom): bottom for _, bottom in parts if bottom != ONE}
    if not bottoms:
        return
    whole_bottom = product(bottoms.values())
    tops = []
    for top, bottom in parts:
        missing = product(other for name, other in bottoms.items() if bottom == ONE or name != key(bottom))
        tops.append(_times(top, missing))
    yield Frac(total(tops), whole_bottom)


def _as_fraction(term: Node) -> tuple[Node, Node]:
    minus, bare = split_sign(term)
    if isinstance(bare, Frac):
        return with_sign(minus, bare.top), bare.bottom
    return term, ONE


def _times(top: Node, factor: Node) -> Node:
    minus, bare = split_sign(top)
    if (value := rational(bare)) is not None and (other := rational(factor)) is not None:
        return with_sign(minus, number(value * other))
    return with_sign(minus, product((factor, bare) if rational(factor) is not None else (bare, factor)))


def scale(node: Node, factor: Node) -> Node | None:
    """Return a/b with top and bottom multiplied by *factor*, an exponential, term by term; e^u e^{-u} is 1."""
    if not isinstance(node, Frac):
        return None
    return Frac(_spread(node.top, factor), _spread(node.bottom, factor))


def _spread(node: Node, factor: Node) -> Node:
    return total(_exponential_times(term, factor) for term in signed_terms(node))


def _exponential_times(term: Node, factor: Node) -> Node:
    minus, bare = split_sign(term)
    if isinstance(bare, Exp) and isinstance(factor, Exp) and key(bare.power) == key(opposite(factor.power)):
        return with_sign(minus, ONE)
    return with_sign(minus, product((bare, factor)))
