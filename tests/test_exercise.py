"""Words join every problem of every family, and say the same whether they were said before or not."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from chalkgrad import speaker, wording
from chalkgrad.accepted import accepted, digits
from chalkgrad.build import assembled
from chalkgrad.course import parse
from chalkgrad.exercise import exercise
from chalkgrad.markdown import blocks, formulas
from chalkgrad.posing import fingerprint, orders, posed
from generators.draw import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from generators.problem import Part
from symbolic.errors import UserError
from symbolic.notation import Notation
from symbolic.reader import read

NOTATIONS = (Notation(), Notation("row", "superscript", "input-output", "L", "\\alpha", "log"))


def drawn(family: str, difficulty: str, notation: Notation, count: int = 4) -> list:
    """Draw a few problems."""
    return [draw(FAMILIES[family], 7, index, difficulty, {}, notation) for index in range(count)]


everywhere = pytest.mark.parametrize(
    ("family", "difficulty", "notation"),
    [(family, difficulty, notation) for family in FAMILIES for difficulty in DIFFICULTIES for notation in NOTATIONS],
)


@everywhere
def test_every_problem_has_all_its_words(family, difficulty, notation):
    """Statement, prompts, two hints, a reason for each line and a name for each mistake; no slot is left open."""
    for problem in drawn(family, difficulty, notation):
        one = exercise(problem)
        texts = [one.statement, one.solution, *one.hints, *(prompt.text for prompt in one.prompts)]
        texts += [step.words for step in one.steps] + [slip.words for slip in one.mistakes]

        assert len(one.hints) == 2
        assert all(texts)
        assert "\x00" not in "".join(texts)
        assert one.marks == sum(part.marks for part in problem.parts)
        assert len(one.steps) == len(problem.lines) == sum(len(part.steps) for part in one.worked)
        assert all(prompt.space_lines >= 3 for prompt in one.prompts)


@everywhere
def test_every_formula_of_a_wording_is_in_the_dialect(family, difficulty, notation):
    """The strict reader takes what a wording shows, so that every format can print it."""
    for problem in drawn(family, difficulty, notation):
        one = exercise(problem)
        texts = [one.statement, one.solution, one.rounding, one.proof, *one.hints]
        texts += [slip.words for slip in one.mistakes]

        assert all(read(formula, notation) for text in texts for formula in formulas(blocks(text)))


@everywhere
def test_words_said_before_are_the_words_said_anew(family, difficulty, notation):
    """What is kept from one problem for the next never carries the first one's numbers over."""
    problems = drawn(family, difficulty, notation)
    kept = [exercise(problem) for problem in problems]
    anew = []
    for problem in problems:
        speaker.forget()
        anew.append(exercise(problem))

    assert kept == anew


def test_what_is_kept_of_words_has_an_end(monkeypatch):
    """Where only so many texts are kept, the words are the same."""
    problems = drawn("two-layer-backprop", "medium", Notation(), 12)
    kept = [exercise(problem) for problem in problems]
    speaker.forget()
    monkeypatch.setattr(speaker, "_MOST", 1)

    assert [exercise(problem) for problem in problems] == kept
    assert all(len(told.texts) <= 2 for kind in speaker._SAID.values() for told in kind.values())


@everywhere
def test_no_statement_or_hint_gives_an_answer_away(family, difficulty, notation):
    """What a student reads holds no line of the solution and no matrix that is asked for."""
    for problem in drawn(family, difficulty, notation):
        one = exercise(problem)
        seen = "\n".join((one.statement, one.rounding, *one.hints, *(prompt.text for prompt in one.prompts)))
        given = set(problem.given_printed.values())
        hidden = [line.latex for line in problem.lines if line.latex]
        hidden += [answer.latex for answer in one.answers if "bmatrix" in answer.latex and answer.latex not in given]

        assert [secret for secret in hidden if secret in seen] == []


