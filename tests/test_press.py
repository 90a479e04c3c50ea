"""The press: the same pages from a process of their own, and every way in which it may end is told."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from chalkgrad.build import assembled, build
from chalkgrad.course import read
from chalkgrad.posing import drafts, orders
from chalkgrad.press import Press, _Beside
from chalkgrad.sheet import Sheet
from generators.families import FAMILIES

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only there is a process copied: elsewhere one does all")
ROOT = Path(__file__).parents[1]

#: Each script begins as the command line does, with nothing loaded yet.
BUILD = """
import hashlib, os, signal, sys
from pathlib import Path
from chalkgrad.press import Press, press
{before}
with press(["markdown", "pdf"]) as pages:
    assert (type(pages) is not Press) == {beside}, "the wrong process"
    {between}
    from chalkgrad.build import build
    built = build(Path("course.toml"), 2, formats=["markdown", "pdf"], press=pages)
for name, data in built.files.items():
    print(name, hashlib.sha256(data).hexdigest())
"""


def script(*, before: str = "", between: str = "pass", beside: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a build of week 2, with something done before the press starts or while it warms up."""
    code = BUILD.format(before=before, between=between, beside=beside)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@on_linux
def test_two_processes_lay_out_what_one_does():
    """Beside the prover or in its process, the same files in the same order; where threads run already, in it."""
    beside, alone = script(), script(before="import typst", beside=False)

    assert beside.returncode == alone.returncode == 0, beside.stderr + alone.stderr
    assert "week-02/pdf/key.pdf" in beside.stdout
    assert beside.stdout == alone.stdout


@on_linux
@pytest.mark.parametrize(
    ("between", "said"),
    [
        # the press is killed while it waits, as by a system short of memory
        ("os.kill(int(Path(f'/proc/self/task/{os.getpid()}/children').read_text()), signal.SIGKILL)", "was killed"),
        # a format that cannot print what it is given says so across the pipe
        (
            "import chalkgrad.build as b; b.assembled = lambda *a, f=b.assembled: b.replace(f(*a), title='\u4e2d')",
            "'中'",
        ),
    ],
)
def test_what_goes_wrong_over_there_is_told_here(between, said):
    """No hang, no half a week: one error, by the name of what went wrong."""
    run = script(between=between)

    assert run.returncode == 1
    assert said in run.stderr.splitlines()[-1]
    assert "UserError" in run.stderr.splitlines()[-1]


def test_every_exercise_is_told_as_soon_as_it_is_there():
    """The press hears of each exercise alone, the last first, before it is given the whole sheet with the same ones."""
    heard: list[Sheet] = []

    class Listening(Press):
        def rehearse(self, part):
            heard.append(part)

        def start(self, sheet, formats):
            heard.append(sheet)
            super().start(sheet, formats)

    build(ROOT / "course.toml", 2, formats=["jsonl"], press=Listening())
    *parts, whole = [[*sheet.examples, *sheet.exercises] for sheet in heard]

    assert len(parts) > 1
    assert [[id(one)] for one in reversed(whole)] == [[id(one) for one in part] for part in parts]


def test_what_was_told_is_only_named_again(tmp_path):
    """The whole sheet after its parts takes hardly any room in the pipe, and comes out whole."""
    course = read(ROOT / "course.toml")
    week = course.week(2)
    wanted = orders(course, week)
    parts: list[Sheet] = []
    made = drafts(
        course, week, wanted, drafted=lambda order, one: parts.append(assembled(course, week, [order], [one]))
    )
    with (tmp_path / "pipe").open("wb") as pipe:
        beside = _Beside(pipe, pipe)
        for part in parts:
            beside.rehearse(part)
        told = pipe.tell()
        whole = assembled(course, week, wanted, made)
        beside.start(whole, ("pdf",))
    written = (tmp_path / "pipe").read_bytes()

    assert len(written) - told < told / 5
    messages = pickle.Unpickler(io.BytesIO(written))  # noqa: S301  our own, from above
    *_, (sheet, formats) = [messages.load() for _ in range(len(parts) + 1)]
    assert formats == ("pdf",)
    assert [one.statement for one in sheet.exercises] == [one.statement for one in whole.exercises]
    assert not any(one.problem.case for one in sheet.exercises)


@on_linux
def test_what_fails_in_rehearsal_is_left_to_the_whole():
    """A rehearsal only saves time: without it the same pages come."""
    failing = """
import chalkgrad.formats.pdf as pdf
from msgspec.structs import replace
pdf.FORMAT = replace(pdf.FORMAT, rehearse=lambda sheet, kind: 1 / 0)
"""
    without, usual = script(before=failing), script()

    assert without.returncode == usual.returncode == 0, without.stderr + usual.stderr
    assert without.stdout == usual.stdout


@on_linux
def test_a_failed_second_road_stops_the_build_and_the_press():
    """The pages are under way when the second road is walked: none of them comes out, and nobody is left behind."""
    broken = "import generators.second_road as road; road.BOUND = -1.0"
    after = """
import atexit
children = Path(f"/proc/self/task/{os.getpid()}/children")
atexit.register(lambda: print("left:", children.read_text()))
"""
    run = script(before=after, between=broken)

    assert run.returncode == 1
    assert "ProofFailed" in run.stderr.splitlines()[-1]
    assert "second road" in run.stderr.splitlines()[-1]
    assert run.stdout.split() == ["left:"]


@on_linux
def test_the_families_of_other_weeks_wait_for_the_pages():
    """When the sheet of a week is handed over, no family has been loaded but those that the week names."""
    said = "print(*(name for name in sys.modules if name.startswith('generators.families.')))"
    run = script(between=f"start = pages.start; pages.start = lambda *work: ({said}, start(*work))")
    week = read(ROOT / "course.toml").week(2)

    def modules(families):
        return {f"generators.families.{name.replace('-', '_')}" for name in families}

    assert run.returncode == 0, run.stderr
    assert set(run.stdout.splitlines()[0].split()) == modules(plan.family for plan in week.problems) < modules(FAMILIES)


def test_numpy_waits_for_the_second_road():
    """No family loads NumPy by being there, so that a week is laid out while it loads."""
    code = (
        "import sys, generators.draw; from generators.families import FAMILIES; [FAMILIES[name] for name in FAMILIES]; "
        "print(*sorted({'numpy', 'sympy', 'flint', 'matplotlib'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.split() == []
