"""The expression tree: what a line of mathematics says, in the order in which it is written.

Nothing here evaluates, sorts or merges: ``Add((b, a))`` stays b + a. SymPy does the algebra elsewhere;
this tree is what gets printed. Names are the page's: ``Sym("z", 1)`` is the pre-activation of layer 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


class Node:
    """A piece of a written expression; every kind below is one frozen record."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __repr__(self) -> str:  # one for all: two dozen generated ones would be felt at every start
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__match_args__)})"


@dataclass(frozen=True, slots=True, repr=False)
class Num(Node):
    """A literal with its printed digits; a sign that touches the digits belongs to it: 2, -3, 0.250."""

    text: str

    @property
    def value(self) -> Fraction:
        """The number that the digits say, exactly."""
        return Fraction(self.text)


@dataclass(frozen=True, slots=True, repr=False)
class Sym(Node):
    """A symbol; layer 0 means none, and an index names one entry: Sym("z", 1, (2,)) is the second of layer 1.

    A weight's index is kept as (to unit, from source), Sym("w", 1, (1, 2)); the notation decides how it prints.
    """

    name: str
    layer: int = 0
    index: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Slot(Node):
    """A place that a number will take, so that a worked line is built once and filled for each problem."""

    name: str
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Add(Node):
    """A sum in written order; a term under ``Neg`` prints as a subtraction."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Neg(Node):
    """The opposite, -u."""

    arg: Node


@dataclass(frozen=True, slots=True, repr=False)
class Mul(Node):
    """A product in written order, side by side or with a dot."""

    factors: tuple[Node, ...]
    dot: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Hadamard(Node):
    """The entrywise product u ⊙ v."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Frac(Node):
    """A fraction, top over bottom."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True, repr=False)
class Pow(Node):
    """A power u^v; the natural exponential is ``Exp``."""

    base: Node
    power: Node


@dataclass(frozen=True, slots=True, repr=False)
class Exp(Node):
    """The natural exponential e^u."""

    power: Node


@dataclass(frozen=True, slots=True, repr=False)
class Sqrt(Node):
    """The square root √u."""

    arg: Node


@dataclass(frozen=True, slots=True, repr=False)
class Abs(Node):
    """The absolute value of u."""

    arg: Node


@dataclass(frozen=True, slots=True, repr=False)
class Fn(Node):
    """A named function of its arguments; primes count derivatives, f'(u). Applied to a matrix it acts entrywise."""

    name: str
    args: tuple[Node, ...]
    primes: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Matrix(Node):
    """A matrix by rows; a column vector is n rows of one entry."""

    rows: tuple[tuple[Node, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self.rows), len(self.rows[0])


@dataclass(frozen=True, slots=True, repr=False)
class Transpose(Node):
    """The transpose of a matrix."""

    arg: Node


@dataclass(frozen=True, slots=True, repr=False)
class Cases(Node):
    """A function by branches: (value, condition) each; the condition of the last may be ``Text("otherwise")``."""

    branches: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Chain(Node):
    """Sides joined by relations, a = b = c; "?NAME" becomes = or ≈ by whether the value NAME was rounded."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class D(Node):
    """A derivative still to be taken, d/dx [u]."""

    of: Node
    by: Node


@dataclass(frozen=True, slots=True, repr=False)
class Leibniz(Node):
    """A derivative as a quotient, dσ/dz, or ∂J/∂W where it is partial."""

    of: Node
    by: Node
    partial: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Shape(Node):
    """The shape of a matrix, 3 × 2; its dimensions are numbers or symbols."""

    dims: tuple[Node, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Interval(Node):
    """An interval of the line with its ends open or closed, [0, ∞)."""

    low: Node
    high: Node
    low_closed: bool = False
    high_closed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Sum(Node):
    """A sum over an index, Σ_i u; the limits may be left out."""

    body: Node
    index: Node
    low: Node | None = None
    high: Node | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Text(Node):
    """Words inside a formula."""

    words: str


@dataclass(frozen=True, slots=True, repr=False)
class Listing(Node):
    """Formulas side by side, parted by commas: x = 1, y = 2."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Aligned(Node):
    """A whole display of several rows, aligned at the first relation of each."""

    rows: tuple[Node, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Boxed(Node):
    """A framed result."""

    arg: Node


#: The relations that a chain may have, by their LaTeX.
RELATIONS = ("=", "\\approx", "<", ">", "\\le", "\\ge", "\\ne", "\\in", "\\leftarrow", "\\to", "\\colon")

ZERO, ONE, TWO = Num("0"), Num("1"), Num("2")


def number(value: int | Fraction) -> Node:
    """Return the literal of an integer, or the fraction in lowest terms with its sign in front, -(1/2)."""
    if value.denominator == 1:
        return Num(str(value.numerator))
    fraction = Frac(Num(str(abs(value.numerator))), Num(str(value.denominator)))
    return Neg(fraction) if value < 0 else fraction
