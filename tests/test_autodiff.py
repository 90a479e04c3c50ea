"""An independent judge: every answer of a record, from its givens alone, by automatic differentiation."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import autograd.numpy as np
import pytest
import sympy
from family_judges import JUDGES, Values

from generators.families import FAMILIES

#: Families whose question is what would be a flaw elsewhere: points anywhere, units that saturate.
ABOUT_FLAWS = {"activation-values", "saturation"}
KINKED = {"relu", "leaky-relu"}
SATURATING = {"sigmoid", "tanh", "softmax"}
DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def givens(record: Values) -> Values:
    """Return the givens as arrays and words; the convention, where the record leaves it out, is the column one."""
    given = record["given"]
    read = {name: value if isinstance(value, str) else np.array(value, float) for name, value in given.items()}
    return {"convention": record["options"].get("convention", "column")} | read


def flat(value: object) -> list[Any]:
    """Return the entries of a matrix, or the one value."""
    return [entry for row in value for entry in flat(row)] if isinstance(value, list) else [value]


def judged(record: Values) -> list[tuple[Values, Any]]:
    """Return each part of a record with its value by automatic differentiation."""
    truth = JUDGES[record["family"]](givens(record))
    return [(part, truth[part["name"]]) for part in record["parts"]]


def disagreement(record: Values) -> str:
    """Return the first part whose value, exact form or printed digits are not the truth, or nothing."""
    for part, truth in judged(record):
        if isinstance(part["value"], str):
            if part["value"] != truth:
                return f"{record['id']} {part['name']}: the record says {part['value']!r}, the judge {truth!r}"
            if part["printed"] != letter(part):
                return f"{record['id']} {part['name']}: {part['printed']} is printed, the judge finds {truth!r}"
            continue
        value = np.array(flat(part["value"]), dtype=float)
        right = np.asarray(truth, dtype=float).ravel()
        if value.shape != right.shape or not np.allclose(value, right, rtol=1e-9, atol=1e-12):
            return f"{record['id']} {part['name']}: the record says {part['value']}, autograd {truth.tolist()}"
        if wrong := misprinted(record, part, right):
            return f"{record['id']} {part['name']}: {wrong} is printed, autograd finds {truth.tolist()}"
    return ""


def letter(part: Values) -> str:
    """Return what the page shows for an answer in words: the letter of a choice, or the words."""
    offered = part.get("choices", [])
    return "ABCDEFGH"[offered.index(part["value"])] if offered else part["value"]


def misprinted(record: Values, part: Values, truth: Any) -> str:
    """Return the first printed entry whose last digit is wrong, or whose exact form is another number."""
    exact = flat(part["exact"]) if part["exact"] is not None else [None] * len(truth)
    for printed, form, right in zip(flat(part["printed"]), exact, truth, strict=True):
        if form is not None and abs(float(sympy.sympify(form)) - right) > 1e-9 * max(1, abs(right)):
            return form
        if DECIMAL.fullmatch(printed) and abs(float(printed) - right) > allowed(record, part, printed):
            return printed
    return ""


def allowed(record: Values, part: Values, printed: str) -> float:
    """Return how far a printed decimal may be: half of its last digit, or the tolerance where rounding was carried."""
    if record["rounding"] == "printed":
        return part["tolerance"] + 1e-12
    return float(Decimal(5).scaleb(Decimal(printed).as_tuple().exponent - 1)) if "." in printed else 1e-9


def flaws(record: Values) -> list[str]:
    """Return what no drawn problem may have: a gradient of zeros, a unit at a kink, a saturated one, a printed -0."""
    given, found = givens(record), []
    for part, truth in judged(record):
        if isinstance(truth, str):
            continue
        name, entries = part["name"], np.asarray(truth, dtype=float).ravel()
        of = given.get(f"activation{name[1:]}", given.get("activation", "")) if name[0] in "za" else ""
        if re.match(r"d[WbxA-Z]|delta", name) and not entries.any():
            found.append("zero gradient")
        if name[0] == "z" and of in KINKED and np.min(np.abs(entries)) < 1e-3:
            found.append("kink")
        if name[0] == "a" and of in SATURATING and np.max(np.abs(entries)) > 0.9999:
            found.append("saturated")
        if any(re.fullmatch(r"-0(\.0*)?", printed) for printed in flat(part["printed"])):
            found.append("minus zero")
    return found


each = pytest.mark.parametrize("family", FAMILIES)


@each
def test_every_answer_is_what_automatic_differentiation_finds(family, problems):
    """Values, exact forms and printed digits of every part agree with a judge that sees only the givens."""
    assert [text for text in map(disagreement, problems(family)) if text] == []


@each
def test_no_drawn_problem_is_degenerate(family, problems):
    """Zero gradients, units at a kink, saturated units, printed -0 and duplicates: none of each."""
    records = problems(family)
    counts = Counter(flaw for record in records if family not in ABOUT_FLAWS for flaw in flaws(record))
    identity = Counter(
        json.dumps([record[key] for key in ("given", "statement", "options", "seed")]) for record in records
    )
    counts["duplicate"] = sum(identity.values()) - len(identity)

    assert +counts == Counter()


def accepted(part: Values, answer: list[Any]) -> bool:
    """Whether an answer is right by the record: the same word, or a number within the tolerance in each entry."""
    right, tolerance = flat(part["value"]), part["tolerance"]
    if tolerance is None or len(answer) != len(right):
        return answer == right
    return bool(np.allclose(answer, right, rtol=0, atol=tolerance))


@each
def test_every_mistake_is_a_mistake(family, problems):
    """A named mistake leads to no accepted answer, and no two mistakes of a part to the same one."""
    for record in problems(family):
        for part in record["parts"]:
            wrong = [flat(m["value"]) for m in record["mistakes"] if m["part"] == part["name"]]

            assert not any(accepted(part, w) for w in wrong), record["id"]
            assert len({json.dumps(w) for w in wrong}) == len(wrong), record["id"]


@each
def test_the_judge_bites(family, problems):
    """An answer off by a millionth, and a last printed digit off by one, are both seen."""
    record = problems(family)[0]
    part = record["parts"][-1]
    off = json.loads(json.dumps(record))
    off["parts"][-1]["value"] = nearly(part["value"])
    slip = json.loads(json.dumps(record))
    slip["parts"][-1] |= {"printed": every(part["printed"], "7777.7"), "exact": None}

    assert disagreement(record) == ""
    assert "the record says" in disagreement(off)
    assert "is printed" in disagreement(slip)


def nearly(value: object) -> object:
    """Return an answer that is almost the right one."""
    return value + "?" if isinstance(value, str) else (np.array(value, dtype=float) + 1e-6).tolist()


def every(printed: object, text: str) -> object:
    """Return the shape of an answer with the same text in each place."""
    return [every(row, text) for row in printed] if isinstance(printed, list) else text
