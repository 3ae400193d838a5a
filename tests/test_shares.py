"""A large deck in several processes: the same file, the same words, and nothing left running."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from examples import ROOT
from pptx import Presentation

from deckwright.cli.main import main
from deckwright.compose import slides as composing
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.pipeline import build, shares
from deckwright.pipeline.talk import read_talk
from deckwright.system import work
from deckwright.system.processes import JOBS

OPTIONS = build.BuildOptions()
LOOPS = 12
"""How often the loops of the templates of this deck go round."""
ROWS = "".join(f"        - [Dive {number}, {number}]\n" for number in range(60))
DECK = f"""\
title: Talk
language: en
brand: plain
slides:
  - {{slide: section, id: one, title: One, section: First, notes: Spoken}}
  - slide: table
    id: long
    title: Long
    table:
      columns: [Place, Fish]
      rows:
{ROWS}  - {{slide: recap, id: small, title: Small, section: Second, slides: [{{slide: late}}, {{slide: one}}]}}
  - slide: bullets
    id: linked
    title: Linked
    bullets: ["See [the first](#one) and [the last](#late)."]
  - slide: chart
    id: late
    title: Late
    section: Third
    chart: {{kind: column, categories: [a, b], series: [{{name: x, values: [1, 2]}}]}}
    notes: At the end
"""


pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only"),
    pytest.mark.usefixtures("nothing_is_left_running"),
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "deck.yaml").write_text(DECK)
    return Project(tmp_path)


def processes(count: int, patch: pytest.MonkeyPatch, fewest: int = 1) -> None:
    """Lets so many processes work at the same time."""
    patch.setattr(shares, "MIN_SLIDES", fewest)
    patch.setenv(JOBS, str(count))
    patch.setattr(shares, "can_fork", lambda: True)


def built(project: Project, locale: str = "en") -> build.EditionResult:
    return build.build_edition(read_talk(project, Report()), locale, OPTIONS)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each deck was made in shares."""
    found: list[bool] = []
    build_in_shares = shares.build_in_shares

    def watched(*given: object) -> object:
        made = build_in_shares(*given)  # type: ignore[arg-type]
        found.append(made is not None)
        return made

    monkeypatch.setattr(build, "build_in_shares", watched)
    return found


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_same_file_comes_of_it(
    count: int, project: Project, used: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages after a table of several have other numbers; links, miniatures and sections cross from share to share."""
    processes(1, monkeypatch)
    alone = built(project).file
    processes(count, monkeypatch)
    together = built(project).file
    assert used == [False, True]
    assert alone
    assert together
    assert together.data == alone.data
    assert (together.slides, together.charts, together.name) == (alone.slides, alone.charts, alone.name)


@pytest.mark.parametrize("locale", ["da", "en"])
def test_the_same_talk_comes_of_it(locale: str, used: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """With its values, drawings, photographs, and what it says about its data."""
    processes(1, monkeypatch)
    alone = built(Project(ROOT), locale)
    processes(3, monkeypatch)
    together = built(Project(ROOT), locale)
    assert used == [False, True]
    assert alone.file
    assert together.file
    assert together.file.data == alone.file.data
    assert together.diagnostics == alone.diagnostics


TOO_LONG = "  - {slide: statement, id: %s, title: T, statements: [%s]}\n"


@pytest.mark.parametrize(
    "slides",
    [
        TOO_LONG % ("first", "word " * 900) + "  - {slide: section, id: second, title: T}\n",
        "  - {slide: section, id: first, title: T}\n" + TOO_LONG % ("second", "word " * 900),
        (
            "  - {slide: recap, id: first, title: T, slides: [{slide: second}]}\n"
            "  - {slide: recap, id: second, title: T, slides: [{slide: first}]}\n"
        ),
    ],
    ids=["in-the-first", "in-the-second", "across-both"],
)
def test_what_is_wrong_is_said_as_by_one_process(
    slides: str,
    tmp_path: Path,
    used: list[bool],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "deck.yaml").write_text(f"title: Talk\nlanguage: en\nbrand: plain\nslides:\n{slides}")
    said = []
    for count in (1, 2):
        processes(count, monkeypatch)
        assert main(["build"], Project(tmp_path)) == 1
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "error[" in said[0]
    assert used == [False, False]


def test_warnings_of_every_share_are_told_once(
    project: Project, used: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A font that nobody has the measures of is met in each share."""
    folder = project.root / "templates/own"
    folder.mkdir(parents=True)
    (folder / "brand.yaml").write_text("fonts: {body: Nobody Has This}\n")
    (project.root / "deck.yaml").write_text(DECK.replace("brand: plain", "brand: own"))
    told = []
    for count in (1, 3):
        processes(count, monkeypatch)
        told.append(built(project).diagnostics)
    assert used == [False, True]
    assert told[0] == told[1]
    assert [one.code for one in told[0]] == ["substitute-font"]


@pytest.mark.parametrize("rounds", [1, 4, 9, 12, 20, 90])
def test_loops_are_counted_over_all_shares(rounds: int, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that a deck keeps to, or not, is the same however it is made."""
    monkeypatch.setattr(work, "ROUNDS", rounds)
    processes(1, monkeypatch)
    alone = built(project)
    processes(2, monkeypatch)
    assert built(project).diagnostics == alone.diagnostics
    assert {one.code for one in alone.diagnostics} == ({"too-much-work"} if rounds < LOOPS else set())


def test_a_template_may_look_at_all_slides(project: Project, used: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project.root / "templates/slides"
    folder.mkdir(parents=True)
    markup = "<slide><title>{{ deck.slides | map(attribute='id') | join(' ') }}</title></slide>"
    (folder / "all.xml").write_text(f"---\nsummary: All slides.\nfields: {{}}\nexample: {{}}\n---\n{markup}\n")
    (project.root / "deck.yaml").write_text(f"{DECK}  - {{slide: all, id: all}}\n")
    assert main(["build", "--only", "all"], project) == 0
    (shown,) = Presentation(str(project.root / "build/talk.all.en.pptx")).slides
    assert shown.shapes.title.text_frame.text == "one long small linked late all"
    files = []
    for count in (1, 3):
        processes(count, monkeypatch)
        files.append(built(project))
    assert [one.diagnostics for one in files] == [(), ()]
    assert files[0].file
    assert files[1].file
    assert files[0].file.data == files[1].file.data
    assert used == [False, False]


def test_a_helper_that_is_killed_is_done_without(
    project: Project, used: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, element = os.getpid(), composing._Renderer.render_slide

    def killed(*given: object) -> object:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return element(*given)  # type: ignore[arg-type]

    processes(1, monkeypatch)
    alone = built(project).file
    processes(3, monkeypatch)
    monkeypatch.setattr(composing._Renderer, "render_slide", killed)
    together = built(project).file
    assert used == [False, False]
    assert alone
    assert together
    assert together.data == alone.data


def test_no_process_to_be_had(project: Project, used: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    processes(3, monkeypatch)
    monkeypatch.setattr(os, "fork", refuse)
    assert built(project).file
    assert used == [False]


def test_small_decks_are_made_by_one_process(
    project: Project, used: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    processes(4, monkeypatch, fewest=3)
    assert built(project).file
    assert used == [False]


def test_a_fault_of_ours_is_not_swallowed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    processes(2, monkeypatch)
    monkeypatch.setattr(composing._Renderer, "render_slide", broken)
    with pytest.raises(ZeroDivisionError):
        built(project)
