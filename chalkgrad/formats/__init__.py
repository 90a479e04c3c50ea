"""The formats: one record and one folder of templates each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from chalkgrad.exercise import Exercise
from chalkgrad.sheet import Kind, Sheet
from symbolic.register import Register


class Format(Struct, frozen=True):
    """A way to print a sheet; ``render`` returns the files of its sheet or key, by their names.

    A format that takes each exercise by itself, such as one record a line, prints it with ``each``. ``warm`` loads what
    it will need. One that is slow to lay out has a ``rehearse``, which does with a part of a sheet what will be found
    done when the whole comes.
    """

    name: str
    summary: str
    extension: str
    render: Callable[[Sheet, Kind], Mapping[str, bytes]]
    each: Callable[[Exercise], bytes] | None = None
    warm: Callable[[], object] = bool
    rehearse: Callable[[Sheet, Kind], object] | None = None


FORMATS: Register[Format] = Register("format", "chalkgrad.formats", "FORMAT")
