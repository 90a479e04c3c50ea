"""What the answers of each family are, from its givens alone: by automatic differentiation, and by none of our code."""

from __future__ import annotations

from typing import Any

import autograd.numpy as np
from autograd import elementwise_grad, grad, jacobian
from scalar_judges import logic_gates
from word_judges import WORD_JUDGES

Values = dict[str, Any]


def activation(name: str, given: Values, z: Any) -> Any:
    """Activate z; softmax runs over the units of each sample."""
    rows = given["convention"] == "row"
    return {
        "": lambda: z,
        "identity": lambda: z,
        "relu": lambda: np.maximum(z, 0.0),
        "leaky-relu": lambda: np.where(z > 0, z, given.get("slope", 0.0) * z),
        "sigmoid": lambda: 1 / (1 + np.exp(-z)),
        "tanh": lambda: np.tanh(z),
        "softmax": lambda: np.exp(z) / np.sum(np.exp(z), axis=1 if rows else 0, keepdims=True),
    }[name]()


def loss(name: str, a: Any, y: Any) -> Any:
    """Return the loss of one sample."""
    return {
        "squared-error": lambda: np.sum((a - y) ** 2) / 2,
        "mse": lambda: np.mean((a - y) ** 2),
        "bce": lambda: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
        "cross-entropy": lambda: -np.sum(y * np.log(a)),
    }[name]()


def layer(given: Values, W: Any, below: Any, b: Any) -> Any:
    """Return z of a layer, in the convention of the problem."""
    return (below @ W if given["convention"] == "row" else W @ below) + b


def matrix_product(given: Values) -> Values:
    """A times B."""
    return {"C": given["A"] @ given["B"]}


def dense_layer(given: Values) -> Values:
    """One layer."""
    z = layer(given, given["W"], given["x"], given["b"])
    return {"z": z, "a": activation(given.get("activation", ""), given, z)}


def neuron(given: Values) -> Values:
    """A layer of one unit."""
    return dense_layer(given)


def dense_layer_batch(given: Values) -> Values:
    """A batch through a layer, a sample a row."""
    return dense_layer(given | {"x": given["X"]})


def layer_backprop(given: Values) -> Values:
    """One layer and what its loss would be, Σ upstream · a, so that each gradient is a derivative of a number."""

    def forward(at: Values) -> Values:
        z = layer(given, at["W"], at["x"], at["b"]) + at["shift"]
        return {"z": z, "a": activation(given.get("activation", ""), given, z)}

    at = {name: given[name] for name in "xWb"} | {"shift": np.zeros_like(given["b"])}
    slopes = grad(lambda moved: np.sum(given["upstream"] * forward(moved)["a"]))(at)
    return forward(at) | {f"d{name}": slopes[name] for name in "xWb"} | {"delta": slopes["shift"]}


def activation_values(given: Values) -> Values:
    """The function and its slope at some points."""
    z = given["z"]
    f = lambda at: activation(given["activation"], given, at)  # noqa: E731  two words
    return {"a": f(z), "dadz": elementwise_grad(f)(z)}


def loss_and_slope(given: Values) -> Values:
    """A loss, and its slope in each output."""
    f = lambda a: loss(given["loss"], a, given["y"])  # noqa: E731  two words
    return {"loss": f(given["a"]), "da": grad(f)(given["a"])}


def softmax(given: Values) -> Values:
    """The shares and their Jacobian, of which a sample in a row or in a column has the same."""
    z = given["z"].ravel()
    shares = lambda at: np.exp(at) / np.sum(np.exp(at))  # noqa: E731  two words
    return {"a": shares(z).reshape(given["z"].shape), "dadz": jacobian(shares)(z)}


def two_layer_backprop(given: Values, samples: int = 1) -> Values:
    """A net of two layers: each gradient is the derivative of the loss in a shift of what it belongs to."""
    weights = {name: given[name] for name in ("x", "W1", "b1", "W2", "b2")}

    def forward(at: Values, shift1: Any = 0.0, shift2: Any = 0.0) -> Values:
        z1 = layer(given, at["W1"], at["x"], at["b1"]) + shift1
        a1 = activation(given["activation1"], given, z1)
        z2 = layer(given, at["W2"], a1, at["b2"]) + shift2
        a2 = activation(given["activation2"], given, z2)
        total = loss(given["loss"], a2, given["y"])
        return {"z1": z1, "a1": a1, "z2": z2, "a2": a2, "loss": total / (1 if given["loss"] == "mse" else samples)}

    found = forward(weights)
    slopes = grad(lambda at: forward(at)["loss"])(weights)
    found |= {f"d{name}": slope for name, slope in slopes.items()}
    found["delta1"] = grad(lambda shift: forward(weights, shift1=shift)["loss"])(np.zeros_like(found["z1"]))
    found["delta2"] = grad(lambda shift: forward(weights, shift2=shift)["loss"])(np.zeros_like(found["z2"]))
    return found


