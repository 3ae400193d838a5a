"""Adds the properties of the file (docProps): author, language, dates, and in custom properties its data sources.

The data sources are one JSON text, cut into properties of at most `MAX_PROPERTY_LENGTH` characters:

    {"data": {"growth": {"source": "…", "as_of": "2018", "sha256": "…", "rows": 5}},
     "slides": [[7, "udvikling", ["growth"]]]}

Slides are listed with their number and their id, which is their name in the file; LibreOffice drops the names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from deckwright.model.page import Pages
from deckwright.ooxml.names import (
    APP_TYPE,
    CORE_NS,
    CUSTOM_NS,
    CUSTOM_PART,
    CUSTOM_TYPE,
    DC_NS,
    DC_TERMS_NS,
    OFFICE,
    PACKAGE,
)
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.stamp import DATA_PROPERTY
from deckwright.ooxml.xml import new_root, serialise, sub
from deckwright.write.outline import Outline

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATIONSHIP = f"{PACKAGE}relationships/metadata/core-properties"
XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"

APP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"

VALUE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The property set of custom properties; their ids begin at 2."""

MAX_PROPERTY_LENGTH = 240
"""Office shows at most 255 characters of a custom property."""
NO_DATE = date(1980, 1, 1)


def read_epoch() -> int | None:
    """Reads SOURCE_DATE_EPOCH, the build time in seconds since 1970 (reproducible-builds.org)."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(seconds) if seconds.isdecimal() else None


def add_properties(package: Package, outline: Outline) -> None:
    """Adds core.xml and app.xml."""
    core = package.add("/docProps/core.xml", CORE_TYPE, _core_xml(outline.pages))
    package.relationships.get_or_add(CORE_RELATIONSHIP, core.name)
    app = package.add("/docProps/app.xml", APP_TYPE, _app_xml(outline))
    package.relationships.get_or_add(OFFICE + "extended-properties", app.name)


def add_custom_properties(package: Package, values: Mapping[str, str]) -> Part:
    """Adds custom.xml with `values`, and replaces an existing one."""
    root = new_root(f"{{{CUSTOM_NS}}}Properties", {None: CUSTOM_NS, "vt": VALUE_NS})
    for number, (name, value) in enumerate(sorted(values.items()), 2):
        item = sub(root, f"{{{CUSTOM_NS}}}property", fmtid=FORMAT_ID, pid=str(number), name=name)
        sub(item, f"{{{VALUE_NS}}}lpwstr").text = value
    package.relationships.get_or_add(OFFICE + "custom-properties", CUSTOM_PART)
    return package.add(CUSTOM_PART, CUSTOM_TYPE, serialise(root))


def _core_xml(pages: Pages) -> bytes:
    prefixes: dict[str | None, str] = {"cp": CORE_NS, "dc": DC_NS, "dcterms": DC_TERMS_NS, "xsi": XSI_NS}
    root = new_root(f"{{{CORE_NS}}}coreProperties", prefixes)
    texts = {
        f"{{{DC_NS}}}title": pages.title,
        f"{{{DC_NS}}}subject": pages.subject,
        f"{{{DC_NS}}}creator": pages.author,
        f"{{{CORE_NS}}}keywords": pages.keywords,
        f"{{{CORE_NS}}}lastModifiedBy": pages.author,
        f"{{{CORE_NS}}}revision": "1",
        f"{{{DC_NS}}}language": pages.language,
    }
    for tag, text in texts.items():
        if text:
            sub(root, tag).text = text
    for name in ("created", "modified"):
        element = sub(root, f"{{{DC_TERMS_NS}}}{name}", {f"{{{XSI_NS}}}type": "dcterms:W3CDTF"})
        element.text = _creation_time(pages).strftime("%Y-%m-%dT%H:%M:%SZ")
    return serialise(root)


def _creation_time(pages: Pages) -> datetime:
    """Returns SOURCE_DATE_EPOCH or the date of the talk, not the clock: the same input gives the same file."""
    if (seconds := read_epoch()) is not None:
        return datetime.fromtimestamp(seconds, UTC)
    day = pages.date or NO_DATE
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _app_xml(outline: Outline) -> bytes:
    root = new_root(f"{{{APP_NS}}}Properties", {None: APP_NS})
    for tag, text in (
        ("Application", "Deckwright"),
        ("Slides", str(len(outline.pages.pages))),
        ("Notes", str(outline.notes)),
        ("AppVersion", "16.0000"),
    ):
        sub(root, f"{{{APP_NS}}}{tag}").text = text
    return serialise(root)


def data_properties(pages: Pages) -> Mapping[str, str]:
    """Returns the custom properties with the data that `pages` show; no properties if they show no data."""
    names = {name for page in pages.pages for name in page.data}
    if not names:
        return {}
    import json

    data = {
        version.name: {
            "source": version.source, "as_of": version.as_of, "sha256": version.digest, "rows": version.rows
        }
        for version in pages.data
        if version.name in names
    }  # fmt: skip
    slides = [[number, page.id, list(page.data)] for number, page in enumerate(pages.pages, 1) if page.data]
    text = json.dumps({"data": data, "slides": slides}, separators=(",", ":"))
    starts = range(0, len(text), MAX_PROPERTY_LENGTH)
    return {f"{DATA_PROPERTY}{n}": text[at : at + MAX_PROPERTY_LENGTH] for n, at in enumerate(starts, 1)}
