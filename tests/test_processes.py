"""Work in several processes: the same results in the same order, one process where more are not possible or allowed."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from examples import ROOT

from deckwright.cli.exit_codes import DONE, PROBLEMS, USAGE
from deckwright.cli.main import main
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.pipeline import build
from deckwright.pipeline.talk import read_talk
from deckwright.system import processes
from deckwright.system.processes import (
    JOBS,
    Channel,
    can_fork,
    count_jobs,
    fork_each,
    map_in_processes,
    share_processors,
)

LOCALES = ("da", "qps-ploc", "en", "qps-plocm")
OPTIONS = build.BuildOptions()

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
pytestmark = pytest.mark.usefixtures("nothing_is_left_running") if sys.platform == "linux" else ()


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks although the process that runs the tests may have threads."""
    monkeypatch.setattr(processes, "can_fork", lambda: True)


def describe_process(name: str) -> tuple[str, int, int]:
    return name, os.getpid(), count_jobs()


# Results


@on_linux
@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize(("jobs", "others"), [(1, 0), (2, 1), (3, 2), (6, 3)])
def test_results_come_in_order_from_as_many_processes_as_there_are_jobs(
    jobs: int, others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOBS, str(jobs))
    results = map_in_processes(describe_process, LOCALES)
    assert [name for name, *_ in results] == list(LOCALES)
    assert results[0][1] == os.getpid()
    assert len({process for _, process, _ in results}) == others + 1


@on_linux
@pytest.mark.usefixtures("forking")
def test_each_process_has_its_part_of_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(JOBS, "6")
    assert [jobs for *_, jobs in map_in_processes(describe_process, LOCALES[:3])] == [2, 2, 2]
    assert count_jobs() == 6


@on_linux
@pytest.mark.usefixtures("forking")
def test_the_same_files_come_of_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = read_talk(Project(ROOT), Report())
    found = []
    for jobs in ("2", "1"):
        monkeypatch.setenv(JOBS, jobs)
        found.append(map_in_processes(lambda locale: build.build_edition(talk, locale, OPTIONS), LOCALES))
    several, one = found
    assert [told.diagnostics for told in several] == [told.diagnostics for told in one]
    assert [told.file.data for told in several if told.file] == [told.file.data for told in one if told.file]
    assert [told.file.name.split(".")[1] for told in several if told.file] == list(LOCALES)


WRONG = """\
title: Talk
language: en
languages: [en, qps-ploc, qps-plocm]
brand: plain
slides:
  - {slide: section, id: one, title: One}
  - {slide: recap, id: two, title: Two, slides: [{slide: non}]}
  - {slide: section, id: three, title: Three, subtitel: x}
"""


@pytest.mark.usefixtures("forking")
def test_several_processes_report_the_same_errors_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deck.yaml").write_text(WRONG)
    said = []
    for jobs in ("2", "1"):
        monkeypatch.setenv(JOBS, jobs)
        assert main(["check"], Project(tmp_path)) == PROBLEMS
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert said[0].count("error[unknown-field]") == 1


# Faults


