"""Refuses files that are unsafe or no templates, and removes from templates what could act or call home.

A file is checked before anything in it is unpacked, and again before anything is parsed: a hostile file must cost
neither time nor memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from deckwright.brands.masters import remove_element
from deckwright.ooxml.names import COMPOUND_FILE, CONTENT_TYPES, ENCRYPTED_PACKAGE, OFFICE, is_hostile_name
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.template import UnusableTemplateError
from deckwright.ooxml.xml import A, Element, P, R, is_crowded, parse, serialise
from deckwright.system import limits
from deckwright.system.files import PACKINGS, read_zip_member, unzip

MAX_PACKING = 1_000
"""How many times larger than its packed bytes a large part may be."""
MAX_NAME = 1_000
"""Characters of a part's name."""
PROLOG_BYTES = 4_096
"""Bytes at the start of an XML part in which a document type is looked for."""
ENCODINGS = re.compile(rb"(?i)utf-?(8|16)(le|be)?|us-ascii|iso-8859-\d+|windows-125\d")
"""Office reads the first two (ECMA-376 part 2, 7.1.4); in all of them `<` has the same byte."""
SHAPE = re.compile(rb"<(?:\w+:)?cNvPr\b")
OTHER_KINDS = {
    b"wordprocessingml": "a Word document",
    b"spreadsheetml.sheet.main": "an Excel workbook",
    b"opendocument.presentation": "a LibreOffice presentation",
}
PRESENTATION = re.compile(
    rb"presentationml\.(presentation|template|slideshow)\.main|powerpoint\.\w+\.macroEnabled\.main|themeManager"
)
SAVE_AGAIN = "open it in PowerPoint and save it as .pptx or .potx, without a password"
UNREADABLE = "is not a PowerPoint template that can be read"

ACTIVE_LINKS = frozenset(
    {OFFICE + kind for kind in ("oleObject", "control", "package", "legacyDiagramText")}
    | {
        f"http://schemas.microsoft.com/office/2006/relationships/{kind}"
        for kind in ("legacyDocTextInfo", "activeXControlBinary")
    }
)
"""Types of relationships to embedded objects and controls."""
MACROS, EMBEDDED, LINKS = "macros", "embedded objects or controls", "links to other files or sites"
"""Names of removed content in messages."""
OBJECTS = (P + "oleObj", P + "control")
ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CONTAINERS = frozenset(P + name for name in ("pic", "bg", "graphicFrame")) | {ALTERNATES}
"""Elements that show nothing without the picture or object inside them."""


def read_members(data: bytes) -> dict[str, bytes]:
    """Returns name → bytes of all files in a template. Raises UnusableTemplateError for other and hostile files."""
    if data.startswith(COMPOUND_FILE):
        if ENCRYPTED_PACKAGE in data:
            raise UnusableTemplateError("is protected by a password")
        raise UnusableTemplateError("is in the format of PowerPoint before 2007")
    if data.count(b"PK\x01\x02") > limits.TEMPLATE_PARTS:  # before zipfile lists its entries, at half a kilobyte each
        raise _make_limit_error(limits.TEMPLATE_PARTS, "parts")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, len(data))
            _check_names([entry.filename for entry in entries])
            _check_kind(archive)
        members = unzip(data, limits.TEMPLATE_UNPACKED_BYTES + len(data))
    except UnusableTemplateError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, OSError, ValueError) as error:
        raise UnusableTemplateError(UNREADABLE) from error
    _check_xml(members)
    return members


def check_contents(package: Package) -> None:
    """Raises UnusableTemplateError if masters and layouts have so many elements that reading takes minutes."""
    texts = [_drop_zeros(part.data) for part in package.parts.values() if _is_xml(part.data)]
    if any(map(is_crowded, texts)):
        raise UnusableTemplateError(f"has an element with more than {limits.XML_ATTRIBUTES:,} attributes")
    layouts = sum(link.type == OFFICE + "slideLayout" for part in package.parts.values() for link in part.relationships)
    for count, most, things in (
        (sum(text.count(b"<") - text.count(b"</") for text in texts), limits.XML_ELEMENTS, "elements of XML"),
        (sum(len(SHAPE.findall(text)) for text in texts), limits.TEMPLATE_SHAPES, "shapes"),
        (layouts, limits.TEMPLATE_LAYOUTS, "slide layouts"),
    ):
        if count > most:
            raise _make_limit_error(most, things)


def has_macros(package: Package) -> bool:
    """Returns True if a package has macros, which `prepare_template` removes."""
    return any("vbaProject" in part.content_type for part in package.parts.values())


