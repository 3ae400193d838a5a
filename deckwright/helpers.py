"""Helpers: processes forked from this one, which have all that it has, and are asked and told through a pipe.

The standard library's process pools take longer to begin than a helper saves. Where a helper fails in any way,
`told` raises EOFError; what was to be done is then done without it.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

BRIEF_OBJECTS, BRIEF_BYTES = 150_000, 20_000_000
"""Bytes of a pickle: of its objects, which take time, and with the pictures in it, which take memory."""
_FRAME = 65_536
_sharing = 1
"""Processes that do work of their own, this one among them."""


class Channel:
    """One end of the way between two processes."""

    def __init__(self, inward: int, outward: int, process: int = 0) -> None:
        """`process` is the helper that it leads to."""
        self._process = process
        self._in: BinaryIO = os.fdopen(inward, "rb")
        self._out: BinaryIO = os.fdopen(outward, "wb")

    def tell(self, value: object) -> None:
        """Raises BrokenPipeError when nobody listens any more."""
        self._tell(value, self._out)

    def tell_briefly(self, value: object) -> None:
        """Raises OverflowError, besides, for what takes long to tell; whoever is told must be ended then."""
        self._tell(value, _Brief(self._out))

    def _tell(self, value: object, out: BinaryIO | _Brief) -> None:
        pickle.dump(value, out, pickle.HIGHEST_PROTOCOL)
        self._out.flush()

    def told(self) -> Any:
        """What the other end tells next. Raises EOFError when it has ended, in the middle of it perhaps."""
        try:
            return pickle.load(self._in)
        except pickle.UnpicklingError as error:
            raise EOFError from error

    def end(self) -> None:
        """Ends the helper, of which nobody wants anything any more."""
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        for end in (self._in, self._out):
            with suppress(OSError):
                end.close()


class _Brief:
    """Where a pickle is written that may not be long. It comes in frames of 64 kB, and long strings of bytes between
    them, which take no time.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._frames, self._all = out, BRIEF_OBJECTS, BRIEF_BYTES

    def write(self, piece: bytes) -> int:
        self._frames -= len(piece) if len(piece) < 2 * _FRAME else 0
        self._all -= len(piece)
        if self._frames < 0 or self._all < 0:
            raise OverflowError
        return self._out.write(piece)


@contextmanager
def helped(works: Sequence[Callable[[Channel], None]]) -> Iterator[list[Channel]]:
    """A helper for each of `works`, which runs there; the channels to them. They end with the block.

    Raises OSError when the system has no room for one.
    """
    channels: list[Channel] = []
    processes: list[int] = []
    gc.freeze()  # what is there now is shared with the helpers, and copied for whoever looks through it for garbage
    try:
        for work in works:
            (their_in, our_out), (our_in, their_out) = os.pipe(), os.pipe()
            process = os.fork()
            if not process:
                try:
                    _help(work, Channel(their_in, their_out), [*channels, Channel(our_in, our_out)])
                finally:
                    os._exit(0)
            processes.append(process)
            os.close(their_in)
            os.close(their_out)
            channels.append(Channel(our_in, our_out, process))
        yield channels
    finally:
        for channel in channels:
            channel.end()
        for process in processes:
            os.waitpid(process, 0)


def _help(work: Callable[[Channel], None], channel: Channel, not_ours: Sequence[Channel]) -> None:
    """All of a helper's life. It says nothing to people: that is for the process that they see."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in not_ours:
        other.close()
    work(channel)


@contextmanager
def sharing(processes: int) -> Iterator[None]:
    """While so many processes, those forked in the block among them, do work of their own."""
    global _sharing
    before, _sharing = _sharing, _sharing * processes
    try:
        yield
    finally:
        _sharing = before


def cores() -> int:
    """Those that this process may use."""
    found = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, found // _sharing)


def is_alone() -> bool:
    """Whether this process has no other threads than this one."""
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


def can_fork() -> bool:
    """A forked process has no other threads, and waits for ever for what one of them held."""
    return sys.platform == "linux" and is_alone()
