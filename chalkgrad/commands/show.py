"""``chalkgrad show``: the very problem that an id names, made again."""

from __future__ import annotations

from pathlib import Path

import click

from chalkgrad.commands.terminal import Format, put


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--format", "format_", type=Format(), default="markdown", show_default=True, help="How to print it.")
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    default="course.toml",
    show_default=True,
    help="The course file, which only the id of a given problem needs.",
)
def command(identity: str, format_: str, course: Path) -> None:
    """Make the problem that ID names again, and print it with its solution.

    \b
    Example:
        chalkgrad show dense-layer:1:2025:3001:easy:activation=relu
        chalkgrad show given:3:2 --format jsonl
    """  # noqa: D301  click's sign that what follows keeps its lines
    from chalkgrad.generating import named, printed

    for piece in printed([named(identity, course)], format_):
        put(piece)
