"""The names of Open XML: namespaces, content types, relationship types, and the columns of sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART_NS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHART_2012_NS = "http://schemas.microsoft.com/office/drawing/2012/chart"
DC_NS = "http://purl.org/dc/elements/1.1/"
DC_TERMS_NS = "http://purl.org/dc/terms/"
DECORATIVE_NS = "http://schemas.microsoft.com/office/drawing/2017/decorative"
P_NS = "http://schemas.openxmlformats.org/presentationml/2006/main"
P14_NS = "http://schemas.microsoft.com/office/powerpoint/2010/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SVG_NS = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

OFFICE = f"{R_NS}/"
"""Types of relationships begin with this: `OFFICE + "slide"`."""
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
"""Namespaces and types of relationships of packages themselves begin with this."""
TYPES_NS = f"{PACKAGE}content-types"
RELATIONSHIPS_NS = f"{PACKAGE}relationships"
CORE_NS = f"{PACKAGE}metadata/core-properties"
CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"

OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
"""Content types of Office begin with this."""
PRESENTATION_ML = f"{OFFICE_TYPE}presentationml."
SPREADSHEET_ML = f"{OFFICE_TYPE}spreadsheetml."

PRESENTATION_TYPE = f"{PRESENTATION_ML}presentation.main+xml"
TEMPLATE_TYPE = f"{PRESENTATION_ML}template.main+xml"
SLIDE_TYPE = f"{PRESENTATION_ML}slide+xml"
LAYOUT_TYPE = f"{PRESENTATION_ML}slideLayout+xml"
MASTER_TYPE = f"{PRESENTATION_ML}slideMaster+xml"
NOTES_TYPE = f"{PRESENTATION_ML}notesSlide+xml"
NOTES_MASTER_TYPE = f"{PRESENTATION_ML}notesMaster+xml"
TABLE_STYLES_TYPE = f"{PRESENTATION_ML}tableStyles+xml"
VIEW_TYPE = f"{PRESENTATION_ML}viewProps+xml"
CHART_TYPE = f"{OFFICE_TYPE}drawingml.chart+xml"
THEME_TYPE = f"{OFFICE_TYPE}theme+xml"
WORKBOOK_TYPE = f"{SPREADSHEET_ML}sheet"
APP_TYPE = f"{OFFICE_TYPE}extended-properties+xml"
CUSTOM_TYPE = f"{OFFICE_TYPE}custom-properties+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"

TYPES_BY_EXTENSION: Mapping[str, str] = {
    "rels": RELATIONSHIPS_TYPE,
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "svg": "image/svg+xml",
    "xlsx": WORKBOOK_TYPE,
}
"""Extension → content type of the parts that need no Override."""

CONTENT_TYPES = "[Content_Types].xml"
"""The member of a package that gives each part its content type."""
CUSTOM_PART = "/docProps/custom.xml"
SLIDE_JUMP = "ppaction://hlinksldjump"
"""The action of a link to a slide of the same presentation."""
SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of a:blip that refers to the SVG of a picture."""

COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")
"""The first bytes of files saved by Office before 2007 and of files with a password ([MS-CFB] 2.2)."""
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The name of the stream that holds a package encrypted with a password."""
_ENCODED = re.compile("(?i)%(2e|2f|5c|00)")
"""A dot, slash or zero byte that some readers decode only after they have checked the name."""


def is_hostile_name(member: str) -> bool:
    """Returns True if the name of a zip member may lead out of the folder it unpacks to (ECMA-376 part 2, 6.2.2)."""
    segments = set(member.removesuffix("/").split("/"))
    return bool(
        segments & {"", ".", ".."} or {"\\", ":"} & set(member) or not member.isprintable() or _ENCODED.search(member)
    )


def extension_of(name: str) -> str:
    """Returns the extension of a file name in lower case, without the dot."""
    return name.rpartition(".")[2].lower()


@cache
def column_letters(number: int) -> str:
    """Returns the name of a column of a sheet: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Returns the number of a column of a sheet: A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
