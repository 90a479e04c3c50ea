"""``chalkgrad vault`` with a small course: weeks that come together, what it says, and what it refuses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from exports import COURSE, ROOT, TITLE, notes_of, unresolved, vault

from chalkgrad.cli import main


@pytest.fixture
def course(tmp_path) -> Path:
    """A small course."""
    path = tmp_path / "course.toml"
    path.write_text(COURSE)
    return path


def test_weeks_come_together(tmp_path, course):
    """The hub lists each week that is there; a function lists the problems of all of them."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Books.md").write_text("# Week 1")
    vault(folder, "--week", "2", course=course)
    vault(folder, "--week", "1", course=course)
    notes = notes_of(folder)
    relu = notes[f"{TITLE}/Activations/ReLU.md"]

    assert unresolved(folder) == []
    assert "Week 1: One" in notes[f"{TITLE}/{TITLE}.md"]
    assert "Week 2: Two" in notes[f"{TITLE}/{TITLE}.md"]
    assert re.findall(r"\|(Week.*)\]\]", relu) == ["Week 1, problem 1", "Week 2, problem 1: My own"]
    assert vault(folder, "--week", "2", "--check", course=course) == ""


def test_a_week_note_says_what_the_course_file_says(tmp_path, course):
    """Topics, the instructor's own text and the notes that are there; one that is not there is left out."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Books.md").write_text("# Week 1")
    vault(folder, "--week", "1", course=course)
    text = notes_of(folder)[f"{TITLE}/Weeks/{TITLE} Week 01.md"]

    assert "## Topics\n\n- Layers\n" in text
    assert "\nMind the [[Books]], and $z$.\n" in text
    assert "\n![[Books#Week 1]]\n" in text
    assert "Nowhere" not in text


def test_another_seed_makes_another_practice(tmp_path, course):
    """A practice that a student has worked on is never rewritten under them: the new one stands beside it."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Books.md").write_text("# Week 1")
    vault(folder, "--week", "1", course=course)
    course.write_text(COURSE.replace("seed = 5", "seed = 6"))
    vault(folder, "--week", "1", course=course)
    names = [name for name in notes_of(folder) if "Practice" in name]

    assert {PurePosixPath(name).stem.rpartition("01 ")[2] for name in names} == {"Practice", "Practice (seed 6)"}
    assert unresolved(folder) == []


def test_a_note_of_the_students_is_adopted(tmp_path, course):
    """With ``--adopt`` ours is added to the note that has its name, and the student's text stays at its head."""
    folder = tmp_path / "vault"
    own = folder / TITLE / "Activations" / "ReLU.md"
    own.parent.mkdir(parents=True)
    own.write_text("my thoughts")
    name = own.relative_to(folder).as_posix()
    vault(folder, "--week", "1", "--adopt", name, course=course)

    assert "---\nmy thoughts\n\n%% chalkgrad:begin idea" in own.read_text().replace("\n\nmy", "\nmy")
    assert {path.name for path in own.parent.glob("ReLU*")} == {"ReLU.md", "ReLU6.md"}
    vault(folder, "--week", "1", "--adopt", "none.md", course=course, status=1)


def test_an_export_needs_neither_sympy_nor_a_plotter(tmp_path):
    """What is derived comes from the book, the proofs of the networks too."""
    code = (
        "import sys; from chalkgrad.cli import main;"
        "main(['vault', sys.argv[1], '--course', sys.argv[2], '--week', '3'], standalone_mode=False);"
        "sys.exit(bool({'sympy', 'matplotlib'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, tmp_path, ROOT / "course.toml"]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_looking_writes_nothing(tmp_path, course):
    """``--dry-run`` lists, ``--diff`` shows, ``--check`` lists too; its status is 1 while there is something to do."""
    folder = tmp_path / "vault"
    folder.mkdir()
    listed = vault(folder, "--week", "1", "--dry-run", course=course)
    shown = vault(folder, "--week", "1", "--diff", course=course)

    assert f"create   {TITLE}/{TITLE}.md\n" in listed
    assert f"+++ {TITLE}/{TITLE}.md\n" in shown
    assert vault(folder, "--week", "1", "--check", course=course, status=1) == listed
    assert list(folder.iterdir()) == []


def test_an_edited_region_is_told_one_a_line(tmp_path, course):
    """After an edit ``--check`` says which region, and its status is 1, though nothing is to be written."""
    folder = tmp_path / "vault"
    folder.mkdir()
    vault(folder, "--week", "1", course=course)
    note = folder / f"{TITLE}/Activations/ReLU.md"
    note.write_text(note.read_text().replace("A turnstile", "My turnstile"))

    assert vault(folder, "--week", "1", "--check", course=course, status=1) == (
        f"edited   {TITLE}/Activations/ReLU.md: region 'idea' is edited, and stays as it is\n"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["none"], "there is no folder none"),
        ([".", "--on-edit", "mrege"], "did you mean 'merge'"),
        ([".", "--week", "9"], "has no week 9"),
    ],
)
def test_mistakes_are_one_line(tmp_path, course, monkeypatch, options, said):
    """What cannot be done is said with the way out, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(main, ["vault", *options])

    assert run.exit_code == 1
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["course.toml"]


def test_texts_that_would_break_a_note(tmp_path, course):
    """Brackets, bars and comment signs in titles break no link; a marker among them is refused."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Books.md").write_text("# Week 1")
    course.write_text(COURSE.replace('"One"', '"[a]|b %% c]]"').replace('"My own"', '"a]] | b"'))
    vault(folder, "--week", "2", course=course)
    vault(folder, "--week", "1", course=course)
    assert unresolved(folder) == []
    bodies = [text.split("---\n", 2)[-1] for text in notes_of(folder).values()]
    assert all("%%" not in re.sub(r"(?m)^%% .* %%$", "", body) for body in bodies)

    course.write_text(COURSE.replace('"One"', '"chalkgrad:begin x"'))
    run = CliRunner().invoke(main, ["vault", str(folder), "--course", str(course), "--week", "1"])
    assert run.exit_code == 1
    assert "which mark the parts of notes" in run.stderr
