"""Writes zip files whose bytes depend on their contents alone (PKWARE's APPNOTE 4.3, ECMA-376 part 2 annex C).

The headers are packed here: a presentation has four members for each slide, and zipfile spends more time on each
member than the compression does.
"""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Iterable

from msgspec import Struct

from deckwright.system.limits import PARTS

COMPRESSED = frozenset({"png", "jpg", "jpeg", "gif"})
"""Extensions of files that are compressed already, and are stored unchanged."""
DEFLATE_LEVEL = 6
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip can hold."""
MAX_ZIP_BYTES = 0xFFFF_FFFF
"""Larger files, and files with more parts, need Zip64, which Office does not read."""

_VERSION = 20
"""The version needed to extract: 2.0, for folders and Deflate."""
_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
_CENTRAL = b"PK\x01\x02" + struct.pack("<H", _VERSION)
_COMMON = struct.Struct("<HHHIIIIHH")
"""The fields that the header of a member and its entry in the directory share."""
_POSITION = struct.Struct("<HHHII")
"""The last fields of an entry: where the member begins."""
_TOTALS = struct.Struct("<HHHHIIH")
"""The record that ends the directory: how many entries it has, how long it is and where it begins."""
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8


class ZipFullError(ValueError):
    """The contents exceed what one file can hold."""

    def __init__(self) -> None:
        super().__init__(f"a file that Office reads holds at most {PARTS:,} parts and 4 GB")


class ZipMember(Struct, frozen=True, gc=False):
    """A member as the zip stores it."""

    stored: bytes
    method: int
    checksum: int
    """CRC-32 of the unpacked bytes."""
    size: int
    """Number of unpacked bytes."""

    def unpack(self) -> bytes:
        """Returns the unpacked bytes. Raises ValueError or zlib.error when size or checksum are wrong."""
        data = self.stored
        if self.method == _DEFLATED:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, self.size + 1)  # never more than announced
        if len(data) != self.size or zlib.crc32(data) != self.checksum:
            raise ValueError("a member of the zip is damaged")
        return data


def pack_member(name: str, data: bytes, *, compressed: bool = True) -> ZipMember:
    """Packs the member `name`; pictures, which are compressed already, are stored unchanged."""
    deflates = compressed and name.rpartition(".")[2].lower() not in COMPRESSED
    stored = zlib.compress(data, DEFLATE_LEVEL, -zlib.MAX_WBITS) if deflates else data
    return ZipMember(stored, _DEFLATED if deflates else _STORED, zlib.crc32(data), len(data))


def zip_members(members: Iterable[tuple[str, ZipMember]], moment: float | None = None) -> bytes:
    """Returns a zip of `members` in their order, dated `moment` (seconds since 1970). Raises ZipFullError over 4 GB."""
    when = _dos_time(moment)
    body, offset = io.BytesIO(), 0
    directory: list[bytes] = []
    for name, member in members:
        if len(directory) >= PARTS or offset > MAX_ZIP_BYTES:
            raise ZipFullError
        encoded, flags = name.encode(), 0 if name.isascii() else _UTF8
        common = _COMMON.pack(
            _VERSION, flags, member.method, when, member.checksum, len(member.stored), member.size, len(encoded), 0
        )
        directory.append(b"".join((_CENTRAL, common, _POSITION.pack(0, 0, 0, 0, offset), encoded)))
        offset += body.write(_LOCAL + common + encoded) + body.write(member.stored)
    entries, count = b"".join(directory), len(directory)
    if offset + len(entries) > MAX_ZIP_BYTES:
        raise ZipFullError
    body.write(entries)
    body.write(_END + _TOTALS.pack(0, 0, count, count, len(entries), offset, 0))
    return body.getvalue()


def read_stored_members(data: bytes) -> dict[str, ZipMember] | None:
    """Reads the members of a zip that `zip_members` wrote, still packed; returns None for any other zip."""
    end = len(data) - len(_END) - _TOTALS.size
    if end < 0 or not data.startswith(_END, end):
        return None
    *_, count, directory_size, place, _ = _TOTALS.unpack_from(data, end + len(_END))
    if place + directory_size != end:
        return None
    members: dict[str, ZipMember] = {}
    try:
        for _ in range(count):
            if not data.startswith(_CENTRAL, place):
                return None
            fields = place + len(_CENTRAL)
            _, _, method, _, checksum, packed_size, size, length, _ = _COMMON.unpack_from(data, fields)
            *_, offset = _POSITION.unpack_from(data, fields + _COMMON.size)
            place = fields + _COMMON.size + _POSITION.size + length
            begin = offset + len(_LOCAL) + _COMMON.size + length
            stored = data[begin : begin + packed_size]
            members[data[place - length : place].decode()] = ZipMember(stored, method, checksum, size)
    except (struct.error, UnicodeDecodeError):
        return None
    return members if place == end else None


def _dos_time(moment: float | None) -> int:
    """Returns date and time in the two words of MS-DOS, to two seconds; the earliest date when `moment` is None."""
    year, month, day, hour, minute, second = EARLIEST if moment is None else max(EARLIEST, time.gmtime(moment)[:6])
    date = (year - 1980) << 9 | month << 5 | day
    return date << 16 | hour << 11 | minute << 5 | second // 2
