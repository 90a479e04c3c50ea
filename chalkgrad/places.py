"""The line at which each key of a TOML text stands, which the standard library's parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: The way to a value: ("week", 1, "problem", 0, "count") is the count of the first problem of the second week.
Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_SEGMENT = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)""")
#: A piece of a value: a string of any of the four kinds, a comment, a bracket, the end of a line, or anything else.
_PIECE = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|.', re.DOTALL)


def places(text: str) -> list[tuple[Path, int]]:
    """Return each table and key of *text* with its line, in order; a key that stands twice is there twice."""
    return list(_statements(text))


def line_of(path: Path, known: list[tuple[Path, int]]) -> int | None:
    """Return the line of *path*, or of the first key below it, or of the nearest table above it that has one."""
    below = {there[:depth]: line for there, line in reversed(known) for depth in range(1, len(there))}
    lines = below | dict(reversed(known))
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def doubled(known: list[tuple[Path, int]]) -> tuple[str, int, int] | None:
    """Return the first key that stands twice, with both lines."""
    first: dict[Path, int] = {}
    for path, line in known:
        if path in first:
            return ".".join(str(step) for step in path if isinstance(step, str)), first[path], line
        first[path] = line
    return None


def _statements(text: str) -> Iterator[tuple[Path, int]]:
    counts: dict[Path, int] = {}
    table: Path = ()
    line, counted, at = 1, 0, _after_blank(text, 0)
    while at < len(text):
        line, counted = line + text.count("\n", counted, at), at
        brackets = 2 if text.startswith("[[", at) else text.startswith("[", at)
        names, end = _key(text, at + brackets)
        if brackets:
            table = _table(names, counts, array=brackets == 2)
            yield table, line
        else:
            yield (*table, *names), line
        at = _after_blank(text, _after_value(text, max(end, at + 1), brackets))


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _key(text: str, at: int) -> tuple[Path, int]:
    """Read a dotted key, and say where it ends."""
    names: list[str] = []
    while found := _SEGMENT.match(text, at):
        names.append(next(name for name in found.groups()[:3] if name is not None))
        at = found.end()
        if not found[4]:
            break
    return tuple(names), at


def _table(names: Path, counts: dict[Path, int], *, array: bool) -> Path:
    """Say which table a header opens: the last one so far of each array on the way."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        path = (*path, counts[path]) if path in counts else path
    path = (*path, *names[-1:])
    if not array:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _after_value(text: str, at: int, brackets: int) -> int:
    """Return the end of the line on which the value that begins at *at* closes its last bracket."""
    depth = brackets
    for piece in _PIECE.finditer(text, at):
        depth += (piece[0] in ("[", "{")) - (piece[0] in ("]", "}"))
        if piece[0] == "\n" and depth <= 0:
            return piece.end()
    return len(text)
