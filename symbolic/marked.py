"""A place in an expression marked in a message, and what to write for a sign of print that no formula here has."""

from __future__ import annotations

from symbolic.errors import UserError

#: Marks a place; a caret would read as a power.
MARK = ">>>"
#: What is written for signs of print.
WRITTEN = {
    **{sign: f"x^{n}" for n, sign in ((2, "²"), (3, "³"), (4, "⁴"))},
    **dict.fromkeys("·×⋅∙", "2*x"),
    **dict.fromkeys("÷∕", "x/2"),
    **dict.fromkeys("−–", "-x"),
    "σ": "sigmoid(x)",
    "√": "sqrt(x)",
    "π": "pi",
    "Φ": "Phi(x)",
    "|": "abs(x)",
}


def refused(why: str, text: str, column: int) -> UserError:
    """Return the error with the place marked by what is no sign of a formula."""
    return UserError(f"{why}, at {MARK} in  {text[:column]}{MARK}{text[column:]}")


def unknown_sign(text: str, column: int) -> UserError:
    """Return the error for a sign that is none here, with what to write for it where that is known."""
    sign = text[column]
    hint = f": for {sign} write {WRITTEN[sign]}" if sign in WRITTEN else ""
    return refused(f"this is no part of a formula{hint}", text, column)
