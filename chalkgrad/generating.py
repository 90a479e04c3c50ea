"""Problems outside a course: drawn in a row, or made again from an id, and printed in any format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from chalkgrad.course import own_of, read
from chalkgrad.exercise import Exercise, exercise, solution
from chalkgrad.following import followed
from chalkgrad.formats import FORMATS
from chalkgrad.identity import DrawnId, GivenId, pairs, parsed, split
from chalkgrad.order import Order, told
from chalkgrad.own import Own
from chalkgrad.posing import distinct, made, order_of, orders
from chalkgrad.sheet import Sheet
from generators.later import at_once
from symbolic.errors import UserError
from symbolic.notation import Notation

#: The course file whose families and wordings are used where it is there.
USUAL = Path("course.toml")


def own_beside(course: Path | None) -> Own:
    """Return the families and wordings beside a course file, or beside the usual one where there is one."""
    return Own() if course is None and not USUAL.is_file() else own_of(course or USUAL)


def generated(order: Order, count: int) -> Iterator[Exercise]:
    """Return *count* different problems, the first of which is ordered."""
    from generators import draw

    with told(order):
        holds = draw.capacity(order.source, order.difficulty, order.options, order.notation)
    if count > holds:
        raise UserError(
            f"{order.family} holds {holds} {order.difficulty} problems with these options: ask for at most as many"
        )
    return distinct(replace(order, index=index) for index in range(count))


def ordered(family: str, seed: int, difficulty: str, settings: Sequence[str], course: Path | None) -> Order:
    """Return the order of the first problem of a family; each setting is NAME=VALUE."""
    options, notation = split(pairs(settings, "after --set"))
    return Order(family, seed, 0, difficulty, options, notation, own=own_beside(course))


def named(text: str, course: Path | None) -> Order:
    """Return the order that an id names; that of a given problem is read from the *course* file."""
    key = parsed(text)
    return order_of(key, own_beside(course)) if isinstance(key, DrawnId) else _given(key, course or USUAL)


def marked(order: Order, own: Sequence[str]) -> Exercise:
    """Return a problem as it goes on from a student's own values, each NAME=VALUE."""
    right = made(order)
    found = followed(order.source, right.problem, own)
    names = {part.name for part in found.parts}
    whole = exercise(found.within(right.problem), order.wordings, order.language)
    return replace(
        whole,
        problem=replace(whole.problem, parts=found.parts),
        help="full",
        title=f"from {' and '.join(own)}",
        prompts=tuple(prompt for prompt in whole.prompts if names & set(prompt.parts)),
        key=at_once(replace(whole.key(), answers=tuple(one for one in whole.answers if one.part in names))),
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
    """Yield the exercises in a format, one at a time where it takes each by itself.

    Where the student sees the whole solution it is the key, else the page of the student.
    """
    form = FORMATS[name]
    if form.each is not None:
        yield from (form.each(_told(one)) for one in exercises)
        return
    ones = tuple(exercises)
    whole = all(one.help == "full" for one in ones)
    page = _page(ones if whole else tuple(replace(one, figures=()) for one in ones))
    yield from (data for file, data in form.render(page, "key" if whole else "sheet").items() if _is_page(file))


def _told(one: Exercise) -> Exercise:
    """Return an exercise whose record tells no more of the solution than the student is to see."""
    if one.help == "full":
        return one
    lines = solution(one.language, one.prompts, one.shown) if one.shown else "\n\n".join(one.helped)
    return replace(one, solution=lines)


def _page(exercises: tuple[Exercise, ...]) -> Sheet:
    notation = exercises[0].problem.notation if exercises else Notation()
    return Sheet("chalkgrad", 0, "Practice problems", exercises[0].id if exercises else "", notation, exercises)


def _is_page(file: str) -> bool:
    return file.startswith(("key.", "sheet."))
