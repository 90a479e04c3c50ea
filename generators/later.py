"""What a page needs and a record does not: made when it is first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Later(Generic[T_co]):
    """A value that is made when it is first asked for: called, it gives the value.

    From process to process it goes made, since what makes it may be a function that cannot go.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], T_co]) -> None:
        """Take what makes it."""
        self._make = make
        self._made: tuple[T_co, ...] = ()

    def __call__(self) -> T_co:
        """Return the value."""
        if not self._made:
            self._made = (self._make(),)
        return self._made[0]

    def __eq__(self, other: object) -> bool:
        """Equal where the values are."""
        return isinstance(other, Later) and bool(self() == other())

    def __hash__(self) -> int:
        """Hash by the value."""
        return hash(self())

    def __repr__(self) -> str:
        """Show the value."""
        return repr(self())

    def __reduce__(self) -> tuple[Any, ...]:
        """Go as the value."""
        return at_once, (self(),)


def at_once(value: T) -> Later[T]:
    """Return a value that is made already."""
    return Later(lambda: value)
