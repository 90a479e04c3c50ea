"""How a lesson opens: the net with the shape of every symbol, what its activations say, and the loss."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.networks import factors, matrix, paths, slopes
from symbolic.networks.entries import SAMPLE
from symbolic.networks.lines import Line, Section, Words, equal
from symbolic.networks.net import OPAQUE, Net
from symbolic.networks.typed import Dims, Typed, dimension, shape_of
from symbolic.tree import ONE, Frac, Mul, Node, Num, Shape, Sum, Sym

Writer = Callable[[tuple[Line, ...]], tuple[Line, ...]]


def network(net: Net, form: str, sizes: tuple[int, ...], written: Writer) -> Section:
    """Return the equations of the net and the table of its symbols."""
    layers = range(1, net.layers + 1)
    by_letters = tuple(line for layer in layers for line in paths.forward(net, layer))
    lines = matrix.forward(net) if form == "matrix" else written(by_letters)
    return Section("network", "The network", _sizes_words(net), lines, table(net, sizes), drawing="network")


def _sizes_words(net: Net) -> Words:
    inputs: Words = (dimension("n0"), " is the number of inputs, ")
    units: Words = tuple(part for layer in range(1, net.layers + 1) for part in _count(net, layer))
    batch: Words = ("; ", dimension("m"), " samples stand one under another") if net.batch != "one" else ()
    return (*inputs, *units, *batch, ".")


def _count(net: Net, layer: int) -> Words:
    last = layer == net.layers
    joined = "" if layer == 1 else " and " if last else ", "
    what = " that of the outputs" if last else f" that of the units of layer {layer}"
    return (joined, dimension(f"n{layer}"), what)


def table(net: Net, sizes: tuple[int, ...]) -> tuple[tuple[Node | str, ...], ...]:
    """Return every symbol with its shape, in figures too where sizes are given, and what it is."""
    rows: list[tuple[Typed, str]] = [(net.x, "the input")]
    for layer in range(1, net.layers + 1):
        rows += [
            (net.W(layer), f"the weights of layer {layer}"),
            (net.b(layer), f"the bias of layer {layer}"),
            (net.z(layer), f"the pre-activation of layer {layer}"),
            (net.a(layer), f"the output of layer {layer}"),
        ]
    rows += [(net.y, "the target"), (net.J, "the loss")]
    return tuple((typed.node, _shape(typed.dims, sizes), words) for typed, words in rows)


def _shape(dims: Dims, sizes: tuple[int, ...]) -> Node:
    """Return a shape in letters, and with sizes in figures."""
    if not sizes or dims == ("1", "1"):
        return shape_of(dims)
    figures = tuple(Num(str(sizes[int(dim[1:])])) if dim[0] == "n" else dimension(dim) for dim in dims)
    return equal(shape_of(dims), Shape(figures))


def functions(net: Net) -> tuple[Section, ...]:
    """Return what the activations say, with their slopes from the book."""
    lines = slopes.function_lines(net)
    names = tuple(name for name in dict.fromkeys(net.activations) if name not in (*OPAQUE, "identity"))
    if not lines:
        return ()
    several = len(names) > 1
    words: Words = ("z is one pre-activation and a its output; the slopes are derived line by line elsewhere.",)
    return (Section("functions", f"The activation{'s' * several}", words, lines, links=names),)


def loss(net: Net, written: Writer) -> Section:
    """Return the loss of one sample, and of the batch where there is one."""
    sample = factors.loss_line(net)
    lines = written((sample,))
    if net.batch == "one":
        return Section("loss", "The loss", (), lines)
    total = Sum(SAMPLE, Sym("s"), ONE, Sym("m"))
    share = Mul((Frac(ONE, Sym("m")), total)) if net.batch == "mean" else total
    one = Line(
        equal(SAMPLE, sample.tree.sides[-1]),
        ("the loss of sample s, its own outputs and targets",),
        "note",
    )
    return Section(
        "loss", "The loss", (), (one, Line(equal(Sym("J"), share), (f"the {net.batch} over the batch",), "note"))
    )
