"""An Open Packaging package in memory: named parts with their content types and relationships (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from sys import intern

from msgspec import Struct, field

from deckwright.ooxml.names import (
    CONTENT_TYPES,
    RELATIONSHIPS_NS,
    RELATIONSHIPS_TYPE,
    TYPES_BY_EXTENSION,
    TYPES_NS,
    extension_of,
)
from deckwright.ooxml.relationships import Relationship, relationships_in, rels_member
from deckwright.ooxml.xml import DECLARATION, parse, quoteattr, spelled
from deckwright.ooxml.zipped import Packed, members_of, packed
from deckwright.system.files import unpacked

TOGETHER = 400
"""Parts that are packed at a time, which takes a fifth less than one by one, and two megabytes."""


class Relationships:
    """Where one part points to. Asking for the same target again gives the same id."""

    __slots__ = ("_by_id", "_ids", "_next", "source")

    def __init__(self, source: str, known: Iterable[Relationship] = ()) -> None:
        self.source = source
        """Part name; `/` for the package itself."""
        self._by_id: dict[str, Relationship] = {}
        self._ids: dict[tuple[str, str, bool], str] = {}
        self._next = 1
        for relationship in known:
            self._keep(relationship)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[Relationship]:
        return iter(self._by_id.values())

    def to(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id (`rId3`) of the relationship to `target`, which is made when there is none."""
        key = (kind, target, external)
        known = self._ids.get(key)
        if known is not None:
            return known
        while (fresh := intern(f"rId{self._next}")) in self._by_id:
            self._next += 1
        self._keep(Relationship(fresh, kind, target, external))
        return fresh

    def first(self, kind: str) -> Relationship | None:
        return next((r for r in self if r.type == kind), None)

    def xml(self) -> bytes:
        """The .rels part. Half of a presentation's parts are these, so they are spelled without a tree."""
        folder = self.source.rpartition("/")[0] or "/"
        items = [
            f'<Relationship Id="{r.id}" Type="{r.type}" Target={quoteattr(r.target)} TargetMode="External"/>'
            if r.external
            else f'<Relationship Id="{r.id}" Type="{r.type}" Target={quoteattr(_relative(r.target, folder))}/>'
            for r in self
        ]
        return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS_NS}">{"".join(items)}</Relationships>'.encode()

    def _keep(self, relationship: Relationship) -> None:
        self._by_id[relationship.id] = relationship
        self._ids.setdefault((relationship.type, relationship.target, relationship.external), relationship.id)


_NONE = Relationships("")


class Part(Struct):
    name: str
    """Begins with a slash: `/ppt/slides/slide1.xml`."""
    content_type: str
    data: bytes
    relationships: Relationships
    packed: Packed | None = None
    """As the zip will store it; `data` and `relationships` are empty then."""
    packed_relationships: Packed | None = None

    def pack(self) -> None:
        """By `Package.pack`, when its turn comes."""
        self.packed, self.data = packed(self.name, self.data), b""

    def pack_relationships(self) -> None:
        if len(self.relationships):
            self.packed_relationships = packed(".rels", self.relationships.xml())
        self.relationships = _NONE


