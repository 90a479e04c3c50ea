"""The two ways in which chalkgrad stops on purpose; anything else is a bug and shows its traceback."""

from __future__ import annotations

from collections.abc import Iterable

#: So many letters of a name that is none are repeated.
LONGEST = 60


class UserError(Exception):
    """A user's mistake in a value, a name or a file: what, which, why and the way out, in one line (exit 1)."""


class ProofFailed(Exception):
    """Something that was about to be printed did not hold; a fault of ours, loud, nothing written (exit 3)."""


def cut(text: str) -> str:
    """Return so much of a user's text as a message repeats."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def unknown(kind: str, name: str, known: Iterable[str]) -> UserError:
    """Return the error for a *name* that is none of *known*, with the nearest right one.

    >>> print(unknown("activation", "sigmiod", ["relu", "sigmoid"]))
    no activation named 'sigmiod': did you mean 'sigmoid'? (relu, sigmoid)
    """
    from difflib import get_close_matches

    names, told = list(known), cut(name)
    near = get_close_matches(told, names, 1, 0.5)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return UserError(f"no {kind} named '{told}': {hint}({', '.join(names)})")
