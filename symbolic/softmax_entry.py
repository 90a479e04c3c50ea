"""The book's entry of the softmax: the lines of its Jacobian for any two units, both cases, and what is proved."""

from __future__ import annotations

from typing import Any

from symbolic.activation import Activation
from symbolic.activations.softmax import ZI
from symbolic.jacobian import PI, RESULT, ZJ, Step, cases, facts, steps, written_out
from symbolic.latex import latex
from symbolic.sympy_text import sympy_text
from symbolic.tree import Chain, Leibniz, Node

#: What each proved fact says, and where it stands in the table.
SAID = {
    "between_0_and_1": ("range", "every $p_{i}$ in $\\left(0, 1\\right)$"),
    "sums_to_one": ("outputs", "$\\sum_{i} p_{i} = 1$"),
    "shift_invariant": ("shift", "adding one number to every $z_{i}$ changes nothing"),
    "jacobian_symmetric": ("Jacobian", "symmetric"),
    "jacobian_rows_sum_to_zero": ("rows of the Jacobian", "each sums to $0$"),
}
VERDICT = {
    "for": [
        {
            "point": "can be read as probabilities",
            "reason": "every $p_{i}$ lies between $0$ and $1$, and they sum to $1$",
        },
        {"point": "smooth", "reason": "every derivative exists"},
    ],
    "against": [
        {"point": "vanishing gradients", "reason": "$p_{i} (1 - p_{i})$ tends to $0$ where one output nears $1$"},
        {"point": "mixes the units of its layer", "reason": "$-p_{i} p_{j}$ is not $0$ beside the diagonal"},
    ],
}


def softmax_entry(activation: Activation) -> dict[str, Any]:
    """Return the book's entry of the softmax."""
    result = {"latex": latex(RESULT), "sympy": _sympy(RESULT, activation, 1)}
    derived = {
        "route": "quotient",
        "lines": [line_record(activation, step) for step in (*steps(), *cases())],
        "result": result,
        "closed_form": latex(RESULT),
        "pieces": [],
        "kinks": [],
    }
    found = facts(activation)
    named = latex(Chain((PI, activation.definition), ("=",)))
    definition = {"latex": named, "sympy": _sympy(activation.definition, activation, 1)}
    rows = [("definition", definition["latex"]), ("derivative", result["latex"])]
    return {
        "name": activation.name,
        "title": activation.title,
        "variable": "z",
        "definition": definition,
        "definition_in_z": latex(activation.definition),
        "parameters": {},
        **derived,
        "routes": {"quotient": derived},
        "closed_form_in_z": latex(RESULT),
        "slope_in_output": latex(RESULT),
        "properties": found,
        "verdict": VERDICT,
        "table": [
            *({"name": name, "says": f"${formula}$"} for name, formula in rows),
            *({"name": SAID[name][0], "says": SAID[name][1]} for name, holds in found.items() if holds),
            *({"name": side, "says": f"{x['point']}: {x['reason']}"} for side in VERDICT for x in VERDICT[side]),
        ],
    }


def line_record(activation: Activation, step: Step) -> dict[str, Any]:
    """Return one line of the Jacobian for the book."""
    beside = step.where is None or "\\ne" in step.where.relations  # type: ignore[attr-defined]  # a chain of two sides
    record = {
        "left": latex(Leibniz(PI, ZJ if beside else ZI)),
        "latex": latex(step.node),
        "sympy": _sympy(step.node, activation, 2 if beside else 1),
        "rule": step.rule,
        "proof": step.proof or {"rule": "definition"},
    }
    return record if step.where is None else record | {"where": latex(step.where)}


def _sympy(node: Node, activation: Activation, other: int) -> str:
    """Return a line for SymPy, written out for three units, i the first and j unit *other*."""
    return sympy_text(written_out(node, 3, {"i": 1, "j": other}), activation)
