"""What `deckwright inspect` says: which data a presentation shows, and whether the talk still has them so."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from deckwright.model.data_table import DataTable
from deckwright.ooxml.names import P_NS, R_NS
from deckwright.ooxml.relationships import relationships_in, rels_member
from deckwright.ooxml.stamp import CONTENT, is_as_written, provenance_text, stamp_of
from deckwright.system.files import UNREADABLE
from deckwright.system.words import NOTHING, aligned

_MAIN = "/ppt/presentation.xml"
_SHORT = 12
"""Characters of a hash that people compare."""


class Shown(Struct, frozen=True):
    """A table that a presentation shows."""

    name: str
    source: str
    as_of: str
    digest: str
    rows: int
    slides: tuple[str, ...]
    """As people find them: `8 udvikling`."""


class Presented(Struct, frozen=True):
    built: bool
    """Deckwright has built this file."""
    edited: bool
    """And somebody has saved it since."""
    shown: tuple[Shown, ...]


def presented(data: bytes) -> Presented:
    """What the .pptx in `data` remembers; also one that another program has saved, where that keeps properties."""
    stamp = stamp_of(data)
    if CONTENT not in stamp:
        return Presented(False, False, ())
    try:
        told = json.loads(provenance_text(stamp) or "{}")
        shown = tuple(_shown(told, _slide_names(data)))
    except (ValueError, KeyError, TypeError, AttributeError):
        shown = ()  # somebody has changed the properties
    return Presented(True, not is_as_written(data), shown)


def inspect_lines(file: str, found: Presented, tables: Mapping[str, DataTable] | None) -> list[str]:
    """What there is to say of `found`, in the file of this name. `tables`: what the talk has now, if there is one."""
    if not found.built:
        return [f"{file}: not built by Deckwright"]
    head = f"{file}: built by Deckwright, {'and saved by another program since' if found.edited else 'unchanged'}"
    if not found.shown:
        return [head, "it shows no data that Deckwright knows of"]
    rows = [("source", "from", "as of", "rows", "version", *(["now"] if tables is not None else []), "slides")]
    for one in found.shown:
        now = [_now(one, tables)] if tables is not None else []
        slides = ", ".join(one.slides) or NOTHING
        cells = (one.name, one.source or NOTHING, one.as_of or NOTHING, str(one.rows), one.digest[:_SHORT])
        rows.append((*cells, *now, slides))
    return [head, "", *aligned(rows)]


def as_now(found: Presented, tables: Mapping[str, DataTable] | None) -> bool:
    """Whether the talk has all of it still as the presentation shows it."""
    return tables is None or all(_now(one, tables) == _SAME for one in found.shown)


_SAME = "the same"


def _now(one: Shown, tables: Mapping[str, DataTable]) -> str:
    if one.name not in tables:
        return "not there"
    return _SAME if tables[one.name].digest == one.digest else "changed"


def _shown(told: Any, names: list[str]) -> list[Shown]:
    ids = {name: number for number, name in enumerate(names, 1)}
    kept = any(slide in ids for _, slide, _ in told.get("slides", ()))
    on: dict[str, list[str]] = {}
    for number, slide, data in told.get("slides", ()):
        # A slide that has been moved has its name still. LibreOffice keeps no names, but the order.
        place = ids.get(slide) if kept else number if number <= len(names) else None
        for name in data if place else ():
            on.setdefault(name, []).append(f"{place} {slide}")
    return [
        Shown(
            str(name),
            str(one["source"]),
            str(one["as_of"]),
            str(one["sha256"]),
            int(one["rows"]),
            tuple(sorted(on.get(name, ()), key=lambda slide: int(slide.split()[0]))),
        )
        for name, one in sorted(told.get("data", {}).items())
    ]


def _slide_names(data: bytes) -> list[str]:
    """The names of the slides (p:cSld name) in the order they are shown in; "" for one that has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = ElementTree.fromstring(archive.read(_MAIN[1:]))
            links = relationships_in(ElementTree.fromstring(archive.read(rels_member(_MAIN))), _MAIN)
            targets = {link.id: link.target for link in links}
            parts = [targets.get(slide.get(f"{{{R_NS}}}id", ""), "") for slide in root.iter(f"{{{P_NS}}}sldId")]
            return [_name(archive.read(part[1:])) for part in parts if part]
    except (*UNREADABLE, ElementTree.ParseError, KeyError):
        return []


def _name(slide: bytes) -> str:
    content = ElementTree.fromstring(slide).find(f"{{{P_NS}}}cSld")
    return content.get("name", "") if content is not None else ""
