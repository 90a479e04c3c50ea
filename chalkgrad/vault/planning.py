"""The plan of an export, made without a disk: what to write where, what is only said, what is to be remembered."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath

from msgspec import Struct, field

from chalkgrad.vault.addresses import Addresses, Disk, owner
from chalkgrad.vault.export import Attachment, Export, Note, fresh
from chalkgrad.vault.lossless import encoded
from chalkgrad.vault.manifest import NAME, Known, Manifest, kept, written
from chalkgrad.vault.mending import Mended, Policy, mended
from chalkgrad.vault.normal import mark

#: Where copies of what was overwritten are kept, below the folder of the course.
BACKUP = "chalkgrad-backup"
NEW = "chalkgrad new"
#: Said of a note that the user has taken over.
LEFT = "left"


class Write(Struct, frozen=True):
    """A file to be written: only where the disk still holds *before*, None where it must not be there."""

    path: str
    before: bytes | None
    data: bytes


class Said(Struct, frozen=True):
    """A line of the report."""

    verdict: str
    path: str
    what: str = ""

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.verdict:8} {self.path}" + (f": {self.what}" if self.what else "")


class Plan(Struct):
    """What an export comes to: files to write, in this order, and lines to say; the manifest comes last."""

    writes: list[Write] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # of all that is there
    manifest: Write | None = None

    @property
    def folders(self) -> set[str]:
        """The folders in which something of the course lies or will lie."""
        return {path.rpartition("/")[0] for path in (*self.places, *(write.path for write in self.writes))}

    @property
    def clean(self) -> bool:
        """Whether there is nothing to do, and nothing that the user is to decide."""
        return not self.writes and all(one.verdict == LEFT for one in self.said)


def planned(export: Export, places: Addresses, disk: Disk, manifest: Manifest, policy: Policy) -> Plan:
    """Plan an export into a vault as it lies on *disk*."""
    plan = Plan()
    notes: dict[str, Known] = dict(manifest.notes)
    for note in export.notes:
        known = manifest.notes.get(note.id)
        if note.id in places.doubled:
            plan.said.append(Said("doubled", " and ".join(places.doubled[note.id]), "both are left alone: delete one"))
        elif note.id in places.new:
            notes[note.id] = _create(plan, note, places)
        elif note.id in places.paths:
            path = places.paths[note.id]
            if path in policy.adopt and owner(disk.read[path]) is None:
                known = None
            made = mended(note, places.texts[note.id], path, known, policy)
            notes[note.id] = made.known
            _replace(plan, made, path, disk, places.top)
        elif known and known.path in disk.files | disk.links:
            plan.said.append(Said(LEFT, known.path, "it names no chalkgrad-id of ours any more, and is yours"))
    files = dict(manifest.attachments)
    for one in export.attachments:
        _attach(plan, one, places, disk, files, policy)
    path = f"{places.top}/{NAME}"
    now = Manifest(export.course, notes, files)
    plan.places = [path, *(one.path for one in notes.values()), *(there for there, _ in files.values())]
    if now != manifest or path not in disk.read:
        plan.manifest = Write(path, disk.read.get(path), written(now))
    return plan


def _create(plan: Plan, note: Note, places: Addresses) -> Known:
    path = places.paths[note.id]
    usual = places.renamed.get(note.id)
    lists = dict(note.lists)
    if usual:  # so that it is found by its own name all the same
        lists["aliases"] = (*lists.get("aliases", ()), usual)
    plan.writes.append(Write(path, None, encoded(fresh(Note(note.id, note.properties, lists, note.pieces)))))
    plan.said.append(Said("create", path, f"'{usual}' is taken by a file of yours" if usual else ""))
    regions = {name: kept(mark(one.body), one.body) for name, one in note.regions.items()}
    return Known(path, regions, note.properties, lists)


def _replace(plan: Plan, made: Mended, path: str, disk: Disk, top: str) -> None:
    before, after = disk.read[path], encoded(made.text)
    pure = PurePosixPath(path)
    if made.overwritten:
        copy = f"{top}/{BACKUP}/{pure.name}.{_sign(before)[:8]}.bak"
        _put(plan, copy, before, disk, "backup")
    if made.beside:
        body = "\n\n".join(f"## {one.name}\n\n{one.body}" for one in made.beside)
        _beside(plan, pure, f"What chalkgrad would now write into {pure.stem}.\n\n{body}\n".encode(), disk)
    if after != before:
        plan.writes.append(Write(path, before, after))
        if not any(remark.verdict == "update" for remark in made.remarks):
            plan.said.append(Said("update", path, "marks"))
    plan.said += [Said(remark.verdict, path, remark.what) for remark in made.remarks]


def _beside(plan: Plan, pure: PurePosixPath, data: bytes, disk: Disk) -> None:
    """Write a text beside a note, unless it stands there already."""
    for path in _numbered(pure):
        if disk.read.get(path) == data:
            return
        if path not in disk.files:
            _put(plan, path, data, disk, "create")
            return


def _numbered(pure: PurePosixPath) -> Iterator[str]:
    yield str(pure.with_name(f"{pure.stem} ({NEW}).md"))
    for number in range(2, 1000):
        yield str(pure.with_name(f"{pure.stem} ({NEW} {number}).md"))


def _put(plan: Plan, path: str, data: bytes, disk: Disk, verdict: str) -> None:
    if path not in disk.files:
        plan.writes.append(Write(path, None, data))
        plan.said.append(Said(verdict, path))


def _attach(
    plan: Plan, one: Attachment, places: Addresses, disk: Disk, files: dict[str, tuple[str, str]], policy: Policy
) -> None:
    """Plan a file that is no note: renewed only where it still is what we wrote."""
    sign = _sign(one.data)
    usual = places.taken.spelled(f"{places.top}/{one.path}")
    known = files.get(one.path)
    path = _lies(usual, known, disk)
    if path is None:
        if known is None or policy.restore_deleted:
            path = places.taken.claim(places.taken.free(usual, "chalkgrad"))
            plan.writes.append(Write(path, None, one.data))
            plan.said.append(Said("create", path))
            files[one.path] = (path, sign)
        return
    here = disk.read[path]
    if here == one.data:
        files[one.path] = (path, sign)
    elif known and not one.seeded and _sign(here) == known[1]:
        plan.writes.append(Write(path, here, one.data))
        plan.said.append(Said("update", path))
        files[one.path] = (path, sign)
    elif not one.seeded:
        plan.said.append(Said("edited", path, "it is not what chalkgrad wrote, and stays as it is"))
    elif known:
        files[one.path] = (path, known[1])


def _lies(usual: str, known: tuple[str, str] | None, disk: Disk) -> str | None:
    """Return where a file lies: at its last place, or where the user moved it, its name and its bytes the same."""
    path = known[0] if known else usual
    if path in disk.read or known is None:
        return path if path in disk.read else None
    name = PurePosixPath(path).name
    moved = [there for there in disk.read if PurePosixPath(there).name == name]
    return next((there for there in moved if _sign(disk.read[there]) == known[1]), None)


def _sign(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
