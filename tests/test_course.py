"""A course file says what it means, and each mistake in it is one line: file, line, what, why and the way out."""

from fractions import Fraction
from pathlib import Path

import pytest

from chalkgrad.course import parse, read
from symbolic.errors import UserError
from symbolic.notation import Notation

HEAD = '[course]\ntitle = "T"\nseed = 1\n'
WEEK = HEAD + '[[week]]\nnumber = 3\ntitle = "W"\n'
GIVEN = WEEK + '[[week.problem]]\nfamily = "dense-layer"\n'
SHIPPED = Path(__file__).parent.parent / "course.toml"


def message(text):
    """Return the error that *text* gets; it must be one line."""
    with pytest.raises(UserError) as caught:
        parse(text, "c.toml").checked()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_shipped_course_holds_the_problems_of_the_notes():
    """Week 3 has the worked example, the six dense-layer problems, the product, and drawn problems of each family."""
    course = read(SHIPPED)
    week = course.week(None)
    given = {plan.title: plan for plan in week.problems if plan.number}
    labels = [f"Notes, number {number}" for number in (1, 2, 3)] + [f"Homework {letter}" for letter in "ABC"]

    assert (course.title, course.seed, week.number) == ("Deep learning foundations", 2025, 3)
    assert week.title == "Activation functions and the dense layer"
    assert [plan.title for plan in week.problems if plan.example] == ["A layer of three units"]
    assert set(given) >= {"The product A B", *labels}
    assert given["Homework B"].given["W"] == [[2, -1, 0], [1, 3, -2]]
    assert [given[label].given.get("activation") for label in labels] == [None] * 3 + ["relu"] * 3
    assert {plan.family for plan in week.problems if not plan.number} == {
        "matrix-product",
        "dense-layer",
        "activation-values",
        "two-layer-backprop",
    }


def test_numbers_are_exact():
    """A decimal is the number that was typed, not its nearest double."""
    course = parse(GIVEN + 'given.x = [0.1, -2, 1e-3, "2/3"]\n', "c.toml")

    assert course.weeks[0].problems[0].given["x"] == [Fraction(1, 10), -2, Fraction(1, 1000), Fraction(2, 3)]


def test_titles_are_data():
    """What means something to LaTeX, Markdown, a shell or a template is kept as typed."""
    title = r"50 % of $x_1$ & {{ 7 * 7 }} \input{x} `rm` *a* <b> #1 ~^ ../.. C:\\"
    course = parse(HEAD.replace('"T"', f"'{title}'"), "c.toml")

    assert course.title == title


def test_every_notation_can_be_chosen():
    """The choices reach the notation, those with a backslash too."""
    text = HEAD + '[notation]\nconvention = "row"\nloss = "\\\\mathcal{L}"\nrate = "\\\\alpha"\nlog = "log"\n'

    assert parse(text, "c.toml").notation == Notation("row", loss="\\mathcal{L}", rate="\\alpha", log="log")


def test_given_problems_are_numbered_apart():
    """A drawn problem more or less does not change the number, and so the id, of a given one."""
    text = WEEK + '[[week.problem]]\nfamily = "dense-layer"\n' * 2 + '[[week.problem]]\nfamily = "dense-layer"\n'
    text += 'given.x = [1]\n[[week.problem]]\nfamily = "dense-layer"\ngiven.x = [2]\n'

    assert [plan.number for plan in parse(text, "c.toml").weeks[0].problems] == [0, 0, 1, 2]


