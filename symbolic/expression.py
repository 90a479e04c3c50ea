"""Read a user's function strictly: a small grammar of its own, nothing evaluated, every refusal with its place.

sum := term (("+" | "-") term)*      term := sign (("*" | "/") sign)*      sign := "-" sign | power
power := atom (("^" | "**") sign)?   atom := number | name | name "(" sum ("," sum)* ")" | "(" sum ")"
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symbolic.activation import X
from symbolic.errors import UserError
from symbolic.exponents import settled
from symbolic.marked import refused, unknown_sign
from symbolic.traverse import walk
from symbolic.tree import Abs, Add, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sym

#: What an expression may hold before it is refused.
LONGEST, DEEPEST, LARGEST = 400, 40, 150

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?|\.\d+)|([A-Za-z_][A-Za-z_0-9]*)|(\*\*|[-+*/^(),]))")


def _root(u: Node) -> Node:
    """Return the square root; that of a square is |u|, which has a corner where √ would hide it."""
    return Abs(u.base) if isinstance(u, Pow) and u.power == Num("2") else Sqrt(u)


#: Functions by the names that people type.
CALLS: dict[str, Callable[..., Node]] = {
    "exp": Exp,
    "sqrt": _root,
    "abs": Abs,
    **{
        name: (lambda u, name=name: Fn(name, (u,)))
        for name in ("tanh", "sinh", "cosh", "sigmoid", "softplus", "erf", "sin", "cos", "arctan", "Phi", "phi")
    },
    "log": lambda u: Fn("ln", (u,)),
    "ln": lambda u: Fn("ln", (u,)),
    "LambertW": lambda u: Fn("lambert", (u,)),
    "atan": lambda u: Fn("arctan", (u,)),
    "relu": lambda u: Fn("max", (Num("0"), u)),
    "tan": lambda u: Frac(Fn("sin", (u,)), Fn("cos", (u,))),
    "gelu": lambda u: Mul((u, Fn("Phi", (u,)))),
    "silu": lambda u: Mul((u, Fn("sigmoid", (u,)))),
    "swish": lambda u: Mul((u, Fn("sigmoid", (u,)))),
    "mish": lambda u: Mul((u, Fn("tanh", (Fn("softplus", (u,)),)))),
    "max": lambda u, v: Fn("max", (u, v)),
    "min": lambda u, v: Fn("min", (u, v)),
}
CONSTANTS: dict[str, Node] = {"pi": Sym("pi"), "e": Exp(Num("1"))}


def expression(text: str) -> Node:
    """Return the tree of *text*, its one variable renamed x.

    >>> expression("exp(t)")
    Exp(power=Sym(name='x', layer=0, index=()))
    """
    if len(text) > LONGEST:
        raise UserError(f"the expression has {len(text)} characters: at most {LONGEST} are read")
    reader = _Reader(text)
    node = reader.whole()
    if (size := sum(1 for _ in walk(node))) > LARGEST:
        raise UserError(f"the expression has {size} parts: at most {LARGEST} are derived")
    if not reader.variables:
        raise UserError(f"'{text}' has no variable: write a function of x, such as x/(1 + abs(x))")
    if len(names := sorted(reader.variables)) > 1:
        raise UserError(f"'{text}' has several variables ({', '.join(names)}): a function of one is derived")
    return node


def variable(text: str) -> str:
    """Return the letter that *text* has for its variable; the tree has x."""
    reader = _Reader(text)
    reader.whole()
    return min(reader.variables, default=X.name)


def constant(text: str) -> Node:
    """Return the tree of a constant, such as SymPy prints it.

    >>> constant("sqrt(2)/2")
    Frac(top=Sqrt(arg=Num(text='2')), bottom=Num(text='2'))
    """
    return _Reader(text).whole()


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        """Split *text* into tokens with their places."""
        self.text, self.place, self.depth = text, 0, 0
        self.variables: set[str] = set()
        self.tokens = self.split()

    def split(self) -> list[tuple[str, int]]:
        """Return (token, column) for each; a character of no token is refused with its place."""
        tokens, at = [], 0
        text = self.text.rstrip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if found is None:
                raise unknown_sign(self.text, at + len(text[at:]) - len(text[at:].lstrip()))
            tokens.append((found.group(found.lastindex or 0), found.start(found.lastindex or 0)))
            at = found.end()
        return [*tokens, ("", len(text))]

    def refused(self, why: str, column: int) -> UserError:
        """Return the error with its place marked."""
        return refused(why, self.text, column)

    @property
    def ahead(self) -> str:
        """The token that comes next; empty at the end."""
        return self.tokens[self.place][0]

    @property
    def column(self) -> int:
        """Where it stands."""
        return self.tokens[self.place][1]

    def take(self) -> str:
        """Return the next token and step past it."""
        self.place += 1
        return self.tokens[self.place - 1][0]

    def whole(self) -> Node:
        """Read all of the text."""
        node = self.sum()
        if self.ahead == ")":
            raise self.refused("this bracket was never opened", self.column)
        if self.ahead:
            raise self.refused("an operator is missing (write 2*x, not 2x)", self.column)
        return node

    def sum(self) -> Node:
        """Read terms."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UserError(f"the brackets of the expression are nested more than {DEEPEST} deep")
        terms = [self.term()]
        while self.ahead in ("+", "-"):
            minus = self.take() == "-"
            terms.append(Neg(self.term()) if minus else self.term())
        self.depth -= 1
        return Add(tuple(terms)) if len(terms) > 1 else terms[0]

    def term(self) -> Node:
        """Read factors."""
        node = self.sign()
        minus = isinstance(node, Neg) and self.ahead in ("*", "/")
        node = node.arg if minus and isinstance(node, Neg) else node  # -2 x is -(2 x)
        while self.ahead in ("*", "/"):
            node = self.times(node) if self.take() == "*" else Frac(node, self.sign())
        return Neg(node) if minus else node

    def times(self, left: Node) -> Node:
        """Join one more factor to a product."""
        factors = left.factors if isinstance(left, Mul) else (left,)
        return Mul((*factors, self.sign()))

    def sign(self) -> Node:
        """Read a sign before a power: -x^2 is -(x^2)."""
        if self.ahead == "-":
            self.take()
            self.depth += 1
            if self.depth > DEEPEST:
                raise UserError(f"more than {DEEPEST} signs or brackets stand inside one another")
            inner = self.sign()
            self.depth -= 1
            return Neg(inner)
        if self.ahead == "+":
            self.take()
        return self.power()

    def power(self) -> Node:
        """Read a power; e^u is the exponential."""
        base = self.atom()
        if self.ahead not in ("^", "**"):
            return base
        self.take()
        exponent = settled(self.sign())
        if exponent in (Num("0.5"), Num(".5"), Frac(Num("1"), Num("2"))):
            return _root(base)
        if base == CONSTANTS["e"]:
            return Exp(exponent)
        if isinstance(base, Num) and base.value > 0 and X in walk(exponent):
            return Exp(Mul((exponent, Fn("ln", (base,)))))  # 2^x is e^{x ln 2}
        return Pow(base, _number(exponent))

    def atom(self) -> Node:
        """Read a number, a name, a call or a bracket."""
        column, word = self.column, self.take()
        if word == "(":
            return self.closed(column)
        if word and (word[0].isdigit() or word[0] == "."):
            return Num(word if word[0] != "." else f"0{word}")
        if re.match(r"[A-Za-z_]", word):
            return self.named(word, column)
        raise self.refused("a number, a variable or a bracket is missing", column)

    def closed(self, column: int) -> Node:
        """Read to the bracket that closes the one at *column*."""
        node = self.sum()
        if self.ahead != ")":
            raise self.refused("this bracket is never closed", column)
        self.take()
        return node

    def named(self, name: str, column: int) -> Node:
        """Read a call, a constant or the variable."""
        if self.ahead == "(":
            return self.call(name, column)
        if name in CALLS:
            raise self.refused(f"{name} needs its argument in brackets, {name}(x)", column)
        if name in CONSTANTS:
            return CONSTANTS[name]
        if len(name) > 1:
            raise self.refused(f"'{name}' is neither a function nor a variable of one letter", column)
        self.variables.add(name)
        return X

    def call(self, name: str, column: int) -> Node:
        """Read the arguments of a function."""
        if name not in CALLS:
            why = "needs a * before its bracket" if len(name) == 1 else "is no function that is known here"
            raise self.refused(f"'{name}' {why}", column)
        opened = self.column
        self.take()
        arguments = [self.sum()]
        while self.ahead == ",":
            self.take()
            arguments.append(self.sum())
        if self.ahead != ")":
            raise self.refused("this bracket is never closed", opened)
        self.take()
        wanted = 2 if name in ("max", "min") else 1
        if len(arguments) != wanted:
            raise self.refused(f"{name} takes {wanted} argument{'s' * (wanted > 1)}, not {len(arguments)}", column)
        return CALLS[name](*arguments)


def _number(exponent: Node) -> Node:
    """Return an exponent such as -2 as the literal that it is."""
    if isinstance(exponent, Neg) and isinstance(exponent.arg, Num):
        return Num(f"-{exponent.arg.text}")
    return exponent
