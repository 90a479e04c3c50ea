"""``chalkgrad check``: all proofs over many seeds, with what was seen on the way."""

from __future__ import annotations

from pathlib import Path

import click

from chalkgrad.commands.terminal import Whole, own_course, say, stop_tidily


@click.command()
@click.argument("families", nargs=-1, metavar="[FAMILY]...")
@click.option("--count", type=Whole(1), default=300, show_default=True, help="How many problems of each family.")
@click.option("--seed", type=Whole(), default=0, show_default=True, help="The first of the seeds to draw with.")
@click.option("--difficulty", metavar="D", default="", help="Only easy, medium or hard.  [default: all three]")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set an option; may be repeated.")
@own_course
@click.option("--jobs", type=Whole(1, 64), help="How many processes work at once.  [default: one a core]")
def command(
    *, families: tuple[str, ...], count: int, seed: int, difficulty: str, settings: tuple[str, ...],
    course: Path | None, jobs: int | None,
) -> None:  # fmt: skip  # one parameter an option
    """Prove many problems of each FAMILY, or of all, and say what was seen of them.

    Each problem is made as a build makes it: both roads, every printed line, the guards, the mistakes and where they
    lead. At the first that fails the command stops with exit status 3, and names the id that makes it again. Without
    a FAMILY it takes all that have the options set.

    \b
    Example:
        chalkgrad check
        chalkgrad check dense-layer two-layer-backprop --count 1000 --set rounding=exact
    """  # noqa: D301  click's sign that what follows keeps its lines
    import sys

    from chalkgrad.checking import reports
    from chalkgrad.generating import ordered

    stop_tidily()
    found = reports(ordered("", seed, difficulty, settings, course), families, count, jobs)
    for text in (
        list(found) if sys.stdout.isatty() else found
    ):  # a bar is drawn on a terminal: the reports come after it
        say(text)
