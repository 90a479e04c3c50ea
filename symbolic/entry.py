"""What the book keeps of an activation: every route line by line with its proofs, the slope, its pieces and kinks."""

from __future__ import annotations

from math import isfinite
from typing import Any

from symbolic import points
from symbolic import sympy_bridge as bridge
from symbolic.activation import LIBRARIES, Activation, Owners, Side, X, condition
from symbolic.closed_form import functions
from symbolic.derivation import Derivation, Line, derive, derive_second, opened
from symbolic.domain import without_value
from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.proof import algebraically_equal
from symbolic.properties import properties
from symbolic.statements import exact_tree
from symbolic.sympy_text import sympy_text
from symbolic.table import table
from symbolic.text import text
from symbolic.traverse import substitute
from symbolic.tree import Chain, Fn, Node, Sym
from symbolic.verdict import verdict

#: What a page about a layer calls the input and the output of an activation.
Z, A = Sym("z"), Sym("a")

#: A piece of the book, ready for JSON.
Record = dict[str, Any]


def entry(activation: Activation) -> Record:
    """Return the book's entry of *activation*, derived and proved anew."""
    derivations = [derive(activation, route) for route in activation.routes]
    first, second = derivations[0], derive_second(derivations[0])
    routes = {each.route.name: derived(each) for each in derivations}
    return _with_facts(
        activation,
        {
            **heading(activation),
            **routes[first.route.name],
            "routes": routes,
            "second": derived(second),
            "closed_form_in_z": latex(substitute(first.result, X, Z)),
            "slope_in_output": latex(in_output(first)),
        },
    )


def _with_facts(activation: Activation, record: Record) -> Record:
    """Return *record* with what is proved, what follows from it, and the table of both."""
    facts = properties(activation)
    record |= {"properties": facts, "verdict": verdict(activation, facts)}
    return record | {"table": table(activation, record)}


def heading(activation: Activation) -> Record:
    """Return what an entry says of the definition."""
    return {
        "name": activation.name,
        "title": activation.title,
        "variable": X.name,
        "definition": _both(activation, activation.definition),
        "definition_in_z": latex(substitute(activation.definition, X, Z)),
        "parameters": {
            p.name: {"symbol": latex(p.symbol), "value": p.usual, "low": p.low, "high": p.high}
            for p in activation.parameters
        },
    }


def derived(derivation: Derivation) -> Record:
    """Return one derivation: its lines, the result, and the pieces with the slopes on both sides of each kink."""
    activation, found = derivation.activation, kinks(derivation)
    sides = tuple(map(_holds, found))
    return {
        "route": derivation.route.name,
        "lines": [line_record(derivation, line) for line in derivation.lines],
        "result": _both(activation, opened_result(derivation, sides), derivation.held_by(sides)),
        "closed_form": latex(derivation.held_by(sides)),
        "pieces": pieces(derivation),
        "kinks": found,
    }


def _holds(kink: Record) -> Side | None:
    """Return whose formula of the slope holds at a kink too; None where it has no value there."""
    side: Side = kink["convention"]
    return None if kink.get("gap") or kink[side].get("tends") else side


def opened_result(derivation: Derivation, sides: Owners) -> Node:
    """Return the slope with the entry's own name replaced by its definition on each branch."""
    from symbolic.activation import by_cases

    activation = derivation.activation
    values = tuple(_open(derivation, place, node) for place, node in enumerate(derivation.results))
    return values[0] if len(set(values)) == 1 else by_cases(values, activation.kinks, sides)


def _open(derivation: Derivation, place: int, node: Node) -> Node:
    own = Fn(derivation.activation.name, (X,))
    known = functions(derivation.activation, derivation.activation.branches[place], derivation.route)
    return opened(node, {own: known[own]}) if own in known else node


def line_record(derivation: Derivation, line: Line) -> Record:
    """Return a line: its left side, the line itself, its rule and its proof."""
    activation = derivation.activation
    node = _open(derivation, line.piece, line.node)
    record: Record = {
        "left": latex(left(activation, line.primes)),
        "latex": latex(line.node),
        "sympy": sympy_text(node, activation),
        "rule": line.rule,
        "proof": line.proof.record() if line.proof else {"rule": "definition"},
    }
    if activation.kinks:
        record["where"] = latex(interval(activation, line.piece))
    return record


