"""Checks PNG files by their chunks, without Pillow: most pictures are plain PNGs that need no conversion.

Importing Pillow takes as long as arranging a short deck. Source: PNG specification, third edition.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_PLAIN_PIXELS = 10_000_000
"""Pillow reads larger pictures: decoding them takes much longer than importing it."""
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type → samples per pixel: grey, RGB, palette, grey with alpha, RGB with alpha."""
_CHUNK_LENGTHS = {
    b"PLTE": range(3, 769, 3),
    b"tRNS": range(1, 257),
    b"gAMA": range(4, 5),
    b"cHRM": range(32, 33),
    b"sRGB": range(1, 2),
    b"pHYs": range(9, 10),
    b"tIME": range(7, 8),
    b"tEXt": range(100_000),
}
"""Chunks before IDAT that neither rotate nor animate the picture → their valid lengths."""
_KEYWORDS = (b"Software", b"Creation Time", b"Title", b"Author", b"Description", b"Copyright", b"Comment")
"""Keywords of tEXt chunks that do not rotate the picture; others may."""
_TRANSPARENCY_LENGTHS = {0: 2, 2: 6}
"""Colour type → bytes of tRNS."""


def read_plain_size(data: bytes) -> tuple[int, int] | None:
    """Returns width and height in pixels of a plain PNG: intact, upright, not animated, at most 8 bits per sample.

    Returns None for every other file.
    """
    try:
        return _read_size(data)
    except (struct.error, zlib.error, ValueError):
        return None


def _read_size(data: bytes) -> tuple[int, int] | None:
    chunks = list(_read_chunks(data))
    types = [type_ for type_, _ in chunks]
    if not chunks or types[0] != b"IHDR" or types[-1] != b"IEND" or chunks[-1][1]:
        return None
    width, height, depth, colour_type, compression, filters, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    first = types.index(b"IDAT")
    before, pixels = chunks[1:first], chunks[first:-1]
    if not (
        0 < width * height <= MAX_PLAIN_PIXELS
        and colour_type in _SAMPLES
        and (depth == 8 or (depth in (1, 2, 4) and _SAMPLES[colour_type] == 1))
        and (compression, filters, interlaced) == (0, 0, 0)
        and (colour_type != 3 or b"PLTE" in types[:first])
        and all(_is_harmless(type_, content, colour_type) for type_, content in before)
        and all(type_ == b"IDAT" for type_, _ in pixels)
    ):
        return None
    row_length = 1 + (width * _SAMPLES[colour_type] * depth + 7) // 8
    is_intact = _has_all_rows(b"".join(content for _, content in pixels), row_length * height, row_length)
    return (width, height) if is_intact else None


def _read_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yields type and content of each chunk. Raises struct.error for a short file, ValueError for a wrong checksum."""
    if not data.startswith(SIGNATURE):
        return
    start = len(SIGNATURE)
    while start < len(data):
        (length,) = struct.unpack_from(">I", data, start)
        end = start + 8 + length
        (checksum,) = struct.unpack_from(">I", data, end)
        if zlib.crc32(data[start + 4 : end]) != checksum:
            raise ValueError
        yield data[start + 4 : start + 8], data[start + 8 : end]
        start = end + 4


def _is_harmless(type_: bytes, content: bytes, colour_type: int) -> bool:
    """Returns True for a chunk that does not change how the picture is shown."""
    if len(content) not in _CHUNK_LENGTHS.get(type_, range(0)):
        return False
    if type_ == b"tEXt":
        keyword, nul, _ = content.partition(b"\0")
        return bool(nul) and keyword in _KEYWORDS
    return type_ != b"tRNS" or colour_type == 3 or len(content) == _TRANSPARENCY_LENGTHS.get(colour_type)


def _has_all_rows(packed: bytes, length: int, row_length: int) -> bool:
    """Returns True if `packed` holds exactly `length` bytes, and each row begins with a valid filter type (0 to 4)."""
    decompressor = zlib.decompressobj()
    pixels = decompressor.decompress(packed, length + 1)
    is_complete = len(pixels) == length and decompressor.eof and not decompressor.unused_data
    return is_complete and max(pixels[::row_length]) <= 4
