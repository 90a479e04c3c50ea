r"""Cut LaTeX into the words of our dialect, and say what each may be at the head of an operand.

Marks that belong together are one word: ``^{[1]}``, ``_{12}``, ``\left(``, ``\begin{bmatrix}``, ``-2``.
"""

from __future__ import annotations

import re

from symbolic.errors import UserError
from symbolic.tree import RELATIONS

WORD = re.compile(
    r"""
    \\(?:begin|end)\{[a-z]+\} | \\left\\lvert | \\right\\rvert | \\left[(\[] | \\right[)\]]
    | \\text\{[^$_\\{}%\#&^~]*\} | \\operatorname\{[A-Za-z0-9]+\} | \\math(?:bb|cal)\{[A-Z]\} | \\hat\{[A-Za-z]\}
    | \\boldsymbol\{1\}
    | \\[A-Za-z]+ | \\.
    | -?[0-9]+(?:\.[0-9]+)? | '+
    | \^\{(?:\[[0-9]+\] | \([0-9]+\) | \\top)\}
    | _\{(?:[A-Za-z0-9,]+ | \\text\{[A-Za-z]+\})\} | _[A-Za-z0-9]
    | \S
    """,
    re.VERBOSE,
)

#: Stands after the last word.
END = "\n"

#: Every way to write a relation that the reader takes, and how the printer writes it.
RELATION_OF = {sign: sign for sign in RELATIONS} | {
    "\\leq": "\\le",
    "\\geq": "\\ge",
    "\\neq": "\\ne",
    "\\gets": "\\leftarrow",
    "\\rightarrow": "\\to",
}

#: What closes each bracket.
CLOSES = {"(": ")", "[": "]", "\\left(": "\\right)", "\\left[": "\\right]", "\\lvert": "\\rvert"}
CLOSES["\\left\\lvert"] = "\\right\\rvert"

#: What ends a product; anything else that follows a factor is the next factor, or unknown.
ENDS = frozenset(
    {"+", "-", "\\cdot", "\\odot", "\\times", ",", "}", "&", "\\\\", END, *CLOSES.values(), *RELATION_OF}
    | {f"\\end{{{name}}}" for name in ("bmatrix", "cases", "aligned")}
)


def words(text: str) -> list[str]:
    r"""Cut *text* into words, with the end marked.

    >>> words(r"W^{[1]} x - 2")
    ['W', '^{[1]}', 'x', '-', '2', '\n', '\n', '\n']
    """
    return [*WORD.findall(text), END, END, END]


def unreadable(text: str, number: int, why: str = "") -> UserError:
    """Return the error for word *number* of *text*: the word, its place, and why it cannot stand there."""
    found = list(WORD.finditer(text))
    if number >= len(found):
        return UserError(f"cannot read {text!r}: it ends too soon{why and f' ({why})'}")
    word = found[number]
    return UserError(f"cannot read {word[0]!r} at {word.start()} in {text!r}{why and f': {why}'}")
