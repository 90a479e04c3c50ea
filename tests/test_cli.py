"""The command line keeps its contract: what goes to stdout, what to stderr, and each exit status."""

import json
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from courses import COURSE

from chalkgrad.cli import COMMANDS, main
from chalkgrad.commands.progress import watched
from chalkgrad.commands.terminal import put
from chalkgrad.formats import FORMATS
from generators.families import FAMILIES
from symbolic.errors import ProofFailed, UserError
from symbolic.losses import LOSSES

ROOT = Path(__file__).parent.parent


def run(*arguments):
    """Run the command line in this process; an exception that it lets through is a failure."""
    return CliRunner(catch_exceptions=False).invoke(main, arguments, prog_name="chalkgrad")


def error(*arguments, status=1):
    """Return the one line that a mistake gets, and check that nothing else was said."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    """The help of a command says in a sentence what it does, and shows it."""
    text = run(name, "--help").stdout
    command = main.get_command(click.Context(main), name)

    assert f"Example:\n      chalkgrad {name}" in text
    assert command.get_short_help_str(200).endswith(".")
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_commands_are_those_of_the_contract():
    """The help lists each command, and no other."""
    assert list(COMMANDS) == ["build", "vault", "generate", "show", "check", "derive", "gradients", "list"]
    assert all(f"\n  {name} " in run("--help").stdout for name in COMMANDS)


@pytest.mark.parametrize(("what", "register"), [("families", FAMILIES), ("formats", FORMATS), ("losses", LOSSES)])
def test_list_names_what_there_is(what, register):
    """One name a line, so that it pipes; without an argument all lists under their headings."""
    assert run("list", what).stdout.splitlines() == list(register)
    assert all(f"  {name}\n" in run("list").stdout for name in register)


def test_build_prints_the_paths_of_what_it_wrote(folder):
    """Stdout is a list of files that are there; the remarks go to stderr."""
    result = run("build")
    written = result.stdout.splitlines()

    assert result.exit_code == 0
    assert {"output/week-03/markdown/sheet.md", "output/week-03/markdown/key.md"} < set(written)
    assert written[-1] == "output/week-03/jsonl/problems.jsonl"
    assert "given:3:1: unit 1 of z lies at the kink of relu" in result.stderr
    assert sorted(written) == sorted(
        str(path.relative_to(folder)) for path in folder.glob("output/**/*") if path.is_file()
    )


def test_the_tags_of_the_course_and_the_week_reach_the_notes(folder):
    """An instructor's own tags stand in the front matter of a note."""
    (folder / "course.toml").write_text(
        COURSE.replace("seed = 7", 'seed = 7\ntags = ["deep"]\n').replace('"Layers"', '"L"\ntags = ["week3"]')
    )
    run("build", "--format", "obsidian")
    note = (folder / "output/week-03/obsidian/sheet.md").read_text()

    assert 'tags:\n  - chalkgrad/sheet\n  - "deep"\n  - "week3"\n' in note


def test_a_dry_run_writes_nothing_and_says_what_it_would(folder):
    """The paths are those of the real run, and the folder is not even made."""
    planned = run("build", "--dry-run").stdout

    assert not (folder / "output").exists()
    assert planned == run("build").stdout


def test_the_format_the_folder_and_the_seed_can_be_chosen(folder):
    """Options stand in for what the course file says; another seed draws other problems, and keeps the given ones."""
    assert run("build", "--format", "latex", "--format", "jsonl", "--out", "a").exit_code == 0
    assert sorted(path.name for path in (folder / "a/week-03").iterdir()) == ["jsonl", "latex"]

    run("build", "--format", "jsonl", "--out", "b", "--seed", "8")
    ours, other = ((folder / name / "week-03/jsonl/problems.jsonl").read_text().splitlines() for name in "ab")

    assert ours[0] == other[0]
    assert not set(ours[1:]) & set(other[1:])


def test_any_number_of_processes_writes_the_same_bytes(folder):
    """One process or two: not a byte differs."""
    for jobs in "12":
        assert run("build", "--jobs", jobs, "--out", jobs).exit_code == 0
    one, two = (
        {path.relative_to(folder / jobs): path.read_bytes() for path in folder.glob(f"{jobs}/**/*") if path.is_file()}
        for jobs in "12"
    )

    assert one == two


