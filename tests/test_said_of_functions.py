"""What a page says of a function in words: true of it, in signs that can be read, and with a way out of a refusal."""

import re

import pytest
from click.testing import CliRunner

from chalkgrad.book.captions import caption, described
from chalkgrad.cli import main
from chalkgrad.derive import derivation, record
from chalkgrad.notes.activations import derived
from symbolic.activations import ACTIVATIONS
from symbolic.book import load, plots
from symbolic.errors import UserError
from symbolic.notation import Notation
from symbolic.reader import read


def points(entry, side):
    """Return the points for or against with their reasons."""
    return {one["point"]: one["reason"] for one in entry["verdict"][side]}


def rows(entry):
    """Return the table as text."""
    return {row["name"]: row["forms"]["text"]["says"] for row in entry["table"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exp(-exp(x))", "it falls from $1$ to $0$"),
        ("1/(1+exp(x))", "it falls from $1$ to $0$"),
        ("sigmoid(x)", "it rises from $0$ to $1$"),
    ],
)
def test_a_falling_function_is_not_said_to_rise(text, said):
    """Both can be read as a probability, each the way it goes."""
    assert points(record(text), "for")["can be read as a probability"] == said


def test_what_says_only_yes_or_no_is_no_probability():
    """The step takes 0 and 1 and nothing between; the hard sigmoid takes all."""
    assert "can be read as a probability" not in points(load("step"), "for")
    assert "can be read as a probability" in points(load("hard-sigmoid"), "for")


@pytest.mark.parametrize(("text", "said"), [("sqrt(x^2+1)", "no exponential"), ("x^2", "no exponential, only")])
def test_a_root_is_not_called_arithmetic_and_comparisons(text, said):
    """A root takes more than either, and still no exponential."""
    reason = points(record(text), "for")["cheap to compute"]

    assert reason.startswith(said)
    assert ("only" in reason) == ("sqrt" not in text)


@pytest.mark.parametrize(
    ("name", "where"),
    [("relu6", "$x < 0$ and for $x > 6$"), ("hard-sigmoid", "$x < -3$ and for $x > 3$"), ("relu", "$x < 0$")],
)
def test_every_dead_stretch_is_named(name, where):
    """A unit of ReLU6 dies above 6 too."""
    assert points(load(name), "against")["units can die"] == f"the slope is $0$ for {where}"


def test_a_constant_is_always_what_it_is():
    """It saturates nowhere in particular, lies between no two bounds, and no unit of it dies: all its slope is 0."""
    found = record("0*x")

    assert points(found, "for")["bounded output"] == "it is always $0$"
    assert points(found, "against") == {"passes on no gradient": "the slope is always $0$"}
    assert rows(found)["saturates"] == "the slope is always 0"


def test_what_is_linear_makes_no_net_deep():
    """Layers with the identity, or 2 x + 1, collapse into one; ReLU is affine in pieces only."""
    assert "makes no net deep" in points(load("identity"), "against")
    assert "makes no net deep" in points(record("2*x+1"), "against")
    assert "makes no net deep" not in points(load("relu"), "against")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tan(x)", "none for large |x|"),
        ("-x - 1 + exp(-x^2)", "y = -x - 1 as x → -∞, y = -x - 1 as x → ∞"),
        ("tanh(x)", "y = -1 as x → -∞, y = 1 as x → ∞"),
    ],
)
def test_asymptotes_are_lines_as_they_are_written(text, said):
    """Only lines far out are meant, and no line is (-1) x + (-1)."""
    assert rows(record(text))["asymptotes"] == said


def test_the_minus_of_an_exponent_stands_in_front():
    """-2 x⁻³, and not (-2) x⁻³."""
    assert "= -2 x⁻³" in derivation("x^-2")


def test_the_constants_of_selu_have_one_order():
    """α λ in the definition, in every line and at the kink."""
    page = derivation("selu")

    assert "α λ" in page
    assert "λ α" not in page


def test_the_softmax_says_what_p_is():
    """p_i is defined before its derivative is taken, on the page and in the note."""
    assert derivation("softmax").startswith("softmax: pᵢ = e^zᵢ/(Σₖ e^zₖ)\n")
    assert derived("softmax", Notation()).definition.startswith("p_{i} = ")
    assert derived("sigmoid", Notation()).definition.startswith("\\sigma(z) = ")


