"""Small constructors that keep the written order and only drop what nobody writes: + 0, · 1, a double minus.

They act on the one node that a step makes; nothing tidies a whole line, or it would undo the step before
(an added and subtracted 1 would cancel again).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from symbolic.traverse import children, rebuild, walk
from symbolic.tree import ONE, ZERO, Add, D, Exp, Frac, Mul, Neg, Node, Num, Pow, Sym, number

#: Where a node stands in a tree: the number of the child taken at each level.
Path = tuple[int, ...]


def total(terms: Iterable[Node]) -> Node:
    """Return the sum of *terms* in their order, sums inside it opened, zeros left out."""
    flat: list[Node] = []
    for term in terms:
        flat.extend(signed_terms(term))
    flat = [term for term in flat if term not in (ZERO, Neg(ZERO))]
    return Add(tuple(flat)) if len(flat) > 1 else flat[0] if flat else ZERO


def signed_terms(node: Node) -> Iterator[Node]:
    """Yield the terms of a sum, or of a bracket with a minus before it."""
    if isinstance(node, Add):
        for term in node.terms:
            yield from signed_terms(term)
    elif isinstance(node, Neg) and isinstance(node.arg, Add):
        for term in node.arg.terms:
            yield from (signed_terms(opposite(term)))
    else:
        yield node


def product(factors: Iterable[Node], dot: bool = False) -> Node:
    """Return the product of *factors* in their order, products inside it opened, ones left out."""
    flat = [part for factor in factors for part in factors_of(factor) if part != ONE]
    if ZERO in flat:
        return ZERO
    dot = (dot and any(isinstance(part, D) for part in flat)) or any(isinstance(part, Num | Neg) for part in flat[1:])
    return Mul(tuple(flat), dot) if len(flat) > 1 else flat[0] if flat else ONE


def factors_of(node: Node) -> tuple[Node, ...]:
    """Return the factors of a product, or the node as its own only one."""
    if isinstance(node, Mul):
        return tuple(part for factor in node.factors for part in factors_of(factor))
    return (node,)


def opposite(node: Node) -> Node:
    """Return -u, or u where u had the minus already; 0 stays 0."""
    if isinstance(node, Neg):
        return node.arg
    return node if node == ZERO else Neg(node)


def split_sign(node: Node) -> tuple[bool, Node]:
    """Return whether a minus can be taken out of a product or fraction, and what is left without any.

    >>> from symbolic.tree import Sym
    >>> split_sign(Mul((Sym("a"), Neg(Sym("b")))))
    (True, Mul(factors=(Sym(name='a', layer=0, index=()), Sym(name='b', layer=0, index=())), dot=False))
    """
    if isinstance(node, Neg):
        minus, rest = split_sign(node.arg)
        return not minus, rest
    if isinstance(node, Mul):
        parts = [split_sign(factor) for factor in node.factors]
        return sum(minus for minus, _ in parts) % 2 == 1, product((rest for _, rest in parts), node.dot)
    if isinstance(node, Frac):
        (minus, top), (other, bottom) = split_sign(node.top), split_sign(node.bottom)
        return minus != other, Frac(top, bottom)
    return False, node


def with_sign(minus: bool, node: Node) -> Node:
    """Return *node*, with a minus before it if *minus*."""
    return opposite(node) if minus else node


def fraction(top: Node, bottom: Node) -> Node:
    """Return top/bottom; over 1 there is no fraction."""
    return ZERO if top == ZERO else top if bottom == ONE else Frac(top, bottom)


def power(base: Node, exponent: Node) -> Node:
    """Return u^n; a first power is the base itself, and e^u to the n is e^{n u}."""
    if exponent in (ONE, ZERO):
        return base if exponent == ONE else ONE
    if isinstance(base, Exp):
        minus, inside = split_sign(base.power)
        return Exp(with_sign(minus, product((exponent, inside))))
    if isinstance(base, Pow) and (n := whole(base.power)) and (m := whole(exponent)):
        return Pow(base.base, number(n * m))
    return Pow(base, exponent)


def base_and_power(node: Node) -> tuple[Node, int]:
    """Return (u, n) for u^n with a whole n > 0, and (node, 1) for anything else."""
    if isinstance(node, Pow) and (n := whole(node.power)) and n > 0:
        return node.base, n
    return node, 1


def whole(node: Node) -> int | None:
    """Return the integer that *node* says, or None."""
    value = rational(node)
    return value.numerator if value is not None and value.denominator == 1 else None


def rational(node: Node) -> Fraction | None:
    """Return the rational number that *node* says in plain digits, or None."""
    if isinstance(node, Num):
        return node.value
    if isinstance(node, Neg) and (value := rational(node.arg)) is not None:
        return -value
    if isinstance(node, Frac):
        top, bottom = rational(node.top), rational(node.bottom)
        return top / bottom if top is not None and bottom else None
    return None


def coefficient(node: Node) -> tuple[Fraction, Node]:
    """Return (c, u) with node = c u and c the rational in front: -2 x is (-2, x)."""
    minus, rest = split_sign(node)
    figures = [(rational(part), part) for part in factors_of(rest)]
    value = Fraction(-1 if minus else 1)
    for figure, _ in figures:
        value *= figure if figure is not None else 1
    return value, product(part for figure, part in figures if figure is None)


def scaled(value: Fraction, node: Node, like: Node = ONE) -> Node:
    """Return c u as a page writes it: the sign in front, no 1 before a letter, decimals where *like* has them."""
    return with_sign(value < 0, product((figure(abs(value), like), node)))


def figure(value: Fraction, like: Node) -> Node:
    """Return a literal, in decimals where the figures in front of *like* are decimals, and they end.

    >>> figure(Fraction(1, 8), Num("0.5")), figure(Fraction(1, 3), Num("0.5")).bottom
    (Num(text='0.125'), Num(text='3'))
    """
    literals = [part for term in signed_terms(like) for part in factors_of(split_sign(term)[1])]
    decimals = any(isinstance(part, Num) and "." in part.text for part in literals)
    return (
        Num(f"{Decimal(value.numerator) / Decimal(value.denominator):f}")
        if decimals and _ends(value)
        else number(value)
    )


def _ends(value: Fraction) -> bool:
    """Whether the decimals of a fraction end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def depends(node: Node, x: Node) -> bool:
    """Whether *x* stands in *node*; z_i may be z_j."""
    return any(part == x or may_be(part, x) for part in walk(node))


