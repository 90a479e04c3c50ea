"""What each named mistake comes to, by its name alone: NumPy on the givens and on the answers that stand before it.

A judge gets the givens ``g`` and the answers ``v`` as arrays, in column convention (a batch in rows).
"""

from __future__ import annotations

import numpy as np

ACTIVATIONS = {
    "": lambda z: z,
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "leaky-relu": lambda z: np.where(z > 0, z, 0.1 * z),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
}


def f(g, z, layer=""):
    """Apply the activation of a layer."""
    return ACTIVATIONS[g.get(f"activation{layer}", "")](z)


def loss_judges(size):
    """Return the judges of the value of a loss over so many entries, as *size* finds it."""
    return {
        ("loss", "half forgotten"): lambda g, v: 2 * v["loss"],
        ("loss", "sum in place of the mean"): lambda g, v: size(g) * v["loss"],
        ("loss", "minus of the loss forgotten"): lambda g, v: -v["loss"],
        ("loss", "logarithm to base 10"): lambda g, v: v["loss"] / np.log(10),
    }


def slope_of_loss(g, v):
    """Return ∂J/∂a2 of a two-layer net."""
    a, y = v["a2"], g["y"]
    return {"squared-error": a - y, "mse": 2 * (a - y) / y.size, "bce": (a - y) / (a * (1 - a))}[g["loss"]]


def slope1(g, v):
    """Return f'(z1), by the output where that is how it is taught."""
    a, z = v["a1"], v["z1"]
    return {
        "sigmoid": a * (1 - a),
        "tanh": 1 - a**2,
        "relu": z > 0,
        "leaky-relu": np.where(z > 0, 1, 0.1),
        "identity": np.ones_like(z),
    }[g["activation1"]]


