"""What each named mistake comes to where answers are words, shapes, code or choices, by its name alone.

A judge returns the words; where several of what is offered do what the name says, it returns the set of them.
"""

from __future__ import annotations

import re
from itertools import pairwise, product

import numpy as np
from slip_judges import BACKPROP, DENSE, FORWARD, LAYER_BACK
from slip_judges_lines import LINES
from word_judges import FOUND_IN, NEEDED, SEARCHES, TEXTBOOK, find_the_mistake


def sizes_of(g, name):
    """Return rows and columns of each factor of a product such as ABt, in which t transposes what it follows."""
    pairs = [(g[m[0]].ravel().astype(int).tolist(), m[1:]) for m in re.findall("[ABC]t?", name)]
    return [pair[::-1] if turned else pair for pair, turned in pairs]


def size(rows, columns):
    """Return a shape as it is written."""
    return f"({rows}, {columns})"


def product_size(sizes):
    """Return the shape of a product, if there is one."""
    fit = all(left[1] == right[0] for left, right in pairwise(sizes))
    return size(sizes[0][0], sizes[-1][1]) if fit else "does not exist"


def product_judges(name):
    """Return the judges of the shape of a product."""
    return {
        (name, "outer sizes taken"): lambda g, v: size(sizes_of(g, name)[0][0], sizes_of(g, name)[-1][1]),
        (name, "inner sizes taken"): lambda g, v: size(sizes_of(g, name)[0][1], sizes_of(g, name)[-1][0]),
        (name, "sizes exchanged"): lambda g, v: size(sizes_of(g, name)[-1][1], sizes_of(g, name)[0][0]),
        (name, "transpose overlooked"): lambda g, v: product_size(sizes_of(g, name.replace("t", ""))),
    }


def batch_size(g, name, k, *, turned=False):
    """Return a shape of layer k as the convention has it, for columns the one below, or *turned* by mistake."""
    sizes, samples = g["sizes"].ravel().astype(int), int(g["batch"].item())
    column = {
        "W": (sizes[k], sizes[k - 1]),
        "b": (sizes[k], 1),
        "Z": (sizes[k], samples),
        "batch in W": (sizes[k], samples),
        "b by samples": (1, samples),
    }[name]
    return size(*(column[::-1] if (g["convention"] == "row") != turned else column))


def batch_judges(k):
    """Return the judges of the shapes of layer k; a gradient has the shape of what it belongs to."""
    like = {"W": "W", "b": "b", "Z": "Z", "delta": "Z", "dW": "W"}
    return {
        (f"W{k}", "batch in the weights"): lambda g, v: batch_size(g, "batch in W", k),
        (f"b{k}", "a bias a sample"): lambda g, v: batch_size(g, "b by samples", k),
    } | {(f"{p}{k}", "turned"): lambda g, v, of=of: batch_size(g, of, k, turned=True) for p, of in like.items()}


def layers(g):
    """Return inputs, units, biases and the share of the inputs that a dropout keeps, of each layer with weights."""
    found, inputs, kept = [], 0, 1.0
    for line in g["model"].splitlines():
        whole = [int(n) for n in re.findall(r"(?<![\d.])\d+(?![\d.])", line)]
        if "Dropout" in line:
            kept = 1 - float(re.search(r"0\.\d+", line)[0])
        elif "Input" in line:
            inputs = int(np.prod(whole))
        elif "Dense" in line or "Linear" in line:
            inputs = whole[0] if "Linear" in line else inputs
            units = whole[1] if "Linear" in line else whole[0]
            found.append((inputs, units, 0 if "bias=False" in line else units, kept))
            inputs, kept = units, 1.0
    return found


#: The parameters of a layer, by inputs n, units m, biases b and the share s that a dropout before it keeps.
COUNTS = {
    "bias forgotten": lambda n, m, b, s: n * m,
    "bias counted": lambda n, m, b, s: n * m + m,
    "one bias a layer": lambda n, m, b, s: n * m + 1,
    "a bias an input": lambda n, m, b, s: n * m + n,
    "dropout taken for a thinner layer": lambda n, m, b, s: s * n * m + b,
}


