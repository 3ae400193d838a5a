"""A .pptx opened for checking: its parts, relationships and content types as they are, faults included."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from deckwright.ooxml import names
from deckwright.ooxml.relationships import Relationship, relationships_in, source_of
from deckwright.system.files import UNREADABLE, TooMuchError, read_member
from deckwright.system.limits import MEMBERS, UNPACKED_BYTES
from deckwright.verify.finding import Finding

NS = {
    "a": names.A_NS,
    "adec": names.DECORATIVE_NS,
    "asvg": names.SVG_NS,
    "c": names.CHART_NS,
    "c15": names.CHART_2012_NS,
    "cp": names.CORE_NS,
    "ct": names.TYPES_NS,
    "custom": names.CUSTOM_NS,
    "dc": names.DC_NS,
    "dcterms": names.DC_TERMS_NS,
    "p": names.P_NS,
    "p14": names.P14_NS,
    "r": names.R_NS,
    "rel": names.RELATIONSHIPS_NS,
}
"""The prefixes that checks write names with."""


class NotAPackageError(Exception):
    """The bytes are no zip archive with content types, so nothing can be checked."""


class Package(Struct, frozen=True):
    parts: Mapping[str, bytes]
    """Part name → bytes, without content types and relationship parts."""
    trees: Mapping[str, etree._Element]
    """Part name → root, of the parts that are XML."""
    broken: Mapping[str, str]
    """Member → why it cannot be read."""
    members: tuple[zipfile.ZipInfo, ...]
    member_names: frozenset[str]
    """Of all members that can be read, without the slash; those of relationships too."""
    defaults: Mapping[str, str]
    """Extension, in small letters → content type."""
    overrides: Mapping[str, str]
    """Part name → content type."""
    overridden_twice: tuple[str, ...]
    relationships: Mapping[str, tuple[Relationship, ...]]
    """Part name, or "/" for the package → its relationships."""

    def type_of(self, part: str) -> str:
        """The content type of `part`; empty when it has none."""
        return self.overrides.get(part) or self.defaults.get(names.extension_of(part), "")

    def of_type(self, content_type: str) -> Iterator[tuple[str, etree._Element]]:
        """Name and root of every readable part of this content type, in the order of the file."""
        for part, tree in self.trees.items():
            if self.overrides.get(part) == content_type:
                yield part, tree

    def targets(self, part: str, kind: str) -> tuple[str, ...]:
        """The targets of the relationships of this kind of `part`."""
        return tuple(r.target for r in self.relationships.get(part, ()) if r.kind == kind)

    def relationship(self, part: str, relationship_id: str) -> Relationship | None:
        return next((r for r in self.relationships.get(part, ()) if r.id == relationship_id), None)

    @property
    def main(self) -> str:
        """The presentation part; empty when the package names none."""
        return next(iter(self.targets("/", "officeDocument")), "")


Check = Callable[[Package], Iterator[Finding]]


def open_package(data: bytes) -> Package:
    """Read the .pptx in `data`. Faulty parts are noted in `broken`; NotAPackageError when there is nothing to read."""
    broken: dict[str, str] = {}
    contents, members = _members(data, broken)
    if names.CONTENT_TYPES not in contents:
        raise NotAPackageError("the file is a zip archive without [Content_Types].xml, and no presentation")
    types = _parse(names.CONTENT_TYPES, contents, broken)
    parts: dict[str, bytes] = {}
    trees: dict[str, etree._Element] = {}
    relationships: dict[str, tuple[Relationship, ...]] = {}
    for name, content in contents.items():
        if name == names.CONTENT_TYPES:
            continue
        is_relationships = name.endswith(".rels")
        if not is_relationships:
            parts["/" + name] = content
        if (name.endswith((".xml", ".rels"))) and (tree := _parse(name, contents, broken)) is not None:
            if is_relationships:
                source = source_of("/" + name)
                items = _each(tree, "rel:Relationship")
                relationships[source] = tuple(relationships_in(items, source, decode=unquote))
            else:
                trees["/" + name] = tree
    return Package(
        parts,
        trees,
        broken,
        members,
        frozenset(contents),
        {_get(e, "Extension").lower(): _get(e, "ContentType") for e in _each(types, "ct:Default")},
        {_get(e, "PartName"): _get(e, "ContentType") for e in _each(types, "ct:Override")},
        tuple(repeated([_get(e, "PartName").lower() for e in _each(types, "ct:Override")])),
        relationships,
    )


def tag(name: str) -> str:
    """`p:sld` → `{http://…}sld`."""
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


def find_all(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements at `path`, written with the usual prefixes."""
    return element.findall(path, NS)


def attribute(element: etree._Element | None, name: str) -> str:
    """The attribute, or "" when it or the element is missing; `name` may have a prefix."""
    if element is None:
        return ""
    return str(element.get(tag(name) if ":" in name else name, ""))


def whole(text: str) -> int:
    """The number that `text` is; -1 when it is no whole number of at most twelve digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else -1


def repeated(values: Iterator[str] | list[str]) -> list[str]:
    """What occurs more than once, each named once."""
    return [value for value, count in Counter(values).items() if count > 1]


def _members(data: bytes, broken: dict[str, str]) -> tuple[dict[str, bytes], tuple[zipfile.ZipInfo, ...]]:
    """Name → bytes of the members that can be read; the others are noted in `broken`."""
    if data.startswith(names.COMPOUND_FILE):
        locked = names.ENCRYPTED_PACKAGE in data
        raise NotAPackageError(f"the file is {'encrypted' if locked else 'of an old kind, such as .ppt or .doc'}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except UNREADABLE as fault:
        raise NotAPackageError("the file is not a zip archive") from fault
    if len(members) > MEMBERS:
        raise NotAPackageError(f"the file holds more than {MEMBERS:,} parts")
    contents: dict[str, bytes] = {}
    room = UNPACKED_BYTES
    for member in members:
        if member.is_dir():
            continue
        try:
            content = read_member(archive, member, room)
        except TooMuchError as fault:
            raise NotAPackageError(f"the file is not looked into: {fault}") from fault
        except UNREADABLE as fault:
            broken["/" + member.filename] = str(fault)
        else:
            contents[member.filename] = content
            room -= len(content)
    return contents, tuple(members)


def _parse(name: str, contents: Mapping[str, bytes], broken: dict[str, str]) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(contents[name], parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        broken["/" + name] = str(fault)
        return None
    if tree.getroottree().docinfo.internalDTD is not None:
        broken["/" + name] = "it has a document type definition, and Office reads none (ECMA-376 part 2, 7.2.3)"
        return None
    return tree


def _each(tree: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if tree is None else tree.findall(name, NS)


_get = attribute
