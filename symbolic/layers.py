"""The worked lines of layers, as trees: forward, loss and backward, in column or in row convention.

x → z1 = W1 x + b1 → a1 = f(z1) → z2 = W2 a1 + b2 → a2 = g(z2) → J, and back by the chain rule. The convention
decides on which side the weights stand; everything else is said once. Names of slots are the names under which a
solution keeps its quantities: "W1", "z1", "delta2", …
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from symbolic.tree import (
    ONE,
    Add,
    Chain,
    Exp,
    Fn,
    Frac,
    Hadamard,
    Leibniz,
    Matrix,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Slot,
    Sym,
    Transpose,
)
from symbolic.written import entrywise, minus, rows_of, side_by_side, turned, written_product

Size = tuple[int, int]
Factor = TypeVar("Factor")


def found(name: str, *sides: Node) -> Chain:
    """Join *sides* by equals signs; the last, the result *name*, by ≈ where it had to be rounded."""
    return Chain(sides, ("=",) * (len(sides) - 2) + (f"?{name}",))


def weighted(W: Factor, x: Factor, rows: bool) -> tuple[Factor, Factor]:
    """Return the factors of a layer's product in order, as symbols or as numbers: W x, or x W in row convention."""
    return (x, W) if rows else (W, x)


def shape(units: int, sources: int, rows: bool) -> Size:
    """Return the shape of the weights from *sources* to *units*: units × sources, turned in row convention."""
    return (sources, units) if rows else (units, sources)


def vector(size: int, rows: bool) -> Size:
    """Return the shape of a vector of one sample: size × 1, or 1 × size in row convention."""
    return (1, size) if rows else (size, 1)


def added(name: str, symbol: Node, rule: Node, u: Node, v: Node, result: Node) -> Chain:
    """Return the line  z = W x + b = [u] + [v] = [result]."""
    return found(name, symbol, rule, Add((u, v)), result)


def first_unit(layer: int, sources: int, rows: bool, source: str = "x") -> Chain:
    """Return the sum of the first unit, entry by entry: z_1 = w_11 x_1 + w_12 x_2 + b_1 = [numbers] = [result].

    The result is a quantity of its own, z_first: where products are rounded before the bias is added, as in z, it may
    be rounded though z is not.
    """
    mark = str(layer or "")
    below = layer - 1 if source == "a" else 0
    terms, numbers = [], []
    for j in range(sources):
        weight, entry = (j, 0) if rows else (0, j), (0, j) if rows else (j, 0)
        terms.append(Mul((Sym("w", layer, (1, j + 1)), Sym(source, below, (j + 1,)))))
        numbers.append(Mul((Slot(f"W{mark}", *weight), Slot(f"{source}{below or ''}", *entry)), dot=True))
    symbols, values = Add((*terms, Sym("b", layer, (1,)))), Add((*numbers, Slot(f"b{mark}")))
    return Chain((Sym("z", layer, (1,)), symbols, values, Slot(f"z{mark}_first")), ("=", "=", f"?z{mark}_first"))


def applied(activation: str, z: Node) -> Node:
    """Return f of the numbers z as it is worked by hand: max(0, z), 1/(1 + e^{-z}), or the function by its name."""
    if activation == "relu":
        return Fn("max", (Num("0"), z))
    if activation == "sigmoid":
        return entrywise(lambda entry: Frac(ONE, Add((ONE, Exp(Neg(entry))))), z)
    return Fn(activation, (z,))


def slope_symbol(activation: str, z: Node) -> Node:
    """Return f'(z)."""
    return Fn(activation, (z,), 1)


def loss_sum(loss: str, a: Node, y: Node, samples: int = 1) -> Node:
    """Return the loss of outputs a and targets y with every term written out; a and y are written matrices.

    Over a batch it is the mean of the samples' losses.
    """
    pairs = [(p, q) for r, s in zip(rows_of(a), rows_of(y), strict=True) for p, q in zip(r, s, strict=True)]
    terms = tuple(_LOSS_TERM[loss](p, q) for p, q in pairs)
    total = terms[0] if len(terms) == 1 else Add(terms)
    return _scaled(loss, total, len(pairs), samples)


def _squared(a: Node, y: Node) -> Node:
    return Pow(minus(a, y), Num("2"))


def _bernoulli(a: Node, y: Node) -> Node:
    """Return y ln a + (1 - y) ln(1 - a)."""
    hit = Mul((y, Fn("ln", (a,))), dot=True)
    miss = Mul((minus(ONE, y), Fn("ln", (minus(ONE, a),))), dot=True)
    return Add((hit, miss))


def _surprise(a: Node, y: Node) -> Node:
    return Mul((y, Fn("ln", (a,))), dot=True)


_LOSS_TERM = {"squared-error": _squared, "mse": _squared, "bce": _bernoulli, "cross-entropy": _surprise}


