"""What is typed, checked, and what is said back: whole numbers, names of formats, lines to stdout and stderr."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from symbolic.errors import UserError, unknown

if TYPE_CHECKING:
    from pathlib import Path

#: The largest seed or count that is taken.
MOST = 10_000_000


class Whole(click.ParamType):  # type: ignore[type-arg]  # older releases of click take none
    """A whole number in a range; anything else is a mistake in a value (exit 1), not in the usage."""

    name = "N"

    def __init__(self, least: int = 0, most: int = MOST) -> None:
        """Take the numbers from *least* to *most*."""
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002  click's signature
        """Read the digits; no sign, no point, no underscores."""
        digits = str(value)
        short = digits.isascii() and digits.isdigit() and len(digits) <= 20
        if not short or not self.least <= int(digits) <= self.most:
            name = param.opts[0] if param else "it"
            raise UserError(f"{name} is '{_cut(digits)}': give a whole number from {self.least} to {self.most}")
        return int(digits)


class Named(click.ParamType):  # type: ignore[type-arg]  # older releases of click take none
    """One of several names; another is a mistake in a value (exit 1), told with the nearest right one."""

    def __init__(self, name: str, kind: str, known: Callable[[], Collection[str]]) -> None:
        """Stand as *name* in the help; *known* loads what knows the names when one is given."""
        self.name, self.kind, self.known = name, kind, known

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002  click's signature
        """Check the name."""
        if value not in (known := self.known()):
            raise unknown(self.kind, str(value), known)
        return str(value)


def _formats() -> Collection[str]:
    from chalkgrad.formats import FORMATS

    return FORMATS


def _helps() -> Collection[str]:
    from chalkgrad.course_problems import HELPS

    return HELPS


#: The name of a format.
FORMAT = Named("F", "format", _formats)


class Place(click.ParamType):  # type: ignore[type-arg]  # older releases of click take none
    """A path; what knows paths is loaded when one is given."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002  click's signature
        """Make a path of it."""
        from pathlib import Path

        return Path(value)


solution = click.option(
    "--solution",
    "help_",
    type=Named("HOW", "solution", _helps),
    default="full",
    show_default=True,
    help="full, faded, hints or none.",
)
own_course = click.option(
    "--course",
    type=Place(),
    help="The course file beside which families and wordings of your own stand.  [default: course.toml if there]",
)


def say(*texts: str) -> None:
    """Write lines to stdout, in UTF-8 whatever the terminal's settings, so that pipes get the same bytes everywhere."""
    for text in texts:
        click.echo(text.encode(errors="surrogateescape"))


def put(piece: bytes) -> None:
    """Write bytes to stdout; a terminal is spared what is no text, such as a PDF."""
    import sys

    if sys.stdout.isatty() and not _is_text(piece):
        raise UserError("this format is no text: send it to a file, with > problems.pdf after the command")
    click.echo(piece, nl=False)


class Terminated(BaseException):
    """The request to terminate; a kind of its own, since a family of a user's may call ``sys.exit`` as well."""

    status = 143  # what a shell reports of SIGTERM


def stop_tidily() -> None:
    """Let a request to terminate end the command as an interruption does, so that it clears up behind it."""
    import signal

    signal.signal(signal.SIGTERM, _terminate)


def _terminate(*_: object) -> NoReturn:
    raise Terminated


def remark(texts: Iterable[str]) -> None:
    """Write lines to stderr."""
    for text in texts:
        click.echo(text, err=True)


def _is_text(piece: bytes) -> bool:
    try:
        return bool(piece.decode())
    except UnicodeDecodeError:
        return False


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
