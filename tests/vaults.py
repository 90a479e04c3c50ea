"""A vault in memory, and exports into it: what the tests of the vault share."""

from __future__ import annotations

from msgspec import Struct, field

from chalkgrad.vault.addresses import Disk, addresses
from chalkgrad.vault.export import COURSE, ID, Attachment, Export, Note, Region, Slot
from chalkgrad.vault.manifest import NAME, Manifest, read
from chalkgrad.vault.mending import Policy
from chalkgrad.vault.planning import Plan, planned

TITLE = "Maths"
MANIFEST = f"{TITLE}/{NAME}"
NOTE = f"{TITLE}/Notes/A.md"


def a_note(name: str, bodies: dict[str, str], seeded: str = "## My notes", **properties: str) -> Note:
    """Return a note of regions with these bodies, and a seeded heading behind them."""
    pieces = (f"# {name}", *(Region(key, body) for key, body in bodies.items()), seeded)
    owned = {ID: name.lower(), COURSE: TITLE, **{f"chalkgrad-{key}": value for key, value in properties.items()}}
    return Note(name.lower(), owned, {"aliases": (f"the {name}",), "tags": ("chalkgrad/note",)}, pieces)


class Vault(Struct):
    """Files by path, and what exports do to them."""

    files: dict[str, bytes] = field(default_factory=dict)

    def plan(self, *notes: Note, policy: Policy = Policy(), attachments: tuple[Attachment, ...] = ()) -> Plan:  # noqa: B008  frozen
        """Plan an export as the command does, from the names and bytes alone."""
        manifest, top = Manifest(TITLE), TITLE
        for path in sorted(path for path in self.files if path.rpartition("/")[2] == NAME):
            found = read(self.files[path], path)
            if found:
                manifest, top = found, path.rpartition("/")[0]
                break
        disk = Disk.of(self.files)
        slots = [Slot(note.id, f"Notes/{note.id.upper()}.md", TITLE) for note in notes]
        places = addresses(top, slots, disk, manifest, restore=policy.restore_deleted, adopt=policy.adopt)
        return planned(Export(TITLE, notes, attachments), places, disk, manifest, policy)

    def export(self, *notes: Note, policy: Policy = Policy(), attachments: tuple[Attachment, ...] = ()) -> Plan:  # noqa: B008  frozen
        """Plan an export, carry it out, and return the plan."""
        plan = self.plan(*notes, policy=policy, attachments=attachments)
        for write in (*plan.writes, *filter(None, (plan.manifest,))):
            assert self.files.get(write.path) == write.before
            self.files[write.path] = write.data
        return plan

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return self.files[name].decode()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file."""
        text = self.text(name)
        assert text.count(old) == 1, text
        self.files[name] = text.replace(old, new).encode()


def said(plan: Plan) -> list[str]:
    """Return the verdicts of a plan."""
    return [one.verdict for one in plan.said]


#: A note, and what it is to be when the generator has changed one of its regions.
OLD = a_note("A", {"first": "first line\n\nlast line", "second": "the second"})
NEW = a_note("A", {"first": "first line, better\n\nlast line", "second": "the second"})
