"""Checks a package before it becomes a file: the quick part of `verify`, which every written file passes.

All XML of Deckwright has the same form, so patterns find ids in a hundredth of the time that parsing takes. A problem
found here is a bug in Deckwright, never an error in the talk, and no file is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckwright.ooxml.names import OFFICE, TYPES_BY_EXTENSION, extension_of
from deckwright.ooxml.package import Package, Part

_REFERENCE = re.compile(rb' r:(?:id|embed|link|pict)="([^"]+)"')
_SHAPE, _LISTED_SLIDE = b'<p:cNvPr id="', b'<p:sldId id="'
_REQUIRED = {"slide": "slideLayout", "slideLayout": "slideMaster", "slideMaster": "theme", "notesSlide": "notesMaster"}
"""Kind of a part, as its content type names it → the relationship that it must have."""


class BrokenPackageError(Exception):
    """PowerPoint would not open the package, or would repair it; the text has a line for each problem."""


def check_package(package: Package) -> None:
    """Raises BrokenPackageError when parts, names or relationships contradict each other.

    Parts that are packed were checked before, by `check_part`.
    """
    parts = [part for part in package.parts.values() if not part.member]
    targets = package.link_targets | {
        link.target: part.name for part in parts for link in part.relationships if not link.external
    }
    problems = []
    main = package.relationships.find_first(OFFICE + "officeDocument")
    if main is None or main.target not in package.parts:
        problems.append("the package has no presentation part")
    elif _has_repeated_id(package.parts[main.target].data, _LISTED_SLIDE):
        problems.append("two slides have the same id")
    if len({name.lower() for name in package.parts}) < len(package.parts):
        problems.append("two parts have names that differ only in case")
    for target, source in targets.items():
        if target not in package.parts:
            problems.append(f"{source}: it refers to {target}, which does not exist")
    _raise_problems([*problems, *(line for part in parts for line in _find_part_problems(part))])


def check_part(part: Part) -> None:
    """Raises BrokenPackageError when a part contradicts itself."""
    _raise_problems(list(_find_part_problems(part)))


def _raise_problems(problems: list[str]) -> None:
    if problems:
        raise BrokenPackageError("\n".join(problems))


def _find_part_problems(part: Part) -> Iterator[str]:
    kind = part.content_type.rpartition(".")[2].removesuffix("+xml")  # "slide"
    if not part.content_type or (part.content_type == TYPES_BY_EXTENSION["xml"] and part.name.endswith(".xml")):
        yield f"{part.name}: it has no content type"
    if kind in _REQUIRED and part.relationships.find_first(OFFICE + _REQUIRED[kind]) is None:
        yield f"{part.name}: it has no {_REQUIRED[kind]}"
    if not part.data:
        yield f"{part.name}: it is empty"
    if extension_of(part.name) != "xml":
        return
    for number in map(bytes.decode, _REFERENCE.findall(part.data)):
        if number not in part.relationships:
            yield f"{part.name}: it uses the relationship {number}, which it does not have"
    if kind == "slide" and _has_repeated_id(part.data, _SHAPE):
        yield f"{part.name}: two shapes have the same id"


def _has_repeated_id(data: bytes, before: bytes) -> bool:
    """Returns True if the same id follows two occurrences of `before`."""
    ids = [rest.partition(b'"')[0] for rest in data.split(before)[1:]]
    return len(set(ids)) < len(ids)
