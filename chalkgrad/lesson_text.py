"""A lesson for a terminal: lines with their reasons beside them, tables and the computation in plain letters."""

from __future__ import annotations

from collections.abc import Iterator

from chalkgrad.lesson_pages import Form, groups, rows
from symbolic.networks.lines import Derivation, Section
from symbolic.notation import Notation
from symbolic.text import text


def page(lesson: Derivation, title: str, notation: Notation) -> str:
    """Return a lesson as text."""
    form = Form(*(lambda node: text(node, notation),) * 2, str)
    return "\n".join([title, "=" * len(title), "", *(line for s in lesson.sections for line in _text(s, form, lesson))])


def _text(section: Section, form: Form, lesson: Derivation) -> Iterator[str]:
    yield from (section.title, "-" * len(section.title), "")
    if section.drawing:
        yield from (*arrows(lesson), "")
    if section.words:
        yield from (*_wrapped(form.words(section.words)), "")
    yield from _table(section, form)
    for group in groups(section):
        if group[0].where is not None:
            yield f"  for {form.show(group[0].where)}:"
        for chain, line in zip(rows(group), group, strict=True):
            yield from _row(form.show(chain), form.reason(line), len(form.show(group[0].tree.sides[0])))
        if len(group) > 1:
            yield ""
    if section.lines and len(group) == 1:
        yield ""
    if section.code:
        yield from (*(f"    {line}".rstrip() for line in section.code), "")


def _row(shown: str, why: str, indent: int) -> Iterator[str]:
    """Yield a line with its reason beside it, or under it where both are long."""
    if shown.startswith(" "):
        shown = " " * indent + shown
    if why and len(shown) <= 54 and len(why) <= 62:
        yield f"  {shown:<54}   {why}"
        return
    yield f"  {shown}"
    if why:
        yield from (f"      {part}" for part in _wrapped(why, 108))


def _wrapped(words: str, width: int = 112) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _table(section: Section, form: Form) -> Iterator[str]:
    cells = [[part if isinstance(part, str) else form.show(part) for part in row] for row in section.table]
    if not cells:
        return
    wide = [max(len(row[place]) for row in cells) for place in range(2)]
    yield from (f"  {symbol:<{wide[0]}}   {shape:<{wide[1]}}   {what}" for symbol, shape, what in cells)
    yield ""


def arrows(lesson: Derivation) -> Iterator[str]:
    """Yield the computation in two lines: forward from x to J, and the errors on their way back."""
    net = lesson.net
    forward = "  x"
    for layer in range(1, net.layers + 1):
        forward += f" --W{layer},b{layer}--> z{layer} --{_named(net.activation(layer))}--> a{layer}"
    forward += f" --{net.loss}--> J"
    back = list(f"  {'<':-<{len(forward) - 3}}-")
    for layer in range(1, net.layers + 1):
        place = forward.index(f" z{layer} ")
        label = f" δ{layer} <"
        back[place : place + len(label)] = label
    back[2:6] = "dx <"
    yield from (forward, "".join(back))


def _named(name: str) -> str:
    return "id" if name == "identity" else name
