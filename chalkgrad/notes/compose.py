"""All notes of an export: of the course and of one week, with links to where each of them lies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from chalkgrad.course import Course, Week
from chalkgrad.drawing.svg import SCALE, file
from chalkgrad.markdown import quoted
from chalkgrad.notes.activation_words import activation_words
from chalkgrad.notes.activations import derived, in_notation
from chalkgrad.notes.links import Links, in_table
from chalkgrad.notes.networks import NETWORKS, Network, parts
from chalkgrad.notes.sheets import sheet_note, used_by, uses
from chalkgrad.notes.slots import HUB, activation_id, file_name, sheet_id_of, slots, week_id
from chalkgrad.page import PREFIX, pictures, region, rendered
from chalkgrad.sheet import Sheet
from chalkgrad.vault.addresses import Addresses
from chalkgrad.vault.export import Attachment, Export, Note, Region, note
from chalkgrad.vault.regions import Damaged, found
from chalkgrad.wording import ENGLISH, SHIPPED, macro, words
from symbolic.activations import ACTIVATIONS

ATTACHMENTS = "attachments"
_WEEK = re.compile(r"week/(\d+)")
_PRACTICE = re.compile(r"week/(\d+)/practice@.*")


class Notes(Struct, frozen=True):
    """Makes the notes of a course for one week; ``sheet`` is that week's."""

    course: Course
    week: Week
    sheet: Sheet
    places: Addresses
    links: Links

    def export(self, *, key: bool) -> Export:
        """Return all notes, and the pictures that they show."""
        practice = sheet_id_of(self.course, self.week, "practice")
        notes = [
            self.hub(),
            *(self.activation(name, self.problems(name)) for name in ACTIVATIONS),
            *(self.network(network) for network in NETWORKS),
            self.week_note(),
            sheet_note(self.course, self.week, self.sheet, self.links, "practice", practice),
            self.cards(),
        ]
        if key:
            id_ = sheet_id_of(self.course, self.week, "key")
            notes.append(sheet_note(self.course, self.week, self.sheet, self.links, "key", id_))
        return Export(self.course.title, tuple(notes), tuple(self.attachments(key=key)))

    def made(self, template: str, id_: str, **seen: object) -> Note:
        """Return the note that a template makes."""
        language = self.course.language
        text = rendered(
            _in_language(language, template), language,
            region=region, quoted=quoted, tags=(*self.course.tags, *self.tags(id_)), **seen,
        )  # fmt: skip  # what every note sees, then its own
        return note(id_, self.course.title, text)

    def tags(self, id_: str) -> tuple[str, ...]:
        """Return the tags of the week for the notes that belong to it."""
        return self.week.tags if id_.startswith("week/") else ()

    def hub(self) -> Note:
        """Return the note from which all others are found."""
        base = f"![[{file_name(self.course.title)}.base#{words(self.course.language)['practice']}]]"
        return self.made(
            "hub.md.j2", HUB, title=self.course.title, base=base,
            weeks=[self.links.to(week_id(number), label) for number, label in self.weeks()],
            networks=[self.links.to(network.id) for network in NETWORKS],
            activations=[self.row(name) for name in ACTIVATIONS],
        )  # fmt: skip  # links of a kind a line

    def row(self, name: str) -> tuple[str, str, str, str]:
        """Return the row of an activation in the table of all."""
        about = derived(name, self.course.notation)
        facts, given = dict(about.facts), f", {about.given}" if about.given else ""
        proved, slope, centred = (facts.get(what, "–") for what in ("range", "largest slope", "zero-centred"))
        return f"{in_table(self.links.to(activation_id(name)))}{given}", proved, slope, centred

    def weeks(self) -> Iterator[tuple[int, str]]:
        """Yield the weeks that have a note, with their labels."""
        numbers = {int(found_[1]) for id_ in self.places.paths if (found_ := _WEEK.fullmatch(id_))}
        titles = {week.number: week.title for week in self.course.weeks}
        for number in sorted(numbers):
            label = f"{words(self.course.language)['week']} {number}"
            yield number, f"{label}: {titles[number]}" if number in titles else label

    def activation(self, name: str, problems: list[str]) -> Note:
        """Return the note of an activation."""
        said = in_notation(activation_words(self.course.language, name), self.course.notation)
        about = derived(name, self.course.notation)
        usual = {said.name.casefold(), ""}
        aliases = [one for one in dict.fromkeys((about.title, *said.aliases)) if one.casefold() not in usual]
        lines = macro(_in_language(self.course.language, "_lines.md.j2"), "lines")(about.branches)
        return self.made(
            "activation.md.j2", activation_id(name), a=about, w=said, aliases=aliases, lines=lines,
            plot=f"![[{PREFIX}{name}-plot.svg|480]]" if about.seen else "",
            relatives=[self.links.to(activation_id(one)) for one in said.relatives if one in ACTIVATIONS],
            problems=problems,
        )  # fmt: skip  # links of a kind a line

    def network(self, network: Network) -> Note:
        """Return the note of a network."""
        notation = self.course.notation
        drawn = [
            f"![[{PREFIX}{file(one, notation)[0]}|{round(one.width * SCALE)}]]" for one in network.drawings(notation)
        ]
        shown = [
            (section.key, text, [] if place else drawn, [self.links.to(activation_id(name)) for name in section.links])
            for place, (section, text) in enumerate(parts(network, notation))
        ]
        return self.made("network.md.j2", network.id, title=network.title(self.course.language), parts=shown)

    def problems(self, name: str) -> list[str]:
        """Return links to every problem that uses an activation, of this week and of the others in the vault."""
        practice = sheet_id_of(self.course, self.week, "practice")
        listed: dict[tuple[int, str], list[str]] = {}
        if self.links.has(practice):
            own = used_by(self.sheet, practice, self.label(self.week.number), self.links)
            listed[self.week.number, practice] = own.get(name, [])
        for id_, text in self.places.texts.items():
            other = _PRACTICE.fullmatch(id_)
            if other and id_ != practice:
                listed[int(other[1]), id_] = list(self.elsewhere(name, id_, int(other[1]), text))
        return [link for place in sorted(listed) for link in listed[place]]

    def elsewhere(self, name: str, id_: str, number: int, text: str) -> Iterator[str]:
        """Yield links to the problems of a practice note as it stands in the vault, by the links that it has itself."""
        path = self.places.paths.get(activation_id(name))
        if path is None:
            return
        stem = PurePosixPath(path).stem
        named = rf"\[\[(?:[^\]|#]*/)?{re.escape(stem)}(?:[#|\\][^\]]*)?\]\]"
        leads = re.compile(f"{named}|{re.escape(self.links.to(activation_id(name)))}")
        try:
            regions = found(text)
        except Damaged:
            return
        for block, one in regions.items():
            if f"^{block}" in one.body and (title := _HEADING.search(one.body)) and leads.search(one.body):
                yield self.links.to(id_, f"{self.label(number)} {title[1]}", block)

    def label(self, number: int) -> str:
        """Return what a link to a problem begins with: Week 3, problem."""
        named = words(self.course.language)
        return f"{named['week']} {number}, {named['problem'].lower()}"

    def week_note(self) -> Note:
        """Return the note of the week."""
        named = words(self.course.language)
        ids = {sheet_id_of(self.course, self.week, kind): named[f"{kind} note"] for kind in ("practice", "key")}
        ids[f"{week_id(self.week.number)}/cards"] = named["cards"]
        return self.made(
            "week.md.j2", week_id(self.week.number), week=self.week, n=self.week.notes, heading=self.sheet.heading,
            hub=self.links.to(HUB, self.course.title),
            functions=[self.links.to(activation_id(name)) for name in self.functions()],
            networks=[self.links.to(network.id) for network in NETWORKS],
            sheets=[self.links.to(id_, label) for id_, label in ids.items() if self.links.has(id_)],
            embeds=[f"![[{target}]]" for target in self.week.notes.embed if self.links.known(target)],
        )  # fmt: skip  # links of a kind a line

    def functions(self) -> tuple[str, ...]:
        """Return the functions that the week is about, and those that its problems use."""
        used = (name for one in (*self.sheet.examples, *self.sheet.exercises) for name in uses(one))
        return tuple(dict.fromkeys((*self.week.notes.functions, *used)))

    def cards(self) -> Note:
        """Return the cards of the week, on the functions that it uses."""
        functions = [
            (activation_words(self.course.language, name).name, derived(name, self.course.notation))
            for name in self.functions()
        ]
        return self.made(
            "cards.md.j2", f"{week_id(self.week.number)}/cards", week=self.week, functions=functions, sep="::",
            heading=f"{self.sheet.heading} ({words(self.course.language)['cards'].lower()})",
            line=_on_a_line,
        )  # fmt: skip  # what it sees

    def attachments(self, *, key: bool) -> Iterator[Attachment]:
        """Yield the plots, the drawings and the index."""
        from chalkgrad.figures import figure

        for name in ACTIVATIONS:
            if derived(name, self.course.notation).seen:
                yield Attachment(f"{ATTACHMENTS}/{PREFIX}{name}-plot.svg", figure(name).svg)
        notation = self.course.notation
        drawn = dict(file(one, notation) for network in NETWORKS for one in network.drawings(notation))
        for kind in ("sheet", "key") if key else ("sheet",):
            drawn = {**drawn, **pictures(self.sheet, kind)}
        plots = {f"{figure_.name}.svg" for figure_ in self.sheet.figures}
        for name, data in drawn.items():
            if name not in plots:
                yield Attachment(f"{ATTACHMENTS}/{PREFIX}{name}", data)
        language = self.course.language
        index = rendered(_in_language(language, "index.base.j2"), language, course=self.course.title)
        yield Attachment(f"{file_name(self.course.title)}.base", index.encode(), seeded=True)