def test_show_makes_every_problem_of_a_week_again(folder):
    """The id in a record, drawn or given, is enough to make that very record again."""
    run("build")
    records = (folder / "output/week-03/jsonl/problems.jsonl").read_text().splitlines()

    assert len(records) == 3
    for line in records:
        assert run("show", json.loads(line)["id"], "--format", "jsonl").stdout == line + "\n"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
@pytest.mark.parametrize("convention", ["column", "row"])
def test_generate_streams_records_that_show_makes_again(family, difficulty, convention):
    """Each record is a line of JSON, all differ, and an id holds all that made its problem."""
    arguments = ("--count", "3", "--seed", "5", "--difficulty", difficulty, "--set", f"convention={convention}")
    lines = run("generate", family, *arguments).stdout.splitlines()

    assert len({json.loads(line)["statement"] for line in lines}) == 3
    assert run("show", json.loads(lines[2])["id"], "--format", "jsonl").stdout.splitlines() == lines[2:]


@pytest.mark.parametrize("name", FORMATS)
def test_generate_prints_every_format(name):
    """A page holds the problems with their solutions; a PDF goes to stdout too, where that is no terminal."""
    result = run("generate", "dense-layer", "--count", "2", "--format", name)

    assert result.exit_code == 0
    assert len(result.stdout_bytes) > 500