DENSE = {
    ("z", "bias forgotten"): lambda g, v: g["W"] @ g["x"],
    ("z", "weights turned"): lambda g, v: g["W"].T @ g["x"] + g["b"],
    ("a", "activation forgotten"): lambda g, v: v["z"],
    ("a", "bias after the activation"): lambda g, v: f(g, g["W"] @ g["x"]) + g["b"],
}
BATCH = {
    ("z", "bias forgotten"): lambda g, v: g["X"] @ g["W"],
    ("z", "weights turned"): lambda g, v: g["X"] @ g["W"].T + g["b"],
    ("z", "bias for the first sample alone"): lambda g, v: g["X"] @ g["W"] + np.eye(len(g["X"]))[:, :1] * g["b"],
    ("z", "bias down the columns"): lambda g, v: g["X"] @ g["W"] + g["b"].T,
    ("a", "activation forgotten"): lambda g, v: v["z"],
    ("a", "bias after the activation"): lambda g, v: f(g, g["X"] @ g["W"]) + g["b"],
}
NEURON = {
    **DENSE,
    ("z", "bias taken away"): lambda g, v: g["W"] @ g["x"] - g["b"],
    ("z", "minus signs dropped"): lambda g, v: abs(g["W"]) @ abs(g["x"]) + g["b"],  # in the products
}
PRODUCT = {
    ("C", "last product left out"): lambda g, v: g["A"][:, :-1] @ g["B"][:-1],
    ("C", "minus signs dropped"): lambda g, v: abs(g["A"]) @ abs(g["B"]),
    ("C", "entry by entry"): lambda g, v: g["A"] * g["B"],
    ("C", "factors exchanged"): lambda g, v: g["B"] @ g["A"],
    ("C", "rows with rows"): lambda g, v: g["A"] @ g["B"].T,
}
LOSS = {
    **loss_judges(lambda g: g["y"].size),
    ("da", "sign turned"): lambda g, v: -v["da"],
    ("da", "two forgotten"): lambda g, v: v["da"] / 2,
    ("da", "mean forgotten"): lambda g, v: 2 * (g["a"] - g["y"]),
    ("da", "half forgotten"): lambda g, v: 2 * (g["a"] - g["y"]),
    ("da", "slope at z"): lambda g, v: g["a"] - g["y"],
}
LAYER_BACK = {
    **DENSE,
    ("delta", "slope forgotten"): lambda g, v: g["upstream"],
    ("delta", "output taken for the slope"): lambda g, v: g["upstream"] * v["a"],
    ("dW", "slope forgotten"): lambda g, v: g["upstream"] @ g["x"].T,
    ("dW", "output taken for the input"): lambda g, v: v["delta"] @ v["a"].T,
    ("dW", "outer product turned"): lambda g, v: g["x"] @ v["delta"].T,
    ("db", "slope forgotten"): lambda g, v: g["upstream"],
    ("dx", "slope forgotten"): lambda g, v: g["W"].T @ g["upstream"],
    ("dx", "weights not turned"): lambda g, v: g["W"] @ v["delta"],
}
FORWARD = {
    **loss_judges(lambda g: g["y"].size),
    ("z1", "bias forgotten"): lambda g, v: g["W1"] @ g["x"],
    ("z2", "bias forgotten"): lambda g, v: g["W2"] @ v["a1"],
    ("z1", "weights turned"): lambda g, v: g["W1"].T @ g["x"] + g["b1"],
    ("z2", "weights turned"): lambda g, v: g["W2"].T @ v["a1"] + g["b2"],
    ("a1", "activation forgotten"): lambda g, v: v["z1"],
    ("a2", "activation forgotten"): lambda g, v: v["z2"],
    ("z2", "hidden activation skipped"): lambda g, v: g["W2"] @ v["z1"] + g["b2"],
    ("z2", "input taken for the hidden output"): lambda g, v: g["W2"] @ g["x"] + g["b2"],
}
BACKPROP = {
    **loss_judges(lambda g: g["y"].size),
    ("delta2", "sign turned"): lambda g, v: -v["delta2"],
    ("delta2", "slope of the output forgotten"): slope_of_loss,
    ("delta2", "slope of the output counted twice"): lambda g, v: v["delta2"] * v["a2"] * (1 - v["a2"]),
    ("dW2", "sign turned"): lambda g, v: -v["dW2"],
    ("dW2", "input taken for the hidden output"): lambda g, v: v["delta2"] @ g["x"].T,
    ("delta1", "slope forgotten"): lambda g, v: g["W2"].T @ v["delta2"],
    ("delta1", "output taken for the slope"): lambda g, v: g["W2"].T @ v["delta2"] * v["a1"],
    ("delta1", "weights not turned"): lambda g, v: g["W2"] @ v["delta2"],
    ("dW1", "slope forgotten"): lambda g, v: g["W2"].T @ v["delta2"] @ g["x"].T,
    ("dW1", "hidden output taken for the input"): lambda g, v: v["delta1"] @ v["a1"].T,
}
BACKPROP_BATCH = {
    **loss_judges(lambda g: g["y"].size),
    ("loss", "mean over the samples forgotten"): lambda g, v: len(g["x"]) * v["loss"],
    ("delta2", "sign turned"): lambda g, v: -v["delta2"],
    ("delta2", "mean over the samples forgotten"): lambda g, v: len(g["x"]) * v["delta2"],
    ("delta2", "slope of the output counted twice"): lambda g, v: v["delta2"] * v["a2"] * (1 - v["a2"]),
    ("dW2", "sign turned"): lambda g, v: -v["dW2"],
    ("dW2", "input taken for the hidden output"): lambda g, v: g["x"].T @ v["delta2"],
    ("db2", "errors not added up"): lambda g, v: v["delta2"],
    ("delta1", "slope forgotten"): lambda g, v: v["delta2"] @ g["W2"].T,
    ("delta1", "output taken for the slope"): lambda g, v: v["delta2"] @ g["W2"].T * v["a1"],
    ("dW1", "slope forgotten"): lambda g, v: g["x"].T @ (v["delta2"] @ g["W2"].T),
    ("dW1", "hidden output taken for the input"): lambda g, v: v["a1"].T @ v["delta1"],
    ("db1", "errors not added up"): lambda g, v: v["delta1"],
}
EARLY = lambda g, v: (v["W2_new"].T @ v["delta2"]) * slope1(g, v)  # noqa: E731  the error through weights that moved
STEP = {
    **BACKPROP,
    **{(f"{p}_new", "uphill"): lambda g, v, p=p: g[p] + g["eta"] * v[f"d{p}"] for p in ("W1", "W2", "b1", "b2")},
    **{(f"{p}_new", "rate forgotten"): lambda g, v, p=p: g[p] - v[f"d{p}"] for p in ("W1", "W2", "b1", "b2")},
    **{(f"{p}_new", "step alone"): lambda g, v, p=p: -g["eta"] * v[f"d{p}"] for p in ("W1", "W2", "b1", "b2")},
    ("W1_new", "output layer renewed first"): lambda g, v: g["W1"] - g["eta"] * EARLY(g, v) @ g["x"].T,
    ("b1_new", "output layer renewed first"): lambda g, v: g["b1"] - g["eta"] * EARLY(g, v),
}
CHECK = {
    ("D", "divided by one step"): lambda g, v: (v["Jplus"] - v["Jminus"]) / g["epsilon"],
    ("D", "sign turned"): lambda g, v: (v["Jminus"] - v["Jplus"]) / (2 * g["epsilon"]),
    ("dw", "inner slope forgotten"): lambda g, v: v["dw"] / g["x"],
    ("dw", "factor 2 forgotten"): lambda g, v: v["dw"] / 2,
    ("dw", "last term forgotten"): lambda g, v: 3 * g["x"] * g["w"] ** 2,
    ("dw", "slope of the activation forgotten"): lambda g, v: (
        (ACTIVATIONS[g["function"]](g["w"] * g["x"]) - g["y"]) * g["x"]
    ),
}
SOFTMAX = {
    ("a", "not normalised"): lambda g, v: np.exp(g["z"]),
    ("a", "minus in the power"): lambda g, v: np.exp(-g["z"]) / np.exp(-g["z"]).sum(),
    ("a", "powers forgotten"): lambda g, v: g["z"] / g["z"].sum(),
    ("dadz", "delta forgotten"): lambda g, v: -v["a"] @ v["a"].T,
    ("dadz", "diagonal alone"): lambda g, v: np.diag((v["a"] * (1 - v["a"])).ravel()),
    ("dadz", "sign beside the diagonal"): lambda g, v: (
        np.diag((v["a"] * (1 - v["a"])).ravel()) + v["a"] @ v["a"].T * (1 - np.eye(v["a"].size))
    ),
}
COLLAPSE = {
    ("W", "last product left out"): lambda g, v: g["W2"][:, :-1] @ g["W1"][:-1],
    ("W", "factors exchanged"): lambda g, v: g["W1"] @ g["W2"],
    ("W", "weights added"): lambda g, v: g["W1"] + g["W2"],
    ("b", "first bias forgotten"): lambda g, v: g["b2"],
    ("b", "second bias forgotten"): lambda g, v: g["W2"] @ g["b1"],
    ("b", "biases added"): lambda g, v: g["b1"] + g["b2"],
    ("z", "bias forgotten"): lambda g, v: v["W"] @ g["x"],
    ("z", "second bias alone"): lambda g, v: v["W"] @ g["x"] + g["b2"],
}
JUDGES = {
    "dense-layer": DENSE,
    "dense-layer-batch": BATCH,
    "neuron": NEURON,
    "matrix-product": PRODUCT,
    "loss": LOSS,
    "layer-backprop": LAYER_BACK,
    "two-layer-forward": FORWARD,
    "two-layer-backprop": BACKPROP,
    "two-layer-backprop-batch": BACKPROP_BATCH,
    "gradient-step": STEP,
    "gradient-check": CHECK,
    "softmax": SOFTMAX,
    "linear-collapse": COLLAPSE,
}
