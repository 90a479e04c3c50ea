"""What a marker accepts: the range around an answer, in words, and its digits as LaTeX."""

from __future__ import annotations

from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING

from chalkgrad.wording import ENGLISH, shared

if TYPE_CHECKING:
    from generators.problem import Part

#: Where the ends of a range will stand in its words, which are said once for all ranges.
_LOW, _HIGH = "\x00low", "\x00high"


def digits(printed: object) -> str:
    r"""Return what stands on the page as LaTeX; one entry alone is a scalar.

    >>> print(digits((("1", "2"),)))
    \begin{bmatrix} 1 & 2 \end{bmatrix}
    """
    if not isinstance(printed, (list, tuple)):
        return str(printed)
    rows = [row if isinstance(row, (list, tuple)) else (row,) for row in printed]
    if len(rows) == len(rows[0]) == 1:
        return str(rows[0][0])
    body = " \\\\\n".join([" & ".join(row) for row in rows])
    return f"\\begin{{bmatrix}} {body} \\end{{bmatrix}}"


def accepted(part: Part, exact: bool, language: str = ENGLISH) -> str:
    """Say what is accepted for a part: a range for one number, a distance for each entry of a matrix."""
    if part.tolerance is None:
        return ""
    if not part.tolerance or (exact and _whole(part.printed)):
        return shared(language, "exactly")
    value = _alone(part.value)
    if value is None:
        return shared(language, "each_within", _margin(part.tolerance), exact)
    places, said = _places(part.tolerance), shared(language, "between", _LOW, _HIGH, exact)
    low, high = _decimal(value - part.tolerance, places), _decimal(value + part.tolerance, places)
    return said.replace(_LOW, low).replace(_HIGH, high)


@lru_cache(256)
def _margin(tolerance: float) -> str:
    return _decimal(tolerance, _places(tolerance)).rstrip("0").rstrip(".")


@lru_cache(256)
def _places(tolerance: float) -> int:
    """Return the decimals that show two figures of a tolerance."""
    return max(0, 1 - floor(log10(tolerance)))


def _whole(printed: object) -> bool:
    if isinstance(printed, (list, tuple)):
        return all(map(_whole, printed))
    return str(printed).lstrip("-").isdigit()


def _alone(value: object) -> float | None:
    """Return the one number of a scalar part, None for a matrix."""
    while isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    return float(value) if isinstance(value, (int, float)) else None


def _decimal(value: float, places: int) -> str:
    """Write a number with so many places, and zero without a sign."""
    return f"{round(value, places) + 0.0:.{places}f}"