def left(activation: Activation, primes: int) -> Node:
    """Return f(x), f'(x) or f''(x) by the activation's own name."""
    return Fn(activation.name, (X,), primes)


def interval(activation: Activation, place: int) -> Node:
    """Return the open interval of a branch as a condition on x: the slope is taken inside."""
    found = condition(place, activation.kinks, activation.owners)
    assert isinstance(found, Chain)  # branches are parted by comparisons
    return Chain(found.sides, tuple({"\\le": "<", "\\ge": ">"}.get(sign, sign) for sign in found.relations))


def pieces(derivation: Derivation) -> list[Record]:
    """Return each branch with its slope."""
    activation = derivation.activation
    if not activation.kinks:
        return []
    return [
        {
            "where": latex(interval(activation, place)),
            "definition": _both(activation, body),
            "slope": _both(activation, _open(derivation, place, slope), slope),
        }
        for place, (body, slope) in enumerate(zip(activation.branches, derivation.results, strict=True))
    ]


def kinks(derivation: Derivation) -> list[Record]:
    """Return each point where branches meet, with the slope on either side and the one that the convention takes."""
    activation = derivation.activation
    return [_kink(derivation, place, kink) for place, kink in enumerate(activation.kinks)]


def _kink(derivation: Derivation, place: int, kink: Node) -> Record:
    activation = derivation.activation
    bodies = activation.branches[place : place + 2]
    gap = activation.formula is not None and without_value(
        (*bodies, activation.formula), points.fixed(bridge.to_sympy(kink))
    )
    return {
        "at": latex(kink),
        "left": _slope_at(derivation, place, kink, -1),
        "right": _slope_at(derivation, place + 1, kink, 1),
        "convention": activation.slopes[place],
        "jump": not gap and not algebraically_equal(*(substitute(body, X, kink) for body in bodies)),
        "elsewhere": elsewhere(activation, place),
        **({"gap": True} if gap else {}),
    }


def elsewhere(activation: Activation, place: int) -> list[Record]:
    """Return which slope other libraries take at a kink, as measured, beside our convention."""
    taken = activation.elsewhere[place] if activation.elsewhere else ()
    return [
        {
            "library": name,
            "version": version,
            "function": where,
            "latex": latex(slope),
            "value": as_float(activation.at_usual(slope)),
        }
        for (name, version, where), slope in zip(LIBRARIES, taken, strict=False)
        if slope is not None
    ]


def _slope_at(derivation: Derivation, place: int, kink: Node, side: int) -> Record:
    from symbolic.taught import constant

    slope = _open(derivation, place, derivation.results[place])
    node = substitute(slope, X, kink)
    value = as_float(derivation.activation.at_usual(node))
    if isfinite(value):
        return {"latex": latex(constant(node)), "value": value}
    return _slope_tends(derivation.activation.at_usual(slope), kink, side)


def _slope_tends(slope: Node, kink: Node, side: int) -> Record:
    """Return what the slope tends to beside a kink where its formula has no value: that is the one-sided slope."""
    tends = bridge.beside(slope, kink, side)
    if tends is None:
        raise UserError(
            f"what the slope tends to beside x = {text(kink)} was not found: give a function with a slope there"
        )
    if bridge.infinite(tends):
        raise UserError(f"beside x = {text(kink)} the slope grows without bound: give a function with a slope there")
    written, value = latex(exact_tree(bridge.constant_text(tends))), points.as_float(points.enclosed(tends))
    return {"latex": written, "value": value, "tends": True}


def as_float(node: Node) -> float:
    """Return the value of a constant tree, correctly rounded from its enclosure."""
    from symbolic.enclosure import value

    return float(value(node, {}, X).mid())


def in_output(derivation: Derivation) -> Node:
    """Return the slope as it is taught in a layer: in the output a where it can be said so, else in z."""
    own = Fn(derivation.activation.name, (X,))
    return substitute(substitute(derivation.result, own, A), X, Z)


def _both(activation: Activation, node: Node, shown: Node | None = None) -> Record:
    return {"latex": latex(shown or node), "sympy": sympy_text(node, activation)}


def live_entry(activation: Activation) -> Record:
    """Return the entry of a user's function: one route, and its properties as far as they are proved."""
    first = derived(derive(activation))
    return _with_facts(activation, {**heading(activation), **first, "routes": {first["route"]: first}})
