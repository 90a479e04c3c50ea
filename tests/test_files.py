"""No file stands half-written under its name, and none outside the folder that was asked for."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chalkgrad.files import targets, write_files
from symbolic.errors import UserError

FILES = {"week-03/latex/sheet.tex": b"sheet", "week-03/latex/key.tex": b"key", "week-03/pdf/key.pdf": b"pdf"}


def everything(folder):
    """Return every file and folder below, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_all_files_are_written_and_nothing_else(tmp_path):
    """The paths come back in the order of the files, and no part is left beside them."""
    written = write_files(tmp_path / "output", FILES)

    assert [str(path.relative_to(tmp_path / "output")) for path in written] == list(FILES)
    assert [path.read_bytes() for path in written] == list(FILES.values())
    assert [name for name in everything(tmp_path) if name.endswith(".part")] == []


def test_new_files_have_the_usual_rights(tmp_path):
    """A class can read what was written: the rights are the process's usual ones, not those of a temporary file."""
    old = os.umask(0o022)
    try:
        (path,) = write_files(tmp_path, {"a": b""})
    finally:
        os.umask(old)

    assert path.stat().st_mode & 0o777 == 0o644


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    """When the last of several files does not fit, the earlier ones keep their old content and no part is left."""
    write_files(tmp_path, FILES)
    before = everything(tmp_path)

    def full(self, mode):
        if "key.pdf" in self.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return open(self, mode)  # noqa: PTH123  # Path.open is what is replaced

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(
        UserError, match=r"^cannot write .*key.pdf: the disk is full; choose another folder with --out$"
    ):
        write_files(tmp_path, dict.fromkeys(FILES, b"new"))
    monkeypatch.undo()

    assert everything(tmp_path) == before
    assert [(tmp_path / name).read_bytes() for name in FILES] == list(FILES.values())


def test_a_disk_that_fills_while_writing_leaves_no_folder(tmp_path):
    """A real limit of the system, met in the middle of a file: one line, and the folder is as it was."""
    code = (
        "import resource, sys, pathlib; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "from chalkgrad.files import write_files;"
        "write_files(pathlib.Path(sys.argv[1]) / 'new', {'a/b': b'1', 'a/c': b'x' * 5000})"
    )
    run = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False)

    assert run.returncode != 0
    assert "the file is larger than is allowed here" in run.stderr
    assert everything(tmp_path) == []


@pytest.mark.parametrize("stop", ["kill", "terminate"])
def test_a_stopped_run_leaves_old_or_new(tmp_path, stop):
    """Stopped at any moment, each file is the old one or the new one, whole; asked to stop, it clears up too."""
    old, new = b"o" * 2_000_000, b"n" * 2_000_000
    names = [f"f{number}" for number in range(8)]
    code = (
        "import sys, pathlib; from chalkgrad.files import write_files;"
        "from chalkgrad.commands.terminal import stop_tidily; stop_tidily(); print('on', flush=True);"
        f"[write_files(pathlib.Path(sys.argv[1]), dict.fromkeys({names!r}, byte * 2_000_000))"
        " for _ in range(1000) for byte in (b'n', b'o')]"
    )
    write_files(tmp_path, dict.fromkeys(names, old))
    for wait in (0.001, 0.005, 0.02):
        with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE) as run:
            run.stdout.readline()
            time.sleep(wait)
            getattr(run, stop)()

        assert {(tmp_path / name).read_bytes() for name in names} <= {old, new}
        if stop == "terminate":
            assert everything(tmp_path) == names


def test_what_a_killed_run_left_is_taken_away(tmp_path):
    """A part of long ago goes, one of a run beside this one stays, and so does any other hidden file."""
    for name in (".sheet.0a1b2c3d.part", ".sheet.4e5f6a7b.part", ".sheet.notes", ".other.0a1b2c3d.part"):
        (tmp_path / name).write_bytes(b"")
    for name in (".sheet.0a1b2c3d.part", ".sheet.notes", ".other.0a1b2c3d.part"):
        os.utime(tmp_path / name, (0, 0))
    write_files(tmp_path, {"sheet": b""})

    assert everything(tmp_path) == [".other.0a1b2c3d.part", ".sheet.4e5f6a7b.part", ".sheet.notes", "sheet"]


@pytest.mark.parametrize("name", ["../a", "/etc/a", "a/../../b", "", "a/.."])
def test_no_name_leads_out(tmp_path, name):
    """A name that climbs out of the folder, or is none, is refused before anything is written."""
    with pytest.raises(UserError, match="leads out of"):
        write_files(tmp_path / "output", {"fine": b"", name: b""})

    assert everything(tmp_path) == []


def test_no_link_is_followed_out(tmp_path):
    """A link inside the folder that points elsewhere is not written through."""
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "output"
    elsewhere.mkdir()
    out.mkdir()
    (out / "week-03").symlink_to(elsewhere)

    with pytest.raises(UserError, match="is a link that leads out of"):
        write_files(out, FILES)

    assert everything(elsewhere) == []


def test_a_link_in_place_of_a_file_is_replaced(tmp_path):
    """What a link in the place of a file points to keeps its content."""
    mine = tmp_path / "mine"
    mine.write_bytes(b"mine")
    (tmp_path / "sheet").symlink_to(mine)
    write_files(tmp_path, {"sheet": b"sheet"})

    assert mine.read_bytes() == b"mine"
    assert (tmp_path / "sheet").read_bytes() == b"sheet"


def test_the_folder_itself_may_be_a_link(tmp_path):
    """``--out`` may name a link: the user chose where it leads."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_files(tmp_path / "link", {"a/b": b""})

    assert (tmp_path / "real/a/b").exists()


def test_a_file_in_the_place_of_a_folder(tmp_path):
    """A file where a folder should be, and a folder where a file should be, are said."""
    (tmp_path / "week-03").write_bytes(b"")
    with pytest.raises(UserError, match="a file stands where a folder should"):
        write_files(tmp_path, FILES)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="a folder stands where the file should"):
        write_files(tmp_path, {"folder": b""})


@pytest.mark.parametrize("out", ["/proc/none/output", "x" * 300, "a\0b"])
def test_a_folder_that_cannot_be(out):
    """A folder that cannot be made is one line."""
    with pytest.raises(UserError, match=r"^cannot write .*; choose another folder with --out$"):
        write_files(Path(out), FILES)


def test_target_is_below(tmp_path):
    """Plain names land below the folder, in their order."""
    assert targets(tmp_path, ["b/c", "a"]) == [tmp_path / "b" / "c", tmp_path / "a"]
