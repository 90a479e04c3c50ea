"""The plots of the book: there for every activation, the same bytes each time, opaque, and with words."""

import pytest

from symbolic import book
from symbolic.activations import ACTIVATIONS
from symbolic.errors import UserError

SCALAR = [name for name in ACTIVATIONS if not ACTIVATIONS[name].vector]


@pytest.mark.parametrize("name", SCALAR)
def test_every_activation_has_its_plot(name):
    """A drawing for the screen and one for TeX, with a caption and words for who cannot see it."""
    found = book.plot(name)

    assert found.svg.startswith(b"<?xml")
    assert found.pdf.startswith(b"%PDF")
    assert ACTIVATIONS[name].title in found.alt
    assert found.caption


def test_a_drawing_is_the_same_each_time():
    """Two drawings of one figure are equal to the byte, and hold no date."""
    pytest.importorskip("matplotlib")
    from chalkgrad.book.figures import draw, figures

    entries = {name: book.load(name) for name in SCALAR}
    figure = next(one for one in figures() if one.name == "sigmoid")
    first, second = draw(figure, entries), draw(figure, entries)

    assert first == second
    assert b"CreationDate" not in first.pdf
    assert b"<dc:date>" not in first.svg


def test_the_background_is_opaque():
    """A plot is legible on a dark page as well: its own background is white."""
    assert b"fill: #ffffff" in book.plot("sigmoid").svg


def test_an_unknown_plot_is_refused():
    """A misspelt plot is answered with the nearest one."""
    with pytest.raises(UserError, match="did you mean 'sigmoid'"):
        book.plot("sigmiod")
