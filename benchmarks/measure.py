"""Whole processes and what they use: seconds of the clock, and memory at their largest."""

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

ROUNDS = 5
BUDGET = 3.0
"""Seconds for one case: what is quick is run ROUNDS times, for the best of them; what takes longer than this, once."""
LOOK = 0.01
"""Seconds between two looks at how much memory there is in use."""
KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit that the system counts memory in."""


@dataclass(frozen=True, slots=True)
class Case:
    """A process to measure. `slides` is 0 where the deck is another one than those of decks.py."""

    name: str
    command: Sequence[str | Path]
    folder: Path
    slides: int = 0
    code: int = 0
    """What it must exit with."""
    environment: Mapping[str, str] = field(default_factory=dict)
    longest: float = 120
    """Seconds after which it is stopped; that many count then, and are too few."""
    several: bool = False
    """It may begin processes of its own, whose memory counts."""


@dataclass(frozen=True, slots=True)
class Usage:
    seconds: float
    megabytes: float
    said: str


Results = Mapping[tuple[str, int], Usage]
"""(name, slides) of a case → the best of its rounds; a case that failed is not there."""


class FailedError(Exception):
    """A process did not end as it must; the message says what it said."""


def measure(cases: Sequence[Case]) -> dict[tuple[str, int], Usage]:
    """All cases in turn, round by round, so that a busy minute of the machine falls on all of them."""
    found: dict[tuple[str, int], Usage] = {}
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
                found[key] = min(found.get(key, usage), usage, key=lambda one: one.seconds)
    for case in cases:
        if case.several and (used := found.get((case.name, case.slides))):
            found[case.name, case.slides] = replace(used, megabytes=max(used.megabytes, together(case)))
    return found


def together(case: Case) -> float:
    """Megabytes at most of a process and those that it has begun, counting what they share once; 0 where the system
    does not say (proc_pid_smaps_rollup(5)). A run of its own, for looking takes time."""
    most = 0
    with subprocess.Popen(
        case.command,
        cwd=case.folder,
        env=_environment(case),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None:
            most = max(most, sum(map(_kilobytes, [process.pid, *_begun_by(process.pid)])))
            time.sleep(LOOK)
    return most * 1024 / 1e6


def _begun_by(process: int) -> list[int]:
    with suppress(OSError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    return []


def _kilobytes(process: int) -> int:
    """Proportional set size: of pages that several processes have, each has its share."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0


def run(case: Case) -> Usage:
    """Raises FailedError, or OSError where there is no such program."""
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
        said = output.read().decode(errors="replace")
    if seconds >= case.longest:
        print(f"{case.name} was stopped after {case.longest:g} seconds")
    elif process.returncode != case.code:
        raise FailedError(f"exit code {process.returncode}: {said.strip()[-300:]}")
    return Usage(seconds, used.ru_maxrss * KILOBYTE / 1e6, said)


def _environment(case: Case) -> Mapping[str, str]:
    """As a user has it: with compiled modules, whatever this process was told."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **case.environment}