class Package(Struct):
    """All parts, in the order they are written."""

    relationships: Relationships = field(default_factory=lambda: Relationships("/"))
    parts: dict[str, Part] = field(default_factory=dict)
    pictures: dict[bytes, str] = field(default_factory=dict)
    """Bytes of each picture → the name of the part that shows it, so that each is stored once."""
    drawings: dict[bytes, str] = field(default_factory=dict)
    """Bytes of each SVG → the name of its part; `pictures` has that of its PNG."""
    streams: dict[str, tuple[bytes, Packed]] = field(default_factory=dict)
    """Name of a part → its data, and the member that a zip of ours has had of just these."""
    led: dict[str, str] = field(default_factory=dict)
    """What packed parts lead to → one of them."""
    _numbers: dict[str, int] = field(default_factory=dict)
    _waiting: list[Part] = field(default_factory=list)
    """Parts that are about to be packed."""

    def add(self, name: str, content_type: str, data: bytes, relationships: Relationships | None = None) -> Part:
        part = Part(name, content_type, data, Relationships(name) if relationships is None else relationships)
        self.parts[name] = part
        return part

    def pack(self, part: Part) -> None:
        """Nobody will change or read it any more. A large deck is too large to be held unpacked."""
        self.led.update((link.target, part.name) for link in part.relationships if not link.external)
        self._waiting.append(part)
        if len(self._waiting) == TOGETHER:
            self.pack_waiting()

    def pack_waiting(self) -> None:
        """Like after like: a processor that has just packed a slide foresees its way through the next one."""
        for part in sorted(self._waiting, key=lambda part: (part.content_type, len(part.data))):
            part.pack()
        for part in self._waiting:
            part.pack_relationships()
        self._waiting.clear()

    def fresh_name(self, pattern: str) -> str:
        """The next part name of its kind: `/ppt/charts/chart{}.xml` gives chart1, chart2 …"""
        number = self._numbers.get(pattern, 0) + 1
        while (name := pattern.format(number)) in self.parts:
            number += 1
        self._numbers[pattern] = number
        return name

    def members(self, *, let_go: bool = False) -> Iterator[tuple[str, Packed]]:
        """The members of the zip, content types first, each part followed by its relationships.

        With `let_go` what is packed is forgotten when it has been given, so that a large file is not there twice.
        """
        for name, data in self._members(let_go):
            yield name, data if isinstance(data, Packed) else packed(name, data)

    def packed_as_in(self, data: bytes) -> None:
        """Lets parts that stay as they are be stored as they are in the zip that they come from, one of ours."""
        members = members_of(data) or {}
        for part in self.parts.values():
            if (member := members.get(part.name[1:])) is not None and not part.packed:
                self.streams[part.name] = part.data, member

    def _stored(self, part: Part) -> bytes | Packed:
        known, member = self.streams.get(part.name, (None, None))
        return part.packed or (member if member and known is part.data else part.data)

    def _members(self, let_go: bool) -> Iterator[tuple[str, bytes | Packed]]:
        yield CONTENT_TYPES, self._content_types()
        yield "_rels/.rels", self.relationships.xml()
        for part in self.parts.values():
            yield part.name[1:], self._stored(part)
            if part.packed_relationships or len(part.relationships):
                yield rels_member(part.name), part.packed_relationships or part.relationships.xml()
            if let_go:
                part.packed = part.packed_relationships = None

    def _content_types(self) -> bytes:
        used = {"rels", "xml"} | {extension_of(name) for name in self.parts}
        defaults = [
            f'<Default Extension="{extension}" ContentType="{content_type}"/>'
            for extension, content_type in TYPES_BY_EXTENSION.items()
            if extension in used
        ]
        overrides = [
            f"<Override PartName={quoteattr(part.name)} ContentType={quoteattr(part.content_type)}/>"
            for part in self.parts.values()
            if TYPES_BY_EXTENSION.get(extension_of(part.name)) != part.content_type
        ]
        return spelled(f'<Types xmlns="{TYPES_NS}">{"".join(defaults)}{"".join(overrides)}</Types>')


def open_package(data: bytes) -> Package:
    """The package of a file, whole: every member with a content type is a part. Raises one of zips.UNREADABLE,
    KeyError, and lxml's XMLSyntaxError."""
    return package_of(unpacked(data))


def package_of(members: dict[str, bytes]) -> Package:
    """The package that these members (name → bytes) are."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for item in parse(members.pop(CONTENT_TYPES)):
        content_type = item.get("ContentType", "")
        if item.tag == f"{{{TYPES_NS}}}Default":
            defaults[item.get("Extension", "").lower()] = content_type
        else:
            overrides[item.get("PartName", "").lower()] = content_type
    package = Package(_read_relationships(members, "/"))
    for member, content in members.items():
        name = f"/{member}"
        content_type = overrides.get(name.lower()) or defaults.get(extension_of(name), "")
        if content_type and content_type != RELATIONSHIPS_TYPE:
            package.add(name, content_type, content, _read_relationships(members, name))
    return package


def _read_relationships(members: dict[str, bytes], source: str) -> Relationships:
    data = members.get(rels_member(source))
    return Relationships(source, () if data is None else relationships_in(parse(data), source))


def _relative(target: str, folder: str) -> str:
    """`target` as PowerPoint spells it in a part of `folder`: `../slideLayouts/slideLayout2.xml`."""
    if folder.startswith("/ppt/") and target.startswith("/ppt/") and folder.count("/") == 2:
        return f"..{target[4:]}"  # nearly all of them
    if target.startswith(f"{folder}/"):
        return target[len(folder) + 1 :]  # the slides of the presentation
    return posixpath.relpath(target, folder)
