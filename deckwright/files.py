"""Files as they are read: ordinary ones only, and never more of one than its limit."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from deckwright.diagnostics import Report
from deckwright.source import Span


class TooLargeError(Exception):
    """The file is larger than its kind may be."""


def is_file(path: Path) -> bool:
    """Whether there is such a file, and we may know; a name that no file can have is that of none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether there is anything of that name, be it a folder or a pipe."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that is too long, a folder that is closed to us
        return False


def near_file(written: str, files: Iterable[str], kinds: Collection[str] = ()) -> str | None:
    """The file that was probably meant: of the kind that was written, or of one of these kinds (`.csv`, `.xlsx`), and
    called so in another folder, or nearly so. Where a name ends says what it is, so it is no likeness."""
    import difflib

    kind = PurePosixPath(written).suffix.lower()
    others = [file for file in files if file != written]
    fit = [file for file in others if not kind or (end := PurePosixPath(file).suffix.lower()) == kind or end in kinds]
    same = [file for file in fit if PurePosixPath(file).name == PurePosixPath(written).name]
    if len(same) == 1:
        return same[0]
    stems = [str(PurePosixPath(file).with_suffix("")).lower() for file in fit]
    stem = str(PurePosixPath(written).with_suffix("")).lower()
    near = difflib.get_close_matches(stem, stems, 1)
    return fit[stems.index(near[0])] if near else None


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file. Raises OSError, and TooLargeError when there are more than `most`.

    Devices and pipes give bytes without end or none ever; opening without waiting and looking then leaves no moment in
    which the one could take the place of the other.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise OSError(0, "it is no ordinary file")
        if kind.st_size > most:
            raise TooLargeError
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLargeError
    return data


def read_file(path: Path, shown: str, most: int, report: Report, span: Span | None = None) -> bytes | None:
    """The same for a file that diagnostics call `shown`, named at `span`. Reported, and None: `unreadable-file`,
    `too-large`."""
    try:
        return read_bytes(path, most)
    except TooLargeError:
        report.error(
            "too-large",
            f"'{shown}' is larger than {most // 1_000_000:,} MB, the most that is read",
            span,
            help="look whether it is the right file, and make it smaller",
        )
    except OSError as error:
        reason = "it is a folder" if isinstance(error, IsADirectoryError) else (error.strerror or str(error)).lower()
        report.error("unreadable-file", f"'{shown}' cannot be read: {reason}", span)
    return None
