"""The stamp of a written file: custom properties, among them a hash that shows whether the file was edited since."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from itertools import count, takewhile

from deckwright.ooxml.names import CUSTOM_NS, CUSTOM_PART
from deckwright.ooxml.zip_file import read_stored_members
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
    checksums, properties = _read_zip(data)
    return _parse_properties(properties).get(HASH_PROPERTY) == hash_checksums(checksums)


def hash_content(data: bytes) -> str:
    """Returns the content hash of a .pptx; "" for data that are no zip."""
    return hash_checksums(_read_zip(data)[0])


def hash_checksums(checksums: Mapping[str, Checksum]) -> str:
    """Returns a SHA-256 over the members of a zip (name → checksum) except the custom properties, in any order.

    The checksums are in the directory of the zip, so that nothing is unpacked. Returns "" if there are no members.
    """
    lines = [
        f"{name}\t{checksum:08x}\t{size}\n"
        for name, (checksum, size) in sorted(checksums.items())
        if name != CUSTOM_PART[1:]
    ]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest() if checksums else ""


def read_stamp(data: bytes) -> Mapping[str, str]:
    """Reads the custom properties of a .pptx: name → value; empty when it has none or is no .pptx."""
    return _parse_properties(_read_zip(data)[1])


def _read_zip(data: bytes) -> tuple[Mapping[str, Checksum], bytes]:
    """Reads the checksums of all members and the part with the custom properties; empty if the zip is damaged."""
    name = CUSTOM_PART[1:]
    # Deckwright's own zips are read three times as fast as others, for every build reads the previous file.
    if (members := read_stored_members(data)) is not None:
        checksums = {member_name: (member.checksum, member.size) for member_name, member in members.items()}
        try:
            fits = name in members and members[name].size <= UNPACKED_BYTES
            return checksums, members[name].unpack() if fits else b""
        except (ValueError, zlib.error):
            return checksums, b""
    checksums = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = (entry for entry in archive.infolist() if not entry.is_dir())
            checksums = {entry.filename: (entry.CRC, entry.file_size) for entry in entries}
            return checksums, read_zip_member(archive, archive.getinfo(name), UNPACKED_BYTES)
    except (KeyError, *UNREADABLE):
        return checksums, b""


def _parse_properties(custom: bytes) -> Mapping[str, str]:
    """Parses the part with the custom properties; returns no properties when it is damaged or empty."""
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
