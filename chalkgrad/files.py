"""Writing files so that none stands half-written under its name, and none outside the folder that was asked for."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from time import time

from symbolic.errors import UserError

#: What a file is called while it is being written: hidden, its name, some letters, and this.
PART = ".part"
AN_HOUR = 3600
#: The name of a part: the file's, the process that writes it, some letters.
_OURS = re.compile(r"\.(?P<name>.+)\.(?:(?P<process>[0-9a-f]{1,8})-)?[0-9a-f]{8}\.part", re.DOTALL)

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
        paths = targets(out, files)
        for folder, path in _folders(paths):
            with told(path):
                make_folder(folder, made)
                sweep(folder, [path.name for path in paths])
        for path, data in zip(paths, files.values(), strict=True):
            with told(path):
                parts[path] = write_part(path, data)
        _move(parts)
        done = True
    finally:
        if not done:
            _clear(parts, made)
    return paths


def targets(out: Path, names: Iterable[str]) -> list[Path]:
    """Return where files of these names belong under *out*; a name or a link that leads out of it is refused."""
    paths = [_below(out, name) for name in names]
    for folder, path in _folders(paths):
        with told(path):
            inside = folder.resolve().is_relative_to(out.resolve())
        if not inside:
            raise UserError(f"{folder} is a link that leads out of {out}: nothing was written; remove the link")
    for path in paths:
        with told(path):
            taken = path.is_dir()
        if taken:
            way_out = "remove it, or choose another folder with --out"
            raise UserError(f"cannot write {path}: {_REASONS[errno.EISDIR]}; {way_out}")
    return paths


def _folders(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield each folder once, with the first of the paths in it."""
    seen = set[Path]()
    for path in paths:
        if path.parent not in seen:
            seen.add(path.parent)
            yield path.parent, path


def _below(out: Path, name: str) -> Path:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise UserError(f"the file name '{name}' leads out of {out}: nothing was written")
    return out.joinpath(*pure.parts)


def make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and remember which were not there."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        made.append(new)


def write_part(path: Path, data: bytes) -> Path:
    """Write *data* beside *path* under a hidden name that says which process does so, and return that."""
    part = path.with_name(f".{path.name}.{os.getpid():x}-{os.urandom(4).hex()}{PART}")
    try:
        with part.open("xb") as file:
            file.write(data)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def sweep(folder: Path, names: Collection[str] = ()) -> None:
    """Take away the parts that a killed run left in *folder*, of these files or of any; a living run keeps its."""
    for left in folder.iterdir():
        ours = _OURS.fullmatch(left.name)
        if ours and (not names or ours["name"] in names) and _left_behind(left, ours["process"]):
            left.unlink(missing_ok=True)


def _left_behind(part: Path, process: str | None) -> bool:
    """Whether no run is at work on *part* any more: its process is gone, or it has lain there for long."""
    if process and not _runs(int(process, 16)):
        return True
    try:
        return time() - part.lstat().st_mtime > AN_HOUR
    except FileNotFoundError:
        return False


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # cannot be asked without harm
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's
    return True


def _move(parts: dict[Path, Path]) -> None:
    for path, part in list(parts.items()):
        with told(path):
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
def told(path: Path, way_out: str = "choose another folder with --out") -> Iterator[None]:
    """Turn a fault of the disk into one line for the user."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise UserError(f"cannot write {path}: {reason}; {way_out}") from None
    except ValueError:  # a NUL in the name
        raise UserError(f"cannot write {path!r}: it is no file name; {way_out}") from None
