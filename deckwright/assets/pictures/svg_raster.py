"""Rasterises SVG drawings with resvg, for programs that do not show SVG.

The same version of resvg gives the same bytes; another one may round a pixel differently.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_PIXELS_PER_SIDE = 4_096
OFFICE_FONT_FALLBACKS = {
    "arial": ("Liberation Sans", "sans-serif"),
    "calibri": ("Carlito", "sans-serif"),
    "cambria": ("Caladea", "serif"),
    "courier new": ("Liberation Mono", "monospace"),
    "georgia": ("Gelasio", "serif"),
    "times new roman": ("Liberation Serif", "serif"),
}
"""Font of Office → the free font of the same widths, and the generic family."""
SCRIPT_FONTS = {
    "Arab": "DejaVu Sans",
    "Deva": "Noto Sans Devanagari",
    "Hang": "Noto Sans CJK KR",
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
    "Hebr": "DejaVu Sans",
    "Jpan": "Noto Sans CJK JP",
    "Thai": "Noto Sans Thai",
}
"""Script (ISO 15924) → a free font with its letters and with Latin digits."""
_FAMILIES = re.compile(r"(font-family\s*[:=]\s*[\"']?)([^\"';>]+)")


@lru_cache(maxsize=32)
def rasterise_svg(svg: bytes, width: int, height: int, font_folder: str | None = None) -> bytes:
    """Returns a PNG of a drawing cleaned by `read_svg`, of the given size or as near as MAX_PIXELS_PER_SIDE allows.

    Texts use the fonts in `font_folder`, then those of this machine. With None they are not drawn, and the PNG is the
    same on every machine. Raises ValueError when resvg cannot draw it.
    """
    import resvg_py

    longest = max(width, height)
    if longest > MAX_PIXELS_PER_SIDE:
        width, height = (max(1, side * MAX_PIXELS_PER_SIDE // longest) for side in (width, height))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_FAMILIES.sub(lambda match: match[1] + add_fallback_fonts(match[2]), svg.decode("utf-8")),
            width=width,
            height=height,
            font_dirs=[font_folder] if font_folder else None,
            skip_system_fonts=font_folder is None,
        )
    )


def add_fallback_fonts(families: str, script: str = "") -> str:
    """Adds fallbacks to a CSS font list: a font with the letters of `script`, and the free equivalent of an Office font
    that is the only one in the list."""
    family = families.strip()
    script_font = (SCRIPT_FONTS[script],) if script in SCRIPT_FONTS else ()
    free_font, *generic = OFFICE_FONT_FALLBACKS.get(family.lower(), ("",))
    return ", ".join(name for name in (family, *script_font, free_font, *generic) if name)
