"""Which expression belongs in a line of NumPy; given program, activation, target, sizes and the options, as code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, permutations
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.numpy_later import np
from generators.numpy_lines import ACTIVE, PROGRAMS, Arrays, arrays, lines, run, value
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from generators.traits import drawn_order
from symbolic.errors import UserError, unknown
from symbolic.notation import Notation

#: The lines that a difficulty asks for, and the activations.
USUAL = {
    "easy": (("layer", "z"), ("layer", "a"), ("two layers", "z1"), ("two layers", "a2"), ("batch", "z")),
    "medium": (("layer", "dW"), ("layer", "dx"), ("layer", "delta"), ("two layers", "delta2"), ("two layers", "dW2")),
    "hard": (("batch", "dW"), ("two layers", "delta1"), ("batch", "db"), ("batch", "dx"), ("batch", "delta")),
}
SIZES = tuple(permutations((2, 3, 4, 5), 3))
APART = " | "
OFFERED = 4
#: Starts on which an expression has to be right, and how near to the truth.
STARTS, CLOSE, STEP = 3, 1e-6, 1e-6
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "relu": lambda z: z * (z > 0),
    "sigmoid": lambda z: np.exp(z) / (1 + np.exp(z)),
    "tanh": lambda z: 1 - 2 / (1 + np.exp(2 * z)),
}


class Fill(Struct, frozen=True):
    """A line of a program to fill in."""

    program: str
    target: str
    activation: str
    rounding: Rounding
    notation: Notation
    kind: str = "fill in"


def cases(setting: Setting) -> tuple[Fill, ...]:
    """Return the lines of a difficulty, the activations in turn."""
    names = tuple(ACTIVE)
    return tuple(
        Fill(program, target, names[(k + turn) % len(names)], Rounding("exact"), setting.notation)
        for turn in range(2)
        for k, (program, target) in enumerate(USUAL[setting.difficulty])
    )


def space(case: Fill) -> Space:
    """Return the sizes of the arrays and what is offered beside the right expression."""
    wrong = tuple(combinations(lines(case.program, case.activation)[case.target].wrong, OFFERED - 1))
    return Space((Choice("sizes", SIZES), Choice("wrong", wrong)), refuses=False)


def pose(case: Fill, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the program by name, the sizes and the options in the order of the page."""
    right = lines(case.program, case.activation)[case.target].right
    order = drawn_order((right, *draw["wrong"]), f"{case.target}/{draw['sizes']}/{draw['wrong']}")
    named = {"program": case.program, "activation": case.activation, "target": case.target}
    return named | {"sizes": [list(draw["sizes"])], "options": APART.join(order)}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Fill, dict[str, Any]]:
    """Read which line of which program the instructor asks for; the code itself is ours.

    Raises UserError for a program, function or line that there is not, and for sizes that do not tell shapes apart.
    """
    program, target, name = str(given["program"]), str(given["target"]), str(given.get("activation", "relu"))
    for kind, word, known in (("program", program, PROGRAMS), ("activation", name, ACTIVE)):
        if word not in known:
            raise unknown(kind, word, known)
    if target not in lines(program, name):
        raise unknown(f"line of {program}", target, lines(program, name))
    sizes = given.get("sizes", [2, 3, 4])
    if not isinstance(sizes, list) or tuple(sizes) not in SIZES:
        raise UserError(f"sizes = {sizes!r} are not three different whole numbers from 2 to 5")
    case = Fill(program, target, name, Rounding("exact"), setting.notation)
    wrong = lines(program, name)[target].wrong[: OFFERED - 1]
    return case, pose(case, {"sizes": tuple(int(n) for n in sizes), "wrong": wrong})


def solve(case: Fill, given: Mapping[str, Any], keep: Ledger) -> None:
    """What belongs there by the shapes and the rule."""
    keep("code", lines(case.program, case.activation)[case.target].right)


def recompute(case: Fill, given: Mapping[str, Any]) -> dict[str, str]:
    """Run every expression on offer, and see which gives what loops and differences of the loss give."""
    sizes = tuple(int(n) for n in given["sizes"].ravel())
    return {"code": _right(case.program, case.activation, case.target, sizes, given["options"])}


@lru_cache(maxsize=4096)
def _right(program: str, activation: str, target: str, sizes: tuple[int, ...], options: str) -> str:
    fit = options.split(APART)
    for start in range(STARTS):
        begun = arrays(program, sizes, start)
        known, truth = run(program, activation, begun, target), _truth(program, activation, target, sizes, start)
        fit = [code for code in fit if _agrees(code, known, truth)]
    return " and ".join(fit)


