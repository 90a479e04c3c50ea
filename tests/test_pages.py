"""The pages themselves: golden ones of a fixed problem, no answer on a sheet, and every text printed as typed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from msgspec.structs import replace

from chalkgrad.exercise import exercise
from chalkgrad.formats import FORMATS
from chalkgrad.markdown import blocks, formulas
from chalkgrad.press import laid_out
from chalkgrad.sheet import Sheet
from chalkgrad.typeset import document
from generators.later import at_once
from generators.problem import Line, Mistake, Part, Problem
from symbolic.errors import UserError
from symbolic.notation import Notation
from symbolic.reader import read

WORDINGS = Path(__file__).parent / "wordings"
#: Numbers of the solution that stand nowhere in what is given.
SECRET = ("6211493", "7919037", "4409271", "3307193", "5003219")
SLOPE = "\\frac{\\partial J}{\\partial W^{[1]}}"
SHAPES = {"left": "2 \\times 2", "right": "2 \\times 1"}
SPECIAL = r"50% of $x_1$ & [[y]] #1 ~a^b {c} \frac <d> | `e` *f* __g__ 'h'"


def matrix(*rows: str) -> str:
    """Return the LaTeX of a matrix, its rows as "1 & 2"."""
    return "\\begin{bmatrix} " + " \\\\\n".join(rows) + " \\end{bmatrix}"


def spam(**changes: object) -> Problem:
    """Return the fixed problem; its solution holds the secret numbers, which do not follow from anything."""
    x, W1, b1 = matrix("1", "2"), matrix("1 & -1", "0 & 2"), matrix("0", "-3")
    z1, delta = matrix("6211493", "1"), matrix("3307193", "0")
    return replace(
        Problem(
            family="spam", version=1, seed=2025, index=3001, attempt=0, difficulty="medium", rounding="exact",
            options={"rounding": "exact"}, notation=Notation(), given={},
            given_printed={"x": x, "W1": W1, "b1": b1, "W2": "\\ln(2) " + matrix("1 & 3"), "b2": "0", "y": "1"},
            parts=(
                Part("z1", "z^{[1]}", [[6211493.0], [1.0]], None, [["6211493"], ["1"]], 0.0, 2, 1),
                Part("delta2", "\\delta^{[2]}", [[-1 / 3]], None, [["-\\frac{7919037}{3}"]], 0.005, 1, 0),
                Part("dW1", SLOPE, [[0.0, 1.0]], None, [["0", "-4409271 \\ln(2)"]], 0.005, 1, 2),
            ),
            lines=(
                Line("z1", "multiply", f"z^{{[1]}} = W^{{[1]}} x + b^{{[1]}} = {W1} {x} + {b1} = {z1}", "M", SHAPES),
                Line("delta2", "cancel", "\\delta^{[2]} = a^{[2]} - y = -\\frac{7919037}{3}", "M"),
                Line("dW1", "slope", f"\\delta^{{[1]}} = {delta} \\odot {matrix('1', '0')} = {delta}"),
                Line("dW1", "shape", f"{SLOPE} = " + matrix("0 & -4409271 \\ln(2)"), "A"),
            ),
            mistakes=(Mistake("dW1", "slope forgotten", [[5003219.0, 1.0]], at_once([["5003219", "1"]]), 0),),
            effort=35, checks={"parts by second road": 3, "printed relations recomputed": 7}, facts={"dead": 2},
            remarks=("unit 2 of z is dead",), figures=("relu", "sigmoid"),
        ),
        **changes,
    )  # fmt: skip  # a table of fields reads better than a column of them


def page(course: str = "Deep learning", **changes: object) -> Sheet:
    """Return the sheet of the fixed problem, twice."""
    one = exercise(spam(**changes), WORDINGS)
    return Sheet(course, 3, "The dense layer", "2025-03-1a2b", Notation(), (one, one))


def written(files: dict[str, bytes], folder: Path) -> str:
    """Return what can be read in the page among *files*: its source, or the text of a PDF."""
    (name, data), *_ = files.items()
    (folder / name).write_bytes(data)
    if not name.endswith(".pdf"):
        return data.decode()
    program = shutil.which("pdftotext") or pytest.skip("needs the program pdftotext")
    return subprocess.run([program, "-raw", folder / name, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("kind", ["sheet", "key"])
@pytest.mark.parametrize("name", ["latex", "markdown", "obsidian"])
def test_pages_stay_as_they_are(name, kind, golden):
    """A page changes only where somebody means it to."""
    files = FORMATS[name].render(page(), kind)
    golden(f"{name}-{kind}.{FORMATS[name].extension}", files[f"{kind}.{FORMATS[name].extension}"])


@pytest.mark.parametrize("name", FORMATS)
def test_no_sheet_holds_an_answer_and_every_key_does(name, tmp_path):
    """The numbers of the solution stand in no file of the student's, hidden or not, and in the key they all stand."""
    student, key = (FORMATS[name].render(page(), kind) for kind in ("sheet", "key"))
    told = written(key, tmp_path)

    assert [secret for secret in SECRET if secret not in told] == []
    if student:
        seen = written(student, tmp_path) + "".join(map(str, student.values()))
        assert [secret for secret in SECRET if secret in seen] == []


