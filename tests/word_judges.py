"""Judges of the families whose answers are words, shapes or code: each part again, from the givens alone."""

from __future__ import annotations

import re
from collections import UserDict
from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
from autograd import grad

Values = dict[str, Any]


class Found(UserDict):
    """Parts that are found as they are asked for."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        """Keep how a part is found."""
        super().__init__()
        self.find = find

    def __missing__(self, name: str) -> Any:
        """Find the part."""
        return self.find(name)


def shapes(given: Values) -> Any:
    """Products by their letters as einsum knows them, a net by its arithmetic, a model line by line."""
    if "model" in given:
        return parameters(given["model"])
    return Found(lambda name: net_shape(given, name) if "sizes" in given else product_shape(given, name))


def product_shape(given: Values, name: str) -> str:
    """The size left of each factor must be what the factor before has on its right."""
    sizes = [given[m[0]].ravel().astype(int).tolist()[:: -1 if m[1:] else 1] for m in re.findall("[ABC]t?", name)]
    rows, columns = sizes[0]
    for below, after in sizes[1:]:
        if below != columns:
            return "does not exist"
        columns = after
    return f"({rows}, {columns})"


def net_shape(given: Values, name: str) -> str:
    """Weights by units and inputs, sums by units and samples; row convention turns both."""
    sizes, samples = given["sizes"].ravel().astype(int).tolist(), int(given["batch"])
    stem, k = re.fullmatch(r"(\D+)(\d)", name).groups()
    units, below = sizes[int(k)], sizes[int(k) - 1]
    shape = {"W": (units, below), "dW": (units, below), "b": (units, 1)}.get(stem, (units, samples))
    return str(shape[::-1] if given["convention"] == "row" else shape)


def parameters(model: str) -> Values:
    """Count as a summary of the model would."""
    counts, size = [], 0
    for line in model.splitlines():
        whole = [int(n) for n in re.findall(r"\d+", re.sub(r"\d\.\d", "", line))]
        if "Input" in line:
            size = int(np.prod(whole))
        elif "Dense" in line or "Linear" in line:
            size = whole[0] if "Linear" in line else size
            counts.append((size + (0 if "bias=False" in line else 1)) * whole[-1])
            size = whole[-1]
    return {f"n{k}": np.array(n) for k, n in enumerate(counts, 1)} | {"total": np.array(sum(counts))}


#: What textbooks say of each function: range, steepest, centred, saturates, dead, rises; and corner, for itself.
TEXTBOOK = {
    "sigmoid": ("(0, 1)", "1/4", "no", "on both sides", "none", "strictly increasing", "no"),
    "tanh": ("(-1, 1)", "1", "yes", "on both sides", "none", "strictly increasing", "no"),
    "relu": ("[0, ∞)", "1", "no", "on the left", "x < 0", "non-decreasing", "yes"),
    "leaky-relu": ("(-∞, ∞)", "1", "no", "on neither side", "none", "strictly increasing", "yes"),
    "identity": ("(-∞, ∞)", "1", "yes", "on neither side", "none", "strictly increasing", "no"),
    "step": ("{0, 1}", "", "no", "on both sides", "x < 0 and x > 0", "non-decreasing", "no"),
    "elu": ("(-1, ∞)", "1", "no", "on the left", "none", "strictly increasing", "no"),
    "softplus": ("(0, ∞)", "1", "no", "on the left", "none", "strictly increasing", "no"),
    "softsign": ("(-1, 1)", "1", "yes", "on both sides", "none", "strictly increasing", "no"),
    "hard-sigmoid": ("[0, 1]", "1/6", "no", "on both sides", "x < -3 and x > 3", "non-decreasing", "yes"),
    "relu6": ("[0, 6]", "1", "no", "on both sides", "x < 0 and x > 6", "non-decreasing", "yes"),
    "swish": ("[-0.28, ∞)", "1.1", "no", "on the left", "none", "not monotone", "no"),
    "gelu": ("[-0.17, ∞)", "1.13", "no", "on the left", "none", "not monotone", "no"),
    "hard-swish": ("[-0.375, ∞)", "3/2", "no", "on the left", "x < -3", "not monotone", "yes"),
}


def activation_properties(given: Values) -> Values:
    """Look it up."""
    names = ("range", "steepest", "centred", "saturates", "dead", "rises", "corner")
    if "activation" in given:
        return dict(zip(names, TEXTBOOK[given["activation"]], strict=True))
    wanted = given["traits"].split(" and ")
    fit = [name for name in given["functions"].split(", ") if all(SEARCHES[w](*TEXTBOOK[name]) for w in wanted)]
    return {"function": " and ".join(fit)}


SEARCHES = {
    "centred": lambda *row: row[2] == "yes",
    "saturates on both sides": lambda *row: row[3] == "on both sides",
    "saturates on the left only": lambda *row: row[3] == "on the left",
    "saturates nowhere": lambda *row: row[3] == "on neither side",
    "never dead": lambda *row: row[4] == "none",
    "can be dead": lambda *row: row[4] != "none",
    "not monotone": lambda *row: row[5] == "not monotone",
    "bounded": lambda *row: "∞" not in row[0],
    "never negative": lambda *row: "-" not in row[0],
    "slope under one": lambda *row: row[1] in ("1/4", "1/6"),
    "slope over one": lambda *row: row[1] in ("1.1", "1.13", "3/2"),
    "corner": lambda *row: row[6] == "yes",
}

NEEDED = {
    "between 0 and 1": "sigmoid",
    "shares": "softmax",
    "any number": "identity leaky-relu",
    "between -1 and 1": "tanh softsign",
    "positive": "softplus",
    "no fading": "relu leaky-relu elu softplus swish gelu hard-swish identity",
    "no dead units": "sigmoid tanh leaky-relu elu softplus softsign swish gelu identity",
    "centred": "tanh softsign identity",
    "smooth": "sigmoid tanh elu softplus softsign swish gelu identity",
    "no learning": "step",
    "collapse": "identity",
}


def activation_choice(given: Values) -> Values:
    """The functions that a textbook names for each need."""
    known = [NEEDED[need].split() for need in re.findall("|".join(sorted(NEEDED, key=len)[::-1]), given["needs"])]
    fit = [name for name in given["functions"].split(", ") if all(name in names for names in known)]
    return {"function": " and ".join(fit), "why": given["needs"]}


def numpy_code(given: Values) -> Values:
    """Trace by autograd; fill in by the rule that each line of a course has."""
    if "W" in given:
        return traced(given)
    program, target, slope = given["program"], given["target"], SLOPES[given["activation"]]
    rows = program == "batch"
    hidden = slope.replace("a", "a1") if "a" in slope else "(z1 > 0)"
    rule = {
        "z": "x @ W + b" if rows else "W @ x + b",
        "z1": "W1 @ x + b1",
        "a": ACTIVE[given["activation"]],
        "a1": ACTIVE[given["activation"]].replace("z", "z1"),
        "a2": "W2 @ a1 + b2",
        "delta": f"(a - y) * {slope}" + " / len(x)" * rows,
        "delta1": f"(W2.T @ delta2) * {hidden}",
        "delta2": "a2 - y",
        "dW": "x.T @ delta" if rows else "np.outer(delta, x)",
        "dW1": "np.outer(delta1, x)",
        "dW2": "np.outer(delta2, a1)",
        "db": "delta.sum(axis=0)" if rows else "delta",
        "dx": "delta @ W.T" if rows else "W.T @ delta",
    }
    return {"code": rule[target]}


ACTIVE = {"relu": "np.maximum(0, z)", "sigmoid": "1 / (1 + np.exp(-z))", "tanh": "np.tanh(z)"}
SLOPES = {"relu": "(z > 0)", "sigmoid": "a * (1 - a)", "tanh": "(1 - a ** 2)"}


def traced(given: Values) -> Values:
    """Go forward, and back by the derivative of g · relu(W x + b)."""
    W, x, b = given["W"], given["x"], given["b"]
    back = given.get("g", np.zeros_like(b))
    paid = lambda W, x, b: anp.sum(back * anp.maximum(0.0, W @ x + b))  # noqa: E731  one line
    dW, dx, delta = (grad(paid, k)(W, x, b) for k in range(3))
    return {"z": W @ x + b, "a": np.maximum(0, W @ x + b), "dW": dW, "dx": dx, "delta": delta}


def chain_rule(given: Values) -> Values:
    """Go back along the line of the net, and say each step as a textbook does."""
    target, last = given["target"], int(given["layers"])
    steps = [f"J/a{last}"]
    for k in range(last, 0, -1):
        steps.append(f"a{k}/z{k}")
        if target.endswith(str(k)):
            break
        steps.append(f"z{k}/a{k - 1}")
    reduced = {"bce": "a - y", "identity": "a - y", "tanh": "(a - y) (1 - a^2)", "sigmoid": "(a - y) a (1 - a)"}
    found = {"chain": " * ".join([*steps, f"z{target[1:]}/{target}"])}
    found["reduced"] = reduced["bce" if given["loss"] == "bce" else given["output"]]
    if "factor" in given:
        top, bottom = given["factor"].split("/")
        k = int(top[1:])
        below = f"a{k - 1}" if k > 1 else "x"
        found["factor"] = f"f'(z{k})" if top[0] == "a" else {"W": below, "b": "1"}.get(bottom[0], f"W{k}")
    return found | {"left": "rest" if given.get("z1", 0) > 0 else "0"}


def activation_derivation(given: Values) -> Any:
    """Look the missing lines up in the book, of which every line is proved by SymPy."""
    from symbolic.book import load

    every = load(given["activation"])["routes"][given["route"]]["lines"]
    lines = [line for line in every if line.get("where", "").replace("- ", "-") == given["where"]]
    return {f"line{k}": lines[int(n) - 1]["latex"] for k, n in enumerate(given["missing"].split(", "), 1)}


#: The line of each base that finds a quantity, when the line of the first unit is left out.
FOUND_IN = {
    "dense-layer": ("Wx", "z", "a"),
    "layer-backprop": ("Wx", "z", "a", "slope", "delta", "dW", "db", "dx"),
    "two-layer-forward": ("Wx", "z1", "a1", "Wa", "z2", "a2", "loss"),
    "two-layer-backprop": (
        "Wx",
        "z1",
        "a1",
        "Wa",
        "z2",
        "a2",
        "loss",
        "delta2",
        "dW2",
        "db2",
        "",
        "",
        "delta1",
        "dW1",
        "db1",
    ),
}


def find_the_mistake(given: Values) -> Values:
    """Work the net out by autograd; the line is the one in which the part is found."""
    line = {"line": str(FOUND_IN[given["base"]].index(given["part"]) + 1)}
    rows, relu = given["convention"] == "row", lambda z: anp.maximum(0.0, z)
    layer = (lambda W, x, b: x @ W + b) if rows else (lambda W, x, b: W @ x + b)
    if "W" in given:
        z = layer(given["W"], given["x"], given["b"])
        back = given.get("upstream", np.zeros_like(z))
        paid = lambda z: anp.sum(back * relu(z))  # noqa: E731  one line
        return line | {"z": z, "a": relu(z), "delta": grad(paid)(z)}
    z1 = layer(given["W1"], given["x"], given["b1"])
    z2 = layer(given["W2"], relu(z1), given["b2"])
    paid = lambda z: anp.sum((z - given["y"]) ** 2) / 2  # noqa: E731  one line
    through = lambda z: paid(layer(given["W2"], relu(z), given["b2"]))  # noqa: E731  one line
    weights = lambda W: paid(layer(W, relu(z1), given["b2"]))  # noqa: E731  one line
    found = {"z1": z1, "a1": relu(z1), "z2": z2, "delta2": grad(paid)(z2), "delta1": grad(through)(z1)}
    return line | found | {"dW2": grad(weights)(given["W2"])}


WORD_JUDGES = {
    "shapes": shapes,
    "activation-properties": activation_properties,
    "activation-choice": activation_choice,
    "numpy-code": numpy_code,
    "chain-rule": chain_rule,
    "activation-derivation": activation_derivation,
    "find-the-mistake": find_the_mistake,
}
