"""An independent judge of the printed page: each worked line, computed again from its own printed digits.

It shares nothing with our reader: a small calculator for numbers, matrices and the functions that a page names.
A number is a ball: its value, and how far off the truth it may be where it was printed with guard digits.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import numpy as np
import pytest
from msgspec import Struct

from generators.families import FAMILIES

TOKEN = re.compile(r"\\\\|\\[A-Za-z]+|\d+(?:\.\d+)?|[A-Za-z]|[{}()&^_+\-=',]")
GUARDED = re.compile(r"\d+\.\d{5,}")


class Symbolic(Exception):
    """A side names a symbol, so there is nothing to calculate."""


class Ball(Struct, frozen=True):
    """Matrices of values and of how far each may be off; a number is a matrix of one entry."""

    mid: Any
    rad: Any

    def __add__(self, other: Ball) -> Ball:
        """Add."""
        return Ball(self.mid + other.mid, self.rad + other.rad)

    def __neg__(self) -> Ball:
        """Turn the sign."""
        return Ball(-self.mid, self.rad)

    def times(self, other: Ball, *, entrywise: bool) -> Ball:
        """Multiply: entry by entry, by a number, or rows by columns."""
        numbers = 1 in (self.mid.size, other.mid.size) and self.mid.shape[1] != other.mid.shape[0]
        by = np.multiply if entrywise or numbers else np.matmul
        spread = by(abs(self.mid), other.rad) + by(self.rad, abs(other.mid)) + by(self.rad, other.rad)
        return Ball(by(self.mid, other.mid), spread)

    def through(self, f: Any) -> Ball:
        """Apply a monotone function."""
        low, high, mid = f(self.mid - self.rad), f(self.mid + self.rad), f(self.mid)
        return Ball(mid, np.maximum(abs(high - mid), abs(low - mid)))


def sigmoid(z: Any) -> Any:
    """Return 1 / (1 + e^-z)."""
    return 1 / (1 + np.exp(-z))


class Calculator:
    """Reads one side of a line from left to right and calculates as it goes."""

    def __init__(self, tokens: list[str], slope: float, guarded: bool) -> None:
        self.tokens, self.at, self.slope, self.guarded = tokens, 0, slope, guarded

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise Symbolic(token)
        self.at += 1
        return token

    def whole(self) -> Ball:
        value = self.sum()
        if self.peek():
            raise Symbolic(self.peek())
        return value

    def sum(self) -> Ball:
        value = self.product()
        while self.peek() in ("+", "-"):
            sign = self.take()
            term = self.product()
            value = value + (term if sign == "+" else -term)
        return value

    def product(self) -> Ball:
        if self.peek() == "-":
            self.take()
            return -self.product()
        value = self.power()
        while self.peek() not in ("", "+", "-", ")", "}", "&", "\\\\", "\\right", "\\end", ","):
            mark = self.take() if self.peek() in ("\\cdot", "\\odot", "\\times") else ""
            value = value.times(self.power(), entrywise=mark == "\\odot")
        return value

    def power(self) -> Ball:
        value = self.atom()
        if self.peek() != "^":
            return value
        self.take()
        exponent = self.group()
        if exponent.mid.item() != 2:
            raise Symbolic("^")
        return value.times(value, entrywise=True)

    def group(self) -> Ball:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def atom(self) -> Ball:
        token = self.take()
        if token[0].isdigit():
            digits = len(token.split(".")[1]) if "." in token else 0
            rad = 0.5 * 10.0**-digits if self.guarded and GUARDED.fullmatch(token) else 0.0
            return Ball(np.array([[float(token)]]), np.array([[rad]]))
        if token == "(":
            value = self.sum()
            self.take(")")
            return value
        if token == "e":
            self.take("^")
            return self.group().through(np.exp)
        return self.command(token)

    def command(self, token: str) -> Ball:
        if token == "\\left":
            self.take("(")
            value = self.sum()
            self.take("\\right")
            self.take(")")
            return value
        if token == "\\frac":
            top, bottom = self.group(), self.group()
            return top.times(bottom.through(lambda v: 1 / v), entrywise=True)
        if token == "\\begin":
            return self.matrix()
        if token in ("\\max", "\\min"):
            return self.extreme(np.maximum if token == "\\max" else np.minimum)
        if token in ("\\ln", "\\log"):
            return self.atom().through(np.log)
        return self.function(token)

    def extreme(self, of: Any) -> Ball:
        sized = self.take() == "\\left" and self.take("(")
        least = self.sum().mid
        self.take(",")
        value = self.sum().through(lambda z: of(least, z))
        self.take("\\right" if sized else ")")
        if sized:
            self.take(")")
        return value

    def function(self, token: str) -> Ball:
        name = token
        if token == "\\operatorname":
            self.take("{")
            name = ""
            while self.peek() != "}":
                name += self.take()
            self.take("}")
        functions = {
            "\\sigma": sigmoid,
            "\\tanh": np.tanh,
            "ReLU": lambda z: np.maximum(z, 0),
            "step": lambda z: np.where(z >= 0, 1.0, 0.0),
            "LeakyReLU": lambda z: np.where(z > 0, z, self.slope * z),
        }
        if name not in functions or self.peek() not in ("(", "\\left"):
            raise Symbolic(name)
        return self.atom().through(functions[name])

    def matrix(self) -> Ball:
        name = self.name()
        if name != "bmatrix":
            raise Symbolic(name)
        rows: list[list[Ball]] = [[self.sum()]]
        while self.peek() in ("&", "\\\\"):
            if self.take() == "&":
                rows[-1].append(self.sum())
            else:
                rows.append([self.sum()])
        self.take("\\end")
        self.name()
        mid, rad = ([[getattr(ball, of).item() for ball in row] for row in rows] for of in ("mid", "rad"))
        return Ball(np.array(mid), np.array(rad))

    def name(self) -> str:
        self.take("{")
        name = ""
        while self.peek() != "}":
            name += self.take()
        self.take("}")
        return name


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
