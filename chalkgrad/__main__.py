"""The program: the command line, run as ``chalkgrad`` or as ``python -m chalkgrad``."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress

from chalkgrad.cli import main


def run() -> None:
    """Run the command line and be gone: to take apart all that was loaded takes longer than to write the files."""
    _open_streams()
    try:
        main(prog_name="chalkgrad")
    except SystemExit as stop:
        _leave(stop.code)
        raise
    except OSError as error:
        if error.filename is not None:  # a file has a name, the stream to which this program writes has none
            raise
        sys.exit(f"Error: cannot write the output: {(error.strerror or str(error)).lower()}")


def _open_streams() -> None:
    """Give a process that was started with its output closed, by ``>&-``, one that takes all and keeps nothing."""
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _leave(status: object) -> None:
    """End the process with a status once all is written and the libraries have tidied up; the rest needs no time."""
    with suppress(OSError):  # what cannot be written any more is told on the usual way out
        sys.stdout.flush()
        sys.stderr.flush()
        atexit._run_exitfuncs()  # noqa: SLF001  as multiprocessing does; Python has no public name for it
        if isinstance(status, int):
            os._exit(status)


if __name__ == "__main__":
    run()
