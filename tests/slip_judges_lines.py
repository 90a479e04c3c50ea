"""Lines of a derivation that differ by what a mistake is named: from the LaTeX of the page, read by none of our code.

A line is read as Python reads it, into a tree of sums, products, fractions and powers; what a name says is done to the
tree at every place in turn, and a line that is offered fits the name where it is one of those trees.
"""

from __future__ import annotations

import ast
import re
from functools import cache

#: LaTeX as Python, in this order; braces from the inside.
PLAIN = (
    (r"\\frac\{d\}\{dx\}", "D"),
    (r"\\left|\\right", ""),
    (r"\\operatorname\{([\w-]+)\}", r"\1"),
    (r"\\cdot", "*"),
    (r"\\(alpha|beta|sigma|tanh|ln)", r"\1"),
    (r"(sigma|tanh)\^\{2\}\(([^()]*)\)", r"\1(\2)^{2}"),
)
BRACES = ((r"\^\{([^{}]*)\}", r"**(\1)"), (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"))
SIGNS = ((r"\[", "("), (r"\]", ")"), (r"(^|\()-", r"\g<1>0-"), (r"(?<=[\w)]) +(?=[\w(])", "*"))


@cache
def tree(latex):
    """Return a line as nested tuples: ("+", signed terms), ("*", factors), ("/", top, bottom), ("^", base, power)."""
    text = latex
    for old, new in PLAIN:
        text = re.sub(old, new, text)
    while "{" in text:
        for old, new in BRACES:
            text = re.sub(old, new, text)
    for old, new in SIGNS:
        text = re.sub(old, new, text)
    return read(ast.parse(text, mode="eval").body)


def read(node):
    """Return the tree of what Python has read."""
    match node:
        case ast.Name(name):
            return name
        case ast.Constant(value):
            return str(value)
        case ast.Call(ast.Name(name), [argument]):
            return (name, read(argument))
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            return total(((1, read(left)), (1 if isinstance(sign, ast.Add) else -1, read(right))))
        case ast.BinOp(left, ast.Mult(), right):
            return times((read(left), read(right)))
        case ast.BinOp(left, operation, right):
            return ("/" if isinstance(operation, ast.Div) else "^", read(left), read(right))
    raise ValueError(ast.dump(node))


def total(terms):
    """Return a sum of signed terms, those of a sum in it among them, and without the 0 before a minus."""
    flat = []
    for sign, term in terms:
        flat += term[1] if sign == 1 and term[0] == "+" else [(sign, term)]
    flat = [term for term in flat if term[1] != "0"]
    return flat[0][1] if len(flat) == 1 and flat[0][0] == 1 else ("+", tuple(flat))


def times(factors):
    """Return a product, with the factors of a product in it among its own."""
    flat = [f for factor in factors for f in (factor[1] if factor[0] == "*" else (factor,))]
    return flat[0] if len(flat) == 1 else ("*", tuple(flat))


def swapped(items, place, *new):
    """Return items with others in one place, or none."""
    return (*items[:place], *new, *items[place + 1 :])


def here(node):
    """Yield what becomes of a node by one mistake at it, with the name of the mistake."""
    match node:
        case ("+", terms):
            yield from (("sign", total(swapped(terms, k, (-s, term)))) for k, (s, term) in enumerate(terms))
        case ("*", factors):
            yield from (("factor", times(swapped(factors, k))) for k in range(len(factors)))
        case ("/", top, bottom):
            yield "fraction", ("/", bottom, top)
        case ("^", "e", power):
            yield "sign", ("^", "e", total(((-1, power),)))
        case ("^", base, "2"):
            yield "power", base
    if node[0] != "^":
        yield "square", ("^", node, "2")


def inside(node):
    """Yield each part of a node, with what puts another in its place."""
    match node:
        case ("+", terms):
            for k, (sign, term) in enumerate(terms):
                yield term, lambda new, k=k, sign=sign: total(swapped(terms, k, (sign, new)))
        case ("*", factors):
            for k, factor in enumerate(factors):
                yield factor, lambda new, k=k: times(swapped(factors, k, new))
        case (_, *parts):
            for k, part in enumerate(parts, 1):
                yield part, lambda new, k=k: swapped(node, k, new)


def mistakes(node):
    """Yield what becomes of a line by one mistake, with its name; in what is still to be differentiated all are one."""
    yield from here(node)
    if isinstance(node, tuple):
        for part, back in inside(node):
            yield from (("inside" if node[0] == "D" else name, back(new)) for name, new in mistakes(part))


@cache
def made(line, name):
    """Return the other lines that a mistake makes of one; "both" are two mistakes, one after the other."""
    if name == "both":
        found = {twice for _, once in mistakes(line) for _, twice in mistakes(once)}
    else:
        found = {wrong for by, wrong in mistakes(line) if by == name}
    return found - {line}


def judge(part, name):
    """Return the judge of the lines on offer that fit the name."""
    return lambda g, v: {text for text in g["offered"][part] if tree(text) in made(tree(v[part]), name)}


CHANGES = ("sign", "power", "square", "factor", "fraction", "inside", "both")
LINES = {(f"line{k}", name): judge(f"line{k}", name) for k in (1, 2, 3) for name in CHANGES}
