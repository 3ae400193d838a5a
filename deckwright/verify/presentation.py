"""Checks of the presentation part: its lists of masters, layouts, slides, notes masters and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.ooxml.names import MASTER_TYPE, NOTES_TYPE, SLIDE_TYPE
from deckwright.verify.finding import Finding, where
from deckwright.verify.opened import Check, Package, attribute, find_all, repeated, tag, whole

_SMALLEST_SLIDE_ID, _SMALLEST_MASTER_ID = 256, 2**31
"""ST_SlideId and ST_SlideMasterId; the latter's range serves layouts too."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _slide_list(package: Package) -> Iterator[Finding]:
    listed = _listed(package, "p:sldIdLst/p:sldId")
    for number in repeated([slide_id for slide_id, _ in listed]):
        yield Finding("duplicate-slide-id", package.main, f"two slides have the id {number}")
    for number, part in listed:
        if not _within(number, _SMALLEST_SLIDE_ID, _SMALLEST_MASTER_ID):
            yield Finding("slide-id-out-of-range", package.main, f"a slide has the id {number}")
        if package.type_of(part) != SLIDE_TYPE:
            yield Finding("not-a-slide", package.main, f"slide {number} is {part or 'no part'}, which is no slide")
    parts = [part for _, part in listed]
    for part in repeated(parts):
        yield Finding("slide-listed-twice", package.main, f"{part} is in the list of slides more than once")
    known = set(parts)
    for part, _ in package.of_type(SLIDE_TYPE):
        if part not in known:
            yield Finding("unlisted-slide", part, "it is not in the list of slides")


def _master_ids(package: Package) -> Iterator[Finding]:
    """Masters and layouts share one row of ids; every layout is listed by its master."""
    masters = _listed(package, "p:sldMasterIdLst/p:sldMasterId")
    if not masters:
        yield Finding("no-master", package.main, "the presentation lists no slide master")
    ids = [number for number, _ in masters]
    for part, tree in package.of_type(MASTER_TYPE):
        if part not in [listed for _, listed in masters]:
            yield Finding("unlisted-master", part, "it is not in the list of slide masters")
        layouts = []
        for element in find_all(tree, "p:sldLayoutIdLst/p:sldLayoutId"):
            ids.append(attribute(element, "id"))
            relationship = package.relationship(part, attribute(element, "r:id"))
            layouts.append(relationship.target if relationship else "")
        for layout in package.targets(part, "slideLayout"):
            if layout not in layouts:
                yield Finding("unlisted-layout", layout, f"{part} does not list it")
    for number in repeated(ids):
        yield Finding("duplicate-master-id", package.main, f"two masters or layouts have the id {number}")
    for number in ids:
        if not _within(number, _SMALLEST_MASTER_ID, 2**32):
            yield Finding("master-id-out-of-range", package.main, f"a master or layout has the id {number}")


def _notes_master(package: Package) -> Iterator[Finding]:
    masters = package.targets(package.main, "notesMaster")
    listed = [part for _, part in _listed(package, "p:notesMasterIdLst/p:notesMasterId")]
    for master in masters:
        if master not in listed:
            yield Finding("unlisted-notes-master", master, "presentation.xml does not list it")
    for part, _ in package.of_type(NOTES_TYPE):
        if not set(package.targets(part, "notesMaster")) & set(masters):
            yield Finding("no-notes-master", part, "its notes master is not the presentation's")
        for slide in package.targets(part, "slide"):
            if part not in package.targets(slide, "notesSlide"):
                yield Finding("notes-of-nobody", part, f"{slide} does not have these notes")


def _sections(package: Package) -> Iterator[Finding]:
    if (tree := package.trees.get(package.main)) is None:
        return
    sections = list(tree.iter(tag("p14:section")))
    if not sections:
        return
    slides = [number for number, _ in _listed(package, "p:sldIdLst/p:sldId")]
    named = [attribute(e, "id") for section in sections for e in find_all(section, "p14:sldIdLst/p14:sldId")]
    known, placed = set(slides), set(named)
    for number in dict.fromkeys(named):
        if number not in known:
            yield Finding("section-names-missing-slide", package.main, f"a section names slide {number}")
    for number in repeated(named):
        yield Finding("slide-in-two-sections", package.main, f"slide {number} stands in sections more than once")
    for number in slides:
        if number not in placed:
            yield Finding("slide-in-no-section", package.main, f"slide {number} stands in no section")
    if named != slides and sorted(named) == sorted(slides):
        yield Finding("sections-out-of-order", package.main, "sections name the slides in another order")
    for guid in repeated([attribute(section, "id") for section in sections]):
        yield Finding("duplicate-section-id", package.main, f"two sections have the id {guid}")
    for section in sections:
        if not attribute(section, "name").strip():
            yield Finding("section-without-name", package.main, "a section has no name")


def _size(package: Package) -> Iterator[Finding]:
    """ST_SlideSizeCoordinate: an inch to 56 inches, in EMU."""
    tree = package.trees.get(package.main)
    size = None if tree is None else tree.find(tag("p:sldSz"))
    for name in () if size is None else ("cx", "cy"):
        if not _within(attribute(size, name), 914_400, 51_206_401):
            yield Finding(
                "slide-size-out-of-range", package.main, f"slides are {attribute(size, name)!r} EMU", where(size)
            )


def _properties(package: Package) -> Iterator[Finding]:
    part = "/docProps/core.xml"
    if (core := package.trees.get(part)) is None:
        yield Finding("no-properties", "/", "the file has no core properties")
        return
    if not (core.findtext(tag("dc:title")) or "").strip():
        yield Finding("no-file-title", part, "the file's title is empty")
    for name in ("dcterms:created", "dcterms:modified"):
        text = core.findtext(tag(name)) or ""
        if not _MOMENT.fullmatch(text):
            yield Finding("no-date", part, f"{name} is {text!r}, not a moment such as 2026-01-31T00:00:00Z")


def _listed(package: Package, path: str) -> list[tuple[str, str]]:
    """Id and part of each entry of a list of the presentation; the part is "" where it leads nowhere."""
    if (tree := package.trees.get(package.main)) is None:
        return []
    targets = {r.id: r.target for r in package.relationships.get(package.main, ())}
    return [(attribute(e, "id"), targets.get(attribute(e, "r:id"), "")) for e in find_all(tree, path)]


def _within(number: str, low: int, high: int) -> bool:
    return low <= whole(number) < high


PRESENTATION_CHECKS: tuple[Check, ...] = (_slide_list, _master_ids, _notes_master, _sections, _size, _properties)
