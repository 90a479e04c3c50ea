"""The expression tree: what a line of mathematics says, in the order in which it is written.

Nothing here evaluates, sorts or merges: ``Add((b, a))`` stays b + a. SymPy does the algebra elsewhere;
this tree is what gets printed. Names are the page's: ``Sym("z", 1)`` is the pre-activation of layer 1.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct


class Node(Struct, frozen=True):
    """A piece of a written expression; every kind below is one frozen record."""


class Num(Node, frozen=True):
    """A literal with its printed digits; a sign that touches the digits belongs to it: 2, -3, 0.250."""

    text: str

    @property
    def value(self) -> Fraction:
        """The number that the digits say, exactly."""
        return Fraction(self.text)


class Sym(Node, frozen=True):
    """A symbol; layer 0 means none, and an index names one entry: Sym("z", 1, (2,)) is the second of layer 1.

    A weight's index is kept as (to unit, from source), Sym("w", 1, (1, 2)); the notation decides how it prints.
    """

    name: str
    layer: int = 0
    index: tuple[int | str, ...] = ()


class Slot(Node, frozen=True):
    """A place that a number will take, so that a worked line is built once and filled for each problem."""

    name: str
    row: int = 0
    column: int = 0


class Add(Node, frozen=True):
    """A sum in written order; a term under ``Neg`` prints as a subtraction."""

    terms: tuple[Node, ...]


class Neg(Node, frozen=True):
    """The opposite, -u."""

    arg: Node


class Mul(Node, frozen=True):
    """A product in written order, side by side or with a dot."""

    factors: tuple[Node, ...]
    dot: bool = False


class Hadamard(Node, frozen=True):
    """The entrywise product u ⊙ v."""

    factors: tuple[Node, ...]


class Frac(Node, frozen=True):
    """A fraction, top over bottom."""

    top: Node
    bottom: Node


class Pow(Node, frozen=True):
    """A power u^v; the natural exponential is ``Exp``."""

    base: Node
    power: Node


class Exp(Node, frozen=True):
    """The natural exponential e^u."""

    power: Node


class Sqrt(Node, frozen=True):
    """The square root √u."""

    arg: Node


class Abs(Node, frozen=True):
    """The absolute value of u."""

    arg: Node


class Fn(Node, frozen=True):
    """A named function of its arguments; primes count derivatives, f'(u). Applied to a matrix it acts entrywise."""

    name: str
    args: tuple[Node, ...]
    primes: int = 0


class Matrix(Node, frozen=True):
    """A matrix by rows; a column vector is n rows of one entry."""

    rows: tuple[tuple[Node, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self.rows), len(self.rows[0])


class Transpose(Node, frozen=True):
    """The transpose of a matrix."""

    arg: Node


class Cases(Node, frozen=True):
    """A function by branches: (value, condition) each; the condition of the last may be ``Text("otherwise")``."""

    branches: tuple[tuple[Node, Node], ...]


class Chain(Node, frozen=True):
    """Sides joined by relations, a = b = c; "?NAME" becomes = or ≈ by whether the value NAME was rounded."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


class D(Node, frozen=True):
    """A derivative still to be taken, d/dx [u], or ∂/∂z_j [u] by one of several units."""

    of: Node
    by: Node

    @property
    def partial(self) -> bool:
        """Whether others than what it is taken by can change: it has an index."""
        return isinstance(self.by, Sym) and bool(self.by.index)


class Leibniz(Node, frozen=True):
    """A derivative as a quotient, dσ/dz, or ∂J/∂W where it is partial."""

    of: Node
    by: Node
    partial: bool = True


class Shape(Node, frozen=True):
    """The shape of a matrix, 3 × 2; its dimensions are numbers or symbols."""

    dims: tuple[Node, ...]


class Interval(Node, frozen=True):
    """An interval of the line with its ends open or closed, [0, ∞)."""

    low: Node
    high: Node
    low_closed: bool = False
    high_closed: bool = False


class Sum(Node, frozen=True):
    """A sum over an index, Σ_i u; the limits may be left out."""

    body: Node
    index: Node
    low: Node | None = None
    high: Node | None = None


class Text(Node, frozen=True):
    """Words inside a formula."""

    words: str


class Listing(Node, frozen=True):
    """Formulas side by side, parted by commas: x = 1, y = 2."""

    items: tuple[Node, ...]


class Aligned(Node, frozen=True):
    """A whole display of several rows, aligned at the first relation of each."""

    rows: tuple[Node, ...]


class Boxed(Node, frozen=True):
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
