"""The results on paper: rows that stand below each other."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.goals import verdicts
from benchmarks.makers import OURS
from benchmarks.measure import Results

HEAD = ("slides", "made by", "seconds", "ms a slide", "MB at most", "deckwright is")
GOALS_HEAD = ("goal", "measured", "at most", "measured/goal", "")


def decks_table(results: Results) -> str:
    """Everybody, size by size; the last column is the seconds of Deckwright as a multiple of theirs."""
    rows = [HEAD]
    for (name, slides), used in sorted(results.items(), key=lambda one: (one[0][1], one[0][0] != OURS)):
        ours = results.get((OURS, slides))
        share = f"{ours.seconds / used.seconds:.3f} x" if ours and name != OURS else ""
        each = f"{used.seconds / slides * 1000:.2f}"
        rows.append((f"{slides:,}", name, f"{used.seconds:.2f}", each, f"{used.megabytes:.0f}", share))
    return aligned(rows, left=(1,))


def goals_table(results: Results) -> str:
    return aligned([GOALS_HEAD, *verdicts(results)], left=(0, 4))


def stages(results: Results) -> str:
    """What `build --timings` said of the decks, side by side, and the whole process, which begins and ends as well."""
    told = {slides: used for (name, slides), used in results.items() if name == OURS}
    columns = [_seconds_of_stages(used.said) | {"whole process": f"{used.seconds:.3f}"} for used in told.values()]
    rows = [["seconds", *(f"{slides:,}" for slides in told)]]
    rows += [[stage, *(column.get(stage, "") for column in columns)] for stage in (columns[0] if columns else ())]
    return aligned(rows, left=(0,))


def timings_of(name: str, results: Results) -> str:
    """The same of one case by languages, as it was said."""
    used = results.get((name, 0))
    return f"{_table_in(used.said)}\nwhole process {used.seconds:.3f}" if used else ""


def _seconds_of_stages(said: str) -> dict[str, str]:
    lines = (line.rpartition(" ") for line in _table_in(said).splitlines()[1:])
    return {stage.strip(): seconds for stage, _, seconds in lines}


def _table_in(said: str) -> str:
    return f"seconds{said.partition(f'{chr(10)}seconds')[2].rstrip()}"


def aligned(rows: Sequence[Sequence[str]], left: Sequence[int]) -> str:
    """Columns two spaces apart; those of `left` begin below each other, the others end there."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if index in left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
