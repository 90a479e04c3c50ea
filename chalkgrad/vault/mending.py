"""One note that is there already, brought up to date: its regions one by one, our properties, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct, field

from chalkgrad.vault.export import Note, Owned, Region
from chalkgrad.vault.front import Front, front, page, with_items, with_value
from chalkgrad.vault.lossless import BOM, ended, newline
from chalkgrad.vault.manifest import Kept, Known, kept
from chalkgrad.vault.merge import merged
from chalkgrad.vault.normal import mark, plain
from chalkgrad.vault.regions import Damaged, Found, found, inner, signed, written

#: What becomes of a region that the user edited and that we have changed since.
OnEdit = Literal["keep", "merge", "beside", "overwrite"]


class Policy(Struct, frozen=True):
    """What the user asks for beyond the usual, which never loses a byte of theirs."""

    on_edit: OnEdit = "keep"
    restore_deleted: bool = False
    restore_regions: bool = False
    adopt: frozenset[str] = frozenset()


class Remark(NamedTuple):
    """What is said of a note: "update", "edited", "damaged", and what of it."""

    verdict: str
    what: str


class Mended(Struct):
    """A note after it was brought up to date, and what is to be remembered and said of it."""

    text: str
    known: Known
    remarks: list[Remark] = field(default_factory=list)
    beside: list[Region] = field(default_factory=list)  # texts that are to be written beside the note
    overwritten: bool = False  # whether something of the user's goes, so that a copy is to be kept


def mended(note: Note, text: str, path: str, known: Known | None, policy: Policy) -> Mended:
    """Bring *text*, which lies at *path*, up to date with *note*; *known* is what was last written."""
    adopted = path in policy.adopt and known is None
    try:
        regions = found(text)
    except Damaged as damage:
        usual = known or Known(path)
        left = Known(path, usual.regions, usual.properties, usual.lists)
        return Mended(text, left, [Remark("damaged", f"{damage}; the note is left alone until its markers are mended")])
    made = Mended(text, Known(path))
    if adopted and front(text) is None:
        made.text = text = _with_front(text)
        regions = found(text)
    _mend_regions(made, note, regions, known or (Known(path) if adopted else None), policy)
    _mend_front(made, note, known, policy, adopted=adopted)
    return made


def _with_front(text: str) -> str:
    bom = BOM if text.startswith(BOM) else ""
    return bom + ended(page({}) + "\n", newline(text.partition("\n")[0] + "\n")) + text.removeprefix(BOM)


def _mend_regions(made: Mended, note: Note, regions: Mapping[str, Found], known: Known | None, policy: Policy) -> None:
    """Go through the regions from the last to the first, so that places in the text stay what they are."""
    last: dict[str, Kept] = dict(known.regions) if known else {}
    new = [
        one for name, one in note.regions.items()
        if name not in regions and (policy.restore_regions or (known is not None and name not in last))
    ]  # fmt: skip  # a condition a line
    at = max((region.end for region in regions.values()), default=len(made.text))
    made.text = made.text[:at] + _appended(made.text[:at], made.text[at:], new) + made.text[at:]
    for region in sorted(regions.values(), key=lambda one: -one.begin):
        if wanted := note.regions.get(region.name):
            fresh = _mend_region(made, region, wanted, last.get(region.name), policy)
            if fresh is not None:
                last[region.name] = fresh
    made.remarks.reverse()  # as the note is read
    for one in note.regions.values():  # a region that is not there, and is not put there, was deleted
        if one in new or one.name not in last:
            last[one.name] = kept(mark(one.body), one.body)
    made.known = Known(made.known.path, last)
    made.remarks += [Remark("update", f"region '{one.name}' is new") for one in new]


def _appended(before: str, behind: str, new: list[Region]) -> str:
    if not new:
        return ""
    end = newline(before[before.rfind("\n", 0, -1) + 1 :]) if "\n" in before else "\n"
    lead = "" if before.endswith("\n") else end
    return lead + "".join(end + written(one.name, one.body, end) for one in new) + (end if behind.strip() else "")


def _mend_region(made: Mended, region: Found, wanted: Region, last: Kept | None, policy: Policy) -> Kept | None:
    """Bring one region up to date; returns what is to be remembered of it, None for what was."""
    if region.locked:
        return None
    ours = mark(wanted.body)
    here = ours if region.body.strip("\n") == wanted.body else mark(region.body)
    if here == ours:
        if region.hash != ours:  # renaming in the app mended our links as we do
            _put(made, region, ours, None)
        return _same(last, ours, wanted)
    if here == region.hash:
        _put(made, region, ours, wanted.body)
        made.remarks.append(Remark("update", f"region '{region.name}'"))
        return kept(ours, wanted.body)
    if region.hash == ours and mark(plain(region.body)) == ours:
        return _same(last, ours, wanted)  # a box ticked, a card reviewed: as it should be
    return _edited(made, region, wanted, last, policy)


def _same(last: Kept | None, sign: str, wanted: Region) -> Kept:
    return last if last and last.hash == sign else kept(sign, wanted.body)


def _edited(made: Mended, region: Found, wanted: Region, last: Kept | None, policy: Policy) -> Kept | None:
    """Keep what the user wrote into a region, and do with our newer text what they asked for."""
    ours = mark(wanted.body)
    said = f"region '{region.name}' is edited, and stays as it is"
    if policy.on_edit == "overwrite":
        _put(made, region, ours, wanted.body)
        made.overwritten = True
        made.remarks.append(Remark("update", f"region '{region.name}' is overwritten; a copy is kept"))
        return kept(ours, wanted.body)
    if region.hash == ours:
        made.remarks.append(Remark("edited", said))
        return None
    if policy.on_edit == "merge" and last and last.hash == region.hash and (before := last.body) is not None:
        body = merged(before, region.body.replace("\r\n", "\n").strip("\n"), wanted.body)
        if body is not None:
            _put(made, region, ours, body)
            made.remarks.append(Remark("update", f"region '{region.name}' is merged"))
            return kept(ours, wanted.body)
    if policy.on_edit in ("merge", "beside"):
        made.beside.append(wanted)
        said = f"{said}; the new text is written beside it"
    else:
        said = f"{said}; there is a newer text (--on-edit merge, beside or overwrite)"
    made.remarks.append(Remark("edited", said))
    return None


def _put(made: Mended, region: Found, sign: str, body: str | None) -> None:
    """Sign a region anew, and give it another text."""
    text = region.body if body is None else ended(inner(body), region.newline)
    marker = signed(made.text, region, sign)
    made.text = made.text[: region.begin] + marker + text + made.text[region.stop :]


def _mend_front(made: Mended, note: Note, known: Known | None, policy: Policy, *, adopted: bool) -> None:
    matter = front(made.text)
    if matter is None:
        return
    settled = {
        key: value
        for key, value in note.properties.items()
        if _mend_property(made, matter, key, value, known, policy, adopted=adopted)
    }
    properties: dict[str, Owned] = {**(known.properties if known else {}), **settled}
    lists = {key: _mend_list(made, matter, key, items, known, adopted=adopted) for key, items in note.lists.items()}
    made.known = Known(made.known.path, made.known.regions, properties, {**(known.lists if known else {}), **lists})


def _mend_property(
    made: Mended, matter: Front, key: str, value: Owned, known: Known | None, policy: Policy, *, adopted: bool
) -> bool:
    """Bring one of our properties up to date; returns whether it says what we say, or is to be left out for good."""
    current = matter.get(key)
    before = known.properties.get(key) if known else None
    if current is None:
        if known is None and not adopted:
            return True
        if before is not None:
            return False
    elif current.value == value:
        return True
    elif current.value != before and policy.on_edit != "overwrite":
        made.remarks.append(Remark("edited", f"property {key} is yours, and stays as it is"))
        return False
    text = with_value(made.text, key, value)
    if text is None:
        return False
    if current is not None and current.value != before:
        made.overwritten = True
    made.text = text
    made.remarks.append(Remark("update", f"property {key}"))
    return True


def _mend_list(
    made: Mended, matter: Front, key: str, items: tuple[str, ...], known: Known | None, *, adopted: bool
) -> tuple[str, ...]:
    """Add our entries to a list that we share; one that the user took out stays out. Returns the entries so far."""
    before = known.lists.get(key, ()) if known else () if adopted else items
    there = {entry.removeprefix("#").casefold() for entry in _entries(matter, key)}
    added = tuple(item for item in items if item.casefold() not in there and item not in before)
    if added and (text := with_items(made.text, key, added)):
        made.text = text
        made.remarks.append(Remark("update", f"{key}: {', '.join(added)}"))
    return (*before, *(item for item in items if item not in before))


def _entries(matter: Front, key: str) -> Iterator[str]:
    found_ = matter.get(key)
    if found_ and found_.value is not None:
        yield from (found_.value,) if isinstance(found_.value, str) else found_.value