def test_a_users_wording_stands_in_for_ours_and_runs_in_the_sandbox(tmp_path: Path):
    """A template of the same name in the user's folder is taken first, and cannot reach into the program."""
    problem = drawn("matrix-product", "easy", Notation(), 1)[0]
    ours = (wording.SHIPPED / "problems" / "en" / "matrix-product.md.j2").read_text(encoding="utf-8")
    folder = tmp_path / "problems" / "en"
    folder.mkdir(parents=True)
    template = folder / "matrix-product.md.j2"
    template.write_text(ours + "{% macro statement(p) %}Mine: ${{ p.given.A }}$.{% endmacro %}")
    mine = exercise(problem, tmp_path)
    template.write_text(ours + "{% macro statement(p) %}{{ p.__class__.__mro__ }}{% endmacro %}")
    speaker.forget()

    assert mine.statement == f"Mine: ${problem.given_printed['A']}$."
    assert mine.hints == exercise(problem).hints
    with pytest.raises(UserError, match=r"matrix-product.md.j2, line \d+, in statement: access to .* is unsafe"):
        exercise(problem, tmp_path)


@pytest.mark.parametrize("family", FAMILIES)
def test_neighbours_on_a_page_do_not_read_alike(family):
    """What stands before the formulas changes from one problem to the next, and the same key says the same again."""
    made = [exercise(draw(FAMILIES[family], 3, index, "medium", {}, Notation())) for index in range(8)]
    openings = [one.statement.partition("$$")[0] for one in made]

    assert all(one != after for one, after in pairwise(openings))
    assert len(set(openings)) >= 3


def test_other_words_make_no_other_problem():
    """Two problems that differ in the choice of words alone are the same one."""
    problem = drawn("dense-layer", "easy", Notation(), 1)[0]
    other = exercise(replace(problem, variant=problem.variant + 1))

    assert other.statement != exercise(problem).statement
    assert fingerprint(other) == fingerprint(exercise(problem))


@pytest.fixture
def german(tmp_path, monkeypatch):
    """Put a second language beside ours: a folder of wordings and a file of headings, and no line of Python."""
    shutil.copytree(wording.SHIPPED, tmp_path / "templates", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(tmp_path / "templates" / "problems" / "en", folder := tmp_path / "templates" / "problems" / "de")
    product = folder / "matrix-product.md.j2"
    product.write_text(product.read_text() + "{% macro statement(p) %}Multipliziere ${{ p.given.A }}$.{% endmacro %}")
    (tmp_path / "templates" / "words" / "de.json").write_text(json.dumps(dict(wording.words()) | {"week": "Woche"}))
    monkeypatch.setattr(wording, "SHIPPED", tmp_path / "templates")
    speaker.forget()
    yield "de"
    monkeypatch.undo()
    speaker.forget()


def test_another_language_is_a_folder_and_a_file(german):
    """A course that names it says its problems and its headings in it; one that there is not is a misspelt name."""
    text = """[course]
title = "Tiefes Lernen"
seed = 1
language = "de"
[[week]]
number = 3
title = "Matrizen"
[[week.problem]]
family = "matrix-product"
"""
    course = parse(text, "kurs.toml")
    wanted = orders(course, course.week(3))
    sheet = assembled(course, course.week(3), wanted, posed(course, course.week(3), wanted))

    assert sheet.exercises[0].statement.startswith("Multipliziere $")
    assert sheet.label == "Woche 3"
    with pytest.raises(UserError, match=r"'fr'.*de, en"):
        parse(text.replace('"de"', '"fr"'), "kurs.toml")


def test_what_is_accepted_depends_on_the_answer():
    """A whole number is exact, one number has a range, a matrix a distance for each entry."""
    exact = Part("a", "a", [[2.0]], None, [["2"]], 0.0, 1)
    number = Part("a", "a", [[0.4750]], None, [["0.4750"]], 0.0002, 1)
    several = Part("a", "a", [[0.475], [1.0]], None, [["0.4750"], ["1"]], 0.0002, 1)
    choice = Part("a", "a", "relu", None, "relu", None, 1)

    assert accepted(exact, exact=True) == "exactly"
    assert accepted(number, exact=False) == "from $0.47480$ to $0.47520$"
    assert accepted(several, exact=False) == "each entry within $0.0002$"
    assert accepted(choice, exact=False) == ""


def test_one_entry_prints_as_a_number():
    """No brackets stand round a single number."""
    assert digits([["-1"]]) == "-1"
    assert digits([["1"], ["2"]]) == "\\begin{bmatrix} 1 \\\\\n2 \\end{bmatrix}"
