"""The notes of the shipped course in a vault: every formula accepted, every link leading somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from chalkgrad.cli import main
from chalkgrad.notes.activation_words import activation_words
from chalkgrad.notes.activations import derived, in_notation
from chalkgrad.notes.slots import file_name
from chalkgrad.wording import SHIPPED
from symbolic.activations import ACTIVATIONS
from symbolic.notation import Notation

ROOT = Path(__file__).parents[1]
TITLE = "Deep learning foundations"
WEEK3 = f"{TITLE}/Weeks/{TITLE} Week 03"
COURSE = """
[course]
title = "Deep learning foundations"
seed = 5
[[week]]
number = 1
title = "One"
topics = ["Layers"]
embed = ["Books#Week 1", "Nowhere"]
text = "Mind the [[Books]], and $z$."
[[week.problem]]
family = "dense-layer"
activation = "relu"
[[week]]
number = 2
title = "Two"
[[week.problem]]
family = "dense-layer"
title = "My own"
given.x = [1, 2]
given.W = [[1, -1], [0, 2]]
given.b = [0, 1]
given.activation = "relu"
"""


def vault(folder: Path, *options: str, course: Path = ROOT / "course.toml", status: int = 0) -> str:
    """Run ``chalkgrad vault`` and return what it prints."""
    run = CliRunner().invoke(main, ["vault", str(folder), "--course", str(course), *options])
    assert run.exit_code == status, run.output
    return run.stdout


def notes_of(folder: Path) -> dict[str, str]:
    """Return the notes of a vault by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.md"))}


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """A student's vault with weeks 2 and 3, the key too."""
    folder = tmp_path_factory.mktemp("vault")
    (folder / "Books.md").write_text("# Week-3 Sessions 7,8,9\n\nMy list.\n")
    (folder / "Mine").mkdir()
    (folder / "Mine" / "ReLU.md").write_text("my own thoughts on it\n")
    vault(folder, "--week", "2")
    vault(folder, "--week", "3", "--key")
    return folder


LINK = re.compile(r"(!?)\[\[([^\]|#\\]*)(#[^\]|\\]*)?(?:\\?\|[^\]]*)?\]\]|(!?)\[[^\]]*\]\(([^)#]+)(#[^)]*)?\)")


def unresolved(folder: Path) -> list[str]:
    """Return the links, embeds and block ids of our notes that lead nowhere."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    notes = notes_of(folder)
    broken = []
    for name, text in notes.items():
        for match in LINK.finditer(text if "chalkgrad-id" in text else ""):
            target, anchor = (match[2], match[3]) if match[2] is not None else (unquote(match[5]), match[6])
            ending = "" if PurePosixPath(target).suffix in (".svg", ".base", ".md") else ".md"
            found = [file for file in files if file == target + ending or file.endswith(f"/{target}{ending}")]
            if "/" not in target and len(found) > 1:
                broken.append(f"{name}: {match[0]} leads to several")
            if not found:
                broken.append(f"{name}: {match[0]}")
            elif anchor and anchor.startswith("#^") and not re.search(rf"(?m)(^| )\^{anchor[2:]}$", notes[found[0]]):
                broken.append(f"{name}: {match[0]} has no such block")
    return broken


def test_every_link_embed_and_block_is_there(exported):
    """Links lead to one file each, by path where a note of the student's has the same name."""
    assert unresolved(exported) == []
    assert f"[[{TITLE}/Activations/ReLU|ReLU]]" in notes_of(exported)[f"{WEEK3}.md"]


def test_the_check_of_links_bites(tmp_path):
    """A link to nothing and a block that is not there are seen."""
    (tmp_path / "a.md").write_text("chalkgrad-id [[b]] [[c]] [[b#^x]] ![[p.svg|3]]")
    (tmp_path / "b.md").write_text("")

    assert [line.split(": ")[1] for line in unresolved(tmp_path)] == [
        "[[c]]",
        "[[b#^x]] has no such block",
        "![[p.svg|3]]",
    ]