@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize("wrong", LOCALES[:2])
def test_an_exception_is_raised_whichever_process_meets_it(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        if name == wrong:
            raise ZeroDivisionError(name)

    monkeypatch.setenv(JOBS, "2")
    with pytest.raises(ZeroDivisionError, match=wrong):
        map_in_processes(fail, LOCALES)


@on_linux
@pytest.mark.usefixtures("forking")
def test_the_work_of_a_killed_process_is_done_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def kill_others(name: str) -> tuple[str, int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return name, os.getpid()

    monkeypatch.setenv(JOBS, "2")
    assert map_in_processes(kill_others, LOCALES) == [(name, here) for name in LOCALES]


@pytest.mark.usefixtures("forking")
def test_all_work_is_done_in_this_process_where_the_system_refuses_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        refused.append(True)
        raise BlockingIOError(11, "Resource temporarily unavailable")

    refused: list[bool] = []
    monkeypatch.setenv(JOBS, "2")
    monkeypatch.setattr(os, "fork", refuse, raising=False)
    files = count_open_files()
    assert [process for _, process, _ in map_in_processes(describe_process, LOCALES)] == [os.getpid()] * 4
    assert refused == [True]
    assert count_open_files() <= files + LEFT_OPEN_BY_PYTHON


LEFT_OPEN_BY_PYTHON = 4
"""The pipes that `multiprocessing` itself opens before it forks, and leaves open when it cannot."""


def count_open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


# Channels


@on_linux
def test_a_process_that_dies_halfway_through_a_value_has_sent_nothing() -> None:
    def die(channel: Channel) -> None:
        value = pickle.dumps(b"long" * 100_000)
        os.write(channel._out.fileno(), value[:1000])
        os.kill(os.getpid(), signal.SIGKILL)

    with fork_each([die]) as (channel,), pytest.raises(EOFError):
        channel.receive()


@on_linux
def test_forked_processes_end_with_the_block(tmp_path: Path) -> None:
    """Even one that never looks at its channel again; left alone it would write a file."""

    def wait(channel: Channel) -> None:
        signal.signal(signal.SIGALRM, lambda *_: (tmp_path / "not killed").touch())
        signal.alarm(15)
        channel.send(os.getpid())
        signal.pause()

    def interrupt() -> None:
        with fork_each([wait, wait]) as channels:
            found.update(channel.receive() for channel in channels)
            raise KeyboardInterrupt

    found: set[int] = set()
    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert len({os.getpid(), *found}) == 3
    assert list(tmp_path.iterdir()) == []


@on_linux
def test_forked_processes_end_when_their_parent_is_killed() -> None:
    """Each holds only its own ends of its own pipes, so it reads the end of the file."""
    outward, inward = os.pipe()

    def wait(channel: Channel) -> None:
        signal.alarm(60)  # one that does not end must not outlive the tests
        os.write(inward, b"begun\n")
        try:
            channel.receive()
        except EOFError:
            os.write(inward, b"alone\n")

    parent = os.fork()
    if not parent:
        with fork_each([wait, wait, wait]):
            told = b""
            while told.count(b"begun") < 3:
                told += os.read(outward, 100)
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    os.close(inward)
    told = b""
    while piece := os.read(outward, 100):
        told += piece
    os.close(outward)
    assert told.count(b"alone") == 3


# How many processes


@pytest.mark.parametrize("jobs", [1, 2, 6])
def test_the_environment_says_how_many_jobs_there_are(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(JOBS, str(jobs))
    assert count_jobs() == jobs
    with share_processors(4):
        assert count_jobs() == max(1, jobs // 4)
    assert count_jobs() == jobs


INVALID = ["0", "-1", "two", "1.5", " ", "²", "02", "10000", "9" * 5000]


@pytest.mark.parametrize("value", INVALID, ids=lambda value: value[:5])
def test_an_invalid_number_of_jobs_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(JOBS, value)
    with pytest.raises(ValueError, match=f"^{JOBS} is '.*': set it to a whole number from 1 to 9999$"):
        count_jobs()


@pytest.mark.parametrize("arguments", ["", "build --locale en", "check", "slides"])
def test_the_command_line_refuses_an_invalid_number_of_jobs_before_anything_is_built(
    arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deck.yaml").write_text("not: [a, deck")
    monkeypatch.setenv(JOBS, "many")
    assert main(arguments.split(), Project(tmp_path)) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "deckwright: error: DECKWRIGHT_JOBS is 'many': set it to a whole number from 1 to 9999\n"
    assert [file.name for file in tmp_path.iterdir()] == ["deck.yaml"]


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Control groups of a machine with eight processors; this process is in /outer/inner of version 2."""
    monkeypatch.delenv(JOBS, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    own = tmp_path / "cgroup-of-this-process"
    own.write_text("4:memory:/outer\n0::/outer/inner\n")
    monkeypatch.setattr(processes, "CGROUP", own)
    monkeypatch.setattr(processes, "CGROUPS", tmp_path / "cgroups")
    (tmp_path / "cgroups/outer/inner").mkdir(parents=True)
    (tmp_path / "cgroups/cpu").mkdir()
    return tmp_path / "cgroups"


@pytest.mark.parametrize(
    ("inner", "outer", "jobs"),
    [
        ("max 100000", "max 100000", 8),
        ("200000 100000", "max 100000", 2),
        ("max 100000", "300000 100000", 3),
        ("400000 100000", "300000 100000", 3),
        ("150000 100000", "", 2),
        ("20000 100000", "", 1),
        ("6400000 100000", "", 8),
        ("what is this?", "", 8),
        ("", "", 8),
    ],
)
def test_the_quota_of_a_container_limits_the_jobs(inner: str, outer: str, jobs: int, group: Path) -> None:
    """Version 2: the smallest quota of the groups around this process counts, rounded up."""
    if inner:
        (group / "outer/inner/cpu.max").write_text(f"{inner}\n")
    if outer:
        (group / "outer/cpu.max").write_text(f"{outer}\n")
    assert count_jobs() == jobs


@pytest.mark.parametrize(("quota", "jobs"), [("-1", 8), ("250000", 3), ("100000", 1), ("?", 8)])
def test_the_quota_of_version_1_limits_the_jobs(quota: str, jobs: int, group: Path) -> None:
    (group / "cpu/cpu.cfs_quota_us").write_text(f"{quota}\n")
    (group / "cpu/cpu.cfs_period_us").write_text("100000\n")
    assert count_jobs() == jobs


def test_the_environment_goes_before_the_quota(group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (group / "outer/cpu.max").write_text("100000 100000\n")
    assert count_jobs() == 1
    monkeypatch.setenv(JOBS, "4")
    assert count_jobs() == 4


# One process where forking is not safe


ALONE = """\
import sys, threading
from deckwright.system.processes import can_fork
print(can_fork())
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
print(can_fork())
stop.set()
thread.join()
sys.platform = "darwin"
print(can_fork())
"""


@on_linux
def test_only_a_process_of_one_thread_on_linux_is_forked() -> None:
    command, environment = [sys.executable, "-c", ALONE], {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False"]


@pytest.mark.parametrize("why", ["another system", "a thread"])
def test_where_forking_is_not_safe_all_work_is_done_in_this_process(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(JOBS, "4")
    stop, thread = threading.Event(), None
    if why == "a thread":
        thread = threading.Thread(target=stop.wait)
        thread.start()
    else:
        monkeypatch.setattr(sys, "platform", "darwin")
    try:
        assert not can_fork()
        assert [process for _, process, _ in map_in_processes(describe_process, LOCALES)] == [os.getpid()] * 4
    finally:
        stop.set()
        if thread:
            thread.join()


def test_one_process_builds_all_languages_on_other_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deck.yaml").write_text(WRONG.replace("non}", "one}").replace(", subtitel: x", ""))
    monkeypatch.setattr(processes, "can_fork", lambda: False)
    monkeypatch.setenv(JOBS, "4")
    assert main(["build"], Project(tmp_path)) == DONE
    assert sorted(file.name.split(".")[1] for file in (tmp_path / "build").iterdir()) == ["en", "qps-ploc", "qps-plocm"]
