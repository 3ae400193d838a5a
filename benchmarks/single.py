"""Single commands to measure: the talk, an error in it, --help, one slide, a large chart, a long table."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.before import BEFORE, export_commit
from benchmarks.decks import HEAD, make_project, sentence
from benchmarks.makers import DECKWRIGHT, ENVIRONMENT, ROOT
from benchmarks.measure import Case

TALK, TALK_BEFORE = "talk", "talk by an earlier commit"
ALL_LANGUAGES, MISTAKE, HELP, ONE_SLIDE = "talk in all its languages", "mistake in the talk", "--help", "--only"
CHART, CLOUD, LONG_TABLE = "line of 20,000 points", "scatter of 20,000 points", "table of 1,000 rows"
POINTS, ROWS = 20_000, 1000
IN_ONE_LANGUAGE = ("build", "--locale", "da")
LONGEST = 20
"""Seconds after which a command is stopped. All should take less than two."""


def cases(folder: Path) -> list[Case]:
    """Returns a case for each command, in its own folder. All must succeed, except the one with a mistake."""
    found: list[Case] = []
    for name, make, arguments, code in SINGLE:
        own = folder / name.replace(" ", "-")
        own.mkdir()
        make(own)
        found.append(Case(name, (*DECKWRIGHT, *arguments), own, 0, code, ENVIRONMENT, LONGEST))
        if name == TALK:
            found += _export_talk_before(folder / "before")
    return found


def _export_talk_before(folder: Path) -> list[Case]:
    """Returns a case of an earlier commit building its own talk; an empty list if git does not have the commit."""
    if export_commit(BEFORE, folder):
        environment = {**ENVIRONMENT, "PYTHONPATH": str(folder)}
        return [Case(TALK_BEFORE, (*DECKWRIGHT, *IN_ONE_LANGUAGE), folder, environment=environment, longest=LONGEST)]
    print(f"{TALK_BEFORE} is not measured: git does not have the commit {BEFORE}")
    return []


def _make_nothing(folder: Path) -> None:
    pass


def copy_talk(folder: Path) -> None:
    """Copies the repository's own talk into `folder`, so that nothing is written into the repository."""
    for name in ("deck.yaml", "deck.lock"):
        shutil.copy(ROOT / name, folder)
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, folder / name)


def _copy_talk_with_mistake(folder: Path) -> None:
    """Copies the talk and misspells the field of a slide in the middle."""
    copy_talk(folder)
    file = folder / "deck.yaml"
    parts = file.read_text(encoding="utf-8").split("\n    title:")
    middle = len(parts) // 2
    halves = ("\n    title:".join(half) for half in (parts[:middle], parts[middle:]))
    file.write_text("\n    titel:".join(halves), encoding="utf-8")


def _make_thousand(folder: Path) -> None:
    make_project(folder, 1000)


def _show_data(head: str, row: Callable[[int], Sequence[object]], rows: int, slide: str) -> Callable[[Path], None]:
    """Returns a function that writes a project with one slide, which shows all rows of a CSV file."""

    def make(folder: Path) -> None:
        (folder / "assets").mkdir()
        lines = [head, *(",".join(map(str, row(number))) for number in range(rows))]
        (folder / "assets/counts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        deck = HEAD.replace("slides:", "data:\n  counts: {file: counts.csv}\nslides:")
        (folder / "deck.yaml").write_text(deck + slide, encoding="utf-8")

    return make


_points = ("x,y", lambda number: (number, number * 37 % 1009), POINTS)
_line = _show_data(
    *_points, "  - {slide: chart, title: Counted, chart: {kind: line, data: counts, categories: x, values: y}}\n"
)
_cloud = _show_data(*_points, "  - {slide: chart, title: Counted, chart: {kind: scatter, data: counts, x: x, y: y}}\n")
_table = _show_data(
    "place,dives,fish,crabs,shells",
    lambda number: (sentence(number, 2), number, number * 7, number % 13, number + 7),
    ROWS,
    "  - {slide: table, title: Counted, table: {data: counts}}\n",
)

SINGLE: tuple[tuple[str, Callable[[Path], None], tuple[str, ...], int], ...] = (
    (HELP, _make_nothing, ("--help",), 0),
    (MISTAKE, _copy_talk_with_mistake, ("build",), 1),
    (TALK, copy_talk, IN_ONE_LANGUAGE, 0),
    (ALL_LANGUAGES, copy_talk, ("build", "--timings"), 0),
    (ONE_SLIDE, _make_thousand, ("build", "--only", "s-500"), 0),
    (CHART, _line, ("build",), 0),
    (CLOUD, _cloud, ("build",), 0),
    (LONG_TABLE, _table, ("build",), 0),
)
"""Name, function that writes the project, arguments of the command, exit code."""
