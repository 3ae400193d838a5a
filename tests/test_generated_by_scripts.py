"""Pictures that a script generates: what it may do, and what happens when it fails or hangs."""

from __future__ import annotations

import io
import json
import os
import select
from pathlib import Path

import pytest
from examples import HANGS
from generated_cases import START, copy_talk, kept, media, write
from PIL import Image

from deckwright.assets.generated.generate import run_python
from deckwright.cli.main import main
from deckwright.model.project import Project


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_talk(tmp_path_factory, tmp_path)


def script(project: Project, code: str, seconds: int = HANGS) -> int:
    write(project.root, "assets/generated/drawn.py", START + code)
    return main(["generate", "drawn", "--locale", "en", "--seconds", f"{seconds}"], project)


def test_a_script_may_write_pixels(project: Project) -> None:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(data, "PNG")
    write(project.root, "assets/generated/map.txt", data.getvalue().hex())
    code = "open(picture['png'], 'wb').write(bytes.fromhex(open(picture['files']['generated/map.txt']).read()))\n"
    assert script(project, code) == 0
    assert kept(project.root, "drawn.plain.en.png") == data.getvalue()
    assert json.loads(kept(project.root, "drawn.plain.en.json"))["file"] == "drawn.plain.en.png"
    assert main(["build", "--locale", "en"], project) == 0
    assert data.getvalue() in media(project, "en")


def test_a_drawing_by_a_script_is_cleaned(project: Project) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>x()</script><path d="M0 0H9"/></svg>'
    assert script(project, f"open(picture['svg'], 'w').write({svg!r})\n") == 0
    assert b"script" not in kept(project.root, "drawn.plain.en.svg")


PATIENCE = (1, 4, 16, 64, HANGS)
"""Seconds that a script has, one after the other, until it has been begun at least: a busy machine needs more."""


def test_a_script_that_hangs_is_stopped_with_all_it_started(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    line = project.root / "line"
    os.mkfifo(line)
    listening = os.open(line, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import sys, time\nwith open({str(line)!r}, 'wb'):\n    print('waiting', file=sys.stderr, flush=True)\n"
    child += "    time.sleep(100_000)"
    code = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(100_000)\n"
    before = kept(project.root, "drawn.plain.en.svg")
    for seconds in PATIENCE:
        assert script(project, code, seconds) == 1
        said = capsys.readouterr().err
        assert f"error[generation-failed]: 'drawn' was stopped after {seconds} seconds" in said
        assert f"--seconds {seconds * 5}" in said
        if "note: waiting" in said:
            break
    assert "note: waiting" in said
    ended = select.poll()
    ended.register(listening, select.POLLHUP)
    assert ended.poll(HANGS * 1000)  # the child held the other end, until it was stopped
    os.close(listening)
    assert kept(project.root, "drawn.plain.en.svg") == before


def test_a_script_that_leaves_something_running_is_done_all_the_same(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.py",
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100_000)'])",
    )
    codes = (run_python(tmp_path / "a.py", tmp_path, seconds).exit_code for seconds in PATIENCE)
    assert next(code for code in codes if code is not None) == 0


def test_what_a_failing_script_says_is_shown_but_not_all_of_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        script(project, "import sys\nfor n in range(500): print('line', n, file=sys.stderr)\nraise SystemExit(3)") == 1
    )
    said = capsys.readouterr().err
    assert "note: line 499" in said
    assert "note: line 400" not in said


def test_one_that_fails_does_not_hinder_the_others(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write(project.root, "assets/generated/drawn.py", "raise ValueError")
    assert main(["generate", "--force", "--locale", "en"], project) == 1
    assert "trend.plain.en.svg: made" in capsys.readouterr().out
