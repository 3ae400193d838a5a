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
from deckwright.ooxml import names
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.stamp import DATA_PROPERTY
from deckwright.ooxml.xml import element_xml, encode_part, escape, quoteattr
from deckwright.write.outline import Outline

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATIONSHIP = f"{names.PACKAGE}relationships/metadata/core-properties"
XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"
APP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
VALUE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The property set of custom properties; their ids begin at 2."""

MAX_PROPERTY_LENGTH = 240
"""Office shows at most 255 characters of a custom property."""


def read_epoch() -> int | None:
    """Reads SOURCE_DATE_EPOCH, the build time in seconds since 1970 (reproducible-builds.org)."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(seconds) if seconds.isdecimal() else None


def add_properties(package: Package, outline: Outline) -> None:
    core = package.add("/docProps/core.xml", CORE_TYPE, _core_xml(outline.pages))
    package.relationships.get_or_add(CORE_RELATIONSHIP, core.name)
    app_xml = (
        f'<Properties xmlns="{APP_NS}"><Application>Deckwright</Application><Slides>{len(outline.pages.pages)}</Slides>'
        f"<Notes>{outline.notes}</Notes><AppVersion>16.0000</AppVersion></Properties>"
    )
    app = package.add("/docProps/app.xml", names.APP_TYPE, encode_part(app_xml))
    package.relationships.get_or_add(names.OFFICE + "extended-properties", app.name)


def add_custom_properties(package: Package, values: Mapping[str, str]) -> Part:
    """Adds custom.xml with `values`, and replaces an existing one."""
    items = "".join(
        f'<property fmtid="{FORMAT_ID}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(sorted(values.items()), 2)
    )
    root = element_xml("Properties", f' xmlns="{names.CUSTOM_NS}" xmlns:vt="{VALUE_NS}"', items)
    package.relationships.get_or_add(names.OFFICE + "custom-properties", names.CUSTOM_PART)
    return package.add(names.CUSTOM_PART, names.CUSTOM_TYPE, encode_part(root))


def _core_xml(pages: Pages) -> bytes:
    texts = {
        "dc:title": pages.title,
        "dc:subject": pages.subject,
        "dc:creator": pages.author,
        "cp:keywords": pages.keywords,
        "cp:lastModifiedBy": pages.author,
        "cp:revision": "1",
        "dc:language": pages.language,
    }
    items = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in texts.items() if text)
    # Not the clock: the same input gives the same file.
    day, seconds = pages.date or date(1980, 1, 1), read_epoch()
    moment = datetime(day.year, day.month, day.day) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    time = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{time}</dcterms:{name}>' for name in ("created", "modified")
    )
    return encode_part(
        f'<cp:coreProperties xmlns:cp="{names.CORE_NS}" xmlns:dc="{names.DC_NS}" xmlns:dcterms="{names.DC_TERMS_NS}"'
        f' xmlns:xsi="{XSI_NS}">{items}{times}</cp:coreProperties>'
    )


def data_properties(pages: Pages) -> Mapping[str, str]:
    """Returns the custom properties with the data that `pages` show; no properties if they show no data."""
    tables = {name for page in pages.pages for name in page.data}
    if not tables:
        return {}
    import json

    data = {
        version.name: {
            "source": version.source, "as_of": version.as_of, "sha256": version.digest, "rows": version.rows
        }
        for version in pages.data
        if version.name in tables
    }  # fmt: skip
    slides = [[number, page.id, list(page.data)] for number, page in enumerate(pages.pages, 1) if page.data]
    text = json.dumps({"data": data, "slides": slides}, separators=(",", ":"))
    starts = range(0, len(text), MAX_PROPERTY_LENGTH)
    return {f"{DATA_PROPERTY}{n}": text[at : at + MAX_PROPERTY_LENGTH] for n, at in enumerate(starts, 1)}
