"""Which products of matrices exist, and their shapes; given the shape of each matrix, A = [[3, 2]] for 3 × 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, pairwise, permutations
from typing import Any

from msgspec import Struct

from generators.family import Ask, Family, Setting, Slip
from generators.lines import Form
from generators.numpy_later import np
from generators.rounding import Ledger, Rounding
from generators.space import Choice, Space
from symbolic.errors import UserError
from symbolic.notation import Notation
from symbolic.tree import Chain, Mul, Node, Shape, Slot, Sym, Transpose

Size = tuple[int, int]
NONE = "does not exist"

#: The shapes of A, B (and C) in letters that stand for different sizes, and the products that are asked; t transposes.
PATTERNS = {
    "easy": tuple((shapes, ("AB", "BA")) for shapes in (("pq", "qr"), ("pq", "rp"), ("pq", "qp"))),
    "medium": tuple(
        (shapes, ("AB", "BA", "AtB", "ABt")) for shapes in (("pq", "qr"), ("pq", "pr"), ("pq", "rp"), ("pq", "rq"))
    ),
    "hard": (
        (("pq", "qr", "rp"), ("ABC", "BCA", "AtC", "CtBt", "BAt")),
        (("pq", "qr", "pr"), ("ABC", "ABCt", "AtC", "CtAB", "BtA")),
        (("pq", "rq", "rp"), ("ABt", "ABC", "CABt", "BtCt", "AtB")),
    ),
}


class Products(Struct, frozen=True):
    """The matrices by name with the pattern of their shapes, and the products that are asked."""

    shapes: tuple[str, ...]
    asked: tuple[str, ...]
    rounding: Rounding
    notation: Notation
    kind: str = "products"

    @property
    def existing(self) -> Mapping[str, bool]:
        """Which of the asked products exist, by the pattern alone."""
        letters = dict(zip("ABC", self.shapes, strict=False))
        return {
            name: all(
                u[1] == v[0] for u, v in pairwise(letters[m][::-1] if t else letters[m] for m, t in factors(name))
            )
            for name in self.asked
        }


def factors(product: str) -> list[tuple[str, bool]]:
    """Return the factors of a product such as "ABt", each with whether it is transposed."""
    return [(letter, product[k + 1 : k + 2] == "t") for k, letter in enumerate(product) if letter != "t"]


def cases(setting: Setting) -> tuple[Products, ...]:
    """Return the patterns of a difficulty."""
    return tuple(
        Products(shapes, asked, Rounding("exact"), setting.columns) for shapes, asked in PATTERNS[setting.difficulty]
    )


def space(case: Products) -> Space:
    """Return the sizes: all different, so that a product exists only where its pattern says so."""
    count = len({letter for shape in case.shapes for letter in shape})
    return Space((Choice("sizes", tuple(permutations(range(1, 10), count))),), refuses=False)


def pose(case: Products, draw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shape of each matrix."""
    size = dict(zip(dict.fromkeys("".join(case.shapes)), draw["sizes"], strict=True))
    return {name: [[size[s] for s in shape]] for name, shape in zip("ABC", case.shapes, strict=False)}


def accept(setting: Setting, given: Mapping[str, Any]) -> tuple[Products, dict[str, Any]]:
    """Read the shapes of A, B and, where it is given, C; raises UserError for what is no shape."""
    read = {name: [list(_size(name, given[name]))] for name in "ABC"[: 3 if "C" in given else 2]}
    letters = {size: chr(ord("p") + k) for k, size in enumerate(dict.fromkeys(chain(*(v[0] for v in read.values()))))}
    shapes = tuple("".join(letters[s] for s in value[0]) for value in read.values())
    asked = PATTERNS["hard" if "C" in given else "medium"][0][1]
    return Products(shapes, asked, Rounding("exact"), setting.columns), read


def _size(name: str, value: Any) -> Size:
    if (
        not isinstance(value, list)
        or len(value) != 2
        or any(isinstance(n, list) or n != int(n) or n < 1 for n in value)
    ):
        raise UserError(f"{name} = {value!r} is no shape: give rows and columns, such as [3, 2]")
    return int(value[0]), int(value[1])


def _shapes(product: str, given: Mapping[str, Any]) -> list[Size]:
    """Return the shapes of the factors, a transposed one turned."""
    sizes = [(given[name][0], turned) for name, turned in factors(product)]
    return [(int(c), int(r)) if turned else (int(r), int(c)) for (r, c), turned in sizes]


def _written(size: Sequence[int]) -> str:
    return f"({size[0]}, {size[1]})"


