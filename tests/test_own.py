"""A family and wordings of the instructor's own, beside the course file, are used and held like the shipped ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from courses import HEAD

from chalkgrad.cli import main
from chalkgrad.speaker import forget

ROOT = Path(__file__).parents[1]
COURSE = f"""{HEAD}families = ["row_times_column.py"]
[[week]]
number = 3
title = "Rows"
[[week.problem]]
family = "row-times-column"
count = 2
difficulty = "easy"
[[week.problem]]
family = "row-times-column"
given.A = [[1, 2]]
given.B = [[3], [4]]
[[week.problem]]
family = "matrix-product"
"""


def run(*arguments):
    """Run the command line in this process; an exception that it lets through is a failure."""
    return CliRunner(catch_exceptions=False).invoke(main, arguments, prog_name="chalkgrad")


def shown(language):
    """Return the first block of a language in the guide."""
    text = (ROOT / "docs" / "adding-a-family.md").read_text()
    return re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[1]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Stand in a folder with a course, the family of the guide and its wording."""
    words = tmp_path / "templates" / "problems" / "en"
    words.mkdir(parents=True)
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "row_times_column.py").write_text(shown("python"))
    (words / "row-times-column.md.j2").write_text(shown("jinja"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_family_of_ones_own_is_used_like_any_other(course):
    """It is built, drawn and given, made again from its id, generated, checked, and marked."""
    built = run("build")
    records = [json.loads(line) for line in (course / "output/week-03/jsonl/problems.jsonl").read_text().splitlines()]

    assert built.exit_code == 0, built.output
    assert [record["family"] for record in records] == ["row-times-column"] * 3 + ["matrix-product"]
    assert records[2]["parts"][0]["value"] == [[11.0]]
    assert "row $A$ with the column $B$" in (course / "output/week-03/markdown/sheet.md").read_text()
    assert json.loads(run("show", records[0]["id"], "--format", "jsonl").stdout) == records[0]
    assert len(run("generate", "row-times-column", "--count", "3").stdout.splitlines()) == 3
    assert "row-times-column: 30 proved" in run("check", "row-times-column", "--count", "30", "--jobs", "1").stdout


def test_several_processes_build_the_same(course):
    """With --jobs the own module is loaded in each process, and the files are the same."""
    run("build", "--out", "one")
    two = run("build", "--out", "two", "--jobs", "2")

    assert two.exit_code == 0, two.output
    for path in (course / "one").rglob("*.*"):
        assert path.read_bytes() == (course / "two" / path.relative_to(course / "one")).read_bytes()


def test_a_course_elsewhere_is_named(course, monkeypatch, tmp_path_factory):
    """From another folder the course file is named; without it the family is unknown."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    named = run("generate", "row-times-column", "--course", str(course / "course.toml"))

    assert named.exit_code == 0, named.output
    assert "no family named 'row-times-column'" in run("generate", "row-times-column").stderr
    assert "there is no course file none.toml" in run("generate", "matrix-product", "--course", "none.toml").stderr


def test_a_wording_of_ones_own_stands_in_for_the_shipped_one(course):
    """A template of the same name is used in its place, in builds and by show; the others stay."""
    ours = ROOT / "templates" / "problems" / "en" / "matrix-product.md.j2"
    text = ours.read_text()
    said = text[text.index("{% macro statement(p) %}") :].partition("{% endmacro %}")[0]
    own = text.replace(said, "{% macro statement(p) %}\nWork out the product of {{ p.pick(['these', 'these']) }}:\n"
                       '{{ givens([("A", p.given.A), ("B", p.given.B)]) }}\n')  # fmt: skip
    (course / "templates" / "problems" / "en" / "matrix-product.md.j2").write_text(own)
    run("build")
    sheet = (course / "output/week-03/markdown/sheet.md").read_text()

    assert "Work out the product of these:" in sheet
    assert "row $A$ with the column $B$" in sheet
    assert "Work out the product of these:" in run("generate", "matrix-product").stdout
    assert "Work out" not in run("generate", "dense-layer").stdout


BAD_WORDS = {
    "{{ p.nothing }}": "the wording problems/en/row-times-column.md.j2, line 3, in statement: ",
    "{% if %}": "the wording problems/en/row-times-column.md.j2, line 3: Expected an expression",
    "{{ ''.__class__.__mro__ }}": "in statement: access to attribute '__class__' of 'str' object is unsafe",
    "{% include 'elsewhere.md.j2' %}": "there is no wording templates/elsewhere.md.j2, which problems/en/row-times-",
}


@pytest.mark.parametrize("words", BAD_WORDS)
def test_a_wording_that_does_not_work_is_told(course, words):
    """An unknown name, a slip of the pen, what the sandbox forbids, a missing template: the file, the line, the id."""
    path = course / "templates" / "problems" / "en" / "row-times-column.md.j2"
    path.write_text(path.read_text().replace("{% macro statement(p) %}\n", "{% macro statement(p) %}\n" + words))
    for command in (("build",), ("generate", "row-times-column"), ("check", "row-times-column", "--jobs", "1")):
        result = run(*command)

        assert (result.exit_code, result.stdout) == (1, ""), result.output
        assert BAD_WORDS[words] in result.stderr
        assert re.search(r": (row-times-column:1:\S+|given:3:1): ", result.stderr)
    assert not (course / "output").exists()


UNPRINTED = {
    "Find $\\frac{1$.": "the wording problems/en/row-times-column.md.j2: cannot read '\\\\frac{1': it ends too soon",
    "*Find $\\foo$.*": "the wording problems/en/row-times-column.md.j2: cannot read ",
    "a\x07": "the wording problems/en/row-times-column.md.j2, in MACRO, holds the character U+0007, which does",
    "\x00C\x00": "the wording problems/en/row-times-column.md.j2, in MACRO, holds the character U+0000",
    "\x01": "the wording problems/en/row-times-column.md.j2, in MACRO, holds the character U+0001",
}


@pytest.mark.parametrize("words", UNPRINTED)
@pytest.mark.parametrize(("macro", "head"), [("statement", "(p)"), ("mistake", "(p, m)")])
@pytest.mark.parametrize("format_", ["markdown", "pdf", "jsonl"])
def test_what_no_page_can_print_is_told_in_every_format(course, words, macro, head, format_):
    """A broken formula or a control letter in a wording of one's own names the template, and nothing is written."""
    path = course / "templates" / "problems" / "en" / "row-times-column.md.j2"
    begin = f"{{% macro {macro}{head} %}}"
    assert begin in path.read_text()
    path.write_text(path.read_text().replace(begin, begin + words))
    result = run("build", "--format", format_)

    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert UNPRINTED[words].replace("MACRO", macro) in result.stderr
    assert not (course / "output").exists()


def test_a_missing_wording_is_told(course):
    """Without a template, or without one of its macros, the line says which and where it belongs."""
    path = course / "templates" / "problems" / "en" / "row-times-column.md.j2"
    path.write_text(path.read_text().replace("macro hint", "macro hints"))
    assert "the wording problems/en/row-times-column.md.j2 lacks the macro hint" in run("build").stderr
    path.unlink()
    forget()

    result = run("build")
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.search(
        r"course.toml, line 15: week 3, problem 2: given:3:1: there is no wording "  # the last is begun first
        r"templates/problems/en/row-times-column.md.j2: write it beside the course file\n$",
        result.stderr,
    )


WRONG = {
    "raises": (
        'keep("C", times(at["A"], at["B"]))',
        'keep("C", [][0])',
        3,
        r"given:3:1: row-times-column raises IndexError \(list .*\) in row_times_column.py, line",
    ),
    "answers wrongly": (
        'return {"C": given["A"] @ given["B"]}',
        'return {"C": given["A"] @ given["B"] + 1}',
        3,
        "row-times-column:1:7:3001:easy: C does not survive its second road",
    ),
    "is no Python": ("def cases(setting):", "def cases(setting:", 1, r"row_times_column.py, line \d+: .*never closed"),
    "cannot be loaded": ("LENGTHS = {", "LENGTHS = 1 / 0, {", 1, r"row_times_column.py, line \d+ raises ZeroDivisionE"),
    "has no family": ("FAMILY = Family(", "family = Family(", 1, "row_times_column.py has no FAMILY: end it with"),
    "takes a name": ('"row-times-column"', '"dense-layer"', 1, "calls its family dense-layer, as one of chalkgrad is"),
    "misnames": ('name="row-times-column"', 'name="Row 1"', 1, "calls its family 'Row 1': use small letters"),
    "raises two lines": (
        'keep("C", times(at["A"], at["B"]))',
        'raise ValueError("one\\ntwo")',
        3,
        r"row-times-column raises ValueError \(one two\)",
    ),
    "leaves": ("LENGTHS = {", "raise SystemExit(0)\nLENGTHS = {", 1, "row_times_column.py, line .* raises SystemExit"),
    "leaves later": (
        'keep("C", times(at["A"], at["B"]))',
        "raise SystemExit(0)",
        3,
        "row-times-column raises SystemEx",
    ),
    "has no cases": (
        "def cases(setting):",
        "def cases(setting):\n    raise ValueError(3)\n\n\ndef unused(setting):",
        3,
        "row-times-column:1:7:.* raises ValueError",
    ),
    "has no space": (
        "def space(case):",
        "def space(case):\n    return 5\n\n\ndef unused(case):",
        3,
        "raises AttributeE",
    ),
    "has no second road": (
        'return {"C": given["A"] @ given["B"]}',
        "return {}",
        3,
        "row-times-column raises KeyError",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_family_that_does_not_work_is_told_and_nothing_is_written(course, fault):
    """One line with the family's name and the id, or the file and its line; nothing is written, with --jobs too."""
    right, wrong, status, message = WRONG[fault]
    path = course / "row_times_column.py"
    assert right in path.read_text()
    path.write_text(path.read_text().replace(right, wrong))
    for jobs in ("1", "2") if fault == "raises" else ("1",):
        result = run("build", "--jobs", jobs)

        assert (result.exit_code, result.stdout) == (status, ""), result.output
        assert re.search(message, result.stderr), result.stderr
        assert result.stderr.count("\n") == 1
    assert not (course / "output").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is not asked to terminate")
@pytest.mark.parametrize("right", ['keep("C", times(at["A"], at["B"]))', "LENGTHS = {"])
@pytest.mark.parametrize("command", ["build", "check row-times-column --jobs 1"])
def test_a_request_to_terminate_is_no_fault_of_a_family(course, right, command):
    """Whatever a family is at, its loading too, the command is gone without a word, with the status of a shell."""
    path = course / "row_times_column.py"
    path.write_text(path.read_text().replace(right, f"__import__('os').kill(__import__('os').getpid(), 15); {right}"))
    code = [sys.executable, "-m", "chalkgrad", *command.split()]
    result = subprocess.run(code, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)

    assert (result.returncode, result.stdout, result.stderr) == (143, b"", b"")
    assert not (course / "output").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is not asked to terminate")
def test_a_request_to_terminate_ends_the_processes_too(course):
    """What they are at, which may take long, is not waited for, and nothing is said of it."""
    path = course / "row_times_column.py"
    long = "__import__('pathlib').Path('begun').touch(); __import__('time').sleep(100); "
    right = 'keep("C", times(at["A"], at["B"]))'
    path.write_text(path.read_text().replace(right, long + right))
    code = [sys.executable, "-m", "chalkgrad", "check", "row-times-column", "--jobs", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    with subprocess.Popen(code, **pipes) as run:
        while not (course / "begun").exists() and run.poll() is None:
            time.sleep(0.05)
        run.terminate()
        assert run.communicate(timeout=30) == (b"", b"")
        assert run.returncode == 143


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            '["mine.py"]',
            "course.toml, line 7: [course]: families names mine.py, and there is no such file beside the course",
        ),
        ('["../mine.py"]', "families names '../mine.py': give Python files beside the course file"),
        ('["mine"]', "families names 'mine': give Python files beside the course file, such as my_family.py"),
        ('"mine.py"', "families is 'mine.py': give a list of texts, such as [\"week3\"]"),
    ],
)
def test_what_names_no_family_is_told_with_its_line(course, names, message):
    """The list holds names of Python files that stand beside the course file, and nothing else."""
    (course / "course.toml").write_text(COURSE.replace('["row_times_column.py"]', names))
    result = run("build")

    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