def _in_language(language: str, template: str) -> str:
    """Return the template of a note in a language; in English where there is none."""
    there = (SHIPPED / "notes" / language / template).exists()
    return f"notes/{language if there else ENGLISH}/{template}"


def _on_a_line(formula: str) -> str:
    """Return a formula as a card takes it: on one line, without the two braces that would end a gap."""
    return re.sub(r"\}(?=\})", "} ", formula.replace("\n", " "))


_HEADING = re.compile(r"^### \S+ (\d+.*)$", re.MULTILINE)


def composed(
    course: Course, week: Week, sheet: Sheet, places: Addresses, *, key: bool, gone: Collection[str] = ()
) -> Export:
    """Return what an export of a week holds, its links leading to *places*; pictures that are *gone* are not shown."""
    usual = {slot.id: PurePosixPath(slot.path).stem for slot in slots(course, week, key=key)}
    export = Notes(course, week, sheet, places, Links(places, usual)).export(key=key)
    return replace(export, notes=tuple(_without(one, gone) for one in export.notes)) if gone else export


def _without(one: Note, gone: Collection[str]) -> Note:
    """Return a note without the pictures that the user deleted."""
    shown = re.compile(rf"^(?:> ?)*!\[\[(?:{'|'.join(map(re.escape, gone))})[|#\]].*\n?", re.MULTILINE)
    pieces = (
        replace(piece, body=shown.sub("", piece.body).strip("\n")) if isinstance(piece, Region) else piece
        for piece in one.pieces
    )
    return replace(one, pieces=tuple(pieces))
