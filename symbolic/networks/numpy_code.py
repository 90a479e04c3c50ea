"""The NumPy lines that compute a net and its gradients, printed from the very trees that are proved.

Vectors are n×1 (or 1×n in row convention, m×n for a batch), so that every product is the page's: ``@`` is the matrix
product, ``*`` entry by entry, ``np.outer`` the product of an error with what came in.
"""

from __future__ import annotations

from symbolic.activations import ACTIVATIONS
from symbolic.meanings import meaning
from symbolic.networks import rules, slopes
from symbolic.networks.net import Net
from symbolic.networks.typed import Typed
from symbolic.traverse import substitute
from symbolic.tree import (
    Abs,
    Add,
    Cases,
    Chain,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sqrt,
    Sum,
    Sym,
    Text,
    Transpose,
)

#: NumPy's names of functions; erf it has not, so Python's is applied entry by entry.
NAMES = {name: f"np.{name}" for name in ("tanh", "sinh", "cosh", "sin", "cos", "arctan")}
NAMES |= {"ln": "np.log", "max": "np.maximum", "min": "np.minimum", "erf": "np.vectorize(math.erf)"}
SIGNS = {"\\le": "<=", "\\ge": ">=", "<": "<", ">": ">"}
LOOSE, TERM, FACTOR = range(3)
#: What is a number and no matrix.
_NUMBERS = (Num, Frac, Pow)


class Printer:
    """Prints the trees of one net as NumPy expressions."""

    def __init__(self, net: Net, *, flat: bool = False) -> None:
        """Keep the net, whose convention says along which axis samples lie; *flat* goes entry by entry throughout."""
        self.net, self.flat = net, flat

    def show(self, node: Node, place: int = LOOSE) -> str:
        """Return an expression as it stands in *place*."""
        shown, binds = self.text(node)
        return f"({shown})" if binds < place else shown

    def text(self, node: Node) -> tuple[str, int]:
        """Return an expression and how tightly it binds."""
        match node:
            case Num():
                return node.text, LOOSE if node.text[0] == "-" else FACTOR
            case Sym():
                return self._symbol(node), FACTOR
            case Add():
                return self._sum(node), LOOSE
            case Neg():
                return f"-{self.show(node.arg, TERM)}", LOOSE
            case Hadamard():
                return " * ".join(self.show(factor, FACTOR) for factor in node.factors), TERM
            case Mul():
                return self._product(node)
            case Frac():
                return f"{self.show(node.top, TERM)} / {self.show(node.bottom, FACTOR)}", TERM
            case Pow():
                return f"{self.show(node.base, FACTOR)}**{self.show(node.power, FACTOR)}", TERM
            case Exp() | Sqrt() | Abs():
                inside = node.power if isinstance(node, Exp) else node.arg
                return f"np.{type(node).__name__.lower()}({self.show(inside)})", FACTOR
            case Transpose():
                return f"{self.show(node.arg, FACTOR)}.T", FACTOR
            case Sum():
                return f"np.sum({self.show(node.body)})", FACTOR
            case Cases():
                return self._cases(node), FACTOR
            case Fn():
                return self._function(node)
        raise TypeError(f"no NumPy for a {type(node).__name__}")

    def _symbol(self, s: Sym) -> str:
        """Return a name; an entry under a sum stands for its whole matrix."""
        if s.name == "n":
            return f"y.shape[{1 if self.net.rows else 0}]"
        if s.name == "m":
            return "x.shape[0]"
        if s.name == "pi":
            return "np.pi"
        return f"{'W' if s.name == 'w' else s.name}{s.layer or ''}"

    def _sum(self, node: Add) -> str:
        text = self.show(node.terms[0])
        for term in node.terms[1:]:
            text += f" - {self.show(term.arg, TERM)}" if isinstance(term, Neg) else f" + {self.show(term, TERM)}"
        return text

    def _product(self, node: Mul) -> tuple[str, int]:
        """Return a product: of matrices with @, of an error and one vector as np.outer, of all else with *."""
        if not self.flat and all(map(_is_matrix, node.factors)):
            return self._matrix_product(node)
        return " * ".join(self.show(part, FACTOR) for part in node.factors), TERM

    def _matrix_product(self, node: Mul) -> tuple[str, int]:
        left, right = node.factors[0], node.factors[-1]
        if left == rules.ONES_TURNED:
            return f"{self.show(right)}.sum(axis=0, keepdims=True)", FACTOR
        if self.net.batch == "one" and len(node.factors) == 2 and _outer(left, right):
            plain = [part.arg if isinstance(part, Transpose) else part for part in (left, right)]
            return f"np.outer({', '.join(map(self.show, plain))})", FACTOR
        return " @ ".join(self.show(part, FACTOR) for part in node.factors), TERM

    def _cases(self, node: Cases) -> str:
        *branches, (last, _) = node.branches
        text = self.show(last)
        for value, where in reversed(branches):
            text = f"np.where({self._condition(where)}, {self.show(value)}, {text})"
        return text

    def _condition(self, where: Node) -> str:
        if isinstance(where, Text):
            return "True"
        assert isinstance(where, Chain)  # conditions of branches are comparisons
        pairs = zip(where.sides, where.relations, where.sides[1:], strict=False)
        tests = [f"{self.show(left)} {SIGNS[sign]} {self.show(right)}" for left, sign, right in pairs]
        return tests[0] if len(tests) == 1 else " & ".join(f"({test})" for test in tests)

    def _function(self, f: Fn) -> tuple[str, int]:
        inside = f.args[0]
        if f.primes:
            return self._slope(f.name, inside)
        if f.name == "softmax":
            axis, shown = 1 if self.net.rows else 0, self.show(inside)
            return f"np.exp({shown}) / np.exp({shown}).sum(axis={axis}, keepdims=True)", TERM
        if f.name == "relu":
            return f"np.maximum(0, {self.show(inside)})", FACTOR
        if f.name in NAMES:
            return f"{NAMES[f.name]}({', '.join(map(self.show, f.args))})", FACTOR
        opened = meaning(f) or substitute(ACTIVATIONS[f.name].definition, Sym("x"), inside)
        return Printer(self.net, flat=True).text(_usual(f.name, opened))

    def _slope(self, name: str, z: Node) -> tuple[str, int]:
        if name == "relu":
            return f"{self.show(z)} > 0", LOOSE
        assert isinstance(z, Sym)  # slopes are taken of pre-activations
        found = substitute(substitute(slopes.slope(name), slopes.Z, z), slopes.A, Sym("a", z.layer))
        text, binds = Printer(self.net, flat=True).text(_usual(name, found))
        return (f"np.full_like({self.show(z)}, {text})", FACTOR) if isinstance(found, Num) else (text, binds)


