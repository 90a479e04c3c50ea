"""The gradients of networks on the page: every format and form, and what is no such net."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner

from chalkgrad.cli import main
from chalkgrad.gradients import FORMATS, gradients, net_of
from chalkgrad.lesson_pages import section_markdown
from symbolic.activations import ACTIVATIONS
from symbolic.errors import UserError
from symbolic.latex import latex
from symbolic.networks.entries import written_out
from symbolic.networks.lesson import derivation
from symbolic.networks.lines import FORMS
from symbolic.networks.losses import LOSSES
from symbolic.networks.net import Net
from symbolic.notation import Notation
from symbolic.reader import read

# Pages


def test_every_formula_prints_and_reads_back_in_every_notation():
    """Each formula of a lesson is in the dialect: read back and printed again it is the same text."""
    for layer, index, convention in product(
        ("bracket", "subscript"), ("output-input", "input-output"), ("column", "row")
    ):
        notation = Notation(convention, layer, index, loss="L")
        net = Net(("relu", "softmax"), "cross-entropy", notation.rows, "mean" if notation.rows else "one")
        for line in derivation(net, "index").lines + derivation(net).lines:
            for node in (line.tree, *(part for part in line.why if not isinstance(part, str))):
                text = latex(node, notation)
                assert latex(read(text, notation), notation) == text


def test_the_formulas_are_accepted_where_they_are_shown(refused_formulas):
    """MathJax 3.2.2 and KaTeX take every formula of a lesson."""
    lessons = [derivation(Net(("tanh", "softmax"), "cross-entropy", rows=True, batch="mean"), form) for form in FORMS]
    notation = Notation("row")
    formulas = {latex(line.tree, notation) for lesson in lessons for line in lesson.lines}

    assert refused_formulas(sorted(formulas)) == []


@pytest.mark.parametrize("options", [{}, {"form": "scalar", "hidden": "tanh"}, {"output": "softmax", "form": "index"}])
def test_the_latex_compiles_with_amsmath_alone_and_with_tikz(options, tmp_path, pdflatex):
    """The fragment is taken by a plain document, and with TikZ it brings its drawings."""
    (tmp_path / "fragment.tex").write_bytes(gradients(**options, format="latex"))
    pages = []
    for packages in ("amsmath,amssymb", "amsmath,amssymb,tikz"):
        source = tmp_path / "whole.tex"
        source.write_text(
            f"\\documentclass{{article}}\\usepackage{{{packages}}}\\begin{{document}}\\input{{fragment}}\\end{{document}}"
        )
        pdflatex(source)
        pages.append(source.with_suffix(".pdf").stat().st_size)

    assert pages[1] > pages[0] + 5000


def test_typst_takes_its_fragment_and_the_handout_has_few_pages():
    """The fragment compiles without a warning; the handout is a tagged PDF of at most six pages."""
    import re

    import typst

    fragment = gradients("tanh", "softmax", format="typst")
    made, warnings = typst.Compiler(fragment).compile_with_warnings(format="pdf")
    handout = gradients("relu", "sigmoid", "bce", format="pdf")

    assert (made[:4], warnings) == (b"%PDF", [])
    assert handout[:4] == b"%PDF"
    assert b"pdfuaid" in handout
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", handout)) <= 6
    assert handout == gradients("relu", "sigmoid", "bce", format="pdf")


def test_the_page_of_the_course_is_as_it_was(golden):
    """The lesson of the course's own net: ReLU, then a sigmoid with its cross-entropy."""
    golden("gradients-relu-sigmoid.md", gradients("relu", "sigmoid", "bce", format="markdown"))


def test_a_section_stands_alone_too():
    """One section prints by itself, for a note, under a heading of the level that is asked for."""
    net = Net(("identity", "identity"), "squared-error")
    page = section_markdown(next(s for s in derivation(net).sections if s.key == "collapse"), Notation(), 3)

    assert page.startswith("### Linear collapse\n")
    assert r"W^{[2]} (W^{[1]} x + b^{[1]}) + b^{[2]}" in page


