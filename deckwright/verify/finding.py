"""A finding: one fault of a presentation, with the part and the element it is in."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from deckwright.ooxml.names import P_NS

_ABOUT = f"{{{P_NS}}}cNvPr"
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"})
_LONGEST = 6
"""Elements of a path that are named; of a longer one the last."""


class Finding(Struct, frozen=True):
    """One fault of a file."""

    code: str
    """Kebab-case, names the fault: `dangling-relationship`."""
    part: str
    """The part it is in, such as /ppt/slides/slide3.xml; "/" for the package."""
    message: str
    element: str = ""
    """The element it is at, as `where` says it; empty where the whole part is meant."""


def where(element: etree._Element | None) -> str:
    """The element as people find it: the shape it is in by name and id, and the way to it from there or from the root.

    `'Table 4' (id 5): a:tbl/a:tr[2]/a:tc`; brackets count among neighbours of one kind, from 1.
    """
    steps: list[str] = []
    if element is not None and element.tag == _ABOUT and (parent := element.getparent()) is not None:
        element = parent.getparent()
    while element is not None:
        if etree.QName(element).localname in _SHAPES and (about := _about(element)) is not None:
            shape = f"'{about.get('name', '')}' (id {about.get('id', '')})"
            return f"{shape}: {_path(steps)}" if steps else shape
        steps.insert(0, _step(element))
        element = element.getparent()
    return _path(steps)


def _about(shape: etree._Element) -> etree._Element | None:
    """The shape's own name, not that of one inside a group."""
    return next((e for e in shape.iterfind(f"*/{_ABOUT}")), None)


def _step(element: etree._Element) -> str:
    name = f"{element.prefix}:{etree.QName(element).localname}" if element.prefix else etree.QName(element).localname
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    return f"{name}[{before + 1}]" if before else name


def _path(steps: list[str]) -> str:
    return "/".join(steps) if len(steps) <= _LONGEST else "…/" + "/".join(steps[-_LONGEST:])
