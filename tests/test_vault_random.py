"""Random editing scripts around exports of changing content: not one byte of the user's is lost.

``CHALKGRAD_SCRIPTS=20000 pytest tests/test_vault_random.py`` runs as many scripts as that.
"""

from __future__ import annotations

import os
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaults import MANIFEST, TITLE, Vault, a_note

from chalkgrad.vault.export import Attachment
from chalkgrad.vault.mending import Policy

SCRIPTS = int(os.environ.get("CHALKGRAD_SCRIPTS", "250"))
many = settings(
    max_examples=SCRIPTS, deadline=None, derandomize=SCRIPTS < 1000, suppress_health_check=list(HealthCheck)
)

NOTES = ("A", "B")
#: What is done to a whole note.
WHOLE = ("line up", "drop line", "bom", "crlf", "latin", "rename", "remove", "copy")
places = st.integers(0, 9999).map(lambda number: number / 10000)
bodies = st.sampled_from(
    ["one line", "$$\nx = 1\n$$", "> [!note]\n>\n> said\n>\n> again", "| a | b |\n|---|---|\n| 1 | 2 |", "é\n\nü"]
)
contents = st.fixed_dictionaries(
    {name: st.fixed_dictionaries({"first": bodies}, optional={"second": bodies, "third": bodies}) for name in NOTES}
)
typed = st.sampled_from(["", "\n", "%%", "---\n", "chalkgrad:", ": ", "- ", "\r", "\u2028"])
edits = st.one_of(
    st.tuples(st.just("inside"), places, places, typed),
    st.tuples(st.just("inside"), places, places, typed),
    st.tuples(st.just("insert"), places, places, typed),
    st.tuples(st.just("delete"), places, places, st.integers(1, 60)),
    st.tuples(st.just("double"), places, places, st.integers(1, 90)),
    st.tuples(st.sampled_from(WHOLE), places, places, st.none()),
    st.tuples(st.sampled_from(["lose manifest", "break manifest"]), places, places, st.none()),
    st.tuples(st.just("foreign"), places, places, st.sampled_from(["A", "a", "B"])),
)  # fmt: skip  # a kind a line
policies = st.builds(
    Policy, st.sampled_from(["keep", "keep", "merge", "beside", "overwrite"]), st.booleans(), st.booleans()
)
#: One or two edits between each two exports.
steps = st.lists(st.tuples(contents, policies, st.lists(edits, max_size=2)), min_size=2, max_size=6)


class Script:
    """A student at work: edits leave tokens, each of which must be found again wherever it was."""

    def __init__(self) -> None:
        self.vault, self.number = Vault(), 0

    def token(self) -> str:
        """Return a text that stands nowhere else."""
        self.number += 1
        return f"<{self.number}>"

    def edit(self, kind: str, which: float, where: float, what: object) -> None:
        """Carry out one edit of one of the files."""
        files = self.vault.files
        names = sorted(name for name in files if name.endswith(".md"))
        if kind in ("lose manifest", "break manifest"):
            if MANIFEST in files and kind.startswith("lose"):
                del files[MANIFEST]
            elif MANIFEST in files:
                files[MANIFEST] = files[MANIFEST][: int(where * len(files[MANIFEST]))]
                if not files[MANIFEST].startswith(b'{\n "chalkgrad-manifest":'):
                    files[MANIFEST] = b""
            return
        if kind == "foreign":
            files.setdefault(f"{TITLE}/Notes/{what}.md", f"mine {self.token()}".encode())
            return
        if not names:
            return
        name = names[int(which * len(names))]
        data = files[name]
        at = int(where * (len(data) + 1))
        rows = data.split(b"\n")
        row = int(where * len(rows))
        if kind == "inside":
            regions = [match.span(1) for match in INSIDE.finditer(data)] or [(0, len(data))]
            start, stop = regions[int(where * 997) % len(regions)]
            at, kind = start + int(where * (stop - start + 1)), "insert"
        if kind == "insert":
            files[name] = data[:at] + f"{what}{self.token()}{what}".encode() + data[at:]
        elif kind == "delete":
            files[name] = data[:at] + data[at + what :]
        elif kind == "double":
            files[name] = data[:at] + data[max(0, at - what) : at] + data[at:]
        elif kind == "line up":
            files[name] = b"\n".join(
                [*rows[: max(0, row - 1)], rows[row], *rows[max(0, row - 1) : row], *rows[row + 1 :]]
            )
        elif kind == "drop line":
            files[name] = b"\n".join(rows[:row] + rows[row + 1 :])
        elif kind == "bom":
            files[name] = b"\xef\xbb\xbf" + data
        elif kind == "crlf":
            files[name] = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        elif kind == "latin":
            files[name] = data[:at] + b"\xe9\xff" + self.token().encode() + data[at:]
        elif kind == "rename":
            files[f"Mine/{name.rpartition('/')[2]}"] = files.pop(name)
        elif kind == "remove":
            del files[name]
        elif kind == "copy":
            files[f"Copies/{name.rpartition('/')[2]}"] = data


