"""The table of facts: every row readable, what holds for any parameter true of many, kinks as others have them."""

import json
import re

import pytest

from symbolic import sympy_bridge as bridge
from symbolic.activation import LIBRARIES, X
from symbolic.activations import ACTIVATIONS
from symbolic.book import load
from symbolic.enclosure import value
from symbolic.profile import Profile
from symbolic.reader import read
from symbolic.study import study
from symbolic.traverse import substitute
from symbolic.tree import Frac, Mul, Neg, Num

SCALAR = [name for name in ACTIVATIONS if not ACTIVATIONS[name].vector]
each = pytest.mark.parametrize("name", SCALAR)
ROWS = (
    "definition",
    "domain",
    "range",
    "derivative",
    "largest slope",
    "smallest slope",
    "limits",
    "asymptotes",
    "zeros",
    "monotone",
    "parity",
    "zero-centred",
    "smoothness",
    "convexity",
    "saturates",
    "dead region",
)


@each
def test_the_table_has_every_row_in_every_form(name):
    """No row is missing, none is empty, and each stands in LaTeX, text and Typst."""
    table = load(name)["table"]

    assert set(ROWS) <= {row["name"] for row in table}
    assert all(row["says"].strip() and "not proved" not in row["says"] for row in table)
    for row in table:
        assert row["says"].count("$") % 2 == 0
        assert "$" not in row["forms"]["text"]["says"]
        assert all(read(formula) for formula in row["says"].split("$")[1::2])


def test_every_formula_of_the_book_is_accepted_by_mathjax_and_katex(refused_formulas):
    """Lines, pieces and sentences: what the book prints, Obsidian and KaTeX show."""
    texts = [json.dumps(load(name)) for name in ACTIVATIONS]
    formulas = {found["latex"] for text in texts for found in _records(json.loads(text)) if "latex" in found}
    formulas |= {part for name in ACTIVATIONS for row in load(name)["table"] for part in row["says"].split("$")[1::2]}

    assert len(formulas) > 300
    assert refused_formulas(sorted(formulas)) == []


def _records(value_):
    if isinstance(value_, dict):
        yield value_
        for key, inner in value_.items():
            if key != "forms":
                yield from _records(inner)
    elif isinstance(value_, list):
        for inner in value_:
            yield from _records(inner)


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("sigmoid", "range", r"$\left(0, 1\right)$"),
        ("sigmoid", "largest slope", r"$\frac{1}{4} = 0.25$ at $x = 0$"),
        ("relu", "range of the slope", "only the values $0$ and $1$"),
        ("step", "range", "only the values $0$ and $1$"),
        ("hard-sigmoid", "maximum", r"$1$ for $x \ge 3$"),
        ("swish", "minimum", r"$-\operatorname{W}(e^{-1}) \approx -0.278465$ at "),
        ("gelu", "largest slope", r"${} \approx 1.1289$ at $x = \sqrt{2} \approx 1.41421$"),
        ("softplus", "asymptotes", r"$y = 0$ as $x \to -\infty$, $y = x$ as $x \to \infty$"),
        ("relu", "dead region", "$x < 0$"),
    ],
)
def test_rows_read_as_a_course_has_them(name, row, says):
    """Some rows word for word."""
    assert next(one["says"] for one in load(name)["table"] if one["name"] == row).startswith(says)


@pytest.mark.parametrize("name", [name for name in SCALAR if ACTIVATIONS[name].parameters])
def test_what_holds_for_any_parameter_holds_for_others_than_the_usual(name):
    """Range and steepness in the letters agree with those proved anew for other values of the parameters."""
    from msgspec.structs import replace

    activation = ACTIVATIONS[name]
    said = {one["holds"]: one["says"] for one in load(name)["properties"]["in_parameters"]}
    assert said
    for factor in ("0.5", "0.9"):
        others = tuple(
            replace(p, usual=str(float(p.usual) * float(factor) if name != "selu" else float(p.usual) + float(factor)))
            for p in activation.parameters
        )
        changed = replace(activation, parameters=others)
        facts = _proved(changed)
        if "range" in said:
            interval = read(said["range"].split("$")[1])
            low = value(changed.at_usual(interval.low), {}, X)
            assert abs(float(low.mid()) - facts["range"]["low"]["value"]) < 1e-12
        if "lipschitz" in said:
            sizes = read(said["lipschitz"].split("$")[1])
            parts = sizes.args if hasattr(sizes, "args") else (sizes,)
            largest = max(float(value(changed.at_usual(part), {}, X).mid()) for part in parts)
            assert abs(largest - facts["lipschitz"]["value"]) < 1e-12
        if "monotone" in said:
            assert facts["monotone"] == "strictly increasing"


