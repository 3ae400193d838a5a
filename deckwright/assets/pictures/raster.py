"""Reads and writes pictures made of pixels.

A PNG or JPEG that is plain already is kept to the byte. Turned (EXIF), animated, printing-colour (CMYK) and 16-bit
pictures are converted, and so are the kinds that only some programs show.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.assets.pictures.faults import PictureFault
from deckwright.assets.pictures.png import plain_size
from deckwright.system.limits import PICTURE_BYTES, PICTURE_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image


MOST_BYTES, MOST_PIXELS = PICTURE_BYTES, PICTURE_PIXELS


QUALITY = 92
"""Of a JPEG that is drawn anew."""
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
"""The kinds that are written."""
_TURNED = range(2, 9)
"""Values of EXIF's Orientation (0x0112) that are not "as it is"."""
_ORIENTATION = 0x0112


class Kind(Struct, frozen=True):
    """A kind of picture file: what it is written as."""

    opaque: str
    """Without transparency: PNG or JPEG."""
    clear: str = "PNG"
    """With transparency."""


# fmt: off
KINDS: Mapping[str, Kind] = {
    "PNG":  Kind("PNG"),
    "JPEG": Kind("JPEG", "JPEG"),
    "GIF":  Kind("PNG"),           # the first frame
    "WEBP": Kind("JPEG"),          # of a photograph, a PNG would be ten times as large
    "TIFF": Kind("PNG"),
    "BMP":  Kind("PNG"),
}
"""Pillow's name of a kind → how it is written. SVG has a reader of its own, see `svg`."""
# fmt: on


class PictureFile(Struct, frozen=True):
    """A picture as it can be put into a presentation."""

    data: bytes
    media_type: str
    """image/png, image/jpeg or image/svg+xml."""
    width: int
    """Pixels, or CSS pixels of a drawing."""
    height: int
    families: tuple[str, ...] = ()
    """Of a drawing: the fonts its texts ask for."""


def read_raster(data: bytes) -> PictureFile:
    """Reads a picture of one of the KINDS. Raises PictureFault for anything else, and for damaged or huge files."""
    if size := plain_size(data):
        return PictureFile(data, MEDIA_TYPES["PNG"], *size)
    return _convert(data)


def _convert(data: bytes) -> PictureFile:
    from PIL import Image, UnidentifiedImageError

    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=tuple(KINDS)) as image,
        ):
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            image.load()  # a file that is cut off opens well
            return _made_plain(image, data)
    except UnidentifiedImageError:
        advice = "save it as PNG or JPEG, or a drawing as SVG"
        raise PictureFault("is not a picture that can be read", advice) from None
    except Image.DecompressionBombError:
        advice = "make it smaller: 4000 pixels are plenty"
        raise PictureFault("has more pixels than a presentation needs", advice) from None
    except (OSError, ValueError, SyntaxError, OverflowError):
        raise PictureFault("is damaged", "save it again") from None


def _made_plain(image: Image, data: bytes) -> PictureFile:
    from PIL import ImageOps

    kind = KINDS[str(image.format)]
    target = kind.clear if image.has_transparency_data else kind.opaque
    deep = image.format == "PNG" and data[24] == 16  # bits a colour, in the IHDR chunk
    turned = image.getexif().get(_ORIENTATION) in _TURNED
    moves = getattr(image, "n_frames", 1) > 1
    if target == image.format and not (deep or turned or moves or image.mode == "CMYK"):
        return PictureFile(data, MEDIA_TYPES[target], *image.size)
    upright = ImageOps.exif_transpose(image) if turned else image
    plain = _in_eight_bits(upright, target)
    return PictureFile(encoded(plain, target, image.info.get("icc_profile")), MEDIA_TYPES[target], *plain.size)


def encoded(image: Image, kind: str, profile: bytes | None = None) -> bytes:
    """A PNG or JPEG of `image`, with its colour profile unless the colours have been converted."""
    buffer = io.BytesIO()
    kept = profile if image.mode in ("RGB", "RGBA") else None
    if kind == "JPEG":
        image.save(buffer, "JPEG", quality=QUALITY, icc_profile=kept)
    else:
        image.save(buffer, "PNG", icc_profile=kept)
    return buffer.getvalue()


def _in_eight_bits(image: Image, kind: str) -> Image:
    """`image` in a mode that a file of this `kind` holds with 8 bits a colour."""
    if image.mode == "CMYK":
        return _from_print(image)
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if kind == "JPEG":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _from_print(image: Image) -> Image:
    """Printing colours on a screen: by the profile in the file, or as they come."""
    from PIL import ImageCms

    profile = image.info.pop("icc_profile", None)
    if profile:
        try:
            own, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


MUCH_LARGER = 2
"""Times the pixels needed, along a side, from which on a photograph is made smaller."""
WORTH_IT = 500_000
"""Bytes below which it is not."""


@lru_cache(maxsize=32)
def sampled(data: bytes, width: int) -> bytes:
    """A photograph `width` pixels wide; `data` itself when it has not many more, or would hardly become smaller."""
    if len(data) < WORTH_IT:
        return data
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES)) as image:
        if image.width < width * MUCH_LARGER or image.mode not in ("L", "RGB", "RGBA"):
            return data
        height = max(1, round(image.height * width / image.width))
        smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        new = encoded(smaller, str(image.format), image.info.get("icc_profile"))
    return new if len(new) < len(data) else data
