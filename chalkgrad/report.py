"""What ``chalkgrad check`` says of a family, in words; all but the rate is the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite

from chalkgrad.tally import Tally
from generators.family import DIFFICULTIES
from generators.space import Space

#: How many reasons for passing a draw over are named.
REASONS = 4
#: A number of problems from here on is told as a power of ten.
COUNTLESS = 10**6


def report(family: str, tally: Tally, spaces: Mapping[str, tuple[Space, ...]]) -> str:
    """Return the lines on one family."""
    rate = tally.proved / tally.seconds if tally.seconds else 0.0
    rows = dict(_rows(tally, spaces))
    wide = max(map(len, rows))
    lines = [f"{family}: {tally.proved} proved, {rate:.0f} a second and core"]
    return "\n".join([*lines, *(f"  {head:{wide}}  {said}" for head, said in rows.items())])


def _rows(tally: Tally, spaces: Mapping[str, tuple[Space, ...]]) -> Iterator[tuple[str, str]]:
    yield "there are", ", ".join(f"{holds(found)} {difficulty}" for difficulty, found in spaces.items())
    yield "distinct", f"{percent(tally.distinct, tally.proved)} of each seed's"
    yield "passed over", _refused(tally)
    yield "values", _values(tally)
    total = sum(tally.signs.values())
    named = ((1, "positive"), (-1, "negative"), (0, "zero"))
    if total:
        yield "signs", ", ".join(f"{percent(tally.signs[sign], total)} {name}" for sign, name in named)
    yield "clues", ", ".join(f"{kind} {_clue(*tally.clue(kind))}" for kind in ("position", "sign", "size"))
    spans = [(name, tally.effort[name]) for name in DIFFICULTIES if name in tally.effort]
    yield "effort", ", ".join(f"{name} {low} to {high}" for name, (low, high) in spans)
    yield "held", ", ".join(f"{figure} {name}" for name, figure in sorted(tally.checks.items()) if figure)


def holds(spaces: tuple[Space, ...]) -> str:
    """Say how many problems there are: counted where every place of the spaces holds one, else at least so many."""
    counted = not any(space.refuses for space in spaces)
    number = min(space.capacity for space in spaces) * len(spaces)
    told = str(number) if number < COUNTLESS else f"10^{len(str(number)) - 1}"
    return told if counted and number < COUNTLESS else f"at least {told}"


def percent(part: int, whole: int) -> str:
    """Return a share in percent, with a figure after the point where it is small."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f} %" if 0 < share < 10 or 99 < share < 100 else f"{share:.0f} %"


def _refused(tally: Tally) -> str:
    count = tally.refused.total()
    draws = tally.proved + count
    most = sorted(tally.refused.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{reason} {percent(times, draws)}" for reason, times in most[:REASONS]]
    rest = len(most) - REASONS
    more = [f"{rest} other reason{'s' * (rest > 1)}"] if rest > 0 else []
    return f"{percent(count, draws)} of {draws} draws" + (": " + ", ".join(named + more) if most else "")


def _values(tally: Tally) -> str:
    least, largest, nearest = tally.values
    if not isfinite(least):
        return "none: its answers are words"
    near = f", nearest to zero {nearest:.4g}" if isfinite(nearest) else ""
    after, every = tally.digits
    digits = f"; at most {every} digits, {after} after the point" if every else ""
    return f"{least:.6g} to {largest:.6g}{near}{digits}"


def _clue(r: float, part: str) -> str:
    return f"{r + 0.0:.2f} ({part})" if part else "none"
