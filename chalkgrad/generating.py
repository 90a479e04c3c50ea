"""Problems outside a course: drawn in a row, or made again from an id, and printed in any format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chalkgrad.course import read
from chalkgrad.exercise import Exercise, exercise
from chalkgrad.following import followed
from chalkgrad.formats import FORMATS
from chalkgrad.identity import DrawnId, GivenId, pairs, parsed, split
from chalkgrad.posing import Order, capacity, distinct, made, order_of, orders
from chalkgrad.sheet import Sheet
from symbolic.errors import UserError
from symbolic.notation import Notation


def generated(
    family: str, count: int, seed: int, difficulty: str, settings: Sequence[str], *, follow: bool = False
) -> Iterator[Exercise]:
    """Return *count* different problems of a family, drawn with *seed*; each setting is NAME=VALUE.

    Where they are to *follow* each mistake to what it leads to, their keys say it.
    """
    options, notation = split(pairs(settings, "after --set"))
    holds = capacity(family, difficulty, options, notation)
    if count > holds:
        raise UserError(f"{family} holds {holds} {difficulty} problems with these options: ask for at most as many")
    order = Order(family, seed, 0, difficulty, options, notation, follow=follow)
    return distinct(replace(order, index=index) for index in range(count))


def named(text: str, course: Path, *, follow: bool = False) -> Exercise:
    """Return the problem of an id; that of a given problem is read from the *course* file."""
    key = parsed(text)
    order = order_of(key) if isinstance(key, DrawnId) else _given(key, course)
    return made(replace(order, follow=follow))


def marked(text: str, course: Path, own: Sequence[str]) -> Exercise:
    """Return the problem of an id as it goes on from a student's own values, each NAME=VALUE."""
    from generators.families import FAMILIES

    right = named(text, course)
    found = followed(FAMILIES[right.problem.family], right.problem, own)
    names = {part.name for part in found.parts}
    whole = exercise(found.within(right.problem), language=right.language)
    return replace(
        whole,
        problem=replace(whole.problem, parts=found.parts),
        title=f"from {' and '.join(own)}",
        prompts=tuple(prompt for prompt in whole.prompts if names & set(prompt.parts)),
        answers=tuple(answer for answer in whole.answers if answer.part in names),
    )


def in_pages(name: str) -> bool:
    """Whether a format prints pages, of which the key says what mistakes lead to, and no records."""
    return FORMATS[name].each is None


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
