"""The gradients of networks: every line holds, a wrong one is caught, and each has the shape of what it is of."""

from __future__ import annotations

import pytest
from networks import PAIRS, each_net, named

from symbolic import backward
from symbolic.book import certificates
from symbolic.errors import ProofFailed
from symbolic.latex import latex
from symbolic.networks.certificate import certified
from symbolic.networks.entries import written_out
from symbolic.networks.expanded import entries
from symbolic.networks.known import fingerprint, name, proved, record, usual
from symbolic.networks.lesson import derivation
from symbolic.networks.lines import FORMS, Derivation, Line, Section
from symbolic.networks.net import Net
from symbolic.networks.typed import IllShaped, Typed, entrywise, minus, plus, same_shape, times, transposed
from symbolic.traverse import walk
from symbolic.tree import Add, Chain, Frac, Hadamard, Leibniz, Mul, Neg, Num, Slot, Sym, Transpose

# Every line holds


@pytest.mark.parametrize(
    ("net", "forms"),
    [
        (Net(("f", "g"), "squared-error"), FORMS),
        (Net(("f", "g"), "mse", rows=True, batch="mean"), ("matrix",)),
        (Net(("relu", "sigmoid"), "bce"), FORMS),
        (Net(("tanh", "softmax"), "cross-entropy", rows=True, batch="sum"), ("matrix",)),
        (Net(("relu", "identity"), "bce-logits", rows=True), ("index",)),
        (Net(("sigmoid", "identity"), "cross-entropy-logits"), ("matrix",)),
        (Net(("identity", "identity"), "squared-error"), ("matrix",)),
        (Net(("swish",), "mse"), ("scalar",)),
    ],
    ids=lambda value: named(value) if isinstance(value, Net) else "",
)
def test_every_line_is_what_sympy_finds(net, forms):
    """Each side of each line equals, entry by entry, what SymPy finds of the whole loss; f and g stand for any pair."""
    for form in forms:
        found = certified(derivation(net, form))

        assert found.lines > 8
        assert found.entries > found.lines


def test_four_layers_are_proved_too():
    """A deeper net is proved at a small size, every weight of it against the derivative of the whole loss."""
    assert certified(derivation(Net(("f",) * 3 + ("g",), "squared-error"))).lines > 30


def test_the_book_holds_the_usual_lessons_and_what_it_says_is_found_anew():
    """The fingerprints of all usual lessons are those of today's lines; a sample is proved again."""
    held = certificates()
    lessons = {name(lesson): lesson for lesson in usual()}

    assert set(held) == set(lessons)
    assert {key for key in held if held[key]["fingerprint"] != fingerprint(lessons[key])} == set()
    for key in sorted(held)[::60]:
        assert record(lessons[key]) == held[key]


def test_a_lesson_of_the_book_is_not_proved_again_and_a_changed_one_is(monkeypatch):
    """The certificate of the book is for the very lines it proved: with one line changed it is asked for no longer."""
    lesson = derivation(Net(("relu", "sigmoid"), "bce"))
    monkeypatch.setattr("symbolic.networks.certificate.certified", refuse)

    assert proved(lesson)["entries"] > 0
    with pytest.raises(AssertionError, match="asked SymPy"):
        proved(lesson._replace(sections=lesson.sections[:-1]))


def refuse(_):
    """Stand in for the certifier."""
    raise AssertionError("asked SymPy")


# A wrong line is caught


def mutants(tree):
    """Yield what a slip of the pen makes of a tree: a sign turned, a factor lost or doubled, a transpose lost, a 1."""
    match tree:
        case Transpose(arg=inside):
            yield "transpose lost", inside
        case Hadamard(factors=factors):
            yield "slope lost", factors[0]
        case Mul(factors=factors) if len(factors) > 1:
            yield "factor lost", Mul(factors[:-1]) if len(factors) > 2 else factors[0]
            yield "sign turned", Neg(tree)
        case Add(terms=terms):
            last = terms[-1]
            yield "sign of a term", Add((*terms[:-1], last.arg if isinstance(last, Neg) else Neg(last)))
        case Frac(top=top, bottom=bottom):
            yield "turned over", Frac(bottom, top)
        case Sym(name="delta", layer=layer, index=index) if layer:
            yield "a for delta", Sym("a", layer, index)


def planted(line):
    """Yield a line with one slip in its last side, wherever there can be one, with the name of the slip."""
    last = line.tree.sides[-1]
    for part in walk(last):
        for slip, wrong in mutants(part):
            side = put(last, part, wrong)
            if side != last:
                yield slip, line._replace(tree=Chain((*line.tree.sides[:-1], side), line.tree.relations))


def put(node, old, new):
    """Return *node* with the first *old* replaced."""
    from symbolic.traverse import rebuild

    return new if node is old else rebuild(node, lambda child: put(child, old, new))


