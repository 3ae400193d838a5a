"""Formats the results as tables."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.goals import verdicts
from benchmarks.makers import OURS
from benchmarks.measure import Results

HEAD = ("slides", "made by", "seconds", "ms a slide", "MB at most", "deckwright is")
GOALS_HEAD = ("goal", "measured", "at most", "measured/goal", "")


def decks_table(results: Results) -> str:
    """Returns all programs by size of the deck. The last column is the time of Deckwright divided by theirs."""
    rows = [HEAD]
    for (name, slides), used in sorted(results.items(), key=lambda one: (one[0][1], one[0][0] != OURS)):
        ours = results.get((OURS, slides))
        share = f"{ours.seconds / used.seconds:.3f} x" if ours and name != OURS else ""
        each = f"{used.seconds / slides * 1000:.2f}"
        rows.append((f"{slides:,}", name, f"{used.seconds:.2f}", each, f"{used.megabytes:.0f}", share))
    return align_columns(rows, left=(1,))


def goals_table(results: Results) -> str:
    return align_columns([GOALS_HEAD, *verdicts(results)], left=(0, 4))


def stages(results: Results) -> str:
    """Returns the table of `build --timings` of each deck, side by side, with the time of the whole process."""
    ours = {slides: used for (name, slides), used in results.items() if name == OURS}
    columns = [_seconds_of_stages(used.output) | {"whole process": f"{used.seconds:.3f}"} for used in ours.values()]
    rows = [["seconds", *(f"{slides:,}" for slides in ours)]]
    rows += [[stage, *(column.get(stage, "") for column in columns)] for stage in (columns[0] if columns else ())]
    return align_columns(rows, left=(0,))


def timings_of(name: str, results: Results) -> str:
    """Returns the table of `build --timings` of one case, which has a column for each language."""
    used = results.get((name, 0))
    return f"{_find_table(used.output)}\nwhole process {used.seconds:.3f}" if used else ""


def _seconds_of_stages(output: str) -> dict[str, str]:
    lines = (line.rpartition(" ") for line in _find_table(output).splitlines()[1:])
    return {stage.strip(): seconds for stage, _, seconds in lines}


def _find_table(output: str) -> str:
    return f"seconds{output.partition(f'{chr(10)}seconds')[2].rstrip()}"


def align_columns(rows: Sequence[Sequence[str]], left: Sequence[int]) -> str:
    """Returns rows as columns two spaces apart, aligned at the left if their number is in `left`, else at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if index in left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
