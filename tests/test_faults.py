"""Whatever happens to a build, the old files are whole or the new ones are, and nothing else stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from examples import HANGS, ROOT
from hostile_inputs import HEAD
from watched import Watch

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.output import TEMPORARY_SUFFIX

DECK = HEAD + "languages: [en, da]\nslides:\n  - {slide: title, id: a, title: Old}\n"
Versions = tuple[Path, dict[str, bytes], dict[str, bytes]]
NAMES = ("a-talk.en.pptx", "a-talk.da.pptx")
BUILD = ("build", "--output", "out")


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    with Watch() as watch:
        yield watch


@pytest.fixture(scope="module")
def versions(watch: Watch, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """A talk that has just been changed, its files as they were built before, and as they should be."""
    folder = tmp_path_factory.mktemp("versions")
    (folder / "locales").mkdir()
    (folder / "locales/da.po").write_text('msgid ""\nmsgstr ""\n', "utf-8")
    made = []
    for text in ("Old", "New"):
        (folder / "deck.yaml").write_text(DECK.replace("Old", text), "utf-8")
        assert watch.run(folder, BUILD).code == DONE
        made.append({name: (folder / "out" / name).read_bytes() for name in NAMES})
    assert made[0] != made[1]
    return folder, made[0], made[1]


@pytest.fixture
def talk(versions: Versions, tmp_path: Path) -> Path:
    folder, old, _ = versions
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True, ignore=lambda *_: ["out"])
    (tmp_path / "out").mkdir()
    for name, data in old.items():
        (tmp_path / "out" / name).write_bytes(data)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def steps(kind: str, watch: Watch, talk: Path, expected: int) -> Iterator[int]:
    """The numbers of the steps of writing there are, each run with what shall happen at it."""
    for step in range(1, 100):
        ran = watch.run(talk, BUILD, **{kind: step})
        if ran.code == DONE:
            assert step > 8, "there are fewer steps than writing takes"
            return
        assert ran.code == expected, ran.err
        if expected == PROBLEMS:
            assert "error[unwritable-output]: 'out/" in ran.err or "error[unwritable-output]: 'out'" in ran.err
            assert "no space left on device" in ran.err
            assert "= help: make room there" in ran.err
        yield step
    raise AssertionError("it never ends")


def test_killed_at_every_step_of_writing(watch: Watch, talk: Path, versions: Versions) -> None:
    _, old, new = versions
    for step in steps("dies_at", watch, talk, -signal.SIGKILL):
        found = files(talk)
        for name in NAMES:
            assert found[name] in (old[name], new[name]), step
        for name, data in old.items():
            (talk / "out" / name).write_bytes(data)
    assert files(talk) == new  # and what the killed ones left is gone


def test_a_full_disk_at_every_step_of_writing(watch: Watch, talk: Path, versions: Versions) -> None:
    _, old, new = versions
    for step in steps("fails_at", watch, talk, PROBLEMS):
        found = files(talk)
        for name in NAMES:
            assert found[name] in (old[name], new[name]), step
        assert {name for name in found if not name.endswith(TEMPORARY_SUFFIX)} == set(NAMES)
        for name, data in old.items():
            (talk / "out" / name).write_bytes(data)
    assert files(talk) == new


def test_a_disk_that_is_full_changes_nothing(watch: Watch, talk: Path) -> None:
    before = files(talk)
    ran = watch.run(talk, BUILD, largest=8_000)
    assert ran.code == PROBLEMS
    assert "error[unwritable-output]: 'out/a-talk.en.pptx' cannot be written: file too large" in ran.err
    assert files(talk) == before


def run(
    talk: Path, stdout: int = subprocess.PIPE, environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "deckwright", *BUILD],
        cwd=talk,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        text=True,
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


AT_AN_EVENT = """\
import os, signal, sys

build, number, event, word, at = os.getpid(), int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
del sys.argv[1:5]
count = 0

def look(name, given):
    global count
    if os.getpid() == build and name == event and word in str(given[:1]):
        count += 1
        if count == at:
            os.kill(build, number)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs without it
sys.addaudithook(look)
from deckwright.cli.main import run

