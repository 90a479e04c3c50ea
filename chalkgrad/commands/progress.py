"""A progress bar on stderr, for work that takes a while, when somebody is watching."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

#: Seconds of work before a bar is drawn.
PATIENCE = 1.0


def watched(items: Iterable[T], total: int, what: str, *, beside: bool = False) -> Iterator[T]:
    """Yield *items*, with a bar on stderr after a second, where stderr is a terminal.

    Where stdout is one too, what is printed there would run into the bar, unless it comes *beside* the work.
    """
    if not sys.stderr.isatty() or (sys.stdout.isatty() and not beside):
        yield from items
        return
    yield from _with_bar(items, total, what)


def _with_bar(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    began = monotonic()
    done = 0
    items = iter(items)
    for item in items:
        yield item
        done += 1
        if monotonic() - began > PATIENCE:
            break
    else:
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done)
        for item in items:
            yield item
            bar.advance(task)
