"""A sheet as data for the Typst template: words as strings, formulas as Typst maths with an alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from chalkgrad.drawing.shapes import Drawing
from chalkgrad.drawing.typst import data
from chalkgrad.exercise import Exercise
from chalkgrad.following import Onward
from chalkgrad.markdown import Block, Break, Code, Display, Emphasis, Formula, Inline, Items, Paragraph, Words, blocks
from chalkgrad.markdown import inline as read_inline
from chalkgrad.pieces import Piece, parts
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.widths import width
from chalkgrad.wording import words
from chalkgrad.worked import NamedMistake, Step, Worked
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.text import text
from symbolic.typst import RELATIONS, typst

Data = dict[str, Any]

#: The room for a formula, in ems of the page's letters: a line, under or beside its reason, under a mistake.
_LINE, _UNDER, _BESIDE, _LEADS = 45.0, 41.0, 25.5, 36.0
#: A formula in the text that is shorter than this stays on one line.
_WHOLE = 15.0


def document(sheet: Sheet, kind: Kind) -> Data:
    """Return all that the template prints; the student's holds no answer."""
    setter = _Setter(sheet.notation)
    pose = setter.key if kind == "key" else setter.sheet
    return {
        "words": words(sheet.language),
        "kind": kind,
        "language": sheet.language,
        "course": sheet.course,
        "label": sheet.label,
        "heading": sheet.heading,
        "id": sheet.id,
        "marks": sheet.marks,
        "note": [_lined(lines) for lines in sheet.paragraphs],
        "rounding": setter.inline(sheet.rounding),
        "examples": [setter.example(exercise, kind) for exercise in sheet.examples],
        "hints": [] if kind == "key" else [(label, [*map(setter.inline, hints)]) for label, hints in sheet.hints],
        "figures": [] if kind == "key" else [setter.figure(figure) for figure in sheet.figures],
        "exercises": [pose(exercise, own_rounding=not sheet.rounding) for exercise in sheet.exercises],
    }


