"""Reads which data a presentation shows, from the custom properties that `write` adds."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from deckwright.ooxml.names import P_NS, R_NS
from deckwright.ooxml.relationships import parse_relationships, rels_member
from deckwright.ooxml.stamp import HASH_PROPERTY, is_unchanged, join_data_properties, read_stamp
from deckwright.system.files import UNREADABLE

_MAIN = "/ppt/presentation.xml"


class ShownTable(Struct, frozen=True):
    """A data table that a presentation shows."""

    name: str
    source: str
    as_of: str
    digest: str
    rows: int
    slides: tuple[str, ...]
    """Number and id of each slide that shows it: `8 udvikling`."""


class Provenance(Struct, frozen=True):
    """The origin of a presentation."""

    is_built: bool
    """Deckwright wrote the file."""
    is_edited: bool
    """Another program saved it since."""
    tables: tuple[ShownTable, ...]


def read_provenance(data: bytes) -> Provenance:
    """Reads the origin of the .pptx in `data`, also after another program saved it, if that kept the properties."""
    stamp = read_stamp(data)
    if HASH_PROPERTY not in stamp:
        return Provenance(False, False, ())
    try:
        tables = tuple(_read_tables(json.loads(join_data_properties(stamp) or "{}"), _read_slide_names(data)))
    except (ValueError, KeyError, TypeError, AttributeError):
        tables = ()  # the properties were edited
    return Provenance(True, not is_unchanged(data), tables)


def _read_tables(content: Any, names: list[str]) -> Iterator[ShownTable]:
    numbers = {name: number for number, name in enumerate(names, 1)}
    has_names = any(slide in numbers for _, slide, _ in content.get("slides", ()))
    slides: dict[str, list[tuple[int, str]]] = {}
    for old_number, slide, data in content.get("slides", ()):
        # A moved slide keeps its name. LibreOffice drops all names, but keeps the order.
        number = numbers.get(slide, 0) if has_names else old_number if old_number <= len(names) else 0
        for name in data if number else ():
            slides.setdefault(name, []).append((number, slide))
    for name, table in sorted(content.get("data", {}).items()):
        source, as_of, digest = (str(table[key]) for key in ("source", "as_of", "sha256"))
        shown_on = sorted(slides.get(name, ()), key=lambda slide: slide[0])
        labels = tuple(f"{number} {slide}" for number, slide in shown_on)
        yield ShownTable(str(name), source, as_of, digest, int(table["rows"]), labels)


def _read_slide_names(data: bytes) -> list[str]:
    """Returns the names of the slides (p:cSld name) in the order of the presentation; "" for a slide without a name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = ElementTree.fromstring(archive.read(_MAIN[1:]))
            links = parse_relationships(ElementTree.fromstring(archive.read(rels_member(_MAIN))), _MAIN)
            targets = {link.id: link.target for link in links}
            parts = [targets.get(slide.get(f"{{{R_NS}}}id", ""), "") for slide in root.iter(f"{{{P_NS}}}sldId")]
            contents = [
                ElementTree.fromstring(archive.read(part[1:])).find(f"{{{P_NS}}}cSld") for part in parts if part
            ]
            return ["" if content is None else content.get("name", "") for content in contents]
    except (*UNREADABLE, ElementTree.ParseError, KeyError):
        return []
