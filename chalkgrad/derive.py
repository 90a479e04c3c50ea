"""Find a derivation: the book answers for the catalogue; an expression is read, derived and proved now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chalkgrad.derived_pages import FORMATS
from symbolic.activations import ACTIVATIONS
from symbolic.errors import ProofFailed, UserError, unknown

Record = Mapping[str, Any]

#: What can only be meant as a name of the catalogue.
NAME = re.compile(r"[A-Za-z]{2}[A-Za-z0-9]{0,30}(-[A-Za-z0-9]+)*")
#: What a live derivation may take.
SECONDS = 20


def derivation(function: str, route: str | None = None, format: str = "text") -> str:  # noqa: A002  # the option's name
    """Return how the slope of *function* is found, a name of the catalogue or an expression in one variable."""
    _known(format)
    return printed(record(function), route, format)


def printed(entry: Record, route: str | None = None, format: str = "text") -> str:  # noqa: A002  # the option's name
    """Return the page of *entry* along a route."""
    _known(format)
    return FORMATS[format](chosen(entry, route))


def _known(format: str) -> None:  # noqa: A002  # the option's name
    if format not in FORMATS:
        raise unknown("format", format, FORMATS)


def record(function: str) -> Record:
    """Return the book's entry of a name, or what is derived now of an expression."""
    if function in ACTIVATIONS:
        from symbolic.book import load

        return load(function)
    if NAME.fullmatch(function):
        raise unknown("activation", function, ACTIVATIONS)
    return live(function)


def chosen(entry: Record, route: str | None) -> Record:
    """Return *entry* with the lines of the *route* that was asked for."""
    if route is None:
        return entry
    routes = entry["routes"]
    if route not in routes:
        raise unknown(f"route to the slope of {entry['title']}", route, routes)
    return {**entry, **routes[route]}


def live(text: str) -> Record:
    """Return what is derived now of an expression, within the limit of time."""
    from symbolic.expression import expression, variable

    node = expression(text)
    with deadline(SECONDS, text):
        from symbolic.branching import activation_of
        from symbolic.entry import live_entry
        from symbolic.forms import with_forms

        try:
            found: Record = with_forms(live_entry(activation_of(node, text)))
        except ProofFailed as error:
            raise UserError(f"'{text}' is not derived: {error}") from error
    letter = variable(text)
    return found if letter == found["variable"] else {**found, "title": f"{text} ({found['variable']} for {letter})"}


@contextmanager
def deadline(seconds: int, text: str) -> Iterator[None]:
    """Stop what computes longer than *seconds* with a clear message; where there are no alarms, let it run.

    Time that other programs take on a busy machine does not count.
    """
    import signal
    import threading

    def stop(*_: object) -> None:
        raise UserError(f"deriving '{text}' takes longer than {seconds} seconds: try a simpler function")

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