def _agrees(code: str, known: Arrays, truth: Any) -> bool:
    try:
        found = value(code, known)
    except (ValueError, TypeError):
        return False
    return np.shape(found) == np.shape(truth) and bool(np.allclose(found, truth, rtol=CLOSE, atol=CLOSE))


@lru_cache(maxsize=2048)
def _truth(program: str, activation: str, target: str, sizes: tuple[int, ...], start: int) -> Any:
    """Return what a line finds: a value by loops, or the gradient that it is by central differences of the loss."""
    begun = arrays(program, sizes, start)
    if target[0] in "az":
        return forward(program, activation, begun, {})[target]
    name = target.replace("delta", "z") if "delta" in target else target[1:]
    shape = np.shape(forward(program, activation, begun, {})[name] if "delta" in target else begun[name])

    def loss(shift: Any) -> float:
        return float(forward(program, activation, begun, {name: shift})["loss"])

    return _differences(loss, shape)


def _differences(loss: Callable[[Any], float], shape: tuple[int, ...]) -> Any:
    found = np.zeros(shape)
    for place in np.ndindex(*shape):
        shift = np.zeros(shape)
        shift[place] = STEP
        found[place] = (loss(shift) - loss(-shift)) / (2 * STEP)
    return found


def forward(program: str, activation: str, begun: Arrays, shifts: Arrays) -> Arrays:
    """Return every value on the way forward by sums over indices, each name moved by its shift where it has one."""
    at = {name: array + shifts.get(name, 0.0) for name, array in begun.items()}
    active = FUNCTIONS[activation]
    if program == "two layers":
        at["z1"] = np.einsum("ij,j->i", at["W1"], at["x"]) + at["b1"] + shifts.get("z1", 0.0)
        at["a1"] = active(at["z1"])
        at["z2"] = np.einsum("ij,j->i", at["W2"], at["a1"]) + at["b2"] + shifts.get("z2", 0.0)
        at["a2"] = at["z2"]
        return at | {"loss": np.square(at["a2"] - at["y"]).sum() / 2}
    rule = "ij,j->i" if program == "layer" else "ij,jk->ik"
    pair = (at["W"], at["x"]) if program == "layer" else (at["x"], at["W"])
    at["z"] = np.einsum(rule, *pair) + at["b"] + shifts.get("z", 0.0)
    at["a"] = active(at["z"])
    samples = 1 if program == "layer" else len(at["x"])
    return at | {"loss": np.square(at["a"] - at["y"]).sum() / 2 / samples}


def slips(case: Fill, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The other expressions, each with what becomes of it when it is run."""
    sizes = tuple(int(n) for n in given["sizes"][0])
    for code in given["options"].split(APART):
        if code != found.values["code"]:
            yield Slip("code", _becomes(case.program, case.activation, case.target, sizes, code), code)


@lru_cache(maxsize=4096)
def _becomes(program: str, activation: str, target: str, sizes: tuple[int, ...], code: str) -> str:
    known = run(program, activation, arrays(program, sizes), target)
    right = value(lines(program, activation)[target].right, known)
    try:
        found = value(code, known)
    except (ValueError, TypeError):
        return "does not run"
    return "has another shape" if np.shape(found) != np.shape(right) else "has other values"


def facts(case: Fill, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The program line by line, its shapes, and the options."""
    sizes = tuple(int(n) for n in given["sizes"][0])
    begun = arrays(case.program, sizes)
    known = run(case.program, case.activation, begun, "")
    code = {name: blank.right for name, blank in lines(case.program, case.activation).items()}
    return {
        "program": case.program,
        "activation": case.activation,
        "target": case.target,
        "shapes": {name: str(np.shape(array)) for name, array in begun.items()},
        "shape": str(np.shape(known[case.target])),
        "code": code | {case.target: "____"},
        "settled": found.values["code"] in given["options"].split(APART),
        "offered": tuple(f"`{code}`" for code in given["options"].split(APART)),
    }


FILL: Family[Any] = Family(
    name="numpy-code", version=1, summary="which expression belongs in a line", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute,
    forms=lambda case: (Form("code", "shapes", None, "M"), Form("code", "rule", None, "A")),
    asks=lambda case: (Ask("code", None),), slips=slips, accept=accept, symbols=lambda case: {}, facts=facts,
    choices=lambda case, given: {"code": tuple(given["options"].split(APART))},
)  # fmt: skip  # a table of fields