def test_after_the_student_moved_things(exported, tmp_path):
    """Renamed to what no link can hold, moved, deleted: every link still leads somewhere or is plain words."""
    folder = tmp_path / "vault"
    shutil.copytree(exported, folder)
    (folder / f"{TITLE}/Activations/ReLU.md").rename(folder / "R [e] L#U^1|2.md")
    (folder / f"{TITLE}/Activations/Tanh.md").rename(folder / "Mine" / "tanh, my way.md")
    (folder / f"{TITLE}/Activations/Sigmoid.md").unlink()
    (folder / f"{TITLE}/attachments/chalkgrad-elu-plot.svg").unlink()
    (folder / f"{TITLE}/{TITLE}.base").unlink()
    vault(folder, "--week", "3", "--key")
    vault(folder, "--week", "2")

    assert unresolved(folder) == []
    assert not (folder / f"{TITLE}/Activations/Sigmoid.md").exists()
    assert "](R%20%5Be%5D%20L%23U%5E1%7C2.md)" in notes_of(folder)[f"{WEEK3}.md"]
    assert "[[tanh, my way]]" in notes_of(folder)[f"{WEEK3}.md"]


def formulas(text: str) -> list[str]:
    """Return the formulas of a note, without the marks of callouts."""
    bare = re.sub(r"(?m)^(> ?)+", "", text)
    pairs = re.findall(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+)\$", bare, re.DOTALL)
    return [formula for pair in pairs for formula in pair if formula]


def test_every_formula_is_accepted(exported, refused_formulas):
    """MathJax, as Obsidian has it, and KaTeX take every formula of the vault."""
    asked = sorted({formula for text in notes_of(exported).values() for formula in formulas(text)})

    assert len(asked) > 500
    assert refused_formulas(asked) == []


def test_the_second_run_is_none(exported):
    """Nothing is written, no time changes, nothing is said; ``--check`` agrees."""
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in exported.rglob("*") if path.is_file()}

    assert vault(exported, "--week", "3", "--key") == ""
    assert vault(exported, "--week", "3", "--key", "--check") == ""
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_the_page_is_sound_markdown(exported):
    """Displays stand between fences, callouts keep their marks, nothing is left that the app takes otherwise."""
    for name, text in notes_of(exported).items():
        if "chalkgrad-id" not in text:
            continue
        assert text.count("$$") % 2 == 0, name
        rows = text.split("\n")
        for before, row, behind in zip(rows, rows[1:], rows[2:], strict=False):
            if row.startswith("%% "):
                assert before == behind == "", f"{name}: {row}"
            if row.startswith("> [!"):
                assert behind.startswith(">") or not behind, f"{name}: {row}"
        markers = re.compile(r"(?m)^%% chalkgrad:(begin [a-z0-9-]+ h=[0-9a-f]{16} v=1|end [a-z0-9-]+) %%$")
        assert "%%" not in markers.sub("", text), name
        assert "{{" not in text, name
        assert not re.search(r"\n\n\n", text), name


def test_tables_keep_their_cells(exported):
    """Each row of a table has as many cells as its head: no bar of a link or a formula splits one."""
    for name, text in notes_of(exported).items():
        for table in re.findall(r"(?m)(?:^\|.*\n)+", text):
            counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(counts) == 1, f"{name}: {table}"


def test_front_matter_is_what_obsidian_writes(exported):
    """Flat keys of our prefix besides the shared lists, block lists, tags that are tags."""
    for name, text in notes_of(exported).items():
        if "chalkgrad-id" not in text:
            continue
        head = text.split("---\n")[1]
        keys = re.findall(r"(?m)^([^\s:]+):", head)
        assert set(keys) <= {"aliases", "tags", "cssclasses"} | {key for key in keys if key.startswith("chalkgrad-")}, (
            name
        )
        assert len(keys) == len(set(keys))
        tags = re.search(r"tags:\n((?:  - .*\n)+)", head)[1].replace("  - ", "").split()
        assert tags[0].startswith("chalkgrad/")
        assert "deep-learning" in tags
        assert all(re.fullmatch(r"[\w/-]*[A-Za-z/-][\w/-]*", tag) for tag in tags)


