"""`find-the-mistake`: a worked solution with one planted mistake; which line has it, and what should stand there?

Given base, part and mistake, and what the base family is given: dense-layer, layer-backprop or two-layer-backprop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from generators.answers import page_of
from generators.checks import failing
from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.nets import in_field
from generators.planted import Planted, lines_of, planted
from generators.rounding import Ledger
from generators.space import Space
from symbolic.errors import UserError, unknown
from symbolic.tree import Node

#: The families whose solutions are shown, with their options, and the mistakes that may be planted in them.
LAYER = {"activation": "relu"}
NET = {"hidden": "relu", "output": "identity", "loss": "squared-error"}
PLANTS: dict[str, tuple[tuple[str, Mapping[str, str], tuple[tuple[str, str], ...]], ...]] = {
    "easy": (
        ("dense-layer", LAYER, (("z", "bias forgotten"), ("a", "activation forgotten"))),
        ("layer-backprop", LAYER, (("z", "bias forgotten"), ("delta", "slope forgotten"))),
    ),
    "medium": (
        (
            "two-layer-forward",
            NET,
            (("z1", "bias forgotten"), ("a1", "activation forgotten"), ("z2", "bias forgotten")),
        ),
        (
            "layer-backprop",
            {"activation": "relu"},
            (("delta", "slope forgotten"), ("delta", "output taken for the slope")),
        ),
    ),
    "hard": (
        (
            "two-layer-backprop",
            NET,
            (
                ("delta2", "sign turned"),
                ("delta1", "slope forgotten"),
                ("delta1", "output taken for the slope"),
                ("dW2", "input taken for the hidden output"),
            ),
        ),
    ),
}
BASES = tuple(dict.fromkeys(base for plants in PLANTS.values() for base, _, _ in plants))


def _base(name: str) -> Family[Any]:
    from generators.families import FAMILIES

    return FAMILIES[name]


def cases(setting: Setting) -> tuple[Planted, ...]:
    """Return the mistakes of a difficulty, each in a net of its own size."""
    found = []
    for base, options, plants in PLANTS[setting.difficulty]:
        family = _base(base)
        inner = family.cases(family.setting(setting.difficulty, options, setting.notation))
        for k, (part, mistake) in enumerate(plants):
            chosen = inner[k % len(inner)]
            found.append(Planted(base, chosen, part, mistake, chosen.rounding, chosen.notation))
    return tuple(found)


def space(case: Planted) -> Space:
    """Return what the base family draws."""
    return case.family.space(case.inner)


def pose(case: Planted, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the givens of the base family, and the name of what is planted."""
    return case.family.pose(case.inner, draw) | {"base": case.base, "part": case.part, "mistake": case.mistake}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Planted, dict[str, Any]]:
    """Read the instructor's net, and which mistake is to be planted.

    Raises UserError for a mistake that there is not, and for numbers with which it changes nothing.
    """
    name = str(given.get("base", "dense-layer"))
    if name not in BASES:
        raise unknown("base", name, BASES)
    family = _base(name)
    plants = [plant for kinds in PLANTS.values() for base, _, kind in kinds if base == name for plant in kind]
    wanted = (str(given.get("part", plants[0][0])), str(given.get("mistake", plants[0][1])))
    if wanted not in plants:
        raise unknown("mistake", ": ".join(wanted), [": ".join(plant) for plant in plants])
    inner, read = family.accept(replace(setting, options={}), given)
    if inner.rounding.policy != "exact":
        raise UserError("a planted mistake needs exact values: give activations that leave fractions, such as relu")
    case = Planted(name, inner, *wanted, inner.rounding, inner.notation)
    family.solve(inner, read, truth := Ledger(lambda value: value))
    if planted(case, read, truth) is None:
        raise UserError(f"with these numbers the mistake '{wanted[1]}' changes nothing in {wanted[0]}: give others")
    return case, read | {"base": name, "part": wanted[0], "mistake": wanted[1]}


def solve(case: Planted, given: Mapping[str, Any], keep: Ledger) -> None:
    """Solve rightly; the line is the one that ends in what was planted."""
    case.family.solve(case.inner, given, keep)
    wrong = planted(case, given, keep)
    keep("line", "" if wrong is None else str(wrong.number))


def recompute(case: Planted, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read every line of the wrong solution back from its print: the first that does not hold, and it alone."""
    exact = {name: value if isinstance(value, str) else _exact(case, value) for name, value in given.items()}
    case.family.solve(case.inner, exact, truth := Ledger(lambda value: value))
    wrong = planted(case, exact, truth)
    found = () if wrong is None else failing(lines_of(case), case.inner, wrong.page)
    return {**case.family.recompute(case.inner, given), "line": " and ".join(str(place + 1) for place in found)}


def _exact(case: Planted, array: Any) -> Any:
    """Return the exact numbers of an array."""
    return in_field([[_typed(entry) for entry in row] for row in array.tolist()], case.rounding)


def _typed(entry: float) -> Fraction:
    """Return the fraction that somebody typed to come to this double: a short one, else the decimals that it shows."""
    short = Fraction(entry).limit_denominator(10**6)
    return short if float(short) == entry else Fraction(repr(entry))


def forms(case: Planted) -> tuple[Form, ...]:
    """Words about the line, and the line as it should be."""
    right = next(form.form for form in reversed(lines_of(case).forms) if form.form.part == case.part)
    return (Form("line", "line", None, "A"), replace(right, mark="A"))


def asks(case: Planted) -> tuple[Ask, ...]:
    """Return the line, and the quantity that it should have found."""
    right = next(ask for ask in case.family.asks(case.inner) if ask.name == case.part)
    return (Ask("line", None, 1), replace(right, question=2))


def guards(case: Planted, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Say what makes a poor problem of the base family, and where the mistake does not show."""
    if name != "line":
        yield from case.family.guards(case.inner, given, found, name)
    elif not found.values["line"]:
        yield "the planted mistake does not show"


def slips(case: Planted, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: a line to which the wrong value was carried, or one beside it, and the wrong value kept."""
    wrong = planted(case, given, found)
    if wrong is None:
        return
    right = page_of(case.inner, given, found)
    for after in lines_of(case).forms[wrong.number :][:1]:
        carried = after.fill(wrong.page) != after.fill(right)
        yield Slip("line", "consequence taken for the cause" if carried else "the line after", str(wrong.number + 1))
    if wrong.number > 1:
        yield Slip("line", "the line before", str(wrong.number - 1))
    yield Slip(case.part, "wrong value kept", wrong.value)


def facts(case: Planted, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The lines of the wrong solution, and what the words need of the base."""
    wrong = planted(case, given, found)
    lines = () if wrong is None else tuple(form.fill(wrong.page) for form in lines_of(case).forms)
    return {
        "base": case.base,
        "part": case.part,
        "mistake": case.mistake,
        "settled": found.values["line"].isdigit(),
        "last": wrong is not None and wrong.number == len(lines),
        "lines": lines,
    }


def symbols(case: Planted) -> Mapping[Node, str]:
    """Return the symbols of the base family."""
    return case.family.symbols(case.inner)


FAMILY = Family(
    name="find-the-mistake", version=1, summary="a worked solution with one planted mistake to be found and mended",
    options={}, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms, asks=asks,
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
)  # fmt: skip  # a register entry
