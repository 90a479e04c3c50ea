"""From a plan or an id to exercises: drawn, proved and worded, each unlike every other of its sheet and course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from msgspec.structs import replace

from chalkgrad.course import Course, Week
from chalkgrad.course_numbers import Asked
from chalkgrad.course_problems import ProblemPlan, options
from chalkgrad.exercise import Exercise, exercise
from chalkgrad.helping import helping
from chalkgrad.identity import DrawnId, spelled
from chalkgrad.order import Order, key_of, told
from chalkgrad.own import Own
from chalkgrad.workers import Mapper
from generators.problem import Problem
from symbolic.errors import UserError

#: How many numbers of a week belong to one stream of a family: problem k of week w has the index 1000 w + k.
A_WEEK = 1000
#: A stream with fewer problems than this may come upon one of an earlier week, its own or another stream's.
FEW = 1_000_000
#: How often a problem that came out like an earlier one is drawn again.
MOST_ATTEMPTS = 40
#: What is told of each exercise as it is drafted.
Drafted = Callable[[Order, Exercise], None]
#: So many problems in a row go out together.
AT_ONCE = 128
TWICE = "it poses the same as an earlier problem of this sheet"


def made(order: Order, *, confirmed: bool = True) -> Exercise:
    """Make the exercise of an order, to be *confirmed* now or later; a mistake in the course file is told its place."""
    from generators import draw

    with told(order):
        if order.week is not None:
            numbers = Asked(order.given)
            setting = (order.options, order.notation, order.week, order.index)
            problem = draw.given(order.source, numbers, *setting, confirmed=confirmed)
            numbers.refuse_the_rest(order.family)
        else:
            key = (order.seed, order.index, order.difficulty, order.options, order.notation, order.attempt)
            problem = draw.draw(order.source, *key, confirmed=confirmed)
        worded = _worded(order, problem)
    return replace(worded, title=order.plan.title) if order.plan and order.plan.title else worded


def _worded(order: Order, problem: Problem) -> Exercise:
    try:
        one = exercise(problem, order.wordings, order.language, followed=order.source if order.follow else None)
        if order.follow:  # for a page: what fails there is told here, where the id is known
            one.key()
            problem.sketches()
        return helping(one, order.help, order.source, order.wordings)
    except UserError as error:
        raise UserError(f"{key_of(order)}: {error}") from error


def confirm(wanted: Sequence[Order], exercises: Sequence[Exercise]) -> None:
    """Walk the second road of exercises that were made without."""
    from generators import confirm

    walks: dict[Hashable, list[tuple[Order, Exercise]]] = {}
    for order, one in zip(wanted, exercises, strict=True):
        alike = (order.source.name, one.problem.case) if order.source.together else id(one)
        walks.setdefault(alike, []).append((order, one))
    for walk in walks.values():
        if len(walk) > 1 and confirm.agreed(walk[0][0].source, [one.problem for _, one in walk]):
            continue
        for order, one in walk:
            with told(replace(order, attempt=one.problem.attempt)):
                confirm.confirm(order.source, one.problem)


def order_of(drawn: DrawnId, own: Own = Own()) -> Order:  # noqa: B008  frozen
    """Return the order that an id names; an id of another version of its family is refused."""
    version = own.families[drawn.family].version
    if drawn.version != version:
        raise UserError(
            f"the id is of version {drawn.version} of {drawn.family}, and this is version {version}, which draws other "
            "problems: use the chalkgrad that made the id"
        )
    head = (drawn.family, drawn.seed, drawn.index, drawn.difficulty)
    return Order(*head, drawn.options, drawn.notation, drawn.attempt, own=own)


def orders(course: Course, week: Week, families: Container[str] | None = None) -> list[Order]:
    """Return the orders of a week, of all *families* or of some, in the order of the course file."""
    streams: Counter[tuple[object, ...]] = Counter()
    wanted = [plan for plan in week.problems if families is None or plan.family in families]
    return [order for plan in wanted for order in _orders(course, week, plan, streams)]


def _orders(course: Course, week: Week, plan: ProblemPlan, streams: Counter[tuple[object, ...]]) -> Iterator[Order]:
    chosen = _options(course, plan)
    head = (plan.family, course.seed, plan.number, plan.difficulty, chosen, course.notation)
    order = Order(*head, plan=plan, language=course.language, own=course.own, help=plan.solution or course.solution)
    if plan.number:
        yield replace(order, given=plan.given, week=week.number)
        return
    stream = (plan.family, plan.difficulty, *sorted((name, spelled(value)) for name, value in chosen.items()))
    holds = _capacity(order, plan, streams[stream] + plan.count)
    for _ in range(plan.count):
        streams[stream] += 1
        index = A_WEEK * week.number + streams[stream]
        yield replace(order, index=index % holds, small=holds < FEW)


def _capacity(order: Order, plan: ProblemPlan, count: int) -> int:
    """Return how many problems the stream of a plan holds; raises UserError where a week asks for more."""
    from generators import draw

    with told(order):
        holds = draw.capacity(order.source, order.difficulty, order.options, order.notation)
    if count > min(holds, A_WEEK - 1):
        fits = "a week takes" if holds >= A_WEEK else "there are"
        raise plan.table.error(
            f"{fits} {min(holds, A_WEEK - 1)} {plan.difficulty} problems of {plan.family} with these options, and the "
            f"week asks for {count}: lower count",
            "count",
        )
    return holds


def _options(course: Course, plan: ProblemPlan) -> Mapping[str, object]:
    """Return the options of a plan; the rounding of the course where the family has one and the plan names none."""
    families = course.own.families
    chosen = options(plan, families)
    if course.rounding is None or "rounding" not in families[plan.family].options:
        return chosen
    return {"rounding": course.rounding, **chosen}


def posed(course: Course, week: Week, wanted: list[Order], mapped: Mapper = map) -> list[Exercise]:
    """Return the exercises of a week, none like another of its sheet or, in a small space, of a week before it."""
    exercises = drafts(course, week, wanted, mapped)
    confirm(wanted, exercises)
    return exercises


def drafts(
    course: Course, week: Week, wanted: list[Order], mapped: Mapper = map, drafted: Drafted = lambda order, one: None
) -> list[Exercise]:
    """Return the exercises of a week with all their proofs but the second road, which `confirm` walks.

    Each is shown to *drafted* as soon as it is there; one that turns out to be like another is still replaced.
    """
    seen: set[bytes] = set()
    families = {order.family for order in wanted if order.small}
    for earlier in sorted(course.weeks, key=lambda one: one.number):
        if families and earlier.number < week.number:
            _sheet(orders(course, earlier, families), mapped, seen)
    return _sheet(wanted, mapped, seen, drafted)


def _sheet(
    wanted: list[Order], mapped: Mapper, seen: set[bytes], drafted: Drafted = lambda order, one: None
) -> list[Exercise]:
    """Make the exercises of one sheet and add them to what was *seen*; the given ones keep what they are.

    The last are begun first: they are the longest, and what is still to be done for them is then done meanwhile.
    """
    made_once = []
    for order, one in zip(reversed(wanted), mapped(_draft, reversed(wanted)), strict=True):
        drafted(order, one)
        made_once.append((order, one))
    made_once.reverse()
    marks: set[bytes] = set()
    given = {place: _given(marks, one) for place, (order, one) in enumerate(made_once) if order.week is not None}
    seen |= marks
    return [given.get(place) or unlike(seen, order, one, _draft) for place, (order, one) in enumerate(made_once)]


def _draft(order: Order) -> Exercise:
    return made(order, confirmed=False)


def _given(marks: set[bytes], one: Exercise) -> Exercise:
    """Return a given problem, and say so where it was given before."""
    mark = fingerprint(one)
    twice = mark in marks
    marks.add(mark)
    return replace(one, remarks=(*one.remarks, TWICE)) if twice else one


def distinct(orders: Iterable[Order]) -> Iterator[Exercise]:
    """Yield the exercise of each order, none like an earlier one; the second road is walked for some at once."""
    seen: set[bytes] = set()
    waiting = iter(orders)
    while some := list(islice(waiting, AT_ONCE)):
        drafted: list[Exercise] = []
        try:
            drafted.extend(unlike(seen, order, _draft(order), _draft) for order in some)
        finally:  # what was made before one could not be goes out
            confirm(some[: len(drafted)], drafted)
            yield from drafted


def unlike(seen: set[bytes], order: Order, first: Exercise, make: Callable[[Order], Exercise] = made) -> Exercise:
    """Return *first*, or where it was *seen* what the next attempts come to; it is seen from then on."""
    fresh, attempt = first, order.attempt
    while (mark := fingerprint(fresh)) in seen:
        attempt += 1
        if attempt > MOST_ATTEMPTS:
            raise UserError(f"{order.family} has too few {order.difficulty} problems with these options: ask for fewer")
        fresh = make(replace(order, attempt=attempt))
    seen.add(mark)
    return fresh


def fingerprint(exercise: Exercise) -> bytes:
    """Return what two problems share exactly when they pose the same: the givens and the statement, hashed.

    Another choice of words makes no other problem.
    """
    words = {name: value for name, value in exercise.problem.given.items() if isinstance(value, str)}
    stated = words | dict(exercise.problem.given_printed)
    printed = "\n".join(f"{name} = {value}" for name, value in sorted(stated.items()))
    return blake2b(f"{printed}\n\n{exercise.likeness}".encode(), digest_size=12).digest()