def test_json_holds_the_contract():
    """The record names the net and every gradient with its shape, and in the scalar form the entries."""
    found = json.loads(gradients("relu", "sigmoid", "bce", sizes=(2, 3, 2), form="scalar", format="json"))

    assert (found["layers"], found["form"], found["sizes"]) == (2, "scalar", [2, 3, 2])
    assert np.shape(found["gradients"]["dW1"]["entries"]) == (3, 2)
    assert set(found["gradients"]) == {"dx", "delta1", "dW1", "db1", "delta2", "dW2", "db2"}
    assert found["proof"]["entries"] > 100
    assert found["numpy"][0] == "z1 = W1 @ x + b1"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_prints_in_every_format(form, format_):
    """From the command line, in the notation of the shipped course."""
    run = CliRunner().invoke(main, ["gradients", "--form", form, "--format", format_, "--course", "course.toml"])

    assert run.exit_code == 0, run.output
    assert len(run.stdout_bytes) > 1000


def test_sums_are_written_out_without_ones_and_zeros():
    """A sum over two units is its two terms; δ_ij keeps one of them; what is times 1 stands alone."""
    text = r"\sum_{k = 1}^{n_{1}} \delta_{ik} w_{kj}"

    assert latex(written_out(read(text), (2, 2), {"i": 2, "j": 1})) == "w_{21}"


# What is no such net


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--hidden softmax", "softmax in a hidden layer: .* take relu"),
        (
            "--output relu --loss bce",
            "strictly between 0 and 1; give it the output sigmoid, or give relu the loss squared-error or mse",
        ),
        ("--output sigmoid --loss cross-entropy", "give it the output softmax, or give sigmoid the loss .*bce"),
        ("--output softmax --loss mse", "go with cross-entropy; give --loss cross-entropy"),
        ("--output sigmoid --loss bce-logits", "wants the raw z; give it the output identity"),
        ("--layers 0", "0 layers: a network has one layer at least"),
        ("--layers 1000", "1000 layers make no page that is read: give up to 8"),
        ("--hidden rellu", "no activation named 'rellu': did you mean 'relu'"),
        ("--layers 1 --hidden rellu", "no activation named 'rellu'"),
        ("--loss mes", "no loss named 'mes': did you mean 'mse'"),
        ("--form matrx", "no form named 'matrx': did you mean 'matrix'"),
        ("--format docx", "no format named 'docx'"),
        ("--convention rwo", "no convention named 'rwo': did you mean 'row'"),
        ("--batch mean", "a batch stands in rows: give the convention row"),
        ("--batch men --convention row", "no batch named 'men': did you mean 'mean'"),
        ("--hidden relu,tanh", "2 hidden activations for 2 layers: name one for all, or 1, one for each"),
        ("--sizes 2,3", "2 sizes for 2 layers: give 3, the inputs first, as in 2,2,1"),
        ("--sizes 2,0,1", "a layer of 0 units: give each 1 to"),
        ("--sizes 2;3;1", "the sizes are '2;3;1': give whole numbers with commas"),
        ("--sizes 7,7,7", "sizes 7,7,7 make 98 weights, each of which is proved: 60 at most"),
        ("--sizes 40,40,40 --form scalar", "131240 products: for the scalar form give sizes with at most"),
        ("--output softmax --sizes 2,2,1", "a softmax of one output is always 1"),
        ("--course nowhere.toml", "there is no course file nowhere.toml"),
    ],
)
def test_what_is_no_such_net_is_answered_with_what_fits(options, message):
    """A slip is one line on stderr that says what fits instead, with exit status 1 and nothing printed."""
    import re

    run = CliRunner().invoke(main, ["gradients", *options.split()])

    assert (run.exit_code, run.stdout) == (1, "")
    assert re.search(message, run.stderr), run.stderr
    assert run.stderr.count("\n") == 1


def test_every_output_has_a_loss_and_every_loss_an_output():
    """Each activation of the catalogue makes a net with the loss that goes with it, and each loss with its output."""
    for activation in ACTIVATIONS:
        assert net_of("relu", activation, gradients_pair(activation)[1], 2, None, Notation()).output == activation
    for loss in LOSSES:
        output = gradients_pair(None, loss)[0]
        assert net_of("relu", output, loss, 2, None, Notation()).loss == loss
    with pytest.raises(UserError, match="no loss named"):
        net_of("relu", "sigmoid", "hinge", 2, None, Notation())


def gradients_pair(output, loss=None):
    """Return output and loss as the command fills in what is not named."""
    from chalkgrad.gradients import pair_of

    return pair_of(output, loss)
