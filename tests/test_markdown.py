"""Wordings are read by their tokens, and plain text survives every escape."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chalkgrad import markdown
from chalkgrad.exercise import exercise
from chalkgrad.markdown import (
    Code,
    Display,
    Emphasis,
    Formula,
    Items,
    Listing,
    Paragraph,
    Words,
    blocks,
    escaped,
    formulas,
    inline,
    quoted,
)
from chalkgrad.tex import Typesetter
from chalkgrad.tex import escaped as tex_escaped
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.notation import Notation

printable = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1).map(str.strip).filter(bool)


@given(printable)
def test_escaped_text_is_read_back_as_it_was_typed(text):
    """Whatever the characters, Markdown takes none of them for its own."""
    (read,) = MarkdownIt("commonmark").parse("# " + escaped(text))[1:2]

    assert "".join(child.content for child in read.children) == " ".join(text.split())
    assert {child.type for child in read.children} <= {"text", "text_special"}


@given(printable)
def test_escaped_text_holds_no_maths(text):
    """A dollar in a title costs money and opens no formula."""
    assert all(isinstance(piece, Words) for piece in inline("x " + escaped(text)))


def test_a_wording_is_read_into_its_blocks():
    """Paragraphs, displays, lists and code come in order, with their formulas."""
    text = "Find $z$ and *only* `z`.\n\n$$\nz = 1\n$$\n\n1. first\n2. **second**\n\n```\nz = W @ x\n```\n"
    found = blocks(text)

    assert [type(block) for block in found] == [Paragraph, Display, Items, Listing]
    assert found[0].children[1] == Formula("z")
    assert found[0].children[3] == Emphasis((Words("only"),))
    assert found[0].children[5] == Code("z")
    assert found[1] == Display("z = 1")
    assert found[2].numbered
    assert found[2].items[1][0].children == (Emphasis((Words("second"),), strong=True),)
    assert found[3] == Listing("z = W @ x")


#: What plain texts are made of, and what only the library reads.
SCRAPS = [
    "$",
    "$$",
    "$$\n",
    "\n$$",
    "\n",
    "\n\n",
    "z_1",
    "5",
    " ",
    "\t",
    "\r",
    "\\",
    "*",
    "_",
    "`",
    "~~~",
    "- ",
    "1. ",
    "é",
    "=",
    "(",
    "\xa0",
]
scraps = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=2), max_size=9).map("".join)


def by_the_library(text):
    """Read Markdown by the library alone."""
    return tuple(markdown._blocks(iter(markdown._parser().parse(text))))


@settings(max_examples=2000)
@given(scraps)
@example("$\\\\\rz_1$")
def test_plain_texts_are_read_as_the_library_reads_them(text):
    """The short way for words and formulas differs in nothing from the long one, whatever the characters."""
    assert blocks(text) == by_the_library(text)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_wordings_of_every_family_are_read_as_the_library_reads_them(family):
    """Every text of an exercise, by the short way or the long one; many go the short one."""
    texts: list[str] = []
    for number, difficulty in enumerate(DIFFICULTIES):
        one = exercise(draw(FAMILIES[family], 7, number, difficulty, {}, Notation()))
        texts += [one.statement, *one.hints, *(prompt.text for prompt in one.prompts)]
        texts += [said.words for said in (*one.steps, *one.mistakes)]

    assert [blocks(text) for text in texts] == [by_the_library(text) for text in texts]
    assert sum(bool(markdown._PLAIN.fullmatch(text)) for text in texts) > len(texts) / 3


@pytest.mark.parametrize("before", ["", "- ", "*", "Then "])
def test_a_formula_begins_a_text_whatever_ends_it(before):
    """A digit at the end of a paragraph does not keep the dollar at its beginning from opening a formula."""
    text = f"{before}$z$ is 5{'*' * (before == '*')}"

    assert list(formulas(blocks(text))) == ["z"]


def test_every_block_has_its_latex():
    """Each kind of block and of inline text reaches LaTeX, its text escaped and its formulas as they stand."""
    text = "50% of $z_1$ is *a_b* `c_d`\\\nend\n\n- one\n\n```\nx_1 = 2\n```\n"

    assert Typesetter(Notation()).blocks(text) == (
        "50\\% of $z_1$ is \\emph{a\\_b} \\texttt{c\\_d}\\\\end\n\n"
        "\\begin{itemize}\n\\item one\n\\end{itemize}\n\n\\texttt{x\\_1~=~2}"
    )


def test_latex_leaves_no_special_character_bare():
    """Each special of LaTeX is written as a command that prints it."""
    assert tex_escaped("a#b") == "a\\#b"
    assert tex_escaped("\\") == "\\textbackslash{}"
    assert all(tex_escaped(sign) != sign for sign in "#$%&_{}\\~^<>|\"'`")


def test_every_line_of_a_quotation_is_marked():
    """The blank lines too, or the callout would end at the first."""
    assert quoted("a\n\nb") == "> a\n>\n> b"
