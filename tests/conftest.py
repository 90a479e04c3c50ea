"""What all tests share: golden pages, programs that may be absent, and the rule that CI skips nothing."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from itertools import product
from pathlib import Path

import pytest

from generators.families import FAMILIES

TESTS = Path(__file__).parent
ROOT = TESTS.parent
JUDGES = TESTS / "judges"

ROUNDING = [(), ("rounding=exact",), ("rounding=printed",), ("rounding=full",)]
CONVENTIONS = [(), ("notation.convention=row",)]
HIDDEN = ("relu", "leaky-relu", "sigmoid", "tanh", "identity")
LAYERS = [(f"activation={name}",) for name in HIDDEN]
OUTPUTS = [
    (f"output={output}", f"loss={loss}")
    for outputs, losses in (
        (("identity", "tanh", "relu", "leaky-relu"), ("squared-error", "mse")),
        (("sigmoid",), ("bce", "squared-error", "mse")),
        (("softmax",), ("cross-entropy",)),
    )
    for output in outputs
    for loss in losses
]
#: A few of what the other families of layers and nets take from the same code.
FEW = [(), ("activation=leaky-relu",), ("activation=tanh",)]
NETS = [(), ("hidden=leaky-relu", *OUTPUTS[2]), ("hidden=tanh", *OUTPUTS[-2]), ("hidden=sigmoid", *OUTPUTS[-1])]
#: The options of each family that are worth walking through, besides the rounding and the convention.
OPTIONS = {
    "neuron": FEW,
    "dense-layer": [(), *LAYERS],
    "dense-layer-batch": FEW,
    "layer-backprop": FEW,
    "loss": [(f"loss={loss}",) for loss in ("mse", "bce", "cross-entropy")],
    "activation-values": [(), *LAYERS],
    "two-layer-forward": NETS,
    "two-layer-backprop": [(f"hidden={hidden}", *output) for hidden in HIDDEN for output in OUTPUTS],
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer ``--update-golden``."""
    parser.addoption("--update-golden", action="store_true", help="write the golden pages anew instead of comparing")


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where CHALKGRAD_NO_SKIPS is set: CI has every program that a test may ask for."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CHALKGRAD_NO_SKIPS"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"skipped where nothing may be: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at the report of each test."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at the report of each module, which may have skipped itself as a whole."""
    report = yield
    refuse_skip(report)
    return report


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Stand in a new folder with a small course."""
    from courses import COURSE  # this file stands alone where a test copies it

    (tmp_path / "course.toml").write_text(COURSE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def vault():
    """A vault with notes of the user's, into which one of ours was exported once."""
    from vaults import OLD, Vault

    made = Vault({"Mine.md": b"my own", "Books.md": b"# Week 3"})
    made.export(OLD)
    return made


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare a page as a whole with ``tests/golden/NAME``, or write it there under ``--update-golden``."""

    def compare(name: str, page: str | bytes) -> None:
        path = TESTS / "golden" / name
        actual = page if isinstance(page, bytes) else page.encode()
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual)
        assert path.exists(), f"no golden page {name}: write it with pytest --update-golden, and read it"
        expected = path.read_bytes()
        assert actual.decode(errors="replace") == expected.decode(errors="replace")
        assert actual == expected

    return compare


def program(name: str) -> str:
    """Return the path of a program, or skip the test that needs it."""
    return shutil.which(name) or pytest.skip(f"needs the program {name}")


@pytest.fixture(scope="session")
def pdflatex() -> Callable[[Path], str]:
    """Compile a .tex file where it stands, once, and return its log; an error fails with the lines that say it."""
    path = program("pdflatex")

    def compile_(source: Path) -> str:
        command = [path, "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", source.name]
        run = subprocess.run(command, cwd=source.parent, capture_output=True, check=False)
        log = source.with_suffix(".log").read_text(errors="replace")
        assert run.returncode == 0, f"pdflatex refuses {source.name}:\n{log[-1500:]}"
        return log

    return compile_


@pytest.fixture(scope="session")
def refused_formulas() -> Callable[[list[str]], list[dict[str, str]]]:
    """Ask MathJax 3.2.2 (as in Obsidian) and KaTeX which of some formulas they refuse: formula, judge and message."""
    node = program("node")
    if not (JUDGES / "node_modules" / "mathjax-full").exists() or not (JUDGES / "node_modules" / "katex").exists():
        pytest.skip("needs MathJax and KaTeX: npm install in tests/judges")

    def ask(formulas: list[str]) -> list[dict[str, str]]:
        command = [node, str(JUDGES / "formulas.js")]
        run = subprocess.run(command, input=json.dumps(formulas), capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return ask


@pytest.fixture(scope="session")
def drawn() -> Callable[..., list[dict]]:
    """Draw problems as a script would, by ``chalkgrad generate``, and return their records."""
    from click.testing import CliRunner

    from chalkgrad.cli import main

    @functools.cache
    def generate(family: str, *options: str, count: int = 10, seed: int = 0) -> list[dict]:
        settings = [part for option in options for part in ("--set", option)]
        run = CliRunner().invoke(
            main, ["generate", family, "--count", str(count), "--seed", str(seed), *settings], catch_exceptions=False
        )
        assert run.exit_code == 0, run.output
        return [json.loads(line) for line in run.stdout.splitlines()]

    return generate


@pytest.fixture(scope="session")
def problems(drawn: Callable[..., list[dict]]) -> Callable[[str], list[dict]]:
    """Return records of a family over its options, conventions and policies; CHALKGRAD_COUNT says how many of each."""
    count = int(os.environ.get("CHALKGRAD_COUNT", "6"))

    @functools.cache
    def records(family: str) -> list[dict]:
        rounding = ROUNDING if "rounding" in FAMILIES[family].options else [()]
        settings = enumerate(product(OPTIONS.get(family, [()]), rounding, CONVENTIONS))
        found = []
        for number, (options, policy, convention) in settings:
            found += drawn(family, *options, *policy, *convention, count=count, seed=number % 7)
        return found

    return records
