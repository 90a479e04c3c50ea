r"""The regions of a note: what stands between two markers is ours to keep up to date, all else is the user's.

    %% chalkgrad:begin derivation h=9f2c41d07be3a812 v=1 %%

    …

    %% chalkgrad:end derivation %%

``h`` is the sign (``normal.mark``) of the text as it was exported: a text that still has it was not edited. The word
``lock`` in the first marker keeps the region as it is for good. Markers may be HTML comments as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from chalkgrad.vault.lossless import ended, newline
from chalkgrad.vault.normal import mark

#: The version of the markers and of the regions' names.
SCHEMA = 1
NAME = r"[a-z0-9][a-z0-9-]*"
_OPEN, _CLOSE = r"[ \t]*(?:%%|<!--)[ \t]*", r"[ \t]*(?:%%|-->)[ \t]*\r?\n?"
_BEGIN = re.compile(rf"{_OPEN}chalkgrad:begin[ \t]+({NAME})((?:[ \t]+(?:h=[0-9a-z]*|v=[0-9]+|lock))*){_CLOSE}")
_END = re.compile(rf"{_OPEN}chalkgrad:end[ \t]+({NAME}){_CLOSE}")
_SIGN = re.compile(r"chalkgrad:(?:begin|end)\b")
_HASH = re.compile(r"(?<=[ \t]h=)[0-9a-z]*")


class Damaged(Exception):
    """Markers that do not say where a region begins and ends; the note is then left alone."""


class Found(Struct, frozen=True):
    """A region as it stands in a note: its text between *start* and *stop*, its markers around them."""

    name: str
    hash: str
    locked: bool
    begin: int
    start: int
    stop: int
    end: int
    newline: str
    body: str


def found(text: str) -> dict[str, Found]:
    """Return the regions of a note by name; raises Damaged where its markers are unbalanced, doubled or illegible."""
    regions: dict[str, Found] = {}
    for region in _regions(text):
        if region.name in regions:
            raise Damaged(f"region '{region.name}' stands twice")
        regions[region.name] = region
    return regions


def _regions(text: str) -> Iterator[Found]:
    opened: tuple[re.Match[str], int, int, str] | None = None
    for begin, end in _marked(text):
        line = text[begin:end]
        if first := _BEGIN.fullmatch(line):
            if opened:
                raise Damaged(f"line {_number(text, begin)}: region '{opened[0][1]}' has not ended")
            opened = (first, begin, end, newline(line))
        elif last := _END.fullmatch(line):
            if not opened or opened[0][1] != last[1]:
                raise Damaged(f"line {_number(text, begin)}: region '{last[1]}' ends and has not begun")
            yield _region(text, opened, begin, end)
            opened = None
        else:
            raise Damaged(f"line {_number(text, begin)}: the marker cannot be read")
    if opened:
        raise Damaged(f"region '{opened[0][1]}' does not end")


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines begin and end that look like markers."""
    end = 0
    while (at := text.find("chalkgrad:", end)) >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1 or len(text)
        if _SIGN.search(text, begin, end):
            yield begin, end


def _number(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _region(text: str, opened: tuple[re.Match[str], int, int, str], stop: int, end: int) -> Found:
    first, begin, start, line_end = opened
    sign = _HASH.search(first[2])
    locked = "lock" in first[2].split()
    return Found(first[1], sign[0] if sign else "", locked, begin, start, stop, end, line_end, text[start:stop])


def written(name: str, body: str, end: str = "\n") -> str:
    """Return a region with its markers, with the line ends of its note."""
    return ended(
        f"%% chalkgrad:begin {name} h={mark(body)} v={SCHEMA} %%\n{inner(body)}%% chalkgrad:end {name} %%\n", end
    )


def inner(body: str) -> str:
    """Return what stands between the markers: the body between blank lines, so that no callout swallows a marker."""
    return f"\n{body}\n\n" if body else "\n"


def signed(text: str, region: Found, sign: str) -> str:
    """Return the first marker of *region* with another sign, and otherwise as it stands."""
    marker = text[region.begin : region.start]
    if _HASH.search(marker):
        return _HASH.sub(sign, marker, count=1)
    return re.sub(rf"(chalkgrad:begin[ \t]+{NAME})", rf"\g<1> h={sign}", marker, count=1)
