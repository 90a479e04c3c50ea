"""Every guard speaks: what it would refuse in a drawn problem is built of given numbers, and said."""

from __future__ import annotations

import pytest
from given_nets import NET, SMOOTH, given, layer

LINEAR = {"x": [1, 2], "W1": [[1, 2], [3, 4]], "b1": [1, 2], "W2": [[1, -1], [2, 3]], "b2": [1, 1]}
SOFT = SMOOTH | {"W2": [["0.5", "0.3"], ["0.1", "0.2"]], "activation1": "tanh", "activation2": "softmax", "y": [1, 0]}
#: An output far from its target that hardly moves.
FLAT = {"W2": [["0.5", "0.5"]], "activation2": "sigmoid", "loss": "squared-error", "y": ["0.7"]}
#: What a batch of rows needs beside its samples and first weights.
COLUMNS = {"W2": [[1], [2]], "b2": [0], "y": [[1], [2]]}

REMARKS = {
    "kink": (lambda: layer("relu", [[1, 2], [3, 4]], [-5, 2]), "unit 1 of z lies at the kink of relu"),
    "near": (lambda: layer("relu", [[1, 2], [3, 4]], ["-5.01", -20]), "unit 1 of z lies next to the kink of relu"),
    "point": (lambda: given("activation-values", {"z": [0, 1], "activation": "relu"}), "point 1 lies at the kink"),
    "dead": (lambda: layer("relu", [[1, 2], [3, 4]], [-9, -20]), "all units of z are off"),
    "live": (lambda: layer("relu", [[1, 2], [3, 4]], [1, 2]), "all units of z are live"),
    "leaking": (lambda: layer("leaky-relu", [[1, 2], [3, 4]], [-9, -20]), "all units of z are leaking"),
    "lone": (lambda: layer("relu", [[1, 2]], [-9]), "the only unit of z is off"),
    "saturated": (lambda: layer("sigmoid", [[1, 2], [0, 1]], [1, 0]), "unit 1 of z is saturated (sigmoid of 6"),
    "tanh": (lambda: layer("tanh", [[1, 1], [0, 1]], [0, 0]), "unit 1 of z is saturated (tanh of 3"),
    "zeros": (lambda: given("matrix-product", {"A": [[0, 0], [0, 1]], "B": [[1, 2], [3, 4]]}), "A is mostly zeros"),
    "gradient": (lambda: given("two-layer-backprop", NET | {"b1": [-9, -20]}), "dW1 is zero throughout"),
    "target": (
        lambda: given("two-layer-backprop", NET | {"y": [26]}),
        "an output is already at its target",
    ),
    "saturated output": (
        lambda: given("two-layer-backprop", NET | FLAT | {"b2": [12]}),
        "an output unit is saturated: next to no error comes back",
    ),
    "flat output": (lambda: given("two-layer-backprop", NET | FLAT | {"b2": [45]}), "dW2 is next to zero throughout"),
    "large": (lambda: given("two-layer-backprop", NET | {"y": [-999]}), "the numbers grow too large"),
    "tie": (
        lambda: given("matrix-product", {"A": [["0.00005"]], "B": [[1]]}, "printed"),
        "C has a last digit that is a rounding tie",
    ),
    "full tie": (
        lambda: given("matrix-product", {"A": [["0.12345"]], "B": [[1]]}, "full"),
        "C has a last digit that is a rounding tie",
    ),
    "vanished": (
        lambda: given("matrix-product", {"A": [["0.00004"]], "B": [[1]]}, "printed"),
        "C has an entry that is not zero and rounds to zero",
    ),
    "next to nothing": (
        lambda: given("computational-graph", {"u": 0, "v": 1, "w": 2}),
        "p is next to nothing",
    ),
    "too large for a graph": (
        lambda: given("computational-graph", {"u": 99, "v": 99, "w": 99}),
        "the numbers grow too large to work with by hand",
    ),
    "flat loss": (
        lambda: given("gradient-check", {"w": 1, "x": 2, "y": 2, "epsilon": "0.1"}),
        "the slope is next to nothing",
    ),
    "overshoots": (
        lambda: given("gradient-step", NET | {"eta": 9}),
        "the step overshoots: the loss does not fall",
    ),
    "too large to collapse": (
        lambda: given("linear-collapse", LINEAR | {"W1": [[99, 1], [1, 99]]}),
        "the numbers grow too large to work with by hand",
    ),
    "at the jump": (
        lambda: given("perceptron-step", {"W": [1, 1], "b": -2, "eta": 1, "x1": [1, 1], "y1": 0}),
        "z1 lies at the jump of the step function",
    ),
    "same scores": (lambda: given("softmax", {"z": [1, 1, 2]}, "printed"), "two scores are the same"),
    "tiny share": (lambda: given("softmax", {"z": [0, 9, 1]}, "printed"), "a share is next to nothing"),
    "tiny output": (
        lambda: given("two-layer-backprop", SOFT | {"b2": [0, 9]}),
        "a softmax output is next to nothing",
    ),
    "same samples": (
        lambda: given("two-layer-backprop-batch", NET | {"x": [[1, 2], [1, 2]], "W1": [[1, 3], [-2, 4]], **COLUMNS}),
        "two samples are the same",
    ),
    "no live unit": (
        lambda: given("two-layer-backprop-batch", NET | {"x": [[1, 2], [-9, -9]], "W1": [[1, 3], [2, 4]], **COLUMNS}),
        "no hidden unit is live for some sample",
    ),
    "no loss": (lambda: given("two-layer-forward", NET | {"y": [26]}), "the loss is zero"),
    "stays": (
        lambda: given("vanishing-gradient", {"w": "4.2", "a": "0.5", "activation": "sigmoid", "layers": 20, "k": 1}),
        "the gradient neither vanishes nor explodes",
    ),
    "all saturate": (
        lambda: given("saturation", {"x": [1, 1], "W": [[1, 2], [2, 1]], "c": 9, "activation": "sigmoid"}),
        "all units saturate, or none",
    ),
    "same sizes": (
        lambda: given("shapes", {"batch": 5, "sizes": [3, 3, 2]}),
        "two layers have the same size",
    ),
    "coinciding": (
        lambda: given("matrix-product", {"A": [[1, 0], [0, 1]], "B": [[1, 2], [3, 4]]}),
        "the mistake 'factors exchanged' cannot be told apart in C",
    ),
}


@pytest.mark.parametrize("name", REMARKS)
def test_every_guard_speaks_of_a_given_problem(name):
    """What a guard would refuse is built all the same, and said."""
    build, remark = REMARKS[name]
    problem = build()

    assert [said for said in problem.remarks if said.startswith(remark)], problem.remarks
    assert problem.parts
    assert problem.checks["parts by second road"] == len(problem.parts)


def test_a_mistake_that_coincides_is_dropped():
    """With the identity for A the product is the same either way, and its mistake is not among those named."""
    problem = REMARKS["coinciding"][0]()

    assert "factors exchanged" not in [mistake.name for mistake in problem.mistakes]


def test_an_output_that_is_saturated_is_not_said_to_be_at_its_target():
    """An error of 0.3 that a flat slope lets nothing of through is not taken for an error of 0."""
    remarks = given("two-layer-backprop", NET | FLAT | {"b2": [12]}).remarks

    assert "an output is already at its target" not in remarks
