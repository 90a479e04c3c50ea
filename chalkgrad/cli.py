"""The command line: what is typed, turned into one call, and every way to stop turned into its exit status.

0 done; 1 a user's mistake in a value, a name or a file; 2 an unknown option or a missing argument; 3 a problem failed
its proof. A command's module is loaded when the command is called, and what the command needs when it runs.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module
from typing import Any

import click

from chalkgrad.commands.terminal import Terminated
from symbolic.errors import ProofFailed, UserError, unknown

#: The commands in the order of a first visit; each is the ``command`` of the module of its name.
COMMANDS = ("build", "vault", "generate", "show", "check", "derive", "gradients", "list")
PROOF_FAILED = 3
#: The longest message, in letters.
LONGEST = 4000

# What a command loads stays: the collector would look through it again and again, and find nothing to throw away
gc.set_threshold(200_000, 20, 20)
# NumPy multiplies matrices of a few entries here: the threads that its library would start cost more than they save
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class Commands(click.Group):
    """The commands by name, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"chalkgrad.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and for a misspelt one the nearest right one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.UsageError(str(unknown("command", args[0], COMMANDS)), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what stops it on purpose becomes a message and an exit status."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(_line(str(error))) from None
        except ProofFailed as error:
            click.echo(f"Error: a proof failed, and no file was written: {_line(str(error))}", err=True)
            ctx.exit(PROOF_FAILED)
        except Terminated:
            ctx.exit(Terminated.status)


def _line(text: str) -> str:
    """Return a message as one line of bounded length; what a terminal would obey, and not print, is spelled out."""
    told = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in " ".join(text.split("\n")))
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}..."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Make the exercises of a course on neural networks, each answer proved.

    \b
    Example:
        chalkgrad build --week 3
        chalkgrad generate dense-layer --count 5 --set activation=relu
        chalkgrad derive tanh
    """  # noqa: D301  click's sign that what follows keeps its lines
