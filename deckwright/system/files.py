"""Reads files and zip archives with care: ordinary files only, and never more than a limit."""

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
    """Raised for a file larger than its limit."""


def is_file(path: Path) -> bool:
    """Returns True for an existing file; False for an impossible name, or one in a folder that cannot be read."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Returns True if a file, folder or pipe of that name exists."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that is too long, or a folder that cannot be read
        return False


def suggest_file(written: str, files: Iterable[str], kinds: Collection[str] = ()) -> str | None:
    """Returns the file that was probably meant by a name that does not exist, or None.

    That is one of the same suffix, or of one in `kinds` (`.csv`, `.xlsx`), with the same name in another folder or a
    similar name. The suffix does not count as similarity.
    """
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
    """Returns the bytes of an ordinary file. Raises OSError, and TooLargeError for more than `most` bytes.

    Devices and pipes are refused: they can have no end. The file is opened first and checked then, so that no other
    file can take its place in between.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise OSError(0, "it is not an ordinary file")
        if kind.st_size > most:
            raise TooLargeError
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLargeError
    return data


def read_file(path: Path, shown: str, most: int, report: Report, span: Span | None = None) -> bytes | None:
    """Does the same for a file that is named at `span` and called `shown` in messages.

    Returns None after a report: `unreadable-file` or `too-large`.
    """
    try:
        return read_bytes(path, most)
    except TooLargeError:
        report.error(
            "too-large",
            f"'{shown}' is larger than {most // 1_000_000:,} MB, the most that is read",
            span,
            help="check that it is the right file, or make it smaller",
        )
    except OSError as error:
        reason = "it is a folder" if isinstance(error, IsADirectoryError) else (error.strerror or str(error)).lower()
        report.error("unreadable-file", f"'{shown}' cannot be read: {reason}", span)
    return None


PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Compression methods of Office files (ECMA-376 part 2, annex C); others can unpack a kilobyte to gigabytes."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""Exceptions raised for bytes that are not a zip, or a broken, encrypted or huge one."""


class TooMuchError(ValueError):
    """Raised for an archive that unpacks to more than the limit, which the message names."""


def unzip(data: bytes, most: int = UNPACKED_BYTES) -> dict[str, bytes]:
    """Returns the bytes of every file in a zip by name; of two with one name the last. Raises one of UNREADABLE.

    The bytes are counted as they are unpacked: a few kilobytes can unpack to terabytes, and the sizes in an archive
    can be wrong.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS:
            raise TooMuchError(f"it holds more than {MEMBERS:,} files")
        found: dict[str, bytes] = {}
        for member in members:
            if not member.is_dir():
                found[member.filename] = read_zip_member(archive, member, most)
                most -= len(found[member.filename])
        return found


def read_zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Returns the bytes of `member`. Raises TooMuchError for more than `most` bytes."""
    if member.file_size > most:
        raise TooMuchError(f"it unpacks to more than {UNPACKED_BYTES // 1_000_000:,} MB")
    if member.compress_type not in PACKINGS:
        raise NotImplementedError("it is compressed in a way that Office does not read")
    with archive.open(member) as file:
        content = file.read(min(most, member.file_size) + 1)  # read() reserves as much memory as it is asked for
    if len(content) > most:
        raise TooMuchError(f"it unpacks to more than {UNPACKED_BYTES // 1_000_000:,} MB")
    return content
