"""The one week that is committed is the week that the code builds, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from chalkgrad.cli import main

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "output" / "week-03"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def built(tmp_path, monkeypatch) -> dict[str, bytes]:
    """Build week 3 of the shipped course elsewhere, in another time zone and under another locale."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    run = CliRunner().invoke(main, ["build", str(ROOT / "course.toml"), "--week", "3", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    return contents(tmp_path / "week-03")


def test_the_committed_week_is_what_the_code_builds(built):
    """`make output` writes it anew; whoever changes a page sees it in the change."""
    committed = contents(COMMITTED)

    assert set(built) == set(committed)
    assert [name for name in built if built[name] != committed[name]] == []


def test_a_visitor_finds_every_format(built):
    """Each format has a sheet and a key, and the records stand beside them."""
    kinds = {str(Path(name).parent): Path(name).suffix[1:] for name in built if "sheet." in name}

    assert set(kinds) == {"latex", "pdf", "markdown", "obsidian"}
    assert {f"{folder}/key.{ending}" for folder, ending in kinds.items()} <= set(built)
    assert "jsonl/problems.jsonl" in built


def test_every_built_latex_file_compiles(built, pdflatex, tmp_path):
    """Sheet and key go through pdflatex as they stand, and no line sticks out of the page."""
    for name, page in built.items():
        if name.startswith("latex/"):
            (tmp_path / name.split("/")[1]).write_bytes(page)
    for source in ("sheet.tex", "key.tex"):
        log = pdflatex(tmp_path / source)

        assert "undefined" not in log
        assert [line for line in log.splitlines() if line.startswith("Overfull \\hbox") and too_wide(line)] == []


def too_wide(line: str) -> bool:
    """Whether pdflatex complains of more than five points."""
    return float(line.split("(")[1].split("pt", maxsplit=1)[0]) > 5


def test_no_sheet_holds_an_answer(built):
    """The student's files have none of the words that the key adds."""
    telling = (b"What went wrong", b"Answer:", b"**Answer**", b"Proved:", b"[!success]")
    found = [
        (name, words.decode())
        for name, page in built.items()
        for words in telling
        if "/sheet." in name and not name.endswith(".pdf") and words in page
    ]

    assert found == []


def test_every_formula_of_the_notes_is_accepted(built, refused_formulas):
    """MathJax, as in Obsidian, and KaTeX take each formula of the written Markdown files."""
    import re

    texts = [re.sub(r"(?m)^(> ?)+", "", page.decode()) for name, page in built.items() if name.endswith(".md")]
    formulas = [
        formula
        for text in texts
        for pair in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", text, re.DOTALL)
        for formula in pair
    ]
    asked = sorted({formula for formula in formulas if formula})

    assert len(asked) > 100
    assert refused_formulas(asked) == []
