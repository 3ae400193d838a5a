"""Where a build spends its time: the seconds of each stage, in each language."""

from __future__ import annotations

import time
from collections.abc import Mapping

Seconds = Mapping[str, float]
"""Stage → seconds of this machine's clock, in the order of the stages."""


class Stopwatch:
    """Runs from when it is made; each lap goes to the stage that has just ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0) + now - self._since
        self._since = now


def timings_table(shared: Seconds, each: Mapping[str, Seconds]) -> str:
    """Stages by languages. `shared` is what is done once, for all of `each`, which is by language."""
    stages = dict.fromkeys(stage for seconds in each.values() for stage in seconds)
    rows = [("seconds", *each)]
    rows += [(f"{stage} (once)", *_cells([seconds])) for stage, seconds in shared.items()]
    rows += [(stage, *_cells([one.get(stage, 0) for one in each.values()])) for stage in stages]
    rows.append(("together", *_cells([sum(one.values()) for one in each.values()])))
    first = max(len(row[0]) for row in rows)
    width = max(8, *(len(language) + 2 for language in each))
    return "\n".join(row[0].ljust(first) + "".join(cell.rjust(width) for cell in row[1:]) for row in rows)


def _cells(seconds: list[float]) -> list[str]:
    return [f"{one:.3f}" for one in seconds]
