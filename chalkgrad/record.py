"""The problem record: an exercise as one JSON object, for scripts; the contract of ``--format jsonl``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from msgspec import Raw, json

from chalkgrad.exercise import Exercise
from generators.problem import Part, Problem
from symbolic.exact import spelled

SCHEMA = 1
_encoded = json.Encoder().encode
#: From here and up to there Python writes a number without a power of ten, and as every encoder does.
_LEAST, _MOST = 1e-4, 1e16


def record(exercise: Exercise) -> dict[str, Any]:
    """Return the record of an exercise, its keys in the order of the contract."""
    problem = exercise.problem
    scalars = {part.name for part in problem.parts if part.scalar}
    prompts = {prompt.number: prompt.text for prompt in exercise.prompts}
    return {
        "schema": SCHEMA,
        "id": exercise.id,
        "family": problem.family,
        "version": problem.version,
        "seed": problem.seed,
        "index": problem.index,
        "difficulty": problem.difficulty,
        "rounding": problem.rounding,
        "options": dict(problem.options),
        "hints": list(exercise.hints),
        "given": {name: _floats(value) for name, value in problem.given.items()},
        "given_exact": {name: _spelled(value) for name, value in problem.given.items()},
        "parts": [_part(part, prompts.get(part.question, "")) for part in problem.parts],
        "lines": [{"part": line.part, "rule": line.rule, "latex": line.latex} for line in problem.lines],
        "mistakes": [
            {"part": slip.part, "name": slip.name, "value": _bare(slip.value, slip.part in scalars)}
            for slip in problem.mistakes
        ],
        "statement": exercise.statement,
        "solution": exercise.solution,
        "effort": problem.effort,
        "checks": dict(problem.checks),
    }


def line(exercise: Exercise) -> bytes:
    """Return the record on one line, in UTF-8 and with its line end."""
    told = record(exercise)
    told["checks"] = {name: _written(value) for name, value in told["checks"].items()}
    if _unusual(exercise.problem, told["given"]):
        for part in told["parts"]:
            part["value"], part["tolerance"] = _written(part["value"]), _written(part["tolerance"])
        for slip in told["mistakes"]:
            slip["value"] = _written(slip["value"])
        told["given"] = {name: _written(value) for name, value in told["given"].items()}
    return json.format(_encoded(told), indent=0) + b"\n"


def _unusual(problem: Problem, given: Mapping[str, Any]) -> bool:
    """Whether some number is very large or very small."""
    values: list[Any] = [part.value for part in problem.parts] + [slip.value for slip in problem.mistakes]
    values += [value if type(value) is list else [[value]] for value in given.values() if type(value) is not str]
    values.append([[part.tolerance for part in problem.parts]])
    sizes = [abs(x) for table in values if type(table) is list for row in table for x in row if x]
    return bool(sizes) and not (min(sizes) >= _LEAST and sum(sizes) < _MOST)  # of what is no number the sum is none


def _written(value: Any) -> Any:
    """Return a number or matrix, its very large and very small numbers written as Python writes them."""
    if type(value) is list:
        return [_written(entry) for entry in value]
    usual = type(value) is not float or _LEAST <= value < _MOST or -_MOST < value <= -_LEAST or not value
    return value if usual else _powered(value)


def _powered(value: float) -> Raw:
    if not isfinite(value):
        raise ValueError(f"{value} is no number of a record")
    return Raw(repr(value).encode())


def _part(part: Part, prompt: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": part.name,
        "prompt": prompt,
        "value": _bare(part.value, part.scalar),
        "exact": _bare(part.exact, part.scalar),
        "printed": _bare(part.printed, part.scalar),
        "tolerance": part.tolerance,
        "marks": part.marks,
    }
    if part.choices:
        told["choices"] = list(part.choices)
    return told


def _bare(value: Any, scalar: bool) -> object:
    """Return the one entry of a number by nature, and anything else as it is."""
    return value[0][0] if scalar and isinstance(value, list) else value


def _floats(value: Any) -> object:
    return _each(float, value)


def _spelled(value: Any) -> object:
    return _each(spelled, value)


def _each(say: Callable[[Any], object], value: Any) -> object:
    """Return a number as it is said, or a matrix with each of its entries; words stay words."""
    if isinstance(value, str):
        return value
    return [list(map(say, row)) for row in value] if isinstance(value, list | tuple) else say(value)
