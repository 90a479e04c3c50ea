"""The vault on a real disk: links, rights, other programs at work, and runs that are killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import pytest
from vaults import MANIFEST, TITLE, a_note

from chalkgrad.vault.addresses import addresses
from chalkgrad.vault.apply import applied
from chalkgrad.vault.disk import checked, looked, manifest_of, names
from chalkgrad.vault.export import Export, Slot
from chalkgrad.vault.mending import Policy
from chalkgrad.vault.planning import Plan, planned
from symbolic.errors import UserError

NOTE = f"{TITLE}/Notes/A.md"
OLD, NEW = a_note("A", {"first": "old"}), a_note("A", {"first": "new"})


def plan_of(root, *notes) -> Plan:
    """Plan an export of notes into a folder."""
    listed = names(checked(root))
    manifest, top, _ = manifest_of(root, listed, TITLE, TITLE)
    slots = [Slot(note.id, f"Notes/{note.id.upper()}.md", TITLE) for note in notes]
    disk = looked(root, listed, manifest, [slot.id for slot in slots])
    return planned(Export(TITLE, notes), addresses(top, slots, disk, manifest), disk, manifest, Policy())


def export(root, *notes) -> Plan:
    """Export notes into a folder."""
    plan = plan_of(root, *notes)
    applied(root, plan)
    return plan


def everything(root) -> dict[str, tuple[bytes, int]]:
    """Return every file below, with its bytes and when it was written."""
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_nothing_to_do_writes_nothing(tmp_path):
    """The second run leaves bytes and times as they are."""
    export(tmp_path, OLD)
    before = everything(tmp_path)
    time.sleep(0.02)
    export(tmp_path, OLD)

    assert everything(tmp_path) == before


@pytest.mark.parametrize("link", [TITLE, f"{TITLE}/Notes", NOTE])
def test_no_link_is_followed(tmp_path, link):
    """A folder or a note that is a link elsewhere is not written through, and stays a link."""
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "vault"
    elsewhere.mkdir()
    root.mkdir()
    export(root, OLD)
    target = elsewhere / "there"
    (root / link).rename(target)
    (root / link).symlink_to(target)
    before = everything(elsewhere)
    export(root, NEW)

    assert (root / link).is_symlink()
    assert everything(elsewhere) == before


@pytest.mark.parametrize("name", [TITLE, TITLE.lower(), f"{TITLE}/Notes"])
@pytest.mark.parametrize("what", ["link", "inner link", "file"])
def test_a_name_in_the_way_of_a_folder(tmp_path, name, what):
    """What has the name of our folder stays; one folder beside it takes all notes, now and whenever more come."""
    root, elsewhere = tmp_path / "vault", tmp_path / "elsewhere"
    inner = root / "mine"
    for folder in (elsewhere, inner, (root / name).parent):
        folder.mkdir(parents=True, exist_ok=True)
    if what == "file":
        (root / name).write_bytes(b"mine")
    else:
        (root / name).symlink_to(inner if what == "inner link" else elsewhere)
    export(root, OLD)
    assert plan_of(root, OLD).clean
    assert plan_of(root, OLD).manifest is None
    export(root, OLD, a_note("B", {"first": "b"}), a_note("C", {"first": "c"}))

    beside = f"{TITLE} (folder)/Notes" if "/" not in name else f"{name} (folder)"
    notes = [path for path in everything(root) if path.endswith(".md")]
    assert notes == [f"{beside}/{letter}.md" for letter in "ABC"]
    assert (root / name).is_symlink() or (root / name).read_bytes() == b"mine"
    assert [*elsewhere.iterdir(), *inner.iterdir()] == []


def test_what_changed_after_the_look_is_left(tmp_path):
    """A note that another program wrote between plan and write keeps what that program wrote."""
    export(tmp_path, OLD)
    plan = plan_of(tmp_path, NEW)
    (tmp_path / NOTE).write_bytes(b"saved just now")
    written, left = applied(tmp_path, plan)

    assert (tmp_path / NOTE).read_bytes() == b"saved just now"
    assert [path.name for path in left] == ["A.md"]
    assert written == []


def test_a_file_that_came_meanwhile_is_left(tmp_path):
    """What was made in the place of a new note after the look is not written over."""
    plan = plan_of(tmp_path, OLD)
    (tmp_path / NOTE).parent.mkdir(parents=True)
    (tmp_path / NOTE).write_bytes(b"mine")
    applied(tmp_path, plan)

    assert (tmp_path / NOTE).read_bytes() == b"mine"


def test_a_disk_without_hard_links(tmp_path, monkeypatch):
    """Where a disk knows none, new notes are written all the same, and nothing is written over."""

    def none(*_):
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", none)
    plan = plan_of(tmp_path, OLD)
    applied(tmp_path, plan)
    assert (tmp_path / NOTE).exists()
    (tmp_path / NOTE).write_bytes(b"mine")
    applied(tmp_path, plan)
    assert (tmp_path / NOTE).read_bytes() == b"mine"


def test_rights_are_kept(tmp_path):
    """A note keeps the rights that its owner gave it."""
    export(tmp_path, OLD)
    (tmp_path / NOTE).chmod(0o600)
    export(tmp_path, NEW)

    assert (tmp_path / NOTE).stat().st_mode & 0o777 == 0o600


def test_a_name_that_is_no_text(tmp_path):
    """A note that the user gave a name of bytes that are no UTF-8 is found, brought up to date, and remembered."""
    export(tmp_path, OLD)
    strange = os.fsdecode(b"caf\xe9.md")
    (tmp_path / NOTE).rename(tmp_path / strange)
    export(tmp_path, NEW)

    assert b"new" in (tmp_path / strange).read_bytes()
    assert plan_of(tmp_path, NEW).clean
    assert plan_of(tmp_path, NEW).manifest is None


@pytest.mark.parametrize(("name", "said"), [("none", "there is no folder"), ("file", "is no folder")])
def test_no_folder(tmp_path, name, said):
    """A folder that is not there, or is none, is one line."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match=said):
        checked(tmp_path / name)


