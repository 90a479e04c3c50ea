"""A week of the course as notes in a vault: posed and proved, composed, planned, and only then written."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct

from chalkgrad.build import assembled, remarks
from chalkgrad.course import read
from chalkgrad.notes.compose import composed
from chalkgrad.notes.slots import file_name, slots
from chalkgrad.posing import orders, posed
from chalkgrad.vault.addresses import Addresses, addresses, folded, name_of
from chalkgrad.vault.disk import checked, looked, manifest_of, names
from chalkgrad.vault.manifest import Manifest
from chalkgrad.vault.mending import Policy
from chalkgrad.vault.planning import Plan, planned
from chalkgrad.vault.regions import Damaged
from symbolic.errors import UserError


class Outlook(Struct, frozen=True):
    """What an export into a vault would do, and what is to be said of the problems and the manifest."""

    root: Path
    plan: Plan
    remarks: tuple[str, ...]

    @property
    def report(self) -> list[str]:
        """The report, one line a note and what happens to it."""
        return [str(said) for said in self.plan.said]

    def diff(self) -> Iterator[str]:
        """Yield the changes as a unified diff; of a picture only that it changes."""
        for write in self.plan.writes:
            before, after = write.before or b"", write.data
            if write.path.endswith((".svg", ".bak")):
                yield f"{write.path}: {'new' if write.before is None else 'changed'}"
                continue
            old, new = (data.decode(errors="replace").split("\n") for data in (before, after))
            was = "/dev/null" if write.before is None else write.path
            yield from (
                line if line.endswith("\n") else f"{line}\n" for line in unified_diff(old, new, was, write.path)
            )


def outlook(root: Path, path: Path, number: int | None, policy: Policy, *, key: bool = False) -> Outlook:
    """Plan the export of a week of the course file at *path* into the folder *root*; nothing is written."""
    checked(root)
    course = read(path)
    week = course.week(number)
    listed = names(root)
    manifest, top, remark = manifest_of(root, listed, course.title, file_name(course.title))
    wanted = slots(course, week, key=key)
    ours = orders(course, week)
    exercises = posed(course, week, ours)
    sheet = assembled(course, week, ours, exercises)
    disk = looked(root, listed, manifest, (slot.id for slot in wanted), policy.adopt & listed.files)
    places = addresses(top, wanted, disk, manifest, restore=policy.restore_deleted, adopt=policy.adopt)
    gone = [] if policy.restore_deleted else _gone(manifest, places)
    try:
        export = composed(course, week, sheet, places, key=key, gone=gone)
    except Damaged:
        raise UserError(
            f"{path}: a text of week {week.number} holds 'chalkgrad:begin' or 'chalkgrad:end', which mark the parts of "
            "notes: write it otherwise"
        ) from None
    plan = planned(export, places, disk, manifest, policy)
    return Outlook(root, plan, (*filter(None, (remark,)), *remarks(week, ours, exercises)))


def _gone(manifest: Manifest, places: Addresses) -> list[str]:
    """Return the names of the pictures that were there and are no more."""
    last = (name_of(path) for path, _ in manifest.attachments.values())
    return [name for name in last if not places.names[folded(name)]]
