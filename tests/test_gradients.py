"""The gradients of networks: every line holds, a wrong one is caught, and what they come to agrees with autograd."""

from __future__ import annotations

import json
import math
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner

from chalkgrad.cli import main
from chalkgrad.gradients import FORMATS, gradients, net_of
from chalkgrad.lesson_pages import section_markdown
from symbolic import backward
from symbolic.activations import ACTIVATIONS
from symbolic.book import certificates, load
from symbolic.errors import ProofFailed, UserError
from symbolic.latex import latex
from symbolic.networks import special
from symbolic.networks.certificate import certified
from symbolic.networks.entries import written_out
from symbolic.networks.expanded import entries
from symbolic.networks.known import fingerprint, name, proved, record, usual
from symbolic.networks.lesson import derivation
from symbolic.networks.lines import FORMS, Derivation, Line, Section
from symbolic.networks.losses import LOSSES
from symbolic.networks.net import Net
from symbolic.networks.numpy_code import code
from symbolic.networks.typed import IllShaped, Typed, entrywise, minus, plus, same_shape, times, transposed
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.traverse import walk
from symbolic.tree import Add, Chain, Frac, Hadamard, Leibniz, Mul, Neg, Num, Slot, Sym, Transpose

SCALAR = [activation for activation in ACTIVATIONS if not ACTIVATIONS[activation].vector]
SMOOTH = ("sigmoid", "tanh", "swish", "softplus", "mish", "identity")
#: Outputs with every loss that goes with them.
PAIRS = [
    ("sigmoid", "bce"),
    ("softmax", "cross-entropy"),
    ("identity", "bce-logits"),
    ("identity", "cross-entropy-logits"),
    *product(("identity", "tanh", "sigmoid", "relu", "leaky-relu"), ("squared-error", "mse")),
]
SHAPES = [(False, "one"), (True, "one"), (True, "mean"), (True, "sum")]
NETS = [Net(("relu", output), loss, rows, batch) for output, loss in PAIRS for rows, batch in SHAPES]


def named(net):
    """Return the name of a test."""
    return f"{'-'.join(net.activations)}-{net.loss}-{'row' if net.rows else 'column'}-{net.batch}"


each_net = pytest.mark.parametrize("net", NETS, ids=named)


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


# Against autograd and by NumPy


def drawn(net, sizes, rng):
    """Return random numbers for a net: inputs, targets that the loss allows, parameters."""
    rows = 3 if net.batch != "one" else 1

    def vector(units):
        return (rows, units) if net.rows else (units, 1)

    y_ = rng.uniform(0.1, 0.9, vector(sizes[-1]))
    found = {"x": rng.normal(size=vector(sizes[0])), "y": y_, "eta": 0.1}
    if "cross-entropy" in net.loss:
        found["y"] = y_ / y_.sum(axis=1 if net.rows else 0, keepdims=True)
    for layer in range(1, net.layers + 1):
        to, source = sizes[layer], sizes[layer - 1]
        found[f"W{layer}"] = rng.normal(size=(source, to) if net.rows else (to, source))
        found[f"b{layer}"] = rng.normal(size=(1, to) if net.rows else (to, 1))
    return found


def judged(net, numbers):
    """Return autograd's gradients of the loss, the forward pass written here without a line of ours."""
    import autograd.numpy as anp
    from autograd import grad

    sample = 1 if net.rows else 0

    def loss(at):
        a = at["x"]
        for layer in range(1, net.layers + 1):
            z = (a @ at[f"W{layer}"] if net.rows else at[f"W{layer}"] @ a) + at[f"b{layer}"]
            a = judge_activation(anp, net.activation(layer), z, sample)
        total = anp.sum(judge_loss(anp, net.loss, z, a, at["y"], sample))
        return total / (at["x"].shape[0] if net.batch == "mean" else 1)

    names = [key for key in numbers if key[0] in "Wbx"]
    return {key: grad(lambda value, key=key: loss({**numbers, key: value}))(numbers[key]) for key in names}


