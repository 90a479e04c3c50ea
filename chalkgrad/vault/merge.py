"""The three-way merge: what the user changed and what we changed, both, where they did not change the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher


def merged(base: str, mine: str, theirs: str) -> str | None:
    r"""Return *base* with the changes of both; None where both changed the same place, each in their own way.

    >>> merged("a\nb\nc", "a\nb\nc\nmy own", "A\nb\nc")
    'A\nb\nc\nmy own'
    """
    one, two, three = (text.split("\n") for text in (base, mine, theirs))
    made: list[str] = []
    for old, left, right in _stretches(one, two, three):
        if right in (left, old):
            made += left
        elif left == old:
            made += right
        else:
            return None
    return "\n".join(made)


def _stretches(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Yield the texts in pieces of all three: between each two stands a line that neither side has changed."""
    kept_mine, kept_theirs = _kept(base, mine), _kept(base, theirs)
    at = (0, 0, 0)
    for line in range(len(base)):
        if line in kept_mine and line in kept_theirs:
            here = (line, kept_mine[line], kept_theirs[line])
            yield base[at[0] : here[0]], mine[at[1] : here[1]], theirs[at[2] : here[2]]
            yield base[line : line + 1], base[line : line + 1], base[line : line + 1]
            at = (here[0] + 1, here[1] + 1, here[2] + 1)
    yield base[at[0] :], mine[at[1] :], theirs[at[2] :]


def _kept(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return the lines of *base* that *other* still has, with their places in it."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + place: block.b + place for block in blocks for place in range(block.size)}
