"""A short deck with a process ahead: the same file, the same words, whatever becomes of that process."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples import ROOT

from deckwright import ahead, helpers, parallel
from deckwright.cli import main
from deckwright.helpers import Channel
from deckwright.project import Project
from deckwright.verbs import building

DECK = """\
title: Talk
language: en
brand: plain
slides:
  - {slide: section, id: one, title: One}
  - slide: chart
    id: two
    title: "Grown by {{ 1234.5 | number }}"
    chart: {kind: column, categories: [a, b], series: [{name: x, values: [1, 2]}]}
    notes: Spoken
"""

TOP = "---\nsummary: A section\nfields: {title: text}\n---\n"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only"),
    pytest.mark.usefixtures("nothing_is_left_running"),
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / "deck.yaml").write_text(DECK)
    monkeypatch.setattr(ahead, "cores", lambda: 2)
    return Project(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each deck was made by the other process."""
    found: list[bool] = []
    pages = ahead.Ahead.pages

    def watched(*given: Any) -> Any:
        made = pages(*given)
        found.append(made is not None)
        return made

    monkeypatch.setattr(ahead.Ahead, "pages", watched)
    return found


def run(project: Project, *arguments: str) -> int:
    """As `cli.run` does it, which ends its process."""
    with ahead.ahead(arguments, project.path("deck.yaml")) as other:
        return main(list(arguments), project, other)


def asked_ahead(project: Project, patch: pytest.MonkeyPatch) -> contextlib.AbstractContextManager[ahead.Ahead]:
    """The other process, whatever the deck and the machine."""
    patch.setattr(ahead, "cores", lambda: 2)
    patch.setattr(helpers, "BRIEF_OBJECTS", helpers.BRIEF_BYTES)
    return ahead.ahead((), project.path("deck.yaml"))


def files(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.path("build").iterdir()}


@pytest.mark.parametrize("arguments", [(), ("build", "--locale", "en"), ("--only", "two")])
def test_it_makes_the_same_files(
    arguments: tuple[str, ...], project: Project, asked: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, *arguments) == 0
    assert asked == [True]
    beside, said = files(project), capsys.readouterr().out.split()
    for path in project.path("build").iterdir():
        path.unlink()
    assert main(list(arguments), project) == 0
    assert files(project) == beside
    assert [word for word in capsys.readouterr().out.split() if word[0] != "0"] == [w for w in said if w[0] != "0"]


