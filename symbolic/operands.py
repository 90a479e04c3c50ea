r"""What may stand at the head of a factor, word by word: letters, functions, brackets, fractions, sums, matrices."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symbolic.levels import Levels, Operands, literal
from symbolic.notation import FUNCTIONS, Notation, letters
from symbolic.symbols import exponential, function, letter
from symbolic.tokens import CLOSES, ENDS
from symbolic.tree import (
    Abs,
    Boxed,
    Cases,
    Chain,
    D,
    Frac,
    Interval,
    Leibniz,
    Matrix,
    Node,
    Sqrt,
    Sum,
    Sym,
    Text,
)

_CELL_ENDS = ("&", "\\\\", "\\end{bmatrix}")


@lru_cache(maxsize=64)
def operands(notation: Notation) -> Operands:
    """Return the table of operands of a notation."""
    table: dict[str, tuple[Any, Any]] = dict(_FIXED)
    for entries in (True, False):
        for glyph, name in letters(notation, entries).items():
            table[glyph] = (letter, Sym(name))
    for name in (*FUNCTIONS, "ln"):
        table[notation.function(name)] = (function, name)
    table["\\ln"] = table["\\log"] = (function, "ln")
    return {**table, "e": (exponential, Sym("e")), "\\dots": table["\\ldots"]}


def group(r: Levels, opener: str) -> Node:
    """Read what brackets hold, or an interval."""
    low = r.relation()
    if r.words[r.i] != ",":
        r.take(CLOSES[opener])
        return r.raised(low)
    r.i += 1
    high = r.relation()
    closer = r.words[r.i]
    if closer not in ((")", "]") if len(opener) == 1 else ("\\right)", "\\right]")):
        raise r.refused(r.i)
    r.i += 1
    return r.raised(Interval(low, high, opener[-1] == "[", closer[-1] == "]"))


def absolute(r: Levels, opener: str) -> Node:
    """Read an absolute value."""
    node = Abs(r.relation())
    r.take(CLOSES[opener])
    return r.raised(node)


def fraction(r: Levels, _: object) -> Node:
    """Read a fraction or a derivative."""
    r.take("{")
    start = r.i
    if (node := _derivative(r)) is not None:
        return node
    r.i = start
    top = r.relation()
    r.take("}")
    r.take("{")
    if r.words[start] == r.words[r.i] == "d":
        raise r.refused(start, "it would read as a derivative")
    bottom = r.relation()
    r.take("}")
    return Frac(top, bottom)


def _derivative(r: Levels) -> Node | None:
    """Read the inside of a fraction as a derivative, ∂J/∂W, dσ/dz or d/dz, if it is one."""
    sign = r.words[r.i]
    if sign not in ("d", "\\partial"):
        return None
    r.i += 1
    if r.words[r.i] == "}":
        return _pending(r, sign != "d") if r.words[r.i + 1 : r.i + 3] == ["{", sign] else None
    if sign == "d" and (r.words[r.i] in ENDS or r.words[r.i][0] in "-^_"):
        return None
    of = r.factor()
    if sign == "d" and r.words[r.i : r.i + 3] != ["}", "{", "d"]:
        return None
    for word in ("}", "{", sign):
        r.take(word)
    by = r.factor()
    r.take("}")
    return Leibniz(of, by, sign != "d")


def _pending(r: Levels, partial: bool) -> Node:
    """Read d/dx [u] or ∂/∂z_j [u], from the end of its top."""
    start = r.i
    r.i += 3
    by = r.factor()
    r.take("}")
    opener = r.words[r.i]
    if opener[-1] not in "([" or opener not in CLOSES:
        raise r.refused(r.i, "a derivative stands before brackets")
    r.i += 1
    of = r.relation()
    r.take(CLOSES[opener])
    found = D(of, by)
    if partial and not found.partial:
        raise r.refused(start, "a derivative by a variable without index is written with d")
    return found


def sigma(r: Levels, _: object) -> Node:
    """Read a sum over an index, with what it sums: all the term that follows."""
    mark = r.words[r.i]
    r.i += 1
    if mark == "_":
        r.take("{")
        index = r.relation()
        r.take("}")
    elif mark[0] == "_" and mark.strip("_{}").isalpha() and len(mark.strip("_{}")) == 1:
        index = Sym(mark.strip("_{}"))
    else:
        raise r.refused(r.i - 1, "a sum names its index below")
    low = None
    if type(index) is Chain and index.relations == ("=",):
        index, low = index.sides
    high = r.exponent() if r.words[r.i] == "^" else None
    return Sum(r.term(), index, low, high)


def braced(r: Levels, kind: type[Sqrt]) -> Node:
    """Read what stands in braces."""
    r.take("{")
    node = kind(r.relation())
    r.take("}")
    return r.raised(node)


def framed(r: Levels, _: object) -> Node:
    """Read a framed result."""
    r.take("{")
    node = Boxed(r.whole())
    r.take("}")
    return r.raised(node)


def blank(r: Levels, _: object) -> Node:
    """Read the blank before a relation that goes on from the line above."""
    r.take("}")
    return Text("")


def matrix(r: Levels, _: object) -> Node:
    """Read a matrix by rows; an entry that is a plain number takes the short way."""
    words = r.words
    rows: list[tuple[Node, ...]] = []
    row: list[Node] = []
    while True:
        word = words[r.i]
        if words[r.i + 1] in _CELL_ENDS and word[-1].isdigit() and word[0] in "-0123456789":
            row.append(literal(word))
            r.i += 1
        else:
            row.append(r.relation())
        word = words[r.i]
        if word not in _CELL_ENDS:
            raise r.refused(r.i)
        r.i += 1
        if word == "&":
            continue
        rows.append(tuple(row))
        if len(row) != len(rows[0]):
            raise r.refused(r.i - 1, "the rows of a matrix have different lengths")
        if word == "\\end{bmatrix}":
            return r.raised(Matrix(tuple(rows)))
        row = []


def cases(r: Levels, _: object) -> Node:
    """Read a function by branches; a comma before a condition is let go."""
    branches = []
    while True:
        value = r.relation()
        if r.words[r.i] == ",":
            r.i += 1
        r.take("&")
        branches.append((value, r.relation()))
        if r.words[r.i] != "\\\\":
            r.take("\\end{cases}")
            return r.raised(Cases(tuple(branches)))
        r.i += 1


_FIXED: dict[str, tuple[Any, Any]] = {
    **{opener: (group, opener) for opener in ("(", "[", "\\left(", "\\left[")},
    **{opener: (absolute, opener) for opener in ("\\lvert", "\\left\\lvert")},
    "{": (blank, None),
    "\\frac": (fraction, None),
    "\\sum": (sigma, None),
    "\\sqrt": (braced, Sqrt),
    "\\boxed": (framed, None),
    "\\begin{bmatrix}": (matrix, None),
    "\\begin{cases}": (cases, None),
}
