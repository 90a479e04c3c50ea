r"""Read letters and functions with what stands on them: layers, indices, powers, primes, arguments."""

from __future__ import annotations

from symbolic.binding import OPERATORS
from symbolic.levels import Levels
from symbolic.notation import LAYERED, SMALL, letters
from symbolic.tokens import CLOSES, ENDS
from symbolic.tree import Exp, Fn, Node, Num, Pow, Sym

#: What opens the arguments of a function.
_PARENTHESES = ("(", "\\left(")


def letter(r: Levels, s: Sym) -> Node:
    """Read what stands on a letter: its layer, its index, a power."""
    mark = r.words[r.i]
    if mark[0] not in "^_'":
        return s
    glyph = r.words[r.i - 1]
    layer = _layer(r, s)
    if r.words[r.i][0] == "_":
        name = letters(r.notation, entries=True).get(glyph)
        if name is None:
            raise r.refused(r.i, "the entries of a matrix of rows are written small")
        s = r.indexed(Sym(name, layer))
        layer = layer or _layer(r, s)
    if layer:
        node: Node = Sym(s.name, layer, s.index)
        if r.words[r.i][0] == "^":
            raise r.refused(r.i, "what has a raised mark already is put in parentheses first")
        return node
    return r.raised(s)


def _layer(r: Levels, s: Sym) -> int:
    """Pass the mark of a layer and return its number, 0 if there is none."""
    mark, style = r.words[r.i], r.notation.layer
    layered = s.name.lstrip(SMALL) in LAYERED
    digits = ""
    if (style == "bracket" and mark[:3] == "^{[") or (style == "paren" and mark[:3] == "^{("):
        digits = mark[3:-2]
    elif style == "subscript" and layered and mark[0] == "_" and mark[1:].strip("{}").isdigit():
        digits = mark[1:].strip("{}")
    elif style == "superscript" and layered and mark == "^":
        digits = _plain_power(r)
    if not digits:
        return 0
    if int(digits) == 0:
        raise r.refused(r.i, "layers are counted from 1")
    r.i += 1
    return int(digits)


def _plain_power(r: Levels) -> str:
    """Return the digits of a power that is a bare number, and stand before its last word; "" if it is not."""
    head, number, tail = r.words[r.i + 1 : r.i + 4]
    if head == "{" and number.isdigit() and tail == "}":
        r.i += 3
        return number
    if head.isdigit() and len(head) == 1:
        r.i += 1
        return head
    return ""


def exponential(r: Levels, e: Sym) -> Node:
    """Read a power of e, or the letter."""
    return Exp(r.exponent()) if r.words[r.i] == "^" else letter(r, e)


def function(r: Levels, name: str) -> Node:
    """Read a function with its arguments; without any it is its own letter, and f' its derivative."""
    word = r.words[r.i]
    if word in _PARENTHESES:
        return r.raised(Fn(name, _arguments(r)))
    if word[0] == "'":
        r.i += 1
        name = _of_layer(r, name)
        arguments = _arguments(r) if r.words[r.i] in _PARENTHESES else ()
        return r.raised(Fn(name, arguments, len(word)))
    if name in OPERATORS and (word in r.operands or word[0].isdigit()):
        return Fn(name, (r.factor(),))
    return _carrying(r, name)


def _of_layer(r: Levels, name: str) -> str:
    """Read the mark of a layer behind the primes of a function's letter, f'^{[1]}, and return its name, f1."""
    start = r.i
    if r.words[start][0] not in "^_" or len(name) > 1:
        return name
    layer = _layer(r, Sym(name))
    if not layer or r.words[r.i][0] in "^_":
        raise r.refused(start, "put the power or the index of a derivative behind its arguments")
    return f"{name}{layer}"


def _carrying(r: Levels, name: str) -> Node:
    """Read the marks on a function's letter, and the arguments that may follow them."""
    start = r.i
    node = letter(r, Sym(name))
    word = r.words[r.i]
    if word not in _PARENTHESES and word[0] != "'":
        if name in OPERATORS and word not in ENDS and word[0] != "-":
            raise r.refused(r.i, "the arguments of a power of a function stand in parentheses")
        return node
    if type(node) is Sym and node.layer and not node.index and len(name) == 1:
        return function(r, f"{name}{node.layer}")
    if type(node) is Pow and type(node.power) is Num and node.power.text[0] != "-" and name not in "fgh":
        return Pow(Fn(name, _arguments(r)), node.power)
    raise r.refused(start, "put the power or the index of a function behind its arguments")


def _arguments(r: Levels) -> tuple[Node, ...]:
    """Read arguments in parentheses."""
    opener = r.words[r.i]
    r.i += 1
    arguments = [r.relation()]
    while r.words[r.i] == ",":
        r.i += 1
        arguments.append(r.relation())
    r.take(CLOSES[opener])
    return tuple(arguments)
