"""The worked lines of a scalar graph, forward and backward, and its drawing.

∂p/∂u is the slope along one arrow, dJ/du counts all the ways from u to the output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generators.lines import Form
from generators.nets import SMOOTH
from generators.scalar_graph import OUT, ScalarGraph, Step, way
from symbolic.diagram import Diagram, Edge, Graph, Table, Vertex
from symbolic.latex import latex
from symbolic.layers import applied, found, slope_written
from symbolic.notation import Notation
from symbolic.tree import TWO, Add, Chain, Fn, Leibniz, Mul, Node, Pow, Slot, Sym


def letter(name: str) -> Sym:
    """Return the symbol of a node."""
    return Sym(name)


def total(name: str) -> Leibniz:
    """Return dJ/du, all ways counted."""
    return Leibniz(letter(OUT), letter(name), partial=False)


def local(step: str, source: str) -> Leibniz:
    """Return ∂p/∂u, along one arrow."""
    return Leibniz(letter(step), letter(source))


def rule(step: Step) -> Node:
    """Return what a step computes, in letters."""
    return _written(step, tuple(map(letter, step.sources)))


def with_numbers(step: Step) -> Node:
    """Return what a step computes, with a slot for each number."""
    slots = tuple(map(Slot, step.sources))
    return applied(step.operation, slots[0]) if step.operation in SMOOTH else _written(step, slots)


def _written(step: Step, at: tuple[Node, ...]) -> Node:
    if step.operation == "plus":
        return Add(at)
    if step.operation == "times":
        return Mul(at, dot=isinstance(at[0], Slot))
    return Pow(at[0], TWO) if step.operation == "square" else Fn(step.operation, at)


def slope_sides(step: Step) -> tuple[Node, ...]:
    """Return the sides of the line that finds the slope of a step of one source: its rule in letters and in numbers."""
    source = step.sources[0]
    if step.operation == "square":
        return Mul((TWO, letter(source))), Mul((TWO, Slot(source)), dot=True)
    sides = (slope_written(step.operation, at) for at in (letter(step.name), Slot(step.name)))
    return tuple(side for side in sides if side is not None)


def forms(graph: ScalarGraph, notation: Notation) -> tuple[Form, ...]:
    """A line for each node forward; backward the slope of each arrow, each way, and where two ways meet their sum."""
    lines = [
        Form(
            step.name,
            step.operation,
            found(step.name, letter(step.name), rule(step), with_numbers(step), Slot(step.name)),
            "A",
        )
        for step in graph.steps
    ]
    lines.append(Form(f"d{OUT}", "start", Chain((total(OUT), Slot(f"d{OUT}")), ("=",))))
    for name in graph.backwards():
        lines += _back(graph, notation, name)
    return tuple(lines)


def _back(graph: ScalarGraph, notation: Notation, name: str) -> Iterator[Form]:
    """Yield the lines that bring the slope of the output back to a node."""
    users, part = graph.users(name), f"d{name}"
    for step in users:
        if step.slope_is_found():
            slope = step.slope(name)
            sides = (local(step.name, name), *slope_sides(step), Slot(slope))
            yield Form(part, "slope", found(slope, *sides), "M", {"operation": step.operation})
    products = [(Mul((total(s.name), local(s.name, name))), _numbers(s, name)) for s in users]
    facts = {"arrows": [_arrow(step, name, notation) for step in users]}
    if len(users) == 1:
        ((symbols, written),) = products
        yield Form(part, "back", found(part, total(name), symbols, written, Slot(part)), "A", facts)
        return
    for step, arrow, (symbols, written) in zip(users, facts["arrows"], products, strict=True):
        by = way(step.name, name)
        yield Form(part, "one way", found(by, symbols, written, Slot(by)), "M", {"arrows": [arrow]})
    sums = Add(tuple(Slot(way(step.name, name)) for step in users))
    meet = found(part, total(name), Add(tuple(symbols for symbols, _ in products)), sums, Slot(part))
    yield Form(part, "ways meet", meet, "A", {"node": latex(letter(name), notation), "ways": len(users)})


def _numbers(step: Step, source: str) -> Node:
    """Return what comes back times the slope along the arrow, which is the other factor of a product as it stands."""
    return Mul((Slot(f"d{step.name}"), Slot(step.slope(source))), dot=True)


def _arrow(step: Step, source: str, notation: Notation) -> dict[str, str]:
    """Return what the words say of an arrow: its operation, the slope along it in letters."""
    other = next((one for one in step.sources if one != source), source)
    names = {"step": step.name, "slope": other if step.operation == "times" else "1"}
    written = {key: latex(letter(name), notation) if name.isalpha() else name for key, name in names.items()}
    return {"operation": step.operation} | written


@lru_cache(maxsize=64)
def said(graph: ScalarGraph, notation: Notation) -> tuple[dict[str, str], dict[str, str]]:
    """Return the LaTeX of each node's letter, and of what each step computes, by its letter."""
    letters = {name: latex(letter(name), notation) for name in graph.nodes}
    return letters, {step.name: latex(rule(step), notation) for step in graph.steps}


def drawings(graph: ScalarGraph, notation: Notation, shown: Mapping[str, Table]) -> tuple[Diagram, ...]:
    """The graph: inputs with their values, what each node computes; in the key its value, and what comes back, too."""
    text, rules = said(graph, notation)
    numbers = {name: shown[name][0][0] for name in graph.nodes if name in shown}
    vertices = [
        Vertex(name, 0, row, text[name], beside=numbers[name], given=True)
        for name, row in zip(graph.inputs, graph.rows, strict=True)
    ]
    for step in graph.steps:
        at_the_end = numbers.get(OUT, "") if step.name == OUT else ""
        under = rules[step.name]
        vertices.append(Vertex(step.name, step.column, step.row, text[step.name], under, at_the_end))
    edges = [
        Edge(
            source,
            step.name,
            "" if source in graph.inputs else numbers.get(source, ""),
            _back_on(graph, step, source, shown),
        )
        for step in graph.steps
        for source in step.sources
    ]
    return (Graph("graph", tuple(vertices), tuple(edges)),)


def _back_on(graph: ScalarGraph, step: Step, source: str, shown: Mapping[str, Table]) -> str:
    name = way(step.name, source) if len(graph.users(source)) > 1 else f"d{source}"
    return shown[name][0][0] if name in shown else ""