VALUES = {
    ("build", "--week", "x"): "Error: --week is 'x': give a whole number from 1 to 99",
    ("build", "--seed", "-1"): "Error: --seed is '-1': give a whole number from 0 to 10000000",
    ("build", "--seed", "10000001"): "Error: --seed is '10000001': give a whole number from 0 to 10000000",
    ("build", "--jobs", "0"): "Error: --jobs is '0': give a whole number from 1 to 64",
    ("build", "--week", "4"): "Error: course.toml has no week 4: its weeks are 3",
    ("build", "--format", "latx"): "Error: no format named 'latx': did you mean 'latex'? ",
    ("build", "other.toml"): "Error: there is no course file other.toml: name one, as in chalkgrad build ",
    ("build", "."): "Error: . is a folder: name the course file in it, course.toml",
    ("build", "--out", "course.toml"): "Error: cannot write course.toml/week-03/markdown/sheet.md: ",
    ("generate", "dense-layer", "--count", "1.5"): "Error: --count is '1.5': give a whole number from 0 to 10000000",
    ("generate", "dense-layer", "--count", "1e3"): "Error: --count is '1e3': give a whole number from 0 to 10000000",
    ("generate", "dense-layer", "--count", "9" * 5000): "Error: --count is '9999",
    ("generate", "dense-foward"): "Error: no family named 'dense-foward': did you mean 'dense-layer'? ",
    ("generate", "dense-layer", "--difficulty", "esy"): "Error: no difficulty named 'esy': did you mean 'easy'? ",
    ("generate", "dense-layer", "--set", "activation"): "Error: 'activation' after --set sets nothing: "
    "write NAME=VALUE, such as activation=relu",
    ("generate", "dense-layer", "--set", "activation=rleu"): "Error: no activation named 'rleu': did you mean 'relu'? ",
    ("generate", "dense-layer", "--set", "activaton=relu"): "Error: no option of dense-layer named 'activaton': "
    "did you mean 'activation'? ",
    ("show", "dense-layer"): "Error: 'dense-layer' is no problem id: ",
    ("show", "dense-layer:99:1:1:easy"): "Error: the id is of version 99 of dense-layer, and this is version 1, ",
    ("show", "given:3:2"): "Error: course.toml: week 3 has 1 given problems, and none is number 2",
    ("show", "given:4:1"): "Error: course.toml has no week 4: its weeks are 3",
    ("list", "activation"): "Error: no list named 'activation': did you mean 'activations'? ",
    ("derive", "sigmiod"): "Error: no activation named 'sigmiod': did you mean 'sigmoid'? ",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", VALUES, ids=lambda arguments: " ".join(arguments)[:60])
def test_a_mistake_in_a_value_is_one_line_and_status_1(arguments):
    """One line says what, which, why and the way out; nothing is written."""
    assert error(*arguments).startswith(VALUES[arguments])
    assert sorted(path.name for path in Path().iterdir()) == ["course.toml"]


@pytest.mark.parametrize(
    "arguments", [("build",), ("vault", "."), ("generate", "neuron", "--course", "course.toml"), ("show", "given:3:1")]
)
def test_a_course_file_that_may_not_be_read_is_one_line_in_every_command(arguments, folder, monkeypatch):
    """Status 1, and which file; the refusal is made up, since who runs the tests may read all."""
    (folder / "course.toml").chmod(0)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.access", lambda path, mode, **_: Path(path).name != "course.toml")
    monkeypatch.setattr("pathlib.Path.open", refuse)

    assert error(*arguments) == "Error: cannot read course.toml: Permission denied"


@pytest.mark.usefixtures("folder")
def test_a_vault_that_may_not_be_read_is_one_line(monkeypatch):
    """Notes are not written where it cannot be seen what lies there."""
    monkeypatch.setattr("os.access", lambda *_, **__: False)

    assert error("vault", ".") == "Error: cannot read .: Permission denied"


USAGE = [
    (),
    ("bulid",),
    ("--nope",),
    ("build", "--nope"),
    ("build", "a", "b"),
    ("build", "--week"),
    ("generate",),
    ("show",),
    ("derive",),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_an_unknown_option_or_a_missing_argument_is_status_2(arguments):
    """What is typed wrong as a command, not as a value, has a status of its own."""
    assert run(*arguments).exit_code == 2


def test_shapes_that_do_not_fit_are_told_with_both(folder):
    """The message names the table of the course file, and both shapes."""
    (folder / "course.toml").write_text(COURSE.replace("[[1, 3], [-2, 4]]", "[[1, 3, 5], [-2, 4, 6]]"))

    assert "week 3, problem 1: " in error("build")
    assert not (folder / "output").exists()


def test_a_failed_proof_writes_nothing_and_is_status_3(folder, monkeypatch):
    """A problem that does not hold stops the build before the first file."""

    def refuse(*_, **__):
        raise ProofFailed("the printed line 'z = 3' is wrong: 3 = 4")

    monkeypatch.setattr("generators.draw.draw", refuse)
    line = error("build", status=3)

    assert line == (  # the last is begun first
        "Error: a proof failed, and no file was written: dense-layer:1:7:3002:medium:activation=relu: "
        "the printed line 'z = 3' is wrong: 3 = 4"
    )
    assert not (folder / "output").exists()


def test_titles_do_not_name_files(folder):
    """A title that looks like a path is printed, and leads nowhere."""
    (folder / "course.toml").write_text(COURSE.replace("Layers", "../../etc/passwd").replace("A course", "/etc/x"))
    written = run("build").stdout.splitlines()

    assert all(path.startswith("output/week-03/") for path in written)


@pytest.mark.parametrize("line", ["activaton = 'relu'", "activation = 'relo'", "count = -1", "family = 'dense'"])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_mistake_in_any_week_stops_the_build_of_one(folder, number, line):
    """A course is right as a whole or builds no week: one line, with its place, and nothing is written."""
    family = "" if line.startswith("family") else "family = 'dense-layer'\n"
    wrong = f"[[week.problem]]\n{family}{line}\n"
    weeks = "" if number == 3 else f"[[week]]\nnumber = {number}\ntitle = 'Another'\n"
    (folder / "course.toml").write_text(f"{COURSE}{weeks}{wrong}", encoding="utf-8")
    said = error("build")
    place = (COURSE + weeks + wrong).count("\n")

    assert said.startswith(f"Error: course.toml, line {place}: week {number}, problem {3 if number == 3 else 1}: ")
    assert [path.name for path in folder.iterdir()] == ["course.toml"]


def test_a_terminal_is_spared_a_pdf(monkeypatch):
    """Bytes that are no text do not go to a terminal; the message says where to send them."""

    class Terminal:
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(UserError, match=r"send it to a file, with > problems\.pdf"):
        put(b"%PDF-1.7\xff")


def test_a_long_work_is_watched(monkeypatch, capsys):
    """Items come through the bar as they are, in order, whether or not it is drawn."""
    monkeypatch.setattr("chalkgrad.commands.progress.PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    assert list(watched(range(5), 5, "problems")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().out == ""
