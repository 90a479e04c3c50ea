"""The softmax and its Jacobian p_i (δ_ij - p_j), both cases line by line.

A sum over all units stands in every line, so a line is proved by writing it out for two, three and four units and
comparing the entries by SymPy and to fifty digits, each e^{z_k} independent of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from symbolic.activation import Activation
from symbolic.activations.softmax import TOTAL, ZI
from symbolic.errors import ProofFailed
from symbolic.proof import DIGITS, algebraically_equal
from symbolic.sympy_text import sympy_text
from symbolic.traverse import rebuild
from symbolic.tree import ONE, TWO, Add, Chain, D, Exp, Frac, Leibniz, Mul, Neg, Node, Pow, Sum, Sym

#: Numbers of units for which the lines are written out.
SIZES = (2, 3, 4)
ZJ = Sym("z", 0, ("j",))
PI, PJ = Sym("p", 0, ("i",)), Sym("p", 0, ("j",))
EI, EJ, SQUARE = Exp(ZI), Exp(ZJ), Pow(TOTAL, TWO)
SOFTMAX = Frac(EI, TOTAL)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the Jacobian: the condition, the unit that j is when i is 1, and the lines with their rules."""

    where: Node
    other: int
    lines: tuple[tuple[Node, str], ...]


def _quotient(top: Node, by: Node) -> Node:
    return Frac(Add((Mul((top, TOTAL)), Neg(Mul((EI, D(TOTAL, by)))))), SQUARE)


SAME = Case(
    Chain((Sym("j"), Sym("i")), ("=",)),
    1,
    (
        (D(SOFTMAX, ZI), "take the derivative"),
        (_quotient(D(EI, ZI), ZI), "quotient rule"),
        (Frac(Add((Mul((EI, TOTAL)), Neg(Mul((EI, EI))))), SQUARE), "exponential rule: one term of the sum moves"),
        (Frac(Mul((EI, Add((TOTAL, Neg(EI))))), SQUARE), "factor"),
        (Mul((SOFTMAX, Frac(Add((TOTAL, Neg(EI))), TOTAL))), "product of fractions"),
        (Mul((SOFTMAX, Add((ONE, Neg(SOFTMAX))))), "split and cancel"),
        (Mul((PI, Add((ONE, Neg(PI))))), "recognise softmax"),
    ),
)
DIFFERENT = Case(
    Chain((Sym("j"), Sym("i")), ("\\ne",)),
    2,
    (
        (D(SOFTMAX, ZJ), "take the derivative"),
        (_quotient(D(EI, ZJ), ZJ), "quotient rule"),
        (Frac(Neg(Mul((EI, EJ))), SQUARE), "exponential rule: the top is constant, one term of the sum moves"),
        (Neg(Mul((SOFTMAX, Frac(EJ, TOTAL)))), "product of fractions"),
        (Neg(Mul((PI, PJ))), "recognise softmax"),
    ),
)
RESULT = Mul((PI, Add((Sym("delta", 0, ("i", "j")), Neg(PJ)))))


def written_out(node: Node, size: int, other: int) -> Node:
    """Return *node* for *size* units, i as the first and j as unit *other*; p and δ by what they say."""
    if isinstance(node, Sum):
        return Add(tuple(Exp(unit(k)) for k in range(1, size + 1)))
    if isinstance(node, Sym) and node.index:
        place = {"i": 1, "j": other}.get(str(node.index[0]))
        if node.name == "p":
            return Frac(Exp(unit(place or 1)), written_out(TOTAL, size, other))
        if node.name == "delta":
            return ONE if other == 1 else Add((ONE, Neg(ONE)))
        return unit(place) if place else node
    return rebuild(node, lambda child: written_out(child, size, other))


def unit(place: int) -> Sym:
    """Return the pre-activation of one unit."""
    return Sym("z", 0, (place,))


