"""Compares Deckwright with other programs, and reports which of its goals are met: `make benchmark`.

All are measured as whole processes, in one run and in turn, and the best round counts. Seconds vary with the machine,
ratios hardly do. `make benchmark SIZES="10 100"` builds only these sizes. docs/benchmarks.md describes the method.
"""

from __future__ import annotations

import compileall
import sys
import tempfile
from pathlib import Path

from benchmarks import makers, single
from benchmarks.measure import Usage, measure
from benchmarks.report import decks_table, goals_table, stages, timings_of

SIZES = (10, 100, 1000, 3000, 10_000)


def main(sizes: tuple[int, ...]) -> int:
    """Prints the report. The exit code is always 0, because it is not a test."""
    compileall.compile_dir(makers.ROOT / "deckwright", quiet=1)
    compileall.compile_dir(makers.HERE, quiet=1)
    for line in makers.list_missing():
        print(line)
    decks: dict[tuple[str, int], Usage] = {}
    for slides in sizes:
        with tempfile.TemporaryDirectory() as folder:
            decks |= measure(makers.cases(Path(folder), slides))
    print(decks_table(decks), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        others = measure(single.cases(Path(folder)))
    print(f"\n{goals_table(decks | others)}")
    print(f"\nWhere the time goes, by slides of the deck\n\n{stages(decks)}")
    print(f"\nThe talk, by languages\n\n{timings_of(single.ALL_LANGUAGES, others)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
