"""``chalkgrad vault``: a week of the course as notes in an Obsidian vault."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from chalkgrad.commands.terminal import Place, Whole, remark, say, stop_tidily

ON_EDIT = ("keep", "merge", "beside", "overwrite")


@click.command()
@click.argument("folder", metavar="DIR", type=Place())
@click.option("--week", type=Whole(1, 99), help="The week to export; the course file says which is current.")
@click.option("--key", is_flag=True, help="Write the answer key too.")
@click.option("--dry-run", is_flag=True, help="Only list what would be done.")
@click.option("--diff", is_flag=True, help="Only show the changes, line by line.")
@click.option("--check", is_flag=True, help="Only tell by the exit status whether there is anything to do.")
@click.option(
    "--on-edit", metavar="HOW", default="keep", show_default=True,
    help="What becomes of a part that you edited: keep, merge, beside or overwrite.",
)  # fmt: skip  # an option a line
@click.option("--restore-deleted", is_flag=True, help="Write notes again that you deleted.")
@click.option("--restore-regions", is_flag=True, help="Write parts of notes again that you deleted.")
@click.option("--adopt", metavar="NOTE", multiple=True, help="Add to this note of yours, which has the name of ours.")
@click.option("--course", type=Place(), default="course.toml", show_default=True, help="The course file.")
def command(
    *, folder: Path, week: int | None, key: bool, dry_run: bool, diff: bool, check: bool, on_edit: str,
    restore_deleted: bool, restore_regions: bool, adopt: tuple[str, ...], course: Path,
) -> None:  # fmt: skip  # one parameter an option
    """Write the notes of a week into the Obsidian vault DIR, and print the paths of the written files.

    DIR is any folder that is there. What you wrote into a note, and what you changed, moved, renamed or
    deleted, stays as you have it. With --dry-run, --diff or --check nothing is written; with --check the
    exit status is 1 where there is something to do or a part of a note that you edited.

    \b
    Example:
        chalkgrad vault my-vault --week 3
        chalkgrad vault my-vault --week 3 --key --on-edit merge
    """  # noqa: D301  click's sign that what follows keeps its lines
    from chalkgrad.vault.apply import applied
    from chalkgrad.vault.mending import Policy
    from chalkgrad.vaulting import outlook
    from symbolic.errors import unknown

    if on_edit not in ON_EDIT:
        raise unknown("way to treat an edited part", on_edit, ON_EDIT)
    stop_tidily()
    policy = Policy(on_edit, restore_deleted, restore_regions, frozenset(str(PurePosixPath(note)) for note in adopt))  # type: ignore[arg-type]  # one of them
    found = outlook(folder, course, week, policy, key=key)
    remark(found.remarks)
    if dry_run or diff or check:
        say(
            *(found.report if dry_run or check else ()), *(line.rstrip("\n") for line in (found.diff() if diff else ()))
        )
        click.get_current_context().exit(1 if check and not found.plan.clean else 0)
    written, left = applied(folder, found.plan)
    remark(line for line in found.report if not line.startswith(("create", "update")))
    remark(f"left     {path}: it changed meanwhile; run again" for path in left)
    say(*map(str, written))