def count(numbers):
    """Return a number of parameters as an answer."""
    return np.array([[float(sum(numbers))]])


NAMES = ("AB", "BA", "AtB", "ABt", "BAt", "BtA", "AtC", "CtBt", "BtCt", "ABC", "BCA", "ABCt", "CtAB", "CABt")
SHAPES = {
    **{key: judge for name in NAMES for key, judge in product_judges(name).items()},
    **{key: judge for k in (1, 2) for key, judge in batch_judges(k).items()},
    **{
        (f"n{k}", name): lambda g, v, k=k, of=of: count([of(*layers(g)[k - 1])])
        for k in (1, 2, 3, 4)
        for name, of in COUNTS.items()
    },
    ("total", "biases forgotten"): lambda g, v: count(n * m for n, m, *_ in layers(g)),
    ("total", "last layer forgotten"): lambda g, v: count(n * m + b for n, m, b, _ in layers(g)[:-1]),
}


def arrays(g):
    """Return an array for every name of a program, of its shape; each has numbers of both signs, none twice."""
    n, m, last = g["sizes"].ravel().astype(int)
    shapes = {
        "layer": {"W": (m, n), "x": (n,)} | dict.fromkeys(("b", "y", "z", "a", "delta"), (m,)),
        "batch": {"W": (n, m), "x": (last, n), "b": (m,)} | dict.fromkeys(("y", "z", "a", "delta"), (last, m)),
        "two layers": {"W1": (m, n), "W2": (last, m), "x": (n,)}
        | dict.fromkeys(("b1", "z1", "a1", "delta1"), (m,))
        | dict.fromkeys(("b2", "y", "a2", "delta2"), (last,)),
    }[g["program"]]
    spread = {name: np.linspace(-1.1, 1.3, int(np.prod(shape))).reshape(shape) for name, shape in shapes.items()}
    return {name: array + 0.07 * k for k, (name, array) in enumerate(spread.items())}


def becomes(g, v, code):
    """Return what becomes of an expression when it is run in place of the right one."""
    known = arrays(g)
    right = eval(v["code"], {"np": np}, known)  # noqa: S307  what the page prints
    try:
        found = eval(code, {"np": np}, known)  # noqa: S307  what the page offers
    except (ValueError, TypeError):
        return "does not run"
    if np.shape(found) != np.shape(right):
        return "has another shape"
    return "is right" if np.allclose(found, right) else "has other values"


def offered_code(name):
    """Return the judge of the expressions that come to what the name says."""
    return lambda g, v: {code for code in g["offered"]["code"] if becomes(g, v, code) == name}


NUMPY = {
    **{("code", name): offered_code(name) for name in ("does not run", "has another shape", "has other values")},
    ("z", "bias forgotten"): lambda g, v: g["W"] @ g["x"],
    ("a", "mask printed"): lambda g, v: (v["z"] > 0) + 0.0,
    ("a", "absolute value"): lambda g, v: abs(v["z"]),
    ("delta", "mask forgotten"): lambda g, v: g["g"],
    ("delta", "value for the mask"): lambda g, v: g["g"] * np.maximum(0, v["z"]),
    ("dW", "mask forgotten"): lambda g, v: g["g"] @ g["x"].T,
    ("dW", "factors exchanged"): lambda g, v: g["x"] @ v["delta"].T,
    ("dx", "mask forgotten"): lambda g, v: g["W"].T @ g["g"],
}


def without(chain, wanted, many=1):
    """Return the chains that lack so many neighbouring factors, where the first of them is *wanted*."""
    places = [k for k in range(1, len(chain) - many) if wanted(chain[k])]
    return [[*chain[:k], *chain[k + many :]] for k in places]


def entering(g):
    """Return what enters the sum of the target's layer, the output below first, and the number of the layer."""
    k = int(g["target"][1:])
    return (f"a{k - 1}" if k > 1 else "x", f"W{k}", f"b{k}"), k


def beside(g, chain):
    """Return the chains that end in what else enters the sum."""
    found, k = entering(g)
    return [[*chain[:-1], f"z{k}/{name}"] for name in found if name != g["target"]]


