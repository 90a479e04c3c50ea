"""The print check bites: what is changed in a printed line is refused, unless the line is as right as before."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from functools import cache
from itertools import pairwise

import pytest
from msgspec.structs import replace

from generators.answers import page_of
from generators.checks import _checker, held, recomputed, values_of
from generators.draw import _cases, draw
from generators.draw import given as draw_given
from generators.families import FAMILIES
from generators.lines import Page
from generators.nets import ALPHA, entries
from generators.prove import _rounding_student, _truth
from generators.rounding import POLICIES
from generators.shapes import shape_of
from symbolic.arithmetic import entrywise, scalar
from symbolic.errors import ProofFailed
from symbolic.evaluate import evaluate
from symbolic.exact import ln
from symbolic.fields import DECIMAL, WORK
from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.traverse import walk
from symbolic.tree import Leibniz, Sym

CONVENTIONS = (Notation(), Notation("row"))
SEEDS = (1, 2)


def policies(family):
    """Return the policies that a family can be asked for; None where it rounds nothing and has no such option."""
    return POLICIES if "rounding" in family.options else (None,)


everywhere = pytest.mark.parametrize(
    ("family", "policy", "notation"),
    [(f, p, n) for f in FAMILIES.values() for p in policies(f) for n in CONVENTIONS],
    ids=lambda value: getattr(value, "name", getattr(value, "convention", value)),
)


@cache
def proofs(family, policy, notation):
    """Return, for a few problems, all that their proof asks: each printed line, and what it is checked with."""
    found_ = []
    for seed in SEEDS:
        for index, difficulty in enumerate(("easy", "hard")):
            options = {"rounding": policy} if policy else {}
            problem = draw(family, seed, index, difficulty, options, notation)
            settled = () if notation.convention == "column" else (("convention", "row"),)
            keyed = _cases(family.name, family, seed, difficulty, (*settled, *options.items()), notation)
            found_.append((problem, _proof(family, keyed[index % len(keyed)][0], problem)))
    return found_


def _proof(family, case, problem):
    with localcontext(WORK):
        truth = _truth(family, case, problem.given, [], drawn=True)
        written = _rounding_student(family, case, problem.given, drawn=True) if policy_of(case) == "printed" else truth
    return case, shape_of(family, case), page_of(case, problem.given, written)


def policy_of(case):
    """Return the name of a case's policy."""
    return case.rounding.policy


def survivors(case, shape, page, changes):
    """Return how many changed lines there were, and those among them that the check let pass."""
    check, passed, count = _checker(case.notation, case.rounding), [], 0
    values = values_of(shape, page, check.digits)
    for form, line, changed in changes:
        count += 1
        try:
            with localcontext(WORK):
                if form.form.holds is None:
                    check.line(form, changed, values)
                else:
                    held(form, changed, page)
        except (ProofFailed, ArithmeticError, KeyError):
            continue
        passed.append((form, line, changed))
    return count, passed


def lines_of(problem, shape):
    """Return the lines of a problem with their forms."""
    pairs = zip(shape.forms, problem.lines, strict=True)
    return [(form, line.latex) for form, line in pairs if form.form.tree is not None]


def digits_changed(problem, shape):
    """Yield each line with one digit of one of its numbers changed; those of layers and indices stay."""
    for form, line in lines_of(problem, shape):
        for number in re.finditer(r"(?<![\^_\d{\[,.])\d+(?:\.\d+)?(?![\d\]])", line):
            for place in range(*number.span()):
                if line[place] != ".":
                    new = str((int(line[place]) + 1 + place % 8) % 10)
                    yield form, line, line[:place] + new + line[place + 1 :]


def relations_swapped(problem, shape):
    """Yield each line with one = for ≈ or the reverse."""
    other = {"=": "\\approx", "\\approx": "="}
    for form, line in lines_of(problem, shape):
        for sign in re.finditer(r"(?<= )(=|\\approx)(?= )", line):
            yield form, line, line[: sign.start()] + other[sign[0]] + line[sign.end() :]


def parentheses_dropped(problem, shape):
    """Yield each line with one negative number bare."""
    for form, line in lines_of(problem, shape):
        for number in re.finditer(r"\((-\d+(?:\.\d+)?)\)(?! \\ln)", line):
            yield form, line, line[: number.start()] + number[1] + line[number.end() :]


def entries_exchanged(problem, shape):
    """Yield each line with two neighbouring entries of its last matrix exchanged, where they differ."""
    for form, line in lines_of(problem, shape):
        head, begin, last = line.rpartition("\\begin{bmatrix} ")
        entries = re.split(r"( & | \\\\\n| \\end)", last)
        for k in range(0, len(entries) - 4, 2):
            if begin and entries[k] != entries[k + 2]:
                exchanged = [*entries[:k], entries[k + 2], entries[k + 1], entries[k], *entries[k + 3 :]]
                yield form, line, head + begin + "".join(exchanged)


