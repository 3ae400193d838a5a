"""The cheap part of `verify`, for every package before it becomes a file: that its parts hold together.

No XML is parsed: what is written here is spelled in one way, so patterns find ids in a hundredth of the time. What is
found is a fault of Deckwright, never of the talk, and no file is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.ooxml.names import OFFICE, TYPES_BY_EXTENSION, extension_of
from deckwright.ooxml.package import Package, Part

_USED = re.compile(rb' r:(?:id|embed|link|pict)="([^"]+)"')
_SHAPE, _LISTED = b'<p:cNvPr id="', b'<p:sldId id="'
_NEEDED = {"slide": "slideLayout", "slideLayout": "slideMaster", "slideMaster": "theme", "notesSlide": "notesMaster"}
"""What the content type of a part says → the relationship that it must have."""


class UnsoundError(Exception):
    """The package would not open, or not whole; a line for each reason."""


def check_sound(package: Package) -> None:
    """Raises UnsoundError when the package does not hold together. Parts that are packed were looked into before."""
    parts = [part for part in package.parts.values() if not part.packed]
    led = package.led | {link.target: part.name for part in parts for link in part.relationships if not link.external}
    lost = [
        f"{source}: it leads to {target}, which is not there"
        for target, source in led.items()
        if target not in package.parts
    ]
    _refuse([*_of_package(package), *lost, *(line for part in parts for line in _inside(part))])


def check_part(part: Part) -> None:
    """Raises UnsoundError when a part does not agree with itself."""
    _refuse(list(_inside(part)))


def _refuse(found: list[str]) -> None:
    if found:
        raise UnsoundError("\n".join(found))


def _of_package(package: Package) -> Iterator[str]:
    main = package.relationships.first(OFFICE + "officeDocument")
    if main is None or main.target not in package.parts:
        yield "the package leads to no presentation"
    elif _is_repeated(_LISTED, package.parts[main.target].data):
        yield "two slides have one id"
    if len({name.lower() for name in package.parts}) < len(package.parts):
        yield "two parts have names that differ in case only"


def _inside(part: Part) -> Iterator[str]:
    """What is wrong with what it is, holds and leads to."""
    kind = _kind(part)
    if not part.content_type or (part.content_type == TYPES_BY_EXTENSION["xml"] and part.name.endswith(".xml")):
        yield f"{part.name}: nothing says what it is"
    if kind in _NEEDED and part.relationships.first(OFFICE + _NEEDED[kind]) is None:
        yield f"{part.name}: it has no {_NEEDED[kind]}"
    if not part.data:
        yield f"{part.name}: it is empty"
    if extension_of(part.name) != "xml":
        return
    for number in map(bytes.decode, _USED.findall(part.data)):
        if number not in part.relationships:
            yield f"{part.name}: it uses {number}, which is no relationship of it"
    if kind == "slide" and _is_repeated(_SHAPE, part.data):
        yield f"{part.name}: two shapes have one id"


def _kind(part: Part) -> str:
    """`slide`, as the content type has it."""
    return part.content_type.rpartition(".")[2].removesuffix("+xml")


def _is_repeated(before: bytes, data: bytes) -> bool:
    """Whether the same id stands behind two of `before`."""
    ids = [rest.partition(b'"')[0] for rest in data.split(before)[1:]]
    return len(set(ids)) < len(ids)