MISTAKES = {
    HEAD.replace("seed", "sede"): "c.toml, line 3: [course]: no key named 'sede': did you mean 'seed'? "
    "(title, seed, current, language, rounding, formats, tags, families, solution)",
    "[corse]\n": "c.toml, line 1: no table named 'corse': did you mean 'course'? (course, notation, week)",
    "": "c.toml: 'course' is missing",
    '[course]\ntitle = "T"\n': "c.toml, line 1: [course]: 'seed' is missing",
    "course = 3\n": "c.toml, line 1: course is 3: it is a table: write [course] and its keys below",
    "week = 3\n" + HEAD: "c.toml, line 1: week is 3: write it as [[week]] with its keys below, once for each",
    HEAD + "[week]\n": "c.toml, line 4: week is a table: write it as [[week]] with its keys below, once for each",
    HEAD.replace("1", "-1"): "c.toml, line 3: [course]: seed is -1: give a whole number from 0 to 10000000",
    HEAD.replace("1", "1.0"): "c.toml, line 3: [course]: seed is 1.0: give a whole number from 0 to 10000000",
    HEAD.replace("1", "true"): "c.toml, line 3: [course]: seed is true: give a whole number from 0 to 10000000",
    HEAD.replace("1", "10000001"): "c.toml, line 3: [course]: seed is 10000001: give a whole number from 0 to 10000000",
    HEAD.replace("1", '"a"'): "c.toml, line 3: [course]: seed is 'a': give a whole number from 0 to 10000000",
    HEAD.replace('"T"', "7"): 'c.toml, line 2: [course]: title is 7: give text in quotes, such as "Week three"',
    HEAD.replace("T", "a\\u0007"): "c.toml, line 2: [course]: title holds the character U+0007, "
    "which does not print: take it out",
    HEAD.replace("T", "a\\nb"): "c.toml, line 2: [course]: title holds the character U+000A, "
    "which does not print: take it out",
    HEAD.replace("T", "a" * 201): "c.toml, line 2: [course]: title has 201 characters: 200 fit",
    HEAD + 'rounding = "rough"\n': "c.toml, line 4: [course]: no rounding named 'rough': (exact, printed, full)",
    HEAD + "current = 4\n[[week]]\nnumber = 3\ntitle = 'W'\n": "c.toml, line 4: [course]: current is 4, "
    "and there is no such week: the weeks are 3",
    HEAD + 'formats = ["latx"]\n': "c.toml, line 4: [course]: no format named 'latx': did you mean 'latex'? ",
    HEAD + "formats = []\n": "c.toml, line 4: [course]: formats names no format: give some of ",
    HEAD + "formats = 'latex'\n": "c.toml, line 4: [course]: formats is 'latex': "
    'give a list of texts, such as ["week3"]',
    HEAD + '[notation]\nlog = "lg"\n': "c.toml, line 5: [notation]: no log named 'lg': did you mean 'log'? (ln, log)",
    HEAD + "[notation]\nlogs = 1\n": "c.toml, line 5: [notation]: no key named 'logs': did you mean 'log'? "
    "(convention, layer, index, loss, rate, log)",
    HEAD + "[notation]\nlog = 1\n": "c.toml, line 5: [notation]: log is 1: give one of ln, log, in quotes",
    HEAD + "[[week]]\nnumber = 3\n": "c.toml, line 4: [[week]] 1: 'title' is missing",
    WEEK + "[[week]]\nnumber = 3\ntitle = 'V'\n": "c.toml, line 8: [[week]] 2: there is a week 3 already: "
    "give each week its own number",
    WEEK + "[[week.problem]]\ncount = 3\n": "c.toml, line 7: week 3, problem 1: 'family' is missing",
    WEEK
    + '[[week.problem]]\ncount = 3\nfamly = "neuron"\n': "c.toml, line 9: week 3, problem 1: no key named 'famly': "
    "did you mean 'family'? (family, given, count, difficulty, title, example, solution)",
    WEEK + '[[week.problem]]\nactivation = "relu"\n': "c.toml, line 7: week 3, problem 1: 'family' is missing",
    GIVEN + "givn.x = [1]\n": "c.toml, line 9: week 3, problem 1: no key or option of dense-layer named 'givn': "
    "did you mean 'given'? (",
    GIVEN
    + "given.x = [1]\ndifficulty = 'easy'\n": "c.toml, line 10: week 3, problem 1: a problem whose numbers are given "
    "has no difficulty: take it out",
    GIVEN + "given.x = [1]\ncount = 2\n": "c.toml, line 10: week 3, problem 1: a problem whose numbers are given "
    "has no count: take it out",
    WEEK + '[[week.problem]]\nfamily = "dense-foward"\n': "c.toml, line 8: week 3, problem 1: "
    "no family named 'dense-foward': did you mean 'dense-layer'? (",
    GIVEN + "count = 0.5\n": "c.toml, line 9: week 3, problem 1: count is 0.5: give a whole number from 0 to 10000000",
    GIVEN + "count = 10_000_001\n": "c.toml, line 9: week 3, problem 1: count is 10000001: "
    "give a whole number from 0 to 10000000",
    GIVEN + "difficulty = 'esy'\n": "c.toml, line 9: week 3, problem 1: no difficulty named 'esy': "
    "did you mean 'easy'? (easy, medium, hard)",
    GIVEN + "example = 1\n": "c.toml, line 9: week 3, problem 1: example is 1: give true or false, without quotes",
    GIVEN + "activaton = 'relu'\n": "c.toml, line 9: week 3, problem 1: no key or option of dense-layer "
    "named 'activaton': did you mean 'activation'? (",
    GIVEN + "given = 3\n": "c.toml, line 9: week 3, problem 1: given is 3: "
    "it is a table: write [given] and its keys below",
    GIVEN + "given.x = []\n": "c.toml, line 9: week 3, problem 1: x is empty: give at least one number",
    GIVEN + "given.W = [[], []]\n": "c.toml, line 9: week 3, problem 1: W is empty: give at least one number",
    GIVEN + "given.W = [[1, 2], [3]]\n": "c.toml, line 9: week 3, problem 1: W has rows of 2 and 1 entries: "
    "give every row as many",
    GIVEN + "given.W = [[1, 2], 3]\n": "c.toml, line 9: week 3, problem 1: W mixes numbers and rows: "
    "give one list of numbers, or one list of rows",
    GIVEN + "given.W = [[[1]]]\n": "c.toml, line 9: week 3, problem 1: W has a list in a row: "
    'give numbers, such as 2, -0.5, "2/3" and "log(2)"',
    GIVEN + "given.x = [1, nan]\n": "c.toml, line 9: week 3, problem 1: x has an entry that is "
    "not a number (nan): give finite numbers",
    GIVEN + "given.x = [-inf]\n": "c.toml, line 9: week 3, problem 1: x has an entry that is infinite: "
    "give finite numbers",
    GIVEN + "given.x = [1e400000000]\n": "c.toml, line 9: week 3, problem 1: x has an entry over 10^9 in size: "
    "give smaller numbers",
    GIVEN + "given.x = [1e-400000000]\n": "c.toml, line 9: week 3, problem 1: x has 1E-400000000: "
    "at most 12 digits after the point fit",
    GIVEN + "given.x = [0.1234567890123]\n": "c.toml, line 9: week 3, problem 1: x has 0.1234567890123: "
    "at most 12 digits after the point fit",
    GIVEN + "given.x = [true]\n": "c.toml, line 9: week 3, problem 1: x has true: "
    'give numbers, such as 2, -0.5, "2/3" and "log(2)"',
    GIVEN + "given.x = ['logs(2)']\n": "c.toml, line 9: week 3, problem 1: x has logs(2): "
    'give numbers, such as 2, -0.5, "2/3" and "log(2)"',
    GIVEN + "given.x = ['2/0']\n": "c.toml, line 9: week 3, problem 1: x has 2/0: "
    'give numbers, such as 2, -0.5, "2/3" and "log(2)"',
    GIVEN + f"given.x = {[1] * 13}\n": "c.toml, line 9: week 3, problem 1: x has 13 entries in a row: at most 12 fit",
    GIVEN + f"given.W = {[[1]] * 13}\n": "c.toml, line 9: week 3, problem 1: W has 13 rows: at most 12 fit",
    "[course]\ntitle = T\n": "c.toml, line 2: this is not TOML: invalid value",
    "[course]\ntitle = 'T\n": "c.toml, at the end: this is not TOML: ",
    'x = """': "c.toml, at the end: this is not TOML: ",
    HEAD + "seed = 2\n": "c.toml, line 4: 'course.seed' stands twice, first in line 3: keep one",
    HEAD + "[course]\n": "c.toml, line 4: 'course' stands twice, first in line 1: keep one",
    f"x = {'[' * 9999}": "c.toml: brackets are nested too deep to read",
    f"x = {'9' * 9999}": "c.toml: a number has thousands of digits: give a shorter one",
}


