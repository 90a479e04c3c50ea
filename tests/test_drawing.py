"""Drawings: laid out alike each time, legible, read back from every print, and none tells a student an answer."""

from __future__ import annotations

import pickle
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from chalkgrad.drawing import drawing
from chalkgrad.drawing.geometry import around, inside, overlap
from chalkgrad.drawing.graph import SMALL
from chalkgrad.drawing.shapes import Circle, Label, Stroke
from chalkgrad.drawing.svg import file, svg
from chalkgrad.drawing.tikz import PREAMBLE, tikz
from chalkgrad.exercise import exercise
from chalkgrad.formats import FORMATS
from chalkgrad.sheet import Sheet
from chalkgrad.typeset import document
from chalkgrad.widths import width
from generators import draw
from generators.families import FAMILIES
from generators.family import DIFFICULTIES
from symbolic.diagram import Edge, Graph, Plane, Point, Vertex, net_diagram
from symbolic.notation import Notation
from symbolic.reader import read

NUMBERS = {
    "x": [["2"], ["-1"], ["3"]],
    "W1": [["0.5", "-0.2", "1.1"], ["-3", "2", "0.4"], ["1", "-0.7", "-0.9"]],
    "b1": [["1"], ["-2"], ["0"]],
    "W2": [["1", "2", "3"], ["-0.4", "0.5", "-0.6"]],
    "b2": [["0.1"], ["-1"]],
    "y": [["1"], ["0"]],
}
NOTATIONS = [
    Notation(convention=convention, layer=layer)
    for convention in ("column", "row")
    for layer in ("bracket", "paren", "superscript", "subscript")
]
FANNED = Graph(
    "graph",
    (Vertex("x", 0, 0, "x", beside="2"), Vertex("p", 1, -1, "\\text{×}"), Vertex("s", 2, 0, "\\text{+}")),
    (Edge("x", "p", "2", "5"), Edge("x", "s", "2", "1"), Edge("p", "s", "6", "-1")),
)
HALVES = Plane("plane", (Point(0, 0, False), Point(1, 1, True, "A")), ((1.0, 1.0, -1.5),))
DIAGRAMS = [net_diagram((3, 3, 2), Notation(), NUMBERS), net_diagram((2, 2, 1), Notation(), {}), FANNED, HALVES]
EACH = pytest.mark.parametrize("diagram", DIAGRAMS, ids=["numbers", "symbols", "fan-out", "plane"])


def turned(numbers, notation):
    """Return the numbers in the convention of a notation."""
    if not notation.rows:
        return numbers
    return {name: [list(row) for row in zip(*table, strict=True)] for name, table in numbers.items()}


def box(label):
    """Return what a label fills, a little less than what was kept free for it."""
    return around(label.at, label.size * width(read(label.latex, Notation())), 0.8 * label.size)


@EACH
def test_a_drawing_is_the_same_each_time_and_within_its_sheet(diagram):
    """Two layouts of one diagram are one drawing; no circle and no label leaves it."""
    first = drawing(diagram, Notation())
    drawing.cache_clear()
    again = drawing(diagram, Notation())
    places = [shape.at for shape in first.shapes if isinstance(shape, (Circle, Label))]

    assert again == first
    assert svg(again, Notation()) == svg(first, Notation())
    assert all(0 < x < first.width and 0 < y < first.height for x, y in places)


@pytest.mark.parametrize("notation", NOTATIONS, ids=str)
def test_each_weight_stands_on_its_own_arrow(notation):
    """Whatever the notation, the arrow from input j to unit i carries the weight of that unit and that input."""
    graph = net_diagram((3, 3, 2), notation, turned(NUMBERS, notation))

    assert {(edge.source, edge.target): edge.label for edge in graph.edges} == {
        (f"{layer - 1}.{j}", f"{layer}.{i}"): weight
        for layer in (1, 2)
        for i, row in enumerate(NUMBERS[f"W{layer}"])
        for j, weight in enumerate(row)
    }
    assert [vertex.under.partition(" = ")[2] for vertex in graph.vertices] == ["", "", "", "1", "-2", "0", "0.1", "-1"]


def test_labels_keep_clear_of_each_other_and_of_the_arrows():
    """In a net of 3, 3 and 2 units no label covers another, a circle or an arrow."""
    drawn = drawing(DIAGRAMS[0], Notation())
    labels = [shape for shape in drawn.shapes if isinstance(shape, Label)]
    on_arrows = [label for label in labels if label.size == SMALL and "=" not in label.latex]
    strokes = [shape for shape in drawn.shapes if isinstance(shape, Stroke)]

    assert sum(overlap(box(a), box(b)) for a, b in combinations(labels, 2)) == 0
    assert sum(inside(box(label), stroke.start, stroke.end) for label in on_arrows for stroke in strokes) == 0
    assert inside(box(labels[0]), labels[0].at, (0.0, 0.0)) > 0  # and the measure sees what is covered


