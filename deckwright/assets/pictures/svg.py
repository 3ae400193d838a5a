"""The reader of SVG: a drawing without anything that runs, that is fetched, or that PowerPoint does not draw.

What draws nothing (scripts, event handlers, animations, an editor's own data, fonts to be fetched) is taken out in
silence. What would be missed (a picture that is not in the file, text as HTML) is refused, with the way out.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.assets.pictures.faults import PictureFault
from deckwright.assets.pictures.raster import read_raster
from deckwright.assets.pictures.svg_size import check_size
from deckwright.system.limits import DRAWING_BYTES

if TYPE_CHECKING:
    from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
MOST_BYTES = DRAWING_BYTES
LONGEST_SIDE = 20_000

# fmt: off
KNOWN = frozenset({
    "svg", "g", "defs", "symbol", "use", "switch", "a", "title", "desc", "style",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "text", "tspan", "textPath",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter", "foreignObject",
})
# fmt: on
"""Elements that are kept, and all whose names begin with `fe` (filters)."""
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0}
"""Unit of a length → CSS pixels."""

_LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([a-z]*)\s*")
_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FETCHED = re.compile(r"@import[^;]*;?|@font-face\s*\{[^}]*\}", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;}]+)", re.IGNORECASE)
_SHORTHAND = re.compile(
    r"(?<![-\w])font\s*:[^;}]*?[0-9.]+(?:px|pt|em|%)(?:\s*/\s*[0-9.]+\w*)?\s+([^;}]+)", re.IGNORECASE
)
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,(.*)", re.DOTALL | re.IGNORECASE)
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit"})


class Drawing(Struct, frozen=True):
    data: bytes
    size: tuple[int, int]
    """CSS pixels, from its width and height or its viewBox."""
    families: tuple[str, ...]
    """Fonts its texts ask for, in the order met; empty without texts."""


def read_svg(data: bytes) -> Drawing:
    """The drawing in `data`, cleaned. Raises PictureFault. Nothing is fetched, no file but this one is read."""
    from lxml import etree

    root = _parsed(data)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    _clean(root)
    check_size(root)
    width, height = _sized(root)
    families = tuple(dict.fromkeys(_families(root))) if root.find(f".//{{{SVG}}}text") is not None else ()
    etree.cleanup_namespaces(root)
    return Drawing(etree.tostring(root, encoding="utf-8", xml_declaration=True), (width, height), families)


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree

    if len(data) > MOST_BYTES:
        raise PictureFault(f"has more than {MOST_BYTES // 10**6} MB, too much for a drawing", "save it as PNG")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        raise PictureFault("is not in UTF-8", "save it as UTF-8")
    if re.search(rb"<!ENTITY", data, re.IGNORECASE):
        raise PictureFault("declares entities (<!ENTITY …>), which are refused", "save it as plain SVG")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise PictureFault(f"is not well-formed: {str(fault).split(', line')[0]}", "save it again") from None
    if root.tag != f"{{{SVG}}}svg":
        raise PictureFault("is not an SVG drawing", f'it begins with <svg xmlns="{SVG}">')
    return root


def _clean(element: etree._Element) -> None:
    name = _name(element) or ""
    _clean_attributes(element, name)
    if name == "style":
        element.text = _style(element.text or "")
    for child in list(element):
        inner = _name(child) or ""
        if inner == "foreignObject":
            _refuse_html(child)
        elif inner in KNOWN or inner.startswith("fe"):
            _clean(child)
        else:
            _take_out(child)


def _name(element: etree._Element) -> str | None:
    """Its name in SVG; None in another namespace."""
    tag = str(element.tag)
    return tag.removeprefix(f"{{{SVG}}}") if tag.startswith(f"{{{SVG}}}") else None


def _take_out(element: etree._Element) -> None:
    """Without what it holds; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _refuse_html(element: etree._Element) -> None:
    """HTML in a drawing; a `switch` says what to draw instead of it."""
    parent = element.getparent()
    if parent is None or _name(parent) != "switch" or len(parent) < 2:
        advice = "export it with its texts as SVG texts or as paths"
        raise PictureFault("holds text as HTML (foreignObject), which PowerPoint does not show", advice)
    _take_out(element)


