"""Languages in processes of their own: the same files, the same words, in the same order."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from examples import ROOT

from deckwright import helpers, parallel
from deckwright.cli.commands import building
from deckwright.cli.main import main
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.pipeline.talk import read_talk

LOCALES = ("da", "qps-ploc", "en", "qps-plocm")
OPTIONS = argparse.Namespace(brand=None, mark_missing=False, only=None, output=None, verb="build")


def own_process(*given: Any) -> tuple[int, str, int]:
    return os.getpid(), given[1], helpers.cores()


def broken(*given: Any) -> None:
    raise ZeroDivisionError(given[1])


@pytest.mark.parametrize("processes", [parallel.in_helpers, parallel.in_pool])
def test_the_same_comes_of_it_in_processes(processes: Callable[..., list[building.Told]]) -> None:
    talk = read_talk(Project(ROOT), Report())
    there = processes(building._built, talk, LOCALES, OPTIONS)
    here = [building._built(talk, locale, OPTIONS) for locale in LOCALES]
    assert [one.diagnostics for one in there] == [one.diagnostics for one in here]
    assert [one.built.data for one in there if one.built] == [one.built.data for one in here if one.built]
    assert [one.built.target.name.split(".")[1] for one in there if one.built] == list(LOCALES)


def test_they_are_other_processes_and_answer_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there are cores, this one among them; each has its part of the cores."""
    talk = read_talk(Project(ROOT), Report())
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(6))
    found = parallel.in_helpers(own_process, talk, LOCALES[:3], OPTIONS)
    assert [locale for _, locale, _ in found] == list(LOCALES[:3])
    assert len({process for process, *_ in found}) == 3
    assert found[0][0] == os.getpid()
    assert {cores for *_, cores in found} == {2}
    assert helpers.cores() == 6


@pytest.mark.parametrize("locales", [LOCALES, LOCALES[:1]])
def test_a_fault_of_ours_is_not_swallowed(locales: Sequence[str]) -> None:
    with pytest.raises(ZeroDivisionError, match="da"):
        parallel.for_each(broken, read_talk(Project(ROOT), Report()), locales, OPTIONS)


@pytest.mark.parametrize("fault", [EOFError(), OSError("no semaphores"), ImportError("no _multiprocessing")])
@pytest.mark.parametrize("way", ["in_helpers", "in_pool"])
def test_without_processes_it_is_done_in_one(way: str, fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr(parallel, way, refuse)
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    monkeypatch.setattr(parallel, "can_fork", lambda: way == "in_helpers")
    found = parallel.for_each(own_process, read_talk(Project(ROOT), Report()), LOCALES, OPTIONS)
    assert [one[:2] for one in found] == [(os.getpid(), locale) for locale in LOCALES]


def test_a_process_that_is_killed_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it was to do is done in this one."""
    first = os.getpid()

    def killed_elsewhere(*given: Any) -> tuple[int, str]:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid(), given[1]

    monkeypatch.setattr(parallel, "cores", lambda: 2)
    found = parallel.for_each(killed_elsewhere, read_talk(Project(ROOT), Report()), LOCALES, OPTIONS)
    assert found == [(first, locale) for locale in LOCALES]


def test_few_languages_or_one_core_need_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be forked, two are few."""
    talk = read_talk(Project(ROOT), Report())
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    found = parallel.for_each(own_process, talk, LOCALES[:1], OPTIONS)
    assert len({one[0] for one in parallel.for_each(own_process, talk, LOCALES[:2], OPTIONS)}) == 2
    monkeypatch.setattr(parallel, "can_fork", lambda: False)
    found += parallel.for_each(own_process, talk, LOCALES[:2], OPTIONS)
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    found += parallel.for_each(own_process, talk, LOCALES, OPTIONS)
    assert [one[:2] for one in found] == [(os.getpid(), one) for one in (*LOCALES[:1], *LOCALES[:2], *LOCALES)]


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


def test_what_is_wrong_is_said_as_in_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deck.yaml").write_text(WRONG)
    said = []
    for cores in (2, 1):
        monkeypatch.setattr(parallel, "cores", lambda cores=cores: cores)
        assert main(["check"], Project(tmp_path)) == 1
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert said[0].count("error[unknown-field]") == 1


def test_a_build_file_works_where_processes_are_spawned(tmp_path: Path) -> None:
    """As on Windows and macOS, where the file that was started is read again by each process."""
    (tmp_path / "deck.yaml").write_text(WRONG.replace("non}", "one}").replace(", subtitel: x", ""))
    build = tmp_path / "build_all.py"
    build.write_text(
        "import sys\nfrom pathlib import Path\nfrom deckwright import parallel\nfrom deckwright.cli.main import main\n"
        "from deckwright.model.project import Project\nparallel.can_fork = lambda: False\nparallel.cores = lambda: 2\n"
        "if __name__ == '__main__':\n    sys.exit(main(['build'], Project(Path(__file__).parent)))\n"
    )
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(build)]
    done = subprocess.run(command, env=found, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [
        f"build/talk.{tag}.pptx" for tag in ("en", "qps-ploc", "qps-plocm")
    ]
