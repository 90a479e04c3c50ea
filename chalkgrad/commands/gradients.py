"""``chalkgrad gradients``: where the gradients of a network come from, factor by factor."""

from __future__ import annotations

import click

from chalkgrad.commands.terminal import Whole, put


@click.command()
@click.option(
    "--hidden", metavar="F", default="relu", show_default=True, help="The hidden activation, or one a layer: relu,tanh."
)
@click.option("--output", metavar="F", help="The activation of the last layer.  [default: what goes with the loss]")
@click.option("--loss", metavar="L", help="One of chalkgrad list losses.  [default: what goes with the output]")
@click.option("--layers", metavar="N", type=Whole(), default=2, show_default=True, help="How many layers.")
@click.option("--sizes", metavar="N,N,…", default="", help="Inputs, units of each layer: 2,3,2.")
@click.option("--convention", metavar="C", help="column: z = W x + b; row: Z = X W + b.  [default: column]")
@click.option("--batch", metavar="B", help="In rows: the mean or the sum over m samples, or one. [default: mean]")
@click.option("--form", metavar="F", default="matrix", show_default=True, help="One of scalar, matrix, index.")
@click.option("--course", metavar="FILE", help="Write it in the notation of this course file.")
@click.option(
    "--format",
    "format_",
    metavar="F",
    default="text",
    show_default=True,
    help="One of text, markdown, latex, typst, json, pdf.",
)
def command(
    *,
    hidden: str,
    output: str | None,
    loss: str | None,
    layers: int,
    sizes: str,
    convention: str | None,
    batch: str | None,
    form: str,
    course: str | None,
    format_: str,
) -> None:
    """Derive the gradients of a network line by line, each line proved.

    The activations are those of `chalkgrad list activations`; f and g stand for any at all.

    \b
    Example:
        chalkgrad gradients --hidden relu --output sigmoid --loss bce
        chalkgrad gradients --hidden tanh --output softmax --loss cross-entropy --convention row
        chalkgrad gradients --sizes 2,3,2 --form scalar --format json
        chalkgrad gradients --layers 3 --format pdf > gradients.pdf
    """  # noqa: D301  click's sign that what follows keeps its lines
    from chalkgrad.gradients import gradients, notation_of, sizes_of

    page = gradients(
        hidden,
        output,
        loss,
        layers=layers,
        sizes=sizes_of(sizes),
        form=form,
        batch=batch,
        notation=notation_of(convention, course),
        format=format_,
    )
    put(page)
