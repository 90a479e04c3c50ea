"""Look at a vault: all its names, and the bytes of the notes and files that may be ours. Nothing is decided here."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from chalkgrad.vault.addresses import Disk, Taken, name_of, owner
from chalkgrad.vault.manifest import NAME, Manifest, read
from symbolic.errors import UserError

#: Front matter is looked for in so many bytes at first, and in all of them where it has not ended by then.
_HEAD = 4096
#: What the names of our pictures and of the manifest begin with.
OURS = "chalkgrad-"
_OPENINGS = (b"---", b"\xef\xbb\xbf---")


class Names(Struct):
    """All names of a vault, by paths from its top."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)


def checked(root: Path) -> Path:
    """Return the folder, where notes may be written into it at all."""
    try:
        there = root.exists()
    except OSError as error:  # a folder above it that is closed to us
        raise UserError(f"cannot read {root}: {error.strerror}") from None
    if not there:
        raise UserError(f"there is no folder {root}: make it first, or name the folder of your vault")
    if not root.is_dir():
        raise UserError(f"{root} is no folder: name the folder of your vault")
    if not os.access(root, os.R_OK | os.X_OK):
        raise UserError(f"cannot read {root}: {os.strerror(errno.EACCES)}")
    if ".obsidian" in root.resolve().parts:
        raise UserError(f"{root} holds Obsidian's own settings: name the folder of the vault above it")
    return root


def names(root: Path) -> Names:
    """List a vault; hidden names, links and vaults within it are not looked into."""
    found = Names()
    _walk(str(root), "", found)
    return found


def _walk(folder: str, prefix: str, found: Names) -> None:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        found.links.add(prefix.rstrip("/"))  # not to be looked into: as good as a link
        return
    if prefix and any(entry.name == ".obsidian" for entry in inside):
        found.links.add(prefix.rstrip("/"))
        return
    for entry in inside:
        path = prefix + entry.name
        if entry.is_symlink():
            found.links.add(path)
        elif not entry.is_dir():
            found.files.add(path)
        elif not entry.name.startswith("."):
            found.folders.add(path)
            _walk(entry.path, f"{path}/", found)


def manifest_of(root: Path, listed: Names, course: str, usual: str) -> tuple[Manifest, str, str]:
    """Find the manifest of a course, wherever its folder was moved; returns it, that folder, and a remark if any.

    Without one the folder is the *usual* one, or beside a file or a link of that name the one that a later run finds.
    """
    usual = _folder(listed, usual)
    places = [path for path in sorted(listed.files) if name_of(path) == NAME]
    places.sort(key=lambda path: (path != f"{usual}/{NAME}", len(path)))
    for path in places:
        found = read(_bytes(root / path), str(root / path))
        top = str(PurePosixPath(path).parent)
        if found is not None and found.course == course:
            return found, top, ""
        if top == usual:
            if found is not None:
                raise UserError(f"{root / usual} holds the notes of '{found.course}': rename the folder, and run again")
            remark = f"{root / path} cannot be read, and is written anew: what was deleted before may come back"
            return Manifest(course), usual, remark
    return Manifest(course), usual, ""


def _folder(listed: Names, usual: str) -> str:
    names_of_all = (listed.files, listed.folders, listed.links)
    files, folders, links = (frozenset(path for path in some if "/" not in path) for some in names_of_all)
    return Taken(Disk(files, folders, links, {})).folder(usual)


def looked(root: Path, listed: Names, manifest: Manifest, wanted: Iterable[str], adopt: Iterable[str] = ()) -> Disk:
    """Read what may be ours: the notes where they were last, or all that name an identity, and files of our names.

    Where every note that is *wanted* lies where it lay, no other note needs to be opened but those to *adopt*.
    """
    data: dict[str, bytes] = {}
    for one in manifest.notes.values():
        if one.path in listed.files:
            data[one.path] = _bytes(root / one.path)
    if any(id_ not in manifest.notes for id_ in wanted) or not _at_home(manifest, data):
        data.update(_claiming(root, (path for path in listed.files if path.endswith(".md") and path not in data)))
    known = {path for path, _ in manifest.attachments.values()} | set(adopt)
    for path in listed.files:
        name = name_of(path)
        if path in known or name.startswith(OURS) or name.endswith(".base") or "(chalkgrad new" in name:
            data[path] = _bytes(root / path)
    return Disk(frozenset(listed.files), frozenset(listed.folders), frozenset(listed.links), data)


def _at_home(manifest: Manifest, data: dict[str, bytes]) -> bool:
    return all(
        one.path in data and owner(data[one.path]) in ((manifest.course, id_), ("", id_))
        for id_, one in manifest.notes.items()
    )


def _claiming(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the notes whose front matter names an identity."""
    top = str(root)
    for path in paths:
        try:
            with open(f"{top}/{path}", "rb", buffering=0) as file:  # noqa: PTH123  20,000 of them
                head = file.read(_HEAD)
                if not head.startswith(_OPENINGS) or (b"chalkgrad-id" not in head and b"\n---" in head):
                    continue
                data = head + file.read()
        except OSError:
            continue  # not ours to read
        if b"chalkgrad-id" in data:
            yield path, data


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}; nothing was written") from None
