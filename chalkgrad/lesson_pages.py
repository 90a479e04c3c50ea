"""A lesson as a page: its sections with their lines and reasons, as text, Markdown, LaTeX, Typst or JSON.

What is printed comes from trees alone, in the notation that is asked for. Lines that share their left side stand
together; reasons and shapes follow each line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from chalkgrad.widths import width
from symbolic.networks.lines import Derivation, Line, Section, Words
from symbolic.notation import Notation
from symbolic.tree import Add, Aligned, Chain, Mul, Node, Text

#: The room for a display, in ems.
ROOM = 42.0
#: What a command begins with.
COMMAND = "chalkgrad "
#: Prints a formula, and puts it into words.
Show = Callable[[Node], str]


class Form(NamedTuple):
    """How one format writes formulas, a formula among words, words and, in ``typed``, what is typed at a prompt."""

    show: Show
    among: Show
    escape: Callable[[str], str]
    typed: Callable[[str], str] = str

    def words(self, words: Words) -> str:
        """Return words with the formulas among them."""
        return "".join(self.piece(part) for part in words)

    def piece(self, part: str | Node) -> str:
        """Return a piece of words; one that begins with the name of the command is to be typed."""
        if not isinstance(part, str):
            return self.among(part)
        return self.typed(part) if part.startswith(COMMAND) else self.escape(part)

    def reason(self, line: Line) -> str:
        """Return why a line holds, and how its shapes come out."""
        why = self.words(line.why)
        if line.shapes is None:
            return why
        return f"{why}; {self.among(line.shapes)}" if why else self.among(line.shapes)


def groups(section: Section) -> Iterator[list[Line]]:
    """Yield the lines of a section, those with one left side together."""
    for _, lines in groupby(section.lines, key=lambda line: (line.tree.sides[0], line.where)):
        yield list(lines)


def rows(group: list[Line]) -> list[Chain]:
    """Return the chains of a group, the left side on the first alone."""
    first, *rest = (line.tree for line in group)
    return [first, *(Chain((Text(""), *chain.sides[1:]), chain.relations) for chain in rest)]


def broken(chain: Chain, room: float) -> list[Node]:
    """Return a chain wider than the room, in ems, as several rows: its last sum or product breaks before a sign."""
    whole = chain.sides[-1]
    if width(chain) <= room or not (isinstance(whole, Add) or (isinstance(whole, Mul) and whole.dot)):
        return [chain]
    kept = room - width(Chain((*chain.sides[:-1], Text("")), chain.relations))
    packed: list[list[Node]] = [[]]
    for part in whole.terms if isinstance(whole, Add) else whole.factors:
        if packed[-1] and width(_joined(whole, [*packed[-1], part])) > kept:
            packed.append([])
        packed[-1].append(part)
    first, *others = packed
    head = first[0] if len(first) == 1 else _joined(whole, first)
    return [Chain((*chain.sides[:-1], head), chain.relations), *(_joined(whole, [Text(""), *rest]) for rest in others)]


def _joined(whole: Add | Mul, parts: list[Node]) -> Node:
    """Return a part of a sum or of a product."""
    return Add(tuple(parts)) if isinstance(whole, Add) else Mul(tuple(parts), dot=True)


def as_text(lesson: Derivation, title: str, notation: Notation) -> str:
    """Return a lesson for a terminal."""
    from chalkgrad.lesson_text import page

    return page(lesson, title, notation)


def as_markdown(lesson: Derivation, title: str, notation: Notation) -> str:
    """Return a lesson as Markdown with dollar maths."""
    from chalkgrad.lesson_text import arrows

    parts = [f"# {title}\n"]
    for section in lesson.sections:
        shown = "\n".join(("```text", *arrows(lesson), "```", "")) if section.drawing else ""
        parts.append(section_markdown(section, notation, sketch=shown))
    return "\n".join(parts)


def section_markdown(section: Section, notation: Notation, level: int = 2, sketch: str = "") -> str:
    """Return one section as Markdown under a heading of a level, a sketch in text before its words."""
    from symbolic.latex import latex

    form = Form(lambda node: latex(node, notation), lambda node: f"${latex(node, notation)}$", str, "`{}`".format)
    head = [f"{'#' * level} {section.title}", "", *[sketch] * bool(sketch)]
    return "\n".join([*head, *_markdown(section, form)])


def _markdown(section: Section, form: Form) -> Iterator[str]:
    if section.words:
        yield from (form.words(section.words), "")
    if section.table:
        yield from ("| symbol | shape | what it is |", "|---|---|---|")
        for row in section.table:
            yield "| " + " | ".join(part if isinstance(part, str) else form.among(part) for part in row) + " |"
        yield ""
    for group in groups(section):
        if group[0].where is not None:
            yield from (f"For {form.among(group[0].where)}:", "")
        yield from _display(group, form)
        reasons = [form.reason(line) for line in group]
        if len(group) > 1:
            yield from (*(f"{place}. {why}" for place, why in enumerate(reasons, 1)), "")
        elif reasons[0]:
            yield from (reasons[0] + ".", "")
    if section.code:
        yield from ("```python", *section.code, "```", "")


def _display(group: list[Line], form: Form) -> Iterator[str]:
    whole = [row for chain in rows(group) for row in broken(chain, ROOM)]
    yield from ("$$", form.show(Aligned(tuple(whole)) if len(whole) > 1 else whole[0]), "$$", "")


def as_typst(lesson: Derivation, title: str, notation: Notation) -> str:
    """Return a lesson as a fragment of Typst."""
    from chalkgrad.derived_pages import typst_words
    from symbolic.typst import typst

    form = Form(
        lambda node: typst(node, notation), lambda node: f"${typst(node, notation)}$", typst_words, "`{}`".format
    )
    body = (line for section in lesson.sections for line in _typst(section, form))
    return "\n".join([f"= {typst_words(title)}", "", *body])


def _typst(section: Section, form: Form) -> Iterator[str]:
    yield from (f"== {form.escape(section.title)}", "")
    if section.words:
        yield from (form.words(section.words), "")
    if section.table:
        cells = [part if isinstance(part, str) else form.among(part) for row in section.table for part in row]
        yield from ("#table(columns: 3,", "  " + ", ".join(f"[{cell}]" for cell in cells), ")", "")
    for group in groups(section):
        if group[0].where is not None:
            yield from (f"For {form.among(group[0].where)}:", "")
        whole = [row for chain in rows(group) for row in broken(chain, ROOM)]
        shown = " \\\n  ".join(form.show(Aligned((row,))) for row in whole)
        yield from (f"$ {shown} $", "")
        reasons = [form.reason(line) for line in group]
        if len(group) > 1:
            yield from (*(f"+ {why}" for why in reasons), "")
        elif reasons[0]:
            yield from (f"{reasons[0]}.", "")
    if section.code:
        yield from ("```python", *section.code, "```", "")


def as_latex(lesson: Derivation, title: str, notation: Notation) -> str:
    """Return a lesson as a fragment of LaTeX."""
    from chalkgrad.lesson_latex import fragment

    return fragment(lesson, title, notation)


#: The formats that are text.
FORMATS: Mapping[str, Callable[[Derivation, str, Notation], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "latex": as_latex,
    "typst": as_typst,
}
