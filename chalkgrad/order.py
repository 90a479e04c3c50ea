"""An order: what is needed to make one exercise, its id, and how whatever goes wrong with it is told."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from chalkgrad.course_numbers import Numbers
from chalkgrad.course_problems import ProblemPlan
from chalkgrad.identity import DrawnId, GivenId, spelled, written
from chalkgrad.own import Own
from chalkgrad.wording import ENGLISH
from generators.family import Family
from symbolic.errors import ProofFailed, UserError
from symbolic.notation import Notation


class Order(Struct, frozen=True):
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
    small: bool = False  # whether two weeks may come upon the same problem
    language: str = ENGLISH
    follow: bool = False  # whether its key says what each mistake leads to
    own: Own = field(default_factory=Own)  # families and wordings of the instructor's
    help: str = "hints"  # what the student sees of the solution

    @property
    def source(self) -> Family[Any]:
        """The family itself."""
        return self.own.families[self.family]

    @property
    def wordings(self) -> Path | None:
        """The instructor's own templates, where they hold words for the family."""
        return self.own.wordings(self.language, self.family)


@contextmanager
def told(order: Order) -> Iterator[None]:
    """Tell a mistake with its place in the course file, and a proof that fails or a family that raises with the id."""
    try:
        yield
    except UserError as error:
        raise order.plan.table.error(str(error)) if order.plan else error from None
    except ProofFailed as error:
        raise ProofFailed(f"{key_of(order)}: {error}") from error
    except (Exception, SystemExit) as error:
        frames = traceback.extract_tb(error.__traceback__)
        last = ([frame for frame in frames if Path(frame.filename).name in order.own.files] or frames)[-1]
        where = f"{Path(last.filename).name}, line {last.lineno}"
        raise ProofFailed(
            f"{key_of(order)}: {order.family} raises {type(error).__name__} ({error}) in {where}"
        ) from error


def key_of(order: Order) -> str:
    """Return the id of what an order would have made."""
    if order.week is not None:
        return written(GivenId(order.week, order.index))
    options = {name: spelled(value) for name, value in order.options.items()}
    head = (order.family, order.source.version, order.seed, order.index, order.difficulty)
    return written(DrawnId(*head, options, order.notation, order.attempt))
