"""The one door to SymPy, opened only when something is derived or proved: it checks lines, it never writes them.

SymPy reorders and merges whatever it touches, so a line goes in as a tree and only a verdict, a polynomial or a
number comes out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from symbolic.meanings import meaning
from symbolic.tree import Abs, Add, D, Exp, Fn, Frac, Mul, Neg, Node, Num, Pow, Sqrt, Sum, Sym

#: SymPy's own names of the functions that are not opened by a definition.
PLAIN = {"ln": "log", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "erf": "erf", "sin": "sin", "cos": "cos",
         "arctan": "atan"}


@lru_cache(maxsize=1 << 14)
def to_sympy(node: Node) -> Any:
    """Return what *node* says as a SymPy expression; a pending derivative is taken."""
    match node:
        case Num():
            return sympy.Rational(node.value.numerator, node.value.denominator)
        case Sym():
            return _symbol(node)
        case Add():
            return sympy.Add(*map(to_sympy, node.terms))
        case Neg():
            return -to_sympy(node.arg)
        case Mul():
            return sympy.Mul(*map(to_sympy, node.factors))
        case Frac():
            return to_sympy(node.top) / to_sympy(node.bottom)
        case Pow():
            return to_sympy(node.base) ** to_sympy(node.power)
        case Exp():
            return sympy.exp(to_sympy(node.power))
        case Sqrt():
            return sympy.sqrt(to_sympy(node.arg))
        case Abs():
            return sympy.Abs(to_sympy(node.arg))
        case D():
            return sympy.diff(to_sympy(node.of), to_sympy(node.by))
        case Fn():
            return _function(node)
    raise TypeError(f"no meaning for SymPy in a {type(node).__name__}")


def _symbol(node: Sym) -> Any:
    if node.name == "pi":
        return sympy.pi
    index = "".join(f"_{part}" for part in node.index)
    return sympy.Symbol(node.name + index, real=True, positive=None if node.name in "xzuvt" else True)


def _function(node: Fn) -> Any:
    if node.name in PLAIN:
        return getattr(sympy, PLAIN[node.name])(to_sympy(node.args[0]))
    opened = meaning(node)
    if opened is None:
        raise TypeError(f"no meaning for SymPy in {node.name}")
    return to_sympy(opened)


def equal(left: Node, right: Node) -> bool:
    """Whether left - right is zero: decided by ``cancel`` on a form that is rational in x, e^x and opaque atoms.

    For rational functions of these atoms that is a decision procedure; ``simplify`` and ``equals`` may run for ever.
    """
    difference = to_sympy(left) - to_sympy(right)
    if difference == 0:
        return True
    forms = (_in_atoms(difference), _in_atoms(_tanh_opened(difference)))
    return any(sympy.cancel(sympy.together(form)) == 0 for form in forms)


def _tanh_opened(expression: Any) -> Any:
    opened = expression.replace(sympy.tanh, lambda u: 1 - 2 / (sympy.exp(2 * u) + 1))
    return opened.rewrite([sympy.sinh, sympy.cosh], sympy.exp)


def _in_atoms(expression: Any) -> Any:
    """Write every exponential as a power of independent symbols, and every other function as a symbol."""
    linear = expression.replace(sympy.tanh, lambda u: _tanh_opened(sympy.tanh(u)) if _is_linear(u) else sympy.tanh(u))
    opened = sympy.expand_power_exp(linear).replace(
        lambda part: isinstance(part, sympy.exp), lambda part: _exponential(part.args[0])
    )
    functions = sorted(opened.atoms(sympy.Function) - opened.atoms(sympy.exp), key=sympy.default_sort_key)
    return opened.xreplace({part: sympy.Dummy(f"f{place}") for place, part in enumerate(functions)})


def _is_linear(inside: Any) -> bool:
    x = sympy.Symbol("x", real=True)
    return bool(inside.is_polynomial(x) and sympy.degree(inside, x) == 1)


def _exponential(power: Any) -> Any:
    result = sympy.Integer(1)
    for term in sympy.Add.make_args(sympy.expand(power)):
        value, rest = term.as_coeff_Mul()
        result *= _atom(rest, value.q) ** value.p
    return result


@lru_cache(maxsize=1 << 12)
def _atom(rest: Any, denominator: int) -> Any:
    return sympy.Symbol(f"exp<{rest}/{denominator}>", positive=True)


def eliminated(derivative: Node, known: dict[str, Node]) -> Any:
    """Return the derivative as a polynomial in the functions *known* by name, e^x eliminated; None where there is none.

    From {D·q(E) - p(E), s·v(E) - u(E), …} a Gröbner basis in which E is eliminated holds the theorem itself:
    D = s - s². Nothing but the definitions goes in.
    """
    d, names = sympy.Symbol("D"), [sympy.Symbol(name) for name in known]
    parts = [_in_atoms(_tanh_opened(to_sympy(node))) for node in (derivative, *known.values())]
    atoms = sorted({a for part in parts for a in part.free_symbols if a.name.startswith("exp<")}, key=str)
    if not atoms:
        return None
    equations = [_cleared(part, sign) for part, sign in zip(parts, (d, *names), strict=True)]
    letters = sorted({a for part in parts for a in part.free_symbols} - set(atoms), key=str)
    variables = [letter for letter in letters if letter.name == "x"]
    for gone in (variables, []) if variables else ([],):
        fixed = [letter for letter in letters if letter not in gone]
        if (found := _solved(equations, (*atoms, *gone), d, names, fixed)) is not None:
            return found
    return None


def _solved(equations: list[Any], gone: tuple[Any, ...], d: Any, names: list[Any], fixed: list[Any]) -> Any:
    """Return D as a polynomial in *names* with everything in *gone* eliminated, or None."""
    field = sympy.QQ.frac_field(*fixed) if fixed else sympy.QQ
    for element in sympy.groebner(equations, *gone, d, *names, domain=field, order="lex").exprs:
        if not element.has(*gone) and sympy.degree(element, d) == 1:
            top, bottom = sympy.Poly(element, d).all_coeffs()
            if not top.has(*names):
                return sympy.expand(sympy.cancel(-bottom / top))
    return None


def _cleared(part: Any, sign: Any) -> Any:
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(part)))
    return sympy.expand(sign * bottom - top)


def ways(polynomial: Any, letters: tuple[str, ...]) -> list[Any]:
    """Return a polynomial factored, with its common factor taken out, collected by each letter, and expanded."""
    expanded = sympy.expand(polynomial)
    present = [sympy.Symbol(name) for name in letters if expanded.has(sympy.Symbol(name))]
    collected = [sympy.collect(expanded, letter, sympy.factor_terms) for letter in present]
    return [sympy.factor(expanded), sympy.factor_terms(expanded), *collected, expanded]


def shortest(constant: Node) -> Any:
    """Return a constant in SymPy's shortest form."""
    return sympy.simplify(to_sympy(constant))


