"""The worked lines of one step of gradient descent, W ← W - η ∂J/∂W, and of the forward pass with what it leaves.

What is new carries the word as its index: W^{[1]}_new. The new forward pass is the old one with every name renewed.
"""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from symbolic.backward import J, Net, Step, W, b, forward_steps
from symbolic.layers import found, gradient
from symbolic.traverse import rebuild
from symbolic.tree import Add, Chain, Mul, Neg, Node, Slot, Sym
from symbolic.written import entrywise, minus, rows_of, slots

eta = Sym("eta")
#: The names that a step leaves as they are, and the letters that it renews.
KEPT, RENEWED = frozenset({"x", "y", "slope"}), frozenset({"W", "b", "z", "a", "J"})


def renewed(node: Node) -> Node:
    """Return a line or a symbol of the forward pass as it reads after the step."""
    match node:
        case Slot(name, row, column):
            return node if name in KEPT else Slot(f"{name}_new", row, column)
        case Sym(name, layer, ()) if name in RENEWED:
            return Sym(name, layer, ("new",))
        case Chain(sides, relations):
            signs = tuple(f"{sign}_new" if sign[0] == "?" else sign for sign in relations)
            return Chain(tuple(map(renewed, sides)), signs)
    return rebuild(node, renewed)


def update_steps(net: Net) -> tuple[Step, ...]:
    """Return the line of each parameter:  W_new = W - η ∂J/∂W = [w - η · g, entry by entry] = [result]."""
    lines = []
    for layer in (1, 2):
        for symbols, name in ((W, f"W{layer}"), (b, f"b{layer}")):
            symbol, numbers = symbols[layer], net.numbers()[symbols[layer]]
            size = len(rows_of(numbers)), len(rows_of(numbers)[0])
            rule = Add((symbol, Neg(Mul((eta, gradient(J, symbol))))))
            written = entrywise(_moved, numbers, slots(f"d{name}", *size))
            line = found(f"{name}_new", renewed(symbol), rule, written, slots(f"{name}_new", *size))
            lines.append(Step(f"{name}_new", "step", line, "A", layer))
    return tuple(lines)


def _moved(parameter: Node, slope: Node) -> Node:
    return minus(parameter, Mul((Slot("eta"), slope), dot=True))


def forward_again(net: Net) -> tuple[Step, ...]:
    """Return the worked lines of the forward pass with the new numbers, all of them on the way to the new loss."""
    again = partial(replace, part="loss_new")
    marks = {"add the bias": "M", net.loss: "A"}
    lines = (step for step in forward_steps(net) if step.rule != "first unit")
    return tuple(again(step, tree=renewed(step.tree), mark=marks.get(step.rule, "")) for step in lines)
