"""Checks slides and notes: shapes, placeholders, titles, alternative texts, animations and links."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from deckwright.ooxml.names import LAYOUT_TYPE, MASTER_TYPE, NOTES_TYPE, SLIDE_JUMP, SLIDE_TYPE
from deckwright.verify.parsed_package import NS, ParsedPackage, find_repeated, get_attribute, qname
from deckwright.verify.problems import Problem, locate

_SAME_PLACEHOLDER = {"ctrTitle": "title", "subTitle": "body", "": "obj"}
"""Placeholder type on a slide → the equivalent type on its layout."""


def check_shapes(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE):
        shapes = list(tree.iter(qname("p:cNvPr")))
        for number in find_repeated([get_attribute(shape, "id") for shape in shapes]):
            last = [shape for shape in shapes if get_attribute(shape, "id") == number][-1]
            yield Problem("duplicate-shape-id", part, f"two shapes have the id {number}", locate(last))
    for part, tree in package.iter_parts(SLIDE_TYPE):
        shapes = list(tree.iter(qname("p:cNvPr")))
        for name in find_repeated([get_attribute(shape, "name") for shape in shapes]):
            yield Problem("duplicate-shape-name", part, f"two shapes have the name {name!r}")
        ids = {get_attribute(shape, "id") for shape in shapes}
        for end in tree.iter(qname("a:stCxn"), qname("a:endCxn")):
            if get_attribute(end, "id") not in ids:
                message = f"a connector is glued to shape {get_attribute(end, 'id')}, which does not exist"
                yield Problem("loose-connector", part, message, locate(end))


def check_placeholders(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE):
        layouts = [package.trees[t] for t in package.find_targets(part, "slideLayout") if t in package.trees]
        offered = {_get_placeholder_key(ph) for layout in layouts for ph in layout.iter(qname("p:ph"))}
        used = [_get_placeholder_key(ph) for ph in tree.iter(qname("p:ph"))]
        for kind, index in used:
            if (kind, index) not in offered:
                yield Problem("unknown-placeholder", part, f"the layout has no {kind} placeholder with index {index}")
        for index in find_repeated([index for _, index in used]):
            yield Problem("duplicate-placeholder", part, f"two shapes fill the placeholder with index {index}")
    for part, shape in package.iter_elements("p:sp", SLIDE_TYPE, NOTES_TYPE):
        ph = shape.find("p:nvSpPr/p:nvPr/p:ph", NS)
        if ph is not None and get_attribute(ph, "type") != "sldImg" and not _get_text(shape):
            yield Problem("unfilled-placeholder", part, "the placeholder is empty", locate(shape))


def check_titles(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE):
        filled = (
            _get_text(shape)
            for shape in tree.iter(qname("p:sp"))
            for ph in shape.iter(qname("p:ph"))
            if get_attribute(ph, "type") in {"title", "ctrTitle"}
        )
        if not any(filled):
            yield Problem("no-title", part, "the slide has no title, so outlines and screen readers cannot list it")


def check_alternative_texts(package: ParsedPackage) -> Iterator[Problem]:
    """Checks that pictures, charts and tables have alternative text, or are marked as decorative."""
    for part, shape in package.iter_elements("p:pic p:graphicFrame", SLIDE_TYPE):
        properties = next(shape.iter(qname("p:cNvPr")), None)
        if properties is None:
            continue
        decorative = any(get_attribute(e, "val") in {"1", "true"} for e in properties.iter(qname("adec:decorative")))
        if not decorative and not get_attribute(properties, "descr").strip():
            yield Problem("no-alt-text", part, f"the {_describe(shape)} has no alternative text", locate(shape))
        elif decorative and get_attribute(properties, "descr").strip():
            message = f"the {_describe(shape)} is marked as decorative, but has alternative text"
            yield Problem("decorative-with-alt-text", part, message, locate(shape))


def check_sizes(package: ParsedPackage) -> Iterator[Problem]:
    for part, size in package.iter_elements("a:ext", SLIDE_TYPE):
        if get_attribute(size, "cx").startswith("-") or get_attribute(size, "cy").startswith("-"):
            yield Problem("negative-size", part, "the width or height of a shape is negative", locate(size))


def check_animations(package: ParsedPackage) -> Iterator[Problem]:
    """Finds animations of missing shapes, which PowerPoint removes (p:spTgt, 19.5.72)."""
    for part, tree in package.iter_parts(SLIDE_TYPE):
        known = {get_attribute(shape, "id") for shape in tree.iter(qname("p:cNvPr"))}
        for target in tree.iter(qname("p:spTgt"), qname("p:bldP"), qname("p:bldGraphic"), qname("p:inkTgt")):
            if get_attribute(target, "spid") not in known:
                message = f"an animation refers to shape {get_attribute(target, 'spid')}, which does not exist"
                yield Problem("unknown-animation-target", part, message, locate(target))


def check_links(package: ParsedPackage) -> Iterator[Problem]:
    for source, relationships in package.relationships.items():
        for r in relationships:
            # PowerPoint downloads linked pictures and objects when it opens a file.
            if r.external and r.kind != "hyperlink":
                yield Problem("external-part", source, f"{r.kind} is downloaded from {r.target}")
            elif r.external and _get_scheme(r.target) not in {"http", "https", "mailto", "tel"}:
                yield Problem("forbidden-link", source, f"a link leads to {r.target}")
    for part, click in package.iter_elements("a:hlinkClick a:hlinkHover", SLIDE_TYPE, NOTES_TYPE):
        if (link := package.find_relationship(part, click)) is None:
            continue
        is_jump = link.kind == "slide"
        if is_jump != (get_attribute(click, "action") == SLIDE_JUMP):
            yield Problem("wrong-link-action", part, f"the link to {link.target} has the wrong action", locate(click))
        if is_jump and package.get_type(link.target) != SLIDE_TYPE:
            message = f"a jump leads to {link.target}, which is not a slide"
            yield Problem("wrong-link-action", part, message, locate(click))


def _get_scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:  # brackets around an invalid IPv6 address
        return ""


def _get_placeholder_key(ph: etree._Element) -> tuple[str, str]:
    kind = get_attribute(ph, "type")
    return _SAME_PLACEHOLDER.get(kind, kind), get_attribute(ph, "idx") or "0"


def _get_text(shape: etree._Element) -> str:
    return "".join(t.text or "" for t in shape.iter(qname("a:t"))).strip()


def _describe(shape: etree._Element) -> str:
    """Returns the word for the type of a shape."""
    inside = {etree.QName(e).localname for e in shape.iter(qname("a:tbl"), qname("c:chart"))}
    return "picture" if shape.tag == qname("p:pic") else "table" if "tbl" in inside else "chart" if inside else "object"
