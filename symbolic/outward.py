"""A bound in print: rounded to the side on which what it says still holds."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal


def above(value: float, figures: int) -> str:
    """Return a number rounded up to so many figures: what is at most *value* is at most what is printed.

    >>> above(1.0998393, 5), above(2.9932, 3), above(-2.9932, 3)
    ('1.0999', '3', '-2.99')
    """
    return _to(value, figures, ROUND_CEILING)


def below(value: float, figures: int) -> str:
    """Return a number rounded down to so many figures.

    >>> below(-2.9932, 3), below(0.0, 3)
    ('-3', '0')
    """
    return _to(value, figures, ROUND_FLOOR)


def _to(value: float, figures: int, way: str) -> str:
    exact = Decimal(repr(value)) or Decimal(0)
    text = f"{Context(prec=figures, rounding=way).plus(exact):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
