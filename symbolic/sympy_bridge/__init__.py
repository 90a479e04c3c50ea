"""The one door to SymPy, opened only when something is derived or proved: it checks lines, it never writes them.

SymPy reorders and merges whatever it touches, so a line goes in as a tree and only a verdict, a polynomial or a
number comes out. No other module of the project imports SymPy.
"""

from symbolic.sympy_bridge.constants import (
    at_point,
    constant_text,
    digits,
    exists,
    identical,
    identical_or_infinite,
    infinite,
    is_positive,
    number,
    parameter_values,
    put_in,
    rational,
    settled,
    zero,
)
from symbolic.sympy_bridge.elimination import eliminated, shortest, ways
from symbolic.sympy_bridge.equality import equal, to_sympy
from symbolic.sympy_bridge.limits import beside, limit
from symbolic.sympy_bridge.quotients import exact_roots, exponential_polynomial
from symbolic.sympy_bridge.roots import with_a_root

__all__ = [
    "at_point",
    "beside",
    "constant_text",
    "digits",
    "eliminated",
    "equal",
    "exact_roots",
    "exists",
    "exponential_polynomial",
    "identical",
    "identical_or_infinite",
    "infinite",
    "is_positive",
    "limit",
    "number",
    "parameter_values",
    "put_in",
    "rational",
    "settled",
    "shortest",
    "to_sympy",
    "ways",
    "with_a_root",
    "zero",
]
