"""Makes picture files of every format for tests."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RED, GREEN = (200, 30, 30), (30, 160, 60)


def flag(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Returns a picture that is red at the left and green at the right."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (size[0] // 2, 0, *size))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def colours(data: bytes) -> tuple[Any, Any]:
    """Returns the colours at the middle of the left and of the right edge."""
    image = opened(data).convert("RGB")
    return image.getpixel((2, image.height // 2)), image.getpixel((image.width - 3, image.height // 2))


def near(one: Any, other: Any, most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def turned() -> bytes:
    """Returns a JPEG that is turned by its EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = 6  # show it turned clockwise
    return saved(flag().rotate(90, expand=True), "JPEG", exif=exif, quality=95)


def png_of(header: bytes, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def clear() -> Image.Image:
    image = flag("RGBA")
    image.putpixel((30, 20), (0, 0, 0, 0))
    return image


def rainbow(width: int, height: int) -> Image.Image:
    """Returns a picture of noise, which does not compress."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


BOMB = png_of(struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0), zlib.compress(bytes(40_000)))


# drawings


def drawing(inside: str, attributes: str = 'width="60" height="40"') -> bytes:
    return f"<svg {SVG} {attributes}>{inside}</svg>".encode()


FLAG = '<path fill="#c81e1e" d="M0 0H30V40H0z"/><path fill="#1ea03c" d="M30 0H60V40H30z"/>'
