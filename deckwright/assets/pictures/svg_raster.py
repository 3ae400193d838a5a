"""Pictures at the size they are shown: drawings as pixels, and photographs without pixels that nobody sees.

The same version of a library gives the same bytes; another one may round a pixel otherwise.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 4_096
"""Pixels of a drawing's longer side."""
STAND_INS = {
    "arial": ("Liberation Sans", "sans-serif"),
    "calibri": ("Carlito", "sans-serif"),
    "cambria": ("Caladea", "serif"),
    "courier new": ("Liberation Mono", "monospace"),
    "georgia": ("Gelasio", "serif"),
    "times new roman": ("Liberation Serif", "serif"),
}
"""Fonts of Office → the free font of the same widths, and what kind of font they are."""
LETTERS = {
    "Arab": "DejaVu Sans",
    "Deva": "Noto Sans Devanagari",
    "Hang": "Noto Sans CJK KR",
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
    "Hebr": "DejaVu Sans",
    "Jpan": "Noto Sans CJK JP",
    "Thai": "Noto Sans Thai",
}
"""Script → a free font that has its letters, and Latin digits beside them."""
_FAMILIES = re.compile(r"(font-family\s*[:=]\s*[\"']?)([^\"';>]+)")


@lru_cache(maxsize=32)
def rasterised(svg: bytes, width: int, height: int, fonts: str | None = None) -> bytes:
    """A PNG of a drawing that `read_svg` has cleaned, `width` pixels wide or as near as `LONGEST` allows.

    Its letters come of the font files in the folder `fonts`, then of this machine's; with None there are no letters,
    and the picture is the same on every machine. Raises ValueError when resvg cannot draw it.
    """
    import resvg_py

    largest = max(width, height)
    if largest > LONGEST:
        width, height = max(1, width * LONGEST // largest), max(1, height * LONGEST // largest)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_FAMILIES.sub(lambda match: match[1] + with_stand_ins(match[2]), svg.decode("utf-8")),
            width=width,
            height=height,
            font_dirs=[fonts] if fonts else None,
            skip_system_fonts=fonts is None,
        )
    )


def with_stand_ins(families: str, script: str = "") -> str:
    """A list of fonts in CSS; one of Office alone is followed by what to take where it is not installed, or where it
    lacks the letters of a `script` (ISO 15924)."""
    family = families.strip()
    letters = (LETTERS[script],) if script in LETTERS else ()
    free, *kind = STAND_INS.get(family.lower(), ("",))
    return ", ".join(name for name in (family, *letters, free, *kind) if name)
