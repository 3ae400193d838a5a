"""What a written file says about itself: the hash of its content, by which a later build sees whether it was edited."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from xml.etree import ElementTree

from deckwright.write.properties import CUSTOM_NS, CUSTOM_PART
from deckwright.zips import UNREADABLE, unpacked

CONTENT = "DeckwrightContent"
"""The custom property with the content hash."""


def content_hash(data: bytes) -> str:
    """SHA-256 over every member of a .pptx but its custom properties, whatever their order; "" when it is no zip."""
    return hash_members(_members(data))


def stamp_of(data: bytes) -> Mapping[str, str]:
    """The custom properties of a .pptx by name; empty when it has none or is no .pptx."""
    part = _members(data).get(CUSTOM_PART[1:])
    if part is None:
        return {}
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return {}
    return {item.get("name", ""): "".join(item.itertext()) for item in root.iter(f"{{{CUSTOM_NS}}}property")}


def hash_members(members: Mapping[str, bytes]) -> str:
    """The content hash of a file with these members; "" of none."""
    if not members:
        return ""
    total = hashlib.sha256()
    for name in sorted(members):
        if name != CUSTOM_PART[1:]:
            total.update(hashlib.sha256(name.encode()).digest())
            total.update(hashlib.sha256(members[name]).digest())
    return total.hexdigest()


def _members(data: bytes) -> dict[str, bytes]:
    try:
        return unpacked(data)
    except UNREADABLE:
        return {}