MISTAKES |= {
    WEEK + "[[week.plan]]\ntopc = 'a'\n": "c.toml, line 8: week 3, plan 1: no key named 'topc': did you mean 'topic'? "
    "(time, topic, covered)",
    WEEK + "[[week.plan]]\ntime = '8:00'\n": "c.toml, line 7: week 3, plan 1: 'topic' is missing",
    WEEK + "[[week.reading]]\ncovers = 'a'\n": "c.toml, line 7: week 3, reading 1: 'book' is missing",
    WEEK + "plan = 'a'\n": "c.toml, line 7: [[week]] 1: plan is 'a': write it as [[week.plan]] with its keys below, "
    "once for each",
    WEEK + 'functions = ["relo"]\n': "c.toml, line 7: [[week]] 1: no activation named 'relo': did you mean 'relu'? (",
    WEEK + 'embed = ["[[Books]]"]\n': "c.toml, line 7: [[week]] 1: embed names '[[Books]]': give a note, or one of its "
    'headings, as in "Books#Week 3"',
    WEEK + 'tags = ["week 3"]\n': "c.toml, line 7: [[week]] 1: tags names 'week 3': a tag is one word of letters, "
    "digits, - _ and /",
    WEEK + 'text = "50 %% of it"\n': "c.toml, line 7: [[week]] 1: text holds '%%', which would end a part of the note: "
    "take it out",
}


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: text[-40:])
def test_each_mistake_is_one_line_with_its_place(text):
    """A mistake is told with its file, its line, what is wrong, and what would be right."""
    expected = MISTAKES[text]
    actual = message(text)

    assert actual.startswith(expected) if expected.endswith(("(", " ")) else actual == expected


