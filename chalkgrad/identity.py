"""The id of a problem: all that made it, in one word that ``chalkgrad show`` takes to make it again.

A drawn problem is FAMILY:VERSION:SEED:INDEX:DIFFICULTY, then the options that were set, the notation where it is not
the usual one (``notation.layer=paren``), and the attempt where it is not the first. A given problem is
``given:WEEK:NUMBER`` and needs the course file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct, field

from generators.family import DIFFICULTIES
from generators.problem import Problem
from symbolic.errors import UserError, unknown
from symbolic.notation import CHOICES, Notation

#: The largest seed, count or index that is taken.
MOST = 10_000_000
#: What stands before a field of the notation among the options.
NOTATION = "notation."
#: The field that is set by its own name: it decides the shapes, where the others choose letters.
CONVENTION = "convention"
_SHAPE = "FAMILY:VERSION:SEED:INDEX:DIFFICULTY, with options as NAME=VALUE after it, or given:WEEK:NUMBER"


class DrawnId(Struct, frozen=True):
    """What made a drawn problem; options are texts, as they stand in the id."""

    family: str
    version: int
    seed: int
    index: int
    difficulty: str
    options: Mapping[str, str] = field(default_factory=dict)
    notation: Notation = field(default_factory=Notation)
    attempt: int = 0


class GivenId(Struct, frozen=True):
    """Where a given problem stands: its week, and its number among the given problems of that week."""

    week: int
    number: int


def identity(problem: Problem) -> str:
    """Return the id of *problem*."""
    if problem.week is not None:
        return written(GivenId(problem.week, problem.index))
    head = (problem.family, problem.version, problem.seed, problem.index, problem.difficulty)
    options = {name: spelled(value) for name, value in problem.options.items()}
    return written(DrawnId(*head, options, problem.notation, problem.attempt))


def written(key: DrawnId | GivenId) -> str:
    """Return an id as it is printed."""
    if isinstance(key, GivenId):
        return f"given:{key.week}:{key.number}"
    head = (key.family, key.version, key.seed, key.index, key.difficulty)
    settings = dict(key.options) | _unusual(key.notation)
    attempt = [f"attempt={key.attempt}"] if key.attempt else []
    return ":".join([*map(str, head), *(f"{name}={value}" for name, value in sorted(settings.items())), *attempt])


def parsed(text: str) -> DrawnId | GivenId:
    """Read an id back; anything else is a user's mistake."""
    fields = text.strip().split(":")
    if fields[0] == "given" and len(fields) == 3:
        return GivenId(_whole(text, "week", fields[1]), _whole(text, "number", fields[2]))
    if len(fields) < 5:
        raise UserError(f"'{text}' is no problem id: {_SHAPE}")
    family, version, seed, index, difficulty = fields[:5]
    if difficulty not in DIFFICULTIES:
        raise unknown("difficulty", difficulty, DIFFICULTIES)
    settings = pairs(fields[5:], f"in '{text}'")
    attempt = _whole(text, "attempt", settings.pop("attempt", "0"))
    options, notation = split(settings)
    numbers = (_whole(text, "version", version), _whole(text, "seed", seed), _whole(text, "index", index))
    return DrawnId(family, *numbers, difficulty, options, notation, attempt)


def pairs(settings: Iterable[str], where: str, such: str = "activation=relu") -> dict[str, str]:
    """Read NAME=VALUE settings, each name once; raises UserError with *such* as what would be right."""
    read: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not (name and equals and value):
            raise UserError(f"'{setting}' {where} sets nothing: write NAME=VALUE, such as {such}")
        if name in read:
            raise UserError(f"'{name}' {where} is set twice, to '{read[name]}' and to '{value}': keep one")
        read[name] = value
    return read


def split(settings: Mapping[str, str]) -> tuple[dict[str, str], Notation]:
    """Part the options of a family from the fields of the notation."""
    written = {name for name in settings if name == CONVENTION or name.startswith(NOTATION)}
    fields = {name.removeprefix(NOTATION): settings[name] for name in written}
    chosen = {name: _chosen(name, word) for name, word in fields.items()}
    options = {name: value for name, value in settings.items() if name not in written}
    return options, Notation(**chosen)  # type: ignore[arg-type]  # each is one of its field's choices


def spelled(value: object) -> str:
    """Return the value of an option as one word."""
    if isinstance(value, (list, tuple)):
        return ",".join(map(spelled, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=64)
def _unusual(notation: Notation) -> dict[str, str]:
    usual = Notation()
    fields = {name: getattr(notation, name) for name in CHOICES if getattr(notation, name) != getattr(usual, name)}
    return {name if name == CONVENTION else NOTATION + name: _word(value) for name, value in fields.items()}


def _word(choice: str) -> str:
    r"""Return a choice of the notation without what a shell would take for its own: ``\mathcal{L}`` is mathcalL."""
    return choice.translate(str.maketrans("", "", "\\{}"))


def _chosen(name: str, word: str) -> str:
    if name not in CHOICES:
        raise unknown("notation", name, CHOICES)
    for choice in CHOICES[name]:
        if word in (_word(choice), choice):
            return choice
    raise unknown(name if name == CONVENTION else NOTATION + name, word, map(_word, CHOICES[name]))


def _whole(text: str, what: str, digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MOST)) or int(digits) > MOST:
        raise UserError(f"'{text}' is no problem id: its {what} is '{digits}', not a whole number from 0 to {MOST}")
    return int(digits)
