"""Reads a .pptx for checking: its parts, relationships and content types unchanged, broken ones included."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from deckwright.ooxml import names
from deckwright.ooxml.relationships import Relationship, parse_relationships, source_of_rels
from deckwright.system.files import UNREADABLE, TooMuchError, read_zip_member
from deckwright.system.limits import MEMBERS, UNPACKED_BYTES

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
"""Prefix → namespace, for names and paths in the checks."""


class NotAPackageError(Exception):
    """The data are no zip archive with content types, so nothing can be checked."""


class ParsedPackage(Struct, frozen=True):
    """A package as it is in the file, with all its problems."""

    parts: Mapping[str, bytes]
    """Part name → bytes, without content types and relationship parts."""
    trees: Mapping[str, etree._Element]
    """Part name → root, for parts that are XML."""
    broken: Mapping[str, str]
    """Name of a part that cannot be read → reason."""
    members: tuple[zipfile.ZipInfo, ...]
    member_names: frozenset[str]
    """The members that can be read, without the slash, including relationships."""
    defaults: Mapping[str, str]
    """Extension in lower case → content type."""
    overrides: Mapping[str, str]
    """Part name → content type."""
    duplicate_overrides: tuple[str, ...]
    """Part names with two content types."""
    relationships: Mapping[str, tuple[Relationship, ...]]
    """Part name, or "/" for the package → its relationships."""

    def get_type(self, part: str) -> str:
        """Returns the content type of a part; empty when it has none."""
        return self.overrides.get(part) or self.defaults.get(names.extension_of(part), "")

    def iter_parts(self, *content_types: str) -> Iterator[tuple[str, etree._Element]]:
        """Yields name and root of the readable parts of these content types, type by type, in the order of the file."""
        for content_type in content_types:
            for part, tree in self.trees.items():
                if self.overrides.get(part) == content_type:
                    yield part, tree

    def iter_elements(self, tags: str, *content_types: str) -> Iterator[tuple[str, etree._Element]]:
        """Yields name of the part and element for all elements called `tags`, such as "a:stCxn a:endCxn", in parts."""
        for part, tree in self.iter_parts(*content_types):
            for element in tree.iter(*map(qname, tags.split())):
                yield part, element

    def find_targets(self, part: str, kind: str) -> tuple[str, ...]:
        """Returns the targets of the relationships of `part` that are of this kind."""
        return tuple(r.target for r in self.relationships.get(part, ()) if r.kind == kind)

    def find_relationship(self, part: str, element: etree._Element | None, key: str = "r:id") -> Relationship | None:
        """Returns the relationship that an element of `part` refers to by the attribute `key`."""
        number = get_attribute(element, key)
        return next((r for r in self.relationships.get(part, ()) if r.id == number), None)

    def find_target(self, part: str, element: etree._Element, key: str = "r:id") -> str:
        """Returns the target of the relationship that an element of `part` refers to; "" if it does not exist."""
        relationship = self.find_relationship(part, element, key)
        return relationship.target if relationship else ""

    @property
    def main(self) -> str:
        """The name of the presentation part; empty when it is missing."""
        return next(iter(self.find_targets("/", "officeDocument")), "")


def parse_package(data: bytes) -> ParsedPackage:
    """Reads the .pptx in `data`; parts that cannot be read are listed in `broken`. Raises NotAPackageError."""
    broken: dict[str, str] = {}
    contents, members = _read_members(data, broken)
    if names.CONTENT_TYPES not in contents:
        raise NotAPackageError("the file is a zip archive, but not a presentation: [Content_Types].xml is missing")
    types = _parse(names.CONTENT_TYPES, contents, broken)
    defaults, overrides = (find_all(types, f"ct:{name}") for name in ("Default", "Override"))
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
                source = source_of_rels("/" + name)
                items = find_all(tree, "rel:Relationship")
                relationships[source] = tuple(parse_relationships(items, source, decode=unquote))
            else:
                trees["/" + name] = tree
    return ParsedPackage(
        parts,
        trees,
        broken,
        members,
        frozenset(contents),
        {get_attribute(e, "Extension").lower(): get_attribute(e, "ContentType") for e in defaults},
        {get_attribute(e, "PartName"): get_attribute(e, "ContentType") for e in overrides},
        tuple(find_repeated([get_attribute(e, "PartName").lower() for e in overrides])),
        relationships,
    )


def qname(name: str) -> str:
    """Returns the name in lxml's form: `p:sld` → `{http://…}sld`."""
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


def find_all(element: etree._Element | None, path: str) -> list[etree._Element]:
    """Returns the elements at a path with prefixes: `a:tblGrid/a:gridCol`."""
    return [] if element is None else element.findall(path, NS)


def get_attribute(element: etree._Element | None, name: str) -> str:
    """Returns an attribute, or "" when it or the element is missing; `name` may have a prefix."""
    if element is None:
        return ""
    return str(element.get(qname(name) if ":" in name else name, ""))


def parse_int(text: str) -> int:
    """Returns the whole number in `text`; -1 if it is negative, has more than twelve digits or is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else -1


def find_repeated(values: Iterator[str] | list[str]) -> list[str]:
    """Returns the values that occur more than once, each once."""
    return [value for value, count in Counter(values).items() if count > 1]


def _read_members(data: bytes, broken: dict[str, str]) -> tuple[dict[str, bytes], tuple[zipfile.ZipInfo, ...]]:
    """Reads the members (name → bytes) that can be read, and lists the others in `broken`."""
    if data.startswith(names.COMPOUND_FILE):
        is_encrypted = names.ENCRYPTED_PACKAGE in data
        raise NotAPackageError(
            f"the file is {'encrypted' if is_encrypted else 'in an old format, such as .ppt or .doc'}"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except UNREADABLE as error:
        raise NotAPackageError("the file is not a zip archive") from error
    if len(members) > MEMBERS:
        raise NotAPackageError(f"the file holds more than {MEMBERS:,} parts")
    contents: dict[str, bytes] = {}
    room = UNPACKED_BYTES
    for member in members:
        if member.is_dir():
            continue
        try:
            content = read_zip_member(archive, member, room)
        except TooMuchError as error:
            raise NotAPackageError(f"the file is not checked: {error}") from error
        except UNREADABLE as error:
            broken["/" + member.filename] = str(error)
        else:
            contents[member.filename] = content
            room -= len(content)
    return contents, tuple(members)


def _parse(name: str, contents: Mapping[str, bytes], broken: dict[str, str]) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(contents[name], parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        broken["/" + name] = str(error)
        return None
    if tree.getroottree().docinfo.internalDTD is not None:
        broken["/" + name] = "it has a document type definition (DTD), which Office refuses (ECMA-376 part 2, 7.2.3)"
        return None
    return tree
