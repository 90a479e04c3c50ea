"""`chain-rule`: the factors of a gradient, what they come to, and what a dead or a live ReLU leaves of them.

Given layers, target, hidden, output, loss, the wrong products on offer, and z1, the sum of the first hidden unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from msgspec import Struct

from generators.chain_factors import (
    REDUCED,
    REDUCTIONS,
    TIMES,
    Net,
    direct,
    forward,
    local,
    near,
    path,
    product,
    slope,
    wrong_paths,
)
from generators.chain_said import choice, named, product_latex
from generators.family import Ask, Family, Option, Setting, Slip, one_of, whole
from generators.lines import Form
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.traits import drawn_order
from symbolic.errors import UserError, unknown
from symbolic.notation import Notation

HIDDEN = ("relu", "leaky-relu", "sigmoid", "tanh")
OPTIONS = {
    "hidden": Option("the hidden layers' function: " + ", ".join(HIDDEN), one_of(*HIDDEN)),
}
#: Layers, target, hidden, output, loss, and what is asked.
USUAL = {
    "easy": (
        (2, "W2", "relu", "identity", "squared-error", ("chain", "factor")),
        (2, "b2", "tanh", "sigmoid", "bce", ("chain", "factor")),
        (2, "W1", "relu", "identity", "squared-error", ("chain", "left")),
    ),
    "medium": (
        (2, "W1", "relu", "sigmoid", "bce", ("chain", "reduced", "left")),
        (2, "W1", "tanh", "sigmoid", "squared-error", ("chain", "reduced", "factor")),
        (2, "b1", "relu", "tanh", "squared-error", ("chain", "reduced", "left")),
    ),
    "hard": (
        (3, "W1", "relu", "sigmoid", "bce", ("chain", "reduced", "factor", "left")),
        (3, "W2", "sigmoid", "tanh", "squared-error", ("chain", "reduced", "factor")),
        (3, "b1", "relu", "sigmoid", "squared-error", ("chain", "reduced", "factor", "left")),
    ),
}
OFFERED = 4
#: The sum with which products are told apart: behind a dead or a saturated unit all would be nearly 0.
LIVE = 0.8
SUMS = (-9, -8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8, 9)
#: What may be left of the product: nothing, the other factors, those times z1, or with their sign turned.
LEFT = ("0", "rest", "rest * z1", "- rest")


class ChainRule(Struct, frozen=True):
    """A net, the parameter by which the loss is differentiated, and what is asked."""

    net: Net
    target: str
    asked: tuple[str, ...]
    rounding: Rounding
    notation: Notation


def cases(setting: Setting) -> tuple[ChainRule, ...]:
    """Return the nets of a difficulty; with another hidden function than ReLU nothing is asked of dead units."""
    found = []
    for layers, target, usual, output, loss, asked in USUAL[setting.difficulty]:
        hidden = setting.options.get("hidden", usual)
        kept = tuple(part for part in asked if part != "left" or hidden == "relu")
        found.append(ChainRule(Net(layers, hidden, output, loss), target, kept, Rounding("exact"), setting.notation))
    return tuple(dict.fromkeys(found))


def space(case: ChainRule) -> Space:
    """Return the wrong products, the factor that is looked at, and the sum of the hidden unit."""
    wrong = tuple(combinations(wrong_paths(case.net, case.target), OFFERED - 1))
    choices = [Choice("wrong", wrong)]
    if "left" in case.asked:
        choices.append(Choice("z1", SUMS))
    if "factor" in case.asked:
        choices.append(Choice("factor", path(case.net, case.target)[1:]))
    return Space(tuple(choices), refuses=False)


def pose(case: ChainRule, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the net and the question in words, with the sum of the hidden unit."""
    net = case.net
    named = {"layers": net.layers, "target": case.target, "hidden": net.hidden, "output": net.output, "loss": net.loss}
    asked = {name: draw[name] for name in ("factor", "z1") if name in draw}
    return named | asked | {"wrong": ", ".join(draw["wrong"])}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[ChainRule, dict[str, Any]]:
    """Read the instructor's net and what is to be differentiated by; raises UserError for a net that is not taught."""
    layers, target = int(str(whole(2, 3)("given.layers", given.get("layers", 2)))), str(given.get("target", "W1"))
    hidden, output = str(given.get("hidden", "relu")), str(given.get("output", "sigmoid"))
    loss = str(given.get("loss", "bce" if output == "sigmoid" else "squared-error"))
    OPTIONS["hidden"].read("given.hidden", hidden)
    if (output, loss) not in REDUCED:
        raise unknown("output with its loss", f"{output} with {loss}", [" with ".join(pair) for pair in REDUCED])
    targets = [f"{letter}{k}" for k in range(1, layers + 1) for letter in "Wb"]
    if target not in targets:
        raise unknown("target", target, targets)
    net = Net(layers, hidden, output, loss)
    factor = str(given.get("factor", path(net, target)[-1]))
    if factor not in path(net, target)[1:]:
        raise unknown("factor", factor, path(net, target)[1:])
    left = ("left",) if "z1" in given and hidden == "relu" and target[1] == "1" else ()
    asked = ("chain", "reduced", "factor", *left)
    case = ChainRule(net, target, asked, Rounding("exact"), setting.notation)
    wrong = tuple(wrong_paths(net, target))[: OFFERED - 1]
    z1 = {"z1": _sum(given["z1"])} if "left" in asked else {}
    return case, pose(case, {"factor": factor, "wrong": wrong, **z1})


