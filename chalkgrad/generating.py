"""Problems outside a course: drawn in a row, or made again from an id, and printed in any format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from chalkgrad.course import read
from chalkgrad.exercise import Exercise
from chalkgrad.formats import FORMATS
from chalkgrad.identity import DrawnId, GivenId, pairs, parsed, split
from chalkgrad.posing import Order, capacity, distinct, made, order_of, orders
from chalkgrad.sheet import Sheet
from symbolic.errors import UserError
from symbolic.notation import Notation


def generated(family: str, count: int, seed: int, difficulty: str, settings: Sequence[str]) -> Iterator[Exercise]:
    """Return *count* different problems of a family, drawn with *seed*; each setting is NAME=VALUE."""
    options, notation = split(pairs(settings, "after --set"))
    holds = capacity(family, difficulty, options, notation)
    if count > holds:
        raise UserError(f"{family} holds {holds} {difficulty} problems with these options: ask for at most as many")
    return distinct(Order(family, seed, index, difficulty, options, notation) for index in range(count))


def named(text: str, course: Path) -> Exercise:
    """Return the problem of an id; that of a given problem is read from the *course* file."""
    key = parsed(text)
    return made(order_of(key) if isinstance(key, DrawnId) else _given(key, course))


def _given(key: GivenId, path: Path) -> Order:
    course = read(path)
    week = course.week(key.week)
    for order in orders(course, week):
        if order.week is not None and order.index == key.number:
            return order
    count = sum(plan.number > 0 for plan in week.problems)
    raise UserError(f"{path}: week {key.week} has {count} given problems, and none is number {key.number}")


def printed(exercises: Iterable[Exercise], name: str) -> Iterator[bytes]:
    """Yield the exercises in a format, with their solutions: one at a time where it takes each by itself."""
    form = FORMATS[name]
    if form.each is not None:
        yield from map(form.each, exercises)
    else:
        yield from (data for file, data in form.render(_page(tuple(exercises)), "key").items() if _is_page(file))


def _page(exercises: tuple[Exercise, ...]) -> Sheet:
    notation = exercises[0].problem.notation if exercises else Notation()
    return Sheet("chalkgrad", 0, "Practice problems", exercises[0].id if exercises else "", notation, exercises)


def _is_page(file: str) -> bool:
    return file.startswith("key.")
