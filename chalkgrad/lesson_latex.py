"""A lesson as a fragment of LaTeX (amsmath): lines aligned, each with its reason at the right where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from chalkgrad.derived_pages import tex_words
from chalkgrad.lesson_pages import Form, broken, groups, rows
from chalkgrad.widths import width
from symbolic.latex import LatexPrinter, latex
from symbolic.networks.lines import Derivation, Line, Section
from symbolic.notation import Notation
from symbolic.tree import Node

#: The room for a formula with its reason beside it, and alone, in ems of TeX's narrow article.
BESIDE, ALONE = 15.0, 28.0


def fragment(lesson: Derivation, title: str, notation: Notation) -> str:
    """Return a lesson; its drawings come in TikZ, for a document that loads it."""
    form = Form(
        lambda node: latex(node, notation),
        lambda node: f"${latex(node, notation)}$",
        tex_words,
        "\\texttt{{{}}}".format,
    )
    lines = [f"\\section*{{{tex_words(title)}}}", "\\begingroup\\allowdisplaybreaks"]
    for section in lesson.sections:
        lines.append(f"\\subsection*{{{tex_words(section.title)}}}")
        lines += _pictures(lesson, notation) if section.drawing else ()
        lines += (*_head(section, form), *_displays(section, form, LatexPrinter(notation)))
        lines += ("\\begin{verbatim}", *section.code, "\\end{verbatim}") if section.code else ()
    return "\n".join([*lines, "\\endgroup", ""])


def _pictures(lesson: Derivation, notation: Notation) -> Iterator[str]:
    """Yield the drawings; a document without TikZ passes over them."""
    from chalkgrad.drawing.tikz import COLOURS_DEFINED, tikz
    from chalkgrad.lesson_drawings import drawings

    yield from ("\\ifdefined\\tikzpicture", COLOURS_DEFINED)
    for each in drawings(lesson, notation):
        fit = "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}"
        yield f"\\begin{{center}}{fit}{{%\n{tikz(each)}}}\\end{{center}}"
    yield "\\fi"


def _head(section: Section, form: Form) -> Iterator[str]:
    if section.words:
        yield from (form.words(section.words), "")
    if section.table:
        yield "\\noindent\\begin{tabular}{lll}"
        yield from (" & ".join(map(form.piece, row)) + " \\\\" for row in section.table)
        yield from ("\\end{tabular}", "")


def _displays(section: Section, form: Form, printer: LatexPrinter) -> Iterator[str]:
    """Yield the displays: neighbours with room for their reasons share one, so that their signs stand in a line."""
    placed = [
        (group[0], chain, line) for group in groups(section) for chain, line in zip(rows(group), group, strict=True)
    ]
    for (where, beside), found in groupby(placed, key=lambda one: (one[0].where, width(one[1]) <= BESIDE)):
        several = list(found)
        if where is not None:
            yield f"For {form.among(where)}:"
        if beside:
            shown = (f"{printer.row(chain)} && {_aside(form.reason(line))}" for _, chain, line in several)
            yield "\\begin{align*}\n" + " \\\\\n".join(shown) + "\n\\end{align*}"
        else:
            for _, chain, line in several:
                yield from _alone(broken(chain, ALONE), line, form, printer)


def _aside(reason: str) -> str:
    return f"\\parbox{{0.42\\linewidth}}{{\\raggedright\\small {reason}}}" if reason else ""


def _alone(whole: list[Node], line: Line, form: Form, printer: LatexPrinter) -> Iterator[str]:
    """Yield a wide line in as many rows as it needs, its reason under it."""
    yield "\\begin{align*}\n" + " \\\\\n".join(map(printer.row, whole)) + "\n\\end{align*}"
    if reason := form.reason(line):
        yield from (f"{{\\small {reason}\\par}}", "")
