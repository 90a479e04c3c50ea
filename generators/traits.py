"""What the book has proved of the activations, as questions with one right answer each; no answer is typed in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b

from symbolic.activation import X
from symbolic.activations import ACTIVATIONS
from symbolic.book import load
from symbolic.latex import latex
from symbolic.notation import Notation
from symbolic.traverse import substitute
from symbolic.tree import Fn, Num

#: The functions that questions are about: the known ones, and all.
KNOWN = ("sigmoid", "tanh", "relu", "leaky-relu", "identity", "step", "elu", "softplus")
ALL = (*KNOWN, "softsign", "hard-sigmoid", "relu6", "swish", "gelu", "hard-swish")
SIDES: dict[tuple[bool, ...], str] = {
    (True, True): "on both sides",
    (True, False): "on the left",
    (False, True): "on the right",
}
NEITHER = "on neither side"


def drawn_order(items: Iterable[str], about: str) -> tuple[str, ...]:
    """Return *items* in an order that hangs on what the question is *about*: any place is as likely as another."""
    return tuple(sorted(items, key=lambda item: blake2b(f"{about}/{item}".encode(), digest_size=8).digest()))


@lru_cache
def traits(name: str) -> Mapping[str, str]:
    """Return the traits of a function by the book; one that has no short form, such as a range, is left out."""
    if name == "softmax":  # each is a share of the sum of all of them, by its definition
        return {"sum": "yes", "range": "(0, 1)"}
    found, table = load(name)["properties"], _table(name)
    low, high = (found["range"][end]["value"] for end in ("low", "high"))
    saturated = tuple(found["saturates"][side] is not None for side in ("left", "right"))
    told = {
        "centred": "yes" if found["zero_centered"] else "no",
        "saturates": SIDES.get(saturated, NEITHER),
        "dead": table["dead region"]["text"],
        "rises": found["monotone"],
        "corner": "yes" if found["smoothness"] == "C^0" else "no",
        "bounded": "no" if low is None or high is None else "yes",
        "negative": "yes" if low is None or low < 0 else "no",
    }
    slopes = found["derivative_range"]
    told |= {
        "far": "1" if found["limits"]["f' at oo"] == "1" else "other",
        "slope": "jumps" if found["smoothness"] in ("C^0", "not continuous") else "continuous",
        "straight": "yes"
        if found["smoothness"] == "C^oo" and all(b["is"] == "affine" for b in found["bends"])
        else "no",
        "flat": "yes" if slopes["low"]["value"] == slopes["high"]["value"] == 0 else "no",
        "sum": "no",
    }
    if (steepest := found["lipschitz"]["value"]) is not None:
        told["steeper"] = "more" if steepest > 1 else "less" if steepest < 1 else "exactly"
    if len(table["range"]["text"]) <= len("(-oo, oo)"):
        told["range"] = table["range"]["text"]
    if steepest is not None and len(found["lipschitz"]["exact"] or "long") <= len("1/4"):
        told["steepest"] = found["lipschitz"]["exact"]
    return told


@lru_cache
def _table(name: str) -> dict[str, dict[str, str]]:
    return {row["name"]: {"text": row["forms"]["text"]["says"], "says": row["says"]} for row in load(name)["table"]}


#: The rows of the book's table that give the reason for a trait.
REASONS = {
    "range": ("minimum", "maximum"), "steepest": ("range of the slope",), "centred": ("parity", "range"),
    "dead": ("derivative",), "saturates": ("limits of the slope",), "rises": ("smallest slope",),
    "corner": ("smoothness",), "bounded": ("range",), "negative": ("range",), "steeper": ("largest slope",),
    "far": ("limits of the slope",), "slope": ("smoothness",), "straight": ("definition", "convexity"),
    "flat": ("range of the slope",),
}  # fmt: skip  # a table


def reasons(name: str, trait: str) -> tuple[tuple[str, str], ...]:
    """Return what the book says of a function that settles a trait: the name of each fact and the fact as Markdown."""
    return tuple((row, _table(name)[row]["says"]) for row in REASONS.get(trait, ()))


def shown(name: str, trait: str) -> str:
    """Return a trait as Markdown with formulas."""
    if trait == "range":
        return _table(name)["range"]["says"]
    if trait == "dead":
        says = _table(name)["dead region"]["says"]
        return "nowhere" if says == "none" else f"for {says.replace(' and ', ' and for ')}"
    return f"${_steepest(traits(name)[trait])}$" if trait == "steepest" else traits(name)[trait]


def _steepest(exact: str) -> str:
    value = Fraction(exact)
    return str(value) if value.denominator == 1 else f"\\frac{{{value.numerator}}}{{{value.denominator}}}"


@lru_cache
def formula(name: str, notation: Notation) -> tuple[str, str]:
    """Return f(x) and its definition as LaTeX, with parameters at their usual values where those are no 1."""
    activation = ACTIVATIONS[name]
    body = activation.definition
    for parameter in activation.parameters:
        if parameter.usual != "1":
            body = substitute(body, parameter.symbol, Num(parameter.usual))
    return latex(Fn(name, (X,)), notation), latex(body, notation)


@lru_cache
def parameters(name: str) -> tuple[str, ...]:
    """Return the letters that stand for 1 in a definition, as LaTeX."""
    return tuple(latex(p.symbol) for p in ACTIVATIONS[name].parameters if p.usual == "1")


def called(name: str) -> str:
    """Return what the book calls a function, with the parameters that it is meant with."""
    letters = ", ".join(f"${letter} = 1$" for letter in parameters(name))
    return f"{title(name)} ({letters})" if letters else title(name)


def title(name: str) -> str:
    """Return what the book calls a function."""
    called: str = load(name)["title"]
    return f"{called} function" if called in ("step", "identity") else called
