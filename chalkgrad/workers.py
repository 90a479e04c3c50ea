"""Work shared among processes, with results in the order of the work: the same bytes for any number of them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from symbolic.errors import UserError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

#: ``map``, or what does the same in several processes.
Mapper = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


#: How much work waits for each process, so that none stands idle and not all is laid out at once.
AHEAD = 4


def cores() -> int:
    """Return how many processes can work at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool, _ended_early(pool):
            yield partial(_in_turn, pool, AHEAD * jobs)
    except BrokenProcessPool:
        raise UserError("a process was killed, perhaps for want of memory: try fewer with --jobs") from None


@contextmanager
def _ended_early(pool: Executor) -> Iterator[None]:
    """End the processes at once where nobody waits for their results any more; a batch may take long."""
    from multiprocessing import active_children

    try:
        yield
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        raise


def _in_turn(pool: Executor, most: int, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Yield the results in the order of *items*, of which no more than *most* are under way or wait to be fetched."""
    waiting: deque[Future[Any]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for left in waiting:
            left.cancel()
