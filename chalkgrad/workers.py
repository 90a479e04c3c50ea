"""Work shared among processes, with results in the order of the work: the same bytes for any number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from symbolic.errors import UserError

#: ``map``, or what does the same in several processes.
Mapper = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@contextmanager
def workers(jobs: int) -> Iterator[Mapper]:
    """Give a ``map`` over *jobs* processes, or the plain one for a single job.

    The processes begin afresh: a fork would copy the locks of threads that numerical libraries have started.
    """
    if jobs == 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield pool.map
    except BrokenProcessPool:
        raise UserError("a process was killed, perhaps for want of memory: try fewer with --jobs") from None
