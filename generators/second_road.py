"""The second road, in NumPy: everything again from the givens alone, in another arithmetic and by another method.

Activations are computed from their definitions on complex arrays, and gradients by the complex step,
f'(x) ≈ Im f(x + ih) / h, which has no rounding error of its own (Squire and Trapp, SIAM Review 40, 1998). On the
branches of a piecewise function, away from its kinks, the step follows the live branch exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, reduce
from itertools import accumulate, pairwise
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

from generators.numpy_later import np
from symbolic.activations import ACTIVATIONS
from symbolic.errors import ProofFailed
from symbolic.tree import Add, Cases, Chain, Exp, Frac, Mul, Neg, Node, Num, Pow, Sym

if TYPE_CHECKING:
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"
Function = Callable[["NDArray[Any]"], "NDArray[Any]"]
Run = Callable[[Mapping[Sym, Any]], Any]

#: The complex step; so small that its square vanishes in a double.
STEP = 1e-40
#: How far the two roads may lie apart, relative to 1 or to the largest entry, whose last digits all others may share.
BOUND = 1e-9
#: A sum nearer to 0 than this is 0: 0.1 + 0.2 - 0.3 is not quite in a double.
NOTHING = 1e-13


def activation(name: str, parameters: Mapping[str, Any]) -> Function:
    """Return an activation on arrays, by its definition; softmax runs over the units of each sample."""
    values = {p.symbol: parameters.get(p.name, float(p.usual)) for p in ACTIVATIONS[name].parameters}
    run, variable = _function(name), ACTIVATIONS[name].variable
    at = settled if ACTIVATIONS[name].kinks else np.asarray
    return lambda z: run({**values, variable: at(z)})


def settled(z: Array) -> Array:
    """Return sums with those at 0 that are 0 but for the last digits of doubles; a complex step stays in them."""
    real = np.real(z)
    return np.where(np.abs(real) < NOTHING, z - real, z)


def step(z: Array) -> Array:
    """Return 1 where a sum is 0 or more, else 0."""
    return np.heaviside(settled(z), 1.0)


@lru_cache(maxsize=64)
def _function(name: str) -> Run:
    return _compiled(ACTIVATIONS[name].definition)


def _compiled(node: Node) -> Run:
    """Compile a definition into NumPy; only what the catalogue uses is known."""
    match node:
        case Num(text):
            constant = float(text)
            return lambda values: constant
        case Sym():
            return lambda values: values[node]
        case Neg(arg):
            inner = _compiled(arg)
            return lambda values: -inner(values)
        case Add(parts):
            return _folded(np.add, parts)
        case Mul(parts):
            return _folded(np.multiply, parts)
        case Frac(top, bottom):
            return _folded(np.divide, (top, bottom))
        case Pow(base, Num(text)):
            inner, power = _compiled(base), int(text)
            return lambda values: inner(values) ** power
        case Exp(arg):
            inner = _compiled(arg)
            return lambda values: np.exp(inner(values))
        case Cases(branches):
            return _by_cases(branches)
    raise TypeError(f"no NumPy for {type(node).__name__}")


def _folded(combine: Any, parts: tuple[Node, ...]) -> Run:
    runs = [_compiled(part) for part in parts]
    return lambda values: reduce(combine, [run(values) for run in runs])


def _by_cases(branches: tuple[tuple[Node, Node], ...]) -> Run:
    """The first branch whose condition holds, as the page reads; the last stands for all that is left."""
    *tested, (last, _) = [(_compiled(value), condition) for value, condition in branches]
    tests = [(value, _condition(condition)) for value, condition in tested]

    def run(values: Mapping[Sym, Any]) -> Any:
        result = last(values)
        for value, holds in reversed(tests):
            result = np.where(holds(values), value(values), result)
        return result

    return run


_COMPARE = {"<": "less", ">": "greater", "\\le": "less_equal", "\\ge": "greater_equal"}


def _condition(condition: Node) -> Run:
    assert isinstance(condition, Chain)  # the catalogue states its conditions as comparisons
    sides = [_compiled(side) for side in condition.sides]
    tests = [getattr(np, _COMPARE[relation]) for relation in condition.relations]

    def run(values: Mapping[Sym, Any]) -> Any:
        found = [np.real(side(values)) for side in sides]
        return reduce(np.logical_and, [test(u, v) for test, u, v in zip(tests, found, found[1:], strict=False)])

    return run


def softmax(z: Array, units: int) -> Array:
    """Return e^z / Σ e^z over the axis of the units."""
    powers = np.exp(z)
    return np.asarray(powers / powers.sum(axis=units, keepdims=True))


def loss(name: str, a: Array, y: Array) -> Array:
    """Return the loss of outputs a against targets y over the last two axes.

    squared-error ½ Σ (a - y)², mse its mean over all entries without the half, bce -Σ [y ln a + (1 - y) ln(1 - a)],
    cross-entropy -Σ y ln a.
    """
    return np.asarray(_LOSS_TERMS[name](a, y).sum(axis=(-1, -2)))


_LOSS_TERMS: dict[str, Callable[[Array, Array], Array]] = {
    "squared-error": lambda a, y: (a - y) ** 2 / 2,
    "mse": lambda a, y: (a - y) ** 2 / (y.shape[-1] * y.shape[-2]),
    "bce": lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
    "cross-entropy": lambda a, y: -y * np.log(a),
}


def gradients(
    function: Callable[[Mapping[str, Array]], Array], at: Mapping[str, Array], names: tuple[str, ...]
) -> dict[str, Array]:
    """Return ∂f/∂A for each named array A, by one complex step an entry, all entries in one sweep.

    Each of *names* gets an axis in front, on which one entry at a time is moved; the others stay as they are.
    """
    return sweep(lambda moved: {"f": function(moved)}, at, names, "f")[1]


def sweep(
    function: Callable[[Mapping[str, Any]], Mapping[str, Array]],
    at: Mapping[str, Any],
    names: tuple[str, ...],
    of: str,
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return all that a function finds there, and the gradients of what it calls *of*.

    The sweep starts with one place where nothing is moved. Each result must hang on one of *names*. Where those have
    an axis of problems in front, the sweep is the axis behind it, and all are found at once.
    """
    problems = at[names[0]].shape[:-2]
    behind: Any = (slice(None),) * len(problems)
    shapes = [at[name].shape[-2:] for name in names]
    total, stops = sum(map(prod, shapes)) + 1, list(accumulate(map(prod, shapes), initial=1))
    steps = np.eye(total) * (1j * STEP)
    spans = [(name, shape, slice(*ends)) for name, shape, ends in zip(names, shapes, pairwise(stops), strict=True)]
    still = {name: value[(*behind, None)] for name, value in at.items() if not isinstance(value, str)}
    moved = {name: still[name] + steps[:, span].reshape(total, *shape) for name, shape, span in spans}
    found = function({**at, **still, **moved})
    slopes = found[of].imag / STEP
    values = {name: value[(*behind, 0)].real for name, value in found.items()}
    return values, {name: slopes[..., span].reshape(*problems, *shape) for name, shape, span in spans}


def agree(first: Array, second: Array) -> bool:
    """Whether the two roads lie nowhere farther apart than is allowed."""
    if first.shape != second.shape:
        return False
    largest = np.abs(second).max(axis=(-2, -1), keepdims=True)
    return bool(np.all(np.abs(first - second) <= BOUND * np.maximum(1.0, largest)))


def compare(part: str, first: list[list[float]], second: Array) -> None:
    """Raise ProofFailed with both values where the two roads part."""
    if not agree(np.array(first, dtype=float), second):
        raise ProofFailed(f"{part} does not survive its second road: {first} by hand, {second.tolist()} by NumPy")
