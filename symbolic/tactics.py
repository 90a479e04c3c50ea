"""The moves of algebra by the names that a page gives them, and what one of them makes of a whole line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from symbolic import fractions_moves, sums_moves
from symbolic.activation import Route
from symbolic.algebra import Path, factors_of, joined, places, product, put, split_sign, with_sign
from symbolic.fingerprint import fingerprint
from symbolic.fractions_moves import without
from symbolic.traverse import rebuild, substitute, walk
from symbolic.tree import Exp, Fn, Frac, Mul, Node, Num, Sym

#: The functions that may be recognised, each with what it says on the branch in question.
Known = Mapping[Node, Node]
#: What a move makes of one node.
Move = Callable[[Node], Iterator[Node]]

MOVES: dict[str, Move] = {
    "multiply": fractions_moves.multiply,
    "product of fractions": fractions_moves.product_of_fractions,
    "add and subtract": fractions_moves.add_and_subtract,
    "split": fractions_moves.split,
    "split into terms": fractions_moves.split_into_terms,
    "cancel": fractions_moves.cancel,
    "power of a fraction": fractions_moves.power_of_a_fraction,
    "common denominator": fractions_moves.common_denominator,
    "factor": sums_moves.factor,
    "factor what is shared": sums_moves.factor_some,
    "like terms": sums_moves.like_terms,
    "expand": sums_moves.expand,
    "as a power": sums_moves.as_a_power,
    "signs": sums_moves.signs,
    "difference of squares": sums_moves.difference_of_squares,
    "add and subtract a constant": sums_moves.add_what_is_missing,
    "only k = j is left": sums_moves.pick_the_term,
    "open the square": sums_moves.open_power,
    "square of a root": sums_moves.square_of_a_root,
    "fraction in a fraction": fractions_moves.fraction_on_a_fraction,
}


#: The moves that a page makes at several places in one line.
AT_ONCE = frozenset({"as a power", "cancel", "power of a fraction", "signs", "multiply"})


def after(line: Node, route: Route, known: Known) -> Iterator[tuple[str, Path, Node]]:
    """Yield every (move, place, line after it) that *route* allows on *line*."""
    for name in route.tactics:
        yield from applied(name, line, route, known)


def applied(name: str, line: Node, route: Route, known: Known) -> Iterator[tuple[str, Path, Node]]:
    """Yield what the move *name* can make of *line*; a recognised function is put in at every place at once."""
    if name == "recognise":
        if (result := recognise(line, known)) != line and not _has_exponential(result):
            yield name, (), result
    elif name == "recognise in a product":
        for path, node in places(line):
            for result in recognised_factors(node, known):
                yield name, path, put(line, path, result)
    elif name == "identity":
        for old, new in route.identities:
            if (result := substitute(line, old, new)) != line:
                yield name, (), result
    else:
        if name in AT_ONCE and (result := everywhere(name, line)) != line:
            yield name, (), result
        for path, node in places(line):
            for result in MOVES[name](node):
                yield name, path, put(line, path, result)


def everywhere(name: str, node: Node) -> Node:
    """Return *node* with the move *name* made at every place where it can be made."""
    for result in MOVES[name](node):
        return result
    return joined(rebuild(node, lambda child: everywhere(name, child)))


def _has_exponential(node: Node) -> bool:
    return any(isinstance(part, Exp) for part in walk(node))


def recognise(node: Node, known: Known) -> Node:
    """Return *node* with every piece that equals one of the *known* functions of x written as that function."""
    if isinstance(node, Num | Sym):
        return node
    for function, body in known.items():
        if node != function and fingerprint(node) == fingerprint(body) and not _to_multiply(node, body):
            return function
    return node if isinstance(node, Fn) else rebuild(node, lambda child: recognise(child, known))


def _to_multiply(node: Node, body: Node) -> bool:
    """Whether a product with a fraction in it is to be written as one fraction before it is recognised."""
    bare = split_sign(node)[1]
    return isinstance(bare, Mul) and not isinstance(body, Mul) and any(isinstance(part, Frac) for part in bare.factors)


def recognised_factors(node: Node, known: Known) -> Iterator[Node]:
    """From u v w to f w where the known f says u v: the factors need not stand side by side."""
    minus, bare = split_sign(node)
    if isinstance(bare, Mul):
        for function, body in known.items():
            rest = without(factors_of(bare), factors_of(body))
            if isinstance(body, Mul) and rest is not None:
                yield with_sign(minus, product((*_constants(rest), function, *_moving(rest))))


def _constants(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(part for part in factors if isinstance(part, Sym | Num))


def _moving(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(part for part in factors if not isinstance(part, Sym | Num))
