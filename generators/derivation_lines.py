"""The lines of the book's derivations, what is often written in their place, and what each comes to in numbers.

A wrong line is the right one with one thing changed: a sign, a power, a factor, a fraction turned over. The second road
puts numbers in: a derivative still to be taken is a complex step, and a line is right where it comes to the slope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from generators.numpy_later import np
from generators.traits import drawn_order
from symbolic.book import load
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.tree import TWO, Abs, Add, Chain, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sym

#: The derivations: function, route and branch.
DERIVATIONS = (
    ("sigmoid", "chain", ""),
    ("tanh", "quotient", ""),
    ("softplus", "chain", ""),
    ("sigmoid", "quotient", ""),
    ("softsign", "quotient", "x > 0"),
    ("swish", "product", ""),
    ("sigmoid", "add and subtract", ""),
    ("tanh", "sigmoid", ""),
    ("elu", "rules", "x < 0"),
    ("hard-swish", "rules", "-3 < x < 3"),
    ("softsign", "quotient", "x < 0"),
)
#: Letters of the definitions in numbers, none of them 1, and where lines are tried.
ALPHA, BETA = 0.7, 1.3
TRIED = {"x < 0": (-0.4, -1.1, -2.3), "x > 0": (0.4, 1.1, 2.3)}
ANYWHERE = (-1.3, 0.4, 0.9)
STEP, APART = 1e-30, 1e-3
#: Among so many wrong lines a pair is looked for.
MOST = 6


class Line(NamedTuple):
    """A line of a derivation: its left side, its right side, and the rule that leads to it."""

    left: Node
    right: Node
    rule: str


@lru_cache
def lines(name: str, route: str, branch: str) -> tuple[Line, ...]:
    """Return the lines of a derivation in order."""
    found = []
    for record in load(name)["routes"][route]["lines"]:
        if record.get("where", "").replace("- ", "-") == branch:
            sides = read(f"{record['left']} = {record['latex'].partition(' = ')[2] or record['latex']}", Notation())
            assert isinstance(sides, Chain)  # a left side, an equals sign and a right side
            found.append(Line(sides.sides[0], sides.sides[1], record["rule"]))
    return tuple(found)


def changed(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the node with one thing changed, and what was changed, at every place of it."""
    yield from _here(node)
    if isinstance(node, D):
        yield from (("inside", D(inner, node.by)) for _, inner in _here(node.of))
        return
    for place, child in enumerate(_children(node)):
        for name, new in changed(child):
            yield name, _with_child(node, place, new)


