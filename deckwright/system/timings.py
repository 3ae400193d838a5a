"""Measures the seconds that a build takes in each stage, for --timings."""

from __future__ import annotations

import time
from collections.abc import Mapping

Seconds = Mapping[str, float]
"""Stage → seconds, in the order of the stages."""


class Stopwatch:
    """Starts when it is made; each lap is added to the stage that has just ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Adds the seconds since the last lap to `stage`."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0) + now - self._since
        self._since = now


def format_timings(shared: Seconds, each: Mapping[str, Seconds]) -> str:
    """Returns a table of stages by languages. `shared` holds the stages that run once for all languages."""
    stages = dict.fromkeys(stage for seconds in each.values() for stage in seconds)
    rows = [("seconds", *each)]
    rows += [(f"{stage} (once)", *_format_seconds([seconds])) for stage, seconds in shared.items()]
    rows += [(stage, *_format_seconds([one.get(stage, 0) for one in each.values()])) for stage in stages]
    rows.append(("total", *_format_seconds([sum(one.values()) for one in each.values()])))
    first = max(len(row[0]) for row in rows)
    width = max(8, *(len(language) + 2 for language in each))
    return "\n".join(row[0].ljust(first) + "".join(cell.rjust(width) for cell in row[1:]) for row in rows)


def _format_seconds(seconds: list[float]) -> list[str]:
    return [f"{one:.3f}" for one in seconds]
