"""The program as a process: what it writes where, how it ends, and what it loads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chalkgrad.cli import main

ROOT = Path(__file__).parent.parent


def command_line(*arguments, **settings):
    """Run the command line as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings.pop("env", {})}
    command = [sys.executable, "-m", "chalkgrad", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, check=False, **settings)


def test_a_reader_that_stops_early_is_no_fault():
    """``chalkgrad generate … | head -1`` ends without a word."""
    script = f"{sys.executable} -m chalkgrad generate dense-layer --count 2000 | head -1"
    result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)

    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [("list", 0), ("show nonsense", 1), ("build --month 3", 2), ("generate neuron --count 200", 0)],
)
def test_the_process_ends_with_the_status_of_the_command_and_all_its_output(arguments, status, folder):
    """The quick way out loses no byte and no status."""
    inside = CliRunner().invoke(main, arguments.split(), prog_name="chalkgrad")
    alone = command_line(*arguments.split(), cwd=folder)

    assert inside.exit_code == alone.returncode == status
    assert (inside.stdout_bytes, inside.stderr_bytes) == (alone.stdout, alone.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full, a disk that is always full")
@pytest.mark.parametrize("arguments", ["list", "generate neuron --count 200", "--help"])
def test_output_that_cannot_be_written_is_told_in_one_line(arguments, folder):
    """A full disk behind ``>`` is no fault of the program: one line and status 1, no traceback."""
    with Path("/dev/full").open("wb") as full:
        code = [sys.executable, "-m", "chalkgrad", *arguments.split()]
        result = subprocess.run(code, stdout=full, stderr=subprocess.PIPE, text=True, cwd=folder, check=False)

    assert (result.returncode, result.stderr) == (1, "Error: cannot write the output: no space left on device\n")


@pytest.mark.parametrize("closed", ["1", "2"])
@pytest.mark.parametrize("arguments", ["list", "generate neuron", "check neuron --count 2", "derive tanh"])
def test_a_closed_output_is_no_fault(arguments, closed, folder):
    """``chalkgrad … >&-`` and ``2>&-`` work, and nobody hears of it."""
    script = f"exec {closed}>&-; exec {sys.executable} -m chalkgrad {arguments}"
    result = subprocess.run(["sh", "-c", script], capture_output=True, cwd=folder, check=False)

    assert (result.returncode, result.stderr) == (0, b"")
    assert bool(result.stdout) == (closed == "2")


def test_the_output_is_utf_8_whatever_the_terminal(folder):
    """A settings of another time does not change a byte, nor stop the command."""
    results = [
        command_line("generate", "dense-layer", cwd=folder, env={"PYTHONIOENCODING": encoding})
        for encoding in ("utf-8", "ascii", "latin-1")
    ]

    assert {result.stdout for result in results} == {results[0].stdout}
    assert [result.returncode for result in results] == [0, 0, 0]


def test_start_loads_nothing_heavy(folder):
    """Help and list import neither numbers nor algebra nor a template; a build imports no algebra."""
    code = (
        "import sys; from chalkgrad.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    for arguments, heavy in (
        (["--help"], {"numpy", "sympy", "jinja2", "flint", "typst", "rich", "markdown_it", "generators"}),
        (["list"], {"numpy", "sympy", "jinja2", "flint", "typst", "rich", "markdown_it"}),
        (["build"], {"sympy", "matplotlib", "flint"}),
    ):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        result = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            env=environment,
            cwd=folder,
            check=True,
        )
        assert not heavy & set(result.stderr.split())