def two_layer_backprop_batch(given: Values) -> Values:
    """The same of a batch, whose loss is the mean over its rows."""
    return two_layer_backprop(given, samples=len(given["x"]))


def linear_collapse(given: Values) -> Values:
    """Two linear layers: what they make of 0 is the bias, how they change with the input the weights."""
    through = lambda x: layer(given, given["W2"], layer(given, given["W1"], x, given["b1"]), given["b2"])  # noqa: E731
    rows = given["convention"] == "row"
    n0 = given["W1"].shape[0 if rows else 1]
    zero = np.zeros((1, n0) if rows else (n0, 1))
    slopes = jacobian(lambda x: through(x).ravel())(zero).reshape(-1, n0)
    found = {"W": slopes.T if rows else slopes, "b": through(zero)}
    return found | ({"z": through(given["x"])} if "x" in given else {})


SIGMOID = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731  a function
#: What each graph computes from u, v, w and a push at p, q, r, s and J, which is 0; every node in order.
GRAPHS: dict[str, Any] = {
    "uv(u+w)": lambda u, v, w, k: ((p := u * v + k["p"]), (q := u + w + k["q"]), p * q),
    "(u+v)(u+w)": lambda u, v, w, k: ((p := u + v + k["p"]), (q := u + w + k["q"]), p * q),
    "uv+uw": lambda u, v, w, k: ((p := u * v + k["p"]), (q := u * w + k["q"]), p + q),
    "(u+v)uw": lambda u, v, w, k: ((p := u + v + k["p"]), (q := u * w + k["q"]), p * q),
    "uv(uv+w)": lambda u, v, w, k: ((p := u * v + k["p"]), (q := p + w + k["q"]), p * q),
    "(u+v)+(u+v)w": lambda u, v, w, k: ((p := u + v + k["p"]), (q := p * w + k["q"]), p + q),
    "(u+v)^2+(u+v)w": lambda u, v, w, k: (
        (p := u + v + k["p"]), (q := p**2 + k["q"]), (r := p * w + k["r"]), q + r
    ),
    "(uv)^2+uv+w": lambda u, v, w, k: ((p := u * v + k["p"]), (q := p**2 + k["q"]), (r := p + w + k["r"]), q + r),
    "u sigmoid(uv+w)": lambda u, v, w, k: gated(u, v, w, k, SIGMOID, held_is_p=False),
    "uv sigmoid(uv+w)": lambda u, v, w, k: gated(u, v, w, k, SIGMOID, held_is_p=True),
    "u tanh(uv+w)": lambda u, v, w, k: gated(u, v, w, k, np.tanh, held_is_p=False),
    "uv tanh(uv+w)": lambda u, v, w, k: gated(u, v, w, k, np.tanh, held_is_p=True),
}  # fmt: skip  # a graph to a line


def gated(u: Any, v: Any, w: Any, k: Values, gate: Any, *, held_is_p: bool) -> tuple[Any, ...]:
    """Return p = u v, q = p + w, s = f(q), and s times u or p."""
    p = u * v + k["p"]
    q = p + w + k["q"]
    s = gate(q) + k["s"]
    return p, q, s, (p if held_is_p else u) * s


def computational_graph(given: Values) -> Values:
    """Every node, and the slope of the output in a push at each."""
    name = given["graph"]
    run = GRAPHS[name]
    inputs, none = tuple(given[letter] for letter in "uvw"), dict.fromkeys("pqrs", 0.0)
    third = "s" if "tanh" in name or "sigmoid" in name else "r"
    letters = ["p", "q", "J"] if len(run(*inputs, none)) == 3 else ["p", "q", third, "J"]
    found = dict(zip(letters, run(*inputs, none), strict=True))
    pushes = grad(lambda k: run(*inputs, k)[-1])(none)
    found |= {f"d{letter}": pushes[letter] for letter in letters[:-1]} | {"dJ": 1.0}
    for place, letter in enumerate("uvw"):
        found[f"d{letter}"] = grad(lambda *at: run(*at, none)[-1], place)(*inputs)
    return found


def perceptron_step(given: Values) -> Values:
    """The perceptron rule as a slope: half the square of the error of a step that is taken for its own argument."""
    w, b, found, k = given["W"], given["b"], {}, 1
    while f"x{k}" in given:
        x, y = given[f"x{k}"], given[f"y{k}"]
        z = layer(given, w, x, b)
        guess = np.where(z >= 0, 1.0, 0.0)
        pull = grad(lambda w, b, x=x, error=guess - y: np.sum(error * layer(given, w, x, b)), (0, 1))
        w, b = (old - given["eta"] * slope for old, slope in zip((w, b), pull(w, b), strict=True))
        found |= {f"z{k}": z, f"yhat{k}": guess, f"W{k}": w, f"b{k}": b}
        k += 1
    return found


