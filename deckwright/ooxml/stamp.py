"""What a written file says about itself: the hash of its content, by which a later build sees whether it was edited."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from itertools import count

from deckwright.ooxml.names import CUSTOM_NS, CUSTOM_PART
from deckwright.ooxml.zipped import Packed, members_of
from deckwright.system.files import UNREADABLE, read_member
from deckwright.system.limits import UNPACKED_BYTES

CONTENT = "DeckwrightContent"
"""The custom property with the content hash."""

Checksum = tuple[int, int]
"""CRC-32 and size in bytes, as a zip has them of each member (PKWARE's APPNOTE 4.4.7 and 4.4.9)."""


def is_as_written(data: bytes) -> bool:
    """Whether the file is as Deckwright wrote it, and nobody has saved it since."""
    if (members := members_of(data)) is not None:  # in a third of the time: it is read before each build
        return _is_stamped(members)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _stamp_in(archive).get(CONTENT) == _hash_of(archive)
    except UNREADABLE:
        return False


def content_hash(data: bytes) -> str:
    """SHA-256 over the checksums of every member of a .pptx but its custom properties, whatever their order; "" when
    it is no zip.

    The directory of a zip has the checksums, so that nothing need be unpacked: who edits a file changes some.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _hash_of(archive)
    except UNREADABLE:
        return ""


def hash_checksums(members: Mapping[str, Checksum]) -> str:
    """The content hash of a file with these members; "" of none."""
    own = CUSTOM_PART[1:]
    lines = [f"{name}\t{checksum:08x}\t{size}\n" for name, (checksum, size) in sorted(members.items()) if name != own]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest() if members else ""


def stamp_of(data: bytes) -> Mapping[str, str]:
    """The custom properties of a .pptx by name; empty when it has none or is no .pptx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _stamp_in(archive)
    except UNREADABLE:
        return {}


def _is_stamped(members: Mapping[str, Packed]) -> bool:
    own = members.get(CUSTOM_PART[1:])
    try:
        stamp = _stamp(own.unpacked()) if own and own.size <= UNPACKED_BYTES else {}
    except (ValueError, zlib.error):
        return False
    return stamp.get(CONTENT) == hash_checksums({name: (one.checksum, one.size) for name, one in members.items()})


def _hash_of(archive: zipfile.ZipFile) -> str:
    members = (member for member in archive.infolist() if not member.is_dir())
    return hash_checksums({member.filename: (member.CRC, member.file_size) for member in members})


def _stamp_in(archive: zipfile.ZipFile) -> Mapping[str, str]:
    try:
        return _stamp(read_member(archive, archive.getinfo(CUSTOM_PART[1:]), UNPACKED_BYTES))
    except KeyError:
        return {}


def _stamp(custom: bytes) -> Mapping[str, str]:
    """The custom properties that a part has; none where it is damaged."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(custom)
    except ElementTree.ParseError:
        return {}
    return {item.get("name", ""): "".join(item.itertext()) for item in root.iter(f"{{{CUSTOM_NS}}}property")}


DATA = "DeckwrightData"
"""The properties are DeckwrightData1, DeckwrightData2 …"""


def provenance_text(properties: Mapping[str, str]) -> str:
    """The JSON text in the custom properties of a file; empty when it has none."""
    parts: list[str] = []
    for number in count(1):
        part = properties.get(f"{DATA}{number}")
        if part is None:
            break
        parts.append(part)
    return "".join(parts)