def may_be(node: Node, x: Node) -> bool:
    """Whether two entries with letters for their index, z_i and z_j, may be one."""
    if not (isinstance(node, Sym) and isinstance(x, Sym) and node.index and x.index):
        return False
    letters = all(isinstance(part, str) for part in (*node.index, *x.index))
    return letters and (node.name, node.layer) == (x.name, x.layer)


def places(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Yield every node of a tree with where it stands, the whole first."""
    yield path, node
    for place, child in enumerate(children(node)):
        yield from places(child, (*path, place))


def at(node: Node, path: Path) -> Node:
    """Return the node that stands at *path*."""
    for place in path:
        node = children(node)[place]
    return node


def put(node: Node, path: Path, new: Node) -> Node:
    """Return *node* with *new* at *path*; brackets and products that it opens into are joined."""
    if not path:
        return new
    places = iter(range(len(children(node))))
    changed = rebuild(node, lambda child: put(child, path[1:], new) if next(places) == path[0] else child)
    return joined(changed)


def joined(node: Node) -> Node:
    """Open a product inside a product and a sum inside a sum, and drop the 0 or 1 that a step left behind."""
    if isinstance(node, Add):
        return total(node.terms)
    if isinstance(node, Mul):
        return product(node.factors, node.dot)
    if isinstance(node, Neg):
        return opposite(node.arg) if isinstance(node.arg, Neg) or node.arg == ZERO else node
    if isinstance(node, Frac):
        return fraction(node.top, node.bottom)
    return node
