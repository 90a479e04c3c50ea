"""A derivation as a page: its lines with their rules, the kinks, the result, and the table of what is proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Record = Mapping[str, Any]

#: What TeX would take for more than a letter.
TEX = {
    **{letter: f"\\{letter}" for letter in "%_&#{}$"},
    "^": "\\^{}",
    "∞": "$\\infty$",
    "−": "$-$",
    "δ": "$\\delta$",
    "|": "\\textbar{}",
    "\\": "\\textbackslash{}",
}
#: Characters of a line beside which its rule still has room on a page of LaTeX; else it stands beneath.
WIDE = 90
#: The keys of the contract.
KEYS = (
    "name", "title", "variable", "definition", "parameters", "route", "lines", "result", "closed_form", "pieces",
    "kinks", "second", "properties", "verdict",
)  # fmt: skip  # a line each would hide that it is one list


def as_json(entry: Record) -> str:
    """Return the contract's keys as one JSON object."""
    return json.dumps(_bare({key: entry[key] for key in KEYS if key in entry}), indent=2, ensure_ascii=False) + "\n"


def _bare(value: Any) -> Any:
    """Return *value* without the forms that only printing needs."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key != "forms"}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def said(record: Record, form: str, key: str = "latex") -> str:
    """Return a formula of *record* in one form: latex, text or typst."""
    return str(record[key] if form == "latex" else record["forms"][form][key])


def groups(entry: Record) -> Iterator[list[Record]]:
    """Yield the lines of each branch."""
    found: dict[str, list[Record]] = {}
    for line in entry["lines"]:
        found.setdefault(line.get("where", ""), []).append(line)
    yield from found.values()


def left(group: list[Record], place: int, form: str) -> str:
    """Return the left side of a line, again only where it changes."""
    same = place and group[place - 1]["left"] == group[place]["left"]
    return "" if same else said(group[place], form, "left")


def kinks(entry: Record, form: str, mark: str) -> Iterator[str]:
    """Yield a sentence for each kink: the slopes on both sides and what the convention takes."""
    for kink in entry["kinks"]:
        place = f"{mark}{entry['variable']} = {said(kink, form, 'at')}{mark}"
        before, behind = (f"{mark}{said(kink[side], form)}{mark}" for side in ("left", "right"))
        if kink.get("gap"):
            yield f"At {place} the function has no value, and so no slope."
        elif kink["jump"]:
            yield f"At {place} the function jumps and has no slope; by convention {before} is taken."
        elif before == behind:
            if any(kink[side].get("tends") for side in ("left", "right")):  # where the formula has no value
                yield f"At {place} the slopes from both sides tend to {before}, which is the slope there."
            else:
                yield f"At {place} the slopes from both sides agree: {before}."
        else:
            sides = f"{before} from the left and {behind} from the right"
            taken = before if kink["convention"] == "left" else behind
            yield f"At {place} the slope is {sides}; by convention {taken} is taken{_elsewhere(kink, form, mark)}."


def _elsewhere(kink: Record, form: str, mark: str) -> str:
    """Return what other libraries take at a kink."""
    listed = [f"{one['library']} takes {mark}{said(one, form)}{mark}" for one in kink["elsewhere"]]
    return f" ({', '.join(listed)})" if listed else ""


def rows(entry: Record, form: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of the table of what is proved: the name, and words with formulas in one form."""
    yield from ((row["name"], said(row, form, "says").replace("\n", " ")) for row in entry["table"])


def as_markdown(entry: Record) -> str:
    """Return a page of Markdown with dollar maths."""
    from chalkgrad.markdown import escaped

    lines = [f"# {escaped(entry['title'])}", "", f"$$\n{entry['definition']['latex']}\n$$", ""]
    for group in groups(entry):
        lines += [f"For ${group[0]['where']}$:", ""] if "where" in group[0] else []
        steps = [f"{left(group, place, 'latex')} &= {line['latex']}".lstrip() for place, line in enumerate(group)]
        lines += ["$$", "\\begin{aligned} " + " \\\\\n".join(steps) + " \\end{aligned}", "$$", ""]
        lines += [*(f"{place}. {line['rule']}" for place, line in enumerate(group, 1)), ""]
    lines += [text + "\n" for text in kinks(entry, "latex", "$")]
    lines += ["Slope:", "", f"$$\n{entry['result']['latex']}\n$$", "", "| property | proved |", "|---|---|"]
    lines += [f"| {name} | {words} |" for name, words in rows(entry, "latex")]
    return "\n".join([*lines, ""])


