"""``chalkgrad derive``: where the derivative of an activation comes from, line by line."""

from __future__ import annotations

import click

from chalkgrad.commands.terminal import put


@click.command()
@click.argument("function")
@click.option("--route", metavar="R", help="The way to the result, where there are several.")
@click.option(
    "--format",
    "format_",
    metavar="F",
    default="text",
    show_default=True,
    help="One of text, markdown, latex, typst, json.",
)
def command(*, function: str, route: str | None, format_: str) -> None:
    """Derive the slope of FUNCTION line by line, each line with its rule.

    FUNCTION is a name that `chalkgrad list activations` gives.

    \b
    Example:
        chalkgrad derive sigmoid
        chalkgrad derive tanh --format latex
    """  # noqa: D301  click's sign that what follows keeps its lines
    from chalkgrad.derive import derivation

    put(derivation(function, route, format_).encode())
