"""What is run often gives, as straight Python, what its trees give; a frame of another kind goes to the trees."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from generators.checks import _checker, values_of
from generators.draw import draw
from generators.families import FAMILIES
from generators.print_check import field_of
from generators.prove import recomputed
from symbolic import straight
from symbolic.arithmetic import NotComputable
from symbolic.compiled import compiled
from symbolic.errors import ProofFailed
from symbolic.fields import DECIMAL, EXACT, WORK
from symbolic.frame import Frame, literals_of
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.straight import OFTEN, Straight, written
from symbolic.tree import Sym

W, x = Sym("W"), Sym("x")
POSED = [[Decimal(1), Decimal(-2)], [Decimal("0.5"), Decimal(3)]]


def frame(tree, values, field=DECIMAL):
    """Return the frame of a tree with its own literals."""
    return Frame(field, [field.number(leaf.text) for leaf in literals_of(tree)], values)


@pytest.mark.parametrize("policy", ["exact", "printed", "full"])
@pytest.mark.parametrize("notation", [Notation(), Notation("row")], ids=lambda one: one.convention)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_line_has_the_values_of_its_trees(family, notation, policy, monkeypatch):
    """Side by side, for every line of every family and in every field: the same values, whichever way."""
    found = FAMILIES[family]
    options = {"rounding": policy} if "rounding" in found.options else {}
    compared = []

    def beside(self, at):
        trees = [run(at) for run in self._runs]
        if (whole := written(self._runs, at)) is not None:
            compared.append(str(whole(at)) == str(trees))
        return trees

    monkeypatch.setattr(Straight, "__call__", beside)
    for difficulty in ("easy", "hard"):
        draw(found, 5, 1, difficulty, options, notation)

    assert all(compared)


def test_most_lines_are_written_out(monkeypatch):
    """All lines of a two-layer net become straight Python once they have been read back often."""
    refused = []
    monkeypatch.setattr(straight, "written", lambda runs, at: refused.append(found := written(runs, at)) or found)
    for index in range(4 * OFTEN):
        draw(FAMILIES["two-layer-backprop"], 9, index, "medium", {}, Notation("row"))

    assert len(refused) > 60
    assert None not in refused


def test_another_shape_goes_to_the_trees():
    """What was written for a 2×2 matrix is not asked about a number, nor about what has more symbols."""
    tree = read("W x", Notation())
    value = Straight(compiled(tree))
    column = [[Decimal(1)], [Decimal(1)]]
    for _ in range(OFTEN + 2):
        assert value(frame(tree, {W: POSED, x: column})) == [[[Decimal(-1)], [Decimal("3.5")]]]

    assert value(frame(tree, {W: Decimal(2), x: column})) == [[[Decimal(2)], [Decimal(2)]]]
    assert value(frame(tree, {W: Decimal(2), x: Decimal(4)})) == [Decimal(8)]
    assert value(frame(tree, {W: POSED, x: column, tree: Decimal(7)})) == [Decimal(7)]
    with pytest.raises(KeyError):
        value(frame(tree, {W: POSED}))


def test_a_choice_between_numbers_is_a_plain_expression():
    """A function by branches takes the branch of its number, and computes no other: 1/0 lies on one not taken."""
    tree = read(r"\begin{cases} \frac{1}{x} & x > 0 \\ 0 & x \le 0 \end{cases}", Notation())
    run = compiled(tree)
    whole = written([run], frame(tree, {x: 1}, EXACT))

    assert [whole(frame(tree, {x: at}, EXACT)) for at in (2, 0, -3)] == [
        [run(frame(tree, {x: at}, EXACT))] for at in (2, 0, -3)
    ]


def test_what_hangs_on_a_number_otherwise_is_left_to_the_trees():
    """A condition of two comparisons is no plain expression."""
    tree = read(r"\begin{cases} 1 & 0 < x < 1 \\ 0 & \text{otherwise} \end{cases}", Notation())

    assert written([compiled(tree)], frame(tree, {x: 1}, EXACT)) is None


def test_a_line_without_a_value_has_none_either_way():
    """Shapes that do not fit are refused by the trees that said so before."""
    tree = read("W x", Notation())
    value = Straight(compiled(tree))
    for _ in range(OFTEN + 2):
        with pytest.raises(NotComputable):
            value(frame(tree, {W: POSED, x: [[Decimal(1)]] * 3}))


@pytest.mark.parametrize("family", ["two-layer-backprop", "dense-layer"])
def test_a_wrong_value_is_refused_by_what_was_written_out(family, monkeypatch):
    """A line that has been read back so often that it is straight Python still bites."""
    from generators import prove

    proofs = []
    monkeypatch.setattr(prove, "recomputed", lambda *proof: proofs.append(proof) or recomputed(*proof))
    for index in range(4 * OFTEN):
        draw(FAMILIES[family], 11, index, "medium", {}, Notation())
    shape, case, _, page, _, lines = proofs[-1]
    check = _checker(case.notation, case.rounding)
    values = values_of(shape, page, check.digits)
    for form, line in zip(shape.forms, lines, strict=True):
        reading = check.reading(form)
        literals = check.digits(reading.literals(reading.texts(line.latex) + reading.fixed))
        with localcontext(WORK):
            right = reading.sides(Frame(field_of(case.rounding), literals, values))
            wrong = reading.sides(Frame(field_of(case.rounding), [value + 1 for value in literals], values))
            assert right != wrong
            with pytest.raises(ProofFailed):
                check.line(form, line.latex.replace("= ", "= 1", 1), values, page)
