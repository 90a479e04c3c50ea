"""What the gradients of networks come to: the same as autograd's, a published example's, and under their bounds."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from networks import PAIRS, SCALAR, SMOOTH, each_net

from chalkgrad.gradients import gradients
from symbolic.book import load
from symbolic.latex import latex
from symbolic.networks import special
from symbolic.networks.expanded import entries
from symbolic.networks.net import Net
from symbolic.networks.numpy_code import code
from symbolic.tree import Num

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


@pytest.mark.parametrize("name", ["tanh", "relu", "elu", "leaky-relu", "prelu"])
def test_a_bound_of_1_rules_out_growth_only(name):
    """|f'| ≤ 1 leaves open that slopes shrink a gradient; only where f' is 1 throughout do they do neither."""
    *_, last = special.bound(name)
    *_, of_identity = special.bound("identity")

    assert last.why == ("slopes alone cannot make it grow; they can still shrink it",)
    assert of_identity.why == ("slopes alone neither shrink nor grow it",)


@pytest.mark.parametrize(
    ("name", "values"), [("prelu", " for α = 0.25"), ("elu", " for α = 1"), ("selu", " for α ≈ 1.67326 and λ ≈ 1.0507")]
)
def test_a_bound_names_the_parameters_that_it_is_proved_for(name, values):
    """With α = 3 the slope of PReLU exceeds 1: the bound, and the code, are for the usual value."""
    page = gradients(name, "sigmoid", "bce").decode()

    assert f"the largest slope{values}, proved in the book" in page
    assert f"is written{values}." in page


def test_a_power_of_a_bound_that_is_exact_is_not_called_rounded():
    """(1/4)^2 is 0.0625; (1/4)^5 has more figures than are printed."""
    relations = [line.tree.relations[0] for line in special.bound("sigmoid")[1:]]

    assert relations == ["=", *["\\approx"] * 3]


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
