"""Carry out a plan: each file in one step, and only where the disk still holds what the plan was made from."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from chalkgrad.files import make_folder, sweep, told, write_part
from chalkgrad.vault.planning import Plan, Write


def applied(root: Path, plan: Plan) -> tuple[list[Path], list[Path]]:
    """Write the files of a plan below *root*; returns those written, and those left since they changed meanwhile.

    Stopped at any moment, every file is the old one or the new one, whole. The manifest comes last: a run that was
    stopped before it is completed by the next, since the notes themselves say what they are.
    """
    writes = (*plan.writes, *filter(None, (plan.manifest,)))
    for folder in plan.folders if writes else ():
        _swept(root / folder, root)
    written: list[Path] = []
    left: list[Path] = []
    for write in writes:
        path = root / write.path
        with told(path, "see to it, and run again: what is done stays done"):
            make_folder(path.parent, [])
            done = _written(path, write, root)
        if write is not plan.manifest:
            (written if done else left).append(path)
    return written, left


def _written(path: Path, write: Write, root: Path) -> bool:
    """Write one file unless the disk holds something else than was planned with."""
    if not path.parent.resolve().is_relative_to(root.resolve()):
        return False  # a link that came after the look: nothing is written through it
    part = write_part(path, write.data)
    try:
        return _created(path, part) if write.before is None else _replaced(path, part, write.before)
    finally:
        part.unlink(missing_ok=True)


def _created(path: Path, part: Path) -> bool:
    try:
        os.link(part, path)  # fails where there is something, in one step
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        if os.path.lexists(path):
            return False
        part.replace(path)
    return True


def _replaced(path: Path, part: Path, before: bytes) -> bool:
    if path.is_symlink() or not path.is_file() or path.read_bytes() != before:
        return False
    part.chmod(path.stat().st_mode & 0o7777)
    part.replace(path)
    return True


def _swept(folder: Path, root: Path) -> None:
    """Take away what a killed run left, hidden from Obsidian, in a folder that is there."""
    with suppress(OSError):  # what cannot be looked into is not ours to tidy
        if folder.resolve().is_relative_to(root.resolve()):
            sweep(folder)
