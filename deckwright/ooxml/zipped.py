"""A zip that depends on nothing but its contents (PKWARE's APPNOTE 4.3, ECMA-376 part 2 annex C).

Spelled by hand: a presentation has four members for each slide, and zipfile spends more time on each than the
compression does.
"""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Iterable

from msgspec import Struct

from deckwright.system.limits import PARTS

PACKED = frozenset({"png", "jpg", "jpeg", "gif"})
"""Extensions of what is compressed already and is stored as it is."""
DEFLATE_LEVEL = 6
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip can hold."""
MOST_BYTES = 0xFFFF_FFFF
"""More, as more parts, needs Zip64, which Office does not read."""

_VERSION = 20
"""Needed to extract: 2.0, for folders and Deflate."""
_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
_CENTRAL = b"PK\x01\x02" + struct.pack("<H", _VERSION)
_COMMON = struct.Struct("<HHHIIIIHH")
"""What the header of a member and its entry in the directory both say."""
_PLACE = struct.Struct("<HHHII")
"""What ends the entry: where the member begins."""
_TOTALS = struct.Struct("<HHHHIIH")
"""The record that ends the directory: how many entries it has, how long it is and where it begins."""
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8


class FullError(ValueError):
    """There is more than one file can hold."""

    def __init__(self) -> None:
        super().__init__(f"a file that Office reads holds at most {PARTS:,} parts and 4 GB")


class Packed(Struct, frozen=True, gc=False):
    """A member as a zip stores it."""

    stored: bytes
    method: int
    checksum: int
    """CRC-32 of what it unpacks to."""
    size: int
    """Bytes that it unpacks to."""

    def unpacked(self) -> bytes:
        """Raises ValueError or zlib.error when it is not what it says."""
        data = self.stored
        if self.method == _DEFLATED:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, self.size + 1)  # no more than it says
        if len(data) != self.size or zlib.crc32(data) != self.checksum:
            raise ValueError("what a zip holds is damaged")
        return data


def packed(name: str, data: bytes, *, compressed: bool = True) -> Packed:
    """The member `name`; pictures, which are compressed already, stay as they are."""
    deflates = compressed and name.rpartition(".")[2].lower() not in PACKED
    stored = zlib.compress(data, DEFLATE_LEVEL, -zlib.MAX_WBITS) if deflates else data
    return Packed(stored, _DEFLATED if deflates else _STORED, zlib.crc32(data), len(data))


def zip_members(members: Iterable[tuple[str, Packed]], moment: float | None = None) -> bytes:
    """`members` in their order, dated by `moment` (seconds since 1970). Raises FullError over 4 GB."""
    when = _dos_time(moment)
    body, at = io.BytesIO(), 0
    directory: list[bytes] = []
    for name, member in members:
        if len(directory) >= PARTS or at > MOST_BYTES:
            raise FullError
        spelled, flags = name.encode(), 0 if name.isascii() else _UTF8
        common = _COMMON.pack(
            _VERSION, flags, member.method, when, member.checksum, len(member.stored), member.size, len(spelled), 0
        )
        directory.append(b"".join((_CENTRAL, common, _PLACE.pack(0, 0, 0, 0, at), spelled)))
        at += body.write(_LOCAL + common + spelled) + body.write(member.stored)
    listed, count = b"".join(directory), len(directory)
    if at + len(listed) > MOST_BYTES:
        raise FullError
    body.write(listed)
    body.write(_END + _TOTALS.pack(0, 0, count, count, len(listed), at, 0))
    return body.getvalue()


def members_of(data: bytes) -> dict[str, Packed] | None:
    """The members of a zip that `zip_members` has made, as they are stored there, by its directory; None of another."""
    end = len(data) - len(_END) - _TOTALS.size
    if end < 0 or not data.startswith(_END, end):
        return None
    *_, count, listed, place, _ = _TOTALS.unpack_from(data, end + len(_END))
    if place + listed != end:
        return None
    found: dict[str, Packed] = {}
    try:
        for _ in range(count):
            if not data.startswith(_CENTRAL, place):
                return None
            fields = place + len(_CENTRAL)
            _, _, method, _, checksum, packed_size, size, length, _ = _COMMON.unpack_from(data, fields)
            *_, at = _PLACE.unpack_from(data, fields + _COMMON.size)
            place = fields + _COMMON.size + _PLACE.size + length
            begin = at + len(_LOCAL) + _COMMON.size + length
            stored = data[begin : begin + packed_size]
            found[data[place - length : place].decode()] = Packed(stored, method, checksum, size)
    except (struct.error, UnicodeDecodeError):
        return None
    return found if place == end else None


def _dos_time(moment: float | None) -> int:
    """Date and time in the two words of MS-DOS, two seconds exact; the earliest one when nobody says."""
    year, month, day, hour, minute, second = EARLIEST if moment is None else max(EARLIEST, time.gmtime(moment)[:6])
    date = (year - 1980) << 9 | month << 5 | day
    return date << 16 | hour << 11 | minute << 5 | second // 2
