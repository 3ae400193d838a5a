"""A zip that depends on nothing but its contents (PKWARE's APPNOTE 4.3, ECMA-376 part 2 annex C).

Spelled by hand: a presentation has four members for each slide, and zipfile spends more time on each than the
compression does.
"""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Iterable

from deckwright.limits import PARTS

PACKED = frozenset({"png", "jpg", "jpeg", "gif"})
"""Extensions of what is compressed already and is stored as it is."""
DEFLATE_LEVEL = 6
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip can hold."""
MOST_BYTES = 0xFFFF_FFFF
"""More, as more parts, needs Zip64, which Office does not read."""

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20
"""Needed to extract: 2.0, for folders and Deflate."""
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8


class FullError(ValueError):
    """There is more than one file can hold."""


def zip_members(members: Iterable[tuple[str, bytes]], moment: float | None = None, *, compressed: bool = True) -> bytes:
    """`members` (name, bytes) in their order, dated by `moment` (seconds since 1970). Raises FullError over 4 GB."""
    when = _dos_time(moment)
    body: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, data in members:
        packs = compressed and name.rpartition(".")[2].lower() not in PACKED
        stored = zlib.compress(data, DEFLATE_LEVEL, -zlib.MAX_WBITS) if packs else data
        spelled = name.encode()
        flags = 0 if name.isascii() else _UTF8
        method = _DEFLATED if packs else _STORED
        common = struct.pack(
            "<HHHIIIIHH", _VERSION, flags, method, when, zlib.crc32(data), len(stored), len(data), len(spelled), 0
        )
        directory.append(
            b"".join((_CENTRAL, struct.pack("<H", _VERSION), common, struct.pack("<HHHII", 0, 0, 0, 0, at), spelled))
        )
        body += (_LOCAL, common, spelled, stored)
        at += len(_LOCAL) + len(common) + len(spelled) + len(stored)
    listed = b"".join(directory)
    if len(directory) > PARTS or at + len(listed) > MOST_BYTES:
        raise FullError(f"a file that Office reads holds at most {PARTS:,} parts and 4 GB")
    counts = struct.pack("<HHHHIIH", 0, 0, len(directory), len(directory), len(listed), at, 0)
    return b"".join((*body, listed, _END, counts))


def _dos_time(moment: float | None) -> int:
    """Date and time in the two words of MS-DOS, two seconds exact; the earliest one when nobody says."""
    year, month, day, hour, minute, second = EARLIEST if moment is None else max(EARLIEST, time.gmtime(moment)[:6])
    date = (year - 1980) << 9 | month << 5 | day
    return date << 16 | hour << 11 | minute << 5 | second // 2
