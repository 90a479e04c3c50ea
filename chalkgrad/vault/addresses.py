"""Where each note lies or shall lie: found by its identity wherever the user put it, and never in another's place."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from pathlib import PurePosixPath

from msgspec import Struct, field

from chalkgrad.vault.export import COURSE, ID, Slot
from chalkgrad.vault.front import front
from chalkgrad.vault.lossless import decoded
from chalkgrad.vault.manifest import Manifest
from symbolic.errors import UserError


class Disk(Struct, frozen=True):
    """What lies in the vault, by paths from its top: all names, and the bytes of what may be ours."""

    files: frozenset[str]
    folders: frozenset[str]
    links: frozenset[str]  # files and folders that are links; neither read nor written through
    read: Mapping[str, bytes]

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Disk:
        """Return a disk that holds just these files."""
        folders = {str(parent) for path in files for parent in PurePosixPath(path).parents if str(parent) != "."}
        return cls(frozenset(files), frozenset(folders), frozenset(), dict(files))


class Addresses(Struct, frozen=True):
    """The path of each note that is there or will be; a note that was deleted has none."""

    top: str  # the folder of the course
    paths: Mapping[str, str]
    new: frozenset[str]  # the notes that are yet to be written
    doubled: Mapping[str, tuple[str, ...]]  # identities that several files claim
    renamed: Mapping[str, str]  # notes that give way to a file of the user's, with the name that they would have had
    taken: Taken
    names: Counter[str] = field(default_factory=Counter)  # how many files of the vault have a name
    texts: Mapping[str, str] = field(default_factory=dict)  # the texts of the notes that are there


def folded(path: str) -> str:
    """Return what two paths share that are one on a disk that does not tell capitals apart."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


@lru_cache(8192)
def owner(data: bytes) -> tuple[str, str] | None:
    """Return the course and the identity that a note names in its front matter."""
    matter = front(decoded(data)) if b"chalkgrad-id" in data else None
    id_ = matter.text(ID) if matter else None
    return (matter.text(COURSE) or "", id_) if matter and id_ else None


def name_of(path: str) -> str:
    """Return the last part of a path; 20,000 of them are asked for it."""
    return path.rpartition("/")[2]


def addresses(
    top: str, slots: Iterable[Slot], disk: Disk, manifest: Manifest, *, restore: bool = False,
    adopt: frozenset[str] = frozenset(),
) -> Addresses:  # fmt: skip  # a line each would hide the shape
    """Find the notes of a course, and a free place for each of the *slots* that is new.

    *restore* gives a deleted one its place again; a file of the user's is taken for a slot only where *adopt* names it.
    """
    claimed, texts = _claims(disk, manifest.course)
    paths, doubled = _found(claimed, manifest)
    taken = Taken(disk)
    new, renamed = set[str](), dict[str, str]()
    for slot in slots:
        if slot.id in paths or slot.id in doubled:
            continue
        usual = taken.spelled(_beside(slot, f"{top}/{slot.path}", paths, disk))
        adopted = usual in adopt and usual in disk.read
        if slot.id in manifest.notes and not restore and not adopted:
            continue
        path = usual if adopted else taken.free(usual, slot.other)
        if path != usual:
            renamed[slot.id] = PurePosixPath(usual).stem
        if path in disk.read:
            texts[path] = decoded(disk.read[path])
        else:
            new.add(slot.id)
        paths[slot.id] = taken.claim(path)
    if strangers := adopt - set(paths.values()):
        raise UserError(
            f"--adopt names {min(strangers)}, which is there for none of our notes: give the note in the way"
        )
    names = Counter(folded(name_of(path)) for path in (*disk.files, *(paths[one] for one in new)))
    own = {id_: texts[path] for id_, path in paths.items() if path in texts}
    return Addresses(top, paths, frozenset(new), doubled, renamed, taken, names, own)


def _beside(slot: Slot, usual: str, paths: Mapping[str, str], disk: Disk) -> str:
    """Return where a new note goes: its usual place, or where its like are where the user renamed their folder."""
    kind, of_many, _ = slot.id.partition("/")
    folder, _, name = usual.rpartition("/")
    homes = {path.rpartition("/")[0] for id_, path in paths.items() if of_many and id_.startswith(f"{kind}/")}
    return f"{homes.pop()}/{name}".removeprefix("/") if len(homes) == 1 and folder not in disk.folders else usual


def _claims(disk: Disk, course: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the files that claim each identity, and their texts."""
    claimed: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for path in sorted(disk.read):
        if path.endswith(".md") and (found := owner(disk.read[path])) and found[0] in (course, ""):
            claimed.setdefault(found[1], []).append(path)
            texts[path] = decoded(disk.read[path])
    return claimed, texts


def _found(claimed: Mapping[str, list[str]], manifest: Manifest) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Choose among the files that claim an identity: the one that was ours last, else the only one, else none."""
    paths: dict[str, str] = {}
    doubled: dict[str, tuple[str, ...]] = {}
    for id_, places in claimed.items():
        last = manifest.notes[id_].path if id_ in manifest.notes else ""
        if last in places or len(places) == 1:
            paths[id_] = last if last in places else places[0]
        else:
            doubled[id_] = tuple(places)
    return paths, doubled


class Taken:
    """The names that are taken in a vault, on disks that tell capitals apart and on those that do not."""

    def __init__(self, disk: Disk) -> None:
        """Look at all names."""
        self.taken = {folded(path) for path in (*disk.files, *disk.folders, *disk.links)}
        self.folders = {folded(path): path for path in sorted(disk.folders - disk.links)}

    def spelled(self, path: str) -> str:
        """Return *path* below folders as they are spelled; a file or a link in a folder's place has another made."""
        pure = PurePosixPath(path)
        here = ""
        for name in pure.parent.parts:
            here = f"{self.folder(here + name)}/"
        return f"{here}{pure.name}"

    def folder(self, path: str) -> str:
        """Return a folder as it is spelled; behind a file or a link the first beside it that is a folder or is free."""
        stands = (
            near for near in _near(path, "folder") if folded(near) in self.folders or folded(near) not in self.taken
        )
        return self.folders.get(folded(there := next(stands)), there)

    def free(self, path: str, other: str) -> str:
        """Return *path*, or where something has its name the nearest name that is free."""
        return next(near for near in _near(path, other) if folded(near) not in self.taken)

    def claim(self, path: str) -> str:
        """Take *path*, and the folders above it."""
        for part in (PurePosixPath(path), *PurePosixPath(path).parents):
            self.taken.add(folded(str(part)))
            if str(part) != path:
                self.folders.setdefault(folded(str(part)), str(part))
        return path


def _near(path: str, other: str) -> Iterator[str]:
    """Yield *path*, and then names like it that say what *other* it is."""
    pure = PurePosixPath(path)
    yield path
    for number in count(1):
        label = other if number == 1 else f"{other} {number}"
        yield str(pure.with_name(f"{pure.stem} ({label}){pure.suffix}"))
