"""The press: pages are laid out in a process of their own, which warms up while this one still draws and proves.

Half of a build is spent on loading what the pages need and on Typst, half on the problems; two cores do both at once.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, NoReturn

from symbolic.errors import UserError

if TYPE_CHECKING:
    from chalkgrad.exercise import Exercise
    from chalkgrad.sheet import Kind, Sheet

Files = dict[str, bytes]

#: How many pages are laid out at once; one at a time holds the interpreter, the others wait for Typst.
AT_ONCE = 4
#: For how many seconds a page keeps the interpreter: as long as it takes to hand itself over to Typst.
_A_TURN = 0.1
#: What starts threads of its own when it is loaded; a process that has them cannot be copied safely.
_THREADED = {"typst", "numpy.linalg"}


class Press:
    """Lays a sheet and its key out in this process, when their files are asked for."""

    _work: tuple[Sheet, tuple[str, ...]]

    def start(self, sheet: Sheet, formats: tuple[str, ...]) -> None:
        """Take the sheet to be laid out; the formats by name."""
        self._work = (sheet, formats)

    def files(self) -> Files:
        """Return the files of every format, FORMAT/NAME; raises UserError where one cannot print what it is given."""
        return laid_out(*self._work)


class _Beside(Press):
    """Lays out in another process, from the moment that it is given the sheet."""

    def __init__(self, sheets: IO[bytes], pages: IO[bytes]) -> None:
        """Keep the two ends of the pipes."""
        self._sheets, self._pages = sheets, pages

    def start(self, sheet: Sheet, formats: tuple[str, ...]) -> None:
        """Hand the sheet over."""
        with suppress(BrokenPipeError):  # `files` says what became of the other
            pickle.dump((_light(sheet), formats), self._sheets, pickle.HIGHEST_PROTOCOL)
            self._sheets.close()

    def files(self) -> Files:
        """Wait for the pages; what went wrong over there is raised here."""
        try:
            made = pickle.load(self._pages)  # noqa: S301  from a process of our own
        except EOFError:
            raise UserError("the process that lays out the pages was killed, perhaps for want of memory") from None
        if isinstance(made, Exception):
            raise made
        files: Files = made
        return files


def _light(sheet: Sheet) -> Sheet:
    """Leave behind what no page prints, and what would have the other process load the families."""
    from msgspec.structs import replace

    def light(one: Exercise) -> Exercise:
        return replace(one, problem=replace(one.problem, case=None))

    return replace(sheet, exercises=tuple(map(light, sheet.exercises)), examples=tuple(map(light, sheet.examples)))


@contextmanager
def press(formats: Sequence[str] = ()) -> Iterator[Press]:
    """Give a press; it warms up for these formats, or for all, in a process of its own where that is safe."""
    if not _may_fork():
        yield Press()
        return
    (take, sheets), (pages, give) = os.pipe(), os.pipe()
    if not (child := os.fork()):
        os.close(sheets)
        os.close(pages)
        _work(formats, take, give)
    os.close(take)
    os.close(give)
    try:
        with os.fdopen(sheets, "wb") as to, os.fdopen(pages, "rb") as back:
            yield _Beside(to, back)
    finally:
        os.kill(child, signal.SIGKILL)  # long done, or no longer wanted
        os.waitpid(child, 0)


def _may_fork() -> bool:
    """Whether a copy of this process will be sound: no threads, ours or a library's, and a system that copies well."""
    return sys.platform == "linux" and threading.active_count() == 1 and not _THREADED & set(sys.modules)


def _work(formats: Sequence[str], take: int, give: int) -> NoReturn:
    """Warm up, lay out what comes, give it back, and be gone without tidying up what belongs to the other process."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sys.setswitchinterval(_A_TURN)
        _warm(formats)
        with os.fdopen(take, "rb") as sheets:
            sheet, wanted = pickle.load(sheets)  # noqa: S301  from the process that made this one
        with os.fdopen(give, "wb") as pages:
            pickle.dump(_outcome(sheet, wanted), pages, pickle.HIGHEST_PROTOCOL)
    finally:  # whatever happens, what follows here belongs to the other process
        os._exit(0)


def _outcome(sheet: Sheet, formats: tuple[str, ...]) -> Files | Exception:
    try:
        return laid_out(sheet, formats)
    except UserError as error:
        return error
    except Exception as error:  # noqa: BLE001  raised again on the other side
        import traceback

        return AssertionError("".join(traceback.format_exception(error)))


def _warm(formats: Sequence[str]) -> None:
    """Load what the formats will need."""
    from chalkgrad.formats import FORMATS

    for name in formats or FORMATS:
        FORMATS[name].warm()


def laid_out(sheet: Sheet, formats: tuple[str, ...]) -> Files:
    """Lay out the sheet and the key in each format; what works outside Python, as Typst does, works meanwhile."""
    from concurrent.futures import ThreadPoolExecutor
    from functools import partial

    kinds: tuple[Kind, ...] = ("sheet", "key")
    pages = [(name, kind) for name in formats for kind in kinds]
    first = sorted(pages, key=_begun)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = dict(zip(first, pool.map(partial(_rendered, sheet), first), strict=True))
    return {file: data for page in pages for file, data in made[page].items()}


def _begun(page: tuple[str, Kind]) -> tuple[bool, bool]:
    """Put the slow formats first, and of each the key, which is the longer."""
    from chalkgrad.formats import FORMATS

    name, kind = page
    return not FORMATS[name].slow, kind != "key"


def _rendered(sheet: Sheet, page: tuple[str, Kind]) -> Files:
    from chalkgrad.formats import FORMATS

    name, kind = page
    return {f"{name}/{file}": data for file, data in FORMATS[name].render(sheet, kind).items()}
