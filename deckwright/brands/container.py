"""What a file is that somebody calls a template: a package that may be read, or why it may not, told in words.

It is looked at before anything in it is unpacked, and again before anything is parsed: a hostile file must cost neither
time nor memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from deckwright.ooxml.names import COMPOUND_FILE, CONTENT_TYPES, ENCRYPTED_PACKAGE, OFFICE, is_hostile_name
from deckwright.ooxml.package import Package
from deckwright.ooxml.xml import is_crowded
from deckwright.system import limits
from deckwright.system.files import PACKINGS, read_member, unpacked

MEMBER = b"PK\x01\x02"
"""How the directory of a zip archive begins each entry."""
MOST_PACKED = 1_000
"""How many times larger a part of some size may be than what it is packed in."""
LONGEST_NAME = 1_000
"""Characters of a part's name."""
LOOKED_INTO = 4_096
"""Bytes at the start of an XML part where a document type would stand."""
ENCODINGS = re.compile(rb"(?i)utf-?(8|16)(le|be)?|us-ascii|iso-8859-\d+|windows-125\d")
"""Office reads the first two (ECMA-376 part 2, 7.1.4); in the others, as in these, `<` is `<`."""
SHAPE = re.compile(rb"<(?:\w+:)?cNvPr\b")
KINDS = {
    b"wordprocessingml": "a Word document",
    b"spreadsheetml.sheet.main": "an Excel workbook",
    b"opendocument.presentation": "a presentation of LibreOffice",
}
PRESENTATION = re.compile(
    rb"presentationml\.(presentation|template|slideshow)\.main|powerpoint\.\w+\.macroEnabled\.main|themeManager"
)
SAVE_AGAIN = "open it in PowerPoint and save it as .pptx or .potx, without a password"
UNREADABLE = "is not a PowerPoint template that can be read"


class NoTemplateError(ValueError):
    """The file cannot be used. Its text ends the sentence that begins with the file's name."""


def members_of(data: bytes) -> dict[str, bytes]:
    """Name → bytes of all that is in the file. Raises NoTemplateError for what is not a PowerPoint package, or is
    made to do harm."""
    if data.startswith(COMPOUND_FILE):
        if ENCRYPTED_PACKAGE in data:
            raise NoTemplateError("is protected by a password")
        raise NoTemplateError("is a PowerPoint file of the years before 2007")
    if data.count(MEMBER) > limits.TEMPLATE_PARTS:  # to list them takes a second, and half a kilobyte for each
        raise NoTemplateError(f"holds more than {limits.TEMPLATE_PARTS:,} parts, more than any template")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members, len(data))
            _check_names([member.filename for member in members])
            _check_kind(archive)
        found = unpacked(data, limits.TEMPLATE_UNPACKED_BYTES + len(data))
    except NoTemplateError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, OSError, ValueError) as fault:
        raise NoTemplateError(UNREADABLE) from fault
    _check_contents(found)
    return found


def check_amount(package: Package) -> None:
    """Raises NoTemplateError for masters and layouts that nobody has drawn: to read them would take minutes."""
    texts = [_plain(part.data) for part in package.parts.values() if _is_xml(part.data)]
    if any(map(is_crowded, texts)):
        raise NoTemplateError(f"holds an element with more than {limits.XML_ATTRIBUTES:,} attributes")
    layouts = sum(link.type == OFFICE + "slideLayout" for part in package.parts.values() for link in part.relationships)
    for number, most, what in (
        (sum(text.count(b"<") - text.count(b"</") for text in texts), limits.XML_ELEMENTS, "elements of XML"),
        (sum(len(SHAPE.findall(text)) for text in texts), limits.TEMPLATE_SHAPES, "shapes"),
        (layouts, limits.TEMPLATE_LAYOUTS, "slide layouts"),
    ):
        if number > most:
            raise NoTemplateError(f"holds more than {most:,} {what}, more than any template")


def _check_sizes(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise NoTemplateError("is protected by a password")
    if any(member.compress_type not in PACKINGS for member in members):
        raise NoTemplateError("is packed in a way that PowerPoint does not read")
    if len(members) > limits.TEMPLATE_PARTS:
        raise NoTemplateError(f"holds more than {limits.TEMPLATE_PARTS:,} parts, more than any template")
    bombs = (m for m in members if m.file_size > 10_000_000 and m.file_size > MOST_PACKED * max(1, m.compress_size))
    large = (m for m in members if m.filename.lower().endswith((".xml", ".rels")) and m.file_size > limits.XML_BYTES)
    total = sum(member.file_size for member in members)
    if total > limits.TEMPLATE_UNPACKED_BYTES + size or any(bombs) or any(large):
        raise NoTemplateError("would unpack to far more than any template holds")


def _check_names(names: Sequence[str]) -> None:
    """Part names as ECMA-376 part 2, 6.2.2 has them, and none twice."""
    for name in names:
        if is_hostile_name(name):
            raise NoTemplateError("holds a part whose name leads out of the file")
        if len(name) > LONGEST_NAME:
            raise NoTemplateError(f"holds a part whose name is longer than {LONGEST_NAME:,} characters")
    if len({name.lower() for name in names}) < len(names):
        raise NoTemplateError("holds two parts of one name")


def _check_kind(archive: zipfile.ZipFile) -> None:
    types, links, mimetype = (
        read_member(archive, member, limits.XML_BYTES) if (member := archive.NameToInfo.get(name)) else b""
        for name in (CONTENT_TYPES, "_rels/.rels", "mimetype")
    )
    if b"purl.oclc.org/ooxml" in links:
        raise NoTemplateError("is saved as Strict Open XML, which few programs read")
    if PRESENTATION.search(types):
        return
    kind = next((words for token, words in KINDS.items() if token in types + mimetype), "")
    raise NoTemplateError(f"is {kind}, whatever its name says" if kind else "holds no presentation")


def _check_contents(members: Mapping[str, bytes]) -> None:
    """No Office file declares entities; those that do want to be unfolded. Nor are there so many relationships."""
    for name, content in members.items():
        if name.lower().endswith((".xml", ".rels")):
            start = _plain(content[:LOOKED_INTO])
            if b"<!DOCTYPE" in start:
                raise NoTemplateError("declares entities, which no PowerPoint file does")
            declared = re.match(rb"""[^<]*<\?xml[^>]*?encoding=["']([^"']*)""", start)
            if declared and not ENCODINGS.fullmatch(declared[1]):
                raise NoTemplateError("holds XML in an encoding that PowerPoint does not read")
    links = (content for name, content in members.items() if name.endswith(".rels") or name == CONTENT_TYPES)
    if sum(content.count(b"<") for content in links) > limits.TEMPLATE_LINKS:
        raise NoTemplateError(f"holds more than {limits.TEMPLATE_LINKS:,} relationships, more than any template")


def _is_xml(data: bytes) -> bool:
    return _plain(data[:64]).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _plain(data: bytes) -> bytes:
    """XML with UTF-16 as if it were UTF-8, as far as its marks are concerned."""
    return data.replace(b"\0", b"") if b"\0" in data[:64] else data
