"""Wordings are read by their tokens, and plain text survives every escape."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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
    inline,
    quoted,
)
from chalkgrad.tex import Typesetter
from chalkgrad.tex import escaped as tex_escaped
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
