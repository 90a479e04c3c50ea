"""The worked lines of a central difference and of the slope that it checks, for a loss J of one weight w."""

from __future__ import annotations

from collections.abc import Iterator

from generators.lines import Form
from generators.nets import SMOOTH
from symbolic.layers import applied, found, slope_written
from symbolic.tree import ONE, TWO, Abs, Add, Fn, Frac, Leibniz, Mul, Neg, Node, Num, Pow, Slot, Sym
from symbolic.written import minus

J, w, x, y, z, a, D, r = (Sym(name) for name in ("J", "w", "~x", "~y", "~z", "~a", "D", "r"))
EPSILON, SLOPE = Sym("epsilon"), Leibniz(Sym("J"), Sym("w"), partial=False)
#: The two places beside w: the name of each and its sign.
SIDES = (("plus", 1), ("minus", -1))


def forms(function: str) -> tuple[Form, ...]:
    """The loss beside w on either side, the quotient, the slope by the rules, and the distance of the two."""
    lines = [form for side, sign in SIDES for form in _beside(function, side, sign)]
    up, down = Slot("Jplus"), Slot("Jminus")
    twice = Frac(minus(J_at("plus"), J_at("minus")), Mul((TWO, EPSILON)))
    quotient = Frac(minus(up, down), Mul((TWO, Slot("epsilon")), dot=True))
    lines.append(Form("D", "quotient", found("D", D, twice, quotient, Slot("D")), "M"))
    lines += _by_the_rules(function)
    apart = found("error", r, Abs(minus(D, SLOPE)), Abs(minus(Slot("D"), Slot("dw"))), Slot("error"))
    return (*lines, Form("error", "apart", apart, "A"))


def J_at(side: str) -> Sym:
    """Return the symbol of the loss on one side of w."""
    return Sym("J", 0, (side,))


def _beside(function: str, side: str, sign: int) -> Iterator[Form]:
    """Yield the lines that find the loss on one side of w."""
    places = [Add((at, step if sign > 0 else Neg(step))) for at, step in ((w, EPSILON), (Slot("w"), Slot("epsilon")))]
    part = f"J{side}"
    if function not in SMOOTH:
        sides = (_loss(function, places[0], x, y), _loss(function, places[1], Slot("x"), Slot("y")))
        yield Form(part, "loss", found(part, J_at(side), *sides, Slot(part)), "A")
        return
    pre, out = Sym("z", 0, (side,)), Sym("a", 0, (side,))
    yield from _through(function, part, Mul((places[0], x)), Mul((places[1], Slot("x")), dot=True), pre, out, side)
    yield Form(
        part, "loss", found(part, J_at(side), _half(out, y), _half(Slot(f"a{side}"), Slot("y")), Slot(part)), "A"
    )


def _through(function: str, part: str, rule: Node, numbers: Node, pre: Sym, out: Sym, side: str) -> Iterator[Form]:
    """Yield the lines that find z = w x, or that beside w, and the output there."""
    yield Form(part, "input", found(f"z{side}", pre, rule, numbers, Slot(f"z{side}")))
    sides = (out, Fn(function, (pre,)), applied(function, Slot(f"z{side}")), Slot(f"a{side}"))
    yield Form(part, "activate", found(f"a{side}", *sides), "M" if side else "")


def _half(out: Node, target: Node) -> Node:
    return Mul((Frac(ONE, TWO), Pow(minus(out, target), TWO)))


def _loss(function: str, at: Node, input_: Node, target: Node) -> Node:
    dot = isinstance(input_, Slot)
    if function == "cube":
        return Add((Mul((input_, Pow(at, Num("3"))), dot), Mul((target, at), dot)))
    product = Mul((at, input_), dot)
    return Pow(minus(product, target), TWO) if function == "square" else _half(product, target)


def _by_the_rules(function: str) -> Iterator[Form]:
    """Yield the lines of the analytic slope."""
    if function not in SMOOTH:
        sides = (_rule(function, w, x, y), _rule(function, Slot("w"), Slot("x"), Slot("y")))
        yield Form("dw", "slope", found("dw", SLOPE, *sides, Slot("dw")), "A")
        return
    yield from _through(function, "dw", Mul((w, x)), Mul((Slot("w"), Slot("x")), dot=True), z, a, "")
    steep, written = Fn(function, (z,), 1), slope_written(function, Slot("a"))
    sides = (steep, *((written,) if written else ()), Slot("slope"))
    yield Form("dw", "slope of the activation", found("slope", *sides), "M")
    product = Mul((minus(Slot("a"), Slot("y")), Slot("slope"), Slot("x")), dot=True)
    yield Form("dw", "chain", found("dw", SLOPE, Mul((minus(a, y), steep, x)), product, Slot("dw")), "A")


def _rule(function: str, at: Node, input_: Node, target: Node) -> Node:
    dot = isinstance(input_, Slot)
    if function == "cube":
        return Add((Mul((Num("3"), input_, Pow(at, TWO)), dot), target))
    inner = minus(Mul((at, input_), dot), target)
    return Mul((TWO, input_, inner) if function == "square" else (input_, inner), dot)