def holds(before: Node, after: Node, case: Case) -> bool:
    """Whether two lines agree, by algebra and by digits, for every number of units tried."""
    pairs = [[written_out(node, size, case.other) for node in (before, after)] for size in SIZES]
    return all(algebraically_equal(*pair) and _digits(pair[0], pair[1], case.other) for pair in pairs)


def _digits(left: Node, right: Node, other: int) -> bool:
    from flint import arb, ctx

    from symbolic.enclosure import BITS, value

    ctx.prec = BITS
    values: dict[Node, Any] = {unit(k): arb(k * k - 3) / 7 for k in range(1, max(SIZES) + 1)}
    gap = abs(value(left, values, unit(other)) - value(right, values, unit(other)))
    return bool(gap < arb(10) ** -DIGITS)


def proved_lines(case: Case) -> Iterator[tuple[Node, str]]:
    """Yield the lines of a case, each proved equal to the one before; one that is not stops everything."""
    previous = case.lines[0][0]
    for node, rule in case.lines:
        if not holds(previous, node, case):
            raise ProofFailed(f"a line of the softmax does not hold: {rule}")
        yield node, rule
        previous = node
    if not holds(previous, RESULT, case):
        raise ProofFailed("the softmax's Jacobian does not hold")


def softmax_entry(activation: Activation) -> dict[str, Any]:
    """Return the book's entry of the softmax."""
    from symbolic.latex import latex

    result = {"latex": latex(RESULT), "sympy": _sympy(RESULT, activation, 1)}
    lines = [
        line_record(activation, case, node, rule) for case in (SAME, DIFFERENT) for node, rule in proved_lines(case)
    ]
    derived = {
        "route": "quotient",
        "lines": lines,
        "result": result,
        "closed_form": latex(RESULT),
        "pieces": [],
        "kinks": [],
    }
    return {
        "name": activation.name,
        "title": activation.title,
        "variable": "z",
        "definition": {"latex": latex(activation.definition), "sympy": _sympy(activation.definition, activation, 1)},
        "definition_in_z": latex(activation.definition),
        "parameters": {},
        **derived,
        "routes": {"quotient": derived},
        "closed_form_in_z": latex(RESULT),
        "slope_in_output": latex(RESULT),
        "properties": facts(activation),
        "verdict": {"for": [], "against": []},
        "table": [],
    }


def line_record(activation: Activation, case: Case, node: Node, rule: str) -> dict[str, Any]:
    """Return one line of the Jacobian for the book."""
    from symbolic.latex import latex

    by = ZI if case is SAME else ZJ
    proof = {
        "algebra": "sympy.cancel",
        "digits": DIGITS,
        "points": 1,
        "rule": "stated",
        "conditions": [f"units: {SIZES}"],
    }
    return {
        "left": latex(Leibniz(PI, by)),
        "latex": latex(node),
        "sympy": _sympy(node, activation, case.other),
        "rule": rule,
        "proof": proof,
        "where": latex(case.where),
    }


def _sympy(node: Node, activation: Activation, other: int) -> str:
    """Return a line for SymPy, written out for three units."""
    return sympy_text(written_out(node, 3, other), activation)


def facts(activation: Activation) -> dict[str, Any]:
    """Return what is proved of the outputs: they sum to 1, and a shift of every z changes nothing."""
    shift = Sym("c")
    sums = [Add(tuple(Frac(Exp(unit(k)), written_out(TOTAL, n, 1)) for k in range(1, n + 1))) for n in SIZES]
    moved = [_shifted(written_out(activation.definition, n, 1), shift) for n in SIZES]
    same = [written_out(activation.definition, n, 1) for n in SIZES]
    return {
        "sums_to_one": all(algebraically_equal(total, ONE) for total in sums),
        "shift_invariant": all(algebraically_equal(a, b) for a, b in zip(moved, same, strict=True)),
    }


def _shifted(node: Node, shift: Node) -> Node:
    if isinstance(node, Sym) and node.name == "z":
        return Add((node, shift))
    return rebuild(node, lambda child: _shifted(child, shift))