@pytest.mark.parametrize("form", ["matrix", "index"])
def test_planted_slips_are_refused(form):
    """Wrong transposes, signs and factors in the lines of a derivation do not pass, a sample of every kind."""
    lesson = derivation(Net(("f", "g"), "squared-error"), form)._replace(sizes=(2, 2, 1))
    lines = [line for line in lesson.lines if line.claim in ("matrix", "entries") and line.tree.sides[-1] != Num("1")]
    slips = sorted((slip, latex(wrong.tree), wrong) for line in lines for slip, wrong in planted(line))
    kinds = {slip for slip, _, _ in slips}

    assert kinds >= ({"slope lost", "transpose lost", "sign turned"} if form == "matrix" else {"factor lost"})
    for kind in sorted(kinds):
        for _, text, wrong in [one for one in slips if one[0] == kind][:: 1 if form == "matrix" else 4]:
            assert refused(lesson, wrong), f"{kind}: {text}"


def refused(lesson, line):
    """Whether the certifier refuses a lesson of this one line."""
    try:
        certified(lesson._replace(sections=(Section("one", "", lines=(line,)),)))
    except (ProofFailed, ArithmeticError):
        return True
    return False


def test_a_wrong_gradient_of_two_layers_fails_loudly():
    """The line that a student writes with W for its transpose is named in the message, exit status 3."""
    line = Line(Chain((Leibniz(Sym("J"), Sym("a", 1)), Mul((Sym("W", 2), Sym("delta", 2)))), ("=",)))
    lesson = Derivation(Net(("f", "g"), "squared-error"), "matrix", (2, 2, 2), (Section("one", "", lines=(line,)),))

    with pytest.raises(ProofFailed, match="a line of the gradients of f-g with squared-error does not hold"):
        certified(lesson)


# Shapes


W, x, y = Typed(Sym("W", 1), ("n1", "n0")), Typed(Sym("x"), ("n0", "1")), Typed(Sym("y"), ("n1", "1"))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: times(x, W), "no product of n0 × 1 and n1 × n0: 1 column does not meet n1 rows"),
        (lambda: times(transposed(W), x), "no product of n0 × n1 and n0 × 1: n1 columns do not meet n0 rows"),
        (lambda: plus(x, y), "no sum of n0 × 1 and n1 × 1: the shapes differ"),
        (lambda: minus(x, y), "no difference of n0 × 1 and n1 × 1: the shapes differ"),
        (lambda: entrywise(times(W, x), x), "no entrywise product of n1 × 1 and n0 × 1: the shapes differ"),
        (lambda: same_shape(W, transposed(W)), "a gradient of n0 × n1 for what is n1 × n0: the shapes differ"),
    ],
)
def test_what_does_not_fit_cannot_be_built(build, message):
    """A product, sum or gradient of shapes that differ by name is refused, with both shapes in the message."""
    with pytest.raises(IllShaped, match="^" + message.replace("(", r"\(") + "$"):
        build()


@each_net
def test_each_gradient_has_the_shape_of_what_it_is_taken_by(net):
    """∂J/∂W is shaped like W in every net, convention and batch."""
    found = derivation(net).gradients

    for layer in (1, 2):
        assert found[f"dW{layer}"].dims == net.W(layer).dims
        assert found[f"db{layer}"].dims == net.b(layer).dims
    assert found["dx"].dims == net.x.dims


def test_row_and_column_are_each_others_transposes():
    """Of every gradient the row form is the column form turned, entry by entry, with w_ij for w_ji."""
    for output, loss in PAIRS:
        column, row = (entries(Net(("tanh", output), loss, rows), (2, 3, 2)) for rows in (False, True))
        for key, grid in column.items():
            turned = [list(line) for line in zip(*row[key], strict=True)]
            assert [[mirrored(text) for text in line] for line in turned] == grid


def mirrored(text):
    """Return a string with the two figures of each weight exchanged."""
    import re

    return re.sub(r"(W\d_)(\d)(\d)", r"\1\3\2", text)


# One source


@pytest.mark.parametrize("rows", [False, True])
@pytest.mark.parametrize(("hidden", "output", "loss"), [("relu", "sigmoid", "bce"), ("tanh", "tanh", "mse")])
def test_the_worked_lines_of_problems_are_those_of_the_derivation(hidden, output, loss, rows):
    """Whatever a worked line of two-layer-backprop says in symbols stands in the derivation, at its sizes."""
    problem = backward.Net((2, 3, 2), hidden, output, loss, rows)
    lesson = derivation(problem.letters)
    proved_ = {part for line in lesson.lines for side in line.tree.sides for part in walk(written_out(side, (2, 3, 2)))}
    for step in backward.steps(problem):
        if step.rule != "first unit":
            symbolic = [side for side in step.tree.sides if not any(isinstance(part, Slot) for part in walk(side))]
            assert symbolic
            assert set(symbolic) <= proved_, step.rule