@EACH
def test_svg_is_well_formed_with_real_text_and_words_for_the_blind(diagram):
    """An SVG parses; its text is text; its title says what is seen; the ground is white for a dark page."""
    root = ET.fromstring(svg(drawing(diagram, Notation()), Notation()))  # noqa: S314  our own text
    names = [element.tag.rpartition("}")[2] for element in root]
    labels = [shape for shape in drawing(diagram, Notation()).shapes if isinstance(shape, Label)]

    assert names[:2] == ["title", "rect"]
    assert root[0].text.strip()
    assert names.count("text") == len(labels)


def test_an_index_stands_under_a_raised_mark():
    """In a_1^{[1]} the index goes back by what the mark took, and the line is met again behind both."""
    graph = Graph("graph", (Vertex("a", 0, 0, "a^{[1]}_{1}", under="b^{[1]}_{1} = 2"),), ())
    written = svg(drawing(graph, Notation()), Notation()).decode()
    steps = [sum(map(float, re.findall(r'dy="(.*?)"', text))) for text in written.split("<text")[1:]]

    assert '<tspan font-size="6.84" dy="-3.61">[1]</tspan><tspan font-size="6.84" dy="5.7" dx=' in written
    assert abs(steps[1]) < 0.02


@EACH
def test_pdflatex_draws_it(diagram, pdflatex, tmp_path):
    """TikZ takes every drawing as it stands."""
    source = tmp_path / "drawing.tex"
    picture = tikz(drawing(diagram, Notation()))
    packages = "\\usepackage[T1]{fontenc}\\usepackage{textcomp,lmodern,amsmath}"
    head = f"\\documentclass{{article}}{packages}\n{PREAMBLE}"
    source.write_text(f"{head}\n\\begin{{document}}\n{picture}\n\\end{{document}}\n")

    assert "Output written on drawing.pdf (1 page" in pdflatex(source)


DRAWING = pytest.mark.parametrize("family", [name for name in FAMILIES if FAMILIES[name].drawings])


@DRAWING
def test_a_sheet_is_drawn_of_what_is_given_alone(family):
    """The family is handed the numbers of the givens for the sheet, and those of the solution for the key alone."""
    asked = []

    def seen(case, shown):
        asked.append(set(shown))
        return FAMILIES[family].drawings(case, shown)

    problem = draw.draw(replace(FAMILIES[family], drawings=seen), 3, 0, "easy", {}, Notation())
    assert asked == []  # a record has no drawings, and none are made for it
    problem.sketches()
    sheet, key = asked

    assert sheet <= set(problem.given)
    assert {part.name for part in problem.parts if not isinstance(part.value, str)} <= key | set(problem.given)


@DRAWING
def test_drawings_go_from_process_to_process(family):
    """A problem that was sent shows what it would have shown, though no function of the family went along."""
    problem = draw.draw(FAMILIES[family], 3, 1, "medium", {}, Notation())
    sent = pickle.loads(pickle.dumps(problem))  # noqa: S301  our own

    assert (sent.drawings, sent.solved) == (problem.drawings, problem.solved)


@DRAWING
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_drawing_has_a_caption_and_words(family, difficulty):
    """What a family draws for the sheet it draws for the key as well; a caption and an alternative text go with it."""
    some = [exercise(draw.draw(FAMILIES[family], 3, index, difficulty, {}, Notation())) for index in range(4)]

    assert any(posed.drawings for posed in some)
    for posed in some:
        assert [one.name for one in posed.drawings] == [one.name for one in posed.solved]
        assert all(one.caption and one.alt for one in (*posed.drawings, *posed.solved))


@pytest.mark.parametrize("kind", ["sheet", "key"])
@pytest.mark.parametrize("name", ["markdown", "obsidian"])
def test_a_page_names_the_drawings_that_lie_beside_it(name, kind):
    """Every drawing that a page shows is a file beside it, with its words, and no file lies there unseen."""
    posed = exercise(draw.draw(FAMILIES["computational-graph"], 3, 0, "easy", {}, Notation()))
    files = FORMATS[name].render(Sheet("Course", 1, "Graphs", "id", Notation(), (posed,)), kind)
    page = files.pop(f"{kind}.md").decode()
    shown = posed.solved if kind == "key" else posed.drawings

    assert set(re.findall(r"[\w-]+\.svg", page)) == set(files) == {file(one, Notation())[0] for one in shown}
    assert all(b"<title>Arrows from left to right." in data for data in files.values())


def test_the_pdf_holds_the_words_of_a_drawing():
    """A drawing in the PDF is tagged as a figure, with the words for who cannot see it: Typst refuses one without."""
    posed = exercise(draw.draw(FAMILIES["computational-graph"], 3, 0, "easy", {}, Notation()))
    data = document(Sheet("Course", 1, "Graphs", "id", Notation(), (posed,)), "sheet")
    (drawn,) = data["exercises"][0]["drawings"]

    assert drawn["alt"] == posed.drawings[0].alt
    assert {shape["kind"] for shape in drawn["shapes"]} == {"circle", "stroke", "filled", "label"}
    assert FORMATS["pdf"].render(Sheet("Course", 1, "Graphs", "id", Notation(), (posed,)), "sheet")
