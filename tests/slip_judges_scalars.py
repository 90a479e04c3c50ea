"""What each named mistake comes to in single units, small graphs, chains and gates, by its name alone.

The judges get what those of slip_judges get, in column convention.
"""

from __future__ import annotations

import numpy as np
from scalar_judges import LOGIC, table

VALUES = {
    ("a", "sign dropped"): lambda g, v: abs(g["z"]),
    ("dadz", "value taken for the slope"): lambda g, v: v["a"],
    ("dadz", "z taken for the output"): lambda g, v: g["z"] * (1 - g["z"]),
    ("dadz", "minus forgotten"): lambda g, v: v["a"] * (1 + v["a"]),
    ("dadz", "square forgotten"): lambda g, v: 1 - v["a"],
}


def sample(k):
    """Return the judges of the perceptron's sample k, whose weights are those that the sample before left."""
    W = lambda g, v: v[f"W{k - 1}"] if k > 1 else g["W"]  # noqa: E731  the old weights
    b = lambda g, v: v[f"b{k - 1}"] if k > 1 else g["b"]  # noqa: E731  the old bias
    x, y, yhat = f"x{k}", f"y{k}", f"yhat{k}"
    return {
        (f"z{k}", "bias forgotten"): lambda g, v: W(g, v) @ g[x],
        (yhat, "wrong side"): lambda g, v: (v[f"z{k}"] < 0) + 0.0,
        # As if it were wrong: an error of 1 for class 1, of -1 for class 0
        (f"W{k}", "changed though right"): lambda g, v: W(g, v) + g["eta"] * (2 * g[y] - 1) * g[x].T,
        (f"W{k}", "sign turned"): lambda g, v: W(g, v) + g["eta"] * (v[yhat] - g[y]) * g[x].T,
        (f"W{k}", "rate forgotten"): lambda g, v: W(g, v) + (g[y] - v[yhat]) * g[x].T,
        (f"b{k}", "bias not changed"): b,
        (f"b{k}", "sign turned"): lambda g, v: b(g, v) + g["eta"] * (v[yhat] - g[y]),
    }


#: The steps of each graph: u*v, u+v, p², and behind its argument σ for the sigmoid, τ for tanh.
GRAPHS = {
    "uv(u+w)": "p=u*v q=u+w J=p*q",
    "(u+v)(u+w)": "p=u+v q=u+w J=p*q",
    "uv+uw": "p=u*v q=u*w J=p+q",
    "(u+v)uw": "p=u+v q=u*w J=p*q",
    "uv(uv+w)": "p=u*v q=p+w J=p*q",
    "(u+v)+(u+v)w": "p=u+v q=p*w J=p+q",
    "(u+v)^2+(u+v)w": "p=u+v q=p² r=p*w J=q+r",
    "(uv)^2+uv+w": "p=u*v q=p² r=p+w J=q+r",
    "u sigmoid(uv+w)": "p=u*v q=p+w s=qσ J=u*s",
    "uv sigmoid(uv+w)": "p=u*v q=p+w s=qσ J=p*s",
    "u tanh(uv+w)": "p=u*v q=p+w s=qτ J=u*s",
    "uv tanh(uv+w)": "p=u*v q=p+w s=qτ J=p*s",
}
#: The slope of a step, by the value of the node, that of the other one and its own.
SLOPES = {
    "*": lambda node, other, out: other,
    "+": lambda node, other, out: 1,
    "²": lambda node, other, out: 2 * node,
    "σ": lambda node, other, out: out * (1 - out),
    "τ": lambda node, other, out: 1 - out**2,
}


def users(g, node):
    """Return the steps that use a node, in order."""
    return [step for step in GRAPHS[g["graph"]].split() if node in step[2:]]


def arrives(g, v, node):
    """Return what arrives at each step that uses a node, before the slope of that step; at J it is 1."""
    return [v.get(f"d{step[0]}", np.ones((1, 1))) if step[0] != "J" else np.ones((1, 1)) for step in users(g, node)]


def ways(g, v, node):
    """Return what comes back to a node by each of its ways."""
    at, found = {**g, **v}, []
    for step, error in zip(users(g, node), arrives(g, v, node), strict=True):
        other = step[2:].replace(node, "", 1)[-1]
        found.append(error * SLOPES[step[3]](at[node], at.get(other), at[step[0]]))
    return found


