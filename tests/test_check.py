"""``chalkgrad check`` proves what a build would print, says the same for any number of processes, and stops in time."""

from __future__ import annotations

import re

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from chalkgrad.checking import batches, proved
from chalkgrad.cli import main
from chalkgrad.order import Order
from chalkgrad.report import holds, percent
from chalkgrad.tally import Correlation, Tally, clues
from chalkgrad.workers import AHEAD, workers
from generators.draw import capacity, draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES, Slip
from generators.space import Choice, Space
from symbolic.arithmetic import entrywise
from symbolic.notation import Notation

RATE = re.compile(r"\d+ a second")


def run(*arguments):
    """Run ``chalkgrad check`` in this process."""
    return CliRunner(catch_exceptions=False).invoke(main, ["check", *arguments], prog_name="chalkgrad")


def order(seed, **options):
    """Return what all problems of a check have in common."""
    return Order("", seed, 0, "", options, Notation())


def checked(family, count=30, **options):
    """Return what is counted of some problems of a family."""
    return proved(next(batches(order(0, **options), [family], count, ["medium"])))[1]


def test_it_says_the_same_for_any_number_of_processes():
    """Two processes give the report of one, but for the rate."""
    few = ("dense-layer", "matrix-product", "--count", "24")
    one, two = (run(*few, "--jobs", jobs) for jobs in "12")

    assert (one.exit_code, two.exit_code) == (0, 0)
    assert RATE.sub("", one.stdout) == RATE.sub("", two.stdout)
    assert one.stdout.count("24 proved") == 2


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_holds_and_has_problems_enough(family):
    """Each family passes in every difficulty, has at least 14 problems there, and no two of a seed are the same."""
    for batch in batches(order(3), [family], 12, DIFFICULTIES):
        _, tally = proved(batch)

        assert tally.proved == tally.distinct == batch.count == 4
        assert capacity(FAMILIES[family], batch.order.difficulty, {}, Notation()) >= 14


def test_the_first_failed_proof_stops_it_with_its_id(monkeypatch):
    """A second road that parts from the first at one problem: exit 3, and the id makes the very same failure again."""
    family = FAMILIES["dense-layer"]
    bad = draw(family, 1, 2, "easy", {}, Notation()).given["W"]

    def crooked(case, given):
        found = family.recompute(case, given)
        return {"z": found["z"] + 1, "a": found["a"]} if given["W"].tolist() == bad else found

    monkeypatch.setitem(FAMILIES._loaded, "dense-layer", replace(family, recompute=crooked))
    result = run("dense-layer", "--count", "9", "--seed", "1", "--difficulty", "easy", "--jobs", "1")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "dense-layer:1:1:2:easy: z does not survive its second road" in result.stderr
    again = CliRunner().invoke(main, ["show", "dense-layer:1:1:2:easy"])
    assert (again.exit_code, again.stderr) == (3, result.stderr)


def test_a_family_that_raises_is_named_with_its_id(monkeypatch):
    """Whatever a family raises is told in one line: the id, the family, and the place in its module."""

    def broken(case, given, keep):
        raise IndexError("no such row")

    monkeypatch.setitem(FAMILIES._loaded, "dense-layer", replace(FAMILIES["dense-layer"], solve=broken))
    result = run("dense-layer", "--count", "3", "--jobs", "1")

    assert result.exit_code == 3
    assert re.search(
        r"dense-layer:1:0:0:easy: dense-layer raises IndexError \(no such row\) in test_check.py, line \d+\n$",
        result.stderr,
    )


def test_options_choose_the_families():
    """Without a name all families that have the options are checked; a name that lacks one is told what it has."""
    result = run("--count", "3", "--set", "hidden=relu", "--jobs", "1")

    assert "two-layer-backprop: 3 proved" in result.stdout
    assert "dense-layer" not in result.stdout
    assert run("dense-layer", "--set", "hidden=relu").stderr == (
        "Error: no option of dense-layer named 'hidden': (activation, sizes, rounding)\n"
    )
    assert run("--set", "nothing=1").stderr == "Error: no family has the option nothing\n"
    assert run("dense", "--count", "1").exit_code == 1


