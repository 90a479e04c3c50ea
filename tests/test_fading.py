"""Faded solutions: more blanks the harder the problem, and nothing on the page that fills one in."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from click.testing import CliRunner

from chalkgrad.cli import main
from chalkgrad.formats import FORMATS
from chalkgrad.helping import helping
from chalkgrad.order import Order
from chalkgrad.posing import made
from generators import fading
from generators.draw import draw
from generators.fading import faded, keep_quiet
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.follow import way_of
from generators.rounding import POLICIES
from generators.shapes import shape_of
from symbolic.errors import ProofFailed
from symbolic.notation import Notation
from symbolic.reader import read

COLUMN, ROW = Notation(), Notation("row")
each = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\\frac\{\d+\}\{\d+\})")


def drawn(family, index, difficulty="medium", policy=None, notation=COLUMN):
    """Draw a problem."""
    options = {"rounding": policy} if policy and "rounding" in family.options else {}
    return draw(family, 5, index, difficulty, options, notation)


def run(*arguments):
    """Run the command line in this process; an exception that it lets through is a failure."""
    return CliRunner(catch_exceptions=False).invoke(main, arguments, prog_name="chalkgrad")


@each
def test_every_solution_can_be_faded_and_gives_nothing_away(family):
    """In every difficulty, policy and convention: a line for each line, in the dialect, and no hidden number in any."""
    for number, difficulty in enumerate(DIFFICULTIES * 2):
        for policy in POLICIES:
            problem = drawn(family, number, difficulty, policy, (COLUMN, ROW)[number % 2])
            found = faded(family, problem)
            page = way_of(family, problem.case, problem.given, {}).page.shown
            told = {
                entry.bare for name, table in page.items() if name not in found.hidden for r in table for entry in r
            }
            secret = {entry.bare for name in found.hidden for row in page[name] for entry in row} - told
            pieces = [piece for form in shape_of(family, problem.case).forms for piece in form.pieces[::2]]
            secret -= {text for piece in pieces for text in NUMBER.findall(piece)}  # the half of a loss
            secret = {text for text in secret if len(text.strip("-")) > 2}

            assert len(found.lines) == len(problem.lines)
            assert all(read(line, problem.notation) for line in found.lines if line)
            assert not secret & {text for line in found.lines for text in NUMBER.findall(line)}
            assert any("\\square" in line for line in found.lines)


@each
def test_the_last_line_is_always_blank(family):
    """The answer to the last question never stands on a faded page, however short the solution."""
    for difficulty in DIFFICULTIES:
        problem = drawn(family, 1, difficulty)

        assert "\\square" in faded(family, problem).lines[-1]


def test_blanks_grow_with_the_difficulty():
    """Of a long solution more lines are left to the student the harder it is, and an easy one keeps its working."""
    family, blanks = FAMILIES["two-layer-backprop"], []
    for difficulty in DIFFICULTIES:
        problem = drawn(family, 0, difficulty)
        forms = shape_of(family, problem.case).forms
        gaps = fading._blank(forms, difficulty, set())
        blanks.append(sum(gaps) / len(gaps))

        assert any(faded(family, problem).bare) == (difficulty != "easy")
        assert [gap for gap, _ in zip(gaps, range(4), strict=False)] == [
            n % fading.SHOWN[difficulty] > 0 for n in range(4)
        ]
    assert all(fewer < more for fewer, more in pairwise(blanks))


def test_a_line_that_gives_a_blank_away_is_refused():
    """Shown whole, a line tells its own result, and the gradient of a bias tells the error that it repeats."""
    family = FAMILIES["two-layer-backprop"]
    problem = drawn(family, 0)
    forms = shape_of(family, problem.case).forms
    page = way_of(family, problem.case, problem.given, {}).page.shown
    found = {name: table for name, table in page.items() if name not in problem.given}
    lines = [(form, line.latex) for form, line in zip(forms, problem.lines, strict=True)]
    repeats = [(form, line) for form, line in lines if form.form.part == "db2"]

    with pytest.raises(ProofFailed, match="gives dW2 away by dW2"):
        keep_quiet(lines, {"dW2"}, found)
    with pytest.raises(ProofFailed, match="gives delta2 away by db2"):
        keep_quiet(repeats, {"delta2"}, found)
    keep_quiet(repeats, {"dW1"}, found)


def test_without_hiding_what_repeats_a_blank_the_proof_fails(monkeypatch):
    """Were one quantity hidden alone, a line that repeats it would fill it in: the check says so."""
    family = FAMILIES["two-layer-backprop"]
    problem = draw(family, 5, 0, "easy", {}, COLUMN)
    monkeypatch.setattr(fading, "_hidden", lambda forms, blank, spoken, page, given: frozenset({"delta1"}))

    with pytest.raises(ProofFailed, match="gives delta1 away by back"):
        faded(family, problem)


def test_words_that_hang_on_the_solution_make_way():
    """ReLU switches unit 2 off: that says where the zeros are, so that a faded page leaves it to the student."""
    family = FAMILIES["two-layer-backprop"]
    problem = draw(family, 5, 0, "hard", {"hidden": "relu"}, COLUMN)
    one = made(Order(family.name, 5, 0, "hard", {"hidden": "relu"}, COLUMN))
    told = [step.words for step in one.steps if " off" in step.words or "dead" in step.words]
    words = [step.words for step in helping(one, "faded", family, None).shown]

    assert problem.facts["dead"]
    assert told
    assert not any(text in words for text in told)
    assert "Fill in what is missing." in words


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (("logic-gates", 22, "hard"), "That line is a perceptron"),  # the answer to (d) is yes
        (("shapes", 22, "hard"), "Each number of columns meets"),  # of products, some of which do not exist
        (("perceptron-step", 21, "medium"), "That is wrong"),  # over a blank prediction
    ],
)
def test_words_that_are_an_answer_are_left_to_the_student(key, told):
    """What the key says of an answer in words, or of a prediction, stands nowhere on the faded page."""
    family, seed, difficulty = key
    one = made(Order(family, seed, 0, difficulty, {}, COLUMN))
    shown = helping(one, "faded", FAMILIES[family], None).shown

    assert any(told in step.words for step in one.steps)
    assert not any(told in step.words for step in shown if "\\square" in step.latex)


def test_what_is_asked_in_words_is_blank_in_numbers():
    """Where the shape of W is asked and blank, no later line says it, as (12 × 3)(3 × 400) would."""
    hidden = 0
    for number in range(24):
        problem = drawn(FAMILIES["shapes"], number, DIFFICULTIES[number % 3])
        found = faded(FAMILIES["shapes"], problem)
        blank = {line.part for line, tells in zip(problem.lines, found.telling, strict=True) if tells}
        for line, latex in zip(problem.lines, found.lines, strict=True):
            if line.rule == "sums" and line.part.replace("Z", "W") in blank:
                hidden += 1
                assert "(\\square \\times \\square) (" in latex or latex.endswith("= \\square")

    assert hidden


COURSE = """
[course]
title = "A course"
seed = 7
current = 1
{course}
[[week]]
number = 1
title = "Layers"
[[week.problem]]
family = "two-layer-forward"
hidden = "sigmoid"
rounding = "printed"
difficulty = "easy"
{problem}
"""


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """Build a course with what is said of solutions, and return the pages of a format."""
    monkeypatch.chdir(tmp_path)

    def build(form, course="", problem=""):
        (tmp_path / "course.toml").write_text(COURSE.format(course=course, problem=problem))
        result = run("build", "--format", form, "--out", "out")
        assert result.exit_code == 0, result.output
        folder = tmp_path / "out" / "week-01" / form
        return [next(folder.glob(f"{kind}.*")).read_bytes() for kind in ("sheet", "key")]

    return build


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "jsonl"])
def test_the_sheet_shows_so_much_and_the_key_all(pages, form):
    """In every format the sheets of the four ways differ, and the key is the same: the marker needs it whole."""
    sheets, keys = zip(
        *(pages(form, problem=f'solution = "{way}"') for way in ("full", "faded", "hints", "none")), strict=True
    )

    assert len(set(sheets)) == 4
    assert len(set(keys)) == 1
    assert pages(form)[0] == sheets[2]
    assert pages(form, course='solution = "faded"')[0] == sheets[1]
    assert pages(form, course='solution = "none"', problem='solution = "full"')[0] == sheets[0]


def test_a_faded_sheet_holds_no_answer(pages):
    """What the key answers stands on no line of the faded sheet, and the hints are there only where they are asked."""
    faded_sheet, key = (page.decode() for page in pages("markdown", problem='solution = "faded"'))
    answers = set(re.findall(r"\d\.\d{4}", key)) - set(re.findall(r"\d\.\d{4}", pages("markdown")[0].decode()))

    assert len(answers) > 4
    assert "\\square" in faded_sheet
    assert "\\square" not in key
    assert len(answers & set(re.findall(r"\d\.\d{4}", faded_sheet))) < len(answers) / 2
    assert "### Hints" not in faded_sheet
    assert "### Hints" in pages("markdown", problem='solution = "hints"')[0].decode()


def test_an_example_can_be_faded(pages):
    """A worked example with blanks at the head of the sheet; in the key it is whole."""
    whole, _ = (page.decode() for page in pages("markdown", problem="example = true"))
    blank, key = (page.decode() for page in pages("markdown", problem='example = true\nsolution = "faded"'))

    assert "\\square" in blank
    assert "\\square" not in whole + key


@pytest.mark.parametrize(
    ("course", "problem", "message"),
    [
        ('solution = "half"', "", "no solution named 'half': (full, faded, hints, none)"),
        ("", 'solution = "fade"', "no solution named 'fade': did you mean 'faded'? (full, faded, hints, none)"),
        ("", 'example = true\nsolution = "none"', "solution is 'none', and an example shows one: give full or faded"),
        ("", "solution = true", "solution is true: give one of full, faded, hints, none, in quotes"),
    ],
)
def test_what_cannot_be_shown_is_told(tmp_path, monkeypatch, course, problem, message):
    """A slip in the key `solution` is one line with its place and what fits."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.toml").write_text(COURSE.format(course=course, problem=problem))
    result = run("build")

    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_the_command_line_fades_too():
    """`--solution` works for pages and for the Markdown of a record; a name that is none is told."""
    problem = "two-layer-forward:1:7:3:easy"
    page = run("show", problem, "--solution", "faded").stdout
    record = json.loads(run("show", problem, "--solution", "faded", "--format", "jsonl").stdout)

    assert "\\square" in page
    assert "\\square" in record["solution"]
    assert json.loads(run("show", problem, "--solution", "none", "--format", "jsonl").stdout)["solution"] == ""
    assert "\\square" in run("generate", "neuron", "--solution", "faded", "--format", "latex").stdout
    assert run("show", problem, "--solution", "half").exit_code == 1


def test_pdflatex_takes_a_faded_sheet(tmp_path, pdflatex):
    """The page with its boxes compiles as it stands."""
    source = tmp_path / "sheet.tex"
    source.write_text(run("generate", "dense-layer", "--solution", "faded", "--format", "latex").stdout)

    assert "Output written" in pdflatex(source)