def test_settings_of_the_app_are_not_written_into(tmp_path):
    """The folder of Obsidian's own settings is refused."""
    (tmp_path / ".obsidian" / "notes").mkdir(parents=True)
    with pytest.raises(UserError, match="Obsidian's own settings"):
        checked(tmp_path / ".obsidian" / "notes")


def test_a_vault_within_the_vault_is_not_looked_into(tmp_path):
    """Its notes are another vault's, even where they are copies of ours."""
    export(tmp_path, OLD)
    inner = tmp_path / "Backup"
    (inner / ".obsidian").mkdir(parents=True)
    (tmp_path / NOTE).rename(inner / "A.md")
    plan = export(tmp_path, NEW)

    assert plan.clean
    assert b"old" in (inner / "A.md").read_bytes()


def test_no_right_to_write(tmp_path, monkeypatch):
    """One line says what could not be written, and what is done stays done."""

    def refused(self, *_, **__):
        raise PermissionError(13, "no", str(self))

    plan = plan_of(tmp_path, OLD)
    monkeypatch.setattr("pathlib.Path.mkdir", refused)
    with pytest.raises(UserError, match=r"^cannot write .*: permission denied; see to it, and run again"):
        applied(tmp_path, plan)


def test_what_a_killed_run_left_is_taken_away(tmp_path):
    """A part beside a note that was done already goes too; a hidden file of the user's stays."""
    export(tmp_path, OLD)
    part = tmp_path / TITLE / "Notes" / ".A.md.3fffff-0a1b2c3d.part"
    mine = tmp_path / TITLE / "Notes" / ".A.md.mine.part"
    part.write_bytes(b"half")
    mine.write_bytes(b"mine")
    (tmp_path / MANIFEST).unlink()
    export(tmp_path, OLD)

    assert not part.exists()
    assert mine.exists()


def test_a_killed_export_leaves_old_or_new(tmp_path):
    """Killed at any moment, each note is the old one or the new one; the next run completes, and sweeps up."""
    notes = [{"first": f"old {n}" * 50} for n in range(60)], [{"first": f"new {n}" * 50} for n in range(60)]
    old, new = ([a_note(f"N{place}", bodies) for place, bodies in enumerate(some)] for some in notes)
    export(tmp_path, *old)
    was = {name: data for name, (data, _) in everything(tmp_path).items()}
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from test_vault_disk import *;"
        "make = lambda word: [a_note(f'N{n}', {'first': f'{word} {n}' * 50}) for n in range(60)];"
        "plan = plan_of(Path(sys.argv[1]), *make('new')); print('on', flush=True);"
        "applied(Path(sys.argv[1]), plan)"
    )
    here = os.path.dirname(__file__)  # noqa: PTH120  a text for the other process
    for wait in (0.0, 0.002, 0.005):
        with subprocess.Popen([sys.executable, "-c", code, tmp_path, here], stdout=subprocess.PIPE) as run:
            run.stdout.readline()
            time.sleep(wait)
            run.kill()
        for name, data in was.items():
            now = (tmp_path / name).read_bytes()
            assert now == data or name == MANIFEST or re.search(rb"\nnew \d+", now), name
    export(tmp_path, *new)

    assert plan_of(tmp_path, *new).clean
    assert all(b"old" not in data for data, _ in everything(tmp_path).values())
    assert not list(tmp_path.rglob(".*"))
