"""Each case of ownership of files, one test: notes are found wherever the user put them, and theirs stay theirs."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from vaults import NEW, NOTE, OLD, TITLE, Vault, a_note, said

from chalkgrad.vault.export import Attachment
from chalkgrad.vault.mending import Policy
from symbolic.errors import UserError


@pytest.mark.parametrize("place", ["Elsewhere/A.md", f"{TITLE}/Notes/My best note.md", "a [b] #c^d|e:f%g.md"])
def test_moved_or_renamed(vault, place):
    """The note is found by its identity, brought up to date where it is, and never put back."""
    vault.files[place] = vault.files.pop(NOTE)
    vault.export(NEW)

    assert NOTE not in vault.files
    assert "better" in vault.text(place)
    assert vault.plan(NEW).clean


def test_a_folder_that_the_user_renamed():
    """New notes go where their like are, and not into the old folder again."""
    week = [replace(a_note("A", {"first": "x"}), id=f"week/{number}") for number in (1, 2)]
    week = [replace(one, properties={**one.properties, "chalkgrad-id": one.id}) for one in week]
    vault = Vault()
    vault.export(week[0])
    (old,) = [name for name in vault.files if "Notes/" in name]
    vault.files[old.replace("Notes/", "Notizen/")] = vault.files.pop(old)
    vault.export(*week)

    assert sum("Notizen/" in name for name in vault.files) == 2
    assert not any("/Notes/" in name for name in vault.files)


def test_two_files_of_one_identity(vault):
    """The one that was ours last wins; if neither was, both are left alone, and that is said."""
    vault.files["Copy.md"] = vault.files[NOTE]
    vault.export(NEW)
    assert "better" in vault.text(NOTE)
    assert "better" not in vault.text("Copy.md")

    vault.files["Other copy.md"] = vault.files.pop(NOTE)
    before = dict(vault.files)
    newest = a_note("A", {"first": "newest", "second": "the second"})
    plan = vault.export(newest)
    assert said(plan) == ["doubled"]
    assert vault.files == before


def test_deleted_stays_deleted(vault):
    """A note that the user deleted is not made again, unless they ask."""
    del vault.files[NOTE]
    assert vault.export(NEW).clean
    assert NOTE not in vault.files

    vault.export(NEW, policy=Policy(restore_deleted=True))
    assert "better" in vault.text(NOTE)


@pytest.mark.parametrize("theirs", [f"{TITLE}/Notes/A.md", f"{TITLE}/Notes/a.md", f"{TITLE}/notes/A.MD"])
def test_a_foreign_file_in_the_way(theirs):
    """It is never touched, on disks that tell capitals apart or not; ours takes a free name, and its own as alias."""
    vault = Vault({theirs: b"mine"})
    vault.export(OLD)
    (ours,) = [name for name in vault.files if "(Maths)" in name]

    assert vault.files[theirs] == b"mine"
    assert ours.casefold() == f"{TITLE}/notes/a ({TITLE}).md".casefold()
    assert "aliases:\n  - the A\n  - A\n" in vault.text(ours)
    assert vault.plan(OLD).clean


def test_an_adopted_note(vault):
    """Asked to, ours is added to the user's note: identity in the front matter, regions at the end."""
    own = Vault({NOTE: b"---\nmood: good\n---\n# Mine\n\nno newline"})
    own.export(OLD, policy=Policy(adopt=frozenset([NOTE])))
    text = own.text(NOTE)

    assert text.startswith("---\nmood: good\nchalkgrad-id: a\nchalkgrad-course: Maths\n")
    assert "# Mine\n\nno newline\n\n%% chalkgrad:begin first" in text
    assert own.plan(OLD).clean
    bare = Vault({NOTE: "\ufeffmine".encode()})
    bare.export(OLD, policy=Policy(adopt=frozenset([NOTE])))
    assert bare.text(NOTE).startswith("\ufeff---\n")
    assert bare.plan(OLD).clean


def test_a_note_that_is_adopted_later(vault):
    """Deleted, replaced by a note of the user's, adopted at last: ours is added to theirs."""
    vault.files[NOTE] = b"my own"
    assert [one.verdict for one in vault.export(NEW).said] == ["left"]
    vault.export(NEW, policy=Policy(adopt=frozenset([NOTE])))

    assert "chalkgrad-id: a\n" in vault.text(NOTE)
    assert "my own\n\n%% chalkgrad:begin first" in vault.text(NOTE)
    assert vault.plan(NEW).clean


def test_nothing_strange_is_adopted(vault):
    """A note that is in the way of none of ours is refused."""
    with pytest.raises(UserError, match=r"--adopt names Mine\.md"):
        vault.plan(OLD, policy=Policy(adopt=frozenset(["Mine.md"])))


@pytest.mark.parametrize("bare", [b"taken over", "\ufeffrewritten".encode("utf-16")])
def test_a_note_that_was_taken_over(vault, bare):
    """Without its identity it is the user's: left alone, not made again, and that is said, though nothing is to do."""
    vault.files[NOTE] = bare
    plan = vault.plan(NEW)

    assert [one.verdict for one in plan.said] == ["left"]
    assert plan.clean
    assert plan.writes == []


def test_an_identity_without_its_course(vault):
    """Who takes the course out of the front matter still has the note kept up to date."""
    vault.edit(NOTE, "chalkgrad-course: Maths\n", "")
    vault.export(NEW)

    assert "better" in vault.text(NOTE)
    assert "chalkgrad-course" not in vault.text(NOTE)


def test_another_course_in_the_same_vault(vault):
    """Notes of the same identity of another course are not ours."""
    other = vault.text(NOTE).replace("chalkgrad-course: Maths", "chalkgrad-course: Physics").encode()
    vault.files["Physics/A.md"] = other
    vault.export(NEW)

    assert vault.files["Physics/A.md"] == other
    assert "better" in vault.text(NOTE)


def test_a_picture(vault):
    """It is renewed while it is what we wrote, found where it was moved, and stays deleted."""

    def picture(data: bytes, **more) -> tuple[Attachment, ...]:
        return (Attachment("attachments/chalkgrad-p.svg", data, **more),)

    name = f"{TITLE}/attachments/chalkgrad-p.svg"
    vault.export(OLD, attachments=picture(b"1"))
    assert vault.plan(OLD, attachments=picture(b"1")).clean
    vault.files["Pictures/chalkgrad-p.svg"] = vault.files.pop(name)
    vault.export(OLD, attachments=picture(b"2"))
    assert vault.files["Pictures/chalkgrad-p.svg"] == b"2"
    vault.files["Pictures/chalkgrad-p.svg"] = b"painted over"
    assert said(vault.export(OLD, attachments=picture(b"3"))) == ["edited"]
    del vault.files["Pictures/chalkgrad-p.svg"]
    assert vault.export(OLD, attachments=picture(b"3")).clean
    assert name not in vault.files
    vault.export(OLD, attachments=picture(b"3"), policy=Policy(restore_deleted=True))
    assert vault.files[name] == b"3"


def test_a_seeded_file(vault):
    """It is written once, and then the user's: never renewed, never said anything of."""
    seed = (Attachment("Maths.base", b"1", seeded=True),)
    vault.export(OLD, attachments=seed)
    assert vault.export(OLD, attachments=(Attachment("Maths.base", b"2", seeded=True),)).clean
    vault.files[f"{TITLE}/Maths.base"] = b"mine"
    plan = vault.export(OLD, attachments=(Attachment("Maths.base", b"2", seeded=True),))

    assert plan.clean
    assert vault.files[f"{TITLE}/Maths.base"] == b"mine"