def gradient_check(given: Values) -> Values:
    """The loss on both sides of the weight, and its slope."""
    x, y, name = given["x"], given["y"], given["function"]
    loss_of = {
        "square": lambda w: (w * x - y) ** 2,
        "half-square": lambda w: (w * x - y) ** 2 / 2,
        "cube": lambda w: x * w * w * w + y * w,
        "sigmoid": lambda w: (SIGMOID(w * x) - y) ** 2 / 2,
        "tanh": lambda w: (np.tanh(w * x) - y) ** 2 / 2,
    }[name]
    up, down = (loss_of(given["w"] + step) for step in (given["epsilon"], -given["epsilon"]))
    slope, quotient = grad(loss_of)(given["w"]), (up - down) / (2 * given["epsilon"])
    return {"Jplus": up, "Jminus": down, "D": quotient, "dw": slope, "error": np.abs(quotient - slope)}


def vanishing_gradient(given: Values) -> Values:
    """A chain of units whose biases bring each to its output: slopes by differentiating it, layers by trying."""
    f = {"sigmoid": SIGMOID, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0)}[given["activation"]]
    back = {"sigmoid": lambda a: np.log(a / (1 - a)), "tanh": np.arctanh, "relu": lambda a: a}[given["activation"]]
    each, layers = "w1" in given, int(given["layers"])
    marks = [str(k) if each else "" for k in range(1, layers + 1)]
    found, slope = {}, 1.0
    for mark in marks:
        a, w = given[f"a{mark}"], given[f"w{mark}"]
        found[f"slope{mark}"], found[f"r{mark}"] = grad(f)(back(a)), grad(lambda x, a=a, w=w: f(w * x + back(a)))(0.0)
        slope = slope * found[f"r{mark}"]
    if "k" not in given:
        return found | {"dadx": slope}
    size, tried = np.log10(np.abs(found["r"])), 1
    while np.abs(size * tried) <= given["k"]:
        tried += 1
    return found | {"d": size, "D": size * layers, "N": np.array(tried)}


def gradient_step(given: Values) -> Values:
    """A net before and after one step against its gradient."""
    before = two_layer_backprop(given)
    moved = {name: given[name] - given["eta"] * before[f"d{name}"] for name in ("W1", "b1", "W2", "b2")}
    after = two_layer_backprop(given | moved)
    return before | {f"{name}_new": value for name, value in moved.items()} | {"loss_new": after["loss"]}


def saturation(given: Values) -> Values:
    """Dead units by trying random inputs and every corner; saturated ones by differentiating the layer."""
    if "b" in given:
        rows = given["convention"] == "row"
        n, m = given["W"].shape if rows else given["W"].shape[::-1]
        corners = np.array([[(k >> j) & 1 for j in range(n)] for k in range(2**n)], dtype=float)
        tops = np.max(corners @ (given["W"] if rows else given["W"].T) + given["b"].reshape(1, m), axis=0)
        return {"zmax": tops, "dead": ", ".join(str(k + 1) for k in range(m) if tops[k] <= 0) or "none"}
    f = {"sigmoid": SIGMOID, "tanh": np.tanh}[given["activation"]]
    found: Values = {}
    for mark, scale in (("", 1.0), ("big", given["c"])):
        z = layer(given, scale * given["W"], given["x"], 0.0)
        found |= {f"z{mark}": z, f"a{mark}": f(z), f"slope{mark}": elementwise_grad(f)(z)}
        found[f"dz{mark}"] = given.get("upstream", 0.0) * found[f"slope{mark}"]
    flat = [k for k, slope in enumerate(found["slopebig"].ravel(), 1) if slope < 0.01]
    return found | {"saturated": ", ".join(map(str, flat)) or "none"}


JUDGES = {
    "logic-gates": logic_gates,
    "saturation": saturation,
    "vanishing-gradient": vanishing_gradient,
    "gradient-check": gradient_check,
    "perceptron-step": perceptron_step,
    "computational-graph": computational_graph,
    "linear-collapse": linear_collapse,
    "matrix-product": matrix_product,
    "neuron": neuron,
    "dense-layer": dense_layer,
    "dense-layer-batch": dense_layer_batch,
    "layer-backprop": layer_backprop,
    "activation-values": activation_values,
    "loss": loss_and_slope,
    "softmax": softmax,
    "two-layer-forward": two_layer_backprop,
    "two-layer-backprop-batch": two_layer_backprop_batch,
    "gradient-step": gradient_step,
    "two-layer-backprop": two_layer_backprop,
} | WORD_JUDGES
