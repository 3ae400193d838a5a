"""Checks of slides and notes: shapes, placeholders, animations, links and what a screen reader needs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from deckwright.ooxml.names import LAYOUT_TYPE, MASTER_TYPE, NOTES_TYPE, SLIDE_JUMP, SLIDE_TYPE
from deckwright.verify.finding import Finding, where
from deckwright.verify.opened import Check, Package, attribute, repeated, tag

_LINK_SCHEMES = {"http", "https", "mailto", "tel"}
_TITLES = {"title", "ctrTitle"}
_SAME_PLACEHOLDER = {"ctrTitle": "title", "subTitle": "body", "": "obj"}
"""Placeholder types that stand for each other between a slide and its layout."""


def _shape_ids(package: Package) -> Iterator[Finding]:
    for kind in (SLIDE_TYPE, NOTES_TYPE, LAYOUT_TYPE, MASTER_TYPE):
        for part, tree in package.of_type(kind):
            shapes = list(tree.iter(tag("p:cNvPr")))
            for number in repeated([attribute(shape, "id") for shape in shapes]):
                last = [shape for shape in shapes if attribute(shape, "id") == number][-1]
                yield Finding("duplicate-shape-id", part, f"two shapes have the id {number}", where(last))
            if kind != SLIDE_TYPE:
                continue
            for name in repeated([attribute(shape, "name") for shape in shapes]):
                yield Finding("duplicate-shape-name", part, f"two shapes are called {name!r}")
            known = {attribute(shape, "id") for shape in shapes}
            for end in tree.iter(tag("a:stCxn"), tag("a:endCxn")):
                if attribute(end, "id") not in known:
                    message = f"a connector holds on to shape {attribute(end, 'id')}, which is not there"
                    yield Finding("loose-connector", part, message, where(end))


def _placeholders(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        layouts = [package.trees[t] for t in package.targets(part, "slideLayout") if t in package.trees]
        offered = {_key(ph) for layout in layouts for ph in layout.iter(tag("p:ph"))}
        taken = [_key(ph) for ph in tree.iter(tag("p:ph"))]
        for kind, index in taken:
            if (kind, index) not in offered:
                yield Finding("unknown-placeholder", part, f"the layout has no {kind} placeholder with index {index}")
        for index in repeated([index for _, index in taken]):
            yield Finding("duplicate-placeholder", part, f"two shapes fill the placeholder with index {index}")
    for kind in (SLIDE_TYPE, NOTES_TYPE):
        for part, tree in package.of_type(kind):
            for shape in tree.iter(tag("p:sp")):
                ph = shape.find(f"{tag('p:nvSpPr')}/{tag('p:nvPr')}/{tag('p:ph')}")
                if ph is not None and attribute(ph, "type") != "sldImg" and not _text(shape):
                    yield Finding("unfilled-placeholder", part, "the placeholder is empty", where(shape))


def _titles(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        filled = (
            _text(shape)
            for shape in tree.iter(tag("p:sp"))
            for ph in shape.iter(tag("p:ph"))
            if attribute(ph, "type") in _TITLES
        )
        if not any(filled):
            yield Finding("no-title", part, "the slide has no title, so it cannot be found in outlines and by ear")


def _alternatives(package: Package) -> Iterator[Finding]:
    """Pictures, charts and tables say in words what they show, or that they are decoration."""
    for part, tree in package.of_type(SLIDE_TYPE):
        for shape in tree.iter(tag("p:pic"), tag("p:graphicFrame")):
            about = next(shape.iter(tag("p:cNvPr")), None)
            if about is None:
                continue
            decorative = any(attribute(e, "val") in {"1", "true"} for e in about.iter(tag("adec:decorative")))
            if not decorative and not attribute(about, "descr").strip():
                yield Finding("no-alt-text", part, f"the {_kind(shape)} has no alternative text", where(shape))
            elif decorative and attribute(about, "descr").strip():
                message = f"the {_kind(shape)} is decoration, and yet described"
                yield Finding("decorative-with-alt-text", part, message, where(shape))


def _sizes(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        for size in tree.iter(tag("a:ext")):
            if attribute(size, "cx").startswith("-") or attribute(size, "cy").startswith("-"):
                yield Finding("negative-size", part, "a shape is less than nothing wide or high", where(size))


def _timing(package: Package) -> Iterator[Finding]:
    """Animations are about shapes of their slide; PowerPoint takes away those that are not (p:spTgt, 19.5.72)."""
    for part, tree in package.of_type(SLIDE_TYPE):
        known = {attribute(shape, "id") for shape in tree.iter(tag("p:cNvPr"))}
        for target in tree.iter(tag("p:spTgt"), tag("p:bldP"), tag("p:bldGraphic"), tag("p:inkTgt")):
            if attribute(target, "spid") not in known:
                message = f"an animation is about shape {attribute(target, 'spid')}, which is not there"
                yield Finding("unknown-animation-target", part, message, where(target))


def _links(package: Package) -> Iterator[Finding]:
    for source, relationships in package.relationships.items():
        for r in relationships:
            # PowerPoint fetches linked pictures and objects when it opens a file: none are wanted.
            if r.external and r.kind != "hyperlink":
                yield Finding("external-part", source, f"{r.kind} is fetched from {r.target}")
            elif r.external and _scheme(r.target) not in _LINK_SCHEMES:
                yield Finding("forbidden-link", source, f"a link leads to {r.target}")
    for kind in (SLIDE_TYPE, NOTES_TYPE):
        for part, tree in package.of_type(kind):
            for click in tree.iter(tag("a:hlinkClick"), tag("a:hlinkHover")):
                target = package.relationship(part, attribute(click, "r:id"))
                if target is None:
                    continue
                jumps = target.kind == "slide"
                if jumps != (attribute(click, "action") == SLIDE_JUMP):
                    message = f"the link to {target.target} has the wrong action"
                    yield Finding("wrong-link-action", part, message, where(click))
                if jumps and package.type_of(target.target) != SLIDE_TYPE:
                    message = f"a jump leads to {target.target}, which is no slide"
                    yield Finding("wrong-link-action", part, message, where(click))


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:  # brackets that are no address of IPv6
        return ""


def _key(ph: etree._Element) -> tuple[str, str]:
    kind = attribute(ph, "type")
    return _SAME_PLACEHOLDER.get(kind, kind), attribute(ph, "idx") or "0"


def _text(shape: etree._Element) -> str:
    return "".join(t.text or "" for t in shape.iter(tag("a:t"))).strip()


def _kind(shape: etree._Element) -> str:
    """What people call the shape."""
    inside = {etree.QName(e).localname for e in shape.iter(tag("a:tbl"), tag("c:chart"))}
    return "picture" if shape.tag == tag("p:pic") else "table" if "tbl" in inside else "chart" if inside else "object"


SLIDE_CHECKS: tuple[Check, ...] = (
    _shape_ids,
    _placeholders,
    _titles,
    _alternatives,
    _sizes,
    _timing,
    _links,
)