def by_weights(g, chain):
    """Return the chains in which some step from a sum to the output below is one to the weights."""
    either = [[f, re.sub(r"^z(\d)/a\d$", r"z\1/W\1", f)] for f in chain]
    return [list(one) for one in product(*(dict.fromkeys(pair) for pair in either)) if list(one) != chain]


def too_far(g, chain):
    """Return the chain that passes by the parameter, through the output below and its sum."""
    (below, *_), k = entering(g)
    return [[*chain[:-1], f"z{k}/{below}", f"{below}/z{k - 1}"]]


CHAINS = {
    "loss left out": lambda g, chain: [chain[1:]],
    "ends beside the target": beside,
    "factors turned over": lambda g, chain: [["/".join(f.split("/")[::-1]) for f in chain]],
    "slope left out": lambda g, chain: without(chain, lambda f: f[0] == "a"),
    "weights in place of the output below": by_weights,
    "a layer left out": lambda g, chain: without(chain, lambda f: True, many=2),
    "gone on too far": too_far,
}
#: What is named by itself: another factor or value of the net, another product of slopes, another rest.
ITSELF = {
    "factor": ("1", "x", *(f"{letter}{k}" for letter in "Waz" for k in (1, 2, 3)), *(f"f'(z{k})" for k in (1, 2, 3))),
    "reduced": ("a - y", "y - a", "(a - y) a", "a (1 - a)", "(a - y) a (1 - a)", "(a - y) (1 - a^2)"),
    "left": ("0", "rest", "rest * z1", "- rest"),
}
CHAIN = {
    ("chain", name): lambda g, v, of=of: {" * ".join(one) for one in of(g, v["chain"].split(" * "))}
    for name, of in CHAINS.items()
} | {(part, f"{part} {text}"): lambda g, v, t=text: t for part, texts in ITSELF.items() for text in texts}

TRAITS = ("range", "steepest", "centred", "saturates", "dead", "rises")
PROPERTIES = {
    (trait, f"taken for {name}"): lambda g, v, told=row[place]: told
    for place, trait in enumerate(TRAITS)
    for name, row in TEXTBOOK.items()
} | {
    ("function", wanted): lambda g, v, has=has: {f for f in g["offered"]["function"] if not has(*TEXTBOOK[f])}
    for wanted, has in SEARCHES.items()
}
CHOICE = {
    ("function", need): lambda g, v, fit=names: set(g["offered"]["function"]) - set(fit.split())
    for need, names in NEEDED.items()
} | {("why", "answers another need"): lambda g, v: set(g["offered"]["why"]) - {g["needs"]}}

BASES = {
    "dense-layer": DENSE,
    "layer-backprop": LAYER_BACK,
    "two-layer-forward": FORWARD,
    "two-layer-backprop": BACKPROP,
}
#: The line behind that of a quantity, where it is worked out from that quantity.
FOLLOWS = {"z": "a", "delta": "dW", "z1": "a1", "a1": "Wa", "z2": "a2", "delta2": "dW2", "delta1": "dW1"}


def line_of(g, name, away=0):
    """Return the number of the line that finds a quantity, or of one so many lines away."""
    return str(FOUND_IN[g["base"]].index(name) + 1 + away)


def kept(g, v):
    """Return the wrong value, as the judge of the base has it."""
    found = find_the_mistake({**g, "convention": "column"})
    return BASES[g["base"]][g["part"], g["mistake"]](g, found | {"a2": found.get("z2")})


FIND = {
    ("line", "consequence taken for the cause"): lambda g, v: line_of(g, FOLLOWS[g["part"]]),
    ("line", "the line before"): lambda g, v: line_of(g, g["part"], -1),
    ("line", "the line after"): lambda g, v: set() if g["part"] in FOLLOWS else line_of(g, g["part"], 1),
    **{(part, "wrong value kept"): kept for part in (*FOLLOWS, "a", "dW2")},
}
WORD_JUDGES = {
    "shapes": SHAPES,
    "numpy-code": NUMPY,
    "chain-rule": CHAIN,
    "activation-properties": PROPERTIES,
    "activation-choice": CHOICE,
    "activation-derivation": LINES,
    "find-the-mistake": FIND,
}
