"""Markdown as LaTeX: text escaped, formulas as they stand, long ones in pieces that break before a relation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chalkgrad.markdown import Block, Code, Display, Emphasis, Formula, Inline, Items, Listing, Paragraph, Words
from chalkgrad.markdown import blocks as read_blocks
from chalkgrad.markdown import inline as read_inline
from chalkgrad.pieces import pieces
from symbolic.errors import UserError
from symbolic.notation import Notation

#: Letters and signs that LaTeX prints in its maths only.
_MATHS = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ→←↔⇒≤≥≠≈∞∂∇∑√∈−"
_NAMES = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega rightarrow leftarrow leftrightarrow Rightarrow le ge "
    "ne approx infty partial nabla sum surd in mathord{-}"
)
#: What pdflatex prints of Unicode with the fonts of the page, besides those; anything else is strange to it.
_LATIN = "\\x00-\\x7f\\xa0-\\u0125\\u0128-\\u0137\\u0139-\\u013e\\u0141-\\u0148\\u014a-\\u0165\\u0168-\\u017e"
_MARKS = "\\u2010-\\u2014\\u2018-\\u201a\\u201c-\\u201e\\u2020-\\u2022\\u2026\\u2030\\u2039\\u203a\\u20ac\\u2122"
_STRANGE = re.compile(f"[^{_LATIN}{_MARKS}{_MATHS}]")

_SPECIAL = str.maketrans(
    {sign: "\\" + sign for sign in "#$%&_{}"}
    | {
        "\\": "\\textbackslash{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "<": "\\textless{}",
        ">": "\\textgreater{}",
        "|": "\\textbar{}",
        '"': "\\textquotedbl{}",
        "'": "\\textquotesingle{}",
        "`": "\\textasciigrave{}",
        "-": "-{}",
        "[": "{[}",
        "]": "{]}",
        "\u00a0": "~",
    }
    | {sign: f"\\ensuremath{{\\{name}}}" for sign, name in zip(_MATHS, _NAMES.split(), strict=True)}
)
#: In running prose, quotes and hyphens are typography and stay.
_PROSE = {code: text for code, text in _SPECIAL.items() if chr(code) not in "'-[]\""}


def escaped(text: str) -> str:
    r"""Return plain text as LaTeX that prints as typed; raises UserError where pdflatex has no letter for it.

    >>> print(escaped("50 % of A_1"))
    50 \% of A\_1
    """
    if not text.isascii() and (strange := _STRANGE.search(text)):
        raise UserError(
            f"latex cannot print the '{strange[0]}' of '{text}': write it otherwise, or take latex out of the formats"
        )
    return text.translate(_SPECIAL)


def lined(paragraphs: Iterable[Sequence[str]]) -> str:
    """Return plain text as LaTeX that prints as typed, each line of a paragraph on a line of its own."""
    return "\n\n".join("\\newline\n".join(map(escaped, lines)) for lines in paragraphs)


def breakable(identity: str) -> str:
    """Return an id whose line may end after each colon."""
    return ":\\allowbreak{}".join(map(escaped, identity.split(":")))


class Typesetter:
    """Prints what a wording says as LaTeX, in one notation."""

    def __init__(self, notation: Notation) -> None:
        """Keep the notation in which formulas are read."""
        self.notation = notation

    def blocks(self, text: str) -> str:
        """Return Markdown as paragraphs, displays and lists."""
        return self._blocks(read_blocks(text))

    def inline(self, text: str) -> str:
        """Return Markdown as text within a line."""
        return self._inlines(read_inline(text))

    def formula(self, latex: str) -> str:
        """Return a formula in pieces, each in a box that shrinks when it is wider than the line."""
        return " ".join(f"\\piece{{{piece}}}" for piece in pieces(latex, self.notation))

    def _blocks(self, read: Sequence[Block]) -> str:
        return "\n\n".join(map(self._block, read))

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return self._inlines(block.children)
        if isinstance(block, Display):
            return f"\\shown{{{self.formula(block.latex)}}}"
        if isinstance(block, Items):
            kind = "enumerate" if block.numbered else "itemize"
            items = "\n".join(f"\\item {self._blocks(item)}" for item in block.items)
            return f"\\begin{{{kind}}}\n{items}\n\\end{{{kind}}}"
        return _listing(block)

    def _inlines(self, children: Sequence[Inline]) -> str:
        return "".join(map(self._inline, children))

    def _inline(self, piece: Inline) -> str:
        if isinstance(piece, Words):
            return piece.text.translate(_PROSE)
        if isinstance(piece, Formula):
            return f"${piece.latex}$"
        if isinstance(piece, Emphasis):
            return f"{_STRENGTH[piece.strong]}{{{self._inlines(piece.children)}}}"
        return f"\\texttt{{{escaped(piece.text)}}}" if isinstance(piece, Code) else "\\\\"


_STRENGTH = {False: "\\emph", True: "\\textbf"}


def _listing(block: Listing) -> str:
    """Return code line by line, each blank kept."""
    lines = block.text.split("\n")
    return "\\\\\n".join(f"\\texttt{{{escaped(line).replace(' ', '~')}}}" for line in lines)
