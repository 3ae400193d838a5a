"""Checks of what a presentation remembers of its data: whole, short enough for Office, and of slides that are there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from deckwright.ooxml.names import CUSTOM_PART, SLIDE_TYPE
from deckwright.verify.finding import Finding
from deckwright.verify.opened import Check, Package, attribute, find_all, tag

_NAME = "DeckwrightData"
_LONGEST = 255
"""Characters of a custom property that Office shows and keeps."""


def _provenance(package: Package) -> Iterator[Finding]:
    if (tree := package.trees.get(CUSTOM_PART)) is None:
        return
    items = {attribute(item, "name"): "".join(map(str, item.itertext())) for item in tree.iter(tag("custom:property"))}
    for name, value in items.items():
        if len(value) > _LONGEST:
            yield Finding("long-property", CUSTOM_PART, f"the property {name} has {len(value)} characters")
    parts = {name: value for name, value in items.items() if name.startswith(_NAME)}
    if not parts:
        return
    text = "".join(parts.get(f"{_NAME}{number}", "") for number in range(1, len(parts) + 1))
    try:
        told = json.loads(text)
        shown = [(str(slide), set(names)) for _, slide, names in told["slides"]]
        known = set(told["data"])
    except (ValueError, LookupError, TypeError, RecursionError):
        yield Finding("broken-provenance", CUSTOM_PART, "which data the slides show cannot be read")
        return
    slides = {attribute(e, "name") for _, slide in package.of_type(SLIDE_TYPE) for e in find_all(slide, "p:cSld")}
    for slide, names in shown:
        if slide not in slides:
            yield Finding("broken-provenance", CUSTOM_PART, f"there is no slide {slide}, which is said to show data")
        for name in sorted(names - known):
            yield Finding("broken-provenance", CUSTOM_PART, f"nothing is said of {name}, which slide {slide} shows")


PROVENANCE_CHECKS: tuple[Check, ...] = (_provenance,)
