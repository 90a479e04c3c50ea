"""A week of the course as files: posed, proved and laid out in every format before the first is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from chalkgrad.course import Course, Week, outline
from chalkgrad.exercise import Exercise
from chalkgrad.order import Order
from chalkgrad.posing import confirm, drafts, fingerprint, orders
from chalkgrad.press import Press
from chalkgrad.sheet import Sheet
from chalkgrad.workers import workers
from symbolic.errors import UserError


class Built(Struct, frozen=True):
    """The files of a week by name, and what is to be said of its given problems."""

    files: dict[str, bytes]
    remarks: tuple[str, ...]


def build(
    path: Path,
    week: int | None,
    *,
    formats: Sequence[str] = (),
    seed: int | None = None,
    jobs: int = 1,
    press: Press | None = None,
) -> Built:
    """Build a week of the course file at *path*; *formats* and *seed* stand in for those of the course.

    The *press* lays the pages out; where there is none, this process does.
    """
    press = press or Press()
    course = outline(path)
    course = course if seed is None else replace(course, seed=seed)
    plan = course.week(week)
    wanted = [replace(order, follow=True) for order in orders(course, plan)]
    with workers(jobs) as mapped:
        exercises = drafts(course, plan, wanted, mapped, partial(_rehearse, press, course, plan))
        press.start(assembled(course, plan, wanted, exercises), tuple(dict.fromkeys(formats or course.formats)))
        confirm(wanted, exercises)
    course.checked()  # the weeks that are not built, while the pages are laid out
    files = {f"{plan.folder}/{name}": data for name, data in press.files().items()}
    return Built(files, tuple(remarks(plan, wanted, exercises)))


def _rehearse(press: Press, course: Course, week: Week, order: Order, drafted: Exercise) -> None:
    press.rehearse(_sheet(course, week, [(order, drafted)], ""))


def assembled(course: Course, week: Week, wanted: Sequence[Order], exercises: Sequence[Exercise]) -> Sheet:
    """Return the sheet of a week: its examples at the head, then its exercises, each in the order of the file."""
    if not exercises:
        raise UserError(f"{course.name}: week {week.number} has no problems: add one with [[week.problem]]")
    return _sheet(course, week, list(zip(wanted, exercises, strict=True)), sheet_id(course, week, exercises))


def _sheet(course: Course, week: Week, placed: Sequence[tuple[Order, Exercise]], name: str) -> Sheet:
    return Sheet(
        course=course.title,
        week=week.number,
        title=week.title,
        id=name,
        notation=course.notation,
        exercises=tuple(one for order, one in placed if not _example(order)),
        examples=tuple(one for order, one in placed if _example(order)),
        note=week.note,
        tags=(*course.tags, *week.tags),
        language=course.language,
    )


def sheet_id(course: Course, week: Week, exercises: Sequence[Exercise]) -> str:
    """Return a name for the sheet that tells it from any other: two sheets of one id ask the same in the same order."""
    asked = "\n".join(f"{one.id} {fingerprint(one).hex()}" for one in exercises)
    return f"{course.seed}-{week.number:02}-{blake2b(asked.encode(), digest_size=4).hexdigest()}"


def _example(order: Order) -> bool:
    return order.plan is not None and order.plan.example


def remarks(week: Week, wanted: Sequence[Order], exercises: Sequence[Exercise]) -> Iterator[str]:
    """Yield what is to be said of the given problems of a week."""
    for order, one in zip(wanted, exercises, strict=True):
        title = f" ({order.plan.title})" if order.plan and order.plan.title else ""
        for remark in one.remarks:
            yield f"week {week.number}, {one.id}{title}: {remark}"