def solve(case: Products, given: Mapping[str, Any], keep: Ledger) -> None:
    """A product exists where each number of columns meets as many rows; then the outer sizes are its shape."""
    for name in case.asked:
        sizes = _shapes(name, given)
        keep(f"{name}_sizes", [list(chain(*sizes))])
        fits = all(u[1] == v[0] for u, v in pairwise(sizes))
        if fits:
            keep(f"{name}_result", [[sizes[0][0], sizes[-1][1]]])
        keep(name, _written((sizes[0][0], sizes[-1][1])) if fits else NONE)


def recompute(case: Products, given: Mapping[str, Any]) -> dict[str, str]:
    """Multiply matrices of zeros of these shapes, and see what NumPy says."""
    zeros = {name: np.zeros(tuple(map(int, value[0]))) for name, value in given.items()}
    return {name: _tried([zeros[m].T if turned else zeros[m] for m, turned in factors(name)]) for name in case.asked}


def _tried(arrays: list[Any]) -> str:
    try:
        return str(reduce(np.matmul, arrays).shape)
    except ValueError:
        return NONE


def forms(case: Products) -> tuple[Form, ...]:
    """One line a product: its shapes side by side, and the shape of the result where there is one."""
    return tuple(_form(name, exists) for name, exists in case.existing.items())


def _form(name: str, exists: bool) -> Form:
    count = len(factors(name))
    shapes = tuple(Shape((Slot(f"{name}_sizes", 0, 2 * k), Slot(f"{name}_sizes", 0, 2 * k + 1))) for k in range(count))
    sides: tuple[Node, ...] = (product_of(name), Mul(shapes))
    if not exists:
        return Form(name, "product", Chain(sides, ("\\colon",)), "A", {"part": name}, _parts_ways)
    result = Shape((Slot(f"{name}_result", 0, 0), Slot(f"{name}_result", 0, 1)))
    return Form(name, "product", Chain((*sides, result), ("\\colon", "=")), "A", {"part": name}, _fits)


def product_of(name: str) -> Node:
    """Return a product as it is written, A B^T."""
    return Mul(tuple(Transpose(Sym(letter)) if turned else Sym(letter) for letter, turned in factors(name)))


def _inner(texts: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(texts[1:-1:2], texts[2:-1:2], strict=True))


def _fits(texts: Sequence[str]) -> bool:
    *sizes, rows, columns = texts
    return all(u == v for u, v in _inner(sizes)) and (rows, columns) == (sizes[0], sizes[-1])


def _parts_ways(texts: Sequence[str]) -> bool:
    return any(u != v for u, v in _inner(texts))


def slips(case: Products, given: Mapping[str, Any], found: Ledger) -> Iterator[Slip]:
    """The mistakes: the outer sizes taken unseen or turned, and transposes overlooked."""
    for name in case.asked:
        sizes = _shapes(name, given)
        outer = (sizes[0][0], sizes[-1][1])
        if found.values[name] == NONE:
            yield Slip(name, "outer sizes taken", _written(outer))
        else:
            yield Slip(name, "inner sizes taken", _written((sizes[0][1], sizes[-1][0])))
            yield Slip(name, "sizes exchanged", _written(outer[::-1]))
        if "t" in name:
            plain = _shapes(name.replace("t", ""), given)
            fits = all(u[1] == v[0] for u, v in pairwise(plain))
            yield Slip(name, "transpose overlooked", _written((plain[0][0], plain[-1][1])) if fits else NONE)


def facts(case: Products, given: Mapping[str, Any], found: Ledger) -> dict[str, object]:
    """The sizes that meet where a product does not exist."""
    meet = {}
    for name in case.asked:
        clash = [(u[1], v[0]) for u, v in pairwise(_shapes(name, given)) if u[1] != v[0]]
        meet[name] = clash[0] if clash and found.values[name] == NONE else ()
    matrices = {name: tuple(map(int, value[0])) for name, value in given.items()}
    return {"asked": dict(enumerate(case.asked, 1)), "matrices": tuple(matrices), "meet": meet, "sizes": matrices}


PRODUCTS: Family[Any] = Family(
    name="shapes", version=1, summary="which products exist, and their shapes", options={},
    cases=cases, space=space, pose=pose, solve=solve, recompute=recompute, forms=forms,
    asks=lambda case: tuple(Ask(name, product_of(name), k) for k, name in enumerate(case.asked, 1)),
    slips=slips, accept=accept, symbols=lambda case: {}, facts=facts,
)  # fmt: skip  # a table of fields
