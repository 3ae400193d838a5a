"""The problems that `deckwright verify` reports: all codes, and where in a part a problem is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from lxml import etree
from msgspec import Struct

from deckwright.ooxml.names import P_NS

_PROPERTIES = f"{{{P_NS}}}cNvPr"
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"})
_MAX_STEPS = 6
"""The most elements that a path names; of a longer path only the last ones."""


class Problem(Struct, frozen=True):
    """One problem of a presentation."""

    code: str
    """A key of `CODES`: `dangling-relationship`."""
    part: str
    """The part it is in, such as /ppt/slides/slide3.xml; "/" for the package."""
    message: str
    element: str = ""
    """The element it is at, as `locate` writes it; empty for the whole part."""


def locate(element: etree._Element | None) -> str:
    """Returns the place of an element: name and id of its shape, and the path from there; or the path from the root.

    `'Table 4' (id 5): a:tbl/a:tr[2]/a:tc`; the numbers count siblings of one name, from 1.
    """
    steps: list[str] = []
    if element is not None and element.tag == _PROPERTIES and (parent := element.getparent()) is not None:
        element = parent.getparent()
    while element is not None:
        local = etree.QName(element).localname
        if local in _SHAPES:
            properties = next(element.iterfind(f"*/{_PROPERTIES}"), None)  # of this shape, not of one in a group
            if properties is not None:
                shape = f"'{properties.get('name', '')}' (id {properties.get('id', '')})"
                return f"{shape}: {_format_path(steps)}" if steps else shape
        name = f"{element.prefix}:{local}" if element.prefix else local
        before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        steps.insert(0, f"{name}[{before + 1}]" if before else name)
        element = element.getparent()
    return _format_path(steps)


def _format_path(steps: list[str]) -> str:
    return "/".join(steps) if len(steps) <= _MAX_STEPS else "…/" + "/".join(steps[-_MAX_STEPS:])


class ProblemCode(Struct, frozen=True):
    """A type of problem."""

    grade: Literal["error", "warning", "own"]
    """`error`: PowerPoint repairs or refuses the file, or drops a part of it. `warning`: the file could be better.
    `own`: an error, but only in files that Deckwright wrote."""
    what: str
    """A sentence for docs/verify.md."""
    help: str
    """The action, in PowerPoint or in the program that wrote the file."""


_GROUPS = msgspec.json.decode(
    Path(__file__).with_name("problems.json").read_bytes(), type=dict[str, dict[str, ProblemCode]]
)
CODES: Mapping[str, ProblemCode] = {code: row for group in _GROUPS.values() for code, row in group.items()}
"""Code → its row in problems.json, which lists the codes in groups."""
