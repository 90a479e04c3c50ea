"""The front matter, of which only our own values change, and the manifest, which may be lost or broken."""

from __future__ import annotations

import json
import re

import pytest
from msgspec.structs import replace
from vaults import MANIFEST, NEW, NOTE, OLD, Vault, a_note, said

from chalkgrad.vault.mending import Policy
from symbolic.errors import UserError

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


def test_manifest_that_is_mangled(vault):
    """One that is nested beyond reason is as good as none; a text that cannot be unpacked is merged with nothing."""
    whole = vault.files[MANIFEST]
    vault.files[MANIFEST] = whole[: whole.index(b":") + 2] + b"[" * 100_000
    assert said(vault.plan(NEW)) == ["update"]

    vault.files[MANIFEST] = re.sub(rb'"eJ[^"]+"', b'"eJxT"', whole)
    vault.edit(NOTE, "last line", "last line, mine")
    plan = vault.export(NEW, policy=Policy(on_edit="merge"))
    assert "last line, mine" in vault.text(NOTE)
    assert plan.said


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("layout", [{}, {"indent": 4, "ensure_ascii": False}, {"separators": (",", ":")}])
def test_manifest_that_another_program_saved(vault, mark, layout):
    """Its blanks, and a mark at its head, make no difference: nothing is to do, and what was deleted stays deleted."""
    vault.files[MANIFEST] = (mark + json.dumps(json.loads(vault.files[MANIFEST]), **layout)).encode()
    assert vault.plan(OLD).clean
    assert vault.plan(OLD).manifest is None

    del vault.files[NOTE]
    assert vault.plan(NEW).clean
    vault.files[MANIFEST] = vault.files[MANIFEST][:60]
    assert said(vault.plan(NEW)) == ["create"]


def test_manifest_of_another(vault):
    """A newer manifest, or a file that is none, stops the export."""
    vault.files[MANIFEST] = vault.files[MANIFEST].replace(b'manifest": 1', b'manifest": 2')
    with pytest.raises(UserError, match="newer chalkgrad"):
        vault.plan(NEW)
    for text in (b"my shopping list", b"null", b'["chalkgrad-manifest"]', b'{"name": "chalkgrad-manifest"}'):
        vault.files[MANIFEST] = text
        with pytest.raises(UserError, match="no manifest of chalkgrad's"):
            vault.plan(NEW)
