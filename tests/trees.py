"""Every tree in every notation, drawn by Hypothesis: what the printers and the reader must agree on."""

from __future__ import annotations

from functools import cache
from itertools import product

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from symbolic.binding import needs_dot
from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.notation import CHOICES, FUNCTIONS, LAYERED, SMALL, Notation, letters
from symbolic.tree import (
    RELATIONS,
    Abs,
    Add,
    Aligned,
    Boxed,
    Cases,
    Chain,
    D,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Interval,
    Leibniz,
    Listing,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Shape,
    Sqrt,
    Sum,
    Sym,
    Text,
    Transpose,
)

#: Every way to mark a layer with every convention and order; the letters take turns.
NOTATIONS = [
    Notation(*choice, CHOICES["loss"][turn % 3], CHOICES["rate"][turn // 3 % 2], CHOICES["log"][turn % 2])
    for turn, choice in enumerate(product(*(CHOICES[name] for name in ("convention", "layer", "index"))))
]
OPERATORS = [*sorted(FUNCTIONS.keys() - {"f", "g", "h"}), "ln"]

numbers = st.sampled_from(["0", "1", "2", "12", "-1", "-3", "0.5", "-0.25", "10.00"]).map(Num)
words = st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), min_size=1, max_size=8).filter(str.strip)


def symbols(notation: Notation) -> st.SearchStrategy[Node]:
    """Symbols of a notation: letters and names, with a layer or an index where they may have one."""
    plain = st.sampled_from(sorted(letters(notation).values())).map(Sym)
    layered = st.builds(Sym, st.sampled_from(sorted(LAYERED & set(letters(notation).values()))), st.integers(1, 3))
    holders = letters(notation, entries=True).values()
    named = st.sampled_from(
        sorted(name for name in holders if name not in FUNCTIONS and name[0] != SMALL and not name.endswith("dots"))
    )
    figure = st.integers(1, 9)
    index = st.one_of(
        st.tuples(figure), st.tuples(figure, figure), st.just(("i",)), st.just(("i", "j")), st.just(("new",)),
        st.tuples(figure, st.integers(10, 20)),
    )  # fmt: skip  # two lines say it
    entries = st.builds(Sym, named, st.just(0), index)
    both = st.builds(Sym, st.sampled_from(["w", "W", "z", "a", "b"]), st.integers(1, 3), index)
    return st.one_of(plain, layered, entries, both)


def compound(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Every kind of node that may stand inside a formula, over *inner* ones."""

    def several(low: int = 2, high: int = 3) -> st.SearchStrategy[tuple[Node, ...]]:
        return st.lists(inner, min_size=low, max_size=high).map(tuple)

    def mul(factors: tuple[Node, ...], dot: bool) -> Node:
        return Mul(factors, dot or needs_dot(factors))

    def chain(sides: tuple[Node, ...], relation: str) -> Node:
        return Chain(sides, (relation,) * (len(sides) - 1))

    name = st.sampled_from([*OPERATORS, "f", "g", "f1", "h2"])
    limits = st.one_of(st.just((None, None)), st.tuples(inner, st.none()), st.tuples(inner, inner))
    return st.one_of(
        st.builds(Add, several()),
        st.builds(Neg, inner),
        st.builds(mul, several(), st.booleans()),
        st.builds(Hadamard, several()),
        st.builds(Frac, inner, inner),
        st.builds(Pow, inner, inner),
        st.builds(Exp, inner),
        st.builds(Sqrt, inner),
        st.builds(Abs, inner),
        st.builds(Fn, name, st.tuples(inner), st.integers(0, 2)),
        st.builds(Fn, st.sampled_from(["max", "min"]), st.tuples(inner, inner)),
        st.builds(Fn, st.sampled_from(["f", "sigmoid", "relu"]), st.just(()), st.integers(1, 2)),
        st.builds(lambda rows: Matrix(tuple(rows)), st.lists(st.tuples(inner, inner), min_size=1, max_size=3)),
        st.builds(Transpose, inner),
        st.builds(lambda branches: Cases(tuple(branches)), st.lists(st.tuples(inner, inner), min_size=1, max_size=3)),
        st.builds(chain, several(), st.sampled_from(RELATIONS)),
        st.builds(D, inner, inner),
        st.builds(Leibniz, inner, inner, st.booleans()),
        st.builds(Shape, several()),
        st.builds(Interval, inner, inner, st.booleans(), st.booleans()),
        st.builds(lambda body, low_high: Sum(body, Sym("i"), *low_high), inner, limits),
        st.builds(Boxed, inner),
        st.builds(Text, words),
    )


@cache
def formulas(notation: Notation) -> st.SearchStrategy[Node]:
    """Whole formulas of a notation."""
    inner = st.recursive(st.one_of(numbers, symbols(notation)), compound, max_leaves=8)
    rows = st.lists(inner, min_size=2, max_size=3).map(tuple)
    more = st.builds(lambda head, rest: Chain((head, rest), ("=",)), st.one_of(inner, st.just(Text(""))), inner)
    display = st.lists(more, min_size=1, max_size=3).map(lambda chains: Aligned(tuple(chains)))
    return st.one_of(inner, inner, st.builds(Listing, rows), display).filter(lambda node: printable(node, notation))


def printable(node: Node, notation: Notation) -> bool:
    """Whether a tree is none of the few that the printer refuses, since they have another reading."""
    try:
        latex(node, notation)
    except UserError as error:
        if "would read as" in str(error):
            return False
        raise
    return True


drawn = st.sampled_from(NOTATIONS).flatmap(lambda notation: st.tuples(st.just(notation), formulas(notation)))
relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=200)
#: Judges are asked about many formulas at once, and name the one that they refuse: there is nothing to shrink.
batches = settings(relaxed, phases=[Phase.generate])
