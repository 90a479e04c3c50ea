"""The set of values of a function or of its slope: one interval, or several where it jumps."""

from __future__ import annotations

from functools import cmp_to_key

from msgspec import Struct
from msgspec.structs import replace

from symbolic.profile import Profile, Value, compare, extreme


class Span(Struct, frozen=True):
    """An interval of values with its two ends, each taken or not."""

    low: Value
    high: Value


def image(profile: Profile, order: int) -> list[Span]:
    """Return the values of f (or f', order 1) as intervals that do not touch, from low to high.

    On a branch f is continuous and takes all between its extreme values; what stands at a kink belongs to its owner.
    """
    spans = []
    for place in range(len(profile.bodies)):
        values = profile.of_branch(place, order)
        spans.append(Span(extreme(values, -1), extreme(values, 1)))
    return _joined(spans)


def _joined(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in _sorted(spans):
        if kept and _touch(kept[-1], span):
            kept[-1] = Span(_better(kept[-1].low, span.low, -1), _better(kept[-1].high, span.high, 1))
        else:
            kept.append(span)
    return kept


def _sorted(spans: list[Span]) -> list[Span]:
    return sorted(spans, key=cmp_to_key(_by_low))


def _by_low(left: Span, right: Span) -> int:
    return compare(left.low, right.low)


def _touch(left: Span, right: Span) -> bool:
    """Whether two intervals overlap, or share an end that one of them holds."""
    order = compare(left.high, right.low)
    return order > 0 or (order == 0 and (left.high.attained or right.low.attained))


def _better(left: Value, right: Value, side: int) -> Value:
    best = extreme([left, right], side)
    equal = compare(left, right) == 0
    return replace(best, attained=left.attained or right.attained) if equal else best