@lru_cache(maxsize=512)
def exponential_polynomial(node: Node) -> tuple[Any, Any, tuple[Any, ...]] | None:
    """Return (p, q, exponent) with node = c p(x, E)/q(x, E), E = e^{exponent(x)}; None where node is no such thing.

    p and q are lists of ({(i, j): coefficient of x^i E^j}, multiplicity); the exponent is its coefficients from x^0.
    """
    parts = _quotient(node)
    if parts is None:
        return None
    top, bottom, base = parts
    x = sympy.Symbol("x", real=True)
    coefficients = tuple(reversed(sympy.Poly(base, x).all_coeffs())) if base != 0 else ()
    return _factors(top), _factors(bottom), coefficients


@lru_cache(maxsize=512)
def _quotient(node: Node) -> tuple[Any, Any, Any] | None:
    """Return numerator and denominator as polynomials in x and E, and the exponent of E."""
    x, mark = sympy.Symbol("x", real=True), sympy.Symbol("E", positive=True)
    expression = _tanh_opened(to_sympy(node))
    base = _common_exponent(expression, x)
    if base is None:
        return None
    if base != 0:
        expression = expression.replace(sympy.exp, lambda power: mark ** sympy.cancel(power / base))
    top, bottom = sympy.fraction(sympy.cancel(sympy.together(expression)))
    if any(part.free_symbols for part in (top * bottom).atoms(sympy.Function)):
        return None
    try:
        return sympy.Poly(sympy.expand(top), x, mark), sympy.Poly(sympy.expand(bottom), x, mark), base
    except sympy.PolynomialError:  # a root of x
        return None


def _common_exponent(expression: Any, x: Any) -> Any:
    """Return the exponent of which all others are whole multiples, growing to the right; 0 for none, None if none."""
    powers = [part.args[0] for part in expression.atoms(sympy.exp) if part.free_symbols]
    if not powers:
        return sympy.Integer(0)
    ratios = [sympy.cancel(power / powers[0]) for power in powers]
    if not all(ratio.is_Rational for ratio in ratios) or not all(power.is_polynomial(x) for power in powers):
        return None
    base = powers[0] / sympy.ilcm(1, *(ratio.q for ratio in ratios))
    return sympy.expand(base if sympy.LC(base, x) > 0 else -base)


