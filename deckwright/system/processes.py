"""Processes forked from this one: they have all that it has loaded, and answer through a pipe.

Where a process cannot be forked safely (macOS, Windows, several threads) there is none, and the work is done here.
A pool of the standard library takes longer to start than a short deck takes to build.
"""

from __future__ import annotations

import gc
import os
import pickle
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

JOBS = "DECKWRIGHT_JOBS"
"""The environment variable that says how many processes may work at the same time."""
CGROUPS, CGROUP = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
"""The limits of all control groups, and the groups of this process."""

Item = TypeVar("Item")
Result = TypeVar("Result")

_sharing = 1
"""Processes that work at the same time as this one, itself included."""


def count_jobs() -> int:
    """Returns how many processes may work at the same time.

    That is DECKWRIGHT_JOBS, or the number of processors this process may use. Raises ValueError for a DECKWRIGHT_JOBS
    that is not a whole number from 1 to 9999.
    """
    value = os.environ.get(JOBS, "")
    if value and not re.fullmatch("[1-9][0-9]{0,3}", value):
        raise ValueError(f"{JOBS} is '{value}': set it to a whole number from 1 to 9999")
    return max(1, (int(value) if value else _count_processors()) // _sharing)


def can_fork() -> bool:
    """Returns True on Linux while this process has one thread: a fork would wait for locks of the others for ever."""
    import threading

    return sys.platform == "linux" and threading.active_count() == 1


class Channel:
    """One end of the pipes between two processes."""

    def __init__(self, inward: int, outward: int) -> None:
        self._in: BinaryIO = os.fdopen(inward, "rb")
        self._out: BinaryIO = os.fdopen(outward, "wb")

    def send(self, value: object) -> None:
        """Sends any value that can be pickled. Raises BrokenPipeError when the other process has ended."""
        pickle.dump(value, self._out, pickle.HIGHEST_PROTOCOL)
        self._out.flush()

    def receive(self) -> Any:
        """Waits for the next value. Raises EOFError when the other process has ended, even halfway through one."""
        try:
            return pickle.load(self._in)
        except pickle.UnpicklingError as error:
            raise EOFError from error

    def close(self) -> None:
        """Closes this end."""
        for end in (self._in, self._out):
            with suppress(OSError):
                end.close()


def _open_pipes() -> tuple[Channel, Channel]:
    """Returns the two ends of a pair of pipes. Raises OSError when the system has no room for them."""
    (first_in, second_out), (second_in, first_out) = os.pipe(), os.pipe()
    return Channel(first_in, first_out), Channel(second_in, second_out)


@contextmanager
def fork_each(works: Sequence[Callable[[Channel], None]]) -> Iterator[list[Channel]]:
    """Forks a process for each of `works` and gives the channels to them; they are killed when the block ends.

    Import what they need before: it is loaded once, not in each. Raises OSError when the system has no room.
    """
    from multiprocessing import get_context

    fork = get_context("fork")
    channels: list[Channel] = []
    processes = []
    gc.freeze()  # or the first collection in each process copies all memory that they share
    try:
        for work in works:
            ours, theirs = _open_pipes()
            process = fork.Process(target=_run, args=(work, theirs, [*channels, ours]))
            try:
                process.start()
            except OSError:
                ours.close()
                raise
            finally:
                theirs.close()
            channels.append(ours)
            processes.append(process)
        yield channels
    finally:
        for process in processes:
            process.kill()
        for channel in channels:
            channel.close()
        for process in processes:
            process.join()


def map_in_processes(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Calls `work` for each item, in as many processes as may work at the same time, and returns the results in order.

    Does without the others when one of them fails; raises what `work` raises.
    """
    count = min(count_jobs(), len(items))
    if count > 1 and can_fork():
        with suppress(EOFError, OSError):
            return _map_in(count, work, items)
    return [work(item) for item in items]


def _map_in(count: int, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    def send_results(part: Sequence[Item], channel: Channel) -> None:
        channel.send([work(item) for item in part])

    own, *others = (range(number, len(items), count) for number in range(count))
    tasks = [partial(send_results, [items[index] for index in part]) for part in others]
    results: dict[int, Result] = {}
    with share_processors(count), fork_each(tasks) as channels:
        results |= {index: work(items[index]) for index in own}
        for part, channel in zip(others, channels, strict=True):
            results |= zip(part, channel.receive(), strict=True)
    return [results[index] for index in range(len(items))]


@contextmanager
def share_processors(processes: int) -> Iterator[None]:
    """Divides `count_jobs` by `processes` in the block, in this process and in those that it forks there."""
    global _sharing
    before, _sharing = _sharing, _sharing * processes
    try:
        yield
    finally:
        _sharing = before


def _run(work: Callable[[Channel], None], channel: Channel, not_ours: Sequence[Channel]) -> None:
    """Does the work of a forked process. It prints nothing, not even a traceback: that is for the process that forked
    it, which sees the end of the channel and does the work itself."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in not_ours:
        other.close()
    with suppress(Exception):
        work(channel)


def _count_processors() -> int:
    count = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    quota = _read_quota()
    return count if quota is None else max(1, min(count, quota))


def _read_quota() -> int | None:
    """The processors that the control group of a container allows, rounded up; None without a limit.

    Both versions of Linux's cgroups: cpu.max (https://docs.kernel.org/admin-guide/cgroup-v2.html), cpu.cfs_quota_us.
    """
    quotas = []
    for file in _control_files():
        with suppress(OSError, ValueError):
            quota, period = file.read_text().split()
            quotas.append(-(-int(quota) // int(period)))
    with suppress(OSError, ValueError):
        quota, period = ((CGROUPS / f"cpu/cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        if int(quota) > 0:
            quotas.append(-(-int(quota) // int(period)))
    return min(quotas, default=None)


def _control_files() -> Iterator[Path]:
    """cpu.max of the control group of this process, and of those around it."""
    with suppress(OSError):
        for line in CGROUP.read_text().splitlines():
            if line.startswith("0::/"):
                inner = Path(line.removeprefix("0::/"))
                yield from (CGROUPS / folder / "cpu.max" for folder in (inner, *inner.parents))
