"""Read the Markdown of a wording into a small document, by its tokens and never by string surgery.

The subset: paragraphs, displays between ``$$`` on lines of their own, bullet and numbered lists, fenced code; inside
a paragraph words, ``$formulas$``, emphasis, strong, code and line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


class Words(Struct, frozen=True):
    """Plain text."""

    text: str


class Formula(Struct, frozen=True):
    """A formula in the line, as LaTeX."""

    latex: str


class Code(Struct, frozen=True):
    """Code in the line."""

    text: str


class Break(Struct, frozen=True):
    """A line that ends where the writer says so."""


class Emphasis(Struct, frozen=True):
    """Words that stand out: slanted, or bold where they are strong."""

    children: tuple[Inline, ...]
    strong: bool = False


Inline = Words | Formula | Code | Break | Emphasis


class Paragraph(Struct, frozen=True):
    """A paragraph."""

    children: tuple[Inline, ...]


class Display(Struct, frozen=True):
    """A formula on lines of its own, as LaTeX."""

    latex: str


class Items(Struct, frozen=True):
    """A list of items, bulleted or numbered."""

    items: tuple[tuple[Block, ...], ...]
    numbered: bool = False


class Listing(Struct, frozen=True):
    """A block of code."""

    text: str


Block = Paragraph | Display | Items | Listing


@lru_cache(4096)
def blocks(text: str) -> tuple[Block, ...]:
    """Read Markdown.

    >>> blocks("Find $z$.")
    (Paragraph(children=(Words(text='Find '), Formula(latex='z'), Words(text='.'))),)
    """
    if not text:
        return ()
    if _PLAIN.fullmatch(text):
        return tuple(map(_plain_block, _BLANK.split(text.strip("\n"))))
    return tuple(_blocks(iter(_parser().parse(text))))


def inline(text: str) -> tuple[Inline, ...]:
    """Read Markdown that is one line: a reason, a hint, the name of a mistake."""
    read = blocks(text)
    return tuple(piece for block in read for piece in (block.children if isinstance(block, Paragraph) else ()))


#: A formula in the line: no blank within its dollars, no letter or digit beside them.
_FORMULA = r"(?<!\w)\$(?!\s)[^$\r\n\x00]+(?<![\s\\])\$(?!\w)"
#: A paragraph of one line in which no sign stands that Markdown could take for its own.
_LINE = rf"(?![-+~\s]|\d+[.)])(?:[^$*_`\\\x00-\x1f]++|{_FORMULA})+(?<!\s)"
_DISPLAY = r"\$\$\n(?:[^$\r\n\x00]+\n)+\$\$"
#: What most texts are: words and formulas. It is read here, in less time than the library takes to be loaded; the
#: library reads all others.
_PLAIN = re.compile(rf"\n*(?:{_LINE}|{_DISPLAY})(?:\n\n+(?:{_LINE}|{_DISPLAY}))*\n*")
_BLANK = re.compile(r"\n\n+")


def _plain_block(text: str) -> Block:
    if text.startswith("$$"):
        return Display(text[2:-2].strip())
    pieces = enumerate(text.split("$"))
    return Paragraph(tuple(Formula(piece) if place % 2 else Words(piece) for place, piece in pieces if piece))


@lru_cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("zero").enable(["escape", "emphasis", "backticks", "newline", "list", "fence"])
    reader.core.ruler.before("inline", "line_end", _with_line_ends)
    return reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False)


def _with_line_ends(state: StateCore) -> None:
    """Put a line end after each paragraph before it is read.

    The plugin looks for a digit before a dollar; before a first one it would find the last character of the text.
    """
    for token in state.tokens:
        if token.type == "inline":
            token.content += "\n"


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    for token in tokens:
        if token.nesting == -1:
            return
        if token.type in ("bullet_list_open", "ordered_list_open"):
            yield Items(tuple(_items(tokens)), token.type == "ordered_list_open")
        elif token.type == "paragraph_open":
            children = next(tokens).children or []
            yield Paragraph(tuple(_inlines(iter(children[:-1]))))  # the last is the line end
            next(tokens)
        elif token.type == "math_block":
            yield Display(token.content.strip())
        elif token.type == "fence":
            yield Listing(token.content.rstrip("\n"))
        else:
            raise AssertionError(f"the Markdown reader was taught no {token.type}")


def _items(tokens: Iterator[Token]) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.nesting == -1:
            return
        yield tuple(_blocks(tokens))


def _inlines(tokens: Iterator[Token]) -> Iterator[Inline]:
    for token in tokens:
        if token.nesting == -1:
            return
        if token.type in ("em_open", "strong_open"):
            yield Emphasis(tuple(_inlines(tokens)), token.type == "strong_open")
        elif token.type == "math_inline":
            yield Formula(token.content)
        elif token.type == "code_inline":
            yield Code(token.content)
        elif token.type == "hardbreak":
            yield Break()
        elif token.content or token.type == "softbreak":
            yield Words(token.content or " ")


#: What Markdown, its maths and Obsidian would take for their own; a backslash makes each a plain character.
_SPECIAL = str.maketrans({sign: "\\" + sign for sign in "\\`*_[]<>#|~$^&%={}"})

#: What at the head of a line makes it an item of a list.
_LISTED = re.compile(r"^(\d*)([-+.)])")


def escaped(text: str) -> str:
    r"""Return plain *text* as Markdown that prints as typed, on one line.

    >>> print(escaped("a_b costs $5"))
    a\_b costs \$5
    """
    return " ".join(text.split()).translate(_SPECIAL)


def lined(paragraphs: Iterable[Sequence[str]]) -> str:
    r"""Return plain text as Markdown that prints as typed, each line of a paragraph on a line of its own.

    >>> print(lined([["- due", "2. on Friday"]]))
    \- due\
    2\. on Friday
    """
    return "\n\n".join("\\\n".join(_LISTED.sub(r"\1\\\2", escaped(line)) for line in lines) for lines in paragraphs)


def quoted(text: str, depth: int = 1) -> str:
    """Return Markdown inside a quotation or callout: every line carries its mark, the blank ones too."""
    mark = "> " * depth
    return "\n".join((mark + line).rstrip() for line in text.split("\n"))


def formulas(read: Sequence[Block]) -> Iterator[str]:
    """Yield the LaTeX of every formula of a document."""
    for block in read:
        if isinstance(block, Display):
            yield block.latex
        elif isinstance(block, Items):
            for item in block.items:
                yield from formulas(item)
        elif isinstance(block, Paragraph):
            yield from _formulas(block.children)


def _formulas(pieces: Sequence[Inline]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Formula):
            yield piece.latex
        elif isinstance(piece, Emphasis):
            yield from _formulas(piece.children)
