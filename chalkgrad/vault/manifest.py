"""What the last export left: where each note lies, and what was written into it, for the next one to compare with.

The notes themselves are the authority (their ``chalkgrad-id`` and the signs in their markers). Without a manifest the
export goes on, and only forgets what was deleted and what a merge needs.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from chalkgrad.vault.export import Owned
from symbolic.errors import UserError

NAME = "chalkgrad-manifest.json"
SCHEMA = 1
_KEY = "chalkgrad-manifest"
#: What a manifest begins with, by which one that is broken off is known.
_HEAD = re.compile(rf'\s*{{\s*"{_KEY}"\s*:')


class Kept(Struct, frozen=True):
    """A region as it was last written: its sign, and its text, packed."""

    hash: str
    packed: str

    @property
    def body(self) -> str | None:
        """The text; None where it cannot be unpacked any more."""
        try:
            return zlib.decompress(b64decode(self.packed)).decode()
        except (zlib.error, ValueError):
            return None


class Known(Struct, frozen=True):
    """A note as it was last written."""

    path: str
    regions: Mapping[str, Kept] = field(default_factory=dict)
    properties: Mapping[str, Owned] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Manifest(Struct, frozen=True):
    """The notes of a course by their ids, and its other files by the names under which they were first put."""

    course: str
    notes: Mapping[str, Known] = field(default_factory=dict)
    attachments: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # where it lies, and its sign


def kept(sign: str, body: str) -> Kept:
    """Pack the text of a region."""
    return Kept(sign, b64encode(zlib.compress(body.encode(), 9)).decode())


def written(manifest: Manifest) -> bytes:
    """Return the manifest as the bytes of its file, the same for the same export."""
    notes = {
        id_: {
            "path": one.path,
            "properties": dict(one.properties),
            "lists": dict(one.lists),
            "regions": {name: [region.hash, region.packed] for name, region in sorted(one.regions.items())},
        }
        for id_, one in sorted(manifest.notes.items())
    }
    files = {name: list(one) for name, one in sorted(manifest.attachments.items())}
    text = json.dumps(
        {_KEY: SCHEMA, "course": manifest.course, "notes": notes, "files": files},
        indent=1,
    )
    return f"{text}\n".encode()


def read(data: bytes, path: str) -> Manifest | None:
    """Read a manifest; None where it is broken off or mangled, which is as good as none.

    Raises UserError where a newer chalkgrad wrote it, or where the file is none of ours.
    """
    text = data.decode("utf-8-sig", "surrogateescape")  # an editor may have put a mark before it, and blanks in it
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if text.strip() and not (_HEAD.match(text) if found is None else isinstance(found, dict) and _KEY in found):
        raise UserError(f"{path} is no manifest of chalkgrad's: move it away, and run again")
    if found is None:
        return None
    schema = found[_KEY]
    if isinstance(schema, int) and schema > SCHEMA:
        raise UserError(f"{path} was written by a newer chalkgrad: use that one; nothing was written")
    try:
        return _manifest(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _manifest(found: Any) -> Manifest:
    notes = {str(id_): _known(one) for id_, one in found["notes"].items()}
    files = {str(name): (str(path), str(sign)) for name, (path, sign) in found["files"].items()}
    return Manifest(str(found["course"]), notes, files)


def _known(one: Any) -> Known:
    regions = {str(name): Kept(str(sign), str(packed)) for name, (sign, packed) in one["regions"].items()}
    properties = {str(key): tuple(v) if isinstance(v, list) else str(v) for key, v in one["properties"].items()}
    lists = {str(key): tuple(map(str, items)) for key, items in one["lists"].items()}
    return Known(str(one["path"]), regions, properties, lists)
