"""The drawings of a lesson: the net with its weights, and the computation with the errors on their way back."""

from __future__ import annotations

from chalkgrad.drawing import drawing
from chalkgrad.drawing.shapes import Drawing
from symbolic.diagram import Edge, Graph, Vertex, net_diagram
from symbolic.latex import latex
from symbolic.networks.lines import Derivation
from symbolic.networks.net import Net
from symbolic.notation import Notation
from symbolic.tree import Fn, Node, Sym, Transpose

#: Units of a layer that are drawn where no sizes are given, and the most that are drawn at all.
DRAWN, MOST = 3, 4
#: The way from one quantity to the next, in columns of a net.
APART = 1.0


def drawings(lesson: Derivation, notation: Notation) -> tuple[Drawing, ...]:
    """Return the drawing of the net, of few units, and that of the computation."""
    inner = (2, *(DRAWN,) * (lesson.net.layers - 1), 2)
    sizes = lesson.sizes if lesson.sizes and max(lesson.sizes) <= MOST else inner
    net = net_diagram(sizes, notation, {})
    ways = computation(lesson.net, notation)
    return drawing(net, notation), drawing(ways, notation)


def computation(net: Net, notation: Notation) -> Graph:
    """Return x → z → a → … → J, on each arrow what is done, and on the one back what the error is multiplied by."""

    def said(node: Node) -> str:
        return latex(node, notation)

    circles, edges = [Vertex("0", 0, 0, said(net.x.node), given=True)], []

    def add(node: Node, label: str, back: str, under: str = "") -> None:
        before, name = circles[-1].name, str(len(circles))
        circles.append(Vertex(name, len(circles) * APART, 0, said(node), under))
        edges.append(Edge(before, name, label, back))

    for layer in range(1, net.layers + 1):
        W, name = net.W(layer).node, net.activation(layer)
        add(net.z(layer).node, said(W), said(Transpose(W)), said(net.delta(layer).node))
        add(net.a(layer).node, said(Sym(name)), said(Fn(name, (), 1)))
    add(net.J.node, f"\\text{{{net.loss}}}", "\\text{slope}")
    return Graph("computation", tuple(circles), tuple(edges))
