"""Sums and products of numbers and matrices, whatever kind of number they hold.

A matrix is a list of rows; a matrix of one entry is that number, as on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import add, mul

from symbolic.fields import Field, Quantity


class NotComputable(ArithmeticError):
    """A line holds something that has no value: shapes that do not fit, or a derivative still to be taken."""


def plus(u: Quantity, v: Quantity) -> Quantity:
    """Add numbers, or matrices of one shape; a row added to a matrix of more rows is added to each (a bias).

    Of a matrix of one column that row is a number.
    """
    if type(u) is not list:
        if type(v) is list:
            raise NotComputable("a number added to a matrix")
        return u + v
    if type(v) is not list and len(u[0]) == 1:
        v = [[v]]
    if type(v) is not list or len(u[0]) != len(v[0]) or len(v) not in (1, len(u)):
        raise NotComputable("a sum of matrices of different shapes")
    rows = v if len(v) == len(u) else v * len(u)
    return [list(map(add, p, q)) for p, q in zip(u, rows, strict=True)]


def entrywise(function: Callable[..., Quantity], *args: Quantity) -> Quantity:
    """Apply a scalar function to numbers or, entry by entry, to matrices; a number goes with every entry."""
    if len(args) == 1:
        value = args[0]
        return [[function(x) for x in row] for row in value] if type(value) is list else function(value)
    shaped = [arg for arg in args if type(arg) is list]
    if not shaped:
        return function(*args)
    rows, columns = len(shaped[0]), len(shaped[0][0])
    if any(len(matrix) != rows or len(matrix[0]) != columns for matrix in shaped[1:]):
        raise NotComputable("entries of matrices of different shapes")
    grids = [arg if type(arg) is list else [[arg] * columns] * rows for arg in args]
    return [list(map(function, *lines)) for lines in zip(*grids, strict=True)]


def times(u: Quantity, v: Quantity) -> Quantity:
    """Multiply numbers, a number with a matrix, or matrices by rows and columns."""
    if type(u) is not list:
        return u * v if type(v) is not list else [[u * x for x in row] for row in v]
    if type(v) is not list:
        return [[x * v for x in row] for row in u]
    if len(u[0]) != len(v):
        raise NotComputable(f"a {len(u)}×{len(u[0])} matrix times a {len(v)}×{len(v[0])} one")
    columns = list(zip(*v, strict=True))
    return scalar([[sum(map(mul, row, column)) for column in columns] for row in u])


def scalar(matrix: Quantity) -> Quantity:
    """Return the entry of a 1×1 matrix as a number, and any other matrix as it is."""
    return matrix[0][0] if len(matrix) == len(matrix[0]) == 1 else matrix


def softmax(field: Field, z: Quantity) -> Quantity:
    """Return e^{z_i} / Σ_k e^{z_k} over a column, or over each row of a matrix of rows."""
    if type(z) is not list:
        return field.number("1")
    rows = [[row[0] for row in z]] if len(z[0]) == 1 else z
    powers = [[field.exp(x) for x in row] for row in rows]
    shares = [[field.divide(e, sum(row)) for e in row] for row in powers]
    return [[share] for share in shares[0]] if len(z[0]) == 1 else shares
