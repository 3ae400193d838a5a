"""The presentation file: a brand's template with the pages of a talk as its slides."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from deckwright.model.brand import Brand
from deckwright.model.page import Page, Pages, Section
from deckwright.ooxml.names import CUSTOM_PART, OFFICE, P14_NS
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.sound import check_part, check_sound
from deckwright.ooxml.stamp import CONTENT, hash_checksums
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, P, add, parse, quoteattr, serialise, sub
from deckwright.ooxml.zipped import Packed, packed, zip_members
from deckwright.write.media import CHARTS, WORKBOOKS, add_pictures
from deckwright.write.notes_master import notes_master
from deckwright.write.outline import Outline, Places, outline_of, places_of
from deckwright.write.properties import add_custom_properties, add_properties, moment
from deckwright.write.provenance import provenance
from deckwright.write.slide import NOTES, add_slide

FIRST_SLIDE_ID = 256
"""The smallest ST_SlideId."""

CHILDREN = (
    "sldMasterIdLst",
    "notesMasterIdLst",
    "handoutMasterIdLst",
    "sldIdLst",
    "sldSz",
    "notesSz",
    "smartTags",
    "embeddedFontLst",
    "custShowLst",
    "photoAlbum",
    "custDataLst",
    "kinsoku",
    "defaultTextStyle",
    "modifyVerifier",
    "extLst",
)
"""The children of p:presentation in schema order (CT_Presentation)."""

NEVER_FIRST = (
    "!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕ぁぃぅぇぉっゃゅょゎ゛゜ゝゞァィゥェォッャュョヮヵヶ・ーヽヾ"
    "！％），．：；？］｝｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ￠"
)
NEVER_LAST = "$([{£¥‘“〈《「『【〔＄（［｛｢￡￥"
"""Characters that no line of East Asian text begins with, or ends with (kinsoku shori)."""
EAST_ASIAN = {"ja": "ja-JP", "ko": "ko-KR", "zh": "zh-CN"}
"""Languages whose lines end between any two other characters → PowerPoint's tag for their rules."""

SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def write(pages: Pages, brand: Brand, *, stamp: Mapping[str, str] = {}) -> bytes:
    """The .pptx of `pages`: `brand.template` with its masters and layouts, and a slide for each page.

    `stamp` becomes custom properties of the file, next to which data it shows (`provenance`) and
    `DeckwrightContent`, the hash of everything else in it.
    The same input gives the same bytes. The pages must agree with themselves and the brand: layouts, linked slides,
    the slides of sections and the shapes connectors are glued to exist (KeyError otherwise), sections, when there are
    any, hold every slide once, and texts hold only characters that XML can (ValueError otherwise). A package that does
    not hold together is never returned (UnsoundError).
    """
    outline = outline_of(pages)
    package, main, (places,) = begun([outline], brand)
    draw(pages.pages, places, package, brand)
    return finished(package, main, outline, stamp)


def begun(outlines: Sequence[Outline], brand: Brand) -> tuple[Package, Part, list[Places]]:
    """The package with all that pages share, its presentation part, and where the pages of each outline stand."""
    package, main = open_template(brand.template)
    package.packed_as_in(brand.template)
    master = notes_master(package, main) if any(outline.notes for outline in outlines) else ""
    add_pictures(package, (shown for outline in outlines for shown in outline.pictures))
    names = {data: (name, package.drawings.get(data)) for data, name in package.pictures.items()}
    return package, main, places_of(outlines, master, names)


def draw(pages: Iterable[Page], places: Places, package: Package, brand: Brand) -> None:
    """Add the slides of pages, and what belongs to them, to a package that holds what they share."""
    slides, maps = _part_names(places.slides), dict[str, str]()
    for page in pages:
        before = len(package.parts)
        if page.layout not in maps:
            maps[page.layout] = _colour_map(package.parts[page.layout])
        add_slide(
            package,
            page,
            slides,
            colour_map=maps[page.layout],
            notes_master=places.notes_master,
            code_font=brand.fonts["code"],
        )
        for part in islice(reversed(package.parts.values()), len(package.parts) - before):
            check_part(part)
            package.pack(part)
    package.pack_waiting()


def drawn_apart(
    pages: Iterable[Page], outline: Outline, places: Places, brand: Brand
) -> tuple[list[Part], dict[str, str]]:
    """The parts that `draw` adds, drawn without the pages before them, and `Package.led` of them."""
    package, _ = open_template(brand.template)
    shared = len(package.parts)
    for shown, (pixels, drawing) in zip(outline.pictures, places.pictures, strict=True):
        package.pictures[shown.picture.data] = pixels
        if drawing:
            package.drawings[shown.picture.data] = drawing
    for pattern, before in ((CHARTS, places.charts), (WORKBOOKS, places.charts), (NOTES, places.notes)):
        for _ in range(before):
            package.fresh_name(pattern)
    draw(pages, places, package, brand)
    return list(islice(package.parts.values(), shared, None)), package.led


