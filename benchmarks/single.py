"""What people wait for one at a time: the talk, an error in it, --help, one slide, a large chart, a long table."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.before import BEFORE, export_commit
from benchmarks.decks import HEAD, make_project, sentence
from benchmarks.makers import DECKWRIGHT, ENVIRONMENT, ROOT
from benchmarks.measure import Case

TALK, TALK_BEFORE = "talk", "talk by an earlier commit"
ALL_LANGUAGES, SLIP, HELP, ONE_SLIDE = "talk in all its languages", "slip in the talk", "--help", "--only"
CHART, CLOUD, LONG_TABLE = "line of 20,000 points", "scatter of 20,000 points", "table of 1,000 rows"
POINTS, ROWS = 20_000, 1000
IN_ONE_LANGUAGE = ("build", "--locale", "da")
LONGEST = 20
"""Seconds; all of them should be done in two."""


def cases(folder: Path) -> list[Case]:
    """Each in a folder of its own; Deckwright must build them all, but for the one with a slip in it."""
    made = []
    for name, make, arguments, code in SINGLE:
        own = folder / name.replace(" ", "-")
        own.mkdir()
        make(own)
        made.append(Case(name, (*DECKWRIGHT, *arguments), own, 0, code, ENVIRONMENT, LONGEST))
        if name == TALK:
            made += _talk_before(folder / "before")
    return made


def _talk_before(folder: Path) -> list[Case]:
    """The talk of an earlier commit by the Deckwright of that commit; nothing where git does not have it."""
    if export_commit(BEFORE, folder):
        environment = {**ENVIRONMENT, "PYTHONPATH": str(folder)}
        return [Case(TALK_BEFORE, (*DECKWRIGHT, *IN_ONE_LANGUAGE), folder, environment=environment, longest=LONGEST)]
    print(f"{TALK_BEFORE} is not measured: git does not have the commit {BEFORE}")
    return []


def _nothing(folder: Path) -> None:
    pass


def copy_talk(folder: Path) -> None:
    """Copies the repository's own talk into `folder`, so that nothing is written into the repository."""
    for name in ("deck.yaml", "deck.lock"):
        shutil.copy(ROOT / name, folder)
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, folder / name)


def _talk_with_slip(folder: Path) -> None:
    """The field of a slide misspelt, in the middle of the talk."""
    copy_talk(folder)
    file = folder / "deck.yaml"
    parts = file.read_text(encoding="utf-8").split("\n    title:")
    middle = len(parts) // 2
    halves = ("\n    title:".join(half) for half in (parts[:middle], parts[middle:]))
    file.write_text("\n    titel:".join(halves), encoding="utf-8")


def _thousand(folder: Path) -> None:
    make_project(folder, 1000)


def _data(head: str, row: Callable[[int], Sequence[object]], rows: int, slide: str) -> Callable[[Path], None]:
    """A project of one slide that shows all of one CSV file."""

    def make(folder: Path) -> None:
        (folder / "assets").mkdir()
        lines = [head, *(",".join(map(str, row(number))) for number in range(rows))]
        (folder / "assets/counts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        deck = HEAD.replace("slides:", "data:\n  counts: {file: counts.csv}\nslides:")
        (folder / "deck.yaml").write_text(deck + slide, encoding="utf-8")

    return make


_points = ("x,y", lambda number: (number, number * 37 % 1009), POINTS)
_line = _data(
    *_points, "  - {slide: chart, title: Counted, chart: {kind: line, data: counts, categories: x, values: y}}\n"
)
_cloud = _data(*_points, "  - {slide: chart, title: Counted, chart: {kind: scatter, data: counts, x: x, y: y}}\n")
_table = _data(
    "place,dives,fish,crabs,shells",
    lambda number: (sentence(number, 2), number, number * 7, number % 13, number + 7),
    ROWS,
    "  - {slide: table, title: Counted, table: {data: counts}}\n",
)

SINGLE: tuple[tuple[str, Callable[[Path], None], tuple[str, ...], int], ...] = (
    (HELP, _nothing, ("--help",), 0),
    (SLIP, _talk_with_slip, ("build",), 1),
    (TALK, copy_talk, IN_ONE_LANGUAGE, 0),
    (ALL_LANGUAGES, copy_talk, ("build", "--timings"), 0),
    (ONE_SLIDE, _thousand, ("build", "--only", "s-500"), 0),
    (CHART, _line, ("build",), 0),
    (CLOUD, _cloud, ("build",), 0),
    (LONG_TABLE, _table, ("build",), 0),
)
"""Name, what makes its project, what is asked for, exit code."""
