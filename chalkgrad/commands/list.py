"""``chalkgrad list``: the names that the other commands take."""

from __future__ import annotations

from collections.abc import Iterable

import click

from chalkgrad.commands.terminal import say

#: Where the entries of each list live; they are named without being loaded.
PACKAGES = {
    "activations": "symbolic.activations",
    "families": "generators.families",
    "formats": "chalkgrad.formats",
}
WHAT = ("activations", "losses", "families", "formats")


@click.command()
@click.argument("what", required=False, metavar="[activations|losses|families|formats]")
def command(what: str | None) -> None:
    """List the activations, losses, families and formats by name.

    \b
    Example:
        chalkgrad list families
    """  # noqa: D301  click's sign that what follows keeps its lines
    from symbolic.errors import unknown

    if what is not None and what not in WHAT:
        raise unknown("list", what, WHAT)
    if what is not None:
        say(*_names(what))
        return
    for heading in WHAT:
        say(f"{heading}:", *(f"  {name}" for name in _names(heading)))


def _names(what: str) -> Iterable[str]:
    from symbolic.losses import LOSSES
    from symbolic.register import names_in

    return LOSSES if what == "losses" else names_in(PACKAGES[what])
