"""``chalkgrad check``: problems by the thousand, each made as a build makes it, proved, counted and let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import process_time

from chalkgrad.commands.progress import watched
from chalkgrad.identity import pairs, split
from chalkgrad.posing import Order, capacity, fingerprint, made
from chalkgrad.report import report
from chalkgrad.tally import Tally
from chalkgrad.workers import cores, workers
from generators.family import DIFFICULTIES
from symbolic.errors import UserError
from symbolic.notation import Notation

#: How many problems one walk through a space makes before the next seed begins another.
WALK = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """One walk: the first problems of a family under one seed."""

    family: str
    seed: int
    difficulty: str
    options: Mapping[str, object]
    notation: Notation
    count: int


def reports(
    names: Sequence[str], count: int, seed: int, difficulty: str, settings: Sequence[str], jobs: int | None
) -> Iterator[str]:
    """Yield what is said of each family, as soon as its last problem is proved."""
    from generators.draw import spaces_of
    from generators.families import FAMILIES

    options, notation = split(pairs(settings, "after --set"))
    families = chosen(names, options)
    levels = (difficulty,) if difficulty else DIFFICULTIES
    work = partial(batches, families, count, seed, levels, options, notation)
    with workers(jobs or cores()) as mapped:
        tallies = watched(mapped(proved, work()), sum(1 for _ in work()), "proving", beside=True)
        for name, tally in joined(tallies):
            spaces = {level: spaces_of(FAMILIES[name], level, options, notation) for level in levels}
            yield report(name, tally, spaces)


def batches(
    families: Sequence[str],
    count: int,
    seed: int,
    difficulties: Sequence[str],
    options: Mapping[str, object],
    notation: Notation,
) -> Iterator[Batch]:
    """Yield the walks that make *count* problems of each family, shared among the difficulties."""
    for family in families:
        for turn, level in enumerate(difficulties):
            left = (count + len(difficulties) - 1 - turn) // len(difficulties)
            most = min(WALK, capacity(family, level, options, notation))
            for walk, start in enumerate(range(0, left, max(1, most))):
                yield Batch(family, seed + walk, level, options, notation, min(most, left - start))


def proved(batch: Batch) -> tuple[str, Tally]:
    """Make every problem of a walk and return what was counted; raises ProofFailed with the id of the first that fails.

    Each mistake is followed to what it leads to, as in a key, and the words are joined.
    """
    tally, seen, started = Tally(), set[bytes](), process_time()
    for index in range(batch.count):
        order = Order(batch.family, batch.seed, index, batch.difficulty, batch.options, batch.notation, follow=True)
        one = made(order)
        seen.add(fingerprint(one))
        tally.add(one)
    tally.seconds, tally.distinct = process_time() - started, len(seen)
    return batch.family, tally


def joined(tallies: Iterable[tuple[str, Tally]]) -> Iterator[tuple[str, Tally]]:
    """Add up the tallies of each family, which come in a row."""
    name, whole = "", Tally()
    for family, tally in tallies:
        if name and family != name:
            yield name, whole
            whole = Tally()
        name = family
        whole.join(tally)
    if name:
        yield name, whole


def chosen(names: Sequence[str], options: Mapping[str, object]) -> list[str]:
    """Return the families to check: those that are named, or all that have the options.

    Raises UserError for a name that is none, and where no family has them all.
    """
    from generators.families import FAMILIES

    if names:
        return list(dict.fromkeys(FAMILIES[name].name for name in names))
    fitting = [name for name in FAMILIES if options.keys() <= FAMILIES[name].options.keys()]
    if not fitting:
        raise UserError(f"no family has the option{'s' * (len(options) > 1)} {' and '.join(options)}")
    return fitting
