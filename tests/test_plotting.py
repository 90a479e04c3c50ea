"""A function plotted into a file: the book's drawing or a new one, the same bytes each time, refused in one line."""

import pytest
from click.testing import CliRunner

from chalkgrad.cli import main
from chalkgrad.derive import record
from chalkgrad.plotting import plotted
from symbolic import book

START = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}

#: (function, file, what is said)
REFUSED = [
    ("sigmoid", "plot.gif", "cannot plot into 'plot.gif': give a file that ends in .svg, .pdf or .png"),
    ("sigmoid", "plot", "cannot plot into 'plot': give"),
    ("softmax", "plot.svg", "softmax takes a vector"),
    ("sigmoid", "file.txt/plot.svg", "cannot write file.txt/plot.svg: a file stands where a folder should"),
]


def derive(*arguments):
    """Run ``chalkgrad derive``."""
    return CliRunner().invoke(main, ["derive", *arguments])


@pytest.mark.parametrize("kind", START)
def test_a_users_function_is_drawn_the_same_each_time(kind):
    """Two drawings of an expression with a kink are equal to the byte."""
    pytest.importorskip("matplotlib")
    text = "max(0, x - 7)^2"
    entry = record(text)
    first = plotted(text, entry, kind)

    assert first.startswith(START[kind])
    assert plotted(text, entry, kind) == first


def test_a_pole_is_a_gap():
    """1/x is drawn though it has no value at 0 and nothing was proved of its range."""
    pytest.importorskip("matplotlib")

    assert plotted("1/x", record("1/x"), "svg").startswith(START["svg"])


def test_a_name_gets_the_drawing_of_the_book(tmp_path, monkeypatch):
    """What is written is the book's own drawing; its path goes to stderr, the derivation to stdout."""
    monkeypatch.chdir(tmp_path)
    ran = derive("gelu", "--plot", "gelu.svg")

    assert (tmp_path / "gelu.svg").read_bytes() == book.plot("gelu").svg
    assert ran.stderr == "gelu.svg\n"
    assert ran.stdout.startswith("GELU: ")


@pytest.mark.parametrize(("function", "file", "said"), REFUSED)
def test_a_file_that_cannot_be_is_refused_in_one_line(function, file, said, tmp_path, monkeypatch):
    """The line says what, which, why; nothing is printed and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("")
    ran = derive(function, "--plot", file)

    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"Error: {said}")
    assert ran.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
