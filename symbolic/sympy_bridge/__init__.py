"""The one door to SymPy, opened only when something is derived or proved: it checks lines, it never writes them.

SymPy reorders and merges whatever it touches, so a line goes in as a tree and only a verdict, a polynomial or a
number comes out. No other module of the project imports SymPy.
"""

from symbolic.sympy_bridge.constants import (
    at_point,
    constant_text,
    digits,
    identical,
    identical_or_infinite,
    infinite,
    is_positive,
    number,
    parameter_values,
    rational,
    zero,
)
from symbolic.sympy_bridge.elimination import eliminated, shortest, ways
from symbolic.sympy_bridge.equality import equal, to_sympy
from symbolic.sympy_bridge.quotients import exact_roots, exponential_polynomial, limit

__all__ = [
    "at_point",
    "constant_text",
    "digits",
    "eliminated",
    "equal",
    "exact_roots",
    "exponential_polynomial",
    "identical",
    "identical_or_infinite",
    "infinite",
    "is_positive",
    "limit",
    "number",
    "parameter_values",
    "rational",
    "shortest",
    "to_sympy",
    "ways",
    "zero",
]
