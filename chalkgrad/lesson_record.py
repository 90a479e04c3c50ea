"""A lesson as a record for JSON: the net, its symbols with shapes, every line with its reason, and the gradients."""

from __future__ import annotations

from typing import Any

from symbolic.latex import latex
from symbolic.networks.lines import Derivation, Line, Section, Words
from symbolic.networks.net import OPAQUE
from symbolic.networks.scalar import DEEP
from symbolic.notation import Notation


def record(lesson: Derivation, notation: Notation, proof: dict[str, Any]) -> dict[str, Any]:
    """Return all of a lesson as JSON has it; formulas are LaTeX in the notation."""
    net = lesson.net
    return {
        "layers": net.layers,
        "hidden": list(net.activations[:-1]),
        "output": net.output,
        "loss": net.loss,
        "convention": notation.convention,
        "batch": net.batch,
        "form": lesson.form,
        "sizes": list(lesson.sizes),
        "cancels": net.cancels,
        "gradients": gradients(lesson, notation),
        "sections": [section(part, notation) for part in lesson.sections],
        "numpy": [line for part in lesson.sections for line in part.code if line],
        "proof": proof,
    }


def gradients(lesson: Derivation, notation: Notation) -> dict[str, Any]:
    """Return each gradient with its shape; in the scalar form entry by entry as SymPy reads it."""
    found: dict[str, Any] = {
        name: {"latex": latex(typed.node, notation), "shape": list(typed.dims)}
        for name, typed in lesson.gradients.items()
    }
    if lesson.form == "scalar" and lesson.net.layers <= DEEP and not set(lesson.net.activations) & set(OPAQUE):
        from symbolic.networks.expanded import entries

        for name, strings in entries(lesson.net, lesson.sizes).items():
            found[name]["entries"] = strings
    return found


def section(part: Section, notation: Notation) -> dict[str, Any]:
    """Return a section."""
    found: dict[str, Any] = {"key": part.key, "title": part.title, "words": words(part.words, notation)}
    if part.table:
        found["symbols"] = [
            {"latex": cell(row[0], notation), "shape": cell(row[1], notation), "what": cell(row[2], notation)}
            for row in part.table
        ]
    found["lines"] = [line(each, notation) for each in part.lines]
    if part.links:
        found["derived"] = list(part.links)
    return found


def line(each: Line, notation: Notation) -> dict[str, Any]:
    """Return a line: its LaTeX, the reason, the shapes, where it holds, and what was claimed of it."""
    found: dict[str, Any] = {
        "latex": latex(each.tree, notation),
        "rule": words(each.why, notation),
        "claim": each.claim,
    }
    if each.shapes is not None:
        found["shapes"] = latex(each.shapes, notation)
    if each.where is not None:
        found["where"] = latex(each.where, notation)
    return found


def cell(part: Any, notation: Notation) -> str:
    """Return a cell of a table."""
    return part if isinstance(part, str) else latex(part, notation)


def words(parts: Words, notation: Notation) -> str:
    """Return words with their formulas between dollars."""
    return "".join(part if isinstance(part, str) else f"${latex(part, notation)}$" for part in parts)
