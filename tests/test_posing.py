"""Problems of a course: each unlike the others, none changed by its neighbours, and given ones as they are."""

import json

import pytest

from chalkgrad.course import parse
from chalkgrad.generating import generated, named, ordered
from chalkgrad.identity import parsed
from chalkgrad.posing import FEW as FEW_PROBLEMS
from chalkgrad.posing import TWICE, fingerprint, order_of, orders, posed
from chalkgrad.posing import made as make
from chalkgrad.record import line, record
from generators.draw import capacity
from generators.families import FAMILIES
from symbolic.errors import UserError
from symbolic.notation import Notation

HEAD = '[course]\ntitle = "T"\nseed = {}\n'
WEEK = '[[week]]\nnumber = {}\ntitle = "W"\n'
DRAWN = '[[week.problem]]\nfamily = "{}"\ncount = {}\ndifficulty = "{}"\n'
GIVEN = '[[week.problem]]\nfamily = "dense-layer"\ngiven.x = [1]\ngiven.W = [[2]]\ngiven.b = [3]\n'


def sheet(text, number, seed=1):
    """Return the exercises of a week of a course."""
    course = parse(HEAD.format(seed) + text, "c.toml")
    week = course.week(number)
    return posed(course, week, orders(course, week))


def every(count, difficulty="easy"):
    """Return *count* questions of each family."""
    return "".join(DRAWN.format(family, count, difficulty) for family in FAMILIES)


def test_a_question_more_changes_no_other():
    """The problems of a week stay when questions are added or taken away, before them or after."""
    few = {one.id: line(one) for one in sheet(WEEK.format(3) + every(2), 3)}
    many = sheet(WEEK.format(3) + every(1, "hard") + GIVEN + every(4), 3)

    assert few.items() <= {one.id: line(one) for one in many}.items()


def test_weeks_and_seeds_share_no_problem():
    """Five weeks of a seed have no problem twice; nor have three neighbouring seeds where problems abound."""
    weeks = "".join(WEEK.format(number) + every(3) for number in range(1, 6))
    made = {seed: [one for number in range(1, 6) for one in sheet(weeks, number, seed)] for seed in (1, 2, 3)}
    plenty = {name for name, family in FAMILIES.items() if capacity(family, "medium", {}, Notation()) >= FEW_PROBLEMS}
    marks = [fingerprint(one) for ones in made.values() for one in ones if one.problem.family in plenty]

    assert all(len(set(map(fingerprint, ones))) == len(ones) for ones in made.values())
    assert len(set(marks)) == len(marks) >= 90


#: A setting with few problems, as a question of a course takes it.
FEW = DRAWN.format("activation-values", 5, "hard") + 'activation = "tanh"\n'
HOLDS = capacity(FAMILIES["activation-values"], "hard", {"activation": "tanh"}, Notation())


def meeting():
    """Return two weeks whose numbers meet in that setting: 1000 times their distance is nearly a multiple of it."""
    later = next(number for number in range(2, 99) if 1000 * (number - 1) % HOLDS < 5)
    return "".join(WEEK.format(number) + FEW for number in (1, later)), (1, later)


def test_weeks_that_meet_in_a_small_space_still_differ():
    """Where weeks come upon the same problem, the later one takes the next attempt; its id says so and holds."""
    text, numbers = meeting()
    made = [one for number in numbers for one in sheet(text, number)]
    again = [one for one in made if one.problem.attempt]

    assert len({fingerprint(one) for one in made}) == len(made)
    assert again
    assert line(make(named(again[0].id, None))) == line(again[0])


def test_later_weeks_do_not_change_earlier_ones():
    """A plan grows during the term; what was handed out stays."""
    text, (first, _) = meeting()
    before = [one.id for one in sheet(WEEK.format(first) + FEW, first)]

    assert before == [one.id for one in sheet(text, first)]


def test_more_than_there_are_is_told():
    """The message says how many there are."""
    most = f"there are {HOLDS} hard problems of activation-values with these options, and the week asks for {HOLDS + 1}"
    with pytest.raises(UserError, match=f"line 9: week 3, problem 1: {most}: lower count$"):
        sheet(WEEK.format(3) + FEW.replace("count = 5", f"count = {HOLDS + 1}"), 3)
    with pytest.raises(UserError, match=f"^activation-values holds {HOLDS} hard problems with these options: "):
        list(generated(ordered("activation-values", 0, "hard", ["activation=tanh"], None), HOLDS + 1))


def test_a_given_problem_stays_what_it_is():
    """Given twice, it is built twice, and the second is said to be the same."""
    one, two = sheet(WEEK.format(3) + GIVEN * 2, 3)

    assert (one.id, two.id) == ("given:3:1", "given:3:2")
    assert TWICE not in one.remarks
    assert TWICE in two.remarks


def test_an_id_of_another_version_is_refused():
    """The message says which version the id is of, and which this is."""
    version = FAMILIES["dense-layer"].version
    with pytest.raises(UserError, match=rf"of version 99 of dense-layer, and this is version {version}"):
        order_of(parsed("dense-layer:99:1:1:easy"))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("convention", ["column", "row"])
def test_a_record_has_the_keys_of_the_contract(family, convention):
    """Scripts read these keys, in these shapes."""
    (one,) = generated(ordered(family, 3, "medium", [f"convention={convention}"], None), 1)
    made = json.loads(line(one))

    assert made == record(one)
    assert list(made) == [
        "schema", "id", "family", "version", "seed", "index", "difficulty", "rounding", "options", "hints", "given",
        "given_exact", "parts", "lines", "mistakes", "statement", "solution", "effort", "checks",
    ]  # fmt: skip
    contract = ("name", "prompt", "value", "exact", "printed", "tolerance", "marks")
    assert {tuple(part) for part in made["parts"]} <= {contract, (*contract, "choices")}
    assert {tuple(each) for each in made["lines"]} == {("part", "rule", "latex")}
    assert {tuple(each) for each in made["mistakes"]} == {("part", "name", "value")}
    assert made["given"].keys() == made["given_exact"].keys()
    assert (made["schema"], made["seed"], made["index"]) == (1, 3, 0)


@pytest.mark.parametrize(("convention", "rows"), [("column", (3, 2)), ("row", (2, 3))])
def test_given_numbers_are_in_the_stated_shapes(convention, rows):
    """In column convention vectors are n×1 and W is units by inputs; in row convention both lie on their side."""
    text = f'[notation]\nconvention = "{convention}"\n{WEEK.format(3)}[[week.problem]]\nfamily = "dense-layer"\n'
    matrix = [[1, -1], [0, 2], [3, 1]] if convention == "column" else [[1, 0, 3], [-1, 2, 1]]
    text += f'given.x = [1, 0.5]\ngiven.W = {matrix}\ngiven.b = ["2/3", 1, -1]\n'
    (one,) = sheet(text, 3)
    given, exact = record(one)["given"], record(one)["given_exact"]

    assert (len(given["W"]), len(given["W"][0])) == rows
    assert given["x"] == ([[1.0], [0.5]] if convention == "column" else [[1.0, 0.5]])
    assert exact["b"] == ([["2/3"], ["1"], ["-1"]] if convention == "column" else [["2/3", "1", "-1"]])
