"""Measures from which size several processes are faster than one: `make thresholds`, on an idle machine.

Prints the time of two processes (DECKWRIGHT_JOBS=2) divided by that of one: for decks of several sizes, and for the
talk in two and three languages. `MIN_SLIDES` in deckwright/pipeline/shares.py is chosen from these ratios.
"""

from __future__ import annotations

import compileall
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.decks import make_project
from benchmarks.makers import DECKWRIGHT, ENVIRONMENT, ROOT
from benchmarks.measure import Case, Results, measure
from benchmarks.report import align_columns
from benchmarks.single import copy_talk

SIZES = (80, 120, 160, 240, 400)
LANGUAGES = ("da", "en", "de")
JOBS = (1, 2)
IN_SHARES = (sys.executable, "-m", "benchmarks.thresholds", "build")
"""`deckwright build` that divides even small decks, see `build_in_shares`."""


def cases(folder: Path) -> dict[str, list[Case]]:
    """Returns name → the same build once for each number of processes in JOBS."""
    works: dict[str, tuple[Path, Sequence[str]]] = {}
    for slides in SIZES:
        own = folder / str(slides)
        make_project(own, slides)
        works[f"{slides} slides"] = (own, IN_SHARES)
    copy_talk(folder)
    for count in range(2, len(LANGUAGES) + 1):
        locales = [word for language in LANGUAGES[:count] for word in ("--locale", language)]
        works[f"the talk in {count} languages"] = (folder, (*DECKWRIGHT, "build", *locales))
    return {name: [_case(name, *work, jobs) for jobs in JOBS] for name, work in works.items()}


def _case(name: str, folder: Path, command: Sequence[str], jobs: int) -> Case:
    return Case(f"{name}, {jobs} jobs", command, folder, environment={**ENVIRONMENT, "DECKWRIGHT_JOBS": str(jobs)})


def ratios_table(cases: dict[str, list[Case]], results: Results) -> str:
    """Returns a table: the seconds of each build by number of processes, and the ratio of the last to the first."""
    rows = [("", *(f"DECKWRIGHT_JOBS={jobs}" for jobs in JOBS), "ratio")]
    for name, builds in cases.items():
        seconds = [results[build.name, 0].seconds for build in builds if (build.name, 0) in results]
        if len(seconds) == len(JOBS):
            rows.append((name, *(f"{one:.3f}" for one in seconds), f"{seconds[-1] / seconds[0]:.2f}"))
        else:
            rows.append((name, *("" for _ in JOBS), "not measured"))
    return align_columns(rows, left=(0,))


def build_in_shares(arguments: Sequence[str]) -> int:
    """Builds as `deckwright` does, but divides a deck of any size between processes."""
    from deckwright.cli.main import main
    from deckwright.pipeline import shares

    shares.MIN_SLIDES = 1
    return main(arguments)


def measure_thresholds() -> int:
    """Prints the report. The exit code is always 0."""
    compileall.compile_dir(ROOT / "deckwright", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        builds = cases(Path(folder))
        results = measure([case for alike in builds.values() for case in alike])
        print(ratios_table(builds, results))
    return 0


if __name__ == "__main__":
    sys.exit(build_in_shares(sys.argv[1:]) if sys.argv[1:] else measure_thresholds())
