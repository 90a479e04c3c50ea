"""An independent judge of the printed page: each worked line, computed again from its own printed digits."""

from __future__ import annotations

import functools
import re

import numpy as np
import pytest
from calculator import TOKEN, Ball, Calculator, Symbolic

from generators.families import FAMILIES


def sides(latex: str) -> tuple[list[str], list[str]]:
    """Return the sides of a line and the marks between them; an aligned display is one line."""
    bare = re.sub(r"\\(begin|end)\{aligned\}", "", latex)
    if "aligned" in latex:
        bare = bare.replace("&=", "=").replace("&\\approx", "\\approx").replace("& =", "=")
        bare = re.sub(r"\\\\\s*(=|\\approx)", r"\1", bare)
    parts = re.split(r"(=|\\approx)", bare)
    return parts[::2], parts[1::2]


def value(side: str, record: dict) -> Ball | None:
    """Return what a side comes to, or None where it names a symbol."""
    if re.sub(TOKEN, "", side).strip(" \n."):
        return None
    slope = float(record["given"].get("slope", 0))
    try:
        return Calculator(TOKEN.findall(side), slope, record["rounding"] == "full").whole()
    except (Symbolic, ValueError):
        return None


def places(side: str) -> float:
    """Return half of the last digit that a side prints."""
    digits = [len(number.split(".")[1]) for number in re.findall(r"\d+\.\d+", side)]
    return 0.5 * 10.0 ** -max(digits, default=0)


def slips(record: dict, latex: str) -> tuple[int, list[str]]:
    """Return how many relations of a line were judged, and those that do not hold."""
    if "\\times" in latex:
        return shape_slips(record, latex)
    texts, marks = sides(latex)
    values = [value(text, record) for text in texts]
    judged, wrong = 0, []
    for k, mark in enumerate(marks):
        left, right = values[k], values[k + 1]
        if left is None or right is None:
            continue
        judged += 1
        room = 1e-9 * np.maximum(1, abs(left.mid)) + left.rad + (right.rad if record["rounding"] == "full" else 0)
        room = room + (places(texts[k + 1]) if mark == "\\approx" else 0)
        if left.mid.shape != right.mid.shape or (abs(left.mid - right.mid) > room).any():
            wrong.append(f"{record['id']}: {texts[k].strip()} {mark} {texts[k + 1].strip()}")
    return judged, wrong


def shape_slips(record: dict, latex: str) -> tuple[int, list[str]]:
    """Judge a line of shapes: inner sizes agree and go, or somewhere they do not, and nothing is left."""
    factors, _, result = latex.partition(" = ")
    shapes = [np.zeros((int(r), int(c))) for r, c in re.findall(r"\((\d+) \\times (\d+)\)", factors)]
    try:
        rows, columns = functools.reduce(np.matmul, shapes).shape
    except ValueError:
        return 1, [f"{record['id']}: {latex}"] if result else []
    return 1, [] if result == f"({rows} \\times {columns})" else [f"{record['id']}: {latex}"]


def ends(record: dict) -> list[str]:
    """Return the parts whose last worked line does not end in the printed answer, guard digits rounded away."""
    last = {line["part"]: line["latex"] for line in record["lines"]}
    wrong = []
    for part in record["parts"]:
        if isinstance(part["value"], str):
            continue
        texts, _ = sides(last[part["name"]])
        end, answer = value(texts[-1], record), flat(part["printed"])
        shown = [value(entry, record) for entry in answer]
        room = 1e-9 + (max(map(places, answer)) * 1.02 if record["rounding"] == "full" else 0)
        if end is None or None in shown or not np.allclose(end.mid.ravel(), [s.mid.item() for s in shown], 0, room):
            wrong.append(f"{record['id']} {part['name']}: {texts[-1]} against {part['printed']}")
    return wrong


def flat(printed: object) -> list[str]:
    """Return the printed entries."""
    return [entry for row in printed for entry in flat(row)] if isinstance(printed, list) else [printed]


each = pytest.mark.parametrize("family", FAMILIES)


@each
def test_every_printed_line_holds_in_its_own_digits(family, problems):
    """Whoever types a printed line into a calculator gets what stands on its right."""
    judged, wrong = 0, []
    for record in problems(family):
        for line in record["lines"]:
            count, found = slips(record, line["latex"])
            judged, wrong = judged + count, wrong + found

    assert wrong == []
    assert judged >= sum(any(line["latex"] for line in record["lines"]) for record in problems(family))


@each
def test_the_last_line_of_a_part_ends_in_its_answer(family, problems):
    """The answer that is listed is the one that the working arrives at."""
    assert [text for record in problems(family) for text in ends(record)] == []


@pytest.mark.parametrize(
    ("line", "rounding", "wrong"),
    [
        (r"z = (-0.7) \cdot 3 + 0.5 = -1.6", "printed", 0),
        (r"z = (-0.7) \cdot 3 + 0.5 = -1.5", "printed", 1),
        (r"a = \sigma(z) = \frac{1}{1 + e^{- (-1.9)}} \approx 0.1301", "printed", 0),
        (r"a = \sigma(z) = \frac{1}{1 + e^{- (-1.9)}} \approx 0.1302", "printed", 1),
        (
            r"\begin{bmatrix} 1 & 2 \end{bmatrix} \begin{bmatrix} 3 \\ 4 \end{bmatrix} = 1 \cdot 3 + 2 \cdot 4 = 11",
            "exact",
            0,
        ),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix} \begin{bmatrix} 3 \\ 4 \end{bmatrix} = 10", "exact", 1),
        (
            r"(-4.326006) \begin{bmatrix} 0.937027 \end{bmatrix} \approx \begin{bmatrix} -4.053583 \end{bmatrix}",
            "full",
            0,
        ),
        (
            r"(-4.326006) \begin{bmatrix} 0.937027 \end{bmatrix} \approx \begin{bmatrix} -4.053593 \end{bmatrix}",
            "full",
            1,
        ),
        (
            r"\max\left(0, \begin{bmatrix} 2 \\ -4 \end{bmatrix}\right) = \begin{bmatrix} 2 \\ 0 \end{bmatrix}",
            "exact",
            0,
        ),
        (r"\max(0, -4) = -4", "exact", 1),
        (r"\min(- (-2), -3) = 2", "exact", 1),
        (r"\operatorname{step}(-1) = 1", "exact", 1),
        (r"z = (-\ln 2) \cdot 3 + (2 \ln 2) \cdot (-2) = (-7) \ln 2", "exact", 0),
        (r"z = (-\ln 2) \cdot 3 + (2 \ln 2) \cdot (-2) = (-6) \ln 2", "exact", 1),
    ],
)
def test_the_judge_of_lines_bites(line, rounding, wrong):
    """A line with a wrong last digit is refused, and the right one is not."""
    judged, found = slips({"id": "it", "given": {}, "rounding": rounding}, line)

    assert judged > 0
    assert len(found) == wrong
