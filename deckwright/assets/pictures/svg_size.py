"""How much there is to draw in an SVG: a small file can be an endless drawing, for its parts may show others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deckwright.assets.pictures.faults import PictureFault

if TYPE_CHECKING:
    from lxml import etree

MOST = 500_000
"""Elements drawn, with everything counted as often as it is shown."""
LAYER = 20
"""Elements that a mask, a pattern or a filter costs besides what it shows: a picture of its own."""
SLOW = {"feTurbulence": ("numOctaves", 5), "feConvolveMatrix": ("order", 5), "feMorphology": ("radius", 0)}
"""Filters with the attribute that makes them slow, and how large it may be: their work is done for each pixel."""

SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^\"')\s]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[.#][\w-]+")
_NUMBER = re.compile(r"\d+\.?\d*(?:[eE]\+?\d{1,2})?|\.\d+")
_TOO_MUCH = PictureFault("has more parts than a drawing needs", "save it as PNG")

Shown = tuple[str, bool]
"""The id of what is shown, and whether it is shown at every corner of a line (a marker)."""
References = dict[str, list[Shown]]
"""Of style sheets: `.class`, `#id`, or "" for any element → what its look shows."""


def check_size(root: etree._Element) -> None:
    """Refuses a drawing that could not be drawn in a moment. Raises PictureFault."""
    by_id = {str(element.get("id")): element for element in root.iter("*") if element.get("id")}
    styles = _of_style_sheets(root)
    counted: dict[etree._Element, int] = {}
    under_way: set[etree._Element] = set()

    def size(element: etree._Element) -> int:
        if element in counted:
            return counted[element]
        if element in under_way:
            raise PictureFault("uses itself without end", "save it again")
        under_way.add(element)
        corners = len(_NUMBER.findall(element.get("d", "") + element.get("points", ""))) or 4
        total = 1 + sum(map(size, element))
        for name, everywhere in _references(element, styles):
            if name in by_id:
                total += (LAYER + size(by_id[name])) * (corners if everywhere else 1)
        under_way.discard(element)
        counted[element] = total
        if total > MOST:
            raise _TOO_MUCH
        return total

    for filter_, (key, most) in SLOW.items():
        for element in root.iter(f"{SVG}{filter_}"):
            if any(float(number) > most for number in _NUMBER.findall(element.get(key, ""))):
                raise PictureFault("has a filter that takes too long to draw", "save it as PNG")
    try:
        size(root)
    except RecursionError:
        raise _TOO_MUCH from None


def _references(element: etree._Element, styles: References) -> Iterator[Shown]:
    """What is drawn with an element. A link between gradients costs as little as they do."""
    for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        if key in ("href", _XLINK_HREF):
            yield value.removeprefix("#"), False
        elif "(" in value:
            yield from _in_look(f"{key}:{value}")
    names = ["", f"#{element.get('id', '')}", *(f".{name}" for name in str(element.get("class", "")).split())]
    for name in names:
        yield from styles.get(name, ())


def _of_style_sheets(root: etree._Element) -> References:
    """What rules show. One whose selector is more than a class or an id is taken to be for every element."""
    found: References = {}
    for sheet in root.iter(f"{SVG}style"):
        for selectors, look in _RULE.findall(sheet.text or ""):
            if shown := tuple(_in_look(look)):
                for selector in selectors.split(","):
                    simple = selector.strip() if _SIMPLE.fullmatch(selector.strip()) else ""
                    found.setdefault(simple, []).extend(shown)
    return found


def _in_look(look: str) -> Iterator[Shown]:
    for part in look.split(";"):
        yield from ((name, "marker" in part) for name in _REFERENCE.findall(part))
