"""An Open Packaging package in memory: named parts with their content types and relationships (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from sys import intern

from msgspec import Struct, field

from deckwright.ooxml import names
from deckwright.ooxml.relationships import Relationship, parse_relationships, rels_member
from deckwright.ooxml.xml import DECLARATION, encode_part, parse, quoteattr
from deckwright.ooxml.zip_file import ZipMember, pack_member, read_stored_members
from deckwright.system.files import unzip

BATCH_PARTS = 400
"""Parts that are packed in one go: a fifth quicker than one by one, for two megabytes of memory."""


class Relationships:
    """The relationships of one part; each target has one id."""

    __slots__ = ("_by_id", "_ids", "_next", "source")

    def __init__(self, source: str, relationships: Iterable[Relationship] = ()) -> None:
        self.source = source
        """Part name; `/` for the package itself."""
        self._by_id: dict[str, Relationship] = {}
        self._ids: dict[tuple[str, str, bool], str] = {}
        self._next = 1
        for relationship in relationships:
            self._store(relationship)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[Relationship]:
        return iter(self._by_id.values())

    def get_or_add(self, relationship_type: str, target: str, *, external: bool = False) -> str:
        """Returns the id (`rId3`) of the relationship to `target`, and adds the relationship when it is new."""
        key = (relationship_type, target, external)
        known = self._ids.get(key)
        if known is not None:
            return known
        while (new := intern(f"rId{self._next}")) in self._by_id:
            self._next += 1
        self._store(Relationship(new, relationship_type, target, external))
        return new

    def find_first(self, relationship_type: str) -> Relationship | None:
        return next((r for r in self if r.type == relationship_type), None)

    def to_xml(self) -> bytes:
        """Returns the .rels part. It is written as text, for a presentation has many of them."""
        folder = self.source.rpartition("/")[0] or "/"
        items = [
            f'<Relationship Id="{r.id}" Type="{r.type}" Target={quoteattr(r.target)} TargetMode="External"/>'
            if r.external
            else f'<Relationship Id="{r.id}" Type="{r.type}" Target={quoteattr(_relative_target(r.target, folder))}/>'
            for r in self
        ]
        return f'{DECLARATION}<Relationships xmlns="{names.RELATIONSHIPS_NS}">{"".join(items)}</Relationships>'.encode()

    def _store(self, relationship: Relationship) -> None:
        self._by_id[relationship.id] = relationship
        self._ids.setdefault((relationship.type, relationship.target, relationship.external), relationship.id)


_NO_RELATIONSHIPS = Relationships("")


class Part(Struct):
    """A part of a package."""

    name: str
    """Begins with a slash: `/ppt/slides/slide1.xml`."""
    content_type: str
    data: bytes
    relationships: Relationships
    member: ZipMember | None = None
    """The packed part; `data` and `relationships` are empty once it is there."""
    relationships_member: ZipMember | None = None


class Package(Struct):
    """All parts, in the order they are written, and the relationships of the package itself."""

    relationships: Relationships = field(default_factory=lambda: Relationships("/"))
    parts: dict[str, Part] = field(default_factory=dict)
    picture_parts: dict[bytes, str] = field(default_factory=dict)
    """Bytes of each picture → the name of its part, so that each is stored once; for an SVG, the part of its PNG."""
    svg_parts: dict[bytes, str] = field(default_factory=dict)
    """Bytes of each SVG → the name of its part."""
    reusable: dict[str, tuple[bytes, ZipMember]] = field(default_factory=dict)
    """Name of a part → its data, and the same data as the zip of the template stores it."""
    link_targets: dict[str, str] = field(default_factory=dict)
    """Target of a relationship of a packed part → the name of that part, for the check of the package."""
    _numbers: dict[str, int] = field(default_factory=dict)
    """Pattern of part names → the last number used."""
    _pending: list[Part] = field(default_factory=list)
    """Parts of the next batch to be packed."""

    def add(self, name: str, content_type: str, data: bytes, relationships: Relationships | None = None) -> Part:
        part = Part(name, content_type, data, Relationships(name) if relationships is None else relationships)
        self.parts[name] = part
        return part

    def pack(self, part: Part) -> None:
        """Queues a complete part for packing: unpacked, a large deck would not fit into memory."""
        self.link_targets.update((link.target, part.name) for link in part.relationships if not link.external)
        self._pending.append(part)
        if len(self._pending) == BATCH_PARTS:
            self.pack_pending()

    def pack_pending(self) -> None:
        """Packs the queued parts, sorted by type and size: similar parts in sequence are compressed faster."""
        for part in sorted(self._pending, key=lambda part: (part.content_type, len(part.data))):
            part.member, part.data = pack_member(part.name, part.data), b""
        for part in self._pending:
            if len(part.relationships):
                part.relationships_member = pack_member(".rels", part.relationships.to_xml())
            part.relationships = _NO_RELATIONSHIPS
        self._pending.clear()

    def next_part_name(self, pattern: str) -> str:
        """Returns the next unused part name: `/ppt/charts/chart{}.xml` gives chart1, chart2 …"""
        number = self._numbers.get(pattern, 0) + 1
        while (name := pattern.format(number)) in self.parts:
            number += 1
        self._numbers[pattern] = number
        return name

    def iter_members(self, *, release: bool = False) -> Iterator[tuple[str, ZipMember]]:
        """Yields the members of the zip: content types first, each part followed by its relationships.

        With `release` a part lets go of its member once it is yielded, so that a large file is in memory once.
        """
        yield names.CONTENT_TYPES, pack_member(names.CONTENT_TYPES, self._content_types_xml())
        yield "_rels/.rels", pack_member(".rels", self.relationships.to_xml())
        for part in self.parts.values():
            data, member = self.reusable.get(part.name, (None, None))
            name = part.name[1:]
            yield name, part.member or (member if member and data is part.data else pack_member(name, part.data))
            if part.relationships_member or len(part.relationships):
                name = rels_member(part.name)
                yield name, part.relationships_member or pack_member(name, part.relationships.to_xml())
            if release:
                part.member = part.relationships_member = None

    def reuse_members(self, data: bytes) -> None:
        """Lets unchanged parts be copied, still packed, from the zip `data` they come from, if Deckwright wrote it."""
        members = read_stored_members(data) or {}
        for part in self.parts.values():
            if (member := members.get(part.name[1:])) is not None and not part.member:
                self.reusable[part.name] = part.data, member

    def _content_types_xml(self) -> bytes:
        used = {"rels", "xml"} | {names.extension_of(name) for name in self.parts}
        defaults = [
            f'<Default Extension="{extension}" ContentType="{content_type}"/>'
            for extension, content_type in names.TYPES_BY_EXTENSION.items()
            if extension in used
        ]
        overrides = [
            f"<Override PartName={quoteattr(part.name)} ContentType={quoteattr(part.content_type)}/>"
            for part in self.parts.values()
            if names.TYPES_BY_EXTENSION.get(names.extension_of(part.name)) != part.content_type
        ]
        return encode_part(f'<Types xmlns="{names.TYPES_NS}">{"".join(defaults)}{"".join(overrides)}</Types>')


def open_package(data: bytes) -> Package:
    """Reads a package: every member with a content type is a part.

    Raises one of `files.UNREADABLE`, KeyError or lxml's XMLSyntaxError for data that are no package.
    """
    return build_package(unzip(data))


def build_package(members: dict[str, bytes]) -> Package:
    """Builds a package from the members (name → bytes) of a zip."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for item in parse(members.pop(names.CONTENT_TYPES)):
        content_type = item.get("ContentType", "")
        if item.tag == f"{{{names.TYPES_NS}}}Default":
            defaults[item.get("Extension", "").lower()] = content_type
        else:
            overrides[item.get("PartName", "").lower()] = content_type
    package = Package(_read_relationships(members, "/"))
    for member, content in members.items():
        name = f"/{member}"
        content_type = overrides.get(name.lower()) or defaults.get(names.extension_of(name), "")
        if content_type and content_type != names.RELATIONSHIPS_TYPE:
            package.add(name, content_type, content, _read_relationships(members, name))
    return package


def _read_relationships(members: dict[str, bytes], source: str) -> Relationships:
    data = members.get(rels_member(source))
    return Relationships(source, () if data is None else parse_relationships(parse(data), source))


def _relative_target(target: str, folder: str) -> str:
    """Returns `target` relative to `folder`, as PowerPoint writes it: `../slideLayouts/slideLayout2.xml`."""
    if folder.startswith("/ppt/") and target.startswith("/ppt/") and folder.count("/") == 2:
        return f"..{target[4:]}"  # nearly all targets
    if target.startswith(f"{folder}/"):
        return target[len(folder) + 1 :]  # targets of presentation.xml
    return posixpath.relpath(target, folder)