def test_what_it_finds_is_said_once(
    project: Project, asked: list[bool], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning and an error of the middle stages; an error is not looked for again in this process."""
    monkeypatch.setattr(building, "composed", broken)
    brand = project.path("templates/house")
    brand.mkdir(parents=True)
    (brand / "brand.yaml").write_text("name: House\nfonts: {heading: Nowhere Grotesk}\n")
    project.path("deck.yaml").write_text(DECK.replace("plain", "house"))
    assert run(project) == 0
    assert capsys.readouterr().err.count("warning[substitute-font]") == 1
    templates = project.path("templates/slides")
    templates.mkdir(parents=True)
    (templates / "section.xml").write_text(
        "---\nsummary: A section\nfields: {title: text}\n---\n<slide><nonsense/></slide>"
    )
    assert run(project) == 1
    assert capsys.readouterr().err.count("error[unknown-element]") == 1
    assert asked == [True]  # the second time `pages` raises what is wrong


def test_several_languages_have_processes_of_their_own(
    project: Project, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    with ahead.ahead(("build",), project.path("deck.yaml")) as other:
        assert main(["build", "--locale", "en", "--locale", "qps-ploc"], project, other) == 0
        assert asked == [False]  # of the one that this process makes
        assert other.__dict__ == ahead.NOBODY.__dict__
    assert len(files(project)) == 2


def broken(*_: Any) -> Any:
    raise AssertionError("this process was to do nothing of this")


def waiting(channel: Channel) -> None:
    while True:
        channel.told()


def gone(channel: Channel) -> None:
    channel.close()


def killed_when_asked(channel: Channel) -> None:
    channel.told()
    channel.told()
    os.kill(os.getpid(), signal.SIGKILL)


def failing(channel: Channel) -> None:
    channel.told()
    raise ZeroDivisionError


@pytest.mark.parametrize("process", [gone, killed_when_asked, failing])
def test_it_is_done_without_when_it_fails(
    process: Callable[[Channel], None], project: Project, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_middle", process)
    assert run(project) == 0
    assert asked == [False]
    assert len(files(project)) == 1


def test_and_where_there_is_no_room(project: Project, asked: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    assert run(project) == 0
    assert asked == [False]


@pytest.mark.parametrize(("objects", "all_bytes"), [(1_000, helpers.BRIEF_BYTES), (helpers.BRIEF_OBJECTS, 1_000)])
def test_it_is_not_asked_what_takes_long_to_tell(
    objects: int, all_bytes: int, project: Project, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = ", ".join(map(str, range(900)))
    project.path("deck.yaml").write_text(DECK.replace("values: [1, 2]", f"values: [{values}]").replace("a, b", values))
    monkeypatch.setattr(ahead.Ahead, "prepare", lambda *_: None)
    monkeypatch.setattr(ahead, "_middle", waiting)
    monkeypatch.setattr(helpers, "BRIEF_OBJECTS", objects)
    monkeypatch.setattr(helpers, "BRIEF_BYTES", all_bytes)
    assert run(project) == 0
    assert asked == [False]


def test_pictures_count_less() -> None:
    """They are told as they are; it is objects that take time."""
    with Path(os.devnull).open("wb") as nowhere:
        brief = helpers._Brief(nowhere)
        pickle.dump([os.urandom(1_000_000) for _ in range(10)], brief, 5)
        with pytest.raises(OverflowError):
            pickle.dump([str(number) for number in range(50_000)], brief, 5)
        with pytest.raises(OverflowError):
            pickle.dump([os.urandom(1_000_000) for _ in range(20)], helpers._Brief(nowhere), 5)


def test_a_template_that_looks_at_all_slides_has_them(project: Project, asked: list[bool]) -> None:
    """With --only there is but one, so the deck is evaluated again, here."""
    templates = project.path("templates/slides")
    templates.mkdir(parents=True)
    body = "<slide><title>{{ title }}</title><body><text>{{ deck.slides | length }}</text></body></slide>"
    (templates / "section.xml").write_text(TOP + body)
    assert run(project, "--only", "one") == 0
    assert asked == [False]


@pytest.mark.parametrize(
    "arguments", [("--help",), ("build", "-h"), ("verify", "a.pptx"), ("--version",), ("slides",), ("check",)]
)
def test_there_is_none_where_nothing_is_built(
    arguments: tuple[str, ...], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fork", broken)
    with ahead.ahead(arguments, project.path("deck.yaml")) as other:
        assert other.__dict__ == ahead.NOBODY.__dict__


def test_nor_for_a_long_deck_nor_beside_threads_nor_on_one_core(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = project.path("deck.yaml")

    def begins(*arguments: str) -> bool:
        with ahead.ahead(arguments, deck) as other:
            return other.__dict__ != ahead.NOBODY.__dict__

    monkeypatch.setattr(ahead, "_middle", gone)
    assert begins()
    deck.write_text("#" * ahead.LONG)
    assert not begins()
    assert begins("--only", "one")
    deck.unlink()
    assert not begins()
    deck.write_text(DECK)
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    assert not begins()
    over.set()
    thread.join()
    monkeypatch.setattr(ahead, "cores", lambda: 1)
    assert not begins()


def test_a_build_that_is_killed_leaves_none(project: Project) -> None:
    """Its process reads from it, and ends with it."""
    code = "import os, signal, deckwright.ahead as a, deckwright.cli as c\n"
    code += "a.cores = lambda: 2\n"
    code += "a.Ahead.prepare = lambda *_: (print(*open(f'/proc/self/task/{os.getpid()}/children')), os.kill(0, 0),\n"
    code += "  __import__('sys').stdout.flush(), os.kill(os.getpid(), signal.SIGKILL))\nc.run()"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    made = subprocess.run([sys.executable, "-c", code], cwd=project.root, env=env, capture_output=True, text=True)
    assert made.returncode == -signal.SIGKILL, made.stderr
    (child,) = made.stdout.split()
    for _ in range(200):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().rpartition(")")[2][:3]:
            break
        time.sleep(0.05)
    else:
        pytest.fail(f"process {child} goes on")
