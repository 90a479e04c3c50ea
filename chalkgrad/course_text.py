"""The course file as it lies on the disk: its bytes, its text, and its values."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from chalkgrad.course_table import Source
from symbolic.errors import UserError

#: The longest course file that is read, in bytes.
LARGEST_FILE = 1_000_000


def text_of(path: Path) -> str:
    """Return the text of the file at *path*, with plain line ends and without a byte-order mark."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise UserError(f"there is no course file {path}: name one, as in chalkgrad build my/course.toml") from None
    except IsADirectoryError:
        raise UserError(f"{path} is a folder: name the course file in it, {path / 'course.toml'}") from None
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > LARGEST_FILE:
        raise UserError(f"{path} is larger than {LARGEST_FILE // 1000} kB: is it a course file?")
    return _decoded(data, path)


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise UserError(f"{path}, line {line}: byte 0x{byte:02x} is not UTF-8: save the file as UTF-8") from None


def values_of(text: str, name: str) -> dict[str, object]:
    """Return what the text says, decimals as typed; *name* is what an error calls it."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise UserError(f"{name}: brackets are nested too deep to read") from None
    except ValueError as error:
        raise UserError(_syntax(text, name, str(error))) from None


def _syntax(text: str, name: str, message: str) -> str:
    """Tell a mistake of syntax, with both lines where a key stands twice."""
    from chalkgrad.places import doubled

    twice = doubled(Source(name, text).places)
    if message.startswith("Cannot") and twice:
        return f"{name}, line {twice[2]}: '{twice[0]}' stands twice, first in line {twice[1]}: keep one"
    if "integer string conversion" in message:
        return f"{name}: a number has thousands of digits: give a shorter one"
    what, _, place = message.partition(" (at ")
    line = place.partition(",")[0] if place.startswith("line") else "at the end"
    return f"{name}, {line}: this is not TOML: {what[:1].lower()}{what[1:]}"
