"""What is run often, as straight Python: each product of its lines a plain expression.

Compiled trees are nested functions that settle anew, at every number, how a matrix is laid out. All of that hangs on
the shapes alone. So such trees are run once on stand-ins for numbers, which write down what is done to them; what
comes out is one function with the same operations in the same order, and the trees alone say which these are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from symbolic.arithmetic import NotComputable
from symbolic.fields import Field, Quantity
from symbolic.frame import Branch, Frame, Run

#: So many runs come first; to write a tree out costs about as much as fifty of them.
OFTEN = 40
#: What a frame offers that the shapes were not written for: a symbol more or less, or one of another shape.
_OTHERWISE = (KeyError, TypeError, ValueError)


class Straight:
    """The values of several trees in one frame: straight Python once they were asked for often."""

    __slots__ = ("_left", "_runs", "_written")

    def __init__(self, *runs: Run) -> None:
        """Begin with the trees as they were compiled."""
        self._runs, self._left = runs, OFTEN
        self._written: Callable[[Frame], list[Quantity]] | None = None

    def __call__(self, frame: Frame) -> list[Quantity]:
        """Return the value of each tree."""
        if self._written is not None:
            try:
                return self._written(frame)
            except _OTHERWISE:  # the trees themselves run on any frame, or say what is wrong with it
                pass
        else:
            self._left -= 1
            if not self._left:
                self._written = written(self._runs, frame)
        return [run(frame) for run in self._runs]


def written(runs: Sequence[Run], frame: Frame) -> Callable[[Frame], list[Quantity]] | None:
    """Return one function for all *runs*, for frames with symbols of the shapes that *frame* has; None if none can."""
    writer = _Writer(frame.values)
    draft = writer.begun(len(frame.literals))
    try:
        sides = ", ".join(_laid_out(run(draft)) for run in runs)
        exec(compile(writer.source(sides), "<straight>", "exec"), writer.known)  # noqa: S102  our own text, from trees
    except (NotComputable, SyntaxError):  # a choice of another kind, or brackets too deep for Python
        return None
    found: Callable[[Frame], list[Quantity]] = writer.known["straight"]
    return found


class _StandIn:
    """A number that is still to come, as the expression that will compute it."""

    __slots__ = ("text",)
    __hash__ = None  # type: ignore[assignment]  # nothing is to be kept under it

    def __init__(self, text: str) -> None:
        self.text = text

    def __add__(self, other: object) -> _StandIn:
        return _StandIn(f"({self.text} + {_said(other)})")

    def __radd__(self, other: object) -> _StandIn:
        return _StandIn(f"({_said(other)} + {self.text})")

    def __sub__(self, other: object) -> _StandIn:
        return _StandIn(f"({self.text} - {_said(other)})")

    def __mul__(self, other: object) -> _StandIn:
        return _StandIn(f"({self.text} * {_said(other)})")

    def __pow__(self, power: int) -> _StandIn:
        return _StandIn(f"({self.text} ** {power})")

    def __neg__(self) -> _StandIn:
        return _StandIn(f"(-{self.text})")

    def __abs__(self) -> _StandIn:
        return _StandIn(f"abs({self.text})")

    def __eq__(self, other: object) -> Any:
        return _StandIn(f"({self.text} == {_said(other)})")

    def __ne__(self, other: object) -> Any:
        return _StandIn(f"({self.text} != {_said(other)})")

    def __lt__(self, other: object) -> Any:
        return _StandIn(f"({self.text} < {_said(other)})")

    def __le__(self, other: object) -> Any:
        return _StandIn(f"({self.text} <= {_said(other)})")

    def __gt__(self, other: object) -> Any:
        return _StandIn(f"({self.text} > {_said(other)})")

    def __ge__(self, other: object) -> Any:
        return _StandIn(f"({self.text} >= {_said(other)})")

    def __bool__(self) -> bool:
        raise NotComputable("a choice that hangs on a number still to come")


def _said(value: object) -> str:
    if type(value) is int:
        return repr(value)
    if not isinstance(value, _StandIn):
        raise NotComputable(f"{value!r} among numbers still to come")
    return value.text


def _laid_out(value: Quantity) -> str:
    return f"[{', '.join(map(_laid_out, value))}]" if isinstance(value, list) else _said(value)


class _Draft(Frame, frozen=True):
    """A frame of stand-ins, which writes down what goes by cases as a choice of then."""

    writer: _Writer

    def within(self, literals: Sequence[Quantity], values: Mapping[Any, Quantity]) -> Frame:
        return self.writer.draft(self.field, literals, values)

    def branch(self, branches: Sequence[Branch]) -> Quantity:
        return self.writer.branch(self, branches)


class _Writer(Mapping[Hashable, Quantity]):
    """What is written so far; as the values of a draft it writes down how each symbol is taken from a frame."""

    def __init__(self, values: Mapping[Any, Quantity]) -> None:
        self._values = values
        self._symbols: dict[Hashable, Quantity] = {}
        self._head: dict[str, None] = {}  # lines, each once
        self._body: list[str] = []
        self._choosing = 0  # how many choices deep: there nothing may be computed beforehand
        self.known: dict[str, Any] = {"_nothing": _nothing}

    def begun(self, literals: int) -> _Draft:
        """Return the frame to write from, with so many literals."""
        named = {name: partial(self._of_field, name) for name in ("divide", "exp", "ln", "sqrt", "sign")}
        return self.draft(Field(self._number, **named), [_StandIn(f"L[{k}]") for k in range(literals)], self)

    def draft(self, field: Field, literals: Sequence[Quantity], values: Mapping[Any, Quantity]) -> _Draft:
        """Return a frame of which what is run is written down here."""
        return _Draft(field, literals, values, self)

    def source(self, sides: str) -> str:
        """Return the function that computes *sides*."""
        lines = (
            "field, L, V = frame.field, frame.literals, frame.values",
            *self._head,
            *self._body,
            f"return [{sides}]",
        )
        return "\n    ".join(("def straight(frame):", *lines)) + "\n"

    def __contains__(self, name: object) -> bool:
        if name in self._values:
            return True
        self._head[f"if {self._kept(name)} in V: raise KeyError"] = None
        return False

    def __getitem__(self, name: Hashable) -> Quantity:
        if name not in self._symbols:
            self._symbols[name] = self._taken(f"v{len(self._symbols)}", f"V[{self._kept(name)}]", self._values[name])
        return self._symbols[name]

    def _taken(self, variable: str, symbol: str, value: Quantity) -> Quantity:
        """Write down the entries of a symbol by name; a frame where it has another shape is refused there."""
        if not isinstance(value, list):
            self._head[f"{variable} = {symbol}"] = None
            self._head[f"if type({variable}) is list: raise ValueError"] = None
            return _StandIn(variable)
        entries = [[_StandIn(f"{variable}_{i}_{j}") for j in range(len(row))] for i, row in enumerate(value)]
        self._head[f"{_laid_out(entries)} = {symbol}"] = None
        return entries

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def _kept(self, thing: object) -> str:
        """Return the name by which the function knows a thing that is no text."""
        name = f"k{len(self.known)}"
        self.known[name] = thing
        return name

    def _number(self, text: str) -> _StandIn:
        constant = f"c{len(self._head)}"
        self._head[f"{constant} = field.number({text!r})"] = None
        return _StandIn(constant)

    def _of_field(self, name: str, *args: Quantity) -> Any:
        self._head[f"{name} = field.{name}"] = None
        return self._called(name, *args)

    def _called(self, function: str, *args: Quantity) -> _StandIn:
        """Call a function once and keep what it gives; within a choice where it is needed, and not before."""
        call = f"{function}({', '.join(map(_said, args))})"
        if self._choosing:
            return _StandIn(call)
        self._body.append(f"t{len(self._body)} = {call}")
        return _StandIn(f"t{len(self._body) - 1}")

    def branch(self, draft: _Draft, branches: Sequence[Branch]) -> _StandIn:
        """Return the first value whose condition holds."""
        self._choosing += 1
        text = "_nothing()"
        for value, holds in reversed(branches):
            test: Any = holds(draft)
            here = _said(value(draft))
            text = here if test is True else f"({here} if {_said(test)} else {text})"
        self._choosing -= 1
        return _StandIn(text)


def _nothing() -> Quantity:
    raise NotComputable("no branch holds")