def test_the_count_is_shared_among_difficulties_and_seeds():
    """So many problems in all, none twice: a long count takes more seeds, and never more of one than it has."""
    walks = list(batches(order(5), ["dense-layer"], 700, DIFFICULTIES))
    small = list(batches(order(0), ["neuron"], 9000, ["medium"]))

    assert sum(walk.count for walk in walks) == 700
    assert {walk.order.seed for walk in walks} == {5, 6, 7}
    assert len({(walk.order.difficulty, walk.order.seed) for walk in walks}) == len(walks)
    assert sum(walk.count for walk in small) == 9000


def test_work_is_laid_out_no_further_than_it_is_done():
    """With processes, too, only a few pieces of work are taken before the first is fetched: memory stays flat."""
    taken = []
    with workers(2) as mapped:
        results = iter(mapped(abs, (taken.append(n) or -n for n in range(100))))
        first = next(results)

        assert (first, len(taken)) == (0, 2 * AHEAD)
        assert list(results) == list(range(1, 100))


def test_the_correlation_is_pearsons():
    """From sums alone, in two pieces joined, r is what NumPy finds; it is 0 where nothing varies."""
    x = np.linspace(0, 3, 40) ** 2
    y = np.cos(x)
    halves = [Correlation(), Correlation()]
    for place, pair in enumerate(zip(x, y, strict=True)):
        halves[place % 2].add(*pair)
    halves[0].join(halves[1])

    assert halves[0].r == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert Correlation().r == 0


def test_a_giveaway_is_seen():
    """Where the right answer is always the largest in size, or the only positive one, a clue is a whole correlation."""
    family = FAMILIES["matrix-product"]

    def tell_tale(case, given, found):
        yield Slip("C", "minus signs dropped", entrywise(lambda x: 1 - abs(x), found.values["C"]))

    def positive(case, draw):
        return {name: entrywise(lambda x: abs(x) + 9, value) for name, value in family.pose(case, draw).items()}

    told, plain = Tally(), Tally()
    for tally, one in ((told, replace(family, slips=tell_tale, pose=positive)), (plain, family)):
        for index in range(12):
            for kind, name, x, y in clues(draw(one, 0, index, "medium", {}, Notation())):
                tally.clues.setdefault((kind, name), Correlation()).add(x, y)

    assert told.clue("size") == (pytest.approx(1), "C")
    assert told.clue("sign") == (pytest.approx(1), "C")
    assert abs(plain.clue("sign")[0]) < 0.5


def test_a_report_counts_what_can_be_counted():
    """A space in which every place holds a problem is counted; another holds at least as many as it gives out."""
    die = Choice("n", range(6), 2)

    assert holds((Space((die,), refuses=False),)) == "36"
    assert holds((Space((Choice("n", range(128), 1),)),)) == "at least 2"
    assert holds((Space((Choice("n", range(10), 9),), refuses=False),)) == "at least 10^9"
    assert [percent(*pair) for pair in ((0, 5), (1, 300), (1, 3), (299, 300), (5, 5))] == [
        "0 %", "0.3 %", "33 %", "99.7 %", "100 %"
    ]  # fmt: skip


def test_what_is_passed_over_is_counted_with_its_reason():
    """The rates of a report are those of the draws: what was refused before each problem, by reason."""
    tally = checked("two-layer-backprop")
    problems = [draw(FAMILIES["two-layer-backprop"], 0, index, "medium", {}, Notation()) for index in range(30)]

    assert tally.refused.total() == sum(len(problem.refused) for problem in problems) > 0
    assert all(not re.search(r"\d", re.sub(r"\b[a-zA-Z]+\d", "", reason)) for reason in tally.refused)
