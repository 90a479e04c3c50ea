"""Writing files so that none stands half-written under its name, and none outside the folder that was asked for."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from time import time

from symbolic.errors import UserError

#: What a file is called while it is being written: hidden, its name, some letters, and this.
PART = ".part"
AN_HOUR = 3600

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is larger than is allowed here",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.ENOTDIR: "a file stands where a folder should",
    errno.EEXIST: "a file stands where a folder should",
    errno.EISDIR: "a folder stands where the file should",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its links run in a circle",
}


def write_files(out: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write *files*, by names relative to *out*, and return their paths: all of them, or as good as none.

    Each is written beside its place under a name of its own, and only when all are on the disk are they moved into
    place, one atomic step each. Whatever goes wrong, what was there before is still there, whole.
    """
    made: list[Path] = []
    parts: dict[Path, Path] = {}
    done = False
    try:
        targets = {target(out, name): data for name, data in files.items()}
        for path, data in targets.items():
            with _told(path):
                _make_folder(path.parent, made)
                _sweep(path)
                parts[path] = _write_part(path, data)
        _move(parts)
        done = True
    finally:
        if not done:
            _clear(parts, made)
    return list(targets)


def target(out: Path, name: str) -> Path:
    """Return where the file *name* belongs under *out*; a name or a link that leads out of it is refused."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise UserError(f"the file name '{name}' leads out of {out}: nothing was written")
    path = out.joinpath(*pure.parts)
    with _told(path):
        inside = path.parent.resolve().is_relative_to(out.resolve())
        folder = path.is_dir()
    if not inside:
        raise UserError(f"{path.parent} is a link that leads out of {out}: nothing was written; remove the link")
    if folder:
        raise UserError(
            f"cannot write {path}: {_REASONS[errno.EISDIR]}; remove it, or choose another folder with --out"
        )
    return path


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and remember which were not there."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        made.append(new)


def _write_part(path: Path, data: bytes) -> Path:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(data)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def _sweep(path: Path) -> None:
    """Take away the parts that a killed run left long ago; those of a run beside this one are young."""
    for left in path.parent.iterdir():
        if left.name.startswith(f".{path.name}.") and left.suffix == PART and time() - left.lstat().st_mtime > AN_HOUR:
            left.unlink()


def _move(parts: dict[Path, Path]) -> None:
    for path, part in list(parts.items()):
        with _told(path):
            part.replace(path)
        del parts[path]


def _clear(parts: Mapping[Path, Path], made: list[Path]) -> None:
    """Take away what an interrupted run leaves: its parts, and the folders that it made and did not fill."""
    for part in parts.values():
        part.unlink(missing_ok=True)
    for folder in reversed(made):
        try:
            folder.rmdir()
        except OSError:
            return


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn a fault of the disk into one line for the user."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise UserError(f"cannot write {path}: {reason}; choose another folder with --out") from None
    except ValueError:  # a NUL in the name
        raise UserError(f"cannot write {path!r}: it is no file name; choose another folder with --out") from None
