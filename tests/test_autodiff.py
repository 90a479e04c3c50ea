"""An independent judge: every answer of a record, from its givens alone, by automatic differentiation."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import autograd.numpy as np
import pytest
import sympy
from autograd import elementwise_grad, grad, jacobian
from scalar_judges import logic_gates
from word_judges import WORD_JUDGES

from generators.families import FAMILIES

#: Families whose question is what would be a flaw elsewhere: points anywhere, units that saturate.
ABOUT_FLAWS = {"activation-values", "saturation"}
KINKED = {"relu", "leaky-relu"}
SATURATING = {"sigmoid", "tanh", "softmax"}
DECIMAL = re.compile(r"-?\d+(\.\d+)?")

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


def givens(record: Values) -> Values:
    """Return the givens as arrays and words; the convention, where the record leaves it out, is the column one."""
    given = record["given"]
    read = {name: value if isinstance(value, str) else np.array(value, float) for name, value in given.items()}
    return {"convention": record["options"].get("convention", "column")} | read


def flat(value: object) -> list[Any]:
    """Return the entries of a matrix, or the one value."""
    return [entry for row in value for entry in flat(row)] if isinstance(value, list) else [value]


def judged(record: Values) -> list[tuple[Values, Any]]:
    """Return each part of a record with its value by automatic differentiation."""
    truth = JUDGES[record["family"]](givens(record))
    return [(part, truth[part["name"]]) for part in record["parts"]]


def disagreement(record: Values) -> str:
    """Return the first part whose value, exact form or printed digits are not the truth, or nothing."""
    for part, truth in judged(record):
        if isinstance(part["value"], str):
            if part["value"] != truth:
                return f"{record['id']} {part['name']}: the record says {part['value']!r}, the judge {truth!r}"
            if part["printed"] != letter(part):
                return f"{record['id']} {part['name']}: {part['printed']} is printed, the judge finds {truth!r}"
            continue
        value = np.array(flat(part["value"]), dtype=float)
        right = np.asarray(truth, dtype=float).ravel()
        if value.shape != right.shape or not np.allclose(value, right, rtol=1e-9, atol=1e-12):
            return f"{record['id']} {part['name']}: the record says {part['value']}, autograd {truth.tolist()}"
        if wrong := misprinted(record, part, right):
            return f"{record['id']} {part['name']}: {wrong} is printed, autograd finds {truth.tolist()}"
    return ""


def letter(part: Values) -> str:
    """Return what the page shows for an answer in words: the letter of a choice, or the words."""
    offered = part.get("choices", [])
    return "ABCDEFGH"[offered.index(part["value"])] if offered else part["value"]


def misprinted(record: Values, part: Values, truth: Any) -> str:
    """Return the first printed entry whose last digit is wrong, or whose exact form is another number."""
    exact = flat(part["exact"]) if part["exact"] is not None else [None] * len(truth)
    for printed, form, right in zip(flat(part["printed"]), exact, truth, strict=True):
        if form is not None and abs(float(sympy.sympify(form)) - right) > 1e-9 * max(1, abs(right)):
            return form
        if DECIMAL.fullmatch(printed) and abs(float(printed) - right) > allowed(record, part, printed):
            return printed
    return ""


def allowed(record: Values, part: Values, printed: str) -> float:
    """Return how far a printed decimal may be: half of its last digit, or the tolerance where rounding was carried."""
    if record["rounding"] == "printed":
        return part["tolerance"] + 1e-12
    return float(Decimal(5).scaleb(Decimal(printed).as_tuple().exponent - 1)) if "." in printed else 1e-9


def flaws(record: Values) -> list[str]:
    """Return what no drawn problem may have: a gradient of zeros, a unit at a kink, a saturated one, a printed -0."""
    given, found = givens(record), []
    for part, truth in judged(record):
        if isinstance(truth, str):
            continue
        name, entries = part["name"], np.asarray(truth, dtype=float).ravel()
        of = given.get(f"activation{name[1:]}", given.get("activation", "")) if name[0] in "za" else ""
        if re.match(r"d[WbxA-Z]|delta", name) and not entries.any():
            found.append("zero gradient")
        if name[0] == "z" and of in KINKED and np.min(np.abs(entries)) < 1e-3:
            found.append("kink")
        if name[0] == "a" and of in SATURATING and np.max(np.abs(entries)) > 0.9999:
            found.append("saturated")
        if any(re.fullmatch(r"-0(\.0*)?", printed) for printed in flat(part["printed"])):
            found.append("minus zero")
    return found


each = pytest.mark.parametrize("family", FAMILIES)


@each
def test_every_answer_is_what_automatic_differentiation_finds(family, problems):
    """Values, exact forms and printed digits of every part agree with a judge that sees only the givens."""
    assert [text for text in map(disagreement, problems(family)) if text] == []


@each
def test_no_drawn_problem_is_degenerate(family, problems):
    """Zero gradients, units at a kink, saturated units, printed -0 and duplicates: none of each."""
    records = problems(family)
    counts = Counter(flaw for record in records if family not in ABOUT_FLAWS for flaw in flaws(record))
    identity = Counter(
        json.dumps([record[key] for key in ("given", "statement", "options", "seed")]) for record in records
    )
    counts["duplicate"] = sum(identity.values()) - len(identity)

    assert +counts == Counter()


def accepted(part: Values, answer: list[Any]) -> bool:
    """Whether an answer is right by the record: the same word, or a number within the tolerance in each entry."""
    right, tolerance = flat(part["value"]), part["tolerance"]
    if tolerance is None or len(answer) != len(right):
        return answer == right
    return bool(np.allclose(answer, right, rtol=0, atol=tolerance))


@each
def test_every_mistake_is_a_mistake(family, problems):
    """A named mistake leads to no accepted answer, and no two mistakes of a part to the same one."""
    for record in problems(family):
        for part in record["parts"]:
            wrong = [flat(m["value"]) for m in record["mistakes"] if m["part"] == part["name"]]

            assert not any(accepted(part, w) for w in wrong), record["id"]
            assert len({json.dumps(w) for w in wrong}) == len(wrong), record["id"]


@each
def test_the_judge_bites(family, problems):
    """An answer off by a millionth, and a last printed digit off by one, are both seen."""
    record = problems(family)[0]
    part = record["parts"][-1]
    off = json.loads(json.dumps(record))
    off["parts"][-1]["value"] = nearly(part["value"])
    slip = json.loads(json.dumps(record))
    slip["parts"][-1] |= {"printed": every(part["printed"], "7777.7"), "exact": None}

    assert disagreement(record) == ""
    assert "the record says" in disagreement(off)
    assert "is printed" in disagreement(slip)


def nearly(value: object) -> object:
    """Return an answer that is almost the right one."""
    return value + "?" if isinstance(value, str) else (np.array(value, dtype=float) + 1e-6).tolist()


def every(printed: object, text: str) -> object:
    """Return the shape of an answer with the same text in each place."""
    return [every(row, text) for row in printed] if isinstance(printed, list) else text
