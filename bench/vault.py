"""Export a thousand notes into the vault that is named: week 3 of the shipped course, its notes made up many times."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from chalkgrad.build import assembled
from chalkgrad.course import read
from chalkgrad.notes.compose import composed
from chalkgrad.notes.slots import file_name, slots
from chalkgrad.posing import orders, posed
from chalkgrad.vault.addresses import addresses
from chalkgrad.vault.apply import applied
from chalkgrad.vault.disk import looked, manifest_of, names
from chalkgrad.vault.export import ID, Export, Slot
from chalkgrad.vault.mending import Policy
from chalkgrad.vault.planning import planned

NOTES = 1000


def main(root: Path) -> None:
    """Look, compose, plan and write, as ``chalkgrad vault`` does."""
    course = read(Path(__file__).parents[1] / "course.toml")
    week = course.week(3)
    ours = orders(course, week)
    sheet = assembled(course, week, ours, posed(course, week, ours))
    usual = slots(course, week, key=True)
    wanted = [
        Slot(
            f"{slot.id}/{turn}", str(PurePosixPath(slot.path).with_stem(f"{PurePosixPath(slot.path).stem} {turn}")), "x"
        )
        for turn in range(NOTES // len(usual) + 1)
        for slot in usual
    ][:NOTES]
    listed = names(root)
    manifest, top, _ = manifest_of(root, listed, course.title, file_name(course.title))
    disk = looked(root, listed, manifest, [slot.id for slot in wanted])
    places = addresses(top, wanted, disk, manifest)
    first = composed(course, week, sheet, places, key=True)
    notes = {note.id: note for note in first.notes}
    made = []
    for slot in wanted:
        note = notes[slot.id.rpartition("/")[0]]
        made.append(replace(note, id=slot.id, properties={**note.properties, ID: slot.id}))
    plan = planned(Export(course.title, tuple(made), first.attachments), places, disk, manifest, Policy())
    written, _ = applied(root, plan)
    print(len(made), len(written))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