@pytest.mark.parametrize("name", FORMATS)
def test_answers_in_words_stand_in_every_key(name, tmp_path):
    """A choice is told by its letter and its words, a mistake in words too, and a line of words needs no formula."""
    chosen = Part("dW1", "", "vanishing", None, "C", None, 1, 2, choices=("exploding", "constant", "vanishing"))
    told = page(
        parts=(*spam().parts[:2], chosen),
        lines=(*spam().lines[:2], Line("dW1", "slope", "", "A")),
        mistakes=(Mistake("dW1", "slope forgotten", "exploding", at_once("A")),),
    )
    key = re.sub(r"[*{}]|\\textbf", "", written(FORMATS[name].render(told, "key"), tmp_path))

    if name == "jsonl":
        part = json.loads(key_lines(FORMATS[name].render(told, "key"))[0])["parts"][2]
        assert (part["value"], part["printed"], part["tolerance"]) == ("vanishing", "C", None)
        assert part["choices"] == ["exploding", "constant", "vanishing"]
    else:
        assert "C vanishing" in key
        assert "A exploding" in key
        assert "nothing passes" in key


def key_lines(files: dict[str, bytes]) -> list[str]:
    """Return the records of a key."""
    return files["problems.jsonl"].decode().splitlines()


def test_the_data_of_the_pdf_hold_no_answer():
    """What Typst is handed for a sheet could not leak an answer if it tried."""
    data = json.dumps(document(page(), "sheet"))

    assert [secret for secret in SECRET if secret in data] == []


def test_the_pdf_is_the_same_bytes_each_time_and_tagged():
    """No clock, no path and no earlier page shows in a PDF, and a screen reader finds its structure."""
    first = FORMATS["pdf"].render(page(), "key")["key.pdf"]
    FORMATS["pdf"].render(page("Another course"), "key")

    assert FORMATS["pdf"].render(page(), "key")["key.pdf"] == first
    assert b"/StructTreeRoot" in first
    assert b"pdfuaid" in first


def test_what_was_laid_out_before_does_not_show_in_a_pdf():
    """Typst remembers: parts of a sheet laid out first, and sheet and key at once, leave the bytes of each alone."""
    whole = page(seed=7)
    laid_out(replace(whole, exercises=whole.exercises[1:], id=""), ("pdf",))
    fresh = "from test_pages import *; pdf, whole = FORMATS['pdf'], page(seed=7)"
    alone = "print(*[sha256(pdf.render(whole, kind)[f'{kind}.pdf']).hexdigest() for kind in ('sheet', 'key')])"
    run = [sys.executable, "-c", f"{fresh}; {alone}"]
    printed = subprocess.run(run, cwd=Path(__file__).parent, capture_output=True, text=True, check=True).stdout

    assert [sha256(data).hexdigest() for data in laid_out(whole, ("pdf",)).values()] == printed.split()


def test_titles_print_as_typed_in_the_pdf(tmp_path):
    """No character of a title is taken for markup by Typst."""
    text = written(FORMATS["pdf"].render(page(SPECIAL), "sheet"), tmp_path)

    assert SPECIAL in " ".join(text.split())


def test_titles_print_as_typed_in_latex(tmp_path, pdflatex):
    """No character of a title is taken for a command by LaTeX."""
    files = FORMATS["latex"].render(page(SPECIAL), "key")
    (tmp_path / "key.tex").write_bytes(files["key.tex"])
    pdflatex(tmp_path / "key.tex")
    text = written({"key.pdf": (tmp_path / "key.pdf").read_bytes()}, tmp_path)

    assert SPECIAL in " ".join(text.split())


@pytest.mark.parametrize("name", ["latex", "pdf"])
def test_a_letter_that_cannot_be_printed_is_refused_by_name(name):
    """Where a format has no letter for what was typed, it says which, and nothing is lost silently."""
    with pytest.raises(UserError, match=f"^{name} cannot print the '深'"):
        FORMATS[name].render(page("深度"), "sheet")


def test_letters_of_other_languages_print_in_latex(tmp_path, pdflatex):
    """Accents, Greek and arrows go through pdflatex as they were typed."""
    files = FORMATS["latex"].render(page("Réseaux – žluťoučký α → β €"), "key")
    (tmp_path / "key.tex").write_bytes(files["key.tex"])

    assert "Missing character" not in pdflatex(tmp_path / "key.tex")