def judge_activation(anp, activation, z, axis):
    """Return an activation for autograd."""
    if activation == "softmax":
        powers = anp.exp(z)
        return powers / anp.sum(powers, axis=axis, keepdims=True)
    return {
        "relu": lambda: anp.where(z > 0, z, 0.0),
        "leaky-relu": lambda: anp.where(z > 0, z, 0.01 * z),
        "sigmoid": lambda: 1 / (1 + anp.exp(-z)),
        "tanh": lambda: anp.tanh(z),
        "identity": lambda: z,
        "swish": lambda: z / (1 + anp.exp(-z)),
        "softplus": lambda: anp.log(1 + anp.exp(z)),
        "mish": lambda: z * anp.tanh(anp.log(1 + anp.exp(z))),
    }[activation]()


def judge_loss(anp, loss, z, a, y_, axis):
    """Return the terms of a loss for autograd."""
    return {
        "squared-error": lambda: (a - y_) ** 2 / 2,
        "mse": lambda: (a - y_) ** 2 / y_.shape[axis],
        "bce": lambda: -(y_ * anp.log(a) + (1 - y_) * anp.log(1 - a)),
        "cross-entropy": lambda: -y_ * anp.log(a),
        "bce-logits": lambda: anp.log(1 + anp.exp(z)) - y_ * z,
        "cross-entropy-logits": lambda: anp.log(anp.sum(anp.exp(z), axis=axis)) - anp.sum(y_ * z, axis=axis),
    }[loss]()


def ran(net, numbers):
    """Return what the printed NumPy lines compute."""
    forward, backward = code(net)
    space = {"np": np, "math": math, **numbers}
    exec("\n".join((*forward, *backward)), space)  # noqa: S102  # the lines of the page, which this test is about
    return space


@each_net
def test_the_numpy_lines_agree_with_autograd(net):
    """The printed lines, run as they stand, find what autograd finds of a forward pass written apart, in any shape."""
    numbers = drawn(net, (2, 3, 2), np.random.default_rng(7))
    found = ran(net, numbers)
    for key, gradient in judged(net, numbers).items():
        assert found[f"d{key}"].shape == gradient.shape
        assert np.allclose(found[f"d{key}"], gradient, rtol=1e-10, atol=1e-12), key
    assert np.allclose(found["W1"], numbers["W1"] - 0.1 * found["dW1"])


@pytest.mark.parametrize("hidden", SMOOTH)
def test_deeper_nets_agree_with_autograd(hidden):
    """Three layers of each smooth activation, the last a softmax."""
    net = Net((hidden, "tanh", "softmax"), "cross-entropy", rows=True, batch="mean")
    numbers = drawn(net, (3, 4, 2, 3), np.random.default_rng(11))
    found = ran(net, numbers)
    for key, gradient in judged(net, numbers).items():
        assert np.allclose(found[f"d{key}"], gradient, rtol=1e-9, atol=1e-12), key


@pytest.mark.parametrize("activation", SCALAR)
def test_the_numpy_lines_of_every_activation_agree_with_a_difference(activation):
    """Of each activation of the catalogue the gradients are the central differences of the printed forward lines."""
    net = Net((activation, "identity"), "mse")
    numbers = drawn(net, (2, 3, 2), np.random.default_rng(3))
    found, step = ran(net, numbers), 1e-6
    for place in product(range(3), range(2)):
        ends = []
        for way in (step, -step):
            moved = numbers["W1"].copy()
            moved[place] += way
            ends.append(ran(net, {**numbers, "W1": moved})["J"])
        assert found["dW1"][place] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=2e-6)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("rows", [False, True])
def test_the_strings_of_json_are_gradients_in_the_inputs_alone(output, loss, rows):
    """Each entry is the number that the NumPy lines find, in x_1, W1_11, … and SymPy's own functions alone."""
    net = Net(("relu", output), loss, rows)
    numbers = drawn(net, (2, 3, 2), np.random.default_rng(5))
    found, space = ran(net, numbers), {**SYMPY, **dict(letters(numbers))}
    for key, grid in entries(net, (2, 3, 2)).items():
        assert np.shape(grid) == found[key].shape
        for place in np.ndindex(found[key].shape):
            value = eval(grid[place[0]][place[1]], {"__builtins__": {}}, space)  # noqa: S307  # our own strings
            assert value == pytest.approx(found[key][place], rel=1e-9, abs=1e-12)


#: SymPy's functions for numbers.
SYMPY = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "Piecewise": lambda *branches: branch(branches)}


