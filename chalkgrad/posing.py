"""From a plan or an id to exercises: drawn, proved and worded, each unlike every other of its sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from chalkgrad.course import Course, ProblemPlan, Week
from chalkgrad.course_numbers import Numbers
from chalkgrad.exercise import Exercise, exercise
from chalkgrad.identity import DrawnId, spelled
from chalkgrad.workers import Mapper
from symbolic.errors import UserError
from symbolic.notation import Notation

#: How many numbers of a week belong to one stream of a family: problem k of week w has the index 1000 w + k.
A_WEEK = 1000
#: How often a problem that came out like an earlier one is drawn again.
MOST_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class Order:
    """What is needed to make one exercise: the stream and the place in it, or the numbers that are given."""

    family: str
    seed: int
    index: int
    difficulty: str
    options: Mapping[str, object]
    notation: Notation
    attempt: int = 0
    given: Mapping[str, Numbers] = field(default_factory=dict)
    week: int | None = None
    plan: ProblemPlan | None = None


def made(order: Order) -> Exercise:
    """Make the exercise of an order; a mistake in the course file is told with its place."""
    from generators import draw
    from generators.families import FAMILIES

    family = FAMILIES[order.family]
    try:
        if order.week is not None:
            problem = draw.given(family, order.given, order.options, order.notation, order.week, order.index)
        else:
            setting = (order.seed, order.index, order.difficulty, order.options, order.notation, order.attempt)
            problem = draw.draw(family, *setting)
    except UserError as error:
        raise order.plan.table.error(str(error)) if order.plan else error from None
    return exercise(problem)


def order_of(drawn: DrawnId) -> Order:
    """Return the order that an id names; an id of another version of its family is refused."""
    from generators.families import FAMILIES

    version = FAMILIES[drawn.family].version
    if drawn.version != version:
        raise UserError(
            f"the id is of version {drawn.version} of {drawn.family}, and this is version {version}, which draws other "
            "problems: use the chalkgrad that made the id"
        )
    head = (drawn.family, drawn.seed, drawn.index, drawn.difficulty)
    return Order(*head, drawn.options, drawn.notation, drawn.attempt)


def orders(course: Course, week: Week) -> list[Order]:
    """Return the orders of a week, in the order of the course file."""
    streams: Counter[tuple[object, ...]] = Counter()
    return [order for plan in week.problems for order in _orders(course, week, plan, streams)]


def _orders(course: Course, week: Week, plan: ProblemPlan, streams: Counter[tuple[object, ...]]) -> Iterator[Order]:
    options = _options(course, plan)
    if plan.number:
        head = (plan.family, course.seed, plan.number, plan.difficulty, options, course.notation)
        yield Order(*head, given=plan.given, week=week.number, plan=plan)
        return
    stream = (plan.family, plan.difficulty, *sorted((name, spelled(value)) for name, value in options.items()))
    if streams[stream] + plan.count >= A_WEEK:
        raise plan.table.error(f"a week holds at most {A_WEEK - 1} problems of one kind: lower count", "count")
    for _ in range(plan.count):
        streams[stream] += 1
        index = A_WEEK * week.number + streams[stream]
        yield Order(plan.family, course.seed, index, plan.difficulty, options, course.notation, plan=plan)


def _options(course: Course, plan: ProblemPlan) -> Mapping[str, object]:
    """Return the options of a plan; the rounding of the course where the family has one and the plan names none."""
    from generators.families import FAMILIES

    if course.rounding is None or "rounding" not in FAMILIES[plan.family].options:
        return plan.options
    return {"rounding": course.rounding, **plan.options}


def exercises(orders: Iterable[Order], mapped: Mapper = map) -> Iterator[Exercise]:
    """Yield the exercise of each order; one that came out like an earlier one is drawn again, given ones are not."""
    wanted = list(orders)
    firsts = list(mapped(made, wanted))
    seen = {fingerprint(first) for order, first in zip(wanted, firsts, strict=True) if order.given}
    for order, first in zip(wanted, firsts, strict=True):
        fresh = first if order.given else _unlike(seen, order, first)
        seen.add(fingerprint(fresh))
        yield fresh


def _unlike(seen: Container[bytes], order: Order, first: Exercise) -> Exercise:
    """Return *first*, or where it was *seen* what the next attempts come to."""
    fresh = first
    for attempt in range(order.attempt + 1, MOST_ATTEMPTS):
        if fingerprint(fresh) not in seen:
            return fresh
        fresh = made(replace(order, attempt=attempt))
    raise UserError(f"{order.family} has too few {order.difficulty} problems with these options: lower the count")


def fingerprint(exercise: Exercise) -> bytes:
    """Return what two problems share exactly when they pose the same: the givens and the statement, hashed."""
    printed = "\n".join(f"{name} = {value}" for name, value in sorted(exercise.problem.given_printed.items()))
    return blake2b(f"{printed}\n\n{exercise.statement}".encode(), digest_size=12).digest()