def _here(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Neg(arg):
            yield "sign", arg
        case Add(terms):
            for place in range(1, len(terms)):
                turned = terms[place].arg if isinstance(terms[place], Neg) else Neg(terms[place])  # type: ignore[attr-defined]
                yield "sign", Add((*terms[:place], turned, *terms[place + 1 :]))
        case Mul(factors, dot):
            for place in range(len(factors)):
                rest = factors[:place] + factors[place + 1 :]
                yield "factor", rest[0] if len(rest) == 1 else Mul(rest, dot)
        case Frac(top, bottom):
            yield "fraction", Frac(bottom, top)
            if not isinstance(bottom, Pow | Num):
                yield "square", Frac(top, Pow(bottom, TWO))
        case Exp(power) if not isinstance(power, Neg):
            yield "sign", Exp(Neg(power))
        case Pow(base, power) if power == TWO:
            yield "power", base


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Neg(arg) | Abs(arg) | Sqrt(arg):
            return (arg,)
        case Add(terms):
            return terms
        case Mul(factors, _):
            return factors
        case Frac(top, bottom):
            return (top, bottom)
        case Pow(base, _):
            return (base,)
        case Fn(_, args, _):
            return args
        case Exp(power):
            return (power,)
    return ()


def _with_child(node: Node, place: int, new: Node) -> Node:
    children = list(_children(node))
    children[place] = new
    match node:
        case Neg() | Abs() | Sqrt() | Exp():
            return type(node)(new)
        case Add():
            return Add(tuple(children))
        case Mul(_, dot):
            return Mul(tuple(children), dot)
        case Frac():
            return Frac(*children)
        case Pow(_, power):
            return Pow(new, power)
        case Fn(name, _, primes):
            return Fn(name, tuple(children), primes)
    raise TypeError(type(node).__name__)


@lru_cache
def wrong_lines(name: str, route: str, branch: str, place: int) -> Mapping[str, str]:
    """Return wrong lines for a place as LaTeX, each with what was changed; all of them come to other numbers."""
    return _wrong(lines(name, route, branch)[place].right, name, branch)


def _wrong(right: Node, name: str, branch: str) -> dict[str, str]:
    truth = slopes(name, branch)
    found: dict[str, str] = {}
    for change, tree in changed(right):
        try:
            value = numbers(tree, name, branch)
        except ArithmeticError:
            continue
        if np.isfinite(value).all() and not np.allclose(value, truth, rtol=APART, atol=APART):
            found.setdefault(latex(tree), change)
    return found


@lru_cache(maxsize=512)
def offered(name: str, route: str, branch: str, place: int, about: str) -> tuple[tuple[str, str], ...]:
    """Return up to three wrong lines with what was changed: two, and one with both of their changes where there is one.

    Then each of the four has two neighbours among the others, and the right one does not stand out as what all of
    them resemble. Two changes may come to what another one does alone: 3 + x with the 6 below it gone is a factor lost.
    """
    key, wrong = (name, route, branch), wrong_lines(name, route, branch, place)
    order = drawn_order(wrong, f"{key}/{place}/{about}")
    for first, second in combinations(order[:MOST], 2):
        both = _around(key, first).keys() & _around(key, second).keys()
        for text in drawn_order(both - {first, second, latex(lines(*key)[place].right)}, about)[:1]:
            return (first, wrong[first]), (second, wrong[second]), (text, wrong.get(text, "both"))
    return tuple((text, wrong[text]) for text in order[:3])


@lru_cache(maxsize=2048)
def _around(key: tuple[str, str, str], text: str) -> Mapping[str, str]:
    """Return the wrong lines that differ from a wrong one in one thing."""
    return _wrong(read(text, Notation()), key[0], key[2])


# Lines in numbers.

_OWN: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": lambda x: 1 - 2 / (np.exp(2 * x) + 1),
    "softplus": lambda x: np.log(1 + np.exp(x)),
    "softsign": lambda x: x / (1 + (x if x.real > 0 else -x)),
    "swish": lambda x: x / (1 + np.exp(-BETA * x)),
    "elu": lambda x: ALPHA * (np.exp(x) - 1),
    "hard-swish": lambda x: x * (x + 3) / 6,
    "ln": lambda x: 0 + np.log(x),
}


def slopes(name: str, branch: str) -> Any:
    """Return the slope of a function where lines are tried, from its values alone."""
    return np.array([(_OWN[name](x + 1j * STEP)).imag / STEP for x in TRIED.get(branch, ANYWHERE)])


def values(name: str, branch: str) -> Any:
    """Return the values of a function where lines are tried."""
    return np.array([_OWN[name](complex(x)).real for x in TRIED.get(branch, ANYWHERE)])


def numbers(node: Node, name: str, branch: str) -> Any:
    """Return what a side of a line comes to, where lines are tried."""
    with np.errstate(all="ignore"):  # a wrong line may divide by nothing, and is not offered then
        return np.array([complex(_at(node, complex(x))).real for x in TRIED.get(branch, ANYWHERE)])


def _at(node: Node, x: complex) -> Any:
    match node:
        case Num(text):
            return float(text)
        case Sym(letter):
            return {"x": x, "alpha": ALPHA, "beta": BETA}[letter]
        case Neg(arg):
            return -_at(arg, x)
        case Add(terms):
            return sum(_at(term, x) for term in terms)
        case Mul(factors, _):
            return np.prod([_at(factor, x) for factor in factors])
        case Frac(top, bottom):
            return _at(top, x) / _at(bottom, x)
        case Pow(base, power):
            return _at(base, x) ** _at(power, x).real
        case Exp(power):
            return np.exp(_at(power, x))
        case D(of, _):
            return complex(_at(of, x + 1j * STEP)).imag / STEP
        case Fn(name, (arg,), 0):
            return _OWN[name](complex(_at(arg, x)))
    raise TypeError(f"no number for {type(node).__name__}")
