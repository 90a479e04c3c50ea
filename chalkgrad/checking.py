"""``chalkgrad check``: problems by the thousand, each made as a build makes it, proved, counted and let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from time import process_time

from msgspec import Struct
from msgspec.structs import replace

from chalkgrad.commands.progress import watched
from chalkgrad.order import Order, told
from chalkgrad.posing import fingerprint, made
from chalkgrad.report import report
from chalkgrad.tally import Tally
from chalkgrad.workers import cores, workers
from generators.family import DIFFICULTIES
from symbolic.errors import UserError

#: How many problems one walk through a space makes before the next seed begins another.
WALK = 100


class Batch(Struct, frozen=True):
    """One walk: the order of the first problem under a seed, and how many there are of them."""

    order: Order
    count: int


def reports(order: Order, names: Sequence[str], count: int, jobs: int | None) -> Iterator[str]:
    """Yield what is said of each family, as soon as its last problem is proved.

    The *order* holds what they have in common; one of no difficulty is of all three.
    """
    from generators.draw import spaces_of

    families = chosen(order, names)
    levels = (order.difficulty,) if order.difficulty else DIFFICULTIES
    work = partial(batches, order, families, count, levels)
    with workers(jobs or cores()) as mapped:
        tallies = watched(mapped(proved, work()), sum(1 for _ in work()), "proving", beside=True)
        for name, tally in joined(tallies):
            if not tally.proved:  # what was not looked at is not held to be right
                raise UserError(f"{name} has no problems to check with these options")
            source = order.own.families[name]
            spaces = {level: spaces_of(source, level, order.options, order.notation) for level in levels}
            yield report(name, tally, spaces)


def batches(order: Order, families: Sequence[str], count: int, difficulties: Sequence[str]) -> Iterator[Batch]:
    """Yield the walks that make *count* problems of each family, shared among the difficulties."""
    from generators.draw import capacity

    for family in families:
        for turn, level in enumerate(difficulties):
            left = (count + len(difficulties) - 1 - turn) // len(difficulties)
            first = replace(order, family=family, difficulty=level)
            with told(first):
                most = min(WALK, capacity(first.source, level, order.options, order.notation))
            for walk, start in enumerate(range(0, left, max(1, most))):
                yield Batch(replace(first, seed=order.seed + walk), min(most, left - start))


def proved(batch: Batch) -> tuple[str, Tally]:
    """Make every problem of a walk and return what was counted; raises ProofFailed with the id of the first that fails.

    Each mistake is followed to what it leads to, as in a key, and the words are joined.
    """
    tally, seen, started = Tally(), set[bytes](), process_time()
    for index in range(batch.count):
        one = made(replace(batch.order, index=index, follow=True))
        seen.add(fingerprint(one))
        tally.add(one)
    tally.seconds, tally.distinct = process_time() - started, len(seen)
    return batch.order.family, tally


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


def chosen(order: Order, names: Sequence[str]) -> list[str]:
    """Return the families to check: those that are named, or all that have the options of the *order*.

    Raises UserError for a name that is none, and where no family has them all.
    """
    known, options = order.own.families, order.options
    if names:
        return list(dict.fromkeys(known[name].name for name in names))
    fitting = [name for name in known if options.keys() <= known[name].options.keys()]
    if not fitting:
        raise UserError(f"no family has the option{'s' * (len(options) > 1)} {' and '.join(options)}")
    return fitting