FILES = {
    b"[course]\ntitle = '\xe9'\n": "line 2: byte 0xe9 is not UTF-8: save the file as UTF-8",
    "[course]\n".encode("utf-16"): "line 1: byte 0xff is not UTF-8: save the file as UTF-8",
    b"#" * 1_000_001: "is larger than 1000 kB: is it a course file?",
    b"\0": "line 1: this is not TOML: ",
}


@pytest.mark.parametrize("data", FILES, ids=FILES.values())
def test_a_file_that_is_no_course_is_told(data, tmp_path):
    """Bytes that are no text, and a text that is no course, are told in one line."""
    path = tmp_path / "c.toml"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read(path)

    assert FILES[data] in str(caught.value)


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path):
    """The message says which file was looked for, and how to name another."""
    with pytest.raises(UserError, match=r"^there is no course file .*c.toml: name one, as in chalkgrad build "):
        read(tmp_path / "c.toml")
    with pytest.raises(UserError, match=r"is a folder: name the course file in it, .*course.toml$"):
        read(tmp_path)


def test_windows_files_are_read(tmp_path):
    """A byte-order mark and line ends of Windows are no mistake."""
    path = tmp_path / "c.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert read(path).title == "T"


def test_a_week_that_is_not_there(tmp_path):
    """The message lists the weeks that there are."""
    del tmp_path
    course = parse(WEEK, "c.toml")
    with pytest.raises(UserError, match=r"^c.toml has no week 4: its weeks are 3$"):
        course.week(4)
    with pytest.raises(UserError, match=r"^c.toml names no current week: say which with --week \(3\)$"):
        course.week(None)
