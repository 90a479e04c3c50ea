"""Links between notes: by name where that is enough, by path where it is not, plain words where nothing is there."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from chalkgrad.markdown import escaped
from chalkgrad.vault.addresses import Addresses, folded

#: What a name may not hold if double brackets are to lead to it.
_UNLINKABLE = re.compile(r"[\[\]#|^:%\\\ud800-\udfff]")
#: What would end a link, or its words.
_BREAKING = re.compile(r"[\[\]|\n]")


class Links:
    """Writes links to the notes of a course, wherever they lie."""

    def __init__(self, places: Addresses, usual: dict[str, str]) -> None:
        """Take where notes lie, and the names that they have unless the user renames them."""
        self.places, self.usual = places, usual

    def has(self, id_: str) -> bool:
        """Whether there is a note to lead to."""
        return id_ in self.places.paths

    def to(self, id_: str, label: str = "", block: str = "") -> str:
        """Return a link to a note, or to a block of it; its plain name where the note is not there.

        A name that the user gave it is shown as it is, as Obsidian does when it mends the links to a renamed note.
        """
        label = _BREAKING.sub("", label).replace("%%", "% %")
        usual = self.usual.get(id_, "")
        shown = label if label != usual else ""
        if not self.has(id_):
            return escaped(label or usual)
        path = PurePosixPath(self.places.paths[id_])
        anchor = f"#^{block}" if block else ""
        if _UNLINKABLE.search(str(path)):
            return f"[{escaped(label or usual)}]({quote(str(path), errors='surrogateescape')}{anchor})"
        single = self.places.names[folded(path.name)] < 2
        target = path.stem if single else str(path.with_suffix(""))
        shown = shown or ("" if single else label or usual)
        return f"[[{target}{anchor}{'|' + shown if shown else ''}]]"

    def listed(self, id_: str) -> str:
        """Return a link for a list of properties, which knows double brackets alone; else the plain name."""
        link = self.to(id_)
        return link if link.startswith("[[") else self.usual.get(id_, "")

    def known(self, target: str) -> bool:
        """Whether the vault has the note that an instructor's link *target* leads to: Books, Books#Week 3."""
        name = PurePosixPath(target.partition("#")[0]).name
        return self.places.names[folded(f"{name}.md")] > 0


def in_table(link: str) -> str:
    """Return a link for a cell of a table, in which a bar must be marked."""
    return link.replace("|", "\\|")