run()
"""
"""A build that sends itself a signal when Python reports an event for the n-th time: opening a file of some name."""


def signalled(talk: Path, sent: signal.Signals, event: str, word: str, at: int = 1) -> subprocess.Popen[str]:
    """A build to which `sent` is sent at the event number `at` of that name whose first argument holds `word`."""
    return subprocess.Popen(
        [sys.executable, "-c", AT_AN_EVENT, str(int(sent)), event, word, str(at), *BUILD],
        cwd=talk,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("event", "word", "at"),
    [("open", "deck.yaml", 1), ("os.fork", "", 1), ("os.fork", "", 2), ("tempfile.mkstemp", "out", 2)],
    ids=["reading", "first process", "second process", "writing"],
)
def test_killed_while_many_processes_work(event: str, word: str, at: int, talk: Path, versions: Versions) -> None:
    """Three languages are built in processes of their own, and none of them stays behind."""
    deck = talk / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("[en, da]", "[en, da, de]"), "utf-8")
    shutil.copy(talk / "locales/da.po", talk / "locales/de.po")
    _, old, new = versions
    build = signalled(talk, signal.SIGKILL, event, word, at)  # the process that people see, alone
    _, err = build.communicate(timeout=HANGS)  # which waits until all that write to its pipes are gone
    assert build.returncode in (-signal.SIGKILL, *([DONE] if event == "os.fork" else ())), err
    found = files(talk)
    assert all(found[name] in (old[name], new[name]) for name in NAMES)
    assert run(talk).wait(HANGS) == DONE
    assert set(files(talk)) == {*NAMES, "a-talk.de.pptx"}


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("event", "word"),
    [("open", "deck.yaml"), ("open", "title.xml"), ("tempfile.mkstemp", "out")],
    ids=["reading", "composing", "writing"],
)
def test_who_stops_a_build_is_told_so(event: str, word: str, sent: signal.Signals, talk: Path) -> None:
    before = files(talk)
    build = signalled(talk, sent, event, word)
    _, err = build.communicate(timeout=HANGS)
    assert (build.returncode, err) == (PROBLEMS, "stopped\n")
    assert files(talk) == before


def test_two_builds_of_one_talk_at_once(talk: Path, versions: Versions) -> None:
    builds = [run(talk) for _ in range(3)]
    told = [build.communicate(timeout=HANGS) for build in builds]
    assert [build.returncode for build in builds] == [DONE] * 3, told
    assert files(talk) == versions[2]


def test_a_folder_of_somebody_else(watch: Watch, talk: Path) -> None:
    """As nobody, who may read the talk and not write beside it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "talk")
        shutil.copytree(talk, folder)
        for shown in (Path(place), folder):
            shown.chmod(0o755)
        (folder / "out").chmod(0o555)
        ran = watch.run(folder, BUILD, uid=65534 if os.geteuid() == 0 else 0)
        assert ran.code == PROBLEMS
        assert "error[unwritable-output]: 'out/a-talk.en.pptx' cannot be written: permission denied" in ran.err
        assert files(folder) == files(talk)
        (folder / "deck.yaml").chmod(0o000)
        ran = watch.run(folder, BUILD, uid=65534 if os.geteuid() == 0 else 0)
        assert ran.code == PROBLEMS
        assert "error[unreadable-file]: 'deck.yaml' cannot be read: permission denied" in ran.err
        (folder / "out").chmod(0o755)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"HOME": "", "PATH": "", "XDG_CACHE_HOME": "/nowhere"},
        {"FONTCONFIG_FILE": "/nowhere", "PATH": "/nowhere"},
    ],
    ids=["C", "ASCII", "no home", "no fonts"],
)
def test_poor_surroundings(environment: dict[str, str], talk: Path, versions: Versions) -> None:
    build = run(talk, environment=environment)
    out, err = build.communicate(timeout=HANGS)
    assert build.returncode == DONE, err
    assert out.startswith("out/a-talk.en.pptx: 1 slide")
    assert files(talk) == versions[2]
    (talk / "deck.yaml").write_text(DECK.replace("Old", "{{ \u00e6 }}"), "utf-8")
    build = run(talk, environment=environment)
    _, err = build.communicate(timeout=HANGS)
    assert build.returncode == PROBLEMS
    assert "deck.yaml:6:" in err
    assert "Traceback" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_standard_output_that_takes_nothing(talk: Path) -> None:
    with Path("/dev/full").open("w") as full:
        build = run(talk, stdout=full.fileno())
        _, err = build.communicate(timeout=HANGS)
    assert (build.returncode, err) == (
        PROBLEMS, "the output cannot be written: is the disk full?\n"
    )  # fmt: skip