class _Setter:
    """Turns the Markdown of a wording into data, in one notation."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def sheet(self, exercise: Exercise, own_rounding: bool) -> Data:
        """Return a problem as the student meets it."""
        return self._head(exercise, exercise.seen, own_rounding) | {
            "prompts": [
                self._steps(worked, worked.shown) | {"space": 0 if worked.shown else worked.prompt.space_lines}
                for worked in exercise.worked
            ],
        }

    def key(self, exercise: Exercise, own_rounding: bool) -> Data:
        """Return a problem with all that its marker needs."""
        prompts = [self._worked(worked) for worked in exercise.worked]
        return self._head(exercise, exercise.solved, own_rounding) | self._foot(exercise) | {"prompts": prompts}

    def example(self, exercise: Exercise, kind: Kind) -> Data:
        """Return a problem with its solution, for the head of the page; it earns no marks."""
        faded = exercise.help == "faded" and kind != "key"
        shown = [(worked, worked.shown if faded else worked.steps) for worked in exercise.worked]
        prompts = [self._steps(worked, [replace(step, mark="") for step in steps]) for worked, steps in shown]
        drawings = exercise.drawings if faded else exercise.solved
        return self._head(exercise, drawings, False) | self._foot(exercise) | {"prompts": prompts}

    def figure(self, figure: Any) -> Data:
        """Return a plot with its caption."""
        return {"svg": figure.svg.decode(), "alt": figure.alt, "caption": self.inline(figure.caption)}

    def inline(self, text: str) -> list[Any]:
        """Return Markdown of one line."""
        return self._inlines(read_inline(text))

    def _head(self, exercise: Exercise, drawings: Sequence[Drawing], own_rounding: bool) -> Data:
        return {
            "title": exercise.title,
            "statement": self._blocks(blocks(exercise.statement)),
            "drawings": [self._drawing(drawing) for drawing in drawings],
            "marks": exercise.marks,
            "effort": exercise.problem.effort,
            "rounding": self.inline(exercise.rounding) if own_rounding else [],
        }

    def _drawing(self, drawing: Drawing) -> Data:
        return data(drawing, self.notation) | {"caption": self.inline(drawing.caption)}

    def _foot(self, exercise: Exercise) -> Data:
        return {
            "id": exercise.id,
            "remarks": [self.inline(remark) for remark in exercise.remarks],
            "proof": self.inline(exercise.proof),
        }

    def _steps(self, worked: Worked, steps: Sequence[Step]) -> Data:
        return {
            "letter": worked.prompt.letter,
            "text": self.inline(worked.prompt.text),
            "marks": worked.prompt.marks,
            "steps": [
                {"why": self.inline(step.words), "mark": step.mark, "bare": step.bare} | self._line(step.latex)
                for step in steps
            ],
        }

    def _worked(self, worked: Worked) -> Data:
        return self._steps(worked, worked.steps) | {
            "answers": [
                {"formula": self._pieces(f"{answer.symbol} = {answer.latex}", _UNDER) if answer.latex else []}
                | {"accepted": self.inline(answer.accepted), "text": self.inline(answer.text)}
                for answer in worked.answers
            ],
            "mistakes": [self._mistake(slip) for slip in worked.mistakes],
        }

    def _mistake(self, slip: NamedMistake) -> Data:
        """Return a mistake, and under it where it leads."""
        formula = self._pieces(f"{slip.symbol} = {slip.latex}", _BESIDE) if slip.latex else []
        said = {"words": self.inline(slip.words), "marks": slip.marks, "of": slip.of, "text": self.inline(slip.text)}
        return said | {"formula": formula, "onward": slip.onward and self._onward(slip.onward)}

    def _onward(self, onward: Onward) -> Data:
        return {
            "later": [self._pieces(later, _LEADS) for later in onward.later],
            "trivial": [self.inline(f"${symbol}$") for symbol in onward.trivial],
            "marks": onward.marks,
            "of": onward.of,
        }

    def _line(self, latex: str) -> Data:
        """Return a worked line: beside its reason where it is short enough, else under it."""
        if not latex:
            return {"beside": False, "formula": []}
        beside = _width(latex, self.notation) <= _BESIDE
        return {"beside": beside, "formula": self._pieces(latex, _BESIDE if beside else _UNDER)}

    def _pieces(self, latex: str, room: float) -> list[Data]:
        return _pieces(latex, self.notation, room)

    def _blocks(self, read_blocks: Sequence[Block]) -> list[Data]:
        return [self._block(block) for block in read_blocks]

    def _block(self, block: Block) -> Data:
        if isinstance(block, Paragraph):
            return {"par": self._inlines(block.children)}
        if isinstance(block, Display):
            return {"shown": self._pieces(block.latex, _LINE)}
        if isinstance(block, Items):
            return {"items": [self._blocks(item) for item in block.items], "numbered": block.numbered}
        return {"code": block.text}

    def _inlines(self, children: Sequence[Inline]) -> list[Any]:
        return [self._inline(piece) for piece in children]

    def _inline(self, piece: Inline) -> object:
        if isinstance(piece, Words):
            return piece.text
        if isinstance(piece, Formula):
            return _inline(piece.latex, self.notation)
        if isinstance(piece, Emphasis):
            return {"strong" if piece.strong else "emph": self._inlines(piece.children)}
        return {"raw": piece.text} if isinstance(piece, Code) else {"break": isinstance(piece, Break)}


def _lined(lines: Sequence[str]) -> list[Any]:
    """Return plain text, each line on a line of its own."""
    return [piece for line in lines for piece in ({"break": True}, line)][1:]


@lru_cache(4096)
def _width(latex: str, notation: Notation) -> float:
    return 1.05 * width(read(latex, notation))


@lru_cache(4096)
def _inline(latex: str, notation: Notation) -> Data:
    node = read(latex, notation)
    shape = {"tall": "\\frac" in latex or "\\begin" in latex, "short": _width(latex, notation) < _WHOLE}
    return {"m": typst(node, notation), "alt": text(node, notation)} | shape


@lru_cache(4096)
def _pieces(latex: str, notation: Notation, room: float) -> list[Data]:
    """Return a formula whole where it fits the room, in ems, and else in its pieces."""
    node = read(latex, notation)
    if _width(latex, notation) <= room:
        return [{"m": typst(node, notation), "alt": text(node, notation), "huge": False}]
    return [_piece(part, notation, room) for part in parts(latex, notation)]


def _piece(part: Piece, notation: Notation, room: float) -> Data:
    sign = RELATIONS[part.sign] + " " if part.sign else ""
    return {
        "m": f"{sign}{typst(part.node, notation)}{' comma quad' if part.more else ''}",
        "alt": part.sign + " " * bool(part.sign) + text(part.node, notation),
        "huge": width(part.node) > 0.9 * room,
    }
