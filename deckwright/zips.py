"""Zip archives opened with care: what they unpack to is counted while it is read, not believed."""

from __future__ import annotations

import io
import zipfile
import zlib

from deckwright.limits import MEMBERS, UNPACKED_BYTES

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
