"""Derivations: every line holds, is found anew as the book has it, and a wrong line is caught."""

import json
from fractions import Fraction

import pytest
from msgspec.structs import replace

from symbolic.activation import X
from symbolic.activations import ACTIVATIONS
from symbolic.algebra import places
from symbolic.closed_form import functions
from symbolic.curve import taylor
from symbolic.derivation import certified, derive, derive_second, domain, opened, prove
from symbolic.enclosure import value
from symbolic.errors import ProofFailed
from symbolic.latex import latex
from symbolic.proof import agreement
from symbolic.reader import read
from symbolic.search import shortest
from symbolic.traverse import substitute
from symbolic.tree import ONE, Add, D, Exp, Fn, Frac, Mul, Neg

SCALAR = [name for name in ACTIVATIONS if not ACTIVATIONS[name].vector]
ROUTES = [(name, route) for name in SCALAR for route in range(len(ACTIVATIONS[name].routes))]

each = pytest.mark.parametrize("name", SCALAR)
each_route = pytest.mark.parametrize(("name", "route"), ROUTES)


def derived(name, route=0):
    """Return a derivation, its lines proved on the way."""
    return derive(ACTIVATIONS[name], ACTIVATIONS[name].routes[route])


@each_route
def test_every_route_ends_without_a_pending_derivative(name, route):
    """A derivation is found, each line is certified, and nothing is left to be taken."""
    found = derived(name, route)

    assert all(line.proof.holds for line in found.lines if line.rule != "definition")
    assert not any(isinstance(part, D) for result in found.results for _, part in places(result))


@pytest.mark.parametrize(
    ("name", "taught"),
    [
        ("sigmoid", r"\sigma(x) (1 - \sigma(x))"),
        ("tanh", r"1 - \tanh^{2}(x)"),
        ("gelu", r"\Phi(x) + x \varphi(x)"),
        ("softplus", r"\sigma(x)"),
        ("softsign", r"\frac{1}{(1 + \lvert x \rvert)^{2}}"),
        ("swish", r"\beta \operatorname{swish}(x) + \sigma(\beta x) (1 - \beta \operatorname{swish}(x))"),
    ],
)
def test_slopes_come_out_in_the_form_that_is_taught(name, taught):
    """The closed form is found by elimination and written as a course writes it, by every route but the plain rules."""
    activation = ACTIVATIONS[name]
    results = [latex(derive(activation, route).result) for route in activation.routes if route.name != "rules"]

    assert [taught] * len(results) == results


def test_the_sigmoid_has_the_three_roads_of_the_notes():
    """By the chain rule on 1/u, by the quotient rule on e^x/(e^x + 1), and by adding and subtracting 1."""
    rules = {
        route.name: [line.rule for line in derive(ACTIVATIONS["sigmoid"], route).lines]
        for route in ACTIVATIONS["sigmoid"].routes
    }

    assert "chain rule with 1/u" in rules["chain"]
    assert "quotient rule" in rules["quotient"]
    assert {"add and subtract", "factor"} <= set(rules["add and subtract"])


@each
def test_slopes_agree_with_the_taylor_series_of_the_definition(name):
    """The slopes as derived, f' and f'', equal what interval arithmetic reads off the definition."""
    from flint import arb, ctx, fmpq

    activation = ACTIVATIONS[name]
    first = derived(name)
    for order, derivation in enumerate((first, derive_second(first)), 1):
        for place, result in enumerate(derivation.results):
            ctx.prec = 240
            node = activation.at_usual(opened(result, functions(activation, activation.branches[place], first.route)))
            for point in domain(activation, place).points():
                x = point[X]
                slope = value(node, {X: arb(fmpq(x.numerator, x.denominator))}, X)
                assert float(slope.mid()) == pytest.approx(taylor(activation, place, x, order), rel=1e-14, abs=1e-14)


@each
def test_every_printed_line_is_read_back(name):
    """What a line prints is what the strict reader reads: printing it again gives the same."""
    for line in derived(name).lines:
        assert latex(read(latex(line.node))) == latex(line.node)


def test_an_equal_line_under_a_wrong_name_is_caught():
    """A line may hold and its rule be wrong: the rule made again does not give it."""
    derivation = derived("sigmoid")
    before, line = derivation.lines[4], derivation.lines[5]
    known = functions(derivation.activation, derivation.activation.branches[0], derivation.route)
    where = domain(derivation.activation, 0)

    assert prove(before, line, derivation.route, known, where).holds
    assert not prove(before, replace(line, move="cancel", rule="cancel"), derivation.route, known, where).holds


def test_a_wrong_line_stops_the_derivation():
    """The certificate bites: a line changed in one sign is refused."""
    derivation = derived("sigmoid")
    lines = list(derivation.lines)
    lines[-1] = replace(lines[-1], node=Neg(lines[-1].node))
    known = functions(derivation.activation, derivation.activation.branches[0], derivation.route)

    with pytest.raises(ProofFailed, match="does not hold"):
        certified(lines, derivation.route, known, domain(derivation.activation, 0))


