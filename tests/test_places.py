"""The lines that error messages name are the lines on which the keys stand."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalkgrad.places import doubled, line_of, places

TEXT = '''# a course
[course]
title = """
seed = 1
[[week]]""" # the lines above are words
"quoted key" = 1

[[week]]
number = 2
[[week.problem]]
family = "a"
given.W = [
  [1, 2],  # ]
  [3, 4],
]
given.x = {a = 1}
[[week.problem]]
count = 3
[[week]]
number = 3
[[week.problem]]
count = 'its'
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("course",), 2),
        (("course", "title"), 3),
        (("course", "quoted key"), 6),
        (("week", 0), 8),
        (("week", 0, "number"), 9),
        (("week", 0, "problem", 0, "given", "W"), 12),
        (("week", 0, "problem", 0, "given", "W", 1), 12),
        (("week", 0, "problem", 0, "given", "x"), 16),
        (("week", 0, "problem", 1, "count"), 18),
        (("week", 1, "problem", 0, "family"), 21),
    ],
)
def test_a_key_is_found_at_its_line(path, line):
    """A key is found past strings, comments, arrays over several lines, and tables in arrays."""
    assert line_of(path, places(TEXT)) == line


def test_what_is_nowhere_has_no_line():
    """A key of a table that the text does not open has no line to name."""
    assert line_of(("notation", "log"), places(TEXT)) is None


def test_a_key_that_stands_only_before_a_dot_has_the_line_of_the_first():
    """``givn.x = 1`` is where ``givn`` is."""
    assert line_of(("t", "givn"), places("[t]\nother.x = 0\ngivn.x = 1\ngivn.y = 2\n")) == 3


def test_a_doubled_key_is_named_with_both_lines():
    """The parser says only that something was overwritten; the places say what and where."""
    assert doubled(places("[course]\nseed = 1\ntitle = 'x'\nseed = 2\n")) == ("course.seed", 2, 4)
    assert doubled(places("[[week]]\nnumber = 1\n[[week]]\nnumber = 1\n")) is None


def _leaves(value, path=()):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(below, (*path, name))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for number, below in enumerate(value):
            yield from _leaves(below, (*path, number))
    else:
        yield path


def test_every_key_of_a_text_has_a_place():
    """What the parser finds, the places know: no key falls back to the table above it."""
    text = TEXT.replace("{a = 1}", "1")
    known = dict(places(text))

    assert [path for path in _leaves(tomllib.loads(text)) if path not in known] == []


@given(st.text(alphabet="[]={}\"'#\n\\. ab1"))
def test_any_text_is_walked_to_its_end(text):
    """A text that is no TOML is walked all the same: the places are asked for while an error is told."""
    assert all(1 <= line <= text.count("\n") + 1 for _, line in places(text))
