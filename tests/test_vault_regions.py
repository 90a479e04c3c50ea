"""Each case of ownership within a note, one test: our regions are kept up to date, nothing else is touched."""

from __future__ import annotations

import re

import pytest
from vaults import MANIFEST, NEW, NOTE, OLD, TITLE, a_note, said

from chalkgrad.vault.lossless import decoded, encoded
from chalkgrad.vault.mending import Policy


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
