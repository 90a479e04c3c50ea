"""The numbers of one layer: drawn so that nothing sits at a kink, both signs show, and nothing saturates.

A unit is made to be live or dead by the signs of its row: the row and the bias are drawn up to their common sign, and
turned to the side that the pattern wants. So every draw is good, and no two are the same problem.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from generators.dense import Dense
from generators.nets import KINKED, in_field, logs, oriented, spread, tenths
from generators.space import Choice

Rows = list[list[Any]]


def choices_of(case: Dense, inputs: int = 3, weights: int = 4, biases: int = 6) -> tuple[Choice, ...]:
    """Return what is drawn: whole numbers to *inputs*, *weights* and *biases*, tenths where the activation is smooth.

    For exact values of a smooth activation the numbers are multiples of a logarithm, and the bias is what makes each
    z a whole one.
    """
    n, m = case.inputs, case.units
    at = Choice(case.input_name, spread(inputs, zero=False), n, case.samples)
    if case.logarithmic and case.samples > 1:  # small, so that none saturates
        narrow = Choice(case.input_name, (-1, 0, 1, 2), n, case.samples)
        return (Choice("base", (2,)), narrow, Choice("W", (-1, 1), m, n), Choice("b", (-1, 1), m))
    if case.logarithmic:
        targets = Choice("k", spread(2 if case.activation == "tanh" else 3, zero=False), m)
        return (Choice("base", (2, 3)), at, Choice("W", spread(weights), m, n), targets)
    if case.activation in KINKED:
        first = Choice("first", tuple(range(1, weights + 1)), m)
        rest = (Choice("rest", spread(weights, zero=False), m, n - 1),) if n > 1 else ()
        count = 2 * biases + 1 - case.samples  # as many as any inputs leave
        return (at, first, *rest, Choice("b", range(count), m), Choice("live", patterns(m), 0))
    if case.rational:
        return (at, Choice("W", spread(weights, zero=False), m, n), Choice("b", spread(biases, zero=False), m))
    fine = 6 if case.activation == "tanh" else 9
    return (
        Choice(case.input_name, spread(2, zero=False), n, case.samples),
        Choice("W", tenths(fine, zero=False), m, n),
        Choice("b", tenths(fine, zero=False), m),
    )


def patterns(units: int) -> tuple[tuple[bool, ...], ...]:
    """Return which units may be live: a lone one is, of several some are and some are not."""
    every = product((True, False), repeat=units)
    return ((True,),) if units == 1 else tuple(p for p in every if any(p) and not all(p))


def posed_layer(case: Dense, draw: dict[str, Any], biases: int = 6) -> dict[str, Any]:
    """Return inputs, weights and bias of a draw in the convention of the problem."""
    at = draw[case.input_name]
    W, b = draw.get("W"), draw.get("b")
    if case.logarithmic:
        W, b = _logarithmic(at, draw)
    elif "live" in draw:
        W, b = sided(at, draw["first"], draw.get("rest"), draw["b"], draw["live"], biases)
    read = {case.input_name: at, "W": W, "b": b}
    return oriented({name: in_field(value, case.rounding) for name, value in read.items()}, case.notation.rows)


def _logarithmic(at: Rows, draw: dict[str, Any]) -> tuple[Rows, Rows]:
    wanted = zip(draw["k"], products(draw["W"], at), strict=True) if "k" in draw else ()
    b = [[k[0] - sums[0]] for k, sums in wanted] or draw["b"]
    return logs(draw["W"], draw["base"]), logs(b, draw["base"])


def products(W: Rows, at: Rows) -> Rows:
    """Return W times the columns *at*."""
    return [[sum(w * column[j] for j, w in enumerate(row)) for column in zip(*at, strict=True)] for row in W]


def sided(at: Rows, first: Rows, rest: Rows | None, bias: Rows, live: tuple[bool, ...], most: int) -> tuple[Rows, Rows]:
    """Return weights and bias whose first sample has its live units where the pattern says, and no z is 0.

    A row is its *first* weight and the *rest*; a bias is the place of one among those to *most* that make no z 0.
    """
    W = [[*head, *tail] for head, tail in zip(first, rest or [[] for _ in first], strict=True)]
    b: Rows = []
    for k, (row, sums) in enumerate(zip(W, products(W, at), strict=True)):
        kinks = {-total for total in sums}
        shift = [n for n in spread(most) if n not in kinks][bias[k][0]]
        turn = 1 if (sums[0] + shift > 0) == live[k] else -1
        W[k], b = [turn * w for w in row], [*b, [turn * shift]]
    return W, b
