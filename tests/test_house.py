"""What holds of the repository as a whole: who may import what, what ships, and what is never committed."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("symbolic", "generators", "templates", "chalkgrad")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

SKIPS = """
import pytest

def test_that_skips():
    pytest.skip("no such program")
"""
SKIPS_WHOLE = """
import pytest

pytest.skip("no such program", allow_module_level=True)
"""


def tracked() -> list[Path]:
    """Return the files under version control; a copy without a repository has nothing to look at."""
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    """Return the Python files of the four packages."""
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_are_ours(package):
    """The four top-level names, three of which have other owners on the index, come from this project alone."""
    module = importlib.import_module(package)

    assert Path(module.__file__).parent == ROOT / package
    assert packages_distributions().get(package, ["chalkgrad"]) == ["chalkgrad"]


@pytest.mark.parametrize("text", [SKIPS, SKIPS_WHOLE])
@pytest.mark.parametrize(("no_skips", "status"), [("", {0, 5}), ("1", {1, 2})])
def test_a_skip_fails_where_nothing_may_be_skipped(tmp_path, text, no_skips, status):
    """Under CHALKGRAD_NO_SKIPS a skipped test, or a module that skips itself, fails the run."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "."]
    environment = {**os.environ, "CHALKGRAD_NO_SKIPS": no_skips}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode in status, run.stdout
    assert ("skipped where nothing may be: " in run.stdout) == bool(no_skips)


def test_the_contracts_of_the_floors_bite(tmp_path):
    """Each floor's contract is broken by one forbidden import, and import-linter says so."""
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    floors = ("The floors", "symbolic knows", "generators know", "templates know")
    contracts = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["name"].startswith(floors)]
    forbidden = {"symbolic": "os, chalkgrad", "generators": "jinja2", "templates": "symbolic"}
    for package, modules in forbidden.items():
        (tmp_path / package / "__init__.py").write_text(f"import {modules}\n")
    (tmp_path / ".importlinter").write_text(linter_config(contracts))
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert f"Contracts: 0 kept, {len(contracts)} broken." in run.stdout


def linter_config(contracts: list[dict]) -> str:
    """Return the contracts in the form of a file of import-linter's own."""
    lines = ["[importlinter]", "include_external_packages = true", "root_packages ="]
    lines += [f"    {package}" for package in PACKAGES]
    for number, contract in enumerate(contracts):
        lines.append(f"[importlinter:contract:{number}]")
        for key, value in contract.items():
            lines.append(f"{key} = {value}" if isinstance(value, str) else f"{key} =")
            lines += [] if isinstance(value, str) else [f"    {entry}" for entry in value]
    return "\n".join(lines) + "\n"


def test_every_folder_of_code_is_a_package():
    """A folder with Python in it has an __init__.py: without one it would neither ship nor be ours alone."""
    bare = {path.parent for path in sources() if not (path.parent / "__init__.py").exists()}

    assert bare == set()


def test_modules_and_functions_stay_readable():
    """A module has at most 250 lines and a function at most 40: beyond that nobody finds the way in it."""
    long_modules = [path.name for path in sources() if len(path.read_text().splitlines()) > 250]
    long_functions = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 40
    ]

    assert long_modules == []
    assert long_functions == []


def test_nothing_of_one_machine_is_committed():
    """No file names a folder of the machine on which it was written, nor an address from which packages come."""
    private = re.compile(r"(?<![\w.])/(?:work|root|home)/|https?://[^\s\"]+/(?:simple|packages|-)/")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix not in {".png", ".pdf", ".svg"} and path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if private.search(line)
    ]

    assert found == []


def test_no_lock_file_with_addresses_is_committed():
    """Pins stand in constraints.txt, as bare names and versions."""
    locks = {"uv.lock", "poetry.lock", "package-lock.json"}

    assert [path for path in tracked() if path.name in locks] == []
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in (ROOT / "constraints.txt").read_text().splitlines())


def requirement(text: str) -> str:
    """Return the bare name of a requirement."""
    return re.match(r"[\w-]+", text)[0].lower()


def test_every_dependency_is_pinned_explained_and_used():
    """What is asked for in pyproject.toml has a pin, a line in docs/dependencies.md and, at run time, an import."""
    run_time = {requirement(text) for text in PROJECT["project"]["dependencies"]}
    extras = PROJECT["project"]["optional-dependencies"].values()
    every = run_time | {requirement(text) for extra in extras for text in extra} - {"chalkgrad"}
    pinned = {line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    explained = (ROOT / "docs" / "dependencies.md").read_text().lower()
    modules = {"markdown-it-py": "markdown_it", "mdit-py-plugins": "mdit_py_plugins", "python-flint": "flint"}
    code = "\n".join(path.read_text() for path in sources())
    unused = [n for n in run_time if not re.search(rf"^ *(import|from) {modules.get(n, n)}\b", code, re.MULTILINE)]

    assert every - pinned == set()
    assert [name for name in sorted(every) if f"**{name}**" not in explained] == []
    assert unused == []


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> list[str]:
    """Build the wheel, and return the names of the files in it."""
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("wheel")
    built = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_holds_all_that_the_packages_hold(wheel):
    """Templates and the book ship: hatchling obeys .gitignore, and would leave an ignored file out quietly."""
    ours = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    kinds = {Path(name).suffix for name in wheel}

    assert ours - set(wheel) == set()
    assert {".py", ".j2", ".typ", ".json"} <= kinds