def test_digits_stay_on_the_real_line():
    """The logarithm of a negative number has no value, where complex arithmetic would accept it in silence."""
    logarithm = Fn("ln", (Neg(Add((ONE, Exp(X)))),))

    assert agreement(logarithm, logarithm, domain(ACTIVATIONS["sigmoid"], 0))[0] == 0


def test_a_search_that_does_not_arrive_says_so():
    """A goal out of reach ends at the cap with an error, never in half a derivation."""
    activation = ACTIVATIONS["sigmoid"]
    route = activation.routes[0]
    with pytest.raises(ProofFailed, match="no way found"):
        shortest(D(X, X), Fn("tanh", (X,)), route, functions(activation, activation.branches[0], route), cap=50)


@each
def test_the_book_holds_what_is_derived(name):
    """The book is what the code derives and proves today, word for word."""
    from chalkgrad.book.compile import compiled
    from symbolic.book import load

    assert json.loads(json.dumps(compiled(name))) == load(name)


def test_reading_the_book_imports_nothing_heavy():
    """An entry is read without SymPy, flint, NumPy or matplotlib."""
    import subprocess
    import sys

    heavy = "{'sympy', 'flint', 'numpy', 'matplotlib'}"
    code = f"import sys; from symbolic.book import load; load('gelu'); print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_kinks_take_the_slope_of_the_stated_side():
    """ReLU's slope at 0 is 0 by convention; configured to the right it is 1."""
    relu = ACTIVATIONS["relu"]

    assert latex(derive(relu).result).endswith(r"0 & x \le 0 \end{cases}")
    assert r"1 & x \ge 0" in latex(derive(replace(relu, slopes=("right",))).result)


def test_points_lie_in_the_domain():
    """The points at which lines are compared are inside the branch, and not one and the same."""
    points = domain(ACTIVATIONS["hard-swish"], 1).points()

    assert all(Fraction(-3) < point[X] < 3 for point in points)
    assert len({point[X] for point in points}) == len(points)


def test_the_softmax_has_both_cases_of_its_jacobian():
    """p_i (1 - p_i) on the diagonal and -p_i p_j beside it, as p_i (δ_ij - p_j) says of both."""
    from symbolic.book import load

    found = load("softmax")

    assert found["result"]["latex"] == r"p_{i} (\delta_{ij} - p_{j})"
    assert [line["latex"] for line in found["lines"] if "where" in line] == ["p_{i} (1 - p_{i})", "-p_{i} p_{j}"]
    assert len(found["properties"]) == 5
    assert all(found["properties"].values())


def test_a_wrong_line_of_the_softmax_is_refused():
    """The certificate of the Jacobian bites: p_i (1 + p_i) does not hold."""
    from symbolic.jacobian import PI, Step, prove, steps

    *_, before, last = steps()

    assert prove(before, last)["conditions"] == ["any number of units"]
    for wrong in (Mul((PI, Add((ONE, PI)))), Neg(last.node), PI):
        with pytest.raises(ProofFailed):
            prove(before, Step(wrong, last.rule))


def test_a_wrong_derivative_in_the_softmax_is_refused():
    """A line that still takes a derivative is written out: without δ the exponential rule does not hold."""
    from symbolic.jacobian import DELTA, Step, prove, steps

    before, after = steps()[1:3]

    assert "units" in prove(before, after)["conditions"][0]
    with pytest.raises(ProofFailed):
        prove(before, Step(substitute(after.node, DELTA, ONE), after.rule))


def test_the_book_holds_the_softmax_that_is_derived():
    """The softmax's entry is what the code derives today."""
    from chalkgrad.book.compile import compiled
    from symbolic.book import load

    assert json.loads(json.dumps(compiled("softmax"))) == load("softmax")


def test_what_is_cancelled_is_shown_not_to_be_zero():
    """A line that cancels states its condition; in the catalogue each one is proved, none assumed."""
    lines = [line for name, route in ROUTES for line in derived(name, route).lines if line.rule == "cancel"]
    cancelled = [line.proof.conditions for line in lines]

    assert sum(map(bool, cancelled)) >= 4
    assert not any("assumed" in text for texts in cancelled for text in texts)


def test_a_condition_that_does_not_hold_is_said_to_be_assumed():
    """x/x may be cancelled only off 0, which no proof can give on the whole line."""
    from symbolic.granted import conditions
    from symbolic.proof import Domain

    assert "assumed" in conditions(Frac(X, X), "cancel", Domain())[0]
    assert "assumed" not in conditions(Frac(X, X), "cancel", Domain(low=Fraction(0)))[0]
