"""What the lines of one sample say of a batch: whose loss J_s is, how the samples come together, where w_ij stands."""

from __future__ import annotations

from symbolic.networks.entries import SAMPLE, of_sample, w
from symbolic.networks.lines import Section, Words, equal
from symbolic.networks.net import J, Net
from symbolic.tree import ONE, Chain, Frac, Leibniz, Mul, Node, Sum, Sym


def one_sample(net: Net) -> Words:
    """Return that entries are those of one sample; () where there is only one."""
    if net.batch == "one":
        return ()
    return ("Entry by entry for one sample s and its loss ", SAMPLE, "; every row of the batch is one. ")


def one_row(net: Net) -> Words:
    """Return how the entries of one sample become a row of the error at the output."""
    if net.batch == "one":
        return ()
    row: Words = ("Row s of ", Leibniz(J, net.z(net.layers).node), " is that of the sample")
    share: Words = (" times ", _share(), ", since J is the mean.") if net.batch == "mean" else (".",)
    return (*one_sample(net), *row, *share)


def added_up(net: Net) -> Words:
    """Return how the gradients of the samples come together: summed, and of a mean divided by their number."""
    if net.batch == "one":
        return ()
    weight = w(0, "i", "j")
    total: Node = Sum(Leibniz(SAMPLE, weight), Sym("s"), ONE, Sym("m"))
    whole = Mul((_share(), total)) if net.batch == "mean" else total
    return (*one_sample(net), "Over the batch ", equal(Leibniz(J, weight), whole), ", and so for the biases.")


def _share() -> Node:
    return Frac(ONE, Sym("m"))


def placed_weights(net: Net) -> Words:
    """Return where w_ij stands in W where rows and columns are turned; () where it is entry (i, j)."""
    if not net.rows:
        return ()
    leads = " leads to unit i from input j and stands in row j and column i of "
    return (" The weight ", w(0, "i", "j"), leads, Sym("W"), ".")


def by_sample(net: Net, section: Section) -> Section:
    """Return a section of a batch with J_s for J wherever entries are those of one sample."""
    if net.batch == "one":
        return section
    lines = (line._replace(tree=_chain(line.tree)) if line.claim != "update" else line for line in section.lines)
    return section._replace(lines=tuple(lines))


def _chain(tree: Chain) -> Chain:
    return Chain(tuple(map(of_sample, tree.sides)), tree.relations)
