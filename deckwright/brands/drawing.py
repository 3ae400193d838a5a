"""SVG logos: what may stand in one, how large it is, and a PNG of it for programs that do not show SVG."""

from __future__ import annotations

import re

MOST_BYTES = 2_000_000
WIDE = 1_200
"""Pixels of the PNG: more than a logo has on any screen."""
_ROOT = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_SIDE = re.compile(rb"\b(width|height)\s*=\s*[\"']\s*([\d.]+)\s*(?:px|pt|mm|cm|in)?\s*[\"']")
_VIEW = re.compile(rb"\bviewBox\s*=\s*[\"']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
_CALLS = re.compile(
    rb"<!ENTITY|<script\b|\bon\w+\s*=\s*[\"']|href\s*=\s*[\"'](?!#|data:image/)|@import|url\(\s*[\"']?(?!#)"
)


def svg_fault(data: bytes) -> str:
    """What is wrong with a drawing, in words that end a sentence; empty for nothing."""
    if len(data) > MOST_BYTES:
        return "is larger than any logo"
    if not _ROOT.search(data) or svg_size(data) is None:
        return "is not an SVG drawing that has a size"
    return "has scripts or links, which no logo needs" if _CALLS.search(data) else ""


def svg_size(data: bytes) -> tuple[float, float] | None:
    """Width and height, in any unit: only their proportion counts."""
    root = _ROOT.search(data)
    if root is None:
        return None
    view = _VIEW.search(root[0])
    sides = {match[1]: float(match[2]) for match in _SIDE.finditer(root[0])}
    found = (float(view[1]), float(view[2])) if view else (sides.get(b"width", 0.0), sides.get(b"height", 0.0))
    return found if min(found) > 0 else None


def png_of(svg: bytes) -> bytes:
    """The drawing as a PNG. Letters that are no outlines are left out: they would differ from machine to machine."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode("utf-8", "replace"), width=WIDE, skip_system_fonts=True))
