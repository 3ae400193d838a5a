"""The command line around the commands: new talks, terminals, pipes, and being stopped."""

import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_talk import ROOT, make_talk, written
from examples import HANGS

from deckwright.cli.exit_codes import DONE, OUR_FAULT, PROBLEMS
from deckwright.cli.main import main
from deckwright.cli.parser import list_commands, load_command, make_parser
from deckwright.pipeline import build

Said = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the small talk, in which one stands."""
    folder = make_talk(tmp_path / "talk")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`deckwright` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "deckwright", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=HANGS,
    )


# A new talk


# Terminals, pipes, and faults of our own

HEAVY = ("pptx", "yaml", "jinja2", "lxml", "babel", "uharfbuzz", "markdown_it", "PIL", "polib", "uniseg")


@pytest.mark.parametrize("arguments", ["--help", "--version", "build --help"])
def test_help_waits_for_nothing(arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(ROOT / "build.py"), *arguments.split()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "argparse" in imported
    assert imported.isdisjoint(HEAVY)


def test_a_terminal_shows_progress_and_takes_it_away(talk: Path) -> None:
    shown = on_terminal("build", "--locale", "en", cwd=talk)
    assert "building en …\r\x1b[K" in shown
    assert shown.rstrip().endswith(" s")
    (talk / "deck.yaml").write_text("title: [x\n")
    assert "\x1b[1;31merror[unclosed-bracket]\x1b[0m" in on_terminal("build", cwd=talk)


def test_a_pipe_stays_quiet(talk: Path) -> None:
    done = run("build", "--locale", "en", cwd=talk)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert "\x1b" not in done.stdout


def on_terminal(*arguments: str, cwd: Path) -> str:
    """What a terminal is sent."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "deckwright", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    sent = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        sent += piece
    process.wait(60)
    os.close(ours)
    return sent.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_a_terminal_cannot_show_is_written_otherwise(encoding: str, talk: Path) -> None:
    (talk / "deck.yaml").write_text("title: [“溺れる”\n", encoding="utf-8")
    done = run("build", cwd=talk, LC_ALL="C", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == PROBLEMS
    assert "\\u6eba" in done.stderr
    assert done.stderr.endswith("1 error\n")
    assert run("slides", "quotes", cwd=talk, LC_ALL="C", PYTHONIOENCODING=encoding).returncode == DONE


def test_a_pipe_that_is_closed_early(talk: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m deckwright slides | true"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, cwd=talk, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_fault_of_our_own_is_called_so(talk: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(build, "localise_talk", broken)
    assert main([]) == OUR_FAULT
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "not in your talk" in told
    assert written(talk) == []


def test_it_can_be_stopped(talk: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "localise_talk", interrupted)
    assert main([]) == PROBLEMS
    assert capsys.readouterr().err == "stopped\n"
    assert written(talk) == []


def test_help_lists_every_command_with_its_summary(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert {"build", "check", "verify"} <= set(list_commands())
    for name in list_commands():
        assert f"{name} {load_command(name).SUMMARY}" in shown


@pytest.mark.parametrize(
    ("script", "python", "called"),
    [
        ("build.py", "{here}/.venv/bin/python", ".venv/bin/python build.py"),
        ("build.py", "/usr/bin/python3", "python build.py"),
        ("/somewhere/deckwright/__main__.py", "/usr/bin/python3", "deckwright"),
        ("/usr/local/bin/deckwright", "/usr/bin/python3", "deckwright"),
    ],
)
def test_hints_say_what_to_type_here(
    script: str, python: str, called: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [script])
    monkeypatch.setattr(sys, "executable", python.format(here=tmp_path))
    assert main(["check"]) == PROBLEMS
    assert f"or start one: {called} new DIR" in capsys.readouterr().err


def test_a_parser_knows_the_command_that_is_asked_for_and_else_all() -> None:
    for name in list_commands():
        shown = make_parser(name).format_help()
        assert name in shown
        assert not re.search(rf"^    (?!{name}\b)\w", shown, re.MULTILINE)
    for word in ("--help", "buld"):
        assert set(re.findall(r"^    (\w+)", make_parser(word).format_help(), re.MULTILINE)) == set(list_commands())


GREET = """\
SUMMARY = "greet somebody"


def add_arguments(parser):
    parser.add_argument("name")


def run(options, project, report):
    print(f"Hello, {options.name}, from {project.root.name}")
    return 0
"""


def test_a_new_command_is_one_module(tmp_path: Path) -> None:
    """In a copy of the package, for the real one must not change."""
    shutil.copytree(ROOT / "deckwright", tmp_path / "deckwright", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "deckwright/cli/commands/greet.py").write_text(GREET)
    for arguments, expected in ((["greet", "Anna"], "Hello, Anna, from talk"), (["--help"], "greet somebody")):
        (tmp_path / "talk").mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "deckwright", *arguments],
            cwd=tmp_path / "talk",
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert expected in done.stdout


def test_the_process_ends_as_it_should(tmp_path: Path) -> None:
    """At once, but what waits for its end is done, what was printed comes out, and the code is that of the command."""
    code = "import atexit, sys; atexit.register(print, 'the end'); sys.argv = ['deckwright', *sys.argv[1:]]\n"
    code += "import deckwright.cli.main as cli; cli.run()"
    for command, expected in (("slides", DONE), ("check", PROBLEMS)):
        done = subprocess.run(
            [sys.executable, "-c", code, command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""},
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS,
        )
        assert done.returncode == expected
        assert done.stdout.endswith("the end\n")
