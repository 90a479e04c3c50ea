"""When two texts of a region count as the same: blanks and line ends aside, as tidying programs move them about."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

#: What plugins write into a note beside a card: when it comes up again, and its number elsewhere.
_ANNOTATION = re.compile(r"<!--SR:[^>\n]*-->|<!--ID: ?\d+-->|^ID: ?\d+$", re.MULTILINE)
_TICKED = re.compile(r"^([ \t>]*[-*+] )\[[^\]\n]\]", re.MULTILINE)
_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)
#: Several blank lines, or several that hold nothing but the marks of one quotation.
_EMPTY = re.compile(r"^([> \t]*)\n(?:\1\n)+", re.MULTILINE)


def normal(body: str) -> str:
    r"""Return *body* without what only a program changes: line ends, blanks at ends, blank lines, letters composed.

    >>> normal("\r\na  \r\n\r\n\r\nb\r\n")
    'a\n\nb'
    """
    text = body.replace("\r\n", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if " \n" in text or "\t\n" in text or text.endswith((" ", "\t")):
        text = _BLANKS.sub("", text)
    return _EMPTY.sub(r"\1\n", text).strip("\n")


def mark(body: str) -> str:
    """Return the sign of a text that its marker carries."""
    return sha256(normal(body).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def plain(body: str) -> str:
    """Return *body* without what plugins and boxes to tick leave in it."""
    return _TICKED.sub(r"\1[ ]", _ANNOTATION.sub("", body))