def remove_active_content(package: Package) -> tuple[str, ...]:
    """Removes embedded objects, controls and external links from the parts of `package`; returns what they were.

    Parts that have become unreachable stay.
    """
    found: set[str] = set()
    for part in package.parts.values():
        removed = [link for link in part.relationships if link.external or link.type in ACTIVE_LINKS]
        if removed:
            found.update(LINKS if link.external else EMBEDDED for link in removed)
            ids = frozenset(link.id for link in removed)
            part.relationships = Relationships(part.name, (link for link in part.relationships if link.id not in ids))
            _remove_references(part, ids)
    return tuple(name for name in (EMBEDDED, LINKS) if name in found)


def _make_limit_error(most: int, things: str) -> UnusableTemplateError:
    return UnusableTemplateError(f"has more than {most:,} {things}, more than any template")


def _check_sizes(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnusableTemplateError("is protected by a password")
    if any(entry.compress_type not in PACKINGS for entry in entries):
        raise UnusableTemplateError("is packed in a way that PowerPoint does not read")
    if len(entries) > limits.TEMPLATE_PARTS:
        raise _make_limit_error(limits.TEMPLATE_PARTS, "parts")
    bombs = (e for e in entries if e.file_size > 10_000_000 and e.file_size > MAX_PACKING * max(1, e.compress_size))
    large = (e for e in entries if e.filename.lower().endswith((".xml", ".rels")) and e.file_size > limits.XML_BYTES)
    total = sum(entry.file_size for entry in entries)
    if total > limits.TEMPLATE_UNPACKED_BYTES + size or any(bombs) or any(large):
        raise UnusableTemplateError("would unpack to far more bytes than any template has")


def _check_names(names: Sequence[str]) -> None:
    """Checks part names (ECMA-376 part 2, 6.2.2)."""
    for name in names:
        if is_hostile_name(name):
            raise UnusableTemplateError("has a part whose name leads out of the file")
        if len(name) > MAX_NAME:
            raise UnusableTemplateError(f"has a part whose name is longer than {MAX_NAME:,} characters")
    if len({name.lower() for name in names}) < len(names):
        raise UnusableTemplateError("has two parts of the same name")


def _check_kind(archive: zipfile.ZipFile) -> None:
    types, links, mimetype = (
        read_zip_member(archive, member, limits.XML_BYTES) if (member := archive.NameToInfo.get(name)) else b""
        for name in (CONTENT_TYPES, "_rels/.rels", "mimetype")
    )
    if b"purl.oclc.org/ooxml" in links:
        raise UnusableTemplateError("is saved as Strict Open XML, which few programs read")
    if PRESENTATION.search(types):
        return
    kind = next((name for token, name in OTHER_KINDS.items() if token in types + mimetype), "")
    raise UnusableTemplateError(f"is {kind}, despite its name" if kind else "has no presentation in it")


def _check_xml(members: Mapping[str, bytes]) -> None:
    """Refuses DTD entities (expansion bombs), other encodings and absurd numbers of relationships."""
    for name, content in members.items():
        if name.lower().endswith((".xml", ".rels")):
            prolog = _drop_zeros(content[:PROLOG_BYTES])
            if b"<!DOCTYPE" in prolog:
                raise UnusableTemplateError("declares entities, which PowerPoint never does")
            encoding = re.match(rb"""[^<]*<\?xml[^>]*?encoding=["']([^"']*)""", prolog)
            if encoding and not ENCODINGS.fullmatch(encoding[1]):
                raise UnusableTemplateError("has XML in an encoding that PowerPoint does not read")
    links = (content for name, content in members.items() if name.endswith(".rels") or name == CONTENT_TYPES)
    if sum(content.count(b"<") for content in links) > limits.TEMPLATE_LINKS:
        raise _make_limit_error(limits.TEMPLATE_LINKS, "relationships")


def _is_xml(data: bytes) -> bool:
    return _drop_zeros(data[:64]).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _drop_zeros(data: bytes) -> bytes:
    """Returns UTF-16 without its zero bytes, so that its tags can be searched like those of UTF-8."""
    return data.replace(b"\0", b"") if b"\0" in data[:64] else data


def _remove_references(part: Part, ids: frozenset[str]) -> None:
    """Removes every element that uses one of the relationships, with the shape that is empty without it."""
    if not part.content_type.endswith("+xml"):
        return
    root = parse(part.data)
    uses = [(element, str(name)) for element in root.iter() for name, value in element.attrib.items() if value in ids]
    for element, name in ((element, name) for element, name in uses if name.startswith(R)):
        if name == R + "link" and element.get(R + "embed"):
            del element.attrib[name]  # a linked picture that is embedded as well
        elif element.tag == A + "blip" or element.tag in OBJECTS:
            remove_element(_find_container(element))
        else:
            remove_element(element)
    part.data = serialise(root)


def _find_container(element: Element) -> Element:
    """Returns the outermost element that is empty without `element`; for a picture fill, the fill."""
    containers = list(element.iterancestors(*CONTAINERS))
    parent = element.getparent()
    return containers[-1] if containers else parent if parent is not None and element.tag == A + "blip" else element