def _usual(name: str, node: Node) -> Node:
    """Return *node* with the parameters of an activation at their usual values."""
    return ACTIVATIONS[name].at_usual(node) if name in ACTIVATIONS else node


def _is_matrix(node: Node) -> bool:
    """Whether a formula of whole quantities is a matrix: a symbol of a layer, x or y, a transpose, a sum of such."""
    if isinstance(node, Transpose):
        return True
    if isinstance(node, Add):
        return _is_matrix(node.terms[0])
    if isinstance(node, Mul):
        return any(map(_is_matrix, node.factors))
    return isinstance(node, Sym) and not node.index and (bool(node.layer) or node.name in "xy")


def _outer(left: Node, right: Node) -> bool:
    """Whether a product is that of an error with a vector that came in."""
    parts = [part.arg if isinstance(part, Transpose) else part for part in (left, right)]
    names = {part.name for part in parts if isinstance(part, Sym)}
    return "delta" in names and "W" not in names


def code(net: Net) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines forward and the lines backward, the update among these; () of f and g."""
    if not all(name in ACTIVATIONS for name in net.activations):
        return (), ()
    return forward(net), (*backward(net), *step(net))


def forward(net: Net) -> tuple[str, ...]:
    """Return the lines from x to J."""
    show = Printer(net).show
    lines = []
    for layer in range(1, net.layers + 1):
        lines.append(_set(net, net.z(layer), rules.pre_activation(net, layer)))
        lines.append(_set(net, net.a(layer), rules.activated(net, layer)))
    loss = show(net.criterion.formula(net.outputs))
    if net.loss == "cross-entropy-logits" and net.batch != "one":
        z = f"z{net.layers}"
        loss = f"np.sum(np.log(np.exp({z}).sum(axis=1))) - np.sum(y * {z})"
    mean = net.batch == "mean"
    return (*lines, f"J = ({loss}) / x.shape[0]" if mean else f"J = {loss}")


def backward(net: Net) -> tuple[str, ...]:
    """Return the lines from the error at the output to the gradient of the input."""
    lines = []
    for layer in range(net.layers, 0, -1):
        error = rules.output_error(net) if layer == net.layers else rules.hidden_error(net, layer)
        lines.append(_set(net, net.delta(layer), error))
        show = Printer(net).show
        lines.append(f"dW{layer} = {show(rules.weight_gradient(net, layer).node)}")
        lines.append(f"db{layer} = {show(rules.bias_gradient(net, layer).node)}")
    return (*lines, f"dx = {Printer(net).show(rules.input_gradient(net).node)}")


def step(net: Net) -> tuple[str, ...]:
    """Return the lines of one update."""
    names = [f"{name}{layer}" for layer in range(1, net.layers + 1) for name in "Wb"]
    return tuple(f"{name} = {name} - eta * d{name}" for name in names)


def _set(net: Net, left: Typed, right: Typed) -> str:
    printer = Printer(net)
    return f"{printer.show(left.node)} = {printer.show(right.node)}"
