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
    """What `build --timings` said, below what it was said of."""
    tables = [
        (f"{slides:,} slides" if slides else name, used.said.strip())
        for (name, slides), used in results.items()
        if "\nseconds" in used.said
    ]
    return "\n\n".join(f"{title}\n{said[said.index('seconds') :]}" for title, said in tables)


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
