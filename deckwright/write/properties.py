"""The properties of the file, docProps: whose talk it is, in which language, of which date, written by what."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

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
from deckwright.ooxml.xml import new_root, serialise, sub

if TYPE_CHECKING:
    from deckwright.write.outline import Outline

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATIONSHIP = f"{PACKAGE}relationships/metadata/core-properties"
XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"

APP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"

VALUE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The property set of custom properties; their ids begin at 2."""

NO_DATE = date(1980, 1, 1)


def moment() -> int | None:
    """Seconds since 1970 that SOURCE_DATE_EPOCH says the file was made at, if it does (reproducible-builds.org)."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(said) if said.isdecimal() else None


def add_properties(package: Package, outline: Outline) -> None:
    """Add core.xml and app.xml."""
    core = package.add("/docProps/core.xml", CORE_TYPE, _core(outline.pages))
    package.relationships.to(CORE_RELATIONSHIP, core.name)
    app = package.add("/docProps/app.xml", APP_TYPE, _app(outline))
    package.relationships.to(OFFICE + "extended-properties", app.name)


def add_custom_properties(package: Package, values: Mapping[str, str]) -> Part:
    """Add custom.xml with `values`, in place of the one there is."""
    root = new_root(f"{{{CUSTOM_NS}}}Properties", {None: CUSTOM_NS, "vt": VALUE_NS})
    for number, (name, value) in enumerate(sorted(values.items()), 2):
        item = sub(root, f"{{{CUSTOM_NS}}}property", fmtid=FORMAT_ID, pid=str(number), name=name)
        sub(item, f"{{{VALUE_NS}}}lpwstr").text = value
    package.relationships.to(OFFICE + "custom-properties", CUSTOM_PART)
    return package.add(CUSTOM_PART, CUSTOM_TYPE, serialise(root))


def _core(pages: Pages) -> bytes:
    prefixes: dict[str | None, str] = {"cp": CORE_NS, "dc": DC_NS, "dcterms": DC_TERMS_NS, "xsi": XSI_NS}
    root = new_root(f"{{{CORE_NS}}}coreProperties", prefixes)
    said = {
        f"{{{DC_NS}}}title": pages.title,
        f"{{{DC_NS}}}subject": pages.subject,
        f"{{{DC_NS}}}creator": pages.author,
        f"{{{CORE_NS}}}keywords": pages.keywords,
        f"{{{CORE_NS}}}lastModifiedBy": pages.author,
        f"{{{CORE_NS}}}revision": "1",
        f"{{{DC_NS}}}language": pages.language,
    }
    for tag, text in said.items():
        if text:
            sub(root, tag).text = text
    for name in ("created", "modified"):
        element = sub(root, f"{{{DC_TERMS_NS}}}{name}", {f"{{{XSI_NS}}}type": "dcterms:W3CDTF"})
        element.text = _made(pages).strftime("%Y-%m-%dT%H:%M:%SZ")
    return serialise(root)


def _made(pages: Pages) -> datetime:
    """When the file was made, as far as its contents know: the clock would make each build another file."""
    if (seconds := moment()) is not None:
        return datetime.fromtimestamp(seconds, UTC)
    day = pages.date or NO_DATE
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _app(outline: Outline) -> bytes:
    root = new_root(f"{{{APP_NS}}}Properties", {None: APP_NS})
    for tag, text in (
        ("Application", "Deckwright"),
        ("Slides", str(len(outline.pages.pages))),
        ("Notes", str(outline.notes)),
        ("AppVersion", "16.0000"),
    ):
        sub(root, f"{{{APP_NS}}}{tag}").text = text
    return serialise(root)
