"""The counted space of a family's problems, and the keyed walk through it.

A problem is a number below the size of its space: its digits, in a mixed radix, choose each entry. Within one
(family, seed, difficulty, options) the indices 0, 1, 2, … visit that space by a keyed permutation, so that no two
of them meet and none needs to know of another. The bits come from BLAKE2b and the arithmetic is on integers: the
same key gives the same problem on every Python and every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from math import prod
from typing import Any

from msgspec import Struct

#: How many places of a space belong to one index where draws may be refused: those are passed over within them.
PLACES, FEW = 256, 64
#: From this size on a space is large: different seeds walk it independently and hardly ever meet.
LARGE = 10**8
#: The rounds of the network, each with a byte of its own before what it hashes.
_TURNS = tuple(bytes([turn]) for turn in range(6))


class Choice(Struct, frozen=True, dict=True):  # a dict, to keep what is cached
    """One thing to draw: a value of *values*, or a matrix of rows × columns of them."""

    name: str
    values: Sequence[Any]
    rows: int = 0
    columns: int = 1

    @cached_property
    def entries(self) -> int:
        """How many values are drawn."""
        return max(1, self.rows * self.columns)

    @cached_property
    def size(self) -> int:
        """How many outcomes there are, |values|^entries."""
        return int(len(self.values) ** self.entries)

    def at(self, number: int) -> Any:
        """Return the outcome that *number* names."""
        drawn = []
        for _ in range(self.entries):
            number, digit = divmod(number, len(self.values))
            drawn.append(self.values[digit])
        if not self.rows:
            return drawn[0]
        return [drawn[i : i + self.columns] for i in range(0, len(drawn), self.columns)]


class Space(Struct, frozen=True, dict=True):  # a dict, to keep what is cached
    """All the problems that one setting can pose: the product of its choices.

    In a counted space, ``refuses`` false, every place holds a good problem.
    """

    choices: tuple[Choice, ...]
    refuses: bool = True

    @cached_property
    def size(self) -> int:
        """How many problems there are, the product of the sizes."""
        return prod(choice.size for choice in self.choices)

    @property
    def capacity(self) -> int:
        """How many indices there are."""
        return self.size // self.places

    @property
    def places(self) -> int:
        """How many places belong to one index."""
        if not self.refuses:
            return 1
        return PLACES if self.size >= LARGE else FEW

    def at(self, number: int) -> dict[str, Any]:
        """Return the draw that *number* names, by the names of the choices."""
        draw = {}
        for choice in self.choices:
            number, digit = divmod(number, choice.size)
            draw[choice.name] = choice.at(digit)
        return draw


def key_of(family: str, version: int, seed: int, difficulty: str, options: Mapping[str, object]) -> bytes:
    """Return the key of a walk; it holds all that chooses the problems, and nothing that only words them."""
    chosen = ",".join(f"{name}={value}" for name, value in sorted(options.items()))
    text = f"chalkgrad/{family}/{version}/{seed}/{difficulty}/{chosen}"
    return blake2b(text.encode(), digest_size=32).digest()


def permuted(number: int, size: int, key: bytes) -> int:
    """Return where the keyed permutation of 0 … size - 1 takes *number*.

    A balanced Feistel network over the next even number of bits, walked until it falls inside (cycle walking:
    Black and Rogaway, Ciphers with arbitrary finite domains, 2002).
    """
    half = max(1, ((size - 1).bit_length() + 1) // 2)
    while True:
        number = _feistel(number, half, key)
        if number < size:
            return number


def _feistel(number: int, half: int, key: bytes) -> int:
    mask = (1 << half) - 1
    length = (half + 7) // 8
    left, right = number >> half, number & mask
    for turn in _TURNS:
        digest = _stretched(turn + right.to_bytes(length, "big"), length, key)
        left, right = right, left ^ (int.from_bytes(digest, "big") & mask)
    return left << half | right


def _stretched(message: bytes, length: int, key: bytes) -> bytes:
    """Return *length* pseudo-random bytes; BLAKE2b gives 64 at a time."""
    if length <= 64:
        return blake2b(message, digest_size=length, key=key).digest()
    blocks = (blake2b(message + bytes([block]), key=key).digest() for block in range(-(-length // 64)))
    return b"".join(blocks)[:length]