def holds(line, case, problem):
    """Whether the numbers of a line agree, side by side, by a reading of its own and to the digits of the page."""
    tree = read(line, case.notation)
    given = {ALPHA: DECIMAL.number(str(problem.given.get("slope", "0.1")))}
    symbols = {side: any(isinstance(n, (Sym, Leibniz)) for n in walk(side)) for side in tree.sides}
    with localcontext(WORK):
        values = [evaluate(side, DECIMAL, given) for side in tree.sides if not symbols[side]]
    allowed = {"exact": Decimal("1e-20"), "printed": Decimal("0.5001e-4"), "full": Decimal("1e-3")}[policy_of(case)]
    return all(
        abs(u - v) <= allowed
        for left, right in pairwise(values)
        for u, v in zip(entries(left), entries(right), strict=True)
    )


@everywhere
def test_the_lines_of_a_problem_hold(family, policy, notation):
    """As they were printed, all lines pass; so what is refused below is refused for its change."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        with localcontext(WORK):
            held = recomputed(shape, case, problem.given, page, problem.given_printed, problem.lines)

        assert held == problem.checks["printed relations recomputed"] >= sum(bool(line.latex) for line in problem.lines)


@everywhere
def test_a_changed_digit_is_refused(family, policy, notation):
    """Any digit of any line: what passes says as true a thing, such as another number times 0 or at a dead unit."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        _, passed = survivors(case, shape, page, digits_changed(problem, shape))

        assert [changed for _, _, changed in passed if not holds(changed, case, problem)] == []


@everywhere
def test_a_changed_result_is_refused(family, policy, notation):
    """No change of a digit in what a line finds passes: the answers are held by both ends of their line."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        _, passed = survivors(case, shape, page, digits_changed(problem, shape))

        assert [line for _, line, changed in passed if last_side(line) != last_side(changed)] == []


def last_side(line):
    """Return what stands behind the last relation."""
    return re.split(r" (?:=|\\approx) ", line)[-1]


@everywhere
def test_equal_is_not_about_equal(family, policy, notation):
    """An = where something was rounded is refused, and an ≈ where nothing was; in full, what is printed hides which."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        count, passed = survivors(case, shape, page, relations_swapped(problem, shape))

        assert count >= sum(form.form.holds is None for form, _ in lines_of(problem, shape))
        assert passed == [] or policy == "full"


@everywhere
def test_a_bare_negative_number_is_refused(family, policy, notation):
    """No negative factor or term stands without its parentheses."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        assert survivors(case, shape, page, parentheses_dropped(problem, shape))[1] == []


def test_a_bare_negative_number_beside_a_logarithm_is_refused():
    """Where 12 + 6 ln 2 hides how far a number goes, the whole line is read, and signs keep their parentheses there."""
    family, given = FAMILIES["dense-layer"], {"x": [12 + 6 * ln(2), 1], "W": [[-2, -3]], "b": [-1]}
    with localcontext(WORK):
        problem = draw_given(family, given, {}, Notation(), 3, 1)
        _, shape, page = _proof(family, problem.case, problem)
        check = _checker(problem.notation, problem.case.rounding)
        values = values_of(shape, page, check.digits)
        bare = Page({name: [[replace(n, guarded=n.bare) for n in row] for row in t] for name, t in page.shown.items()})
        signed = [form for form in shape.forms if form.fill(bare) != form.fill(page)]
        for form in signed:
            assert check.line(form, form.fill(page), values, page)
            with pytest.raises(ProofFailed, match="parentheses"):
                check.line(form, form.fill(bare), values, bare)

    assert signed


@everywhere
def test_exchanged_entries_are_refused(family, policy, notation):
    """Two entries of a result in each other's place are seen."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        _, passed = survivors(case, shape, page, entries_exchanged(problem, shape))

        assert [changed for _, _, changed in passed if not holds(changed, case, problem)] == []


@everywhere
def test_another_value_on_the_left_is_refused(family, policy, notation):
    """A line whose symbol stands for another number than the one at its end does not pass."""
    for problem, (case, shape, page) in proofs(family, policy, notation):
        check = _checker(case.notation, case.rounding)
        values = values_of(shape, page, check.digits)
        for form, line in lines_of(problem, shape):
            head = check.reading(form).head if form.form.holds is None else None
            if head in values:
                wrong = values | {head: entrywise(lambda x: x + 1, values[head])}
                with localcontext(WORK), pytest.raises(ProofFailed, match=" is not "):
                    check.line(form, line, wrong)


@everywhere
def test_another_given_is_refused(family, policy, notation):
    """What the sheet gives is what was solved: one entry more by one is refused."""
    for problem, (case, shape, _) in proofs(family, policy, notation):
        check = _checker(case.notation, case.rounding)
        for name, latex in problem.given_printed.items():
            value = problem.given[name]
            whole = scalar(value if isinstance(value, list) else [[value]])
            check.given(shape.given(name, value), latex, whole)
            with localcontext(WORK), pytest.raises(ProofFailed, match="is not the given"):
                check.given(shape.given(name, value), latex, entrywise(lambda x: x + 1, whole))


def test_nearly_every_changed_digit_is_refused():
    """Thousands of digits were changed, over all families, policies and conventions, and few of them pass."""
    every = [found for f in FAMILIES.values() for p in policies(f) for n in CONVENTIONS for found in proofs(f, p, n)]
    found = [survivors(*proof, digits_changed(problem, proof[1])) for problem, proof in every]
    count, passed = sum(count for count, _ in found), sum(len(passed) for _, passed in found)

    assert count > 5000
    assert passed < 0.08 * count
