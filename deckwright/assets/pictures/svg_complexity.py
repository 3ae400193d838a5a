"""Refuses SVG drawings that take too long: a small file can be endless, because its elements can repeat others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from deckwright.assets.pictures.raster import PictureError

MAX_DRAWN_ELEMENTS = 500_000
"""Counts an element each time it is drawn."""
LAYER_COST = 20
"""Added to the elements of a mask, pattern or filter, which is drawn as a picture of its own."""
MAX_FILTER_VALUES = {"feTurbulence": ("numOctaves", 5), "feConvolveMatrix": ("order", 5), "feMorphology": ("radius", 0)}
"""Slow filters → the attribute that makes them slow for each pixel, and its highest value."""

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^\"')\s]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")
_NUMBER = re.compile(r"\d+\.?\d*(?:[eE]\+?\d{1,2})?|\.\d+")
_TOO_COMPLEX = PictureError("has more parts than a drawing needs", "save it as PNG")

Reference = tuple[str, bool]
"""The id of an element that is drawn, and True for a marker, which is drawn at every corner of a line."""
StyleReferences = dict[str, list[Reference]]
"""Selector of a style sheet (`.class`, `#id`, or "" for every element) → what its rules draw."""


def check_complexity(root: etree._Element) -> None:
    """Raises PictureError for a drawing that takes too long to draw."""
    by_id = {str(element.get("id")): element for element in root.iter("*") if element.get("id")}
    styles = _read_style_sheets(root)
    counts: dict[etree._Element, int] = {}
    unfinished: set[etree._Element] = set()

    def count_elements(element: etree._Element) -> int:
        if element in counts:
            return counts[element]
        if element in unfinished:
            raise PictureError("uses itself without end", "save it again")
        unfinished.add(element)
        corners = len(_NUMBER.findall(element.get("d", "") + element.get("points", ""))) or 4
        total = 1 + sum(map(count_elements, element))
        for name, is_marker in _find_references(element, styles):
            if name in by_id:
                total += (LAYER_COST + count_elements(by_id[name])) * (corners if is_marker else 1)
        unfinished.discard(element)
        counts[element] = total
        if total > MAX_DRAWN_ELEMENTS:
            raise _TOO_COMPLEX
        return total

    for filter_, (attribute, limit) in MAX_FILTER_VALUES.items():
        for element in root.iter(f"{_SVG}{filter_}"):
            if any(float(number) > limit for number in _NUMBER.findall(element.get(attribute, ""))):
                raise PictureError("has a filter that takes too long to draw", "save it as PNG")
    try:
        count_elements(root)
    except RecursionError:
        raise _TOO_COMPLEX from None


def _find_references(element: etree._Element, styles: StyleReferences) -> Iterator[Reference]:
    """Yields what is drawn with an element. Links between gradients count, too; they hardly change the sum."""
    for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        if key in ("href", _XLINK_HREF):
            yield value.removeprefix("#"), False
        elif "(" in value:
            yield from _find_in_declarations(f"{key}:{value}")
    selectors = ["", f"#{element.get('id', '')}", *(f".{name}" for name in str(element.get("class", "")).split())]
    for selector in selectors:
        yield from styles.get(selector, ())


def _read_style_sheets(root: etree._Element) -> StyleReferences:
    """Finds what style rules draw. A selector that is not a single class or id is treated as one for every element."""
    references: StyleReferences = {}
    for sheet in root.iter(f"{_SVG}style"):
        for selectors, declarations in _RULE.findall(sheet.text or ""):
            if drawn_parts := tuple(_find_in_declarations(declarations)):
                for selector in selectors.split(","):
                    simple = selector.strip() if _SIMPLE_SELECTOR.fullmatch(selector.strip()) else ""
                    references.setdefault(simple, []).extend(drawn_parts)
    return references


def _find_in_declarations(css: str) -> Iterator[Reference]:
    for declaration in css.split(";"):
        yield from ((name, "marker" in declaration) for name in _REFERENCE.findall(declaration))
