"""Every formula of a record of the book as text for a terminal and as Typst, beside its LaTeX.

They are made when the book is, so that printing an entry needs neither the tree nor a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbolic.reader import read
from symbolic.text import text
from symbolic.tree import Node
from symbolic.typst import typst

#: The keys of a record that hold LaTeX.
FORMULAS = ("latex", "left", "where", "at", "closed_form")


#: The keys that hold words with formulas between dollars.
SENTENCES = ("says",)


def with_forms(record: Any) -> Any:
    """Return *record* with the other forms of its formulas under "forms"; properties hold none and are left alone."""
    if isinstance(record, list):
        return [with_forms(item) for item in record]
    if not isinstance(record, dict):
        return record
    changed = {key: value if key == "properties" else with_forms(value) for key, value in record.items()}
    formulas = {key: read(record[key]) for key in FORMULAS if isinstance(record.get(key), str)}
    sentences = [key for key in SENTENCES if key in record]
    if formulas or sentences:
        changed["forms"] = {
            form: {key: show(node) for key, node in formulas.items()}
            | {key: sentence(record[key], show, mark) for key in sentences}
            for form, show, mark in (("text", text, ""), ("typst", typst, "$"))
        }
    return changed


def sentence(words: str, show: Callable[[Node], str], mark: str) -> str:
    """Return words with the formulas between dollars shown another way, *mark* around each.

    >>> sentence("falls for $x < 0$", text, "")
    'falls for x < 0'
    """
    parts = words.split("$")
    return "".join(f"{mark}{show(read(part)).strip()}{mark}" if place % 2 else part for place, part in enumerate(parts))