def _proved(activation):
    from symbolic.properties import properties

    return properties(activation)


def test_a_swish_is_a_stretched_copy_of_its_usual_one():
    """With β = 2 the minimum of swish lies at half the place with half the value; its steepest slope is the same."""
    from msgspec.structs import replace

    swish = ACTIVATIONS["swish"]
    doubled = _proved(replace(swish, parameters=(replace(swish.parameters[0], usual="2"),)))
    usual = load("swish")["properties"]

    assert any("stretched" in one["says"] for one in usual["in_parameters"])
    assert doubled["minimum"]["at"] == pytest.approx(usual["minimum"]["at"] / 2, rel=1e-15)
    assert doubled["minimum"]["value"] == pytest.approx(usual["minimum"]["value"] / 2, rel=1e-15)
    assert doubled["derivative_maximum"]["value"] == pytest.approx(usual["derivative_maximum"]["value"], rel=1e-15)


def test_the_notes_own_slips_are_not_ours():
    """The course's table closes the range of the sigmoid and of tanh; neither takes its bounds."""
    for name in ("sigmoid", "tanh"):
        proved = load(name)["properties"]["range"]
        assert not proved["low_closed"]
        assert not proved["high_closed"]


@pytest.mark.parametrize("name", [name for name in SCALAR if ACTIVATIONS[name].elsewhere])
def test_kinks_elsewhere_are_one_of_the_one_sided_slopes_or_between(name):
    """What a library takes at a kink lies between the slopes on its two sides, and names its version."""
    for kink in load(name)["kinks"]:
        low, high = sorted((kink["left"]["value"], kink["right"]["value"]))
        for one in kink["elsewhere"]:
            assert low <= one["value"] <= high or one["value"] == 0  # the hard ones take 0 on both sides
            assert (one["library"], one["version"], one["function"]) in LIBRARIES


@pytest.mark.parametrize(("name", "build"), [("relu", "maximum(x, 0.0)"), ("leaky-relu", "maximum(x, 0.01 * x)")])
def test_kinks_are_as_autograd_has_them(name, build):
    """The slope that autograd takes at 0 is the one that the book says it takes."""
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as np

    f = eval(f"lambda x: np.{build}", {"np": np})  # noqa: S307  # the texts above
    (said,) = [one["value"] for one in load(name)["kinks"][0]["elsewhere"] if one["library"] == "autograd"]

    assert autograd.grad(f)(0.0) == said


def test_kinks_are_printed_beside_ours():
    """The page says our convention and the others'."""
    from chalkgrad.derive import derivation

    page = derivation("leaky-relu")

    assert "by convention α is taken (PyTorch takes α, JAX takes 1, autograd takes (1 + α)/2)" in page


def test_equal_extremes_of_an_odd_function_are_told_by_symmetry():
    """x e^{-x²} has its extremes at ±√2/2 with one value up to its sign."""
    from symbolic.branching import activation_of
    from symbolic.expression import expression

    profile = Profile(activation_of(expression("tanh(x)/(1+x^2)"), "f"))

    assert profile.symmetry == -1
    low, high = (profile.levels[k].value for k in (0, 1))
    assert low.mid() == -high.mid()


def test_cancelling_figures_counts_their_powers():
    """(2 x)/(2² y) is x/(2 y): the figure below is 4."""
    from symbolic.fractions_moves import cancel
    from symbolic.tree import Pow, Sym

    y = Sym("q")
    (after,) = cancel(Frac(Mul((Num("2"), X)), Mul((Pow(Num("2"), Num("2")), y))))

    assert bridge.equal(substitute(after, y, Num("3")), Frac(X, Num("6")))
    assert bridge.equal(Neg(after), Neg(Frac(X, Mul((Num("2"), y)))))


def test_zeros_under_a_root_are_told_from_those_of_the_conjugate():
    """x - √(x² - …) and x + √(…) share a norm: only the real zero is kept."""
    from symbolic.expression import expression

    assert [float(p.at.mid()) for p in study(expression("x - sqrt(2*x^2 + 1) + 1"), None, None).zeros] == [0, 2]
    assert study(expression("x + sqrt(2*x^2 + 1) + 1"), None, None).zeros == ()


def test_words_between_formulas_need_no_escape():
    """The words of a sentence hold nothing that Markdown, LaTeX or Typst would take for more than words, but for %."""
    for name in ACTIVATIONS:
        for row in load(name)["table"]:
            assert not re.search(r"[*_#\[\]<>`~\\{}&^]", "".join(row["says"].split("$")[0::2])), row