def test_a_derivative_by_one_of_several_units_is_partial():
    """The z_k are many, so ∂/∂z_j stands before what is to be taken, as on the left; by x alone it is d/dx."""
    page = derivation("softmax")

    assert "∂/∂zⱼ [e^zᵢ/(Σₖ e^zₖ)]" in page
    assert "d/dz" not in page
    assert "\\frac{\\partial}{\\partial z_{j}}\\left[" in derivation("softmax", format="latex")
    assert "frac(partial, partial z_(j))" in derivation("softmax", format="typst")
    assert "d/dx [" in derivation("sigmoid")
    with pytest.raises(UserError, match="written with d"):
        read(r"\frac{\partial}{\partial x}\left[x\right]")


def test_a_reason_that_begins_with_a_symbol_keeps_its_letter():
    """The index j is no J."""
    rules = [step.rule for _, steps in derived("softmax", Notation()).branches for step in steps]

    assert "j is i: the Kronecker delta is 1" in rules
    assert "Quotient rule" in rules


def test_words_of_a_plot_say_where_a_value_is_rounded_and_as_far_as_it_reaches():
    """The tangent comes near 1 at 5 and is not 1 there; ReLU6 is drawn to 8 and is 6 there."""
    assert "from about -1 at z = -5 to about 1 at z = 5" in described(ACTIVATIONS["tanh"], 5)
    assert "ReLU6 runs from 0 at z = -8 to 6 at z = 8" in plots()["relu6"]["alt"]
    assert "ReLU runs from 0 at z = -5 to 5 at z = 5, its slope between 0 and 1" in plots()["relu"]["alt"]


def test_values_are_tabled_at_kinks_to_the_right_too():
    """ReLU6 turns at 6, beyond the usual points."""
    assert [z for z, *_ in derived("relu6", Notation()).values][-3:] == ["4", "6", "8"]


@pytest.mark.parametrize(("name", "given"), [("elu", "$\\alpha = 1$"), ("swish", "$\\beta = 1$"), ("tanh", "")])
def test_the_parameters_that_figures_are_for_are_at_hand(name, given):
    """Cards and the hub name them: the range (-1, ∞) of ELU is that for α = 1."""
    assert derived(name, Notation()).given == given


# Refusals and titles


def test_a_refusal_shows_no_inner_part():
    """What was not proved is said in words, by its rule."""
    with pytest.raises(UserError) as caught:
        record("sqrt(x^6)")

    assert str(caught.value) == (
        "'sqrt(x^6)' is not derived: a line of the derivation does not hold, or was not proved (square root rule)"
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [("x²", "for ² write x^2, at >>> in  x>>>²"), ("2·x", "for · write 2*x"), ("σ(x)", "for σ write sigmoid(x)")],
)
def test_signs_of_print_are_answered_with_what_to_write(text, hint):
    """The place is marked by what is no sign of a formula: a caret before x reads as a power."""
    with pytest.raises(UserError, match=re.escape(hint)):
        record(text)


def test_a_minus_in_front_is_answered_with_the_way_out():
    """-x^2 looks like an option; a misspelt option is told as before."""
    told = CliRunner().invoke(main, ["derive", "-x^2"])
    spelt = CliRunner().invoke(main, ["derive", "--plott", "x"])

    assert (told.exit_code, spelt.exit_code) == (2, 2)
    assert 'chalkgrad derive -- "-x^2"' in told.output
    assert "stands after" not in spelt.output
    assert CliRunner().invoke(main, ["derive", "--", "-x^2"]).output.startswith("-x^2: -x²")


def test_another_letter_than_x_is_named_once():
    """The page is in x, and says what x stands for."""
    assert derivation("t*exp(-t)").startswith("t*exp(-t) (x for t): x e^(-x)\n")
    assert derivation("x*exp(-x)").startswith("x*exp(-x): ")


def test_a_title_is_no_markup():
    """The stars of 2*x*tanh(x) are no italics, and Typst takes them for no emphasis."""
    assert derivation("2*x*tanh(x)", format="markdown").startswith("# 2\\*x\\*tanh(x)\n")
    assert derivation("x * (x)", format="typst").startswith("= x \\* (x)\n")


def test_a_caption_names_the_parameter_that_is_drawn():
    """A sheet may ask for another leak than the plot shows; constants that belong to a function are not named."""
    assert caption(["leaky-relu"], slopes=True) == r"leaky ReLU ($\alpha = 0.01$) and its slope"
    assert caption(["selu", "tanh"], slopes=False) == "SELU and hyperbolic tangent"
