"""``chalkgrad generate``: problems of one family, as records or as a page."""

from __future__ import annotations

from pathlib import Path

import click

from chalkgrad.commands.terminal import FORMAT, Whole, own_course, put, solution


@click.command()
@click.argument("family")
@click.option("--count", type=Whole(), default=1, show_default=True, help="How many problems.")
@click.option("--seed", type=Whole(), default=0, show_default=True, help="The seed that they are drawn with.")
@click.option("--difficulty", metavar="D", default="medium", show_default=True, help="easy, medium or hard.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set an option; may be repeated.")
@solution
@own_course
@click.option("--format", "format_", type=FORMAT, default="jsonl", show_default=True, help="How to print them.")
def command(
    *, family: str, count: int, seed: int, difficulty: str, settings: tuple[str, ...], help_: str,
    course: Path | None, format_: str,
) -> None:  # fmt: skip  # one parameter an option
    """Draw problems of FAMILY with their worked solutions, and print them.

    Records (jsonl) are printed as they are made; any other format makes one page with the solutions.
    With --solution the solutions have blanks to fill in (faded), or make way for hints, or for nothing.
    A field of the notation is set as an option too, as in notation.convention=row.

    \b
    Example:
        chalkgrad generate dense-layer --count 5 --difficulty easy --set activation=relu
        chalkgrad generate two-layer-backprop --count 3 --seed 7 --format pdf > practice.pdf
    """  # noqa: D301  click's sign that what follows keeps its lines
    from msgspec.structs import replace

    from chalkgrad.commands.progress import watched
    from chalkgrad.generating import generated, in_pages, ordered, printed

    order = replace(ordered(family, seed, difficulty, settings, course), follow=in_pages(format_), help=help_)
    for piece in printed(watched(generated(order, count), count, family), format_):
        put(piece)
