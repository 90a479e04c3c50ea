"""``chalkgrad list``: the names that the other commands take."""

from __future__ import annotations

from collections.abc import Iterable

import click

from chalkgrad.commands.terminal import say

REGISTERS = {
    "activations": ("symbolic.activations", "ACTIVATIONS"),
    "losses": ("symbolic.losses", "LOSSES"),
    "families": ("generators.families", "FAMILIES"),
    "formats": ("chalkgrad.formats", "FORMATS"),
}


@click.command()
@click.argument("what", required=False, metavar="[activations|losses|families|formats]")
def command(what: str | None) -> None:
    """List the activations, losses, families and formats by name.

    \b
    Example:
        chalkgrad list families
    """  # noqa: D301  click's sign that what follows keeps its lines
    from symbolic.errors import unknown

    if what is not None and what not in REGISTERS:
        raise unknown("list", what, REGISTERS)
    if what is not None:
        say(*_names(what))
        return
    for heading in REGISTERS:
        say(f"{heading}:", *(f"  {name}" for name in _names(heading)))


def _names(what: str) -> Iterable[str]:
    from importlib import import_module

    module, register = REGISTERS[what]
    names: Iterable[str] = getattr(import_module(module), register)
    return names
