"""``chalkgrad show``: the very problem that an id names, made again."""

from __future__ import annotations

from pathlib import Path

import click

from chalkgrad.commands.terminal import FORMAT, own_course, put, remark, solution


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--format", "format_", type=FORMAT, default="markdown", show_default=True, help="How to print it.")
@solution
@own_course
@click.option(
    "--given", "own", metavar="NAME=VALUE", multiple=True, help="Go on from a student's own value; may be repeated."
)
def command(identity: str, format_: str, help_: str, course: Path | None, own: tuple[str, ...]) -> None:
    """Make the problem that ID names again, and print it with its solution.

    With --given it marks: all that comes after a student's own value, worked from there. VALUE is a number, a vector
    1,-2 or a matrix by rows 1,2;3,4.

    \b
    Example:
        chalkgrad show dense-layer:1:2025:3001:easy:activation=relu
        chalkgrad show dense-layer:1:2025:3001:easy:activation=relu --given z=4,-1
        chalkgrad show given:3:2 --format jsonl
    """  # noqa: D301  click's sign that what follows keeps its lines
    from msgspec.structs import replace

    from chalkgrad.generating import in_pages, marked, named, printed
    from chalkgrad.posing import made

    order = named(identity, course)
    one = marked(order, own) if own else made(replace(order, follow=in_pages(format_), help=help_))
    if own:
        remark(one.remarks)
    if own and not one.answers:
        remark(["nothing comes out otherwise from there"])
        return
    for piece in printed([one], format_):
        put(piece)
