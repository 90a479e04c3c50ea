"""The worked lines of layers: the slopes that they print are derivatives, and every line prints and reads back."""

from __future__ import annotations

import pytest
import sympy

from generators.lines import Form, Page, printed
from generators.nets import HIDDEN
from generators.rounding import Shown
from generators.two_layer import PAIRS
from symbolic.activations import ACTIVATIONS
from symbolic.arithmetic import times
from symbolic.backward import Net, steps
from symbolic.book import load
from symbolic.latex import latex
from symbolic.layers import numbers_of, passed_back, product_of, slope_written, weight_gradient, weighted
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.same import same
from symbolic.sympy_bridge.equality import to_sympy
from symbolic.traverse import rebuild, walk
from symbolic.tree import Chain, Matrix, Num, Slot, Sym
from symbolic.written import slots, turned

LOSSES = [(output, loss) for output, losses in PAIRS.items() for loss in losses]
NETS = [
    Net((2, 3, 2), hidden, output, loss, rows) for hidden in HIDDEN for output, loss in LOSSES for rows in (False, True)
]
each = pytest.mark.parametrize("net", NETS, ids=lambda net: f"{net.hidden}-{net.output}-{net.loss}-{net.rows}")


def notation(net):
    """Return the notation of a net's convention."""
    return Notation("row" if net.rows else "column")


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if slope_written(name, Sym("a")) is not None])
def test_the_slope_from_the_output_is_the_derivative(name):
    """a(1 - a) and 1 - a² are what SymPy finds for f', and what the book derives by elimination."""
    activation, a = ACTIVATIONS[name], Sym("a")
    f, z = to_sympy(activation.definition), to_sympy(activation.variable)
    written = to_sympy(slope_written(name, a))
    book = to_sympy(read(load(name)["slope_in_output"]))

    assert sympy.simplify((written.subs(to_sympy(a), f) - sympy.diff(f, z)).rewrite(sympy.exp)) == 0
    assert sympy.expand(written - book) == 0


def filled(tree, notes):
    """Return the LaTeX of a line with -1, -2, 3, … in its slots, as a page fills them."""
    entries = {(slot.name, slot.row, slot.column) for slot in walk(tree) if isinstance(slot, Slot)}
    names = {name for name, _, _ in entries} | {r[1:].split(",")[0] for r in tree.relations if r[0] == "?"}
    table = {name: [[one(3 * i + j) for j in range(4)] for i in range(4)] for name in names}
    return printed(Form("", "", tree), notes).fill(Page(table))


def one(place):
    """Return a number as it stands on the page, every third one negative."""
    text = str(place + 1)
    return Shown(f"-{text}", f"(-{text})", f"(-{text})") if place % 3 == 0 else Shown(text, text, text)


def numbered(side):
    """Return a side with the same numbers in its slots as literals."""
    if isinstance(side, Slot):
        return Num(one(3 * side.row + side.column).bare)
    return rebuild(side, numbered)


@each
def test_every_line_prints_and_reads_back(net):
    """With numbers in its slots each line is in the dialect: what is read is the line, and prints as itself."""
    for step in steps(net):
        text = filled(step.tree, notation(net))
        back = read(text, notation(net))

        assert read(latex(back, notation(net)), notation(net)) == back
        assert len(back.sides) == len(step.tree.sides)
        assert all(same(u, numbered(v)) for u, v in zip(back.sides, step.tree.sides, strict=True))


@each
def test_every_line_has_a_part_a_rule_and_an_end(net):
    """Each line leads to a result that its last relation is about, and each part earns a mark."""
    lines = steps(net)
    parts = {step.part for step in lines}

    assert all(isinstance(step.tree, Chain) and step.rule for step in lines)
    assert all(step.tree.relations[-1][0] == "?" for step in lines)
    assert parts == {step.part for step in lines if step.mark}
    assert parts == {"z1", "a1", "z2", "a2", "loss", "delta2", "dW2", "db2", "delta1", "dW1", "db1"}


@each
def test_rows_and_columns_are_transposes(net):
    """Of every line, the result in row convention is that of column convention turned."""
    other = Net(net.sizes, net.hidden, net.output, net.loss, not net.rows)
    pairs = list(zip(steps(net), steps(other), strict=True))

    assert [(one.part, one.rule, one.mark) for one, _ in pairs] == [(two.part, two.rule, two.mark) for _, two in pairs]
    for one_, two in pairs:
        assert shape_of(one_.tree.sides[-1]) == shape_of(two.tree.sides[-1])[::-1]
        assert names(one_.tree) == names(two.tree)


def shape_of(side):
    """Return the rows and columns of a written matrix, or of a number."""
    return side.shape if isinstance(side, Matrix) else (1, 1)


def names(tree):
    """Return the quantities that a line quotes."""
    return {slot.name for slot in walk(tree) if isinstance(slot, Slot)}


W, x, delta = Sym("W", 1), Sym("x"), Sym("delta", 1)


@pytest.mark.parametrize("factors", [(weighted, W, x), (weight_gradient, delta, x), (passed_back, W, delta)])
def test_a_product_in_rows_is_the_product_turned(factors):
    """(A B) turned is B turned times A turned: the factors change places, and every product on the way as well."""
    rule, left, right = factors
    columns = {W: slots("W", 3, 2), x: slots("x", 2, 1), delta: slots("delta", 3, 1)}
    rows = {symbol: turned(matrix) for symbol, matrix in columns.items()}
    by_columns = numbers_of(rule(left, right, False), columns)
    by_rows = numbers_of(rule(left, right, True), rows)
    u, v = (times(*map(values, pair)) for pair in (by_columns, by_rows))

    assert u == [list(row) for row in zip(*v, strict=True)]


def values(node):
    """Return numbers in the place of slots, such that each slot has one wherever it stands."""
    return [[7 * slot.row + 3 * slot.column + len(slot.name) for slot in row] for row in node.rows]


def test_a_product_writes_every_sum_out():
    """Symbols, factors side by side, each sum of products in order, and the result."""
    tree = product_of("z", (W, x), {W: slots("W", 1, 2), x: slots("x", 2, 1)}, slots("z", 1, 1))

    assert filled(tree, Notation()) == (
        "W^{[1]} x = \\begin{bmatrix} -1 & 2 \\end{bmatrix} \\begin{bmatrix} -1 \\\\\n-4 \\end{bmatrix}"
        " = (-1) \\cdot (-1) + 2 \\cdot (-4) = -1"
    )