def as_latex(entry: Record) -> str:
    """Return a fragment of LaTeX (amsmath), the rules at the right."""
    lines = [f"\\section*{{{tex_words(entry['title'])}}}"]
    for group in groups(entry):
        lines += [f"For ${group[0]['where']}$:"] if "where" in group[0] else []
        between = " && " if max(len(said(line, "text")) for line in group) <= WIDE else " \\\\\n & \\qquad "
        steps = [
            f"{left(group, place, 'latex')} &= {line['latex']}{between}\\text{{{tex_words(line['rule'])}}}"
            for place, line in enumerate(group)
        ]
        lines.append("\\begin{align*}\n" + " \\\\\n".join(steps) + "\n\\end{align*}")
    lines += [f"{text}\n" for text in kinks(entry, "latex", "$")]
    lines += [f"\\[\n{entry['result']['latex']}\n\\]", "\\begin{tabular}{lp{0.7\\textwidth}}"]
    lines += [f"{tex_words(name)} & {_tex_sentence(words)} \\\\" for name, words in rows(entry, "latex")]
    return "\n".join([*lines, "\\end{tabular}", ""])


def tex_words(words: str) -> str:
    """Return words for LaTeX."""
    return "".join(TEX.get(letter, letter) for letter in words)


def _tex_sentence(words: str) -> str:
    """Escape the words between the formulas of a sentence."""
    parts = words.split("$")
    return "$".join(part if place % 2 else tex_words(part) for place, part in enumerate(parts))


def as_typst(entry: Record) -> str:
    """Return a fragment of Typst."""
    lines = [f"= {typst_words(entry['title'])}", ""]
    for group in groups(entry):
        lines += [f"For ${said(group[0], 'typst', 'where')}$:", ""] if "where" in group[0] else []
        steps = [f"{left(group, place, 'typst')} &= {said(line, 'typst')}".lstrip() for place, line in enumerate(group)]
        lines += ["$ " + " \\\n  ".join(steps) + " $", "", *(f"+ {line['rule']}" for line in group), ""]
    lines += [f"{text}\n" for text in kinks(entry, "typst", "$")]
    lines += [f"$ {said(entry['result'], 'typst')} $", "", "#table(columns: 2,"]
    lines += [f"  [{typst_words(name)}], [{words}]," for name, words in rows(entry, "typst")]
    return "\n".join([*lines, ")", ""])


def typst_words(words: str) -> str:
    """Return words for Typst."""
    return "".join(f"\\{letter}" if letter in "*_#$[]@<>`~\\" else letter for letter in words)


def as_text(entry: Record) -> str:
    """Return the derivation for a terminal: lines aligned at their equals signs, rules at the right."""
    lines = [f"{entry['title']}: {said(entry['definition'], 'text')}", ""]
    for group in groups(entry):
        lines += [f"for {said(group[0], 'text', 'where')}", ""] if "where" in group[0] else []
        lines += [*_aligned(group), ""]
    lines += [f"{text}\n" for text in kinks(entry, "text", "")]
    lines += [f"slope: {said(entry['result'], 'text')}", ""]
    return "\n".join([*lines, *(f"  {name:<22} {words}" for name, words in rows(entry, "text")), ""])


def _aligned(group: list[Record]) -> list[str]:
    lefts = [left(group, place, "text") for place in range(len(group))]
    rights = [said(line, "text") for line in group]
    before, wide = max(map(len, lefts)), min(72, max(map(len, rights)))
    rows = zip(lefts, rights, group, strict=True)
    return [f"  {name:>{before}} = {right:<{wide}}   {line['rule']}" for name, right, line in rows]


#: How a derivation can be printed.
FORMATS: dict[str, Callable[[Record], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "latex": as_latex,
    "typst": as_typst,
    "json": as_json,
}