def _factors(whole: Any) -> list[tuple[dict[tuple[int, int], Any], int]]:
    """Return the factors with their multiplicities; a constant factor is dropped, since only the roots matter."""
    if whole.is_zero:
        return []
    lead = whole.LC()
    ratios = {powers: sympy.cancel(c / lead) for powers, c in whole.terms()}
    if not all(ratio.is_Rational for ratio in ratios.values()):
        return [(dict(whole.terms()), 1)]
    return [(dict(part.terms()), n) for part, n in sympy.factor_list(sympy.Poly(ratios, *whole.gens))[1]]


def exact_roots(terms: dict[tuple[int, int], Any], exponent: tuple[Any, ...]) -> list[Any] | None:
    """Return the real roots of a core in x alone or in E = e^{cx} alone, exactly; None where it mixes them."""
    x = sympy.Symbol("x")
    alone = {i: c for (i, j), c in terms.items() if j == 0}
    if len(alone) == len(terms):
        return _real_roots(alone, x)
    alone = {j: c for (i, j), c in terms.items() if i == 0}
    if len(alone) == len(terms) and len(exponent) == 2 and exponent[0] == 0:
        roots = _real_roots(alone, x)
        return None if roots is None else [sympy.log(r) / exponent[1] for r in roots if r.is_positive]
    return None


def _real_roots(coefficients: dict[int, Any], x: Any) -> list[Any] | None:
    polynomial = sympy.Poly({(i,): c for i, c in coefficients.items()}, x)
    if not all(c.is_Rational for c in polynomial.coeffs()):
        return None
    roots = sympy.real_roots(polynomial, multiple=True) if polynomial.degree() else []
    return None if any(root.has(sympy.CRootOf) for root in roots) else list(dict.fromkeys(roots))


@lru_cache(maxsize=1 << 10)
def at_point(node: Node, point: Any) -> Any:
    """Return the exact value of *node* at x = *point*, simplified."""
    return sympy.simplify(to_sympy(node).subs(sympy.Symbol("x", real=True), point))


@lru_cache(maxsize=1 << 10)
def limit(node: Node, side: int) -> Any:
    """Return the limit of a smooth *node* at plus or minus infinity; never used across branches."""
    parts = _quotient(node)
    if parts is None:
        return sympy.limit(to_sympy(node), sympy.Symbol("x", real=True), side * sympy.oo)
    top, bottom, base = parts
    if top.is_zero:
        return sympy.Integer(0)
    odd = base != 0 and sympy.degree(base) % 2 == 1
    (i, j, c), (k, m, d) = (_leading(part, -1 if odd and side < 0 else 1) for part in (top, bottom))
    growth = (j - m) * (-1 if odd and side < 0 else 1) or i - k
    if growth < 0:
        return sympy.Integer(0)
    ratio = sympy.simplify(c / d) * side ** (i - k)
    return ratio if growth == 0 else sympy.sign(ratio) * sympy.oo


def _leading(polynomial: Any, order: int) -> tuple[int, int, Any]:
    """Return (i, j, c) of the term c x^i E^j that outweighs the others; *order* is -1 where E tends to 0."""
    (i, j), c = max(polynomial.terms(), key=lambda term: (order * term[0][1], term[0][0]))
    return i, j, c


def digits(number: Any) -> str:
    """Return 80 digits of a real constant."""
    return str(sympy.N(number, 80))


def rational(number: Any) -> tuple[int, int] | None:
    """Return (p, q) for a rational constant."""
    return (int(number.p), int(number.q)) if number.is_Rational else None


def infinite(number: Any) -> int:
    """Return 1 for infinity, -1 for minus infinity, else 0."""
    return 1 if number == sympy.oo else -1 if number == -sympy.oo else 0


def zero() -> Any:
    """Return SymPy's 0."""
    return sympy.Integer(0)


def constant_text(number: Any) -> str:
    """Return an exact constant as SymPy writes and reads it."""
    return str(number)


def identical(left: Any, right: Any) -> bool:
    """Whether two exact constants are equal."""
    return bool(sympy.simplify(left - right) == 0)


def parameter_values(difference: Node, parameter: str) -> list[Any]:
    """Return the values of a positive parameter at which *difference* vanishes."""
    letter = sympy.Symbol(parameter, real=True, positive=True)
    return list(sympy.solve(sympy.simplify(to_sympy(difference)), letter))


def identical_or_infinite(left: Any, right: Any) -> bool:
    """Whether two exact values, infinite ones among them, are equal."""
    return bool(left == right) or (not infinite(left) and not infinite(right) and identical(left, right))


def number(top: int, bottom: int) -> Any:
    """Return a rational of SymPy."""
    return sympy.Rational(top, bottom)


def is_positive(constant: Any) -> bool:
    """Whether an exact constant that is not 0 is positive."""
    return bool(constant > 0)
