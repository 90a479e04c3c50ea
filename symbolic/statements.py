"""Facts as words with formulas between dollars: an amount, a place, an interval, in our LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from symbolic.activation import Parameter, X
from symbolic.algebra import product, split_sign, total, with_sign
from symbolic.enclosure import value
from symbolic.expression import constant
from symbolic.latex import latex
from symbolic.outward import above, below
from symbolic.points import as_float
from symbolic.same import size
from symbolic.traverse import rebuild
from symbolic.tree import ZERO, Add, Chain, Frac, Interval, Neg, Node, Num, Sym, Text, number

Fact = Mapping[str, Any]

#: Exact forms with more nodes are given by their digits alone.
LARGEST = 9
LONGEST = 24
#: Significant figures of a number without a short exact form.
FIGURES = 6
INFINITY = Sym("infinity")


@lru_cache(maxsize=1 << 10)
def exact_tree(text: str) -> Node:
    """Return an exact constant as it is written on the page; infinity among them."""
    if text in ("oo", "-oo"):
        return INFINITY if text == "oo" else Neg(INFINITY)
    minus, bare = split_sign(constant(text))
    return _signed(with_sign(minus, bare))


def _signed(node: Node) -> Node:
    """Return a constant with the signs of its figures in their literals, -1 and not the opposite of 1."""
    if isinstance(node, Neg) and isinstance(node.arg, Num):
        return Num(f"-{node.arg.text}")
    if isinstance(node, Add):
        first, *rest = node.terms
        return Add((_signed(first), *(Neg(_signed(u.arg)) if isinstance(u, Neg) else _signed(u) for u in rest)))
    return rebuild(node, _signed)


def decimal(value: float) -> Num:
    """Return a number by its leading figures."""
    text = f"{value:.{FIGURES}g}"
    return Num(text if "e" not in text else f"{value:.{FIGURES + 6}f}".rstrip("0"))


def written(found: Fact, key: str = "value", exact: str = "exact") -> tuple[Node, str, Node | None]:
    """Return an amount: its short form, how its digits relate to that, and the digits where they say more."""
    form = None if found[exact] is None else exact_tree(found[exact])
    if form is None or size(form) > LARGEST or len(found[exact]) > LONGEST:
        return decimal(found[key]), "\\approx", None
    if found[key] is None or isinstance(form, Num) or form == Neg(INFINITY):
        return form, "=", None
    digits = decimal(found[key])
    return form, "=" if _says(form, digits) else "\\approx", digits


def _says(form: Node, digits: Num) -> bool:
    bare = form.arg if isinstance(form, Neg) else form
    rational = isinstance(bare, Frac) and isinstance(bare.top, Num) and isinstance(bare.bottom, Num)
    return rational and form in (number(digits.value), number(-digits.value))


def short(text: str) -> str:
    """Return an exact constant, or its digits where that is too long for a sentence."""
    form = exact_tree(text)
    if len(text) <= LONGEST and size(form) <= LARGEST:
        return latex(form)
    return latex(decimal(as_float(value(form, {}, X))))


def amount(found: Fact) -> str:
    """Return an amount in its shortest form, for the middle of a sentence."""
    form, relation, digits = written(found)
    return latex(digits if digits is not None and relation == "=" else form)


def valued(found: Fact) -> str:
    """Return an amount with its digits beside the exact form."""
    form, relation, digits = written(found)
    if digits is None:
        return latex(form if relation == "=" else Chain((Text(""), form), (relation,)))
    return latex(Chain((form, digits), (relation,)))


def placed(found: Fact, at: str = "at", exact: str = "exact_at") -> str:
    """Return x = where."""
    form, relation, digits = written(found, at, exact)
    if digits is None:
        return latex(Chain((X, form), (relation,)))
    return latex(Chain((X, form, digits), ("=", relation)))


def interval(found: Fact) -> str:
    """Return an interval of values; one number where there is no more."""
    low, high = (_end(found[side]) for side in ("low", "high"))
    if low == high:
        return latex(low)
    return latex(Interval(low, high, found["low_closed"], found["high_closed"]))


def rounded(found: Fact) -> bool:
    """Whether an end of an interval is given by its leading figures alone."""
    return any(written(found[side])[1:] == ("\\approx", None) for side in ("low", "high"))


def _end(found: Fact) -> Node:
    form, relation, digits = written(found)
    return digits if digits is not None and relation == "=" else form


def stretch(found: Fact) -> str:
    """Return a piece of the line as a condition on x: x < 0, -3 < x ≤ 3."""
    low, high = (_place(found[side]) for side in ("low", "high"))
    below, above = ("\\le" if found.get(f"{side}_closed") else "<" for side in ("low", "high"))
    if low is None:
        return "x \\in \\mathbb{R}" if high is None else latex(Chain((X, high), (above,)))
    if high is None:
        return latex(Chain((X, low), ({"<": ">", "\\le": "\\ge"}[below],)))
    return latex(Chain((low, X, high), (below, above)))


def flat(found: Fact, figures: int) -> str:
    """Return where a slope is next to nothing, x < -4.59 and for x > 4.59: to so many figures, and safely beyond."""
    sides = {"left": ("<", below), "right": (">", above)}
    told = [f"$x {sign} {way(found[side]['at'], figures)}$" for side, (sign, way) in sides.items() if found[side]]
    return " and for ".join(told)


def always_flat(dead: Any) -> bool:
    """Whether the slope is 0 on all of the line, of the stretches on which it is 0."""
    return isinstance(dead, list) and any(one["low"] is None and one["high"] is None for one in dead)


def _place(end: Any) -> Node | None:
    """Return an end of a stretch, a record or an exact text; None at infinity."""
    if end in (None, "oo", "-oo"):
        return None
    if isinstance(end, str):
        return exact_tree(end)
    return None if end["value"] is None else written(end)[0]


def line(found: Fact) -> str:
    """Return y = m x + c."""
    slope, rest = (_end(found[name]) for name in ("slope", "intercept"))
    if slope == ZERO:
        return latex(Chain((Sym("y"), rest), ("=",)))
    minus, bare = split_sign(_bare(slope))
    return latex(Chain((Sym("y"), total((with_sign(minus, product((bare, X))), _bare(rest)))), ("=",)))


def _bare(node: Node) -> Node:
    """Return a negative figure as a minus and the figure, as it stands in a sum."""
    return Neg(Num(node.text[1:])) if isinstance(node, Num) and node.text.startswith("-") else node


def bounded(found: Fact) -> bool:
    """Whether an interval has two finite ends."""
    return all("oo" not in (found[side]["exact"] or "") for side in ("low", "high"))


def symbol(parameter: Parameter) -> str:
    """Return the letter of a parameter."""
    return latex(parameter.symbol)
