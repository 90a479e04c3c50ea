"""The notes of the shipped course in a vault: every formula accepted, every link leading somewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from exports import TITLE, WEEK3, notes_of, unresolved, vault


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


def test_figures_stand_beside_the_parameters_that_they_are_for(exported):
    """The range (-1, ∞) of ELU is that for α = 1: the hub and the cards say so, and say nothing where there is none."""
    pages = notes_of(exported).values()
    hub = next(page for page in pages if "chalkgrad-kind: hub" in page)
    cards = next(page for page in pages if "chalkgrad-kind: cards" in page and "ELU" in page)

    assert "| [[ELU]], $\\alpha = 1$ | $\\left(-1, \\infty\\right)$ |" in hub
    assert "| [[Sigmoid]] |" in hub
    assert "ELU, for $\\alpha = 1$: which values does it take?" in cards
    assert "Sigmoid: which values does it take?" in cards
