"""MathML boiled down to what it says, so that Typst's and MathJax's of one formula can be compared."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

#: Elements that only group or space: their content counts, they do not.
_TRANSPARENT = {"math", "mrow", "mstyle", "mpadded", "mspace", "semantics"}
_LEAVES = {"mi", "mn", "mo", "mtext"}
#: Where the limits of a sum stand depends on the style of the line alone.
_LIMITS = {"munder": "msub", "mover": "msup", "munderover": "msubsup"}
#: One character for what the two write differently: accents, primes, the double bar of a tall bracket.
_SAME = {"\u0302": "^", "\u2033": "\u2032\u2032", "\u2061": ""}


class _Tree(HTMLParser):
    """Builds nested lists [tag, attributes, children] from markup; HTML need not be XML."""

    def __init__(self) -> None:
        super().__init__()
        self.root = ["root", {}, []]
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = [tag, dict(attrs), []]
        self.open[-1][2].append(node)
        self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.open[-1][2].append([tag, dict(attrs), []])

    def handle_endtag(self, tag):
        if any(node[0] == tag for node in self.open[1:]):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        self.open[-1][2].append(data)


def formulas(markup: str) -> list[list]:
    """Return what each outermost <math> of *markup* says."""
    tree = _Tree()
    tree.feed(markup)
    return [_said(node[2]) for node in _outermost(tree.root)]


def _outermost(node) -> list:
    if isinstance(node, str):
        return []
    if node[0] == "math":
        return [node]
    return [found for child in node[2] for found in _outermost(child)]


def _said(children) -> list:
    """Return the leaves of *children* sign by sign and what is built of them as tuples, grouping taken away."""
    return [part for node in children for part in _of(node)]


def _of(node) -> list:
    if isinstance(node, str):
        return list(_word(node))
    tag, _, children = node
    if tag in ("menclose", "math"):
        return [("box", _said(children))]
    if tag in _TRANSPARENT or tag in _LEAVES:
        return _said(children)
    if tag == "mtable":
        return [("table", *([_said(cell[2]) for cell in _elements(row[2])] for row in _elements(children)))]
    if tag == "msqrt":
        return [("root", _said(children))]
    return [(_LIMITS.get(tag, tag), *(_said([child]) for child in _elements(children)))]


def _elements(children) -> list:
    return [child for child in children if not isinstance(child, str)]


def _word(text: str) -> str:
    """Return a leaf without its alphabet and its blanks: an italic z is z."""
    for sign, plain in _SAME.items():
        text = text.replace(sign, plain)
    return unicodedata.normalize("NFKC", "".join(text.split())).translate({0xFE00: None, 0xFE0E: None})
