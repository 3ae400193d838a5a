"""The stamp of a written file: custom properties, among them a hash that shows whether the file was edited since."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from itertools import count, takewhile

from deckwright.ooxml.names import CUSTOM_NS, CUSTOM_PART
from deckwright.ooxml.zip_file import ZipMember, read_stored_members
from deckwright.system.files import UNREADABLE, read_zip_member
from deckwright.system.limits import UNPACKED_BYTES

HASH_PROPERTY = "DeckwrightContent"
"""The custom property that holds the content hash."""
DATA_PROPERTY = "DeckwrightData"
"""The start of the names of the custom properties that hold the data sources: DeckwrightData1, DeckwrightData2 …"""

Checksum = tuple[int, int]
"""CRC-32 and size in bytes, which a zip records for each member (PKWARE's APPNOTE 4.4.7 and 4.4.9)."""


def is_unchanged(data: bytes) -> bool:
    """Returns True if Deckwright wrote the file, and it was not saved by another program since."""
    if (
        members := read_stored_members(data)
    ) is not None:  # three times as fast, for every build reads the previous file
        return _is_stamped(members)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _stamp_in(archive).get(HASH_PROPERTY) == _hash_of(archive)
    except UNREADABLE:
        return False


def hash_content(data: bytes) -> str:
    """Returns a SHA-256 over the checksums of all members of a .pptx except its custom properties, in any order.

    The checksums are in the directory of the zip, so that nothing is unpacked. Returns "" for data that are no zip.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _hash_of(archive)
    except UNREADABLE:
        return ""


def hash_checksums(members: Mapping[str, Checksum]) -> str:
    """Returns the content hash of a file with these members (name → checksum); "" if there are none."""
    own = CUSTOM_PART[1:]
    lines = [f"{name}\t{checksum:08x}\t{size}\n" for name, (checksum, size) in sorted(members.items()) if name != own]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest() if members else ""


def read_stamp(data: bytes) -> Mapping[str, str]:
    """Reads the custom properties of a .pptx: name → value; empty when it has none or is no .pptx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _stamp_in(archive)
    except UNREADABLE:
        return {}


def _is_stamped(members: Mapping[str, ZipMember]) -> bool:
    own = members.get(CUSTOM_PART[1:])
    try:
        stamp = _parse_stamp(own.unpack()) if own and own.size <= UNPACKED_BYTES else {}
    except (ValueError, zlib.error):
        return False
    return stamp.get(HASH_PROPERTY) == hash_checksums({name: (m.checksum, m.size) for name, m in members.items()})


def _hash_of(archive: zipfile.ZipFile) -> str:
    members = (member for member in archive.infolist() if not member.is_dir())
    return hash_checksums({member.filename: (member.CRC, member.file_size) for member in members})


def _stamp_in(archive: zipfile.ZipFile) -> Mapping[str, str]:
    try:
        return _parse_stamp(read_zip_member(archive, archive.getinfo(CUSTOM_PART[1:]), UNPACKED_BYTES))
    except KeyError:
        return {}


def _parse_stamp(custom: bytes) -> Mapping[str, str]:
    """Parses the part with the custom properties; returns no properties when it is damaged."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(custom)
    except ElementTree.ParseError:
        return {}
    return {item.get("name", ""): "".join(item.itertext()) for item in root.iter(f"{{{CUSTOM_NS}}}property")}


def join_data_properties(properties: Mapping[str, str]) -> str:
    """Joins the custom properties that hold the data sources to one JSON text; empty when there are none."""
    names = takewhile(properties.__contains__, (f"{DATA_PROPERTY}{number}" for number in count(1)))
    return "".join(properties[name] for name in names)