INSIDE = re.compile(rb"(?s)chalkgrad:begin[^\n]*\n(.*?)%% chalkgrad:end")
TOKEN = re.compile(rb"<\d+>")
BLANK = rb"[ \t]"
MARKER = re.compile(
    rb"%%_*chalkgrad:(begin|end)_+([a-z0-9][a-z0-9-]*)(?:_+(?:h=[0-9a-z]*|v=[0-9]+))*_*%%\r?".replace(b"_", BLANK)
)


def outside(data: bytes) -> list[bytes] | None:
    """Return the lines that stand in no region and are no marker; None where the markers do not pair up."""
    kept, opened, names = [], None, set()
    for row in data.split(b"\n"):
        marker = MARKER.fullmatch(row.strip(b" \t"))
        if marker is None and re.search(rb"chalkgrad:(begin|end)\b", row):
            return None
        if marker is None:
            kept += [row] if opened is None else []
        elif marker[1] == b"begin":
            if opened is not None or marker[2] in names:
                return None
            opened = marker[2]
            names.add(opened)
        elif opened != marker[2]:
            return None
        else:
            opened = None
    return None if opened is not None else kept


def within(part: list[bytes], whole: list[bytes]) -> bool:
    """Whether the lines of *part* stand in *whole* in their order."""
    rest = iter(whole)
    return all(row in rest for row in part)


def check_nothing_is_lost(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Each file is still there with each token of it, and each line outside of regions is where it was.

    Where the user asked to have their edits overwritten, a copy of the whole note is there.
    """
    copies = [data for name, data in after.items() if name.endswith(".bak")]
    for name, data in before.items():
        if name == MANIFEST or name.endswith(".svg"):
            continue
        assert name in after
        if data in copies and after[name] != data:
            continue
        assert sorted(TOKEN.findall(data)) == sorted(TOKEN.findall(after[name])), name
        kept = outside(data)
        if kept is None:
            assert after[name] == data, name
        else:
            mine = [row for row in kept if not row.startswith(b"chalkgrad-")]
            assert within(mine, after[name].split(b"\n")), name


@many
@given(steps)
def test_no_script_loses_a_byte(script):
    """Whatever is edited, moved, doubled, broken or deleted between exports, what the user wrote is still there."""
    student = Script()
    for version, (content, policy, changes) in enumerate(script):
        notes = [a_note(name, regions, version=str(version % 3)) for name, regions in content.items()]
        pictures = (Attachment("attachments/plot.svg", f"{version % 2}".encode()),)
        before = dict(student.vault.files)
        student.vault.export(*notes, attachments=pictures, policy=policy)
        check_nothing_is_lost(before, student.vault.files)
        again = student.vault.plan(*notes, attachments=pictures, policy=policy)

        assert again.writes == []
        assert again.manifest is None
        for change in changes:
            student.edit(*change)


def test_the_check_bites():
    """A line outside a region, or a token inside one, that goes missing is seen."""
    import pytest

    text = b"mine\n%% chalkgrad:begin x h=1 v=1 %%\n<1>\n%% chalkgrad:end x %%\n"
    for broken in (text.replace(b"mine", b""), text.replace(b"<1>", b"")):
        with pytest.raises(AssertionError):
            check_nothing_is_lost({"n.md": text}, {"n.md": broken})
