"""Reads and writes raster pictures.

A plain PNG or JPEG keeps its bytes. Rotated (EXIF), animated, CMYK and 16-bit pictures are converted, and so are
formats that only some programs show.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.assets.pictures.png import read_plain_size
from deckwright.system.limits import PICTURE_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
"""The formats that pictures are converted to."""
_ORIENTATION = 0x0112
"""The EXIF tag; its values from 2 to 8 rotate or mirror the picture."""


# fmt: off
RASTER_FORMATS: Mapping[str, tuple[str, str]] = {
    "PNG":  ("PNG", "PNG"),
    "JPEG": ("JPEG", "JPEG"),
    "GIF":  ("PNG", "PNG"),   # the first frame
    "WEBP": ("JPEG", "PNG"),  # a photograph would be ten times as large as PNG
    "TIFF": ("PNG", "PNG"),
    "BMP":  ("PNG", "PNG"),
}
"""Pillow's name of a file format → the formats to convert it to, without and with transparency. `svg` reads SVG."""
# fmt: on


class PictureError(Exception):
    """A picture that cannot be shown. `reason` follows its name: "is damaged"."""

    def __init__(self, reason: str, help: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.help = help


class PictureFile(Struct, frozen=True):
    """A picture that can be put into a presentation."""

    data: bytes
    media_type: str
    """image/png, image/jpeg or image/svg+xml."""
    width: int
    """In pixels; of a drawing in CSS pixels, as `height`."""
    height: int
    families: tuple[str, ...] = ()
    """The fonts of a drawing's texts, in order of appearance."""


def read_raster(data: bytes) -> PictureFile:
    """Reads a picture in one of RASTER_FORMATS. Raises PictureError for other, damaged or huge files."""
    if size := read_plain_size(data):
        return PictureFile(data, MEDIA_TYPES["PNG"], *size)
    from PIL import Image, UnidentifiedImageError

    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=tuple(RASTER_FORMATS)) as image,
        ):
            if image.width * image.height > PICTURE_PIXELS:
                raise Image.DecompressionBombError
            image.load()  # opening does not find out that a file is cut off
            return _convert(image, data)
    except UnidentifiedImageError:
        advice = "save it as PNG or JPEG, or a drawing as SVG"
        raise PictureError("is not a picture that can be read", advice) from None
    except Image.DecompressionBombError:
        advice = "make it smaller: 4000 pixels are plenty"
        raise PictureError("has more pixels than a presentation needs", advice) from None
    except (OSError, ValueError, SyntaxError, OverflowError):
        raise PictureError("is damaged", "save it again") from None


def _convert(image: Image, data: bytes) -> PictureFile:
    """Converts `image` where necessary; otherwise keeps `data`."""
    from PIL import ImageOps

    # Pillow calls a JPEG with several pictures, as phones take them, MPO
    opaque, transparent = RASTER_FORMATS["JPEG" if image.format == "MPO" else str(image.format)]
    target = transparent if image.has_transparency_data else opaque
    is_16_bit = image.format == "PNG" and data[24] == 16  # bits per sample, in the IHDR chunk
    is_rotated = image.getexif().get(_ORIENTATION) in range(2, 9)
    is_animated = getattr(image, "n_frames", 1) > 1
    if target == image.format and not (is_16_bit or is_rotated or is_animated or image.mode == "CMYK"):
        return PictureFile(data, MEDIA_TYPES[target], *image.size)
    upright = ImageOps.exif_transpose(image) if is_rotated else image
    plain = _reduce_depth(upright, target)
    return PictureFile(encode(plain, target, image.info.get("icc_profile")), MEDIA_TYPES[target], *plain.size)


def encode(image: Image, format_: str, profile: bytes | None = None) -> bytes:
    """Encodes `image` as PNG or JPEG, with its colour profile if it is RGB."""
    buffer = io.BytesIO()
    icc_profile = profile if image.mode in ("RGB", "RGBA") else None
    image.save(buffer, format_, quality=92, icc_profile=icc_profile)  # the PNG writer ignores the quality
    return buffer.getvalue()


def _reduce_depth(image: Image, format_: str) -> Image:
    """Converts `image` to a mode that a file of this format stores with 8 bits per sample."""
    if image.mode == "CMYK":
        return _convert_cmyk(image)
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if format_ == "JPEG":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _convert_cmyk(image: Image) -> Image:
    """Converts printing colours to RGB by the profile in the file, or by a simple formula if it has no usable one."""
    from PIL import ImageCms

    profile = image.info.pop("icc_profile", None)
    if profile:
        try:
            cmyk, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, cmyk, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


MIN_OVERSIZE = 2
"""Photographs with this many times the width needed, or more, are scaled down."""
MIN_DOWNSAMPLED_BYTES = 500_000
"""Scaling down smaller files would save little."""


@lru_cache(maxsize=32)
def downsample(data: bytes, width: int) -> bytes:
    """Scales a photograph down to `width` pixels; returns `data` if it is hardly wider or would not become smaller."""
    if len(data) < MIN_DOWNSAMPLED_BYTES:
        return data
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES)) as image:
        if image.width < width * MIN_OVERSIZE or image.mode not in ("L", "RGB", "RGBA"):
            return data
        height = max(1, round(image.height * width / image.width))
        smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        new = encode(smaller, str(image.format), image.info.get("icc_profile"))
    return new if len(new) < len(data) else data
