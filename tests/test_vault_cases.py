"""Each case of ownership, one test: what is ours is kept up to date, what is the user's is not touched."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from vaults import MANIFEST, TITLE, Vault, a_note

from chalkgrad.vault.export import Attachment
from chalkgrad.vault.lossless import decoded, encoded
from chalkgrad.vault.mending import Policy
from symbolic.errors import UserError

NOTE = f"{TITLE}/Notes/A.md"
OLD = a_note("A", {"first": "first line\n\nlast line", "second": "the second"})
NEW = a_note("A", {"first": "first line, better\n\nlast line", "second": "the second"})


@pytest.fixture
def vault() -> Vault:
    """A vault into which the note was exported once."""
    made = Vault({"Mine.md": b"my own", "Books.md": b"# Week 3"})
    made.export(OLD)
    return made


def said(plan) -> list[str]:
    """Return the verdicts of a plan."""
    return [one.verdict for one in plan.said]


def test_first_export_creates_in_its_own_folder(vault):
    """The note has its front matter, regions between blank lines and a heading for the user; all else is untouched."""
    assert sorted(vault.files) == ["Books.md", NOTE, MANIFEST, "Mine.md"]
    assert vault.text(NOTE).startswith("---\naliases:\n  - the A\ntags:\n  - chalkgrad/note\nchalkgrad-id: a\n")
    begin, end = r"\n\n%% chalkgrad:begin first h=[0-9a-f]{16} v=1 %%\n\n", r"\n\n%% chalkgrad:end first %%\n\n"
    assert re.search(f"{begin}first line\n\nlast line{end}", vault.text(NOTE))
    assert vault.text(NOTE).endswith("\n\n## My notes\n")


def test_unchanged_is_no_write_at_all(vault):
    """The second run plans nothing, not even a manifest."""
    plan = vault.plan(OLD)

    assert plan.clean
    assert plan.manifest is None


def test_only_the_region_that_changed_is_written(vault):
    """The generator changed: that region and its sign, and not a byte besides."""
    before = vault.text(NOTE)
    plan = vault.export(NEW)

    assert said(plan) == ["update"]
    new = vault.text(NOTE)
    assert new.replace("first line, better", "first line") != before  # the sign
    assert re.sub(r"h=\w+", "", new.replace("first line, better", "first line")) == re.sub(r"h=\w+", "", before)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_outside_is_kept_to_the_byte(vault, end, bom):
    """Text before, between and behind regions stays, with its line ends and its byte-order mark, in new texts too."""
    vault.edit(NOTE, "# A\n", "# A\n\tmine   \n\n\n")
    vault.edit(NOTE, "## My notes\n", "## My notes\nNo newline at the end")
    vault.files[NOTE] = (bom + vault.text(NOTE)).replace("\n", end).encode()
    vault.export(NEW)
    text = vault.text(NOTE)

    assert text.startswith(f"{bom}---{end}")
    assert f"# A{end}\tmine   {end}{end}{end}" in text
    assert text.endswith("No newline at the end")
    assert f"{end}first line, better{end}{end}last line{end}" in text
    assert text.count("\n") == text.count(end)


def test_any_bytes_come_back():
    """Bytes that are no UTF-8 survive being read and written."""
    data = bytes(range(256)) * 2 + b"\xed\xa0\x80\xf0\x9f\x98\x80"

    assert encoded(decoded(data)) == data


def test_a_note_that_is_no_utf_8_is_mended_all_the_same(vault):
    """Latin-1 letters outside of regions stay the bytes that they were."""
    vault.files[NOTE] = vault.files[NOTE].replace(b"## My notes", b"## Caf\xe9")
    vault.export(NEW)

    assert b"## Caf\xe9" in vault.files[NOTE]
    assert b"better" in vault.files[NOTE]


@pytest.mark.parametrize("generated", [OLD, NEW])
def test_edited_inside_is_kept_and_said(vault, generated):
    """Whether or not the generator changed, the edit stays and is listed; other regions still come."""
    vault.edit(NOTE, "last line", "last line, as I see it")
    before = vault.text(NOTE)
    plan = vault.export(generated)

    assert said(plan) == ["edited"]
    assert "region 'first' is edited" in str(plan.said[0])
    assert vault.text(NOTE) == before
    both = a_note("A", {"first": "other", "second": "the second, better"})
    assert said(vault.export(both)) == ["edited", "update"]
    assert "the second, better" in vault.text(NOTE)
    assert "as I see it" in vault.text(NOTE)


def test_merge(vault):
    """Asked to, both changes are taken where they do not meet; the region then merges again from there."""
    vault.edit(NOTE, "last line", "last line, as I see it")
    vault.export(NEW, policy=Policy("merge"))

    assert "first line, better\n\nlast line, as I see it\n" in vault.text(NOTE)
    assert not vault.plan(NEW, policy=Policy("merge")).writes
    vault.export(
        a_note("A", {"first": "first line, best\n\nlast line", "second": "the second"}), policy=Policy("merge")
    )
    assert "first line, best\n\nlast line, as I see it\n" in vault.text(NOTE)


def test_a_merge_that_meets_is_written_beside(vault):
    """Where both changed the same line the note stays, and the new text lies beside it, once."""
    vault.edit(NOTE, "first line", "FIRST LINE")
    before = vault.text(NOTE)
    plan = vault.export(NEW, policy=Policy("merge"))
    beside = f"{TITLE}/Notes/A (chalkgrad new).md"

    assert said(plan) == ["create", "edited"]
    assert vault.text(NOTE) == before
    assert "first line, better" in vault.text(beside)
    assert "chalkgrad-id" not in vault.text(beside)
    assert not vault.plan(NEW, policy=Policy("merge")).writes
    vault.files[beside] += b"my own"
    vault.export(NEW, policy=Policy("beside"))
    assert vault.text(beside).endswith("my own")
    assert f"{TITLE}/Notes/A (chalkgrad new 2).md" in vault.files


def test_overwrite_keeps_a_copy(vault):
    """Asked to, the new text takes the place of the edit, and the whole note as it was lies in the backup."""
    vault.edit(NOTE, "last line", "last line, as I see it")
    before = vault.files[NOTE]
    vault.export(NEW, policy=Policy("overwrite"))
    copies = [data for name, data in vault.files.items() if "/chalkgrad-backup/" in name]

    assert "as I see it" not in vault.text(NOTE)
    assert copies == [before]
    assert vault.plan(NEW, policy=Policy("overwrite")).clean


def test_locked_for_good(vault):
    """The word lock in a marker keeps the region, and nothing is said of it any more."""
    vault.edit(NOTE, " v=1 %%\n\nfirst line", " v=1 lock %%\n\nmine alone")
    plan = vault.export(NEW)

    assert plan.clean
    assert "mine alone" in vault.text(NOTE)


def test_markers_deleted(vault):
    """A region whose markers are gone is the user's text; it comes back only when asked for."""
    text = re.sub(r"%% chalkgrad:\w+ first.*\n", "", vault.text(NOTE))
    vault.files[NOTE] = text.encode()
    vault.export(NEW)

    assert vault.text(NOTE) == text
    vault.export(NEW, policy=Policy(restore_regions=True))
    assert vault.text(NOTE).startswith(text.partition("## My")[0])
    assert "chalkgrad:begin first" in vault.text(NOTE)