def _scaled(loss: str, total: Node, count: int, samples: int) -> Node:
    if loss == "squared-error":
        return averaged(total, 2 * samples)
    return averaged(total, count) if loss == "mse" else Neg(averaged(total, samples))


def averaged(total: Node, count: int) -> Node:
    """Return 1/count times a total, and of one thing just that."""
    return total if count == 1 else Mul((Frac(ONE, Num(str(count))), total))


def cancels(output: str, loss: str) -> bool:
    """Whether ∂J/∂a · ∂a/∂z comes to a - y, as for sigmoid with bce and softmax with cross-entropy."""
    return (output, loss) in {("sigmoid", "bce"), ("softmax", "cross-entropy"), ("identity", "squared-error")}


def loss_slope(loss: str, a: Node, y: Node, count: int, samples: int = 1) -> Node:
    """Return ∂J/∂a of the squares: a - y, or (2/n)(a - y) for the mean over n entries; 1/m of it over m samples."""
    if loss == "squared-error":
        return averaged(minus(a, y), samples)
    entries = count * samples
    factor: Node = Num("2") if entries == 1 else Frac(Num("2"), Num(str(entries)))
    return Mul((factor, minus(a, y)))


def loss_gradient(loss: str, a: Node, y: Node, samples: int = 1) -> Node:
    """Return ∂J/∂a of written outputs and targets, entry by entry: (a - y)/(a(1 - a)) of bce, -y/a of cross-entropy."""
    if loss in ("bce", "cross-entropy"):
        return averaged(entrywise(_bernoulli_slope if loss == "bce" else _surprise_slope, a, y), samples)
    return loss_slope(loss, a, y, len(rows_of(a)) * len(rows_of(a)[0]) // samples, samples)


def _bernoulli_slope(a: Node, y: Node) -> Node:
    return Frac(minus(a, y), Mul((a, minus(ONE, a)), dot=True))


def _surprise_slope(a: Node, y: Node) -> Node:
    return Neg(Frac(y, a))


def weight_gradient(delta: Node, source: Node, rows: bool) -> tuple[Node, Node]:
    """Return the factors of ∂J/∂W: δ aᵀ, or aᵀ δ in row convention."""
    return weighted(delta, Transpose(source), rows)


def passed_back(W: Node, delta: Node, rows: bool) -> tuple[Node, Node]:
    """Return the factors of what reaches the layer below: Wᵀ δ, or δ Wᵀ in row convention."""
    return weighted(Transpose(W), delta, rows)


def numbers_of(pair: tuple[Node, Node], numbers: Mapping[Node, Node]) -> tuple[Node, Node]:
    """Return the numbers of two symbolic factors, a transpose turned entry by entry."""
    left, right = (turned(numbers[f.arg]) if isinstance(f, Transpose) else numbers[f] for f in pair)
    return left, right


def product_of(name: str, pair: tuple[Node, Node], numbers: Mapping[Node, Node], result: Node, *heads: Node) -> Chain:
    """Return the line  heads = A B = [A][B] = [each sum written out] = [result NAME].

    Of two single numbers the product is written once only.
    """
    left, right = numbers_of(pair, numbers)
    sums = written_product(left, right)
    single = not isinstance(left, Matrix) and not isinstance(right, Matrix)
    written = (sums,) if single else (side_by_side(left, right), sums)
    return found(name, *heads, Mul(pair), *written, result)


def slope_line(name: str, activation: str, z: Node, a: Node, slope: Node) -> Chain:
    """Return the line  f'(z) = [from the outputs a, where that is taught] = [slopes NAME]."""
    symbol, written = slope_symbol(activation, z), slope_written(activation, a)
    return found(name, *((symbol, slope) if written is None else (symbol, written, slope)))


def through(name: str, delta: Node, reached: tuple[Node, Node], slope: tuple[Node, Node], result: Node) -> Chain:
    """Return the line  δ = reached ⊙ f'(z) = [reached] ⊙ [slopes] = [result]; symbol and numbers of each factor."""
    (arrived, numbers), (symbol, slopes) = reached, slope
    return found(name, delta, Hadamard((arrived, symbol)), Hadamard((numbers, slopes)), result)


def gradient(loss: Node, by: Node) -> Leibniz:
    """Return ∂J/∂W."""
    return Leibniz(loss, by)


def slope_written(activation: str, a: Node) -> Node | None:
    """Return f'(z) from the outputs a as it is taught, a(1 - a) or 1 - a², entry by entry; None where it goes by cases.

    The form is the one that the book derives by elimination; a test holds the two together.
    """
    if activation == "sigmoid":
        return entrywise(lambda entry: Mul((entry, minus(ONE, entry)), dot=True), a)
    if activation == "tanh":
        return entrywise(lambda entry: minus(ONE, Pow(entry, Num("2"))), a)
    return None