def branch(branches):
    """Return the value of the first branch whose condition holds."""
    return next(value for value, holds in branches if holds)


def test_sympy_reads_the_strings():
    """Sympify takes an entry as it stands, and its derivative of the loss is the one that is printed."""
    import sympy

    x1, w1, b1, w2, b2, y1 = sympy.symbols("x_1 W1_11 b1_1 W2_11 b2_1 y_1")
    a1 = sympy.tanh(w1 * x1 + b1)
    a2 = 1 / (1 + sympy.exp(-(w2 * a1 + b2)))
    loss = -(y1 * sympy.log(a2) + (1 - y1) * sympy.log(1 - a2))
    found = entries(Net(("tanh", "sigmoid"), "bce"), (1, 1, 1))

    for key, by in {"dW1": w1, "db1": b1, "dW2": w2, "db2": b2, "dx": x1}.items():
        assert sympy.simplify(sympy.sympify(found[key][0][0]) - sympy.diff(loss, by)) == 0


def letters(numbers):
    """Yield the names of entries with their values: W1_12 is row 1, column 2, x_1 the first of a vector."""
    for key, grid in numbers.items():
        if key[0] == "W":
            yield from ((f"{key}_{i + 1}{j + 1}", float(grid[i, j])) for i, j in np.ndindex(grid.shape))
        elif key != "eta":
            yield from ((f"{key}_{k + 1}", float(value)) for k, value in enumerate(grid.flatten()))


def test_a_published_example_comes_out_to_its_last_digit():
    """A worked net of two sigmoid units a layer with half the squared error, printed to nine digits by its author.

    Source: Mazur, "A step by step backpropagation example" (2015); the loss, the outputs and the new weights.
    """
    given = {"x": [[0.05], [0.10]], "y": [[0.01], [0.99]], "b1": [[0.35]] * 2, "b2": [[0.60]] * 2, "eta": 0.5}
    weights = {"W1": [[0.15, 0.20], [0.25, 0.30]], "W2": [[0.40, 0.45], [0.50, 0.55]]}
    numbers = {key: np.array(value) for key, value in (given | weights).items()}
    found = ran(Net(("sigmoid", "sigmoid"), "squared-error"), numbers)

    assert found["a2"].round(9).tolist() == [[0.751365070], [0.772928465]]
    assert round(found["J"], 9) == 0.298371109
    assert found["W2"].round(8).tolist() == [[0.35891648, 0.40866619], [0.51130127, 0.56137012]]
    assert found["W1"].round(8).tolist() == [[0.14978072, 0.19956143], [0.24975114, 0.29950229]]


# What follows for deep nets


def test_the_bounds_of_slopes_are_those_of_the_book():
    """0.25^L for the sigmoid: each printed power is the book's largest slope to that power."""
    lines = special.bound("sigmoid")
    exact = load("sigmoid")["properties"]["lipschitz"]["exact"]

    assert (exact, latex(lines[0].tree.sides[1])) == ("1/4", r"\frac{1}{4}")
    for line, depth in zip(lines[1:], special.DEPTHS, strict=True):
        assert float(line.tree.sides[0].power.text) == depth
        assert number(line.tree.sides[1]) == pytest.approx(0.25**depth, rel=0.05)


