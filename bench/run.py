"""The figures that chalkgrad holds itself to, each a ratio of medians from interleaved runs on this machine.

Both sides of a ratio are whole processes, started in turn, so that a busy machine slows them alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
CHALKGRAD = str(Path(PYTHON).with_name("chalkgrad"))
PROBLEMS = 2000
#: Functions of a user's own: those of every shape, and the costliest of each kind of proof.
LIVE = (
    "x/(1+abs(x))",
    "x*tanh(log(1+exp(x)))",
    "max(0, x)^2",
    "x*sigmoid(x)",
    "tanh(x)^2",
    "x*Phi(x)",
    "x/sqrt(1+x^2)",
    "x*log(1+exp(-abs(x)))",
    "0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))",
)


def seconds(command: Sequence[str], folder: str) -> float:
    """Run *command* once in an empty *folder* and return the seconds that it took, from start to exit."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def interleaved(commands: Sequence[Sequence[str]], rounds: int) -> list[float]:
    """Return the median seconds of each command, all of them run in turn, after one round to warm up."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(rounds + 1):
        for command, taken in zip(commands, times, strict=True):
            with tempfile.TemporaryDirectory() as folder:
                taken.append(seconds(command, folder))
    return [median(taken[1:]) for taken in times]


@contextmanager
def one_core() -> Iterator[None]:
    """Keep what is started to one core, where the system can, and give the others back."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def report(name: str, figure: float, unit: str, goal: str, *, reached: bool) -> None:
    """Print one figure beside its goal."""
    print(f"{name:44} {figure:8.2f} {unit:24} goal {goal:12} {'reached' if reached else 'MISSED'}")


def start() -> None:
    """Help and list against ``import click``: nothing heavy is imported before it is needed."""
    commands = ([CHALKGRAD, "--help"], [CHALKGRAD, "list"], [PYTHON, "-c", "import click"])
    *ours, click = interleaved(commands, 15)
    for name, taken in zip(("chalkgrad --help", "chalkgrad list"), ours, strict=True):
        report(name, taken / click, "x import click", "<= 1.5", reached=taken <= 1.5 * click)


def derive() -> None:
    """A derivation of the book against ``import click``, one found now against ``import sympy``, the book whole."""
    ours, click = interleaved(([CHALKGRAD, "derive", "gelu"], [PYTHON, "-c", "import click"]), 15)
    report("chalkgrad derive gelu", ours / click, "x import click", "<= 2", reached=ours <= 2 * click)
    for text in LIVE:
        ours, sympy = interleaved(([CHALKGRAD, "derive", text], [PYTHON, "-c", "import sympy"]), 3)
        report(f'chalkgrad derive "{text}"', ours / sympy, "x import sympy", "<= 3", reached=ours <= 3 * sympy)
    with tempfile.TemporaryDirectory() as folder:
        taken = seconds([PYTHON, "-m", "chalkgrad.book", folder], str(ROOT))
    report("make book", taken, "seconds", "< 60", reached=taken < 60)


def week() -> None:
    """A week in every format against ``import sympy``: drawn, proved and rendered anew, into an empty folder."""
    build = [CHALKGRAD, "build", str(ROOT / "course.toml"), "--week", "3", "--out", "built"]
    ours, sympy = interleaved((build, [PYTHON, "-c", "import sympy"]), 9)
    report("chalkgrad build --week 3", ours / sympy, "x import sympy", "<= 0.9", reached=ours <= 0.9 * sympy)


def generate() -> None:
    """Problems a second on one core, each proved and with its worked lines, start-up included."""
    for family in ("two-layer-backprop", "dense-layer"):
        with one_core():
            (taken,) = interleaved([[CHALKGRAD, "generate", family, "--count", str(PROBLEMS), "--format", "jsonl"]], 3)
        rate = PROBLEMS / taken
        report(f"chalkgrad generate {family}", rate, "problems a second", ">= 500", reached=rate >= 500)


def families() -> None:
    """Proved problems a second and core of each family, with their records, over the difficulties; median and least."""
    from chalkgrad.order import Order
    from chalkgrad.posing import made
    from chalkgrad.record import line
    from generators.families import FAMILIES
    from generators.family import DIFFICULTIES
    from symbolic.notation import Notation

    rates = {}
    for family in FAMILIES:
        places = [(seed, index) for seed in range(14) for index in range(14)]  # so many problems has every family
        orders = [Order(family, *place, level, {}, Notation()) for place in places for level in DIFFICULTIES]
        for order in orders[:60]:
            line(made(order))
        started = time.process_time()
        for order in orders[60:]:
            line(made(order))
        rates[family] = (len(orders) - 60) / (time.process_time() - started)
        report(family, rates[family], "problems a second", ">= 100", reached=rates[family] >= 100)
    middle = median(rates.values())
    report("median of the families", middle, "problems a second", ">= 500", reached=middle >= 500)


def check() -> None:
    """A thousand problems of every family, each mistake of theirs followed, on all cores."""
    with tempfile.TemporaryDirectory() as folder:
        taken = seconds([CHALKGRAD, "check", "--count", "1000"], folder)
    report("chalkgrad check --count 1000", taken, "seconds", "< 180", reached=taken < 180)


def vault() -> None:
    """A thousand notes into a vault of 20,000 files: the first export, and one that finds nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(19_000):
            place = Path(folder, f"folder {number // 200}", f"note {number}.md")
            place.parent.mkdir(exist_ok=True)
            place.write_text(f"---\ntags:\n  - mine\n---\n\n# Note {number}\n\n" + "My own words. " * 40)
        export = [PYTHON, str(ROOT / "bench" / "vault.py"), folder]
        first = seconds(export, folder)
        again = median(seconds(export, folder) for _ in range(3))
    report("chalkgrad vault, first export", first, "seconds", "< 10", reached=first < 10)
    report("chalkgrad vault, nothing to do", again, "seconds", "< 2", reached=again < 2)


def gradients() -> None:
    """The gradients of a usual net from the book, and of four layers proved now, against what must be imported."""
    usual, deep = [CHALKGRAD, "gradients"], [CHALKGRAD, "gradients", "--layers", "4", "--output", "g", "--hidden", "f"]
    generic = [CHALKGRAD, "gradients", "--hidden", "f", "--output", "h"]
    commands = (usual, generic, deep, [PYTHON, "-c", "import click"], [PYTHON, "-c", "import sympy"])
    book, live, four, click, sympy = interleaved(commands, 5)
    report("chalkgrad gradients, from the book", book / click, "x import click", "<= 2", reached=book <= 2 * click)
    reached = live <= 3 * sympy
    report("two layers of any activation, proved", live / sympy, "x import sympy", "<= 3", reached=reached)
    report("four layers, proved", four / sympy, "x import sympy", "<= 10", reached=four <= 10 * sympy)


def main(names: Sequence[str]) -> None:
    """Print the figures that are named, or all."""
    figures = {
        "start": start,
        "derive": derive,
        "week": week,
        "families": families,
        "check": check,
        "generate": generate,
        "vault": vault,
        "gradients": gradients,
    }
    for name in names or figures:
        figures[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
