"""``chalkgrad build``: a week's sheets and keys."""

from __future__ import annotations

from pathlib import Path

import click

from chalkgrad.commands.terminal import FORMAT, Place, Whole, remark, say, stop_tidily


@click.command()
@click.argument("course", type=Place(), default="course.toml")
@click.option("--week", type=Whole(1, 99), help="The week to build; the course file says which is current.")
@click.option("--out", type=Place(), default="output", show_default=True, help="The folder to fill.")
@click.option("--format", "formats", type=FORMAT, multiple=True, help="Only this format; may be repeated.")
@click.option("--seed", type=Whole(), help="Draw with this seed instead of the course's.")
@click.option("--jobs", type=Whole(1, 64), default=1, show_default=True, help="How many processes work at once.")
@click.option("--dry-run", is_flag=True, help="Only say which files would be written.")
def command(
    *, course: Path, week: int | None, out: Path, formats: tuple[str, ...], seed: int | None, jobs: int, dry_run: bool
) -> None:
    """Build the sheets and keys of a week, and print the paths of the written files.

    COURSE is the course file. Everything is drawn, proved and laid out before the first file is written.

    \b
    Example:
        chalkgrad build --week 3 --format pdf --format latex --out output
    """  # noqa: D301  click's sign that what follows keeps its lines
    from chalkgrad.press import press

    stop_tidily()
    with press(formats) as pages:
        from chalkgrad.build import build  # while the press warms up
        from chalkgrad.files import targets, write_files

        built = build(course, week, formats=formats, seed=seed, jobs=jobs, press=pages)
        paths = targets(out, built.files) if dry_run else write_files(out, built.files)
    remark(built.remarks)
    say(*map(str, paths))
