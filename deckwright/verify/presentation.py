"""Checks the presentation: its lists of masters, layouts, slides and sections, its properties and data sources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from deckwright.ooxml.names import CUSTOM_PART, MASTER_TYPE, NOTES_TYPE, SLIDE_TYPE
from deckwright.ooxml.stamp import DATA_PROPERTY, join_data_properties
from deckwright.verify.parsed_package import ParsedPackage, find_all, find_repeated, get_attribute, parse_int, qname
from deckwright.verify.problems import Problem, locate

_MIN_SLIDE_ID, _MIN_MASTER_ID = 256, 2**31
"""The lower ends of ST_SlideId and ST_SlideMasterId; layouts have ids in the range of masters."""
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MAX_PROPERTY_LENGTH = 255
"""The most characters of a custom property that Office shows and keeps."""


def check_slide_list(package: ParsedPackage) -> Iterator[Problem]:
    listed = _read_list(package, "p:sldIdLst/p:sldId")
    for number in find_repeated([slide_id for slide_id, _ in listed]):
        yield Problem("duplicate-slide-id", package.main, f"two slides have the id {number}")
    for number, part in listed:
        if not _is_between(number, _MIN_SLIDE_ID, _MIN_MASTER_ID):
            yield Problem("slide-id-out-of-range", package.main, f"a slide has the id {number}")
        if package.get_type(part) != SLIDE_TYPE:
            message = f"slide {number} refers to {part or 'no part'}, which is not a slide"
            yield Problem("not-a-slide", package.main, message)
    parts = [part for _, part in listed]
    for part in find_repeated(parts):
        yield Problem("slide-listed-twice", package.main, f"{part} is in the list of slides twice")
    known = set(parts)
    for part, _ in package.iter_parts(SLIDE_TYPE):
        if part not in known:
            yield Problem("unlisted-slide", part, "it is not in the list of slides")


def check_master_ids(package: ParsedPackage) -> Iterator[Problem]:
    """Checks the ids of masters and layouts, which share a range, and that every master lists its layouts."""
    masters = _read_list(package, "p:sldMasterIdLst/p:sldMasterId")
    if not masters:
        yield Problem("no-master", package.main, "the presentation lists no slide master")
    ids = [number for number, _ in masters]
    for part, tree in package.iter_parts(MASTER_TYPE):
        if part not in [listed for _, listed in masters]:
            yield Problem("unlisted-master", part, "it is not in the list of slide masters")
        layouts = []
        for element in find_all(tree, "p:sldLayoutIdLst/p:sldLayoutId"):
            ids.append(get_attribute(element, "id"))
            layouts.append(package.find_target(part, element))
        for layout in package.find_targets(part, "slideLayout"):
            if layout not in layouts:
                yield Problem("unlisted-layout", layout, f"{part} does not list it")
    for number in find_repeated(ids):
        yield Problem("duplicate-master-id", package.main, f"two masters or layouts have the id {number}")
    for number in ids:
        if not _is_between(number, _MIN_MASTER_ID, 2**32):
            yield Problem("master-id-out-of-range", package.main, f"a master or layout has the id {number}")


def check_notes_master(package: ParsedPackage) -> Iterator[Problem]:
    masters = package.find_targets(package.main, "notesMaster")
    listed = [part for _, part in _read_list(package, "p:notesMasterIdLst/p:notesMasterId")]
    for master in masters:
        if master not in listed:
            yield Problem("unlisted-notes-master", master, "presentation.xml does not list it")
    for part, _ in package.iter_parts(NOTES_TYPE):
        if not set(package.find_targets(part, "notesMaster")) & set(masters):
            yield Problem("no-notes-master", part, "its notes master is not the presentation's")
        for slide in package.find_targets(part, "slide"):
            if part not in package.find_targets(slide, "notesSlide"):
                yield Problem("mismatched-notes", part, f"it belongs to {slide}, which does not refer to it")


def check_sections(package: ParsedPackage) -> Iterator[Problem]:
    tree = package.trees.get(package.main)
    sections = [] if tree is None else list(tree.iter(qname("p14:section")))
    if not sections:
        return
    slides = [number for number, _ in _read_list(package, "p:sldIdLst/p:sldId")]
    listed = [get_attribute(e, "id") for section in sections for e in find_all(section, "p14:sldIdLst/p14:sldId")]
    known, grouped = set(slides), set(listed)
    for number in dict.fromkeys(listed):
        if number not in known:
            message = f"a section refers to slide {number}, which does not exist"
            yield Problem("section-names-missing-slide", package.main, message)
    for number in find_repeated(listed):
        yield Problem("slide-in-two-sections", package.main, f"slide {number} is in sections twice")
    for number in slides:
        if number not in grouped:
            yield Problem("slide-in-no-section", package.main, f"slide {number} is in no section")
    if listed != slides and sorted(listed) == sorted(slides):
        yield Problem("sections-out-of-order", package.main, "the sections list the slides in a different order")
    for guid in find_repeated([get_attribute(section, "id") for section in sections]):
        yield Problem("duplicate-section-id", package.main, f"two sections have the id {guid}")
    for section in sections:
        if not get_attribute(section, "name").strip():
            yield Problem("section-without-name", package.main, "a section has no name")


def check_slide_size(package: ParsedPackage) -> Iterator[Problem]:
    """Checks the slide size against ST_SlideSizeCoordinate: 1 to 56 inches, in EMU."""
    tree = package.trees.get(package.main)
    size = None if tree is None else tree.find(qname("p:sldSz"))
    for name in () if size is None else ("cx", "cy"):
        if not _is_between(get_attribute(size, name), 914_400, 51_206_401):
            message = f"the slide size {name} is {get_attribute(size, name)!r} EMU"
            yield Problem("slide-size-out-of-range", package.main, message, locate(size))


def check_properties(package: ParsedPackage) -> Iterator[Problem]:
    part = "/docProps/core.xml"
    if (core := package.trees.get(part)) is None:
        yield Problem("no-properties", "/", "the file has no properties")
        return
    if not (core.findtext(qname("dc:title")) or "").strip():
        yield Problem("no-file-title", part, "the file's title is empty")
    for name in ("dcterms:created", "dcterms:modified"):
        text = core.findtext(qname(name)) or ""
        if not _DATE_TIME.fullmatch(text):
            yield Problem("no-date", part, f"{name} is {text!r}, not a time such as 2026-01-31T00:00:00Z")


def _read_list(package: ParsedPackage, path: str) -> list[tuple[str, str]]:
    """Returns id and part of each entry of a list of the presentation; the part is "" if it does not exist."""
    if (tree := package.trees.get(package.main)) is None:
        return []
    return [(get_attribute(e, "id"), package.find_target(package.main, e)) for e in find_all(tree, path)]


def _is_between(number: str, low: int, high: int) -> bool:
    return low <= parse_int(number) < high


def check_custom_properties(package: ParsedPackage) -> Iterator[Problem]:
    """Checks the length of custom properties, and the list of data sources in them against the slides."""
    if (tree := package.trees.get(CUSTOM_PART)) is None:
        return
    items = tree.iter(qname("custom:property"))
    properties = {get_attribute(item, "name"): "".join(map(str, item.itertext())) for item in items}
    for name, value in properties.items():
        if len(value) > _MAX_PROPERTY_LENGTH:
            yield Problem("long-property", CUSTOM_PART, f"the property {name} has {len(value)} characters")
    if not any(name.startswith(DATA_PROPERTY) for name in properties):
        return
    try:
        content = json.loads(join_data_properties(properties))
        used = [(str(slide), set(names)) for _, slide, names in content["slides"]]
        sources = set(content["data"])
    except (ValueError, LookupError, TypeError, RecursionError):
        yield Problem("broken-provenance", CUSTOM_PART, "the list of data sources cannot be read")
        return
    slides = {get_attribute(tree.find(qname("p:cSld")), "name") for _, tree in package.iter_parts(SLIDE_TYPE)}
    for slide, names in used:
        if slide not in slides:
            yield Problem("broken-provenance", CUSTOM_PART, f"it lists data of slide {slide}, which does not exist")
        for name in sorted(names - sources):
            yield Problem("broken-provenance", CUSTOM_PART, f"it does not describe {name}, which slide {slide} shows")