def test_a_new_region_comes_behind_the_last(vault):
    """What a newer generator adds stands behind the last region, before the user's own end of the note."""
    more = a_note("A", {"first": "first line\n\nlast line", "second": "the second", "third": "a third"})
    before = vault.text(NOTE)
    vault.export(more)
    head, _, end = vault.text(NOTE).partition("%% chalkgrad:end second %%\n")

    assert before.startswith(head)
    assert end.index("a third") < end.index("## My notes")
    assert before.endswith("\n## My notes\n")
    assert end.endswith("\n## My notes\n")
    assert vault.plan(more).clean


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


DAMAGES = {
    "doubled": lambda text: text + "\n%% chalkgrad:begin first h=0 v=1 %%\n\n%% chalkgrad:end first %%\n",
    "unbalanced": lambda text: text.replace("%% chalkgrad:end first %%\n", ""),
    "never begun": lambda text: re.sub(r"%% chalkgrad:begin first.*\n", "", text),
    "crossed": lambda text: text.replace("end first", "end x").replace("end second", "end first"),
    "nested": lambda text: text.replace("end first", "end x").replace("begin second", "begin x"),
    "illegible": lambda text: text.replace("%% chalkgrad:end first %%", "%% chalkgrad:end first and mine %%"),
    "swallowed": lambda text: text.replace("%% chalkgrad:end first %%", "- %% chalkgrad:end first %%"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_markers(vault, damage):
    """Markers that do not say where a region ends: the note is left alone, and that is said."""
    vault.files[NOTE] = DAMAGES[damage](vault.text(NOTE)).encode()
    before = vault.files[NOTE]
    plan = vault.export(a_note("A", {"first": "new", "second": "new"}, seeded="", extra="1"))

    assert said(plan) == ["damaged"]
    assert vault.files[NOTE] == before


def test_a_tidied_note_counts_as_unedited(vault):
    """Blanks at ends, blank lines and line ends, as a linter moves them, are no edit: the region still updates."""
    vault.edit(NOTE, "first line\n\nlast line\n\n", "first line   \n\n\n\nlast line\n")
    assert vault.plan(OLD).clean
    assert said(vault.export(NEW)) == ["update"]


@pytest.mark.parametrize("left", ["<!--SR:!2026-08-16,51,230-->", "<!--ID: 123-->"])
def test_what_plugins_write_is_no_edit_and_is_not_lost(vault, left):
    """A reviewed card is nothing to report; when its region changes it is kept like any edit."""
    vault.edit(NOTE, "last line", f"last line\n{left}")
    assert vault.plan(OLD).clean
    assert said(vault.export(NEW)) == ["edited"]
    assert left in vault.text(NOTE)


def test_links_that_the_app_mended(vault):
    """Renaming in the app changes our links as we would: the text is ours again, and only its sign is renewed."""
    vault.edit(NOTE, "last line", "last line of [[My ReLU]]")
    agreed = a_note("A", {"first": "first line\n\nlast line of [[My ReLU]]", "second": "the second"})
    vault.export(agreed)
    assert vault.plan(agreed).clean
    assert said(vault.export(NEW)) == ["update"]


FRONT = """---
# mine
mood:   'good'   # today
tags: [own, "chalkgrad/note"]
aliases:
- the A
chalkgrad-id: "a"
empty:
chalkgrad-course: 'Maths'
chalkgrad-week: 3 # ours
---
"""


def test_front_matter_keeps_its_order_and_spelling(vault):
    """Only our own values change, each in its place; everything else keeps its bytes."""
    old = a_note("A", {"first": "x"}, week="3")
    vault.export(old)
    body = vault.text(NOTE).split("---\n", 2)[2]
    vault.files[NOTE] = (FRONT + body).encode()
    vault.export(a_note("A", {"first": "x"}, week="4"))

    assert vault.text(NOTE) == FRONT.replace("week: 3", "week: 4") + body


def test_front_matter_written_anew_by_obsidian_is_unchanged(vault):
    """Quotes, flow lists and comments gone: the values are the same, and nothing is written."""
    rewritten = (
        vault.text(NOTE)
        .replace("  - the A", '  - "the A"')
        .replace("tags:\n  - chalkgrad/note", "tags: [chalkgrad/note]")
    )
    vault.files[NOTE] = rewritten.encode()

    assert vault.plan(OLD).clean


def test_a_property_that_the_user_changed_stays(vault):
    """One of our keys with another value is kept and said; a tag that was taken out stays out; a key too."""
    first = a_note("A", {"first": "x"}, week="3", kind="note")
    vault = Vault()
    vault.export(first)
    vault.edit(NOTE, "chalkgrad-week: 3", "chalkgrad-week: 5")
    vault.edit(NOTE, "tags:\n  - chalkgrad/note\n", "")
    vault.edit(NOTE, "chalkgrad-kind: note\n", "")
    before = vault.text(NOTE)
    plan = vault.export(a_note("A", {"first": "x"}, week="4", kind="page"))

    assert said(plan) == ["edited"]
    assert vault.text(NOTE) == before


def test_a_new_tag_joins_the_users(vault):
    """Our entries are added to a list of any shape; none is taken out."""
    vault.edit(NOTE, "tags:\n  - chalkgrad/note", "tags:\n    - mine\n    - chalkgrad/note")
    vault.edit(NOTE, "aliases:\n  - the A", "aliases: [mine, the A]")
    more = OLD.lists | {"tags": ("chalkgrad/note", "week3"), "aliases": ("the A", "an: A"), "cssclasses": ("wide",)}
    vault.export(replace(OLD, lists=more))
    text = vault.text(NOTE)

    assert "tags:\n    - mine\n    - chalkgrad/note\n    - week3\n" in text
    assert 'aliases: [mine, the A, "an: A"]\n' in text
    assert "cssclasses:\n  - wide\n---\n" in text


def test_manifest_lost(vault):
    """Without the manifest edits are still known by the signs in the markers, and nothing of the user's is lost."""
    del vault.files[MANIFEST]
    vault.edit(NOTE, "the second", "the second, mine")
    plan = vault.export(a_note("A", {"first": "newest", "second": "newest"}))

    assert said(plan) == ["update", "edited"]
    assert "the second, mine" in vault.text(NOTE)
    assert "\nnewest\n" in vault.text(NOTE)
    assert MANIFEST in vault.files


@pytest.mark.parametrize("keep", [0, 40, 200])
def test_manifest_truncated(vault, keep):
    """A manifest that is broken off is as good as none."""
    vault.files[MANIFEST] = vault.files[MANIFEST][:keep]
    assert said(vault.export(NEW)) == ["update"]
    assert vault.plan(NEW).clean


def test_manifest_of_another(vault):
    """A newer manifest, or a file that is none, stops the export."""
    vault.files[MANIFEST] = vault.files[MANIFEST].replace(b'manifest": 1', b'manifest": 2')
    with pytest.raises(UserError, match="newer chalkgrad"):
        vault.plan(NEW)
    vault.files[MANIFEST] = b"my shopping list"
    with pytest.raises(UserError, match="no manifest of chalkgrad's"):
        vault.plan(NEW)


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
