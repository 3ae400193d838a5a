"""Languages side by side: the same work for each, in as many processes as there are cores, where that is faster."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

from deckwright.diagnostics import Report
from deckwright.helpers import can_fork, cores
from deckwright.project import Project
from deckwright.talk import Talk, read_talk

FEWEST = 3
"""Languages from which on it is faster; below, each process importing the libraries costs what it saves."""

T = TypeVar("T")
Work = Callable[[Talk, str, argparse.Namespace], T]
"""What is to be done for one language: a function of a module, whose result can be pickled."""

_given: tuple[Work[Any], Talk, argparse.Namespace] | None = None
"""In a process of the pool, or on the way into one: what all languages share."""


def for_each(work: Work[T], talk: Talk, locales: Sequence[str], options: argparse.Namespace) -> list[T]:
    """What `work` makes of each language, in their order. Raises what `work` raises."""
    if len(locales) >= FEWEST and cores() > 1:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return in_processes(work, talk, locales, options, "fork" if can_fork() else "spawn")
        except (BrokenProcessPool, OSError, ImportError, NotImplementedError):
            pass  # no pools here, as on some servers; what else was wrong is met again below
    return [work(talk, locale, options) for locale in locales]


def in_processes(
    work: Work[T], talk: Talk, locales: Sequence[str], options: argparse.Namespace, method: Literal["fork", "spawn"]
) -> list[T]:
    """The same in processes: forked ones have the talk from this one, spawned ones read it again."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _given
    _given = (work, talk, options)
    start = (work, talk.project, options)
    count = min(cores(), len(locales))
    pool = ProcessPoolExecutor(count, get_context(method), _begin, start if method == "spawn" else ())
    try:
        return list(pool.map(_do, locales))
    finally:
        _given = None
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(
    work: Work[Any] | None = None, project: Project | None = None, options: argparse.Namespace | None = None
) -> None:
    global _given
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that people see
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if work and project and options:
        _given = (work, read_talk(project, Report()), options)


def _end_with_parent() -> None:
    """A process of the pool would wait for work for ever when the one that people see is killed."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(locale: str) -> Any:
    assert _given is not None, "begun without anything to do"
    work, talk, options = _given
    return work(talk, locale, options)
