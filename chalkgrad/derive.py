"""Print a derivation for the terminal, as Markdown, LaTeX, Typst or JSON; the book answers where it can."""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from symbolic.activations import ACTIVATIONS
from symbolic.errors import UserError, unknown

Record = Mapping[str, Any]
#: What can only be meant as a name of the catalogue.
NAME = re.compile(r"[A-Za-z]{2}[A-Za-z0-9]{0,30}(-[A-Za-z0-9]+)*")
#: What a live derivation may take.
SECONDS = 20


def derivation(function: str, route: str | None = None, format: str = "text") -> str:  # noqa: A002  # the option's name
    """Return how the slope of *function* is found, a name of the catalogue or an expression in one variable."""
    if format not in FORMATS:
        raise unknown("format", format, FORMATS)
    return FORMATS[format](chosen(record(function), route))


def record(function: str) -> Record:
    """Return the book's entry of a name, or what is derived now of an expression."""
    if function in ACTIVATIONS:
        from symbolic.book import load

        return load(function)
    if NAME.fullmatch(function):
        raise unknown("activation", function, ACTIVATIONS)
    return live(function)


def live(text: str) -> Record:
    """Return what is derived now of an expression, within the limit of time."""
    from symbolic.expression import expression

    node = expression(text)
    with deadline(SECONDS, text):
        from symbolic.branching import activation_of
        from symbolic.entry import live_entry

        return live_entry(activation_of(node, text))


@contextmanager
def deadline(seconds: int, text: str) -> Iterator[None]:
    """Stop what runs longer than *seconds* with a clear message; where there are no alarms, let it run."""

    def stop(*_: object) -> None:
        raise UserError(f"deriving '{text}' takes longer than {seconds} seconds: try a simpler function")

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def chosen(entry: Record, route: str | None) -> Record:
    """Return *entry* with the lines of the *route* that was asked for."""
    routes = entry.get("routes", {})
    if route is None:
        return entry
    if route not in routes:
        raise unknown(f"route to the slope of {entry['name']}", route, routes)
    return {**entry, **routes[route]}


def as_json(entry: Record) -> str:
    """Return the contract's keys as one JSON object."""
    keys = (
        "name",
        "title",
        "variable",
        "definition",
        "parameters",
        "route",
        "lines",
        "result",
        "closed_form",
        "pieces",
        "kinks",
        "second",
        "properties",
    )
    return json.dumps({key: entry[key] for key in keys if key in entry}, indent=2, ensure_ascii=False) + "\n"


def as_markdown(entry: Record) -> str:
    """Return a page of Markdown with dollar maths."""
    lines = [f"# {entry['title']}", "", f"$$\n{entry['definition']['latex']}\n$$", ""]
    for where, group in _groups(entry):
        lines += [f"For ${where}$:", ""] if where else []
        lines += [f"$$\n{_display(group)}\n$$", "", *_numbered(group), ""]
    lines += _kinks(entry, "${}$".format)
    return "\n".join([*lines, "Slope:", "", f"$$\n{entry['result']['latex']}\n$$", ""])


def as_latex(entry: Record) -> str:
    """Return a fragment of LaTeX (amsmath)."""
    lines = [f"\\section*{{{entry['title']}}}"]
    for where, group in _groups(entry):
        lines += [f"For ${where}$:"] if where else []
        lines.append(f"\\begin{{align*}}\n{_tagged(group)}\n\\end{{align*}}")
    lines += _kinks(entry, "${}$".format)
    return "\n".join([*lines, f"\\[\n{entry['result']['latex']}\n\\]", ""])


def _display(group: list[Record]) -> str:
    rows = [f"{_left(group, place)} &= {line['latex']}" for place, line in enumerate(group)]
    return "\\begin{aligned} " + " \\\\\n".join(rows) + " \\end{aligned}"


def _tagged(group: list[Record]) -> str:
    rows = [f"{_left(group, place)} &= {line['latex']} && \\text{{{line['rule']}}}" for place, line in enumerate(group)]
    return " \\\\\n".join(rows)


def _left(group: list[Record], place: int) -> str:
    """Name the left side once: again only where it changes."""
    left = group[place]["left"]
    return left if place == 0 or group[place - 1]["left"] != left else ""


def _numbered(group: list[Record]) -> list[str]:
    return [f"{place}. {line['rule']}" for place, line in enumerate(group, 1)]


def _groups(entry: Record) -> list[tuple[str, list[Record]]]:
    """Return the lines by the branch that they belong to."""
    groups: dict[str, list[Record]] = {}
    for line in entry["lines"]:
        groups.setdefault(line.get("where", ""), []).append(line)
    return list(groups.items())


def _kinks(entry: Record, show: Callable[[str], str]) -> list[str]:
    return [
        f"At {show(entry['variable'] + ' = ' + kink['at'])} the slope is {show(kink['left']['latex'])} from the left "
        f"and {show(kink['right']['latex'])} from the right; the convention takes the one from the "
        f"{kink['convention']}.\n"
        for kink in entry["kinks"]
    ]


def _tree(latex: str) -> Any:
    from symbolic.reader import read

    return read(latex)


def as_typst(entry: Record) -> str:
    """Return a fragment of Typst."""
    from symbolic.typst import typst

    lines = [f"= {entry['title']}", ""]
    for where, group in _groups(entry):
        lines += [f"For ${typst(_tree(where))}$:", ""] if where else []
        rows = [f"{_typst_left(group, place)} &= {typst(_tree(line['latex']))}" for place, line in enumerate(group)]
        lines += ["$ " + " \\\n  ".join(rows) + " $", ""]
        lines += [f"+ {line['rule']}" for line in group] + [""]
    lines += _kinks(entry, lambda latex: f"${typst(_tree(latex))}$")
    return "\n".join([*lines, f"$ {typst(_tree(entry['result']['latex']))} $", ""])


def _typst_left(group: list[Record], place: int) -> str:
    from symbolic.typst import typst

    left = _left(group, place)
    return typst(_tree(left)) if left else ""


def as_text(entry: Record) -> str:
    """Return the derivation for a terminal: lines aligned at their equals signs, rules at the right."""
    from symbolic.text import text

    lines = [str(entry["title"]), ""]
    for where, group in _groups(entry):
        lines += [f"for {text(_tree(where))}", ""] if where else []
        lines += [*_aligned(group), ""]
    lines += _kinks(entry, lambda latex: text(_tree(latex)))
    return "\n".join([*lines, f"slope: {text(_tree(entry['result']['latex']))}", ""])


def _aligned(group: list[Record]) -> list[str]:
    from symbolic.text import text

    lefts = [text(_tree(left)) if (left := _left(group, place)) else "" for place in range(len(group))]
    rights = [text(_tree(line["latex"])) for line in group]
    before, wide = max(map(len, lefts)), max(map(len, rights))
    rows = zip(lefts, rights, group, strict=True)
    return [f"  {left:>{before}} = {right:<{wide}}   {line['rule']}".rstrip() for left, right, line in rows]


#: How a derivation can be printed.
FORMATS: dict[str, Callable[[Record], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "latex": as_latex,
    "typst": as_typst,
    "json": as_json,
}
