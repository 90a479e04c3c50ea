"""The documents say what is so: their examples run, and their help texts are those of the program."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import generators.families
from chalkgrad.cli import COMMANDS, main
from chalkgrad.exercise import exercise
from chalkgrad.formats import FORMATS
from chalkgrad.record import record
from generators.draw import draw
from generators.families import FAMILIES
from symbolic import register
from symbolic.notation import Notation

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def help_of(name: str) -> str:
    """Return what ``chalkgrad NAME --help`` prints in a terminal of a hundred columns."""
    arguments = [name, "--help"] if name else ["--help"]
    return CliRunner().invoke(main, arguments, prog_name="chalkgrad", terminal_width=100).output


def test_the_help_of_every_command_is_in_the_reference(request):
    """docs/commands.md holds each help text as the program prints it; --update-golden writes them anew."""
    path = ROOT / "docs" / "commands.md"
    head, *_ = path.read_text().partition("\n## ")
    texts = [f"## chalkgrad {name}".rstrip() + f"\n\n```text\n{help_of(name)}```\n" for name in ("", *COMMANDS)]
    page = head.rstrip("\n") + "\n\n" + "\n".join(texts)
    if request.config.getoption("--update-golden"):
        path.write_text(page)

    assert path.read_text() == page


def commands_shown() -> list[tuple[str, str]]:
    """Return the chalkgrad command lines that the documents show."""
    lines = [(path.name, line) for path in DOCS for line in path.read_text().splitlines()]
    return [
        (name, line.strip())
        for name, line in lines
        if re.match(r" {4}chalkgrad [a-z]", line) and "look.pdf" not in line
    ]


@pytest.mark.parametrize(("name", "line"), commands_shown())
def test_every_command_shown_is_one_that_runs(name, line, tmp_path, monkeypatch):
    """A command line in the README or the docs is understood: its command, its options and their values."""
    (tmp_path / "course.toml").write_bytes((ROOT / "course.toml").read_bytes())
    (tmp_path / "my-vault").mkdir()
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(main, shlex.split(line.split(" > ")[0].split("  #")[0])[1:])

    assert run.exit_code == 0, f"{name}: {line}\n{run.output}"


def test_the_readme_names_all_there_is():
    """Every command and format is named in the README; the families are named by a command that it shows."""
    text = (ROOT / "README.md").read_text()
    missing = [name for name in (*COMMANDS, *FORMATS) if f"`{name}`" not in text and f"chalkgrad {name}" not in text]

    assert missing == []


def test_what_documents_link_to_exists():
    """Links and pictures in the documents lead to files of this repository, or out to the web."""
    broken = [
        f"{path.name}: {target}"
        for path in DOCS
        for target in re.findall(r"\]\(([^)#]+)", path.read_text())
        if not target.startswith("https://") and not (path.parent / target).exists()
    ]

    assert broken == []


def test_every_key_of_the_course_file_is_explained():
    """docs/course-file.md names every key that a course file may hold."""
    from chalkgrad.course import COURSE_KEYS, WEEK_KEYS
    from chalkgrad.course_notes import PLAN_KEYS, READING_KEYS
    from chalkgrad.course_problems import KEYS
    from symbolic.notation import CHOICES

    text = (ROOT / "docs" / "course-file.md").read_text()
    keys = {*COURSE_KEYS, *KEYS, *WEEK_KEYS, *PLAN_KEYS, *READING_KEYS, *CHOICES}
    options = {option for family in FAMILIES.values() for option in family.options}

    assert sorted(key for key in keys | options if f"`{key}`" not in text) == []


@pytest.fixture
def shown_family(tmp_path, monkeypatch):
    """Put the family of docs/adding-a-family.md into the register, and return the folder of its words."""
    path = ROOT / "docs" / "adding-a-family.md"
    module, judge = blocks(path, "python")
    (tmp_path / "row_times_column.py").write_text(module)
    (tmp_path / "problems" / "en").mkdir(parents=True)
    (tmp_path / "problems" / "en" / "row-times-column.md.j2").write_text(blocks(path, "jinja")[0])
    folders = [*generators.families.__path__, str(tmp_path)]
    monkeypatch.setattr(generators.families, "__path__", folders)
    monkeypatch.setattr(generators.families.__spec__, "submodule_search_locations", folders)
    monkeypatch.setattr(FAMILIES, "_loaded", dict(FAMILIES._loaded))
    monkeypatch.setattr(register, "names_in", register.names_in.__wrapped__)  # the folder was listed without it
    return tmp_path, judge


@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
def test_the_family_of_the_guide_works_as_it_stands(shown_family, difficulty):
    """The two files that the guide shows make a family: drawn, proved, worded, and judged from the givens."""
    import numpy as np

    folder, judge = shown_family
    names: dict = {}
    exec(judge, names)  # noqa: S102  it is our own document
    records = [
        record(exercise(draw(FAMILIES["row-times-column"], 2025, index, difficulty, {}, Notation()), folder))
        for index in range(10)
    ]

    for found in records:
        given = {name: np.array(value) for name, value in found["given"].items()}
        assert names["row_times_column"](given)["C"].tolist() == found["parts"][0]["value"]
        assert "he row $A$" in found["statement"]
    assert len({json.dumps(found["given"]) for found in records}) == 10


def test_the_family_of_the_guide_accepts_numbers(shown_family):
    """What the guide shows of `accept` reads an instructor's own numbers too."""
    from generators.draw import given

    problem = given(FAMILIES["row-times-column"], {"A": [[1, 2]], "B": [[3], [4]]}, {}, Notation(), 3, 1)

    assert problem.parts[0].value == [[11.0]]


def test_commands_are_plain_click():
    """The reference is written from the same objects that run."""
    assert all(isinstance(main.get_command(click.Context(main), name), click.Command) for name in COMMANDS)
