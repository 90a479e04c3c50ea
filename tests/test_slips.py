"""A named mistake is what its name says: its value, computed from the name by a judge that shares no code with ours."""

from __future__ import annotations

import numpy as np
import pytest
from slip_judges import JUDGES

from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.exact import decimal
from symbolic.notation import Notation

#: How far values that were rounded on the way, to four decimals each, may lie apart.
ROUNDED = 5e-3


def array(value):
    """Return a given, or an answer as it is printed, as an array; words stay words."""
    if isinstance(value, str):
        return value
    rows = value if isinstance(value, list) else [[value]]
    return np.array([[float(decimal(entry)) for entry in row] for row in rows])


def answers(problem):
    """Return the answers as a student has them on paper, else in full."""
    found = {part.name: np.array(part.value, dtype=float) for part in problem.parts if not isinstance(part.value, str)}
    if problem.rounding == "printed":
        found |= {part.name: np.array(part.printed, dtype=float) for part in problem.parts if part.name in found}
    return found


def problems(family):
    """Yield problems of every difficulty and case."""
    for difficulty in DIFFICULTIES:
        for index in range(14):
            yield draw(FAMILIES[family], 9, index, difficulty, {}, Notation())


@pytest.mark.parametrize("family", JUDGES)
def test_a_mistake_is_what_its_name_says(family):
    """Every mistake of these families has a judge, and comes to what the judge says."""
    for problem in problems(family):
        given, found = {name: array(value) for name, value in problem.given.items()}, answers(problem)
        for slip in problem.mistakes:
            wanted = JUDGES[family][slip.part, slip.name](given, found)
            value = np.array(slip.value, dtype=float)
            told = f"{slip.part}: {slip.name}: {value.tolist()} where its name says {np.array(wanted).tolist()}"
            assert value.shape == np.shape(wanted), told
            assert np.allclose(value, wanted, rtol=ROUNDED, atol=ROUNDED), told


@pytest.mark.parametrize("family", JUDGES)
def test_the_judges_tell_mistakes_apart(family):
    """No judge would take what another mistake of the same part comes to, nor the right answer."""
    apart = 0
    for problem in problems(family):
        given, found = {name: array(value) for name, value in problem.given.items()}, answers(problem)
        for slip in problem.mistakes:
            wanted = JUDGES[family][slip.part, slip.name](given, found)
            right = found[slip.part]
            apart += wanted.shape != right.shape or not np.allclose(wanted, right, rtol=ROUNDED, atol=ROUNDED)
    assert apart
