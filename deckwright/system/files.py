"""Files as they are read: ordinary ones only, and never more of one than its limit."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.system.limits import MEMBERS, UNPACKED_BYTES


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


PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""All that Office packs with (ECMA-376 part 2, annex C); the others can unpack a kilobyte to gigabytes at once."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What reading raises for bytes that are no zip, a broken or an encrypted one, or one that is too much."""


class TooMuchError(ValueError):
    """The archive unpacks to more than anybody needs; the message says to how much at least."""


def unpacked(data: bytes, most: int = UNPACKED_BYTES) -> dict[str, bytes]:
    """Name → bytes of every member that is no folder; of two with one name the last. Raises one of UNREADABLE.

    A few kilobytes can unpack to terabytes, and the sizes that an archive states can be lies.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS:
            raise TooMuchError(f"it holds more than {MEMBERS:,} files")
        found: dict[str, bytes] = {}
        for member in members:
            if not member.is_dir():
                found[member.filename] = read_member(archive, member, most)
                most -= len(found[member.filename])
        return found


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of `member`; TooMuchError when there are more than `most`."""
    if member.file_size > most:
        raise TooMuchError(f"it unpacks to more than {UNPACKED_BYTES // 1_000_000:,} MB")
    if member.compress_type not in PACKINGS:
        raise NotImplementedError("it is packed in a way that Office does not read")
    with archive.open(member) as file:
        content = file.read(min(most, member.file_size) + 1)  # as much as is asked for is made room for
    if len(content) > most:
        raise TooMuchError(f"it unpacks to more than {UNPACKED_BYTES // 1_000_000:,} MB")
    return content