def number(node):
    """Return the value of a decimal, or of figures times a power of ten."""
    if isinstance(node, Num):
        return float(node.text)
    figures, power = node.factors
    return float(figures.text) * 10.0 ** float(power.power.text)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_saturated_slopes_are_under_their_bound(activation):
    """Along the line f'(z) stays under e^{-|z|}, or 4 e^{-2|z|} of tanh, and under 0.01 beyond the place printed."""
    z = np.linspace(-12, 12, 241)
    f = {"sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[activation]
    slope = {"sigmoid": f * (1 - f), "tanh": 1 - f**2}[activation]
    bound = {"sigmoid": np.exp(-abs(z)), "tanh": 4 * np.exp(-2 * abs(z))}[activation]

    assert (slope <= bound + 1e-15).all()
    assert special.saturation(activation)[-1].tree.relations == ("\\le",)


def test_layers_without_activation_collapse():
    """W_2 (W_1 x + b_1) + b_2 is W x + b with the W and b that the lines name, for two layers and three."""
    for depth in (2, 3):
        net = Net(("identity",) * depth, "squared-error")
        lines = special.collapse(net)
        numbers = drawn(net, (2, 3, 2, 2)[: depth + 1], np.random.default_rng(2))
        space = {"np": np, **numbers}
        weights, bias = (eval(product_code(net, line.tree.sides[1]), space) for line in lines[-2:])  # noqa: S307  # ours

        assert np.allclose(weights @ numbers["x"] + bias, ran(net, numbers)[f"a{depth}"])


def product_code(net, node):
    """Return a formula of a net as a line of NumPy."""
    from symbolic.networks.numpy_code import Printer

    return Printer(net).show(node)


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


# Pages


def test_every_formula_prints_and_reads_back_in_every_notation():
    """Each formula of a lesson is in the dialect: read back and printed again it is the same text."""
    for layer, index, convention in product(
        ("bracket", "subscript"), ("output-input", "input-output"), ("column", "row")
    ):
        notation = Notation(convention, layer, index, loss="L")
        net = Net(("relu", "softmax"), "cross-entropy", notation.rows, "mean" if notation.rows else "one")
        for line in derivation(net, "index").lines + derivation(net).lines:
            for node in (line.tree, *(part for part in line.why if not isinstance(part, str))):
                text = latex(node, notation)
                assert latex(read(text, notation), notation) == text


def test_the_formulas_are_accepted_where_they_are_shown(refused_formulas):
    """MathJax 3.2.2 and KaTeX take every formula of a lesson."""
    lessons = [derivation(Net(("tanh", "softmax"), "cross-entropy", rows=True, batch="mean"), form) for form in FORMS]
    notation = Notation("row")
    formulas = {latex(line.tree, notation) for lesson in lessons for line in lesson.lines}

    assert refused_formulas(sorted(formulas)) == []


@pytest.mark.parametrize("options", [{}, {"form": "scalar", "hidden": "tanh"}, {"output": "softmax", "form": "index"}])
def test_the_latex_compiles_with_amsmath_alone_and_with_tikz(options, tmp_path, pdflatex):
    """The fragment is taken by a plain document, and with TikZ it brings its drawings."""
    (tmp_path / "fragment.tex").write_bytes(gradients(**options, format="latex"))
    pages = []
    for packages in ("amsmath,amssymb", "amsmath,amssymb,tikz"):
        source = tmp_path / "whole.tex"
        source.write_text(
            f"\\documentclass{{article}}\\usepackage{{{packages}}}\\begin{{document}}\\input{{fragment}}\\end{{document}}"
        )
        pdflatex(source)
        pages.append(source.with_suffix(".pdf").stat().st_size)

    assert pages[1] > pages[0] + 5000


def test_typst_takes_its_fragment_and_the_handout_has_few_pages():
    """The fragment compiles without a warning; the handout is a tagged PDF of at most six pages."""
    import re

    import typst

    fragment = gradients("tanh", "softmax", format="typst")
    made, warnings = typst.Compiler(fragment).compile_with_warnings(format="pdf")
    handout = gradients("relu", "sigmoid", "bce", format="pdf")

    assert (made[:4], warnings) == (b"%PDF", [])
    assert handout[:4] == b"%PDF"
    assert b"pdfuaid" in handout
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", handout)) <= 6
    assert handout == gradients("relu", "sigmoid", "bce", format="pdf")


def test_the_page_of_the_course_is_as_it_was(golden):
    """The lesson of the course's own net: ReLU, then a sigmoid with its cross-entropy."""
    golden("gradients-relu-sigmoid.md", gradients("relu", "sigmoid", "bce", format="markdown"))


def test_a_section_stands_alone_too():
    """One section prints by itself, for a note, under a heading of the level that is asked for."""
    net = Net(("identity", "identity"), "squared-error")
    page = section_markdown(next(s for s in derivation(net).sections if s.key == "collapse"), Notation(), 3)

    assert page.startswith("### Linear collapse\n")
    assert r"W^{[2]} (W^{[1]} x + b^{[1]}) + b^{[2]}" in page


def test_json_holds_the_contract():
    """The record names the net and every gradient with its shape, and in the scalar form the entries."""
    found = json.loads(gradients("relu", "sigmoid", "bce", sizes=(2, 3, 2), form="scalar", format="json"))

    assert (found["layers"], found["form"], found["sizes"]) == (2, "scalar", [2, 3, 2])
    assert np.shape(found["gradients"]["dW1"]["entries"]) == (3, 2)
    assert set(found["gradients"]) == {"dx", "delta1", "dW1", "db1", "delta2", "dW2", "db2"}
    assert found["proof"]["entries"] > 100
    assert found["numpy"][0] == "z1 = W1 @ x + b1"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_prints_in_every_format(form, format_):
    """From the command line, in the notation of the shipped course."""
    run = CliRunner().invoke(main, ["gradients", "--form", form, "--format", format_, "--course", "course.toml"])

    assert run.exit_code == 0, run.output
    assert len(run.stdout_bytes) > 1000


def test_sums_are_written_out_without_ones_and_zeros():
    """A sum over two units is its two terms; δ_ij keeps one of them; what is times 1 stands alone."""
    text = r"\sum_{k = 1}^{n_{1}} \delta_{ik} w_{kj}"

    assert latex(written_out(read(text), (2, 2), {"i": 2, "j": 1})) == "w_{21}"


# What is no such net


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--hidden softmax", "softmax in a hidden layer: .* take relu"),
        (
            "--output relu --loss bce",
            "strictly between 0 and 1; give it the output sigmoid, or give relu the loss squared-error or mse",
        ),
        ("--output sigmoid --loss cross-entropy", "give it the output softmax, or give sigmoid the loss .*bce"),
        ("--output softmax --loss mse", "go with cross-entropy; give --loss cross-entropy"),
        ("--output sigmoid --loss bce-logits", "wants the raw z; give it the output identity"),
        ("--layers 0", "0 layers: a network has one layer at least"),
        ("--layers 1000", "1000 layers make no page that is read: give up to 8"),
        ("--hidden rellu", "no activation named 'rellu': did you mean 'relu'"),
        ("--layers 1 --hidden rellu", "no activation named 'rellu'"),
        ("--loss mes", "no loss named 'mes': did you mean 'mse'"),
        ("--form matrx", "no form named 'matrx': did you mean 'matrix'"),
        ("--format docx", "no format named 'docx'"),
        ("--convention rwo", "no convention named 'rwo': did you mean 'row'"),
        ("--batch mean", "a batch stands in rows: give the convention row"),
        ("--batch men --convention row", "no batch named 'men': did you mean 'mean'"),
        ("--hidden relu,tanh", "2 hidden activations for 2 layers: name one for all, or 1, one for each"),
        ("--sizes 2,3", "2 sizes for 2 layers: give 3, the inputs first, as in 2,2,1"),
        ("--sizes 2,0,1", "a layer of 0 units: give each 1 to"),
        ("--sizes 2;3;1", "the sizes are '2;3;1': give whole numbers with commas"),
        ("--sizes 40,40,40 --form scalar", "131240 products: for the scalar form give sizes with at most"),
        ("--output softmax --sizes 2,2,1", "a softmax of one output is always 1"),
        ("--course nowhere.toml", "there is no course file nowhere.toml"),
    ],
)
def test_what_is_no_such_net_is_answered_with_what_fits(options, message):
    """A slip is one line on stderr that says what fits instead, with exit status 1 and nothing printed."""
    import re

    run = CliRunner().invoke(main, ["gradients", *options.split()])

    assert (run.exit_code, run.stdout) == (1, "")
    assert re.search(message, run.stderr), run.stderr
    assert run.stderr.count("\n") == 1


def test_every_output_has_a_loss_and_every_loss_an_output():
    """Each activation of the catalogue makes a net with the loss that goes with it, and each loss with its output."""
    for activation in ACTIVATIONS:
        assert net_of("relu", activation, gradients_pair(activation)[1], 2, None, Notation()).output == activation
    for loss in LOSSES:
        output = gradients_pair(None, loss)[0]
        assert net_of("relu", output, loss, 2, None, Notation()).loss == loss
    with pytest.raises(UserError, match="no loss named"):
        net_of("relu", "sigmoid", "hinge", 2, None, Notation())


def gradients_pair(output, loss=None):
    """Return output and loss as the command fills in what is not named."""
    from chalkgrad.gradients import pair_of

    return pair_of(output, loss)
