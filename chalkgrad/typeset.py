"""A sheet as data for the Typst template: words as strings, formulas as Typst maths with an alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from chalkgrad.exercise import Exercise, Worked
from chalkgrad.markdown import Block, Break, Code, Display, Emphasis, Formula, Inline, Items, Paragraph, Words, blocks
from chalkgrad.markdown import inline as read_inline
from chalkgrad.pieces import parts
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.wording import words
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.typst import RELATIONS, typst

Data = dict[str, Any]


def document(sheet: Sheet, kind: Kind) -> Data:
    """Return all that the template prints; the student's holds no answer."""
    setter = _Setter(sheet.notation)
    pose = setter.key if kind == "key" else setter.sheet
    return {
        "words": words(),
        "kind": kind,
        "course": sheet.course,
        "week": sheet.week,
        "title": sheet.title,
        "id": sheet.id,
        "marks": sheet.marks,
        "note": sheet.note,
        "rounding": setter.inline(sheet.rounding),
        "examples": [setter.example(exercise) for exercise in sheet.examples],
        "figures": [] if kind == "key" else [setter.figure(figure) for figure in sheet.figures],
        "exercises": [pose(exercise, own_rounding=not sheet.rounding) for exercise in sheet.exercises],
    }


class _Setter:
    """Turns the Markdown of a wording into data, in one notation."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def sheet(self, exercise: Exercise, own_rounding: bool) -> Data:
        """Return a problem as the student meets it."""
        return self._head(exercise, own_rounding) | {
            "hints": [self.inline(hint) for hint in exercise.hints],
            "prompts": [
                {"letter": prompt.letter, "text": self.inline(prompt.text), "marks": prompt.marks}
                | {"space": prompt.space_lines}
                for prompt in exercise.prompts
            ],
        }

    def key(self, exercise: Exercise, own_rounding: bool) -> Data:
        """Return a problem with all that its marker needs."""
        return self._head(exercise, own_rounding) | {
            "id": exercise.id,
            "prompts": [self._worked(worked) for worked in exercise.worked],
            "remarks": [self.inline(remark) for remark in exercise.remarks],
            "proof": self.inline(exercise.proof),
        }

    def example(self, exercise: Exercise) -> Data:
        """Return a problem with its solution, for the head of the sheet."""
        return self._head(exercise, False) | {"prompts": [self._steps(worked) for worked in exercise.worked]}

    def figure(self, figure: Any) -> Data:
        """Return a plot with its caption."""
        return {"svg": figure.svg.decode(), "alt": figure.alt, "caption": self.inline(figure.caption)}

    def inline(self, text: str) -> list[Any]:
        """Return Markdown of one line."""
        return self._inlines(read_inline(text))

    def _head(self, exercise: Exercise, own_rounding: bool) -> Data:
        return {
            "title": exercise.title,
            "statement": self._blocks(blocks(exercise.statement)),
            "marks": exercise.marks,
            "effort": exercise.problem.effort,
            "rounding": self.inline(exercise.rounding) if own_rounding else [],
        }

    def _steps(self, worked: Worked) -> Data:
        return {
            "letter": worked.prompt.letter,
            "text": self.inline(worked.prompt.text),
            "marks": worked.prompt.marks,
            "steps": [
                {"why": self.inline(step.words), "formula": self._pieces(step.latex), "mark": step.mark}
                for step in worked.steps
            ],
        }

    def _worked(self, worked: Worked) -> Data:
        return self._steps(worked) | {
            "answers": [
                {"formula": self._pieces(f"{answer.symbol} = {answer.latex}"), "accepted": self.inline(answer.accepted)}
                for answer in worked.answers
            ],
            "mistakes": [
                {"words": self.inline(slip.words), "marks": slip.marks, "of": slip.of}
                | {"formula": self._pieces(f"{slip.symbol} = {slip.latex}")}
                for slip in worked.mistakes
            ],
        }

    def _pieces(self, latex: str) -> list[Data]:
        return [{"m": text, "alt": alt} for text, alt in _pieces(latex, self.notation)]

    def _blocks(self, read_blocks: Sequence[Block]) -> list[Data]:
        return [self._block(block) for block in read_blocks]

    def _block(self, block: Block) -> Data:
        if isinstance(block, Paragraph):
            return {"par": self._inlines(block.children)}
        if isinstance(block, Display):
            return {"shown": self._pieces(block.latex)}
        if isinstance(block, Items):
            return {"items": [self._blocks(item) for item in block.items], "numbered": block.numbered}
        return {"code": block.text}

    def _inlines(self, children: Sequence[Inline]) -> list[Any]:
        return [self._inline(piece) for piece in children]

    def _inline(self, piece: Inline) -> object:
        if isinstance(piece, Words):
            return piece.text
        if isinstance(piece, Formula):
            return {"m": _maths(piece.latex, self.notation), "alt": piece.latex}
        if isinstance(piece, Emphasis):
            return {"strong" if piece.strong else "emph": self._inlines(piece.children)}
        return {"raw": piece.text} if isinstance(piece, Code) else {"break": isinstance(piece, Break)}


@lru_cache(4096)
def _maths(latex: str, notation: Notation) -> str:
    return typst(read(latex, notation), notation)


@lru_cache(4096)
def _pieces(latex: str, notation: Notation) -> tuple[tuple[str, str], ...]:
    found = parts(latex, notation)
    return tuple((f"{_sign(part.sign)}{typst(part.node, notation)}{_COMMA[part.more]}", part.latex(notation)) for part in found)


_COMMA = {False: "", True: " comma quad"}


def _sign(relation: str) -> str:
    return RELATIONS[relation] + " " if relation else ""
