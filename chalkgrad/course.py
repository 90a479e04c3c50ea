"""The plan of a course: what ``course.toml`` says, checked, as records."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from chalkgrad.course_notes import NOTE_KEYS, WeekNotes, tags, week_notes
from chalkgrad.course_problems import HELPS, Families, ProblemPlan, drawn_plan, given_plan, options
from chalkgrad.course_table import Source, Table
from chalkgrad.course_text import text_of, values_of
from chalkgrad.own import Own
from chalkgrad.wording import ENGLISH, languages
from generators.rounding import POLICIES
from symbolic.errors import UserError, unknown
from symbolic.notation import CHOICES, Notation

COURSE_KEYS = ("title", "seed", "current", "language", "rounding", "formats", "tags", "families", "solution")
WEEK_KEYS = ("number", "title", "note", "tags", "problem", *NOTE_KEYS)


class Week(Struct, frozen=True):
    """A week of the course with its problems, in the order of the file."""

    number: int
    title: str
    note: str
    tags: tuple[str, ...]
    problems: tuple[ProblemPlan, ...]
    notes: WeekNotes = field(default_factory=WeekNotes)

    @property
    def folder(self) -> str:
        """The folder that holds the sheets of the week."""
        return f"week-{self.number:02}"


class Course(Struct, frozen=True):
    """A course: its title, its seed, how it writes and rounds, and its weeks."""

    title: str
    seed: int
    current: int | None
    language: str
    rounding: str | None
    formats: tuple[str, ...]
    tags: tuple[str, ...]
    notation: Notation
    weeks: tuple[Week, ...]
    name: str
    own: Own = field(default_factory=Own)
    solution: str = "hints"

    def week(self, number: int | None) -> Week:
        """Return the week of that number, or the current one."""
        numbers = [week.number for week in self.weeks]
        wanted = self.current if number is None else number
        if wanted is None:
            raise UserError(f"{self.name} names no current week: say which with --week ({_listed(numbers)})")
        if wanted not in numbers:
            raise UserError(f"{self.name} has no week {wanted}: its weeks are {_listed(numbers)}")
        return self.weeks[numbers.index(wanted)]

    def checked(self) -> Course:
        """Return the course, with the options of all its problems checked; that loads the families that have some."""
        for week in self.weeks:
            for plan in week.problems:
                options(plan, self.own.families)
        return self


def read(path: Path) -> Course:
    """Read the course file at *path*; a mistake in it is one line with its place."""
    return outline(path).checked()


def outline(path: Path) -> Course:
    """Read all of a course file that needs no family; `Course.checked` and the orders of a week see to the rest."""
    return parse(text_of(path), str(path))


def parse(text: str, name: str) -> Course:
    """Read the text of a course file as far as `outline` does; *name* is what an error calls it."""
    return _course(Table(Source(name, text), (), "", values_of(text, name)))


def _course(root: Table) -> Course:
    root.only(("course", "notation", "week"), "table")
    root.need("course")
    course = root.table("course", "[course]")
    course.only(COURSE_KEYS)
    course.need("title", "seed")
    own = _own(course)
    weeks = tuple(_week(table, own.families) for table in root.tables("week", lambda number: f"[[week]] {number + 1}"))
    _once(root, weeks)
    return Course(
        title=course.text("title"),
        seed=course.whole("seed"),
        current=_current(course, weeks),
        language=course.choice("language", languages(), ENGLISH),
        rounding=course.choice("rounding", POLICIES, "printed") if course.has("rounding") else None,
        formats=_formats(course),
        tags=tags(course),
        notation=_notation(root.table("notation", "[notation]")),
        weeks=weeks,
        name=root.source.name,
        own=own,
        solution=course.choice("solution", HELPS, "hints"),
    )


def own_of(path: Path) -> Own:
    """Return what stands beside the course file at *path*; of the file itself only that is looked at."""
    name = str(path)
    return _own(Table(Source(name, text := text_of(path)), (), "", values_of(text, name)).table("course", "[course]"))


def _own(course: Table) -> Own:
    own = Own(Path(course.source.name).parent.resolve(), course.words("families"))
    try:
        own.families  # noqa: B018  loads them, so that a fault of theirs is told with its line here
    except UserError as error:
        raise course.error(str(error), "families") from None
    return own


def _current(course: Table, weeks: tuple[Week, ...]) -> int | None:
    if not course.has("current"):
        return None
    current = course.whole("current")
    numbers = [week.number for week in weeks]
    if current not in numbers:
        raise course.error(
            f"current is {current}, and there is no such week: the weeks are {_listed(numbers)}", "current"
        )
    return current


def _once(root: Table, weeks: tuple[Week, ...]) -> None:
    seen: dict[int, int] = {}
    for place, week in enumerate(weeks):
        if week.number in seen:
            table = root.tables("week", lambda number: f"[[week]] {number + 1}")[place]
            raise table.error(f"there is a week {week.number} already: give each week its own number", "number")
        seen[week.number] = place


def _formats(course: Table) -> tuple[str, ...]:
    from chalkgrad.formats import FORMATS

    formats = course.words("formats", tuple(FORMATS))
    for name in formats:
        if name not in FORMATS:
            raise course.error(str(unknown("format", name, FORMATS)), "formats")
    if not formats:
        raise course.error(f"formats names no format: give some of {', '.join(FORMATS)}", "formats")
    return tuple(dict.fromkeys(formats))


def _notation(table: Table) -> Notation:
    table.only(CHOICES)
    usual = Notation()
    chosen = {name: table.choice(name, choices, getattr(usual, name)) for name, choices in CHOICES.items()}
    return Notation(**chosen)  # type: ignore[arg-type]  # each is one of its field's choices


def _week(table: Table, families: Families) -> Week:
    table.only(WEEK_KEYS)
    table.need("number", "title")
    number = table.whole("number", least=1, most=99)
    problems = table.tables("problem", lambda place: f"week {number}, problem {place + 1}")
    given = [below.path for below in problems if below.has("given")]
    return Week(
        number=number,
        title=table.text("title"),
        note=table.prose("note"),
        tags=tags(table),
        problems=tuple(
            given_plan(below, families, given.index(below.path) + 1)
            if below.has("given")
            else drawn_plan(below, families)
            for below in problems
        ),
        notes=week_notes(table, f"week {number}"),
    )


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, sorted(numbers))) or "none yet"
