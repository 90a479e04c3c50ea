"""`computational-graph`: forward and backward through a small scalar graph with a fan-out; given u v w graph.

Parts: the value of each node (p, q, …, J), and dJ/d of each under d and its letter (dp, du, …).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from generators import second_road
from generators.family import Ask, Family, Option, Setting, Slip, one_of
from generators.nets import SMOOTH, demand, in_decimals, in_field, numbers, single, spread, tenths, unit_guards
from generators.numpy_later import np
from generators.rounding import POLICIES, Ledger, Rounding
from generators.scalar_graph import BY_NAME, GRAPHS, OUT, ScalarGraph, Step, backward, forward, way
from generators.scalar_graph_lines import drawings, forms, letter, local, said, total
from generators.space import Choice, Space
from symbolic.exact import decimal
from symbolic.notation import Notation
from symbolic.tree import Mul, Node

#: The largest number that anybody should have to work with by hand.
HANDY = 250


class Scalars(Struct, frozen=True):
    """A graph, and how its numbers are rounded."""

    graph: ScalarGraph
    rounding: Rounding
    notation: Notation

    @property
    def smooth(self) -> bool:
        """Whether it has a sigmoid or tanh."""
        return any(step.operation in SMOOTH for step in self.graph.steps)


OPTIONS = {
    "graph": Option("what it computes: " + ", ".join(BY_NAME), one_of(*BY_NAME)),
    "rounding": Option(
        "printed (each value rounded as it is written), full, or exact where nothing is smooth", one_of(*POLICIES)
    ),
}


def cases(setting: Setting) -> tuple[Scalars, ...]:
    """Return the graphs that the difficulty and the options allow."""
    graphs = (BY_NAME[setting.options["graph"]],) if "graph" in setting.options else GRAPHS[setting.difficulty]
    return tuple(_case(setting, graph, decimals=False) for graph in graphs)


def _case(setting: Setting, graph: ScalarGraph, *, decimals: bool) -> Scalars:
    smooth = any(step.operation in SMOOTH for step in graph.steps)
    policy = setting.options.get("rounding", "printed" if smooth else "exact")
    if smooth and policy == "exact":
        policy = "printed"
    return Scalars(graph, Rounding(policy, decimals=decimals and not smooth), setting.notation)


def space(case: Scalars) -> Space:
    """Return the numbers to draw: whole, and tenths where a function is smooth."""
    if case.smooth:
        return Space(
            (
                Choice("u", tenths(20, zero=False)),
                Choice("v", spread(2, zero=False)),
                Choice("w", tenths(20, zero=False)),
            )
        )
    small = spread(6, zero=False)
    return Space((Choice("u", small), Choice("v", small), Choice("w", spread(9, zero=False))))


def pose(case: Scalars, draw: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs of a draw, and the graph by its name."""
    return {name: in_field(draw[name], case.rounding) for name in case.graph.inputs} | {"graph": case.graph.name}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Scalars, dict[str, Any]]:
    """Read the instructor's inputs, and which graph they go through; raises UserError for one that there is not."""
    name = str(OPTIONS["graph"].read("given.graph", given.get("graph", GRAPHS["easy"][0].name)))
    graph = BY_NAME[name]
    demand(given, graph.inputs, f"the graph {name} needs u, v and w")
    read = {one: single(one, given[one]) for one in graph.inputs}
    case = _case(setting, graph, decimals=in_decimals(read))
    return case, pose(case, read)


def solve(case: Scalars, given: Mapping[str, Any], keep: Ledger) -> None:
    """Forward, then backward."""
    at = numbers(given)
    forward(case.graph, at, case.rounding, keep)
    backward(case.graph, at, case.rounding, keep)


