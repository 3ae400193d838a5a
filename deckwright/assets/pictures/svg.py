"""Reads SVG drawings, and removes what would run, be loaded from elsewhere, or not be drawn by PowerPoint.

What draws nothing (scripts, event handlers, animations, editors' data, web fonts) is removed without a message. What
the audience would miss (a picture that is not in the file, text as HTML) is an error that says what to do.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree

from deckwright.assets.pictures.raster import PictureError, PictureFile, read_raster
from deckwright.assets.pictures.svg_complexity import check_complexity
from deckwright.system.limits import DRAWING_BYTES

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG, _XML, _XLINK = f"{{{SVG_NAMESPACE}}}", "{http://www.w3.org/XML/1998/namespace}", "{http://www.w3.org/1999/xlink}"
MAX_CSS_PIXELS_PER_SIDE = 20_000

# fmt: off
ALLOWED_ELEMENTS = frozenset({
    "svg", "g", "defs", "symbol", "use", "switch", "a", "title", "desc", "style",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "text", "tspan", "textPath",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter", "foreignObject",
})
# fmt: on
"""In addition to all whose names begin with `fe` (filters)."""
CSS_PIXELS_PER_UNIT = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
}

_LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([a-z]*)\s*")
_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORTS = re.compile(r"@import[^;]*;?|@font-face\s*\{[^}]*\}", re.IGNORECASE)
_FONT_FAMILY = re.compile(r"font-family\s*:\s*([^;}]+)", re.IGNORECASE)
_FONT_SHORTHAND = re.compile(
    r"(?<![-\w])font\s*:[^;}]*?[0-9.]+(?:px|pt|em|%)(?:\s*/\s*[0-9.]+\w*)?\s+([^;}]+)", re.IGNORECASE
)
_DATA_URL = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,(.*)", re.DOTALL | re.IGNORECASE)
_GENERIC_FAMILIES = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit"})


def read_svg(data: bytes) -> PictureFile:
    """Reads and cleans a drawing, without loading anything else. Raises PictureError."""
    root = _parse(data)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    _remove_elements(root)
    for element in root.iter("*"):
        _clean_attributes(element)
        if element.tag == f"{_SVG}style":
            element.text = _IMPORTS.sub("", _COMMENT.sub("", element.text or ""))
            _refuse_external(element.text)
    check_complexity(root)
    width, height = _set_size(root)
    families = tuple(dict.fromkeys(_find_families(root))) if root.find(f".//{_SVG}text") is not None else ()
    etree.cleanup_namespaces(root)
    svg = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return PictureFile(svg, "image/svg+xml", width, height, families)


def _parse(data: bytes) -> etree._Element:
    if len(data) > DRAWING_BYTES:
        raise PictureError(f"is larger than {DRAWING_BYTES // 10**6} MB, the limit for a drawing", "save it as PNG")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        raise PictureError("is not in UTF-8", "save it as UTF-8")
    if re.search(rb"<!ENTITY", data, re.IGNORECASE):
        raise PictureError("declares entities (<!ENTITY …>), which are not allowed", "save it as plain SVG")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureError(f"is not well-formed: {str(error).split(', line')[0]}", "save it again") from None
    if root.tag != f"{_SVG}svg":
        raise PictureError("is not an SVG drawing", f'an SVG file begins with <svg xmlns="{SVG_NAMESPACE}">')
    return root


def _remove_elements(root: etree._Element) -> None:
    """Removes all elements that are not allowed, with their content.

    Raises PictureError for HTML in the drawing, unless a `switch` has an alternative to it.
    """
    removed, html = "removed", f"{_SVG}foreignObject"
    for element in root.iter("*"):
        name = str(element.tag).removeprefix(_SVG)
        if name == element.tag or not (name in ALLOWED_ELEMENTS or name.startswith("fe")):
            element.tag = removed
    etree.strip_elements(root, removed, with_tail=False)
    for element in root.iter(html):
        parent = element.getparent()
        if parent is None or parent.tag != f"{_SVG}switch" or all(child.tag == html for child in parent):
            advice = "export it with its texts as SVG texts or as paths"
            raise PictureError("contains text as HTML (foreignObject), which PowerPoint does not show", advice)
    etree.strip_elements(root, html, with_tail=False)


def _clean_attributes(element: etree._Element) -> None:
    for key, value in list(element.attrib.items()):
        key = str(key)
        local = key.removeprefix(_XLINK)
        is_foreign = local.startswith("{") and key not in (f"{_XML}space", f"{_XML}lang")
        if is_foreign or local == "src" or local.lower().startswith("on"):
            del element.attrib[key]
        elif local == "href":
            _clean_link(element, key, str(value).strip())
        elif "(" in value or "\\" in value:
            _refuse_external(_COMMENT.sub("", str(value)))


def _clean_link(element: etree._Element, key: str, target: str) -> None:
    """Allows links to parts of the drawing and embedded pictures. Removes hyperlinks."""
    if element.tag == f"{_SVG}a":
        del element.attrib[key]
    elif target.startswith("#"):
        element.set(key, target)
    elif element.tag == f"{_SVG}image" and (match := _DATA_URL.fullmatch(target)):
        _check_embedded(match[1])
    else:
        short = target if len(target) <= 60 else f"{target[:59]}…"
        raise PictureError(f"shows '{short}', which is not in the file", "embed it in the SVG file, or remove it")


def _check_embedded(text: str) -> None:
    try:
        read_raster(base64.b64decode("".join(text.split()), validate=True))
    except binascii.Error:
        raise PictureError("contains a picture that is damaged", "save it again") from None
    except PictureError as error:
        raise PictureError(f"contains a picture that {error.reason}", error.help) from None


def _refuse_external(css: str) -> None:
    """Raises PictureError unless every url(…) names a part of the drawing. A backslash could hide one that does not."""
    if "\\" in css or any(not target.strip().startswith("#") for target in _URL.findall(css)):
        raise PictureError("has a style that loads something from outside the file", "remove it, or save as plain SVG")


def _set_size(root: etree._Element) -> tuple[int, int]:
    """Returns width and height in whole CSS pixels, and writes them and the viewBox into the root for all programs."""
    width, height = _parse_length(root.get("width")), _parse_length(root.get("height"))
    box = _parse_view_box(root)
    if box is not None:
        if width is None:
            width = box[2] if height is None else height * box[2] / box[3]
        height = height if height is not None else width * box[3] / box[2]
    if width is None or height is None:
        raise PictureError("has neither a width and height nor a viewBox", "save it with one of them")
    if not 0 < min(width, height) <= max(width, height) <= MAX_CSS_PIXELS_PER_SIDE:
        advice = f"make it 1 to {MAX_CSS_PIXELS_PER_SIDE:,} pixels wide and high"
        raise PictureError(f"is {width:g} × {height:g} pixels large", advice)
    if box is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return max(1, round(width)), max(1, round(height))


def _parse_length(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * CSS_PIXELS_PER_UNIT[match[2]] if match and match[2] in CSS_PIXELS_PER_UNIT else None


def _parse_view_box(root: etree._Element) -> tuple[float, ...] | None:
    try:
        box = tuple(float(part) for part in re.split(r"[\s,]+", (root.get("viewBox") or "").strip()))
    except ValueError:
        return None
    return box if len(box) == 4 and 0 < box[2] < 1e6 and 0 < box[3] < 1e6 else None


def _find_families(root: etree._Element) -> Iterator[str]:
    """Yields the first font of each font list."""
    for element in root.iter("*"):
        style = element.text or "" if element.tag == f"{_SVG}style" else element.get("style", "")
        lists = [element.get("font-family", ""), *_FONT_FAMILY.findall(style), *_FONT_SHORTHAND.findall(style)]
        for families in lists:
            first = str(families).split(",")[0].strip().strip("\"'")
            if first and first.lower() not in _GENERIC_FAMILIES:
                yield first
