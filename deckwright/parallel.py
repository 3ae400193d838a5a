"""Languages side by side: the same work for each, in as many processes as there are cores, where that is faster."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from deckwright.diagnostics import Report
from deckwright.helpers import Channel, can_fork, cores, helped, sharing
from deckwright.project import Project
from deckwright.talk import Talk, read_talk

FEWEST, FEWEST_SPAWNED = 2, 3
"""Languages from which on it is faster: of processes that are forked, and of those that begin with nothing."""

T = TypeVar("T")
Work = Callable[[Talk, str, argparse.Namespace], T]
"""What is to be done for one language: a function of a module, whose result can be pickled."""

_given: tuple[Work[Any], Talk, argparse.Namespace] | None = None
"""In a process of the pool: what all languages share."""


def for_each(work: Work[T], talk: Talk, locales: Sequence[str], options: argparse.Namespace) -> list[T]:
    """What `work` makes of each language, in their order. Raises what `work` raises."""
    if side_by_side(locales):
        try:
            return (in_helpers if can_fork() else in_pool)(work, talk, locales, options)
        except (EOFError, OSError, ImportError, NotImplementedError):
            pass  # no processes here, as on some servers; what else was wrong is met again below
    return [work(talk, locale, options) for locale in locales]


def side_by_side(locales: Sequence[str]) -> bool:
    """Whether `for_each` begins processes for these languages."""
    return cores() > 1 and len(locales) >= (FEWEST if can_fork() else FEWEST_SPAWNED)


def in_helpers(work: Work[T], talk: Talk, locales: Sequence[str], options: argparse.Namespace) -> list[T]:
    """The same in forked processes, which have the talk from this one, and in this one. Raises EOFError when one of
    them fails."""
    count = min(cores(), len(locales))
    own, *others = (locales[number::count] for number in range(count))

    def does(part: Sequence[str], channel: Channel) -> None:
        channel.tell([work(talk, locale, options) for locale in part])

    with sharing(count), helped([partial(does, part) for part in others]) as channels:
        made = dict(zip(own, [work(talk, locale, options) for locale in own], strict=True))
        for part, channel in zip(others, channels, strict=True):
            made |= zip(part, channel.told(), strict=True)
    return [made[locale] for locale in locales]


def in_pool(work: Work[T], talk: Talk, locales: Sequence[str], options: argparse.Namespace) -> list[T]:
    """The same in processes that read the talk again, where none can be forked. Raises OSError when one is lost."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    count = min(cores(), len(locales))
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (work, talk.project, options))
    try:
        return list(pool.map(_do, locales))
    except BrokenProcessPool as error:
        raise OSError(str(error)) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(work: Work[Any], project: Project, options: argparse.Namespace) -> None:
    global _given
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that people see
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    import threading

    threading.Thread(target=_end_with_parent, daemon=True).start()
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
