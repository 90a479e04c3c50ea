"""Every formula of a record of the book as text for a terminal and as Typst, beside its LaTeX.

They are made when the book is, so that printing an entry needs neither the tree nor a reader.
"""

from __future__ import annotations

from typing import Any

from symbolic.reader import read
from symbolic.text import text
from symbolic.typst import typst

#: The keys of a record that hold LaTeX.
FORMULAS = ("latex", "left", "where", "at", "closed_form")


def with_forms(record: Any) -> Any:
    """Return *record* with the other forms of its formulas under "forms"; properties hold none and are left alone."""
    if isinstance(record, list):
        return [with_forms(item) for item in record]
    if not isinstance(record, dict):
        return record
    changed = {key: value if key == "properties" else with_forms(value) for key, value in record.items()}
    formulas = {key: read(record[key]) for key in FORMULAS if isinstance(record.get(key), str)}
    if formulas:
        changed["forms"] = {
            "text": {key: text(node) for key, node in formulas.items()},
            "typst": {key: typst(node) for key, node in formulas.items()},
        }
    return changed
