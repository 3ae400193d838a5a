"""Pictures: every kind of file becomes one that PowerPoint shows, and what cannot is refused with the way out."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from picture_cases import BOMB, GREEN, RED, SVG, clear, colours, flag, near, opened, png_of, rainbow, saved, turned
from PIL import Image, ImageCms

from deckwright.assets.pictures import RASTER_FORMATS, PictureError, read_file, read_picture


def deep() -> bytes:
    """A PNG of 16 bits a colour, dark at the left and light at the right."""
    rows = b"".join(b"\0" + struct.pack(">60H", *([0x1000] * 30 + [0xF000] * 30)) for _ in range(40))
    return png_of(struct.pack(">IIBBBBB", 60, 40, 16, 0, 0, 0, 0), zlib.compress(rows))


def moving(kind: str) -> bytes:
    return saved(flag(), kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])


def in_print() -> bytes:
    return saved(flag("CMYK"), "JPEG", quality=95)


# fmt: off
FILES: list[tuple[str, bytes, str, bool]] = [
    # what it is                     its bytes                                          written as    kept to the byte
    ("PNG",                          saved(flag(), "PNG"),                              "image/png",  True),
    ("PNG with a palette",           saved(flag("P"), "PNG"),                           "image/png",  True),
    ("PNG that shows through",       saved(flag("RGBA"), "PNG"),                        "image/png",  True),
    ("PNG that moves",               moving("PNG"),                                     "image/png",  False),
    ("JPEG",                         saved(flag(), "JPEG", quality=95),                 "image/jpeg", True),
    ("JPEG on its side",             turned(),                                          "image/jpeg", False),
    ("JPEG in printing colours",     in_print(),                                        "image/jpeg", False),
    ("GIF",                          saved(flag(), "GIF"),                              "image/png",  False),
    ("GIF that moves",               moving("GIF"),                                     "image/png",  False),
    ("WebP",                         saved(flag(), "WEBP", quality=95),                 "image/jpeg", False),
    ("WebP that shows through",      saved(clear(), "WEBP", lossless=True),             "image/png",  False),
    ("WebP that moves",              moving("WEBP"),                                    "image/jpeg", False),
    ("TIFF",                         saved(flag(), "TIFF"),                             "image/png",  False),
    ("TIFF in printing colours",     saved(flag("CMYK"), "TIFF"),                       "image/png",  False),
    ("BMP",                          saved(flag(), "BMP"),                              "image/png",  False),
]
# fmt: on


@pytest.mark.parametrize(("data", "media_type", "kept"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_every_kind_becomes_a_picture_that_powerpoint_shows(data: bytes, media_type: str, kept: bool) -> None:
    read = read_picture(data)
    assert (read.media_type, read.width, read.height) == (media_type, 60, 40)
    assert (read.data == data) == kept
    image = opened(read.data)
    assert f"image/{str(image.format).lower()}" == media_type
    assert (image.size, getattr(image, "n_frames", 1)) == ((60, 40), 1) or kept
    assert image.mode != "CMYK"
    left, right = colours(read.data)
    assert near(left, RED, 40)
    assert near(right, GREEN, 40)


def test_every_kind_in_the_table_is_tried() -> None:
    assert {str(opened(data).format) for _, data, _, _ in FILES} == set(RASTER_FORMATS)


def test_of_a_jpeg_with_several_pictures_the_first_is_shown() -> None:
    read = read_picture(moving("MPO"))
    assert (read.media_type, opened(read.data).format) == ("image/jpeg", "JPEG")
    assert near(colours(read.data)[0], RED, 40)


def test_sixteen_bits_become_eight_and_stay_as_light() -> None:
    read = read_picture(deep())
    assert read.data[24] == 8
    assert colours(read.data) == ((16, 16, 16), (239, 239, 239))


def test_transparency_stays() -> None:
    clear = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    assert opened(read_picture(saved(clear, "WEBP", lossless=True)).data).convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


def test_printing_colours_are_those_of_the_profile_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """sRGB stands for a printer's profile, which is too large to keep here; what it is asked is what counts."""
    asked: list[str] = []

    def convert(image: Image.Image, *profiles: Any, **options: str) -> Image.Image:
        assert len(profiles) == 2
        asked.append(options["outputMode"])
        return Image.new("RGB", image.size, "teal")

    monkeypatch.setattr(ImageCms, "profileToProfile", convert)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    read = read_picture(saved(flag("CMYK"), "TIFF", icc_profile=profile))
    assert asked == ["RGB"]
    assert opened(read.data).getpixel((0, 0)) == (0, 128, 128)


CUT = saved(rainbow(60, 40), "PNG")

HOSTILE: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "is empty"),
    ("a text", b"I am a picture, said the text.\n" * 40, "is not a picture that can be read"),
    ("a PDF", b"%PDF-1.7\n" + bytes(400), "is not a picture that can be read"),
    ("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is not a picture that can be read"),
    ("a web page", b"<html><body>no</body></html>", "is not a picture that can be read"),
    ("a PNG cut off", CUT[: len(CUT) // 2], "is damaged"),
    ("a JPEG cut off", saved(flag(), "JPEG")[:200], "is damaged"),
    ("a head without a body", b"\x89PNG\r\n\x1a\n", "is not a picture that can be read"),
    ("a bomb", BOMB, "has more pixels than a presentation needs"),
    ("UTF-16", f"<svg {SVG}/>".encode("utf-16"), "is not in UTF-8"),
]


@pytest.mark.parametrize(("data", "why"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_is_no_sound_picture_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureError) as fault:
        read_picture(data)
    assert fault.value.reason == why
    assert fault.value.help


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.png"
    with file.open("wb") as stream:
        stream.truncate(63_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(PictureError, match="is 63 MB large, but a picture may have at most 50 MB"):
        read_file(file)
