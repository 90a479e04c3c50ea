"""``chalkgrad derive``: where the derivative of an activation comes from, line by line."""

from __future__ import annotations

import click

from chalkgrad.commands.terminal import put, remark


class Derive(click.Command):
    """The command, which says what to do where an expression begins with a minus."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; ``-x^2`` looks like an option, and stands after ``--``."""
        try:
            return super().parse_args(ctx, list(args))
        except click.NoSuchOption as error:
            typed = next((one for one in args if one.startswith(error.option_name)), error.option_name)
            if typed.startswith("--"):
                raise
            hint = f'an expression that begins with a minus stands after --: chalkgrad derive -- "{typed}"'
            raise click.UsageError(f"No such option '{error.option_name}'; {hint}", ctx) from None


@click.command(cls=Derive)
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
@click.option("--plot", metavar="FILE", help="Draw the function and its slope too: .svg, .pdf or .png.")
def command(*, function: str, route: str | None, format_: str, plot: str | None) -> None:
    """Derive the slope of FUNCTION line by line, each line with its rule.

    FUNCTION is a name that `chalkgrad list activations` gives, or an expression in one variable.

    \b
    Example:
        chalkgrad derive sigmoid
        chalkgrad derive tanh --format latex
        chalkgrad derive "x/(1 + abs(x))" --plot softsign.svg
    """  # noqa: D301  click's sign that what follows keeps its lines
    from chalkgrad.derive import printed, record

    if plot is not None:
        from chalkgrad.plotting import ending

        ending(plot)
    entry = record(function)
    page = printed(entry, route, format_)
    if plot is not None:
        from chalkgrad.plotting import write_plot

        remark([str(write_plot(function, entry, plot))])
    put(page.encode())