@pytest.mark.parametrize("name", ["markdown", "obsidian"])
def test_titles_print_as_typed_in_markdown(name):
    """A reader of Markdown shows a title as it was typed, and a property of the note holds it unchanged."""
    text = FORMATS[name].render(page(SPECIAL), "sheet")["sheet.md"].decode()
    heading = next(line for line in text.splitlines() if line.startswith("# "))
    shown = MarkdownIt("commonmark").enable("table").parse(heading)[1]
    properties = re.findall(r"(?m)^chalkgrad-course: (.*)$", text)

    assert "".join(token.content for token in shown.children) == SPECIAL
    assert [json.loads(value) for value in properties] == [SPECIAL] * (name == "obsidian")


@pytest.mark.parametrize("name", ["markdown", "obsidian", "latex", "pdf"])
def test_the_lines_of_a_note_stand_one_below_another(name, tmp_path, pdflatex):
    """Each line that the instructor typed is a line of the page, as typed, none taken for a list or a rule."""
    lines = ["First line.", "* star [x]", "- due", "1. Friday", "A paragraph.", "---", "+ last"]
    files = FORMATS[name].render(replace(page(), note="{}\n{}  \n{}\n{}\n\n{}\n{}\n{}\n".format(*lines)), "key")
    if name in ("markdown", "obsidian"):
        tokens = MarkdownIt("commonmark").parse(files["key.md"].decode())
        paragraphs = [
            token for token in tokens if token.type == "inline" and token.content.startswith(("First", "A pa"))
        ]
        shown = [piece for one in paragraphs for piece in (*one.children, None)]
        found = "".join(piece.content if piece and piece.type == "text" else "\n" for piece in shown).splitlines()
    else:
        if name == "latex":
            (tmp_path / "key.tex").write_bytes(files["key.tex"])
            pdflatex(tmp_path / "key.tex")
            files = {"key.pdf": (tmp_path / "key.pdf").read_bytes()}
        found = written(files, tmp_path).splitlines()

    assert "\n".join(lines) in "\n".join(line.strip() for line in found if line.strip())


@pytest.mark.parametrize("kind", ["sheet", "key"])
@pytest.mark.parametrize("name", ["markdown", "obsidian"])
def test_markdown_keeps_to_the_portable_subset(name, kind):
    """Displays stand alone between blank lines, no formula touches a blank or a letter, nothing is HTML."""
    text = FORMATS[name].render(page(), kind)[f"{kind}.md"].decode()
    bare = re.sub(r"(?m)^> ?", "", text)
    displays = bare.split("$$\n")

    assert len(displays) % 2 == 1
    assert all(around.endswith("\n\n") for around in displays[:-1:2])
    assert all(around.startswith("\n") for around in displays[2::2])
    assert re.findall(r"\\[,;!{}]|<(?!=)\w", bare) == []
    assert all("bmatrix" not in inline for inline in re.findall(r"(?<!\$)\$([^$\n]+)\$", bare))
    assert all(line.endswith("\\\\") for line in bare.splitlines() if "\\\\" in line)


@pytest.mark.parametrize("name", ["markdown", "obsidian"])
def test_no_formula_is_taken_for_emphasis(name):
    """A reader that knows no maths finds no more emphasis, tags or lists in a page than one that does."""
    indexed = Line("dW1", "shape", "z^{[1]}_{1} = w^{[1]}_{11} + w^{[1]}_{12}")
    one = exercise(spam(lines=(*spam().lines, indexed)), WORDINGS)
    text = FORMATS[name].render(replace(page(), exercises=(one,)), "key")["key.md"].decode()
    plain = MarkdownIt("commonmark")
    knowing = MarkdownIt("commonmark").use(dollarmath_plugin, allow_labels=False, allow_space=False)

    assert marks(plain, text) == marks(knowing, text)


def marks(reader: MarkdownIt, text: str) -> list[str]:
    """Return what a reader of Markdown takes for markup."""
    found = [token for block in reader.parse(text) for token in (block, *(block.children or ()))]
    kinds = [token.type for token in found if token.nesting == 1 or token.type.startswith("html")]
    return [kind for kind in kinds if kind != "paragraph_open"]


def test_every_line_of_a_callout_carries_its_mark():
    """A callout ends where it should: after its title stands a bare mark, and a blank line after its last."""
    text = FORMATS["obsidian"].render(page(), "key")["key.md"].decode()
    starts = [number for number, line in enumerate(text.splitlines()) if line.startswith("> [!")]
    lines = text.splitlines()

    assert starts
    assert all(lines[number + 1] == ">" and lines[number - 1] == "" for number in starts)
    assert text.count("> $$") % 2 == 0
    assert "\n>\n\n" not in text


def test_the_reader_reads_every_formula_of_a_page():
    """Whatever a page shows as a formula is in our dialect."""
    one = page().exercises[0]
    texts = (one.statement, one.solution, *one.hints, *(prompt.text for prompt in one.prompts))
    found = [formula for text in texts for formula in formulas(blocks(text))]

    assert len(found) > 10
    assert all(read(formula, one.problem.notation) for formula in found)
