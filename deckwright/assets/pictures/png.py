"""A plain PNG: whole, of 8 bits a colour at most, upright and still, as its chunks say it, without Pillow.

Importing Pillow takes as long as arranging a short deck, and most pictures are such. PNG specification, third edition.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGE = 10_000_000
"""Pixels from which on the import is nothing against the decoding."""
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type → samples a pixel: grey, RGB, palette, and the first two with transparency."""
_SMALL = (0, 3)
"""Colour types that may have 1, 2 or 4 bits a sample."""
_LENGTHS = {
    b"PLTE": range(3, 769, 3),
    b"tRNS": range(1, 257),
    b"gAMA": range(4, 5),
    b"cHRM": range(32, 33),
    b"sRGB": range(1, 2),
    b"pHYs": range(9, 10),
    b"tIME": range(7, 8),
    b"tEXt": range(100_000),
}
"""Chunks between IHDR and IDAT that turn, move and break nothing → their lengths."""
_KEYWORDS = (b"Software", b"Creation Time", b"Title", b"Author", b"Description", b"Copyright", b"Comment")
"""Of texts; others may say that the picture is to be turned."""
_TRANSPARENT = {0: 2, 2: 6}
"""Colour type → bytes of tRNS."""


def plain_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a plain PNG in pixels; None for every other file, a damaged one too."""
    try:
        return _size(data)
    except (struct.error, zlib.error, ValueError):
        return None


def _size(data: bytes) -> tuple[int, int] | None:
    chunks = list(_chunks(data))
    kinds = [kind for kind, _ in chunks]
    if not chunks or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or chunks[-1][1]:
        return None
    width, height, depth, colour, compression, filters, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    first = kinds.index(b"IDAT")
    before, pixels = chunks[1:first], chunks[first:-1]
    if not (
        0 < width * height <= LARGE
        and colour in _SAMPLES
        and (depth == 8 or (colour in _SMALL and depth in (1, 2, 4)))
        and (compression, filters, interlaced) == (0, 0, 0)
        and (colour != 3 or b"PLTE" in kinds[:first])
        and all(_harmless(kind, body, colour) for kind, body in before)
        and all(kind == b"IDAT" for kind, _ in pixels)
    ):
        return None
    row = 1 + (width * _SAMPLES[colour] * depth + 7) // 8
    whole = _whole(b"".join(body for _, body in pixels), row * height, row)
    return (width, height) if whole else None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each. Raises struct.error where the file breaks off, ValueError for a wrong checksum."""
    if not data.startswith(SIGNATURE):
        return
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 8 + length
        (checksum,) = struct.unpack_from(">I", data, end)
        if zlib.crc32(data[at + 4 : end]) != checksum:
            raise ValueError
        yield data[at + 4 : at + 8], data[at + 8 : end]
        at = end + 4


def _harmless(kind: bytes, body: bytes, colour: int) -> bool:
    if len(body) not in _LENGTHS.get(kind, range(0)):
        return False
    if kind == b"tEXt":
        keyword, nul, _ = body.partition(b"\0")
        return bool(nul) and keyword in _KEYWORDS
    return kind != b"tRNS" or colour == 3 or len(body) == _TRANSPARENT.get(colour)


def _whole(packed: bytes, length: int, row: int) -> bool:
    """Whether these are as many bytes of pixels, each row of them with a filter that there is."""
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(packed, length + 1)
    return len(pixels) == length and unpacking.eof and not unpacking.unused_data and max(pixels[::row]) <= 4
