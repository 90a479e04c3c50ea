"""Rounding as it is taught at school, how a number stands on the page, and what an honest student may hand in."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from generators.answers import floats, tolerance
from generators.nets import apply
from generators.rounding import (
    MODES,
    POLICIES,
    Ledger,
    Rounding,
    guarded,
    rounded,
    shown,
    shown_decimal,
    shown_given,
)
from symbolic.evaluate import evaluate
from symbolic.exact import decimal, ln
from symbolic.fields import EXACT, WORK
from symbolic.notation import Notation
from symbolic.reader import read

COLUMN = Notation()
EXACTLY, IN_DECIMALS = Rounding("exact"), Rounding("exact", decimals=True)
few = settings(max_examples=40, deadline=None)
decimals = st.decimals(-1000, 1000, places=12)
fractions = st.fractions(-20, 20, max_denominator=12)
digits = st.integers(0, 6)


@pytest.mark.parametrize(
    ("value", "result"),
    [("0.12345", "0.1235"), ("-0.12345", "-0.1235"), ("0.12344999", "0.1234"), ("2.99995", "3.0000"), ("7", "7.0000")],
)
def test_halves_are_rounded_away_from_zero(value, result):
    """A five in the first place left out rounds up in size, for negative numbers as well."""
    assert str(rounded(Decimal(value), 4)) == result


@few
@given(decimals, digits)
def test_rounding_is_to_the_nearest(value, places):
    """The rounded number has so many places, lies within half a unit, and rounding it again changes nothing."""
    result = rounded(value, places)

    assert abs(result - value) <= Decimal(5).scaleb(-places - 1)
    assert result.as_tuple().exponent == -places
    assert rounded(result, places) == result
    assert rounded(-value, places) == -result


@few
@given(st.decimals(-1, 1, places=9), digits)
def test_there_is_no_minus_zero(value, places):
    """What rounds to nothing is 0 on the page, from either side, and so are its floats."""
    text = shown_decimal(value, places).bare

    assert text != "-0"
    assert text.strip("-0.") != "" or text[0] != "-"
    assert str(floats(rounded(value, places))[0][0]) != "-0.0"
    assert shown_decimal(Decimal("-0"), places).bare == "0"


@pytest.mark.parametrize(
    ("value", "rounded_", "tie", "vanished"),
    [
        ("0.5", False, False, False),
        ("0.12341", True, False, False),
        ("0.12345", True, True, False),
        ("-0.12345", True, True, False),
        ("0.123450000001", True, False, False),
        ("0.12344999999999999999999999", True, True, False),
        ("0.00004", True, False, True),
        ("-0.00004", True, False, True),
        ("0.00005", True, True, False),
        ("0", False, False, False),
    ],
)
def test_ties_and_vanishing_values_are_flagged(value, rounded_, tie, vanished):
    """Rounded at all, a tie (to the noise of a division), or not zero and yet 0 on the page: each is said."""
    shown_ = shown_decimal(Decimal(value), 4)

    assert (shown_.rounded, shown_.tie, shown_.vanished) == (rounded_, tie, vanished)


@few
@given(decimals, digits)
def test_a_number_is_flagged_as_rounded_exactly_when_it_was(value, places):
    """Decimals that end sooner are printed as they are, without trailing zeros; others with all their places."""
    shown_ = shown_decimal(value, places)
    ends = value == rounded(value, places)

    assert shown_.rounded == (not ends)
    assert Decimal(shown_.bare) == rounded(value, places)
    if ends:
        assert "." not in shown_.bare or shown_.bare[-1] not in "0."
    else:
        assert len(shown_.bare.partition(".")[2]) == places


@few
@given(st.integers(-(10**9), 10**9), st.integers(0, 8))
def test_an_exact_decimal_is_printed_shortest(whole, places):
    """A number that ends is printed with the fewest digits, whatever the policy rounds to."""
    value = Fraction(whole, 10**places)
    text = shown(value, IN_DECIMALS, COLUMN).bare

    assert Fraction(text) == value
    assert "." not in text or text[-1] not in "0."
    assert shown_given(Decimal(whole).scaleb(-places), COLUMN).bare == text


@few
@given(fractions)
def test_an_exact_fraction_is_printed_as_one(value):
    """Without decimals a fraction stands in lowest terms, with its sign in front, and reads back as itself."""
    shown_ = shown(value, EXACTLY, COLUMN)

    assert evaluate(read(shown_.bare, COLUMN), EXACT) == value
    assert ("\\frac" in shown_.bare) == (value.denominator > 1)
    assert not shown_.rounded


def test_thirds_stay_fractions_among_decimals():
    """Where answers are decimals, what does not end is a fraction all the same."""
    assert shown(Fraction(1, 4), IN_DECIMALS, COLUMN).bare == "0.25"
    assert shown(Fraction(-1, 3), IN_DECIMALS, COLUMN).bare == "-\\frac{1}{3}"
    assert shown_given(Fraction(1, 3), COLUMN).bare == "\\frac{1}{3}"


@pytest.mark.parametrize("log", ["ln", "log"])
@few
@given(q=fractions.filter(bool), m=st.sampled_from([2, 3, 6]), r=fractions)
def test_logarithms_stand_in_the_letters_of_the_course(log, q, m, r):
    """An exact logarithm is printed as ln or log, and reads back as itself in the same notation."""
    value, notation = q * ln(m) + r, Notation(log=log)
    text = shown(value, EXACTLY, notation).bare

    assert f"\\{log}" in text
    assert evaluate(read(text, notation), EXACT) == value


def test_negative_numbers_are_guarded():
    """As a term or factor a negative number stands in parentheses; a positive one never does."""
    assert [guarded(text) for text in ("-2", "2", "-0.5")] == ["(-2)", "2", "(-0.5)"]
    assert astuple(shown_decimal(Decimal("-0.12345"), 3))[:3] == ("-0.123", "(-0.123)", "(-0.123)")


@few
@given(fractions | st.builds(lambda q, m: q * ln(m), fractions, st.sampled_from([2, 3])))
def test_a_guarded_text_can_stand_in_a_product_and_under_a_square(value):
    """Put before a dot, or under an exponent, the text still means the number: nothing binds the wrong way."""
    texts = astuple(shown(value, EXACTLY, COLUMN))

    assert evaluate(read(f"3 \\cdot {texts[MODES['guarded']]}", COLUMN), EXACT) == 3 * value
    assert evaluate(read(f"{texts[MODES['base']]}^2", COLUMN), EXACT) == value * value


@pytest.mark.parametrize(("policy", "places"), [("printed", 4), ("full", 6)])
def test_full_shows_guard_digits(policy, places):
    """Worked lines show the places of the answers, and two more where everything is carried in full."""
    assert shown(Decimal(1) / 3, Rounding(policy, 4), COLUMN).bare == "0." + "3" * places


@pytest.mark.parametrize("policy", POLICIES)
def test_only_printed_goes_on_with_what_it_printed(policy):
    """Under ``printed`` the next line starts from the printed digits, matrices entry by entry; else from the truth."""
    third = Decimal(1) / 3
    ledger = Ledger(Rounding(policy).carried)
    carried = ledger("a", [[third, Decimal(2)]])

    assert ledger.values["a"] == [[third, Decimal(2)]]
    assert carried == ledger.carried["a"]
    assert (carried == [[third, Decimal(2)]]) == (policy != "printed")
    assert carried[0][0] == (Decimal("0.3333") if policy == "printed" else third)


def test_a_ledger_tells_its_watch_of_each_quantity():
    """The watch hears each name as it is found, and what it raises stops the solution there."""
    heard = []
    ledger = Ledger(lambda value: value, lambda found, name: heard.append((name, found.values[name])))
    ledger("z", 1)
    ledger("a", 2)

    assert heard == [("z", 1), ("a", 2)]


def by_hand(x, w, b, places=None):
    """Return w·x, w·x + b and its square, as a student would who rounds each or none."""
    keep = (lambda v: rounded(v, places)) if places is not None else (lambda v: v)
    found = [keep(w * x)]
    found.append(keep(found[0] + b))
    return [*found, keep(found[1] * found[1])]


tenths = st.decimals(-3, 3, places=6)


@few
@given(x=tenths, w=tenths, b=tenths, policy=st.sampled_from(["printed", "full"]), places=st.integers(2, 5))
def test_an_honest_student_of_either_habit_is_right(x, w, b, policy, places):
    """Rounded on the way or at the end, the answer lies within the tolerance around the truth, and that is tight."""
    rounding = Rounding(policy, places)
    carried = by_hand(x, w, b, places if policy == "printed" else None)
    for value, other in zip(by_hand(x, w, b), carried, strict=True):
        allowed = Decimal(repr(tolerance(value, other, rounding)))
        unit = Decimal(1).scaleb(-places)

        for answer in (rounded(value, places), rounded(other, places)):
            assert abs(answer - value) <= allowed
        assert unit <= allowed <= abs(value - other) + 2 * unit


@few
@given(st.lists(fractions, min_size=1, max_size=4))
def test_an_exact_answer_may_be_given_as_a_decimal(values):
    """Whole numbers must be met; others may be given to three figures, and 0 is never taken for a small one."""
    allowed = tolerance([[q] for q in values], [[q] for q in values], EXACTLY)
    whole = all(q.denominator == 1 for q in values)

    assert (allowed == 0) == whole
    assert allowed <= 0.005
    assert all(allowed < abs(q) for q in values if q)
    for q in (q for q in values if q and abs(q) < 1):
        places = 2 - decimal(q).adjusted()
        written = decimal(q).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert abs(Fraction(written) - q) <= Fraction(repr(allowed)) or whole


@few
@given(tenths, tenths)
def test_the_worst_entry_sets_the_tolerance_of_a_matrix(u, v):
    """One tolerance holds for every entry, so it is that of the entry that drifted most."""
    rounding = Rounding("printed", 3)
    alone = [tolerance(entry, rounded(entry, 3), rounding) for entry in (u, v)]

    assert tolerance([[u, v]], [[rounded(u, 3), rounded(v, 3)]], rounding) == max(alone)


def test_floats_have_the_shape_of_the_page():
    """A number is one entry in two brackets, and a matrix keeps its rows; every kind of number becomes a float."""
    assert floats(Decimal("0.25")) == [[0.25]]
    assert floats([[1, Fraction(1, 2)], [Decimal(2), 3]]) == [[1.0, 0.5], [2.0, 3.0]]
    assert floats(ln(2))[0][0] == pytest.approx(0.6931471805599453)


@pytest.mark.parametrize("z", [12, 30, 49, 55])
def test_a_sigmoid_is_nowhere_its_limit(z):
    """σ(z) is less than 1 and more than 0, so that no line says that it equals them: it stands rounded, after ≈."""
    policy = Rounding("printed")
    for sign in (1, -1):
        with localcontext(WORK):
            found = shown(apply("sigmoid", Decimal(sign * z), policy, {}), policy, Notation())
        assert (found.bare, found.rounded) == ("1.0000" if sign > 0 else "0.0000", True)


def test_the_last_digits_of_a_division_are_no_rounding():
    """Three thirds of 28 digits are 1, and stand as that."""
    assert not shown_decimal(3 * (Decimal(1) / 3), 4).rounded
