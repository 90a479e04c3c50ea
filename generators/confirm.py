"""The second road of a finished problem: each of its answers found once more, from the givens alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generators import second_road
from generators.answers import floats, is_text
from generators.family import Family
from generators.numpy_later import np
from generators.problem import Problem
from symbolic.errors import ProofFailed


def confirm(family: Family[Any], problem: Problem) -> None:
    """Compare each answer with NumPy's, or words with what the second road says; raises ProofFailed with both."""
    arrays = {
        name: value if is_text(value) else np.array(floats(value), dtype=float) for name, value in problem.given.items()
    }
    again = family.recompute(problem.case, arrays)
    for part in problem.parts:
        value: Any = part.value
        if not is_text(value):
            second_road.compare(part.name, value, again[part.name])
        elif value != again[part.name]:
            raise ProofFailed(f"{part.name} is {value} by hand and {again[part.name]} again")


def agreed(family: Family[Any], problems: Sequence[Problem]) -> bool:
    """Whether the second road of many problems of one case, walked at once, comes to each of their answers.

    Where it does not, ``confirm`` says of which, and with what.
    """
    head = problems[0]
    given: dict[str, Any] = {
        name: value if is_text(value) else np.array([floats(problem.given[name]) for problem in problems], dtype=float)
        for name, value in head.given.items()
    }
    again = family.recompute(head.case, given)
    answers = ((part.name, [problem.parts[k].value for problem in problems]) for k, part in enumerate(head.parts))
    return all(second_road.agree(np.array(values, dtype=float), again[name]) for name, values in answers)
