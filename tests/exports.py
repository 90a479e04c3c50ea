"""Exports by the command line, and whether all that they link to is there: what the tests of the notes share."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from click.testing import CliRunner

from chalkgrad.cli import main

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