def recompute(case: Scalars, given: Mapping[str, Any]) -> dict[str, Any]:
    """Run the graph with a small push at one node after the other: the complex step of the output is its slope."""
    plain = {"times": np.multiply, "plus": np.add, "square": np.square}

    def run(push: Mapping[str, complex]) -> dict[str, Any]:
        at = {name: given[name] + push.get(name, 0) for name in case.graph.inputs}
        for step in case.graph.steps:
            function = plain.get(step.operation) or second_road.activation(step.operation, {})
            at[step.name] = function(*(at[source] for source in step.sources)) + push.get(step.name, 0)
        return at

    answers = {name: value.real for name, value in run({}).items()}
    push = 1j * second_road.STEP
    return answers | {f"d{name}": run({name: push})[OUT].imag / second_road.STEP for name in case.graph.nodes}


def asks(case: Scalars) -> tuple[Ask, ...]:
    """The nodes forward, the slopes of the inner nodes, then those of the inputs."""
    graph = case.graph
    inner = [name for name in graph.backwards() if name not in graph.inputs]
    return (
        *(Ask(step.name, letter(step.name), 1, scalar=True) for step in graph.steps),
        Ask(f"d{OUT}", total(OUT), 0, scalar=True),  # 1, on the way
        *(Ask(f"d{name}", total(name), 2, scalar=True) for name in inner),
        *(Ask(f"d{name}", total(name), 3, scalar=True) for name in graph.inputs),
    )


def symbols(case: Scalars) -> dict[Node, str]:
    """Which quantity each symbol of the lines stands for."""
    graph = case.graph
    table: dict[Node, str] = {letter(name): name for name in graph.nodes}
    table |= {total(name): f"d{name}" for name in graph.nodes}
    for step in graph.steps:
        for source in step.sources:
            table[local(step.name, source)] = step.slope(source)
            if len(graph.users(source)) > 1:
                table[Mul((total(step.name), local(step.name, source)))] = way(step.name, source)
    return table


def guards(case: Scalars, given: Mapping[str, Any], found: Ledger, name: str) -> Iterator[str]:
    """Refuse zeros, which hide a way, saturated functions, and numbers too large for a hand."""
    value = decimal(found.values[name])
    if abs(value) * 100 < 1:
        yield f"{name} is next to nothing"
    if abs(value) > HANDY:
        yield "the numbers grow too large to work with by hand"
    for step in case.graph.steps:
        if name == step.sources[0] and step.operation in SMOOTH:
            yield from unit_guards(name, step.operation, found.values[name])


def slips(case: Scalars, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: a way or a slope forgotten, the ways multiplied, a factor's own value taken for the slope."""
    v, graph = {**found.values, **numbers(given)}, case.graph
    for name in graph.backwards():
        users, part = graph.users(name), f"d{name}"
        if len(users) > 1:
            ways = [v[way(step.name, name)] for step in users]
            yield Slip(part, "second way forgotten", ways[0], _earned(users[:1]))
            yield Slip(part, "first way forgotten", ways[1], _earned(users[1:]))
            yield Slip(part, "ways multiplied", ways[0] * ways[1], _earned(users))
        elif users[0].operation == "times":
            yield Slip(part, "own value taken", v[f"d{users[0].name}"] * v[name], 0)
        elif users[0].slope_is_found():
            yield Slip(part, "slope forgotten", v[f"d{users[0].name}"], 0)


def _earned(users: Sequence[Step]) -> int:
    """Return the marks of the ways by these steps: one each, and one for a slope on it that is found in a line."""
    return sum(1 + step.slope_is_found() for step in users)


def facts(case: Scalars, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """What each step computes, in letters."""
    letters, rules = said(case.graph, case.notation)
    return {"steps": [[letters[name], text] for name, text in rules.items()], "out": letters[OUT]}


FAMILY = Family(
    name="computational-graph", version=1, summary="forward and backward through a scalar graph with a fan-out",
    options=OPTIONS, cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, asks=asks,
    forms=lambda case: forms(case.graph, case.notation),
    slips=slips, accept=accept, symbols=symbols, guards=guards, facts=facts,
    drawings=lambda case, shown: drawings(case.graph, case.notation, shown),
)  # fmt: skip  # a register entry