def test_practice_folds_and_only_the_key_marks(exported):
    """Solutions and hints are folded in the practice; the key is there since it was asked for, and not in week 2."""
    notes = notes_of(exported)

    assert re.findall(r"\[!(?:success|hint|failure)\](?!-)", notes[f"{WEEK3} Practice.md"]) == []
    assert "[!success]- Solution" in notes[f"{WEEK3} Practice.md"]
    assert f"{WEEK3} Key.md" in notes
    assert not any("Week 02 Key" in name for name in notes)
    assert "Books#Week-3 Sessions" in notes[f"{WEEK3}.md"]


def test_the_key_stays_linked(exported, tmp_path):
    """An export without ``--key`` leaves a key that is there alone, and the link to it."""
    folder = tmp_path / "vault"
    shutil.copytree(exported, folder)

    assert vault(folder, "--week", "3") == ""
    assert "Week 03 Key|Key]]" in notes_of(folder)[f"{WEEK3}.md"]


def test_cards_are_cards(exported):
    """A line a card, question and answer parted once, nothing in it that would end it or open a gap."""
    text = notes_of(exported)[f"{WEEK3} Cards.md"]
    cards = [row for row in text.split("\n") if "::" in row]

    assert len(cards) > 10
    assert all(row.count("::") == 1 and "==" not in row and "}}" not in row for row in cards)
    assert "\n#flashcards/chalkgrad/week-03\n" in text


def test_cards_are_written_once(exported, tmp_path):
    """Whatever becomes of the cards, an export leaves them as they are."""
    folder = tmp_path / "vault"
    shutil.copytree(exported, folder)
    cards = folder / f"{WEEK3} Cards.md"
    cards.write_text(cards.read_text().replace("zero-centred?", "centred?") + "<!--SR:!2026-08-16,51,230-->")
    before = cards.read_bytes()

    assert vault(folder, "--week", "3", "--key") == ""
    assert cards.read_bytes() == before


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


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_words_of_an_activation(name):
    """Where there are words they say all that a note has room for, and their relatives are in the catalogue."""
    said = activation_words("en", name)
    there = (SHIPPED / "activations" / "en" / f"{name}.md.j2").exists()

    assert there == bool(said.rule and said.picture and said.use and said.traps)
    assert set(said.relatives) <= set(ACTIVATIONS) - {name}
    assert "\n" not in said.picture


def test_what_is_said_is_said_in_the_notation_of_the_course():
    """A formula of the words follows the course's ln or log as any other."""
    said = in_notation(activation_words("en", "softplus"), Notation(log="log"))

    assert "$z + \\log(1 + e^{-z})$" in said.traps[2]


def test_values_are_rounded_where_they_are_longer():
    """An exact value stands as it is, any other to four decimals; at a kink the conventions hold."""
    sigmoid = {z: rest for z, *rest in derived("sigmoid", Notation()).values}

    assert sigmoid["0"] == ["0.5", "0.25"]
    assert sigmoid["4"] == ["0.9820", "0.0177"]
    assert {z: rest for z, *rest in derived("relu", Notation()).values}["0"] == ["0", "0"]


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


def test_an_activation_without_words_has_a_plain_note():
    """No file of words is no error: the note has the name of the function, and what is derived of it."""
    assert activation_words("xx", "relu").name == "ReLU"
    assert activation_words("xx", "relu").rule == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a [b] #c^d|e:f%g", "a b cdefg"),
        ("CON", "CON notes"),
        ("  .x. ", "x"),
        ("???", "Course"),
        ("ü" * 300, "ü" * 90),
    ],
)
def test_names_that_every_disk_takes(title, name):
    """A title becomes a name without what breaks links or disks."""
    assert file_name(title) == name