def finished(package: Package, main: Part, outline: Outline, stamp: Mapping[str, str] = {}) -> bytes:
    """The .pptx of a package in which all slides are drawn: with its list of slides, properties, and the hash over all
    but the part that holds it.
    """
    pages = outline.pages
    slides = _part_names(page.id for page in pages.pages)
    ids = {page.id: str(number) for number, page in enumerate(pages.pages, FIRST_SLIDE_ID)}
    root = parse(main.data)
    _list_notes_master(root, main)
    _list_slides(root, main, pages.pages, slides, ids)
    _list_sections(root, pages.sections, ids)
    _keep_characters_off_line_ends(root, pages.language)
    main.data = serialise(root)
    add_properties(package, outline)
    add_custom_properties(package, {})
    check_sound(package)
    return zip_members(_stamped(package, {**stamp, **provenance(pages)}), moment())


def _part_names(slides: Iterable[str]) -> dict[str, str]:
    """Ids of slides, in order → their parts."""
    return {slide: f"/ppt/slides/slide{number}.xml" for number, slide in enumerate(slides, 1)}


def _stamped(package: Package, own: Mapping[str, str]) -> Iterator[tuple[str, Packed]]:
    """The members of the file; last the part that says what all others are, and the properties `own`."""
    checksums = {}
    for name, member in package.members(let_go=True):
        if name != CUSTOM_PART[1:]:
            checksums[name] = member.checksum, member.size
            yield name, member
    last = add_custom_properties(package, {**own, CONTENT: hash_checksums(checksums)})
    yield CUSTOM_PART[1:], packed(CUSTOM_PART, last.data)


def _colour_map(layout: Part) -> str:
    """The a:overrideClrMapping of a layout that turns its master's colours round, as dark layouts do."""
    override = parse(layout.data).find(f"{P}clrMapOvr/{A}overrideClrMapping")
    if override is None:
        return "<a:masterClrMapping/>"
    colours = "".join(f" {name!s}={quoteattr(str(value))}" for name, value in override.items() if name[0] != "{")
    return f"<a:overrideClrMapping{colours}/>"


def _list_notes_master(root: Element, presentation: Part) -> None:
    relationship = presentation.relationships.first(OFFICE + "notesMaster")
    if relationship is not None:
        _renewed(root, "notesMasterIdLst", f"<p:notesMasterId r:id={quoteattr(relationship.id)}/>")


def _list_slides(
    root: Element, presentation: Part, pages: Sequence[Page], slides: Mapping[str, str], ids: Mapping[str, str]
) -> None:
    _remove(root, "custShowLst")  # shows of the template's own slides
    if not pages:
        _remove(root, "sldIdLst")
        return
    links = ((ids[page.id], presentation.relationships.to(OFFICE + "slide", slides[page.id])) for page in pages)
    _renewed(root, "sldIdLst", "".join(f'<p:sldId id="{number}" r:id="{link}"/>' for number, link in links))


def _list_sections(root: Element, sections: Sequence[Section], ids: Mapping[str, str]) -> None:
    """p14:sectionLst; the template's own names slides that are gone."""
    extensions = root.find(P + "extLst")
    if extensions is not None:
        for extension in extensions.findall(P + "ext"):
            if extension.get("uri") == SECTIONS_URI:
                extensions.remove(extension)
    if sections:
        extensions = extensions if extensions is not None else _renewed(root, "extLst")
        p14 = f"{{{P14_NS}}}"
        extension = sub(extensions, P + "ext", uri=SECTIONS_URI)
        listed = sub(extension, p14 + "sectionLst", nsmap={"p14": P14_NS})
        for number, section in enumerate(sections):
            guid = uuid.uuid5(uuid.NAMESPACE_URL, f"deckwright:section:{number}:{section.name}")
            element = sub(listed, p14 + "section", name=section.name, id=f"{{{guid}}}".upper())
            members = sub(element, p14 + "sldIdLst")
            for slide in section.slides:
                sub(members, p14 + "sldId", id=ids[slide])
    elif extensions is not None and not len(extensions):
        root.remove(extensions)


def _keep_characters_off_line_ends(root: Element, language: str) -> None:
    """p:kinsoku (ECMA-376 19.2.1.17), for the languages that have such rules."""
    primary = language.split("-")[0]
    if primary in EAST_ASIAN:
        tag = language if primary == "zh" and "-" in language else EAST_ASIAN[primary]
        rules = _renewed(root, "kinsoku")
        rules.set("lang", tag)
        rules.set("invalStChars", NEVER_FIRST)
        rules.set("invalEndChars", NEVER_LAST)


def _renewed(root: Element, tag: str, inside: str = "") -> Element:
    """A child `tag` at its place in the schema, instead of the one there was."""
    _remove(root, tag)
    earlier = {P + name for name in CHILDREN[: CHILDREN.index(tag)]}
    place = sum(1 for child in root if child.tag in earlier)
    element = add(root, f"<p:{tag}>{inside}</p:{tag}>")
    root.insert(place, element)
    return element


def _remove(root: Element, tag: str) -> None:
    for child in root.findall(P + tag):
        root.remove(child)
