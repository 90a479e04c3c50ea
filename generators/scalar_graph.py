"""Small graphs of scalars in which one variable goes two ways: what they compute, and how slopes come back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generators.nets import apply
from generators.rounding import Ledger, Rounding
from generators.slopes import slope_at
from symbolic.fields import Quantity

#: The letter of the output.
OUT = "J"


class Step(Struct, frozen=True):
    """A node of a graph: its letter, what it does with which nodes before it, and where it stands in the drawing."""

    name: str
    operation: str  # times, plus, square, sigmoid, tanh
    sources: tuple[str, ...]
    column: float
    row: float

    def slope_is_found(self) -> bool:
        """Whether its slope is worked on a line of its own, and not just 1 or the other factor."""
        return len(self.sources) == 1

    def slope(self, source: str) -> str:
        """Return the name of its slope in one of its sources: of a product the other factor, as it stands."""
        other = next((one for one in self.sources if one != source), source)
        return other if self.operation == "times" else f"d{self.name}d{source}"


class ScalarGraph(Struct, frozen=True):
    """A graph by name: the rows of its inputs u, v, w in the drawing, and its steps, the output last."""

    name: str
    rows: tuple[float, float, float]
    steps: tuple[Step, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The letters of the inputs."""
        return ("u", "v", "w")

    @property
    def nodes(self) -> tuple[str, ...]:
        """All letters in the order in which they are found."""
        return (*self.inputs, *(step.name for step in self.steps))

    def users(self, name: str) -> tuple[Step, ...]:
        """Return the steps that use a node: two where it goes two ways."""
        return tuple(step for step in self.steps if name in step.sources)

    def backwards(self) -> Iterator[str]:
        """Yield the nodes from the output back, the inputs last."""
        yield from (step.name for step in reversed(self.steps[:-1]))
        yield from self.inputs


def forward(graph: ScalarGraph, at: dict[str, Quantity], rounding: Rounding, keep: Ledger) -> None:
    """Find every node from the inputs *at*, which then holds all of them."""
    for step in graph.steps:
        found = [at[source] for source in step.sources]
        if step.operation == "plus":
            value = found[0] + found[1]
        elif step.operation in ("times", "square"):
            value = found[0] * found[-1]
        else:
            value = apply(step.operation, found[0], rounding, {})
        at[step.name] = keep(step.name, value)


def backward(graph: ScalarGraph, at: dict[str, Quantity], rounding: Rounding, keep: Ledger) -> None:
    """Bring the slope of the output back to every node; where two ways meet, they add."""
    slopes = {OUT: keep(f"d{OUT}", rounding.field.number("1"))}
    for name in graph.backwards():
        users = graph.users(name)
        for step in users:
            if (slope := step.slope(name)) not in at:
                at[slope] = keep(slope, _local(step, name, at, rounding))
        ways = [slopes[step.name] * at[step.slope(name)] for step in users]
        if len(users) > 1:
            ways = [keep(way(step.name, name), value) for step, value in zip(users, ways, strict=True)]
        slopes[name] = keep(f"d{name}", sum(ways[1:], ways[0]))


def way(step: str, source: str) -> str:
    """Return the name of what comes back to a node by one of its ways."""
    return f"d{source} by {step}"


def _local(step: Step, source: str, at: dict[str, Quantity], rounding: Rounding) -> Quantity:
    """Return the slope of a step in one of its sources, where it is no factor of a product."""
    if step.operation == "plus":
        return rounding.field.number("1")
    if step.operation == "square":
        return 2 * at[source]
    return slope_at(step.operation, at[source], at[step.name], rounding, {})


def _fork(name: str, first: str, second: str, join: str) -> ScalarGraph:
    """Return a graph in which u goes into p with v and into q with w."""
    p, q = Step("p", first, ("u", "v"), 1, -0.5), Step("q", second, ("u", "w"), 1, 0.5)
    return ScalarGraph(name, (0, -1, 1), (p, q, Step(OUT, join, ("p", "q"), 2, 0)))


def _ladder(name: str, first: str, second: str, join: str) -> ScalarGraph:
    """Return a graph in which p goes on alone and by way of q."""
    p, q = Step("p", first, ("u", "v"), 1, -0.5), Step("q", second, ("p", "w"), 2, 0.5)
    return ScalarGraph(name, (-1, 0, 1), (p, q, Step(OUT, join, ("p", "q"), 3, -0.25)))


def _squared(name: str, first: str, second: str) -> ScalarGraph:
    """Return a graph in which p is squared on one way and meets w on the other."""
    p, q = Step("p", first, ("u", "v"), 1, -0.5), Step("q", "square", ("p",), 2, -1)
    r = Step("r", second, ("p", "w"), 2, 0.5)
    return ScalarGraph(name, (-1, 0, 1), (p, q, r, Step(OUT, "plus", ("q", "r"), 3, -0.25)))


def _gated(name: str, gate: str, held: str) -> ScalarGraph:
    """Return a graph in which u or p = u v is multiplied with a smooth function of u v + w."""
    p, q = Step("p", "times", ("u", "v"), 1, -0.3), Step("q", "plus", ("p", "w"), 2, 0.7)
    s = Step("s", gate, ("q",), 3, 0.7)
    return ScalarGraph(name, (-1, 0, 1), (p, q, s, Step(OUT, "times", (held, "s"), 4, -0.3)))


#: The graphs of each difficulty, as consecutive problems take them.
GRAPHS: dict[str, tuple[ScalarGraph, ...]] = {
    "easy": (
        _fork("uv(u+w)", "times", "plus", "times"),
        _fork("(u+v)(u+w)", "plus", "plus", "times"),
        _fork("uv+uw", "times", "times", "plus"),
        _fork("(u+v)uw", "plus", "times", "times"),
    ),
    "medium": (
        _ladder("uv(uv+w)", "times", "plus", "times"),
        _squared("(u+v)^2+(u+v)w", "plus", "times"),
        _ladder("(u+v)+(u+v)w", "plus", "times", "plus"),
        _squared("(uv)^2+uv+w", "times", "plus"),
    ),
    "hard": (
        _gated("u sigmoid(uv+w)", "sigmoid", "u"),
        _gated("uv tanh(uv+w)", "tanh", "p"),
        _gated("u tanh(uv+w)", "tanh", "u"),
        _gated("uv sigmoid(uv+w)", "sigmoid", "p"),
    ),
}  # fmt: skip  # a graph to a line
BY_NAME = {graph.name: graph for graphs in GRAPHS.values() for graph in graphs}