def _sum(value: Any) -> int:
    if isinstance(value, str | list) or value not in SUMS:
        raise UserError(f"given.z1 = {value!r}: give a whole number from -9 to 9 that is not 0, 1 or -1")
    return int(value)


def choices(case: ChainRule, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what there is to choose from in each question."""
    about = f"{case.target}/{given['wrong']}/{given.get('z1', 0)}/{given.get('factor', '')}"
    return {part: drawn_order(_offered(case, given, part), f"{about}/{part}") for part in case.asked}


def _offered(case: ChainRule, given: Mapping[str, Any], part: str) -> tuple[str, ...]:
    if part == "chain":
        wrong = wrong_paths(case.net, case.target)
        return (TIMES.join(path(case.net, case.target)), *(wrong[name] for name in given["wrong"].split(", ")))
    if part == "reduced":
        right = REDUCED[case.net.output, case.net.loss]
        others = drawn_order(
            (text for text in REDUCTIONS if text != right), f"{given['wrong']}/{given.get('z1', 0)}/wrong"
        )
        return (right, *others[: OFFERED - 1])
    if part == "left":
        return LEFT
    right = direct(given["factor"])
    k = int(given["factor"].split("/")[0][1:])
    ones = {"1", f"f'(z{k})"} if k == case.net.layers and case.net.output == "identity" else set()
    same = ones if right in ones else {right}
    near_by = (f"W{k}", f"a{k - 1}" if k > 1 else "x", "1", f"f'(z{k})", f"a{k}", f"z{k}")
    return (right, *drawn_order((name for name in near_by if name not in same), f"{given['factor']}")[: OFFERED - 1])


def solve(case: ChainRule, given: Mapping[str, Any], keep: Ledger) -> None:
    """From J down to the target, one direct dependence after another."""
    right: dict[str, Callable[[], str]] = {
        "chain": lambda: TIMES.join(path(case.net, case.target)),
        "reduced": lambda: REDUCED[case.net.output, case.net.loss],
        "factor": lambda: direct(given["factor"]),
        "left": lambda: "rest" if given["z1"] > 0 else "0",
    }
    for part in case.asked:
        keep(part, right[part]())


def recompute(case: ChainRule, given: Mapping[str, Any]) -> dict[str, str]:
    """Put numbers into the net: what is offered is right where it comes to the difference quotient."""
    z1 = {"z1": int(given["z1"].item())} if "z1" in given else {}
    net = case.net
    bent = net._replace(hidden="tanh", output="tanh" if net.output == "identity" else net.output)  # no slope is 1
    at = forward(net, LIVE)
    offered = choices(case, {**given, **z1})
    found = {
        "chain": [o for o in offered["chain"] if near(product(bent, LIVE, o), slope(bent, LIVE, "J", case.target))]
    }
    if "reduced" in offered:
        truth = slope(net, LIVE, "J", f"z{net.layers}")
        found["reduced"] = [o for o in offered["reduced"] if near(REDUCTIONS[o](at[f"a{net.layers}"], at["y"]), truth)]
    if "factor" in offered:
        tame = net._replace(hidden="tanh")  # of a ReLU the slope is 1 where it is live, of the identity everywhere
        tied, truth = forward(tame, LIVE), local(tame, LIVE, given["factor"]) or 0.0
        found["factor"] = [o for o in offered["factor"] if near(_number(tame, tied, o), truth)]
    if "left" in offered:
        numbers = float(z1["z1"])
        others = TIMES.join(f for f in path(net, case.target) if f != "a1/z1")
        rest = product(net, numbers, others) or 0.0
        worth = {"0": 0.0, "rest": rest, "rest * z1": rest * z1["z1"], "- rest": -rest}
        found["left"] = [o for o in offered["left"] if near(worth[o], slope(net, numbers, "J", case.target))]
    return {part: " and ".join(right) for part, right in found.items()}


def _number(net: Net, at: Mapping[str, float], text: str) -> float:
    """Return what a factor is said to be, as a number."""
    if text.startswith("f'"):
        k = text[4:-1]
        return local(net, LIVE, f"a{k}/z{k}") or 0.0
    return 1.0 if text == "1" else at[text]


def slips(case: ChainRule, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The other choices, each by the name of what went wrong."""
    wrong = {text: name for name, text in wrong_paths(case.net, case.target).items()}
    for part, offered in choices(case, given).items():
        for text in offered:
            if text != found.values[part]:
                yield Slip(part, wrong.get(text, "another expression") if part == "chain" else f"{part} {text}", text)


def facts(case: ChainRule, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The net, and each choice as LaTeX."""
    offered = choices(case, given)
    told = {
        part: {text: choice(part, text, case.net, case.notation) for text in each} for part, each in offered.items()
    }
    looked_at = given.get("factor", "a1/z1")
    return {
        **case.net._asdict(), "asked": dict(enumerate(case.asked, 1)), "z1": given.get("z1", 0), "target": case.target,
        "names": {name: named(name, case.notation) for name in _names(case)}, "said": told,
        "gradient": product_latex(f"J/{case.target}", case.notation),
        "choices": {part: tuple(told[part][text] for text in each) for part, each in offered.items()},
        "first": product_latex(TIMES.join(path(case.net, case.target)[:2]), case.notation),
        "factor": f"${product_latex(looked_at, case.notation)}$", "top": looked_at[0],
        "settled": all(found.values[part] in offered[part] for part in case.asked),
        "lefts": offered.get("left", ()), "dead": given.get("z1", 0) < 0,
        "slope": product_latex("a1/z1", case.notation),
    }  # fmt: skip  # a table


def _names(case: ChainRule) -> tuple[str, ...]:
    layers = range(1, case.net.layers + 1)
    return ("x", "y", "J", *(f"{letter}{k}" for k in layers for letter in "Wbza"))


FAMILY = Family(
    name="chain-rule", version=1, summary="the factors of a gradient, and what a dead or a live unit leaves",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute,
    forms=lambda case: tuple(Form(part, part, None, "A") for part in case.asked),
    asks=lambda case: tuple(Ask(part, None, k) for k, part in enumerate(case.asked, 1)), slips=slips, accept=accept,
    symbols=lambda case: {}, facts=facts, choices=choices,
)  # fmt: skip  # a register entry