def _style(css: str) -> str:
    css = _FETCHED.sub("", _COMMENT.sub("", css))
    _refuse_fetched(css)
    return css


def _clean_attributes(element: etree._Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        key = str(key)
        space, _, local = key[1:].rpartition("}") if key.startswith("{") else ("", "", key)
        foreign = space not in ("", XLINK) and key != f"{{{XML}}}space" and key != f"{{{XML}}}lang"
        if foreign or local.lower().startswith("on"):
            del element.attrib[key]
        elif local == "href":
            _clean_link(element, key, str(value).strip(), name)
        elif local == "src":
            del element.attrib[key]
        elif "(" in value or "\\" in value:
            _refuse_fetched(_COMMENT.sub("", str(value)))


def _clean_link(element: etree._Element, key: str, target: str, name: str) -> None:
    """Within the drawing, or a picture that the file holds itself. A link that is clicked leads nowhere here."""
    if name == "a":
        del element.attrib[key]
    elif target.startswith("#"):
        element.set(key, target)
    elif name == "image" and (match := _EMBEDDED.fullmatch(target)):
        _check_embedded(match[1])
    else:
        shown = target if len(target) <= 60 else f"{target[:59]}…"
        advice = "embed it in the SVG file, or take it out"
        raise PictureFault(f"shows what is not in the file ('{shown}'), and nothing is fetched", advice)


def _check_embedded(text: str) -> None:
    try:
        read_raster(base64.b64decode("".join(text.split()), validate=True))
    except binascii.Error:
        raise PictureFault("holds a picture that is damaged", "save it again") from None
    except PictureFault as fault:
        raise PictureFault(f"holds a picture that {fault.why}", fault.help) from None


def _refuse_fetched(css: str) -> None:
    """Every url(…) names a part of the drawing. A backslash could hide one that does not."""
    if "\\" in css or any(not target.strip().startswith("#") for target in _URL.findall(css)):
        raise PictureFault("has a style that fetches what is not in the file", "take it out, or save as plain SVG")


def _sized(root: etree._Element) -> tuple[int, int]:
    """Width and height, in whole CSS pixels; written into the root with its viewBox, so that all readers agree."""
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = _view_box(root)
    if box is None and (width is None or height is None):
        raise PictureFault("says neither how wide and high it is nor its viewBox", "save it with one of them")
    if box is not None:
        wide, high = box[2], box[3]
        if width is None:
            width = wide if height is None else height * wide / high
        height = height if height is not None else width * high / wide
    assert width is not None
    assert height is not None
    if not 0 < min(width, height) <= max(width, height) <= LONGEST_SIDE:
        raise PictureFault(f"is {width:g} × {height:g} pixels large", "give it a width and height that can be shown")
    if box is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return max(1, round(width)), max(1, round(height))


def _pixels(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * PIXELS[match[2]] if match and match[2] in PIXELS else None


def _view_box(root: etree._Element) -> tuple[float, ...] | None:
    try:
        box = tuple(float(part) for part in re.split(r"[\s,]+", (root.get("viewBox") or "").strip()))
    except ValueError:
        return None
    return box if len(box) == 4 and 0 < box[2] < 1e6 and 0 < box[3] < 1e6 else None


def _families(root: etree._Element) -> Iterator[str]:
    """The first font of each list, for that is the one meant."""
    for element in root.iter("*"):
        style = element.text or "" if _name(element) == "style" else element.get("style", "")
        lists = [element.get("font-family", ""), *_FAMILY.findall(style), *_SHORTHAND.findall(style)]
        for families in lists:
            first = str(families).split(",")[0].strip().strip("\"'")
            if first and first.lower() not in _GENERIC:
                yield first
