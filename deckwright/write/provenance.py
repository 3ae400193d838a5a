"""Provenance: which data a presentation shows, in its custom properties, where every program keeps them.

One JSON text, cut into properties of at most `LONGEST` characters, for Office shows no more than 255 of one:

    {"data": {"growth": {"source": "…", "as_of": "2018", "sha256": "…", "rows": 5}},
     "slides": [[7, "udvikling", ["growth"]]]}

Slides stand there with their number and their id, which is their name in the file; LibreOffice loses the names.
"""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.model.page import Pages
from deckwright.ooxml.stamp import DATA

LONGEST = 240


def provenance(pages: Pages) -> Mapping[str, str]:
    """The custom properties that say which data `pages` show; none where they show none."""
    shown = {name for page in pages.pages for name in page.data}
    if not shown:
        return {}
    import json

    data = {
        one.name: {"source": one.source, "as_of": one.as_of, "sha256": one.digest, "rows": one.rows}
        for one in pages.data
        if one.name in shown
    }
    slides = [[number, page.id, list(page.data)] for number, page in enumerate(pages.pages, 1) if page.data]
    text = json.dumps({"data": data, "slides": slides}, separators=(",", ":"))
    parts = [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]
    return {f"{DATA}{number}": part for number, part in enumerate(parts, 1)}
