"""Reads the relationships of a package's parts (ECMA-376 part 2, 6.5): which part refers to which."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from deckwright.ooxml.names import OFFICE


class Relationship(Struct, frozen=True, gc=False):
    id: str
    type: str
    target: str
    """A part name (`/ppt/theme/theme1.xml`), or an address when external."""
    external: bool = False

    @property
    def kind(self) -> str:
        """The type without what all types of Office begin with: slideLayout, image, hyperlink …"""
        return self.type.removeprefix(OFFICE)


class AttributesOf(Protocol):
    """An element of lxml or of ElementTree."""

    def get(self, key: str, default: str, /) -> str: ...


def relationships_in(
    items: Iterable[AttributesOf], source: str, decode: Callable[[str], str] = str
) -> Iterator[Relationship]:
    """The relationships in the elements `items` of the .rels part of `source` (a part name, or `/`).

    `decode` turns the target as it is written into the name that the part has in the zip.
    """
    for item in items:
        target, external = item.get("Target", ""), item.get("TargetMode", "") == "External"
        part = target if external else resolve_target(source, decode(target))
        yield Relationship(item.get("Id", ""), item.get("Type", ""), part, external)


def resolve_target(source: str, target: str) -> str:
    """The part name that `target` means in a relationship of `source`."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))


def rels_member(source: str) -> str:
    """The zip member with the relationships of a part: `/ppt/presentation.xml` → `ppt/_rels/presentation.xml.rels`."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")[1:]


def source_of(rels: str) -> str:
    """The part whose relationships a .rels part has: `/ppt/_rels/presentation.xml.rels` → `/ppt/presentation.xml`."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
