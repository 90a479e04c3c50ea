"""The bytes of a note as text and back, without loss: any bytes at all, any line ends, a byte-order mark or none."""

from __future__ import annotations

BOM = "\ufeff"


def decoded(data: bytes) -> str:
    """Return the text of a note; a byte that is no UTF-8 becomes a lone surrogate, and comes back as it was."""
    return data.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """Return the bytes of what ``decoded`` returned."""
    return text.encode("utf-8", "surrogateescape")


def newline(line: str) -> str:
    """Return how *line* ends, LF where it does not say."""
    return "\r\n" if line.endswith("\r\n") else "\n"


def ended(text: str, end: str) -> str:
    """Return our *text*, whose lines end in LF, with the line ends of the note that it goes into."""
    return text if end == "\n" else text.replace("\n", end)
