"""Measures whole processes: seconds of the clock, and the most memory that they hold."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

ROUNDS = 15
BUDGET = 3.0
"""Seconds for one case: it is run ROUNDS times, or until it has taken this long. The best round counts."""
SAMPLE_SECONDS = 0.01
"""Seconds between two measurements of memory."""
KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss`, see getrusage(2)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A process to measure. `slides` is 0 if the deck is not one of decks.py."""

    name: str
    command: Sequence[str | Path]
    folder: Path
    slides: int = 0
    code: int = 0
    """The exit code that it must have."""
    environment: Mapping[str, str] = field(default_factory=dict)
    longest: float = 120
    """Seconds after which it is stopped. They are its result then, although it would have taken longer."""
    several: bool = False
    """It may start other processes, whose memory counts."""


@dataclass(frozen=True, slots=True)
class Usage:
    seconds: float
    megabytes: float
    output: str


Results = Mapping[tuple[str, int], Usage]
"""(name, slides) of a case → the best of its rounds, without the cases that failed."""


class FailedError(Exception):
    """A process has another exit code than it must have; the message has its last lines."""


def measure(cases: Sequence[Case]) -> dict[tuple[str, int], Usage]:
    """Runs all cases in turn, round by round, so that a busy minute of the machine affects all of them."""
    results: dict[tuple[str, int], Usage] = {}
    spent = dict.fromkeys((case.name for case in cases), 0.0)
    for _ in range(ROUNDS):
        for case in cases:
            if spent[case.name] < BUDGET:
                try:
                    usage = run(case)
                except (FailedError, OSError) as error:
                    spent[case.name] = BUDGET
                    print(f"{case.name} failed: {error}")
                    continue
                spent[case.name] += usage.seconds
                key = case.name, case.slides
                results[key] = min(results.get(key, usage), usage, key=lambda used: used.seconds)
    for case in cases:
        if case.several and (used := results.get((case.name, case.slides))):
            most = max(used.megabytes, measure_memory(case))
            results[case.name, case.slides] = replace(used, megabytes=most)
    return results


def measure_memory(case: Case) -> float:
    """Returns the most megabytes that a process and the processes it starts hold together.

    Shared memory counts once. Returns 0 on systems without proc_pid_smaps_rollup(5). This is an additional run, because
    measuring takes time.
    """
    most = 0
    with subprocess.Popen(
        case.command,
        cwd=case.folder,
        env=_environment(case),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None:
            most = max(most, sum(map(_measure_kilobytes, [process.pid, *_list_children(process.pid)])))
            time.sleep(SAMPLE_SECONDS)
    return most * 1024 / 1e6


def _list_children(process: int) -> list[int]:
    with suppress(OSError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    return []


def _measure_kilobytes(process: int) -> int:
    """Returns the proportional set size, in which each process has its share of shared pages."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0


def run(case: Case) -> Usage:
    """Runs a process. Raises FailedError, or OSError if there is no such program."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            case.command, cwd=case.folder, env=_environment(case), stdout=output, stderr=subprocess.STDOUT
        )
        timer = threading.Timer(case.longest, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read().decode(errors="replace")
    if seconds >= case.longest:
        print(f"{case.name} was stopped after {case.longest:g} seconds")
    elif process.returncode != case.code:
        raise FailedError(f"exit code {process.returncode}: {printed.strip()[-300:]}")
    return Usage(seconds, used.ru_maxrss * KILOBYTE / 1e6, printed)


def _environment(case: Case) -> Mapping[str, str]:
    """Returns the environment of a user, who has compiled modules."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **case.environment}
