"""The press: pages are laid out in a process of their own, while this one still draws and proves.

It rehearses: what can be done with an exercise alone is done as soon as there is one, and found done when the whole
sheet comes.
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

from msgspec.structs import replace

from symbolic.errors import UserError

if TYPE_CHECKING:
    from chalkgrad.exercise import Exercise
    from chalkgrad.sheet import Kind, Sheet

Files = dict[str, bytes]
KINDS: tuple[Kind, Kind] = ("sheet", "key")
#: How many pages are laid out at once.
AT_ONCE = 2
#: For how many seconds a page keeps the interpreter: as long as it takes to hand itself over to the compiler.
_A_TURN = 0.1
#: What starts threads of its own when it is loaded; a process that has them cannot be copied safely.
_THREADED = {"typst", "numpy.linalg"}


class Press:
    """Lays a sheet and its key out in this process, when their files are asked for."""

    _work: tuple[Sheet, tuple[str, ...]]

    def rehearse(self, part: Sheet) -> None:
        """Take notice of a sheet with some of the exercises to come; nothing is gained by it in one process."""

    def start(self, sheet: Sheet, formats: tuple[str, ...]) -> None:
        """Take the sheet to be laid out; the formats by name."""
        self._work = (sheet, formats)

    def files(self) -> Files:
        """Return the files of every format, FORMAT/NAME; raises UserError where one cannot print what it is given."""
        return laid_out(*self._work)


class _Beside(Press):
    """Has the pages laid out in another process, which takes each exercise apart as soon as it is there."""

    def __init__(self, parts: IO[bytes], pages: IO[bytes]) -> None:
        """Keep the two ends of the pipes; what was sent once is only named again."""
        self._parts, self._pages = parts, pages
        self._pickler = pickle.Pickler(parts, pickle.HIGHEST_PROTOCOL)
        self._sent: dict[int, tuple[Exercise, Exercise]] = {}

    def rehearse(self, part: Sheet) -> None:
        """Hand a part over."""
        self._send(part, None)

    def start(self, sheet: Sheet, formats: tuple[str, ...]) -> None:
        """Hand the sheet over."""
        self._send(sheet, formats)
        with suppress(BrokenPipeError):
            self._parts.close()

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

    def _send(self, sheet: Sheet, formats: tuple[str, ...] | None) -> None:
        with suppress(BrokenPipeError):  # `files` says what became of the other
            self._pickler.dump((self._light(sheet), formats))
            self._parts.flush()

    def _light(self, sheet: Sheet) -> Sheet:
        """Leave behind what no page prints, and what would have the other process load the families."""
        exercises, examples = (tuple(map(self._once, ones)) for ones in (sheet.exercises, sheet.examples))
        return replace(sheet, exercises=exercises, examples=examples)

    def _once(self, one: Exercise) -> Exercise:
        _, light = self._sent.setdefault(id(one), (one, replace(one, problem=replace(one.problem, case=None))))
        return light


@contextmanager
def press(formats: Sequence[str] = ()) -> Iterator[Press]:
    """Give a press; it warms up for these formats, or for all, in a process of its own where that is safe."""
    if not _may_fork():
        yield Press()
        return
    _both()
    (take, parts), (pages, give) = os.pipe(), os.pipe()
    if not (child := os.fork()):
        os.close(parts)
        os.close(pages)
        _work(formats, take, give)
    os.close(take)
    os.close(give)
    try:
        with os.fdopen(parts, "wb") as to, os.fdopen(pages, "rb") as back:
            yield _Beside(to, back)
    finally:
        os.kill(child, signal.SIGKILL)  # long done, or no longer wanted
        os.waitpid(child, 0)


def _both() -> None:
    """Load what both processes need while there is one."""
    from chalkgrad import sheet  # noqa: F401  and with it all that a sheet is made of
    from chalkgrad.wording import environment

    environment()


def _may_fork() -> bool:
    """Whether a copy of this process will be sound: no threads, ours or a library's, and a system that copies well."""
    return sys.platform == "linux" and threading.active_count() == 1 and not _THREADED & set(sys.modules)


def _work(formats: Sequence[str], take: int, give: int) -> NoReturn:
    """Rehearse what comes, lay out the whole, give it back, and be gone without tidying up what is another's."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sys.setswitchinterval(_A_TURN)
        with os.fdopen(take, "rb") as parts, os.fdopen(give, "wb") as pages:
            pickle.dump(_outcome(parts, formats), pages, pickle.HIGHEST_PROTOCOL)
    finally:  # whatever happens, what follows here belongs to the other process
        os._exit(0)


def _outcome(parts: IO[bytes], formats: Sequence[str]) -> Files | Exception:
    try:
        return laid_out(*_rehearsed(parts, formats))
    except UserError as error:
        return error
    except Exception as error:  # noqa: BLE001  raised again on the other side
        import traceback

        return AssertionError("".join(traceback.format_exception(error)))


def _rehearsed(parts: IO[bytes], formats: Sequence[str]) -> tuple[Sheet, tuple[str, ...]]:
    """Rehearse each part of the sheet that comes, until it comes whole; return it, with the formats that it wants."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: F401  loaded while there is nothing else to do

    from chalkgrad.formats import FORMATS

    expected = formats or tuple(FORMATS)
    for name in expected:
        FORMATS[name].warm()
    messages = pickle.Unpickler(parts)  # noqa: S301  from the process that made this one
    sheet, wanted = messages.load()
    while wanted is None:
        _rehearse(sheet, expected)
        sheet, wanted = messages.load()
    return sheet, wanted


def _rehearse(part: Sheet, formats: Sequence[str]) -> None:
    from chalkgrad.formats import FORMATS

    for name in formats:
        if rehearse := FORMATS[name].rehearse:
            with suppress(Exception):  # what cannot be printed comes again in the whole sheet, and is told then
                for kind in KINDS:
                    rehearse(part, kind)


def laid_out(sheet: Sheet, formats: tuple[str, ...]) -> Files:
    """Lay out the sheet and the key in each format; what works outside Python, as a compiler does, works meanwhile."""
    from concurrent.futures import ThreadPoolExecutor

    pages = [(name, kind) for name in formats for kind in KINDS]
    first = sorted(pages, key=_begun)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = dict(zip(first, pool.map(lambda page: _rendered(sheet, *page), first), strict=True))
    return {file: data for page in pages for file, data in made[page].items()}


def _begun(page: tuple[str, Kind]) -> int:
    """Put the key of what is rehearsed first, which takes the longest, and its sheet last, which a free core takes."""
    from chalkgrad.formats import FORMATS

    name, kind = page
    if not FORMATS[name].rehearse:
        return 1
    return 0 if kind == "key" else 2


def _rendered(sheet: Sheet, name: str, kind: Kind) -> Files:
    from chalkgrad.formats import FORMATS

    return {f"{name}/{file}": data for file, data in FORMATS[name].render(sheet, kind).items()}
