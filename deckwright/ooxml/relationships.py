"""Reads the relationships of parts (ECMA-376 part 2, 6.5): which part refers to which."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from deckwright.ooxml.names import OFFICE


class Relationship(Struct, frozen=True, gc=False):
    """A reference of one part to another part, or to an address."""

    id: str
    type: str
    target: str
    """A part name (`/ppt/theme/theme1.xml`), or an address when external."""
    external: bool = False

    @property
    def kind(self) -> str:
        """The type without the prefix that all types of Office share: slideLayout, image, hyperlink …"""
        return self.type.removeprefix(OFFICE)


def parse_relationships(
    items: Iterable[Any], source: str, decode: Callable[[str], str] = str
) -> Iterator[Relationship]:
    """Reads the relationships in `items`, the elements of the .rels part of `source` (a part name, or `/`).

    The elements are those of lxml or of ElementTree. `decode` turns a target into the name of the part in the zip.
    """
    for item in items:
        target, external = item.get("Target", ""), item.get("TargetMode", "") == "External"
        folder = posixpath.join("/", posixpath.dirname(source))
        part = target if external else posixpath.normpath(posixpath.join(folder, decode(target)))
        yield Relationship(item.get("Id", ""), item.get("Type", ""), part, external)


def rels_member(source: str) -> str:
    """Returns the zip member with a part's relationships: `/ppt/slide.xml` → `ppt/_rels/slide.xml.rels`."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")[1:]


def source_of_rels(rels: str) -> str:
    """Returns the part that a .rels part belongs to: `/ppt/_rels/slide.xml.rels` → `/ppt/slide.xml`."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
