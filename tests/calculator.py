"""A small calculator for printed lines, which shares nothing with our reader: numbers, matrices, named functions.

A number is a ball: its value, and how far off the truth it may be where it was printed with guard digits.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from msgspec import Struct

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