def node_judges(n):
    """Return the judges of the slope at a node."""
    return {
        (f"d{n}", "second way forgotten"): lambda g, v: ways(g, v, n)[0],
        (f"d{n}", "first way forgotten"): lambda g, v: ways(g, v, n)[1],
        (f"d{n}", "ways multiplied"): lambda g, v: ways(g, v, n)[0] * ways(g, v, n)[1],
        (f"d{n}", "own value taken"): lambda g, v: arrives(g, v, n)[0] * {**g, **v}[n],
        (f"d{n}", "slope forgotten"): lambda g, v: arrives(g, v, n)[0],
    }


def units(which):
    """Return the numbers of the units where *which* is true, in words."""
    return ", ".join(str(k) for k in np.flatnonzero(which) + 1) or "none"


SATURATION = {
    ("zmax", "negative weights counted"): lambda g, v: g["W"] @ np.ones((g["W"].shape[1], 1)) + g["b"],
    ("zmax", "bias forgotten"): lambda g, v: np.maximum(g["W"], 0) @ np.ones((g["W"].shape[1], 1)),
    ("dead", "judged by the bias"): lambda g, v: units(g["b"] < 0),
    ("slope", "output taken for the slope"): lambda g, v: v["a"],
    ("abig", "output grown"): lambda g, v: g["c"] * v["a"],
    ("slopebig", "slope grown"): lambda g, v: g["c"] * v["slope"],
    ("saturated", "judged by the sign"): lambda g, v: units(v["zbig"] < 0),
    ("dz", "slope forgotten"): lambda g, v: g["upstream"],
    ("dzbig", "slope forgotten"): lambda g, v: g["upstream"],
}


def factors(g, v):
    """Return the factor of each layer of a chain."""
    return [v.get("r", v.get(f"r{k}")) for k in range(1, int(g["layers"]) + 1)]


MARKS = ("", *"12345678")
VANISHING = {
    **{(f"slope{k}", "output taken for the slope"): lambda g, v, k=k: g[f"a{k}"] for k in MARKS},
    **{(f"r{k}", "weight forgotten"): lambda g, v, k=k: v[f"slope{k}"] for k in MARKS},
    ("dadx", "factors added"): lambda g, v: sum(factors(g, v)),
    ("dadx", "one layer too few"): lambda g, v: np.prod(factors(g, v)[1:], axis=0),
    ("D", "one layer too few"): lambda g, v: (int(g["layers"]) - 1) * v["d"],
    ("N", "rounded down"): lambda g, v: np.floor(g["k"] / abs(v["d"])),
}

#: The four inputs (0, 0), (0, 1), (1, 0), (1, 1), a column each.
INPUTS = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


def conditions(gate):
    """Return what the sums of a perceptron must fulfil to be a gate."""
    sums = ("b", "w2 + b", "w1 + b", "w1 + w2 + b")
    return ", ".join(f"{name} {'>= 0' if one else '< 0'}" for name, one in zip(sums, table(gate), strict=True))


def gates_apart(g, v, places):
    """Return the gates on offer whose tables differ from that of the right one in so many places."""
    known = [gate for gate in g["offered"]["gate"] if gate in LOGIC]
    return {gate for gate in known if np.sum(np.array(table(gate)) != table(v["gate"])) == places}


GATES = {
    ("z", "bias forgotten"): lambda g, v: g["W"] @ INPUTS,
    ("z1", "bias forgotten"): lambda g, v: g["W1"] @ INPUTS,
    ("z2", "bias forgotten"): lambda g, v: g["W2"] @ v["a1"],
    ("a1", "wrong way round"): lambda g, v: (v["z1"] < 0) + 0.0,
    ("yhat", "wrong way round"): lambda g, v: (v.get("z", v.get("z2")) < 0) + 0.0,
    ("gate", "opposite"): lambda g, v: gates_apart(g, v, 4),
    ("gate", "one input overlooked"): lambda g, v: gates_apart(g, v, 1),
    ("low", "sign turned"): lambda g, v: -v["low"],
    ("high", "sign turned"): lambda g, v: -v["high"],
    ("low", "looser one taken"): lambda g, v: np.min(-g["W"], keepdims=True),
    ("high", "looser one taken"): lambda g, v: np.max(-g["W"], keepdims=True),
    ("own", "gate itself"): lambda g, v: conditions(g["gate"]),
    ("alone", "one perceptron trusted"): lambda g, v: "yes",
    ("alone", "hidden layer thought needed"): lambda g, v: "no",
}
SCALAR_JUDGES = {
    "activation-values": VALUES,
    "perceptron-step": sample(1) | sample(2) | sample(3),
    "computational-graph": {key: judge for n in "uvwpqrs" for key, judge in node_judges(n).items()},
    "saturation": SATURATION,
    "vanishing-gradient": VANISHING,
    "logic-gates": GATES,
}
